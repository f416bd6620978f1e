"""Running totals of one source in order: what stands, what was replaced, and why a total fell."""
