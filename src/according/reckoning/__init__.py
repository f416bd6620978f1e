"""From filed figures to an answer: pure functions, no input or output."""
