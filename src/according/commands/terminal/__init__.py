"""What the commands write to: the one way to a terminal."""
