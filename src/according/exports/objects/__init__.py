"""Make plain objects of values, and lines of JSON."""
