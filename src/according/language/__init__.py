"""From text to sentences: splitting by rule, parsing, lemmas, and parses written down."""
