"""A user's own words, as a file: a cue and a noun for people that the package does not have."""

from __future__ import annotations

FILE = """
[[cues]]
id = "asseverate"
forms = ["asseverate"]
kind = "says"
pattern = "clause"
note = "Old word for saying."

[[people]]
id = "mahouts"
forms = ["mahout"]
kind = "civilian"
pattern = "person"
note = "Who leads an elephant."
"""
