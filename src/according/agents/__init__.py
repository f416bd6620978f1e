"""A door for language models and their programs: the ledger and the reader as tools of the Model Context Protocol."""
