"""How the places of a report stand to each other: which one lies in which, and which one is meant again."""
