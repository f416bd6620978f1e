"""Archives to their members, in order and one at a time; what is damaged is told, and what came before stays."""
