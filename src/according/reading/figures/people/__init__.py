"""Whom a number counts, and who did it."""
