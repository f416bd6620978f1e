"""What names mean in the world: countries, places, nouns, parties; below all who compare them."""
