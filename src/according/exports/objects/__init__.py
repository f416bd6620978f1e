"""Values as plain objects and lines of JSON."""
