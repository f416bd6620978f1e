"""What the lines of a report say by their shape: labels, breakdowns, turns, lists of losses."""
