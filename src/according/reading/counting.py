"""
What a figure counts over: one event, a running total, or a stated period.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.candidates import Candidate
from according.statement import Counting, Time

# Words that make a count a total up to now: "brings to 60 the number killed", "so far", "to date".
TOTALS = (("so", "far"), ("to", "date"), ("until", "now"), ("in", "all", ","), ("since", "then"))
PERIODS = frozenset("week month quarter season year decade century days weeks months years hours hour".split())
STANDING = frozenset({"deployed", "missing", "displaced", "detained"})


def counting_of(sentence: Sentence, candidate: Candidate, time: Time | None) -> Counting:
    """
    Return what the count runs over, by its time and its words.

    "since January" and tolls that rise are running totals; "over the past 24 hours", "last year" are periods; a day, or no
    time at all beside a verb of harm, is an incident. Those who are deployed or missing without a date are not known to be of one event.
    """
    if candidate.trigger.entry.pattern == "toll" or candidate.rule == "measures.tally" or _totals(sentence, candidate):
        return "running"
    if time is not None and time.text is not None:
        words = time.text.casefold()
        if time.basis == "as_of" or words.startswith(("since ", "as of ", "by ", "until ")):
            return "running"
        if time.grain in ("year", "month", "decade") or any(word in PERIODS for word in words.replace("-", " ").split()):
            return "period"
        return "incident"
    return "unknown" if candidate.measure in STANDING else "incident"


def _totals(sentence: Sentence, candidate: Candidate) -> bool:
    words = [token.lower for token in sentence]
    before = {token.lower for token in sentence.tokens[max(0, candidate.number.first - 4) : candidate.number.first]}
    told = any(tuple(words[at : at + len(phrase)]) == phrase for phrase in TOTALS for at in range(len(words)))
    return told or bool(before & {"total", "altogether"})
