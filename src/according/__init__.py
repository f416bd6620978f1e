"""Who says how many of whom, where, since when, how sure."""
