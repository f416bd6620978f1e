"""The parts of a page: where its account stands, what stands beside it, its tables, and what it says of itself."""
