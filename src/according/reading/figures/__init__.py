"""How many of whom: a number joined to what happened to those it counts."""
