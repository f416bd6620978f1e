"""Tables to their rows: articles in columns, and figures of which each row is a report of its own."""
