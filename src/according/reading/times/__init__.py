"""When: the words of time expressions, and the days that they come to."""
