"""Charts, laid out and drawn on the server: the same picture stands on a page, in a file, in another site's page and on paper."""
