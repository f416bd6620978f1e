"""Tables: rows of cells, what their heads and labels say of them, and the counts in them."""
