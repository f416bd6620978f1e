"""Whose side somebody speaks from, and who fights whom."""
