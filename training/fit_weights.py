"""
Try other weights for places and times on labelled reports, and say whether they do better on reports they were not fitted to.

    python training/fit_weights.py                               # the reports beside the checkout; nothing is changed
    python training/fit_weights.py LABELS --sets mine --write    # LABELS/mine/NAME.txt and NAME.json; written where they do better

One weight is moved at a time, to half, four fifths, five fourths or twice its value, and the move that mends most is kept as long as it
mends two labels or more (--least): one label more is chance. A label is the place or the time of a labelled figure that is found, compared
as the scorer beside the reports does. Reports are put into folds by a hash of their names; for each fold the weights are fitted to all
others and tried on it. Reports are parsed and their figures found once, and only places and times are asked for again: some minutes in all.
Who said a number is never weighed, so no weight moves a speaker.
"""
from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import according
from according.exports.objects.readings import to_line
from according.intake.source import Source
from according.intake.text import Options
from according.language.sentence import Sentence
from according.reading import weights as weighing
from according.reading.context import Context, Found
from according.reading.language import english
from according.reading.reader import find_all
from according.reading.scenes import set_in
from according.reading.settings.survey import Scene, survey
from according.reading.weights import Weights
from according.report import Span
from according.services.read import read_here

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
FILE = Path(according.__file__).parent / "data" / "weights.toml"
NAMES = [item.name for item in fields(Weights)]
# By what a weight is multiplied, and what is added to one of nothing.
FACTORS, STEPS = (0.8, 1.25, 0.5, 2.0), (-0.1, 0.1, -0.2, 0.2)
# These have one order, by which other rules ask: a word of the event's own clause is nearer than one of the clause above it.
ORDERED = ("tie_saying_above", "tie_above", "tie_noun", "tie_below", "tie_clause")
# Weights by which the countries of a report are found, before any figure is.
SURVEYED = [name for name in NAMES if name.startswith("spoken_")]
# How many moves are made at most.
ROUNDS = 6
ASKED = ("place", "time")
# A weight, and by what it is multiplied.
Move = tuple[str, float]


@dataclass(slots=True, eq=False)
class Labelled:
    """A report whose figures are found, with the labels of those that have some, and what has been found out about other weights."""

    name: str
    context: Context
    labels: list[tuple[dict[str, str | None], Found]]
    scenes: dict[tuple[float, ...], Scene] = field(default_factory=dict)
    known: dict[Weights, tuple[tuple[str | None, ...], tuple[int, ...]]] = field(default_factory=dict)

    def ask(self, scorer: ModuleType, weights: Weights) -> tuple[tuple[str | None, ...], tuple[int, ...]]:
        """Return the places and times of the labelled figures by some weights, and how many of each kind are right."""
        if weights not in self.known:
            set_in(self.context, self._scene(weights))
            told = [[getattr(getattr(found, kind), "text", None) for _, found in self.labels] for kind in ASKED]
            golden = [[label[kind] for label, _ in self.labels] for kind in ASKED]
            right = tuple(sum(map(scorer.alike, labels, texts)) for labels, texts in zip(golden, told, strict=True))
            self.known[weights] = (tuple(text for texts in told for text in texts), right)
        return self.known[weights]

    def fold(self, folds: int) -> int:
        """Return the fold of the report, the same in every run."""
        return int(sha256(self.name.encode()).hexdigest(), 16) % folds

    def _scene(self, weights: Weights) -> Scene:
        key = tuple(getattr(weights, name) for name in SURVEYED)
        if key not in self.scenes:
            context = self.context
            self.scenes[key] = survey(context.report, context.sentences, context.lexicon, context.language.gazetteer, weights)
        return replace(self.scenes[key], weights=weights)


def load_scorer(path: Path) -> ModuleType:
    """Return the scorer that lies beside the labelled reports."""
    spec = importlib.util.spec_from_file_location("score_figures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_reports(folder: Path, scorer: ModuleType) -> list[Labelled]:
    """Read all reports of a folder that have labels, and pair the labels with the figures found."""
    language, parsed = english(), []

    def parse(texts: Iterable[tuple[str, Sequence[Span]]]) -> list[list[Sentence]]:
        found = language.parse(texts)
        parsed.extend(found)
        return found

    paths = [path for path in sorted(folder.glob("*.txt")) if path.with_suffix(".json").exists()]
    readings = [outcome.reading for outcome in read_here((Source(str(path)) for path in paths), Options(), replace(language, parse=parse))]
    made = []
    for path, reading, sentences in zip(paths, readings, parsed, strict=True):
        context = find_all(reading.report, sentences, language)
        by_span = {(found.candidate.number.start, found.candidate.measure): found for found in context.found}
        pairs = scorer.pair(
            json.loads(path.with_suffix(".json").read_text("utf8"))["figures"], scorer.predicted(json.loads(to_line(reading)))
        )
        labels = [({kind: gold.get(kind) for kind in ASKED}, by_span[row["start"], row["measure"]]) for gold, row in pairs]
        made.append(Labelled(f"{folder.name}/{path.stem}", context, labels))
    return made


class Fit:
    """The fitting of weights to reports; what some weights do on a report is asked once, whichever folds it is in."""

    def __init__(self, reports: list[Labelled], scorer: ModuleType, least: int) -> None:
        self.reports, self.scorer, self.least, self.start = reports, scorer, least, time.monotonic()
        # The moves that change a place or time of a labelled figure at first, each with the reports of those. Others are not tried again.
        self.touched: dict[Move, list[Labelled]] = {}

    def count(self, weights: Weights, reports: Iterable[Labelled]) -> list[int]:
        """Return how many labels of each kind come out right on some reports."""
        counts = [report.ask(self.scorer, weights)[1] for report in reports]
        return [sum(count[at] for count in counts) for at in range(len(ASKED))]

    def probe(self, weights: Weights) -> None:
        """Find the reports that each move touches."""
        known = {report: report.ask(self.scorer, weights)[0] for report in self.reports}
        for at, name in enumerate(NAMES, 1):
            for move, moved in moves(weights, name):
                if touched := [report for report in self.reports if report.ask(self.scorer, moved)[0] != known[report]]:
                    self.touched[move] = touched
            if at % 10 == 0 or at == len(NAMES):
                self.tell(f"{at} of {len(NAMES)} weights tried: {len(self.touched)} moves change a place or time")

    def fit(self, weights: Weights, reports: Sequence[Labelled], label: str) -> Weights:
        """Return weights moved one at a time for as long as a move mends enough."""
        inside = frozenset(reports)
        right = sum(self.count(weights, reports))
        for _ in range(ROUNDS):
            gains = []
            for name in NAMES:
                for move, moved in moves(weights, name):
                    touched = inside.intersection(self.touched.get(move, ()))
                    gains.append((sum(self.count(moved, touched)) - sum(self.count(weights, touched)), moved))
            best = max(gains, key=lambda pair: pair[0])[1]
            # Counted on all of them: a report that the move did not touch at first it may touch by now.
            most = sum(self.count(best, reports))
            if most < right + self.least:
                break
            right, weights = most, best
            self.tell(f"{label}: {right} of {sum(len(ASKED) * len(report.labels) for report in reports)}")
        return weights

    def tell(self, words: str) -> None:
        """Show how far it has come."""
        print(f"[{time.monotonic() - self.start:4.0f} s] {words}", file=sys.stderr, flush=True)


def moves(weights: Weights, name: str) -> Iterator[tuple[Move, Weights]]:
    """Yield the weights with one of them moved, wherever the order of the ties still holds, each with the move."""
    value = getattr(weights, name)
    for factor, step in zip(FACTORS, STEPS, strict=True):
        changed = replace(weights, **{name: round(value * factor if value else step, 4)})
        if all(one < other for one, other in pairwise(getattr(changed, tie) for tie in ORDERED)):
            yield (name, factor), changed


def differences(old: Weights, new: Weights) -> dict[str, tuple[float, float]]:
    """Return the weights that two have otherwise, with both values."""
    return {name: (getattr(old, name), getattr(new, name)) for name in NAMES if getattr(old, name) != getattr(new, name)}


def write(weights: Weights) -> None:
    """Write the values into the package's file, whose notes stay."""
    source = FILE.read_text("utf8")
    for name, (_, value) in differences(weighing.default(), weights).items():
        source = re.sub(rf'(id = "{name}"\nvalue = )\S+', rf"\g<1>{value}", source)
    FILE.write_text(source, "utf8")


def compare(fit: Fit, folds: int) -> bool:
    """Print how hand-set and fitted weights do on the reports held out, fold by fold; say whether the fitted win."""
    hand = weighing.default()
    print("| fold | reports | figures | place, by hand | fitted | time, by hand | fitted | moved |")
    print("|---|---|---|---|---|---|---|---|")
    sums = [[0, 0], [0, 0]]
    for number in range(folds):
        out = [report for report in fit.reports if report.fold(folds) == number]
        fitted = fit.fit(hand, [report for report in fit.reports if report.fold(folds) != number], f"without fold {number + 1}")
        counts = fit.count(hand, out), fit.count(fitted, out)
        sums = [[one + other for one, other in zip(*pair, strict=True)] for pair in zip(sums, counts, strict=True)]
        cells = " | ".join(f"{counts[0][at]} | {counts[1][at]}" for at in range(len(ASKED)))
        told = ", ".join(f"`{name}` {old:g} to {new:g}" for name, (old, new) in differences(hand, fitted).items())
        print(f"| {number + 1} | {len(out)} | {sum(len(report.labels) for report in out)} | {cells} | {told or 'none'} |", flush=True)
    cells = " | ".join(f"{sums[0][at]} | {sums[1][at]}" for at in range(len(ASKED)))
    print(f"| all | {len(fit.reports)} | {sum(len(report.labels) for report in fit.reports)} | {cells} | |")
    return sum(sums[1]) >= sum(sums[0]) + fit.least and all(new >= old for old, new in zip(*sums, strict=True))


def main() -> int:
    """Fit, compare and, where asked and where they do better, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "labels", type=Path, nargs="?", default=BENCH, help="folder with score_figures.py and a folder for each set (default: %(default)s)"
    )
    parser.add_argument("--sets", nargs="+", default=["dev", "today"], help="the folders of reports in it (default: dev today)")
    parser.add_argument("--folds", type=int, default=5, help="how many folds (default: %(default)s)")
    parser.add_argument("--least", type=int, default=2, help="what a move must mend, in labels (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help="write the weights fitted to all reports, if they win")
    args = parser.parse_args()
    missing = [path for path in (args.labels / "score_figures.py", *(args.labels / name for name in args.sets)) if not path.exists()]
    if missing:
        print(f"skipped: {missing[0]} is not there; give the folder of labelled reports")
        return 0
    scorer = load_scorer(args.labels / "score_figures.py")
    fit = Fit([report for name in args.sets for report in load_reports(args.labels / name, scorer)], scorer, args.least)
    hand = weighing.default()
    fit.probe(hand)
    still = [name for name in NAMES if all(name != moved for moved, _ in fit.touched)]
    print(f"{len(NAMES) - len(still)} of {len(NAMES)} weights move a labelled place or time; none hangs on {', '.join(still)}\n")
    won = compare(fit, args.folds)
    fitted = fit.fit(hand, fit.reports, "all")
    for words, weights in (("\nby hand", hand), ("fitted to all", fitted)):
        places, times = fit.count(weights, fit.reports)
        print(f"{words}: {places} places and {times} times right")
    print("moved:", ", ".join(f"{name} {old:g} to {new:g}" for name, (old, new) in differences(hand, fitted).items()) or "none")
    print(f"on reports held out the fitted weights {'win' if won else 'do not win: keep those set by hand'}")
    if args.write and won:
        write(fitted)
        print(f"written: {FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
