"""Pages: an address fetched with care, and the text of a page without what stands around it."""
