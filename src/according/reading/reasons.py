"""Why no figure was made of a number: the reasons of what is passed over, with a sentence each. The manual prints them."""

from __future__ import annotations

# What a number is where it counts nobody; the words follow "is".
OF_TRAPS: dict[str, str] = {
    "date": "part of a date",
    "year": "a year",
    "age": "an age",
    "money": "a sum of money",
    "distance": "a distance",
    "measure": "a weight, a temperature or another quantity",
    "clock": "an hour of the clock",
    "name": "part of a name",
    "magnitude": "the magnitude of an earthquake",
    "document": "the number of a document",
    "score": "a score",
    "duration": "a length of time",
    "rank": "a rank",
    "list": "the number of a list's line",
    "points": "a change in percentage points",
    "phrase": "part of a fixed phrase",
    "pronoun": "a pronoun",
    "report": "of reports, not of people",
    "compound": "part of an adjective",
    "cells": "one of two cells, or half of a number: a tab parts it from the number beside it",
}
# Why no figure was made of a number that could count.
REASONS: dict[str, str] = {
    **{f"numbers.{trap}": f"it is {words}" for trap, words in OF_TRAPS.items()},
    "numbers.of-a-source": "it counts those who are cited",
    "numbers.of-another": "it is the number of another, whom the sentence does not make its speaker",
    "numbers.never-given": "somebody denies having given it, and nobody else is named who did",
    "numbers.how-many": "how many of them is just what is not known",
    "numbers.whole": "it is the whole of which a part was counted, and nothing is told of the whole",
    "numbers.share": "it is a share, and of what is not told",
    "numbers.no-measure": "no word of its sentence says what befell anybody",
    "numbers.not-counted": "no word of harm or movement in its sentence is told of what it counts",
    "numbers.skimmed": "its sentence tells of no harm and of nobody's words",
    "numbers.no-heading": "no heading of its table says what it counts",
    "numbers.two-measures": "its labels name several measures, and which of them it counts is not told",
    "numbers.rate": "its table tells a rate, a share or a change, of which nobody knows how many people it is",
    "numbers.of-things": "its table counts things or beasts there, not people",
}
# These can count nobody; of the others somebody might ask.
COUNTLESS = frozenset(f"numbers.{trap}" for trap in OF_TRAPS)
