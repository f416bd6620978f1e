"""
How the cost grows with the work: reading, filing, grouping, judging and answering for 1, 2, 4 and 8 times as much, in core time and memory.

    python bench/growth.py
    python bench/growth.py --only questions one-report
    python bench/growth.py --times 1 2 4

Each family is a kind of input that once cost its square, or might: reports that differ in number and serial alone, one report of thousands
of figures, texts that no reporter writes, files of thousands of parts, words and rulings by the thousand (``bench/growth_work.py``). Each
amount is worked in a process of its own, three times where that takes under a second, and both ends of a doubling again where it seems to
take too long (the least counts). Prints the seconds of core time and the megabytes that the work added to the process, and ends with 1
where a doubling takes more than 2.3 times as long; what takes less than a tenth of a second is too short to be judged.

A machine that others use as well is at times half as fast, for seconds or minutes, and twice the work in such a minute would look like the
work's own fault. So a small task that is always the same is done fifty times in each second of the work (:class:`Yardstick`), and the
seconds printed are those that the work would have taken at the speed that the task had at best.
"""
from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log2
from pathlib import Path
from statistics import fmean

import according
from according.services.read import pass_seldom
from growth_work import Family, families

MOST, JUDGED_FROM, SHORT, AGAIN = 2.3, 0.1, 1.0, 3


class Yardstick:
    """
    How much core time some work takes, told in seconds of a machine that is as fast throughout as it was when this was made.

    What stretches the work stretches the task as well that interrupts it: each stretch of the work counts by how fast the task was then.
    """

    EACH = 0.02

    def __init__(self) -> None:
        self.words = [f"{number * 7919 % 10007:x}" for number in range(3000)]
        self.best = min(self.stretch() for _ in range(2000))

    def stretch(self) -> float:
        """Do the task, which takes about half a millisecond, and return how long it took."""
        # The clock of the process moves in steps while a timer waits for it; a thread's does not.
        begin = time.thread_time()
        counted: dict[str, int] = {}
        for word in self.words:
            counted[word[:2]] = counted.get(word[:2], 0) + len(word)
        return time.thread_time() - begin

    def measure(self, work: Callable[[], object]) -> float:
        """Return the seconds of core time that some work takes, at the task's best speed."""
        taken = [self.stretch()]
        before = signal.signal(signal.SIGPROF, lambda *_: taken.append(self.stretch()))
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self.EACH, self.EACH)
        try:
            work()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        spent = time.process_time() - begin - sum(taken[1:])
        return spent * fmean(self.best / each for each in taken)


def apart(work: Callable[[], object]) -> str:
    """Do some work in a process of its own, which begins with the model in its memory, and return what it told."""
    source, sink = os.pipe()
    if (child := os.fork()) == 0:
        status = 1
        try:
            os.write(sink, json.dumps(work()).encode())
            status = 0
        finally:
            if status:
                sys.excepthook(*sys.exc_info())
            os._exit(status)
    os.close(sink)
    with os.fdopen(source, "rb") as told:
        found = told.read()
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the work ended without a measure; what it wrote stands above")
    return found.decode()


def spend(family: Family, many: int, folder: Path, yardstick: Yardstick) -> tuple[float, float]:
    """Return the core time, in seconds, and the megabytes that some work takes in a process of its own."""

    def measured() -> tuple[float, float]:
        work = family.begin(many)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent = yardstick.measure(work)
        return spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024

    spent, more = json.loads(apart(measured))
    # A ledger that was worked on is of no more use.
    for copied in (path for path in folder.iterdir() if path.is_dir()):
        shutil.rmtree(copied)
    return spent, more


def measure(family: Family, times: Sequence[int], folder: Path, yardstick: Yardstick) -> bool:
    """Print what each amount of a family takes; return whether no doubling takes too long."""
    amounts = [family.first * each for each in times]
    taken: dict[int, list[tuple[float, float]]] = {}
    for many in amounts:
        apart(lambda many=many: family.prepare(many) and None)  # type: ignore[misc]
        taken[many] = [spend(family, many, folder, yardstick)]
        if taken[many][0][0] < SHORT:
            taken[many] += [spend(family, many, folder, yardstick) for _ in range(2)]
    for few, many in pairwise(amounts):
        # What else the machine does only ever adds: both ends are measured again, by turns, before a doubling is told to take too long.
        if _is_much(taken, few, many):
            for each in (few, many) * AGAIN:
                taken[each].append(spend(family, each, folder, yardstick))
    steps = [_growth(taken, few, many) for few, many in pairwise(amounts)]
    kept = not any(_is_much(taken, few, many) for few, many in pairwise(amounts))
    seconds, memory = [_least(taken[many]) for many in amounts], [max(more for _, more in taken[many]) for many in amounts]
    told = (" ".join(f"{each:{form}}" for each in row) for row, form in ((seconds, ".2f"), (steps, ".2f"), (memory, ".0f")))
    wrong = "" if kept else "  TOO MUCH"
    print("{:<32} from {:>6,}: {} s; a doubling {}; {} MB{}".format(family.name, family.first, *told, wrong), flush=True)
    return kept


def _least(taken: list[tuple[float, float]]) -> float:
    return min(spent for spent, _ in taken)


def _growth(taken: dict[int, list[tuple[float, float]]], few: int, many: int) -> float:
    """Return how many times as long each doubling takes between two amounts."""
    return float((_least(taken[many]) / max(_least(taken[few]), 0.001)) ** (1 / log2(many / few)))


def _is_much(taken: dict[int, list[tuple[float, float]]], few: int, many: int) -> bool:
    return _least(taken[many]) >= JUDGED_FROM and _growth(taken, few, many) > MOST


def main() -> int:
    """Measure the families asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[""], metavar="WORDS", help="families whose names hold one of these")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4, 8], metavar="N", help="how many times the first amount")
    args = parser.parse_args()
    if len(args.times) < 2:
        parser.error("nothing to compare: --times with two amounts at least")
    according.read("The army said 12 were killed in Ostrin on Monday.")
    pass_seldom()
    yardstick = Yardstick()
    with tempfile.TemporaryDirectory() as folder:
        asked = [family for family in families(Path(folder)) if any(words in family.name for words in args.only)]
        much = [family for family in asked if not measure(family, args.times, Path(folder), yardstick)]
        if not asked:
            parser.error("nothing to measure: no family's name holds that")
        # A machine may do something else for a minute: what took too long is measured once more when all the others are done.
        if much:
            print("once more:")
        much = [family for family in much if not measure(family, args.times, Path(folder), yardstick)]
    print(f"{len(asked)} families, {len(much)} of which take too long")
    return 1 if much else 0


if __name__ == "__main__":
    sys.exit(main())
