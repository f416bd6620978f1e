"""Feeds and sitemaps to their entries: which pages there are, and what is said of each."""
