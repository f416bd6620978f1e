"""
How the cost grows with the work: reading, grouping and answering for 1, 2, 4 and 8 times as much, in core time and in memory.

    python bench/growth.py
    python bench/growth.py --only questions one-report
    python bench/growth.py --times 1 2 4

Each family is a kind of input that once cost its square, or might: reports that differ in number and serial alone, one report of thousands
of figures, texts that no reporter writes, rulings by the thousand. Each amount is worked in a process of its own, three times where that
takes under a second (the median counts). Prints the seconds of core time and the megabytes that the work added to the process, and
ends with 1 where a doubling takes more than 2.3 times as long; what takes less than a tenth of a second is too short to be judged.
"""
from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from math import log2
from pathlib import Path

import according
from according.errors import QuestionError
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.reckoning.rulings import weigh_rulings
from according.records import Query, Ruling
from according.services.ask import ANSWERED_MOST, answer, list_questions
from according.services.events import list_events
from according.services.group import group_figures
from according.services.read import pass_seldom

MOST, JUDGED_FROM, SHORT = 2.3, 0.1, 1.0
DAY = date(2024, 5, 1)
Work = Callable[[], object]
Make = Callable[[int, Path], Work]
TOWNS = ("Kela", "Morin", "Tarsk", "Velda", "Osten", "Parun", "Dessa", "Lomir")


def number(at: int) -> int:
    """Return some number of people, another for each of many."""
    return 3 + at * 7919 % 9000


# -- what is read and filed ----------------------------------------------------------------------------------------

# One report each that differs from the others in number and serial.
REPORTS: dict[str, Callable[[int], str]] = {
    "formula": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, report {at}, police said.",
    "copies": lambda at: f"At least 17 people were killed in the blast in Ostrin, report {at}, police said.",
    "totals": lambda at: f"{5000 + at} Russian soldiers have been killed in Ukraine since February 2022, report {at}, Kyiv said.",
}
# One piece each of one long report.
PIECES: dict[str, Callable[[int], str]] = {
    "sentences": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, police said. ",
    "towns": lambda at: f"At least {number(at)} people were killed in {TOWNS[at % 8]}town{at}, Gen. {TOWNS[at % 7]} said. ",
    "table": lambda at: ("Place\tKilled\n" if not at else "") + f"{TOWNS[at % 8]}{at}\t{number(at)}\n",
}
# Pieces of texts that no reporter writes, and how many of them are the first amount.
ODD = {
    "references": ("12 people died. The victims were civilians. Another 5 were hurt. ", 200), "lone marks": ("“", 30_000),
    "lone marks and words": ('He said "', 3_000), "brackets": ("(", 5_000), "hyphens": ("a-", 10_000), "commas": ("12, ", 3_000),
    "digits": ("1", 50_000), "said": ("said ", 6_000), "of the": ("of the ", 6_000), "and": ("12 men and ", 1_000),
    "capitals": ("KILLED IN ", 2_000), "emoji": ("\N{COLLISION SYMBOL} ", 8_000), "combining": ("e\u0301", 20_000),
    "dates": ("12 May 2020 ", 1_500), "lines": ("Ostrin\nkilled\n12\nsaid\n", 2_000), "one sentence": ("the man ", 1_250),
    "blanks": ("\xa0", 12_500),
}  # fmt: skip


def filed(texts: Sequence[str], folder: Path, *, group: bool = True) -> SqlLedger:
    """Return a ledger with some reports of one day."""
    ledger = open_ledger(f"sqlite:///{folder}/growth.db")
    readings = [(according.read(text, published=DAY), None) for text in texts]
    for start in range(0, len(readings), 200):
        ledger.add_all(readings[start : start + 200])
    if ledger.contents().figures < len(texts):
        raise SystemExit(f"{len(texts):,} reports gave {ledger.contents().figures:,} figures: this measures nothing")
    if group:
        group_figures(ledger)
    return ledger


def _asked(ledger: SqlLedger) -> object:
    try:
        return answer(ledger, Query(measures=("killed",)))
    # Above 2,000 figures it is refused, which must be quick as well.
    except QuestionError as error:
        if ledger.count(Query(measures=("killed",))) <= ANSWERED_MOST:
            raise
        return error


def _all(found: Iterator[object]) -> int:
    return sum(1 for _ in found)


WORKS: dict[str, Callable[[SqlLedger], object]] = {
    "group": group_figures, "questions": lambda ledger: _all(list_questions(ledger, Query())),
    "events": lambda ledger: _all(list_events(ledger, Query())), "reckon": _asked,
}  # fmt: skip


def rulings(many: int, _: Path) -> Work:
    """Return the weighing of a chain of rulings that figures are of one event, half of which are kept apart."""
    ends = [(f"f{at}", f"f{at + 1}", "same-event") for at in range(many)]
    ends += [(f"f{at}", f"f{many - at}", "not-same-event") for at in range(many // 2)]
    begin = datetime(2024, 5, 1, tzinfo=UTC)
    made = [Ruling(kind, one, "Ada", "so", begin + timedelta(seconds=at), other) for at, (one, other, kind) in enumerate(ends)]  # type: ignore[arg-type]
    return lambda: weigh_rulings(made)


def families() -> Iterator[tuple[str, int, Make]]:
    """Yield each family's name, its first amount, and what makes the work of an amount."""
    for kind, report in REPORTS.items():
        for name, work in WORKS.items():
            every = lambda many, report=report: [report(at) for at in range(many)]  # noqa: E731
            yield f"{name} of reports: {kind}", 500, _over_ledger(every, work, name)
    for kind, piece in PIECES.items():
        long = lambda many, piece=piece: "".join(map(piece, range(many)))  # noqa: E731
        yield f"read one-report: {kind}", 500, lambda many, _, long=long: (lambda text: lambda: according.read(text))(long(many))
        for name, work in WORKS.items():
            yield f"{name} of one-report: {kind}", 500, _over_ledger(lambda many, long=long: [long(many)], work, name)
    for kind, (text, many) in ODD.items():
        yield f"read odd: {kind}", many, lambda many, _, text=text: lambda: according.read(text * many)
    yield "weigh rulings", 1_000, rulings


def _over_ledger(texts: Callable[[int], list[str]], work: Callable[[SqlLedger], object], name: str) -> Make:
    def make(many: int, folder: Path) -> Work:
        ledger = filed(texts(many), folder, group=name != "group")
        return lambda: work(ledger)

    return make


# -- measuring -----------------------------------------------------------------------------------------------------


def spend(make: Make, many: int) -> tuple[float, float]:
    """Return the core time, in seconds, and the megabytes that some work takes in a process of its own."""
    source, sink = os.pipe()
    # What is loaded already is loaded for all: a forked process begins with the model in its memory.
    if (child := os.fork()) == 0:
        try:
            with tempfile.TemporaryDirectory() as folder:
                work = make(many, Path(folder))
                held, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
                work()
                spent = time.process_time() - begin
            more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
            os.write(sink, json.dumps([spent, more]).encode())
        finally:
            os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as told:
        found = told.read()
    os.waitpid(child, 0)
    if not found:
        raise SystemExit(f"the work of {many:,} ended without a measure; run it alone with --only to see why")
    spent, more = json.loads(found)
    return spent, more


def measure(name: str, first: int, make: Make, times: Sequence[int]) -> bool:
    """Print what each amount of a family takes; return whether no doubling takes too long."""
    seconds: list[float] = []
    memory: list[float] = []
    for many in (first * each for each in times):
        taken = [spend(make, many)]
        if taken[0][0] < SHORT:
            taken += [spend(make, many) for _ in range(2)]
        seconds.append(statistics.median(spent for spent, _ in taken))
        memory.append(max(more for _, more in taken))
    steps = [(after / max(before, 0.001)) ** (1 / log2(b / a))
             for before, after, a, b in zip(seconds, seconds[1:], times, times[1:], strict=False)]  # fmt: skip
    kept = all(step <= MOST for step, after in zip(steps, seconds[1:], strict=True) if after >= JUDGED_FROM)
    told = (" ".join(f"{each:{form}}" for each in row) for row, form in ((seconds, ".2f"), (steps, ".2f"), (memory, ".0f")))
    print("{:<32} from {:>6,}: {} s; a doubling {}; {} MB{}".format(name, first, *told, "" if kept else "  TOO MUCH"), flush=True)
    return kept


def main() -> int:
    """Measure the families asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[""], metavar="WORDS", help="families whose names hold one of these")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4, 8], metavar="N", help="how many times the first amount")
    args = parser.parse_args()
    according.read("The army said 12 were killed in Ostrin on Monday.")
    pass_seldom()
    # All are measured, whichever takes too long.
    kept = [measure(*family, args.times) for family in families() if any(words in family[0] for words in args.only)]
    if not kept or len(args.times) < 2:
        parser.error("nothing to compare: no family's name holds that, or there is one amount only")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
