"""A PDF's page to its lines: letters to pieces of lines, these to columns, tables and paragraphs."""
