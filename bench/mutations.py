"""
Texts damaged at random, read: no exception, no span that is not in its text, none slower than a limit.

    python bench/mutations.py [--texts 100000] [--seed 0] [--longest 500] [--slowest 5] [FOLDER ...]

Stretches of reports are cut out, doubled and filled with what has tripped readers: marks, tables, dates at the ends of the calendar,
characters of no width. The texts are the package's sample reports and those of the folders given; by default the labelled reports beside
the checkout, where they are. Every text is made from the seed and its own number, so `--only N` makes and reads one text again. The exit
status is 1 where anything failed; the first text of each kind of failure is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rich.progress import track

import according.data.demo as demo_package
from according.reading.language import english
from according.reading.reader import read_reports
from according.report import Report
from according.statement import Reading

SHARED = Path(__file__).parent.parent.parent / "shared"
FOLDERS = [SHARED / "bench" / name for name in ("today", "styles", "stories", "dev")] + [SHARED / "data" / "reports" / "text"]
# What is set into a text: each has once tripped a rule, or stands for a kind of mark that cuts words, sentences, rows or dates.
PIECES = (
    "(", ")", "—", ":", ";", "|", "\n", "\n\n", "\n- ", "\n* ", "#", "@", "₂", "½", "1 000", "12", "0", "9" * 30, " of ", " said",
    ", police said", "\u200b", "\u00ad", "\u202e", "\x00", "\ud800", "[3]", "31.12.9999", "1 January 10000", "29 February", "since 1999",
    "as of ", "until Monday", "Source: ", "\t", "according to ", ", ", ".", "...", '"', "“", "”", "IDF: ", " x ", "how many of the 12",
    "none", "'s ", "to 12 from 9", "between 5 and 3", " not the 471 claimed by ", "per cent", "%", "😀", "é", "北",
)  # fmt: skip
PUBLISHED = (None, date(2025, 1, 29), date(1, 1, 1), date(9999, 12, 31))
AT_A_TIME = 16


def find_texts(folders: list[Path]) -> list[str]:
    """Return the texts that are damaged: the sample reports, then those of the folders, in the order of their names."""
    paths = sorted(Path(str(demo_package.__path__[0])).glob("*.txt"))
    paths += [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".md")]
    return [path.read_text("utf8", errors="replace") for path in paths]


def damage(texts: list[str], seed: int, number: int, longest: int) -> Report:
    """Make one damaged report; the same seed and number make the same one."""
    chance = random.Random(f"{seed} {number}")
    whole = chance.choice(texts)
    start = chance.randrange(max(1, len(whole) - longest))
    text = whole[start : start + chance.randrange(40, longest + 1)]
    for _ in range(chance.randrange(1, 12)):
        at, end, kind = chance.randrange(len(text) + 1), chance.randrange(1, 30), chance.random()
        if kind < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        elif kind < 0.8:
            text = text[:at] + text[at + end :]
        else:
            text = text[:at] + text[at : at + end] * 2 + text[at + end :]
    return Report(text, published=chance.choice(PUBLISHED))


def faults(reading: Reading) -> Iterator[str]:
    """Say which words of a reading do not stand where it says."""
    text = reading.report.text
    for statement in reading.statements:
        mentions = [statement.content, statement.cue, *statement.speakers]
        for figure in statement.figures:
            mentions += [figure.number, figure.population, figure.perpetrator]
        for mention in mentions:
            if mention is not None and text[mention.start : mention.end] != mention.text:
                yield f"span {mention.start}-{mention.end} holds other words than {mention.text!r}"


def try_batch(reports: list[Report], failures: dict[str, list[str]], numbers: list[int], slowest: float) -> None:
    """Read some texts together; where that fails or takes long, one by one, to know which it was."""
    began = time.perf_counter()
    try:
        told = [fault for reading in read_reports(reports, english()) for fault in faults(reading)]
    except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        told = [repr(error)]
    if not told and time.perf_counter() - began < slowest:
        return
    for report, number in zip(reports, numbers, strict=True):
        began = time.perf_counter()
        try:
            for reading in read_reports([report], english()):
                for fault in faults(reading):
                    failures.setdefault(f"wrong span: {fault.split(' ')[0]}", []).append(f"{number}: {fault}")
        except Exception as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures.setdefault(f"{type(error).__name__} in {Path(where.filename).name}, line {where.lineno}", []).append(
                f"{number}: {error}"
            )
        took = time.perf_counter() - began
        if took > slowest:
            failures.setdefault("too slow", []).append(f"{number}: {took:.1f} s")


def main() -> int:
    """Read the damaged texts and print what failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first text: a run can be parted")
    parser.add_argument("--only", type=int, help="make and read this text alone, and print it")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--longest", type=int, default=500, help="characters of a text before it is damaged")
    parser.add_argument("--slowest", type=float, default=5.0, help="seconds that a text may take")
    asked = parser.parse_args()
    texts = find_texts(asked.folders or [folder for folder in FOLDERS if folder.is_dir()])
    first, last = (asked.only, asked.only + 1) if asked.only is not None else (asked.first, asked.first + asked.texts)
    if asked.only is not None:
        print(repr(damage(texts, asked.seed, asked.only, asked.longest).text))
    failures: dict[str, list[str]] = {}
    began = time.perf_counter()
    for start in track(range(first, last, AT_A_TIME), "reading damaged texts", disable=not sys.stderr.isatty()):
        numbers = list(range(start, min(start + AT_A_TIME, last)))
        try_batch([damage(texts, asked.seed, number, asked.longest) for number in numbers], failures, numbers, asked.slowest)
    took = time.perf_counter() - began
    failed = sum(map(len, failures.values()))
    print(f"{last - first} texts made from {len(texts)} (seed {asked.seed}, from number {first}) in {took:.0f} s: {failed} failures")
    for kind, which in sorted(failures.items()):
        print(f"{len(which):6} {kind}; first: {which[0]}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
