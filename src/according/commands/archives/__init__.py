"""Archives on the command line."""
