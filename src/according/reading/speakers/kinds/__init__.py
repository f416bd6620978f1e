"""The kinds of frame: one module for each way in which English gives the word to somebody."""
