"""
Checks of arithmetic on generated ledgers: every planted contradiction found, none invented; and how long 500 figures take.

    python bench/arithmetic.py [--ledgers 1000] [--seed 1]

A ledger holds what three origins say over five days of the losses of one force, each by its own hidden true numbers: exact, "about", "at
least", "at most", ranges, parts, shares of the force. What is said allows what is true, so nothing in it is a contradiction, though the
origins differ. In every other ledger one figure is then added that no true numbers allow. It counts as found where a failing check holds
it under the rule it breaks, and any failing check without it counts as invented. Exits with 1 where one of these falls short.
"""
from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reckoning"))

from made import figure

from according.reckoning.answer import Check
from according.reckoning.checks.agreement import check_figures
from according.records import FiledFigure

# Names that hold across reports: "the ministry" of two reports may be two.
ORIGINS = ("the Pentagon", "Ukraine's General Staff", "the National Intelligence Service")
FIRST_DAY = date(2025, 3, 1)
DAYS = 5
# Figures in one question, and the seconds that they may take.
MANY, SECONDS = 500, 1.0

Said = Callable[..., FiledFigure]


@dataclass
class Truth:
    """What one origin knows: the running totals of a force's dead and wounded."""

    killed: int
    wounded: int

    def grow(self, dice: random.Random) -> None:
        """Let a day pass."""
        self.killed += dice.randint(0, 60)
        self.wounded += dice.randint(0, 200)


@dataclass
class Ledger:
    """Figures, and the one that was planted among them with the rule it breaks."""

    figures: list[FiledFigure]
    planted: FiledFigure | None = None
    rule: str | None = None


def say(dice: random.Random, true: int) -> dict[str, object]:
    """Return words that allow a true number."""
    match dice.choice(["exact", "exact", "about", "at_least", "at_most", "range", "vague"]):
        case "about":
            # Two digits: within half a unit of the last.
            return {"low": round(true, -len(str(true)) + 2), "bound": "about"}
        case "at_least":
            return {"low": true - dice.randint(0, true // 3), "bound": "at_least"}
        case "at_most":
            return {"low": true + dice.randint(0, true // 3 + 1), "bound": "at_most"}
        case "range":
            return {"low": true - dice.randint(0, true // 4), "high": true + dice.randint(1, true // 4 + 1), "bound": "range"}
        case "vague" if 24 <= true <= 99:
            return {"low": 24, "high": 99, "bound": "vague"}
    return {"low": true}


def speak(dice: random.Random, said: Said, truth: Truth, sent: int, start: int) -> list[FiledFigure]:
    """Return the figures of one report: totals, parts of the dead, and at times the force with the share it has lost."""
    totals = {"killed": truth.killed, "wounded": truth.wounded, "casualties": truth.killed + truth.wounded}
    chosen = [(at, measure) for at, measure in enumerate(totals) if dice.random() < 0.7]
    told = [said(measure, **say(dice, totals[measure]), start=start + 10 * at) for at, measure in chosen]
    if dice.random() < 0.3:
        told.append(said("deployed", sent, counting="unknown", as_of=None, start=start + 40))
        share = 100 * totals["casualties"] / sent
        told.append(said("casualties", share * 0.9, share * 1.1 + 0.1, unit="percent", start=start + 50))
    whole = next((filed for filed in told if filed.figure.measure == "killed" and filed.figure.quantity.bound == "exact"), None)
    if whole is not None and dice.random() < 0.5:
        first = dice.randint(1, truth.killed - 1)
        told += [said("killed", part, kind=kind, population=kind, part_of=whole, counting="unknown", as_of=None, start=start + at)
                 for part, kind, at in ((first, "police", 60), (truth.killed - first, "military", 70))]  # fmt: skip
    return told


def make_ledger(dice: random.Random, *, rule: str | None = None, days: int = DAYS) -> Ledger:
    """Return a ledger that may all be true, or one with a planted figure that breaks a rule."""
    # More than can be lost in so many days: at most 260 a day. Else a ledger without a plant would break the ceiling.
    sent = dice.randint(8_000, 40_000) + 300 * days
    people = partial(figure, population="Ruritanian soldiers", country="RU", kind="military", place="Strelsau", place_country="RU")
    truths = {origin: Truth(dice.randint(20, 900), dice.randint(40, 2_000)) for origin in ORIGINS}
    figures: list[FiledFigure] = []
    for day in (FIRST_DAY + timedelta(number) for number in range(days)):
        for number, (origin, truth) in enumerate(truths.items()):
            truth.grow(dice)
            said = partial(people, speakers=origin, report=f"{origin} on {day}", published=day, as_of=day, counting="running")
            figures += speak(dice, said, truth, sent, 1000 * number)
    if rule is None:
        return Ledger(figures)
    origin = dice.choice(ORIGINS)
    day = FIRST_DAY + timedelta(days)
    said = partial(people, speakers=origin, report=f"{origin} on {day}", published=day, as_of=day, counting="running")
    truths[origin].grow(dice)
    added, planted = PLANTS[rule](dice, said, truths[origin], sent)
    return Ledger([*figures, *added, planted], planted, rule)


Planted = tuple[list[FiledFigure], FiledFigure]


def plant_rate(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """A share of the force that its losses do not come to."""
    share = 100 * (truth.killed + truth.wounded) / sent
    low = share + dice.uniform(1, 20)
    force = said("deployed", sent, counting="unknown", as_of=None, start=40)
    return [force, said("killed", truth.killed, start=10), said("wounded", truth.wounded, start=20)], said(
        "casualties", low, low + 5, unit="percent", start=60)  # fmt: skip


def plant_parts(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """Two parts that come to more than their total."""
    whole = said("killed", truth.killed, start=10)
    part = partial(said, "killed", part_of=whole, counting="unknown", as_of=None)
    first = dice.randint(1, truth.killed - 1)
    more = truth.killed - first + excess(dice, truth.killed)
    return [whole, part(first, kind="police", population="police", start=20)], part(min(more, truth.killed), kind="military", start=30)


def plant_sum(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """Wounded that another report of the same briefing puts at the number of all casualties."""
    total = said("casualties", truth.killed + truth.wounded, start=10)
    heard = partial(said, report="heard wrong")
    return [total, heard("killed", truth.killed, start=10)], heard("wounded", truth.killed + truth.wounded, start=20)


def plant_fall(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """A total that is lower the next day."""
    total = said("killed", truth.killed, start=10)
    day = total.filing.published
    assert day is not None
    fallen = truth.killed - min(excess(dice, truth.killed), truth.killed - 1)
    return [total], said("killed", fallen, report="later", published=day + timedelta(1), as_of=day + timedelta(1), start=10)


def plant_force(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """More dead than there were soldiers."""
    return [said("deployed", sent, counting="unknown", as_of=None, start=40)], said("killed", sent + excess(dice, sent), start=10)


def plant_part(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """A part that is more than its whole."""
    whole = said("killed", truth.killed, start=10)
    return [whole], said("killed", truth.killed + excess(dice, truth.killed), part_of=whole, counting="unknown", as_of=None, start=20)


def plant_number(dice: random.Random, said: Said, truth: Truth, sent: int) -> Planted:
    """Another number of the same origin for the same day."""
    other = truth.wounded + excess(dice, truth.wounded)
    return [said("wounded", truth.wounded, start=10)], said("wounded", other, report="other", start=10)


def excess(dice: random.Random, number: int) -> int:
    """Return by how much a planted figure is off: from one person to as many again."""
    return max(1, int(number * dice.choice([0, 0.01, 0.1, 0.5, 1])))


PLANTS: dict[str, Callable[[random.Random, Said, Truth, int], Planted]] = {
    "casualty-rate": plant_rate, "parts-and-total": plant_parts, "killed-and-wounded": plant_sum, "running-total": plant_fall,
    "deployed-ceiling": plant_force, "subset": plant_part, "same-origin": plant_number,
}  # fmt: skip


def judge(ledger: Ledger, failing: Sequence[Check]) -> tuple[bool, int]:
    """Return whether the planted figure was found, and how many contradictions were invented."""
    # A check that holds the planted figure under another rule is neither found nor invented.
    planted = ledger.planted.id if ledger.planted is not None else ""
    found = any(planted in check.figures and check.rule == ledger.rule for check in failing)
    return found, sum(planted not in check.figures for check in failing)


def run_ledgers(number: int, seed: int) -> bool:
    """Check many ledgers, print what was found by rule, and say whether all was well."""
    counts: Counter[str] = Counter()
    rules = list(PLANTS)
    for at in range(number):
        # A generator of its own for each ledger, so that one that fails can be made again alone.
        dice = random.Random(f"{seed}-{at}")
        rule = rules[at // 2 % len(rules)] if at % 2 else None
        ledger = make_ledger(dice, rule=rule)
        # Half are checked as one affair, half as anybody's figures that say all there is to say.
        checks = check_figures(ledger.figures, affair=at // 2 % 2 == 0)
        found, invented = judge(ledger, [check for check in checks if not check.holds])
        counts["figures"] += len(ledger.figures)
        counts[f"ledgers {rule}"] += 1
        counts[f"found {rule}"] += found
        counts[f"invented {rule}"] += invented
    print(f"{number} ledgers, {counts['figures']} figures\n\n{'planted':20} {'ledgers':>8} {'found':>6} {'invented':>9}")
    for rule in (None, *rules):
        ledgers, found, invented = (counts[f"{what} {rule}"] for what in ("ledgers", "found", "invented"))
        print(f"{rule or 'nothing':20} {ledgers:8} {found if rule else '-':>6} {invented:9}")
    missed = any(counts[f"found {rule}"] < counts[f"ledgers {rule}"] for rule in rules)
    return not missed and not any(counts[f"invented {rule}"] for rule in (None, *rules))


def make_many(seed: str, plants: int) -> list[FiledFigure]:
    """Return one question's worth of figures, some of them out of ledgers with other true numbers."""
    base = make_ledger(random.Random(f"{seed}-times"), days=MANY // 7).figures
    ledgers = [make_ledger(random.Random(f"{seed}-{number}"), rule=list(PLANTS)[number % len(PLANTS)]) for number in range(plants)]
    figures = [*[ledger.planted for ledger in ledgers if ledger.planted is not None], *base][:MANY]
    assert len(figures) == MANY
    return figures


def run_times(seed: int) -> bool:
    """Time one question of many figures, without and with contradictions, and say whether all were quick enough."""
    worst = 0.0
    print(f"\n{MANY} figures in one question{'':12} {'seconds':>8} {'failing':>8}")
    for label, plants in (("that may all be true", 0), ("with one planted", 1), ("with 25 planted", 25)):
        times = []
        for at in range(3):
            figures = make_many(f"{seed}-{at}", plants)
            started = time.perf_counter()
            checks = check_figures(figures, affair=True)
            times.append((time.perf_counter() - started, sum(not check.holds for check in checks)))
        # The slowest counts: a limit is kept always or not at all.
        slowest = max(times)
        worst = max(worst, slowest[0])
        print(f"{label:39} {slowest[0]:8.3f} {slowest[1]:8}")
    return worst < SECONDS


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledgers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    well = run_ledgers(options.ledgers, options.seed)
    quick = run_times(options.seed)
    return 0 if well and quick else 1


if __name__ == "__main__":
    sys.exit(main())
