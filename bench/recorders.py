"""
A recorder's table beside the press, in one ledger.

    python bench/recorders.py               # of UCDP's events the first 200 with two headlines or more
    python bench/recorders.py --events 50 --show

Rows of UCDP GED (Ukraine, CC BY 4.0) are filed as UCDP's reports, and the headlines that each row names as reports of their outlets. Each
event's figure of UCDP is asked for: the question that it is in holds the press's numbers for the same dead, if the ledger found that they
are the same. Told are how many events had a number of the press beside UCDP's, and how the two ranges lie. A headline seldom says all that
a report does. Skips with a reason where the data is not beside the checkout.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from according.intake.facts import Facts
from according.intake.source import Source
from according.intake.text import Options
from according.intake.unpacking import unpack
from according.intake.wishes import Wishes
from according.ledger.opening import open_ledger
from according.records import FiledFigure, Query
from according.services.add import file_sources
from according.services.ask import question_of
from according.services.group import group_figures
from ucdp import _ARTICLE, DATA

RECORDER = "UCDP"
Range = tuple[float, float | None]


def choose(path: Path, most: int) -> list[dict[str, str]]:
    """Return the first rows of events that name two headlines or more."""
    with gzip.open(path, "rt", encoding="utf8", newline="") as file:
        rows = csv.DictReader(io.StringIO(file.read()))
        return [row for row in rows if row["id"].isdigit() and len(set(_ARTICLE.findall(row["source_article"]))) > 1][:most]


def write_table(rows: Sequence[dict[str, str]]) -> bytes:
    """Return rows as a CSV of their own."""
    held = io.StringIO(newline="")
    table = csv.DictWriter(held, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    return held.getvalue().encode()


def headlines(rows: Sequence[dict[str, str]]) -> Iterator[Source]:
    """Yield each row's headlines as reports of their outlets."""
    for row in rows:
        for number, (office, day, title) in enumerate(dict.fromkeys(_ARTICLE.findall(row["source_article"])), 1):
            text = f"---\ndate: {day}\n---\n\n{title.strip()}.\n"
            yield Source(f"{row['id']}-{number}.md", data=text.encode(), facts=Facts(publisher=office.strip()))


def range_of(figures: Sequence[FiledFigure]) -> Range | None:
    """Return the lowest and the highest number of some figures; no highest where one sets no ceiling."""
    if not figures:
        return None
    ends = [filed.figure.quantity for filed in figures]
    highs = [end.high for end in ends]
    return min(end.low or 0 for end in ends), None if None in highs else max(high for high in highs if high is not None)


def compare(press: Range, recorder: Range) -> str:
    """Say how the press's range lies to the recorder's."""
    (low, high), (least, most) = press, recorder
    if press == recorder:
        return "the same range"
    if high is not None and most is not None and low >= least and high <= most:
        return "the press inside the recorder's range"
    if most is not None and low > most:
        return "the press above"
    if high is not None and high < least:
        return "the press below"
    return "the ranges overlap"


def show(range_: Range) -> str:
    """Return a range in words."""
    low, high = range_
    return f"{low:g}+" if high is None else f"{low:g}" if low == high else f"{low:g} to {high:g}"


def main() -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=200, metavar="N", help="of so many events")
    parser.add_argument("--show", action="store_true", help="show each event")
    args = parser.parse_args()
    if not DATA.exists():
        print("skipped: the UCDP events are not beside the checkout")
        return 0
    rows, counted = choose(DATA, args.events), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "recorders.db")) as book:
        begun = monotonic()
        table = unpack([Source("ged.csv", data=write_table(rows))], Wishes())
        filed = [one.receipt for one in file_sources(book, table, Options()) if one.receipt is not None]
        print(f"{len(filed)} rows filed as reports of {RECORDER} in {monotonic() - begun:.1f} s")
        press = sum(one.receipt is not None for one in file_sources(book, headlines(rows), Options()))
        print(f"{press} headlines filed as reports of their outlets; {group_figures(book)} figures grouped")
        for receipt in filed:
            found = book.find(Query(("killed",), reports=(receipt.report,)))
            # The one that counts all: an interval's words are "5 (3 to 7)".
            whole = next((one for one in found if one.figure.subset_of is None and one.figure.population is None), None)
            if whole is None:
                continue
            counted["events"] += 1
            others = [one for one in question_of(book, whole.id, Query()).reckoning.question.figures if one.filing.publisher != RECORDER]
            theirs, ours = range_of(others), range_of([whole])
            if theirs is None or ours is None:
                continue
            counted["with the press beside them"] += 1
            counted[compare(theirs, ours)] += 1
            if args.show:
                place = whole.figure.place.text if whole.figure.place else "-"
                day = whole.figure.time.first if whole.figure.time else None
                print(f"  {day} {place}: {RECORDER} {whole.figure.number.text}, the press {show(theirs)} ({len(others)} figures)")
    for name, many in counted.most_common():
        print(f"  {many:>5}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
