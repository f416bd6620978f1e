"""Every number that a sentence states, from its pieces to its quantity, and the numbers that count nobody."""
