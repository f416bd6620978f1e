"""
Try the time grammar on the date cases of Microsoft's Recognizers-Text (MIT), and print the share passed.

    python bench/recognizers_dates.py FOLDER

FOLDER holds DateParser.json.gz, DatePeriodParser.json.gz and DateTimeModel.json.gz, lists of cases with ``Input``,
``Context.ReferenceDateTime`` and ``Results``. The cases are what people type to a calendar ("next week on Friday"),
not news: see docs/dates.md for what is left out on purpose.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon, default
from according.reading.times.periods import resolve
from according.reading.times.time_words import find_times
from according.reading.times.time_years import Setting

FILES = ("DateParser", "DatePeriodParser", "DateTimeModel")
DATES = frozenset(("date", "daterange"))


def sentence_of(text: str) -> Sentence:
    """Cut a text into words without a parser: every word hangs on the first."""
    words = re.finditer(r"\d+[-/.]\d+[-/.]\d+|\d+(?:st|nd|rd|th|s)?|[A-Za-z]+\.(?=\s)|[A-Za-z]+|'s|\S", text)
    tokens = (Token(i, m.start(), m.end(), m.group(), m.group().casefold(), _pos(m.group()), "", 0, "dep") for i, m in enumerate(words))
    return Sentence(tuple(tokens), default())


def _pos(word: str) -> str:
    return "NUM" if word[0].isdigit() else "PROPN" if word[0].isupper() else "PUNCT" if not word.isalnum() else "NOUN"


def wanted(case: dict[str, Any]) -> list[set[tuple[str, str]]]:
    """Return, for each date of a case, the readings that count as right."""
    found = []
    for result in case["Results"]:
        values = result.get("Resolution", {}).get("values") or [
            result.get("Value", {}).get(key, {}) for key in ("PastResolution", "FutureResolution")
        ]
        kinds = {value.get("type", result.get("Type")) for value in values}
        # Times of day, durations and repeated days are no days of an event.
        if kinds <= DATES:
            found.append({_reading(value) for value in values} - {("", "")})
    return found


def _reading(value: dict[str, str]) -> tuple[str, str]:
    day = value.get("date") or value.get("value") or ""
    return value.get("start") or value.get("startDate") or day, value.get("end") or value.get("endDate") or day


def read(text: str, reference: date, lexicon: Lexicon) -> set[tuple[str, str]]:
    """Return what the grammar reads in a text, each as past and future; an end stands as it is and as the day behind."""
    readings = set()
    for mention in find_times(sentence_of(text), lexicon):
        # A calendar looks ahead and news looks back: either reading of "Friday" counts.
        for future in (False, True):
            days = resolve(mention, Setting(reference, None, future))
            # Recognizers-Text ends a range with the day behind it, we with its last day.
            for step in (0, 1):
                last = "" if days.last is None else str(days.last + timedelta(step))
                readings.add((str(days.first or ""), last))
    return readings


def run(folder: Path) -> dict[str, Counter[str]]:
    """Count cases with a date, and those of which every date is read right."""
    lexicon, scores = default(), {}
    for name in FILES:
        score: Counter[str] = Counter()
        for case in json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes())):
            dates = wanted(case)
            # A case without a date, or one whose date is open, asks nothing of us.
            if not dates or not all(dates) or "ReferenceDateTime" not in case.get("Context", {}):
                continue
            got = read(case["Input"], date.fromisoformat(case["Context"]["ReferenceDateTime"][:10]), lexicon)
            score["cases"] += 1
            score["passed"] += all(readings & got for readings in dates)
            score["found"] += bool(got)
        scores[name] = score
    return scores


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, score in run(parser.parse_args().folder).items():
        share = score["passed"] / max(score["cases"], 1)
        print(f"{name:<18}{score['passed']:>5} of {score['cases']:>4} passed ({share:.2f}), {score['found']} with a time found")


if __name__ == "__main__":
    main()
