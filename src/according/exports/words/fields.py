"""A figure's fields and rulings on them in plain words, for whoever does not know their names in files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from according.exports.words.readings import visible
from according.names.countries import country_names
from according.reckoning.questions.labels import HAPPENED
from according.records import SPEAKER_KINDS, Ruling, RulingKind

# What each field that can be corrected is called on pages.
FIELD_WORDS: Mapping[str, str] = {
    "low": "lowest number", "high": "highest number", "bound": "how it is put", "unit": "what is counted", "measure": "what happened",
    "population": "who is counted", "kind": "kind of people", "country": "their country", "perpetrator": "who did it", "place": "where",
    "from": "first day", "to": "last day", "basis": "what the days mean", "counting": "what the number covers",
    "status": "how sure it is", "speakers": "who says so",
}  # fmt: skip
# The words for those values that do not speak for themselves.
_CHOICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "bound": {
        "exact": "exactly this number", "about": "about this number", "at_least": "at least this number", "at_most": "at most this number",
        "range": "between the two numbers", "vague": "in words alone, as “dozens”",
    },
    "unit": {"percent": "a share, in percent"},
    "basis": {"on": "it happened on these days", "during": "it happened within these days", "as_of": "counted up to the last day"},
    "counting": {"incident": "one event", "running": "a total so far", "period": "a stretch of time", "unknown": "not said"},
    "status": {
        "asserted": "stated as a fact", "estimated": "an estimate", "possible": "possible, as “may have”",
        "planned": "planned or announced", "denied": "denied",
    },
}  # fmt: skip
_NUMBER = re.compile(r"\d+(\.\d+)?")
RULING_WORDS: Mapping[RulingKind, str] = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "same-event": "of the same event",
    "not-same-event": "not of the same event", "same-origin": "of the same origin", "not-same-origin": "not of the same origin",
    "reliability": "reliability", "side": "side",
}  # fmt: skip


def ruling_words(ruling: Ruling) -> str:
    """Return what a ruling says, in plain words: "corrected, lowest number: 12,345"; of the figures that it is on nothing is told."""
    words = RULING_WORDS[ruling.kind]
    if ruling.field is not None:
        words += f", {FIELD_WORDS.get(ruling.field, visible(ruling.field))}: {value_words(ruling.field, ruling.value)}"
    elif ruling.kind in SPEAKER_KINDS:
        words += f": {visible(str(ruling.value))}"
    return words if ruling.undoes is None else f"takes back: {words}"


def choice_words(field: str, value: str) -> str:
    """
    Return one of the values that a field may have in plain words.

        >>> choice_words("counting", "running"), choice_words("measure", "casualties")
        ('a total so far', 'killed or wounded')
    """
    if field == "measure":
        return HAPPENED.get(value, value)
    return _CHOICE_WORDS.get(field, {}).get(value, value.replace("_", " "))


def value_words(field: str, value: object) -> str:
    """
    Return a field's value in plain words, a chain of speakers as in a sentence; nothing known as that.

        >>> value_words("speakers", ["the ministry", "its spokesman"]), value_words("low", "4700"), value_words("place", None)
        ('the ministry, citing its spokesman', '4,700', 'not known')
    """
    if value is None or value == "":
        return "not known"
    if isinstance(value, list | tuple):
        return visible(", citing ".join(map(str, value)))
    text = str(value)
    if field in ("low", "high"):
        return f"{float(text):,.12g}" if _NUMBER.fullmatch(text) else visible(text)
    if field == "country":
        return visible(country_names().get(text, text))
    return visible(choice_words(field, text))
