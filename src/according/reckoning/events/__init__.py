"""Events: the questions of one incident or one running story, seen as one thing."""
