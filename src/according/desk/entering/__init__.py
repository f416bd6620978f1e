"""Who comes to a desk that others can reach: sessions, proxies that are trusted, roles, and seals in forms."""
