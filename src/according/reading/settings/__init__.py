"""Where and when: the places and times that a report names, and those of a figure."""
