"""Whose words they are: the speaker of a cue, the owner of a count, the source that is cited, and all that a report calls them."""
