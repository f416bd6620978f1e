"""
UCDP's own events against our reckoning of the headlines it names for them.

    python bench/ucdp.py                 # the table
    python bench/ucdp.py --show 40       # and every event that differs, with its headlines

Each headline of an event of UCDP GED (Ukraine 2014-2021, CC BY 4.0) is read as a report of its publisher and date. Events count where
two or more headlines state a number of dead. Their reckoning's low, best and high stand beside UCDP's. A headline seldom says all that a
report does, so this measures the reckoning, and how far headlines carry. Skips with a reason where the data is not beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from according.reading.reader import read_reports
from according.reckoning.answer import Reckoning
from according.reckoning.reckon import Parameters, reckon_all
from according.records import FiledFigure, file_figures
from according.report import Report

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ucdp" / "ged_ukraine.csv.gz"
# UCDP's cell of sources: "office,day,headline" between quotation marks, parted by semicolons. Commas stand in headlines, too.
_ARTICLE = re.compile(r'"([^"]*?),(\d{4}-\d\d-\d\d),(.*?)"(?:;|\Z)')


@dataclass(frozen=True, slots=True)
class Event:
    """One event as UCDP has it, and the headlines it rests on."""

    id: str
    low: int
    best: int
    high: int
    headlines: tuple[tuple[str, date, str], ...]


def read_events(path: Path) -> Iterator[Event]:
    """Yield the events, each with its headlines: office, day and words."""
    with gzip.open(path, "rt", encoding="utf8", newline="") as file:
        for row in csv.DictReader(io.StringIO(file.read())):
            if row["id"].isdigit():
                found = tuple(
                    # The same headline of the same day may be named twice.
                    dict.fromkeys(
                        (office.strip(), date.fromisoformat(day), title.strip())
                        for office, day, title in _ARTICLE.findall(row["source_article"])
                    )
                )
                yield Event(row["id"], int(row["low"]), int(row["best"]), int(row["high"]), found)


def read_figures(event: Event) -> list[FiledFigure]:
    """Read the headlines of an event and return their figures of dead, each in the event's place and time as far as the words tell."""
    reports = [Report(title + ".", path=event.id, published=day, publisher=office) for office, day, title in event.headlines]
    figures = [filed for reading in read_reports(reports) for filed in file_figures(reading)]
    return [filed for filed in figures if filed.figure.measure == "killed" and filed.figure.unit == "people"]


def reckon_event(figures: list[FiledFigure], parameters: Parameters) -> Reckoning:
    """Reckon an event: UCDP says that its headlines are of one event, so of its questions the one with the most figures is meant."""
    found = reckon_all(figures, (), parameters)
    return max(found, key=lambda reckoning: (len(reckoning.figures), reckoning.headline.high or 0.0, reckoning.question.id))


def why(event: Event, reckoning: Reckoning, figures: list[FiledFigure]) -> str:
    """Say in a few words why an event differs."""
    stated = reckoning.headline
    numbers = {number for filed in figures for number in (filed.figure.quantity.low, filed.figure.quantity.high) if number is not None}
    if not {event.low, event.best, event.high} & numbers:
        return "UCDP's numbers are in no headline"
    if event.low < event.high and len(numbers) == 1:
        return "UCDP has a range, the headlines one number"
    if stated.high is None:
        return "a headline says 'at least'"
    if len(reckoning.figures) < len(figures):
        return "headlines count groups apart that UCDP adds up, or tell of other days"
    if (stated.low or 0) < event.low:
        return "an early, lower toll is not in UCDP's range"
    return "other"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show so many events that differ")
    args = parser.parse_args()
    if not DATA.exists():
        print("skipped: the UCDP events are not beside the checkout")
        return 0
    parameters = replace(Parameters(), rules=("ucdp",))
    counted: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for event in read_events(DATA):
        counted["events"] += 1
        # One headline has nothing to be reckoned with.
        figures = read_figures(event) if len(event.headlines) > 1 else []
        if len({filed.filing.id for filed in figures}) < 2:
            continue
        counted["with two tolls"] += 1
        reckoning = reckon_event(figures, parameters)
        stated, verdict = reckoning.headline, dict(reckoning.rule_sets)["ucdp"]
        # "At least 12" sets no ceiling: any best lies below it.
        high = stated.high if stated.high is not None else float("inf")
        checks = {
            "low equal": stated.low == event.low, "high equal": stated.high == event.high, "best equal": stated.best == event.best,
            "best inside": (stated.low or 0) <= event.best <= high,
            "UCDP rules: low equal": verdict.low == event.low, "UCDP rules: high equal": verdict.high == event.high,
            "UCDP rules: best equal": verdict.best == event.best,
        }  # fmt: skip
        counted.update(name for name, holds in checks.items() if holds)
        if not (checks["low equal"] and checks["high equal"]):
            reasons[why(event, reckoning, figures)] += 1
            if args.show > 0:
                args.show -= 1
                numbers = f"UCDP {event.low}-{event.best}-{event.high}, ours {stated.low}-{stated.best}-{stated.high}"
                print(f"{event.id}: {numbers}: {why(event, reckoning, figures)}")
                for office, day, title in event.headlines:
                    print(f"    {day} {office}: {title}")
    asked = counted.pop("with two tolls")
    print(f"{counted.pop('events')} events, {asked} with two or more headlines that state a number of dead")
    for name, many in counted.items():
        print(f"  {name:<26}{many:>5} of {asked}  {many / asked:.1%}")
    print("why low or high differ:")
    for reason, many in reasons.most_common():
        print(f"  {many:>5}  {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
