"""
The gate: no change of a rule may read our own cases worse than before, unless somebody says so.

    python bench/gate.py                     score the cases, show what each gained or lost; exit status 1 below a floor
    python bench/gate.py --raise             take scores above the floors, new cases and gains as the new floors
    python bench/gate.py --raise --lower     also where a score fell: say why in the changelog

Cases are data, in tests/cases/figures/*.toml:

    [[case]]
    label = "toll by two speakers"
    published = 2024-03-04                   # may be left out
    text = "Police said 12 people were killed. Doctors put the toll at 20."

    [[case.figure]]                          # none at all: a negative case
    number = "12"                            # in text order; found from the last one's end on
    low = 12                                 # left out: no floor
    high = 12
    measure = "killed"
    population = "people"                    # left out: none
    speakers = ["Police"]                    # left out: the report's own voice
    again = true                             # the same number as the last one, under a second measure

Floors and the hash of the cases are in bench/floors.json: cases cannot change behind the floors' back.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import according
from according.statement import Figure, Statement

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "figures"
FLOORS = ROOT / "bench" / "floors.json"
# Scores are rounded down to this many places, so that a floor does not hang on the last bit.
PLACES = 4


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure that a case must give."""

    start: int
    end: int
    measure: str
    low: float | None = None
    high: float | None = None
    population: str | None = None
    speakers: tuple[str, ...] = ()


@dataclass(slots=True)
class Result:
    """What was read of one case: how many figures were expected, read, found, right in each way."""

    label: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def line(self) -> str:
        """The whole figures, those expected and those too many, as kept in the floors."""
        return f"{self.counts['whole']} of {self.counts['gold']} whole, {self.counts['got'] - self.counts['found']} extra"


def load_cases(folder: Path = CASES) -> Iterator[dict[str, Any]]:
    """Yield the cases of every file, in order."""
    for path in sorted(folder.glob("*.toml")):
        yield from tomllib.loads(path.read_text("utf8")).get("case", [])


def digest(folder: Path = CASES) -> str:
    """Return the hash of the case files."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        # Line ends as git may make them on another system are no change of a case.
        found.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()[:16]


def expected(case: dict[str, Any]) -> list[Expected]:
    """Return the figures a case asks for; raises where a number is not in its text."""
    figures: list[Expected] = []
    start = end = 0
    for row in case.get("figure", []):
        # The same number may stand twice in a text: each is looked for behind the one before.
        start = case["text"].index(row["number"], start if row.get("again") else end)
        end = start + len(row["number"])
        speakers = tuple(row.get("speakers", ()))
        figures.append(Expected(start, end, row["measure"], row.get("low"), row.get("high"), row.get("population"), speakers))
    return figures


def score(case: dict[str, Any]) -> Result:
    """Read one case and count what is right."""
    reading = according.read(case["text"], published=case.get("published"))
    got = [(statement, figure) for statement in reading.statements for figure in statement.figures]
    wanted = expected(case)
    counts = Counter(gold=len(wanted), got=len(got), given=sum(bool(statement.speakers) for statement, _ in got))
    counts["named"] = sum(bool(want.speakers) for want in wanted)
    for want in wanted:
        pair = next((pair for pair in got if _same_figure(want, pair[1])), None)
        if pair is not None:
            # One figure read answers for one that was asked for.
            got.remove(pair)
            counts.update(name for name, right in _verdicts(want, *pair).items() if right)
    return Result(case["label"], counts)


def _same_figure(want: Expected, figure: Figure) -> bool:
    # Any overlap: "at least 12" and "12" are one number.
    return figure.measure == want.measure and figure.number.start < want.end and want.start < figure.number.end


def _verdicts(want: Expected, statement: Statement, figure: Figure) -> dict[str, bool]:
    value = (figure.quantity.low, figure.quantity.high) == (want.low, want.high)
    speakers = [_bare(speaker.text) for speaker in statement.speakers] == [_bare(speaker) for speaker in want.speakers]
    population = _bare(figure.population.text if figure.population else "") == _bare(want.population or "")
    # For precision only figures that are given to somebody count: the report's own voice names nobody.
    right = bool(statement.speakers) and speakers
    return {"found": True, "value": value, "speakers": speakers, "right": right, "whole": value and speakers and population}


def _bare(words: str) -> str:
    """Return a phrase without its article and its capitals."""
    first, _, rest = words.casefold().partition(" ")
    return rest if first in ("the", "a", "an") and rest else words.casefold()


def scores(results: Iterable[Result]) -> dict[str, float]:
    """Return precision apart from recall, for finding, attributing and counting."""
    total: Counter[str] = sum((result.counts for result in results), Counter())
    ratios = {
        "found_precision": ("found", "got"), "found_recall": ("found", "gold"),
        "attribution_precision": ("right", "given"), "attribution_recall": ("right", "named"),
        "quantity_precision": ("value", "found"), "quantity_recall": ("value", "gold"), "whole_recall": ("whole", "gold"),
    }  # fmt: skip
    # Down and not to the nearest: a floor that was rounded up would lie above the score it was set on.
    return {name: int(10**PLACES * total[part] / total[of]) / 10**PLACES if total[of] else 1.0 for name, (part, of) in ratios.items()}


def compare(results: list[Result], kept: dict[str, Any]) -> Iterator[str]:
    """Yield what changed, case by case, and every score beside its floor."""
    before = kept.get("cases", {})
    for result in results:
        if before.get(result.label) != result.line:
            yield f"case: {result.label}: {before.get(result.label, 'new')} -> {result.line}"
    for label in sorted(set(before) - {result.label for result in results}):
        yield f"case: {label}: gone"
    for name, value in scores(results).items():
        floor = kept.get("floors", {}).get(name)
        verdict = "" if floor is None or value == floor else "  above the floor" if value > floor else "  BELOW THE FLOOR"
        yield f"{name:<24}{value:.4f}  floor {floor if floor is not None else '-'}{verdict}"


def fallen(now: dict[str, float], kept: dict[str, Any]) -> list[str]:
    """Return the scores that lie below their floors."""
    return [name for name, floor in kept.get("floors", {}).items() if now.get(name, 0.0) < floor]


def read_floors() -> dict[str, Any]:
    """Return what is kept; nothing where no floor was ever set."""
    return dict(json.loads(FLOORS.read_text("utf8"))) if FLOORS.exists() else {}


def write_floors(results: list[Result]) -> None:
    """Keep the scores, the cases' hash and each case's result."""
    kept = {"corpus": digest(), "floors": scores(results), "cases": {result.label: result.line for result in results}}
    FLOORS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf8")


def main() -> int:
    """Check or move the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="raised", help="take the scores as the new floors")
    parser.add_argument("--lower", action="store_true", help="with --raise: also where a score fell")
    wishes = parser.parse_args()
    kept = read_floors()
    results = [score(case) for case in load_cases()]
    if not results:
        print(f"no cases in {CASES.relative_to(ROOT)}; add some")
        return 1
    print("\n".join(compare(results, kept)))
    below = fallen(scores(results), kept)
    # Without --lower nobody lowers a floor by the way.
    if wishes.raised and (wishes.lower or not below):
        write_floors(results)
        print("floors written")
        return 0
    # A case that was changed could hide that a rule reads worse.
    if not wishes.raised and kept.get("corpus") != digest():
        print("the cases are not those the floors were set on; run with --raise")
        return 1
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
