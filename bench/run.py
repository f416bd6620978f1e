"""
How fast and how large, beside what a user would otherwise run: one command, one table of ratios from one run.

    pip install ".[bench]"            the peers; without them their row says so
    python bench/run.py [--quick]

Speeds are medians of several rounds in which the candidates take turns, on one core, so a machine that slows down slows
all of them. What runs in this process is timed by the core's time that it takes: whatever else the machine does is not
counted. Over the reports beside the checkout (SHARED), or over the sample reports where those are absent.
"""
from __future__ import annotations

import argparse
import gc
import itertools
import os
import sys

# One core for everybody: set before numpy is loaded by whoever loads it first.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import json
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import according
from according.intake.text import receive
from according.language.pipeline import load
from according.services.read import pass_seldom

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data" / "reports" / "text"
DEMO = Path(according.__file__).parent / "data" / "demo"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    texts: int
    peer_texts: int
    memory: int
    length: int
    long: int


FULL = Size(rounds=5, texts=200, peer_texts=60, memory=10_000, length=20_000, long=1_600_000)
QUICK = Size(rounds=3, texts=60, peer_texts=15, memory=1_000, length=10_000, long=200_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the value, and what is asked of it."""

    what: str
    value: str
    asked: str = ""
    kept: bool | None = None


def corpus(most: int) -> list[str]:
    """Return the texts, the same ones in the same order in every run."""
    folder = SHARED if SHARED.is_dir() else DEMO
    texts = [path.read_text("utf8") for path in sorted(folder.glob("*.txt"))]
    random.Random(2).shuffle(texts)
    print(f"{len(texts[:most])} texts of {os.path.relpath(folder, ROOT)}, {words(texts[:most]):,} words, according {according.__version__}")
    return texts[:most]


def words(texts: Iterable[str]) -> int:
    """Count words as white space parts them: no candidate's own tokens."""
    return sum(len(text.split()) for text in texts)


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long a piece of work takes, by default as time of this process on a core."""
    start = clock()
    work()
    return clock() - start


def take_turns(
    candidates: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """Return each candidate's median time; in every round each runs once, and one round before warms all up."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(rounds + 1):
        for name, work in candidates.items():
            taken = seconds(work, clock)
            # The first round only warms up: models are loaded, caches filled.
            if turn:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def parse_bare(texts: list[str]) -> None:
    """Run spaCy's pipeline alone, text by text as spaCy is used."""
    for doc in load().pipe(texts, batch_size=16):
        len(doc)


def read_all(texts: list[str]) -> None:
    """Read as the command does: intake, parser, rules."""
    from according.reading.reader import read_reports

    for reading in read_reports(receive(text).report for text in texts):
        len(reading.statements)


def read_settled(texts: list[str]) -> None:
    """Read as the command does behind its first batch, when it has settled (``services/read.py``)."""
    before = gc.get_threshold()
    pass_seldom()
    gc.freeze()
    read_all(texts)
    gc.unfreeze()
    gc.set_threshold(*before)


def read_singly(texts: list[str]) -> None:
    """Read by the public function, one text a call."""
    for text in texts:
        according.read(text)


def assemble(texts: list[str]) -> None:
    """Run what a user would otherwise put together: quotations of textacy and quantities of quantulum3 over the same parse."""
    from quantulum3 import classifier, parser
    from textacy.extract import direct_quotations

    # Its unit classifier was pickled with another scikit-learn and may not load; its rules alone are faster, which favours it.
    classifier.USE_CLF = False
    for doc in load().pipe(texts, batch_size=16):
        for token in doc:
            token.lemma_ = token.lower_
        # It raises at a quotation mark without a partner.
        with suppress(ValueError):
            list(direct_quotations(doc))
        parser.parse(doc.text)


def speed_rows(texts: list[str], size: Size) -> Iterator[Row]:
    """Compare reading with the bare parser."""
    count = words(texts)
    times = take_turns(
        {"bare": lambda: parse_bare(texts), "read": lambda: read_settled(texts), "singly": lambda: read_singly(texts)}, size.rounds
    )
    yield Row("bare parser", f"{count / times['bare']:,.0f} words/s")
    yield Row("reading", f"{count / times['read']:,.0f} words/s")
    ratio = times["bare"] / times["read"]
    yield Row("reading / bare parser", f"{ratio:.2f}", ">= 0.90", ratio >= 0.9)
    yield Row("according.read, a text a call / bare parser", f"{times['bare'] / times['singly']:.2f}")


def peer_rows(texts: list[str], size: Size) -> Iterator[Row]:
    """Compare reading with the peers assembled."""
    missing = [name for name in ("textacy", "quantulum3") if find_spec(name) is None]
    if missing:
        yield Row("reading / textacy + quantulum3", f"not measured: {', '.join(missing)} not installed (pip install '.[bench]')", ">= 3")
        return
    some = texts[: size.peer_texts]
    times = take_turns({"peers": lambda: assemble(some), "read": lambda: read_all(some)}, min(size.rounds, 3))
    yield Row("textacy + quantulum3 over the same parse", f"{words(some) / times['peers']:,.0f} words/s")
    ratio = times["peers"] / times["read"]
    yield Row("reading / textacy + quantulum3", f"{ratio:.1f}", ">= 3", ratio >= 3)


def start_rows(size: Size) -> Iterator[Row]:
    """Compare a whole run on one short report with the import of spaCy."""
    report = str(min(DEMO.glob("*.txt")))
    commands = {
        "read": [sys.executable, "-m", "according", "read", report],
        "help": [sys.executable, "-m", "according", "--help"],
        "spacy": [sys.executable, "-c", "import spacy"],
        "import": [sys.executable, "-c", "import according"],
        "python": [sys.executable, "-c", "pass"],
    }

    def run(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    # Other processes: their time is not this one's.
    times = take_turns({name: run(command) for name, command in commands.items()}, size.rounds, time.perf_counter)
    yield Row("start-up: according read, one short report", f"{times['read']:.2f} s", "<= 3 s", times["read"] <= 3)
    yield Row("  beside python -c 'import spacy'", f"{times['spacy']:.2f} s, ratio {times['read'] / times['spacy']:.2f}")
    yield Row("start-up: according --help", f"{times['help']:.2f} s", "< 0.5 s", times["help"] < 0.5)
    # Python's own start is no cost of ours.
    taken = times["import"] - times["python"]
    yield Row("import according, beyond python's own start", f"{taken:.3f} s", "< 0.15 s", taken < 0.15)


def memory_rows(size: Size) -> Iterator[Row]:
    """Measure a process that reads many reports, all different."""
    # In a process of its own: what was measured before has filled this one.
    done = subprocess.run([sys.executable, __file__, "--memory", str(size.memory)], capture_output=True, text=True, check=True)
    marks = json.loads(done.stdout.splitlines()[-1])
    shown = ", ".join(f"{mark['reports']:,}: {mark['now']:.0f} MB" for mark in marks)
    yield Row("memory while reading", shown)
    peak = marks[-1]["peak"]
    yield Row(f"peak over {size.memory:,} reports", f"{peak:.0f} MB", "<= 700 MB", peak <= 700)
    growth = marks[-1]["now"] / marks[0]["now"]
    yield Row("last mark / first mark", f"{growth:.2f}", "<= 1.10", growth <= 1.1)


def watch_memory(reports: int) -> None:
    """Read reports of which each has names of its own, and print this process's size at a tenth, at half and at the end."""
    from according.reading.reader import read_reports

    texts = [text[:1_500] for text in corpus(QUICK.texts * 4)]
    draw = random.Random(3)

    def stream() -> Iterator[according.Report]:
        for number in range(reports):
            name = "".join(draw.choices("abcdefghijklmnoprstuvz", k=9)).capitalize()
            # Names of its own for each report: a cache that grew with the names met would show here.
            own = f"Colonel {name} said {number} men of the {name}ian army were killed in {name}."
            yield receive(f"{texts[number % len(texts)]}\n\n{own}").report

    marks = []
    for number, _ in enumerate(read_reports(stream()), 1):
        if number in (reports // 10, reports // 2, reports):
            marks.append({"reports": number, "now": _megabytes("VmRSS"), "peak": _megabytes("VmHWM")})
    print(json.dumps(marks))


def _megabytes(name: str) -> float:
    """Return a size of this process as Linux counts it; ``ru_maxrss`` would count the parent's too."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)]
    return int(line.split()[1]) / 1024


def growing(texts: list[str]) -> dict[str, Callable[[int], str]]:
    """Return texts of any length: news, and what breaks readers."""
    news = "\n\n".join(texts)
    pieces = {
        "one line": "He said 12 men were killed. ", "no full stop": "the army said 12 men were killed and ",
        "nested quotations": "“He said ", "straight quotation marks": '"', "numbers": "12 ", "one word": "killed ", "brackets": "(",
        "commas": "12, ", "one long word": "a", "blank lines": "\n", "short lines": "12 dead\n",
    }  # fmt: skip
    kinds: dict[str, Callable[[int], str]] = {"news": partial(_repeat, news)}
    return kinds | {name: partial(_repeat, piece) for name, piece in pieces.items()}


def _repeat(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def length_rows(texts: list[str], size: Size) -> Iterator[Row]:
    """Measure time against length: twice the text takes twice the time."""
    lengths = [size.length * step for step in (1, 2, 4)]
    for name, make in growing(texts).items():
        made = [make(length) for length in lengths]
        # The least of two: whatever else the machine does only adds time.
        times = [min(seconds(partial(read_all, [text])) for _ in range(2)) for text in made]
        # Below a tenth of a second the fixed cost of a reading hides the growth.
        ratio = times[2] / max(times[1], 0.05)
        shown = ", ".join(f"{length // 1000}k: {taken:.2f} s" for length, taken in zip(lengths, times, strict=True))
        yield Row(f"length: {name}", f"{shown}; x{times[2] / times[1]:.1f}", "x <= 2.6", ratio <= 2.6)
    yield from long_rows(texts, size)


def long_rows(texts: list[str], size: Size) -> Iterator[Row]:
    """Compare one long report with short ones of the same words."""
    for name, short in (("news", _filling(texts, size.long)), ("one paragraph, other names", _filling(_paragraphs(), size.long))):
        joined = ["\n\n".join(short)]
        # As above: the least of two, in turns.
        turns = [(seconds(partial(read_settled, short)), seconds(partial(read_settled, joined))) for _ in range(2)]
        ratio = min(turn[0] for turn in turns) / min(turn[1] for turn in turns)
        yield Row(f"length: {len(joined[0]) / 1e6:.1f} MB / short, {name}", f"{ratio:.2f}", ">= 0.80", ratio >= 0.8)


def _filling(texts: Iterable[str], length: int) -> list[str]:
    """Return as many texts as fill a length, over and over where they are too few."""
    found, filled = [], 0
    for text in itertools.cycle(texts):
        if filled >= length:
            break
        found.append(text)
        filled += len(text)
    return found


def _paragraphs() -> Iterator[str]:
    """Yield texts of eight paragraphs that differ in their names and numbers: what compares all names of a report shows here."""
    draw = random.Random(5)

    def name() -> str:
        return "".join(draw.choices("abcdefghijklmnoprstuvz", k=8)).capitalize()

    for number in itertools.count(3):
        told = [
            f"Colonel {name()} {name()} of the {name()} Health Ministry said on Monday that {number} soldiers were killed near {name()}. "
            f"Police in {name()} said {number + 2} people died. They said the {number} dead were from {name()}."
            for _ in range(8)
        ]
        yield "\n\n".join(told)


def show(rows: Iterable[Row]) -> bool:
    """Print rows as they come; say whether all that is asked is kept."""
    kept = True
    for row in rows:
        verdict = "" if row.kept is None else "kept" if row.kept else "MISSED"
        kept = kept and row.kept is not False
        print(f"{row.what:<46}  {row.value:<46}  {row.asked:<10}  {verdict}".rstrip(), flush=True)
    return kept


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer texts and rounds: minutes become seconds, ratios coarser")
    parser.add_argument("--only", choices=["speed", "peers", "start", "memory", "length"], action="append", help="these parts alone")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.memory:
        watch_memory(wishes.memory)
        return 0
    size = QUICK if wishes.quick else FULL
    texts = corpus(size.texts)
    parts: dict[str, Callable[[], Iterable[Row]]] = {
        "speed": lambda: speed_rows(texts, size), "peers": lambda: peer_rows(texts, size), "start": lambda: start_rows(size),
        "memory": lambda: memory_rows(size), "length": lambda: length_rows(texts, size),
    }  # fmt: skip
    kept = [show(part()) for name, part in parts.items() if name in (wishes.only or parts)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
