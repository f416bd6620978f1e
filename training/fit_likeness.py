"""
Fit the weights of the features of likeness to labelled stories, and say whether they do better on stories that they were not fitted to.

    python training/fit_likeness.py                      # the stories beside the checkout; nothing is changed
    python training/fit_likeness.py STORIES MINE         # folders of reports with clusters.json, stories.json and NAME.json
    python training/fit_likeness.py MINE --held KEPT     # KEPT is asked once, at the end, for those by hand and those fitted

Every outcome of a feature is a class ("place: same place", 2.5), and every class has one weight. They are fitted by logistic regression to
pairs of labelled figures of one question or of two, with a penalty on the way from the weights set by hand. Pairs that a feature bars stay
barred, and what must tie two figures stays as it is: only the score is another. Stories are put into folds by a hash of their names; the
stories of a fold are grouped as one ledger with weights fitted to the other folds. A link is a pair of labelled figures in one question.
"""
from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import combinations, product
from operator import and_
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from according.comparing import likeness
from according.comparing.likeness import JOINED, Likeness, may_be_tied
from according.comparing.profile import Profile, make_profile
from according.comparing.setting import BARRED
from according.intake.files import find_sources
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.reckoning.questions import grouping
from according.records import Query
from according.services.add import file_sources

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench" / "stories"
# How strongly weights are held to those set by hand, in units of a score: at 1 a class of few pairs moves, at 100 hardly any does.
PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0)
# What a pair must reach to be joined. Above the bar by which the weights were fitted, doubtful pairs are left apart.
BARS = (JOINED, JOINED + 0.5, JOINED + 1.0)
# Pairs of one question count as if they were more: by this power of how many times fewer they are than pairs of two.
BALANCES = (0.0, 0.5, 1.0)
# So many links more on stories held out are no chance.
LEAST = 3

Part = tuple[str, float, str]
# A feature, what it said without the words of the reports, and the weight that was set by hand for it.
Outcome = tuple[str, str, float]
Weights = Mapping[Outcome, float]
# Links that are right, links by the labels, links that were made.
Links = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """
    Reports that were labelled together: the profiles of all their figures, and the labels.

    A label has the report of a labelled figure that is found, the id of the figure found, and its question.
    """

    name: str
    profiles: tuple[Profile, ...]
    labels: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How to fit and to join: the penalty, how far the fewer pairs of one question are lifted, and the bar."""

    penalty: float
    balance: float
    bar: float

    def __str__(self) -> str:
        return f"penalty {self.penalty:g}, balance {self.balance:g}, bar {self.bar:g}"


def outcome(part: Part) -> Outcome:
    """
    Return the class of what a feature said of a pair: its words without numbers, names and nouns.

    >>> outcome(("population", 2.0, "both count miner")), outcome(("names", 0.5, "names: akter"))
    (('population', 'both count', 2.0), ('names', 'names', 0.5))
    """
    feature, weight, words = part
    words = re.sub(r":.*", "", re.sub(r"\d+", "N", words))
    return feature, re.sub(r"^(both(?: count)?) .*", r"\1", words), weight


def weigh(met: Likeness, weights: Weights, bar: float = JOINED) -> Likeness:
    """Return a likeness with the weights of its outcomes; what a feature bars stays barred."""
    if any(weight <= BARRED for _, weight, _ in met.parts):
        return met
    parts = tuple((part[0], weights.get(outcome(part), part[1]), part[2]) for part in met.parts)
    score = sum(weight for _, weight, _ in parts)
    # What must tie two figures is asked of the weights by hand: they stand for what was found, a town or a country.
    tied = likeness._joins({feature: weight for feature, weight, _ in met.parts}, score)
    return Likeness(score, parts, score >= bar and tied)


class Fold:
    """Stories that are filed in one ledger; two of their figures are compared once, whatever the weights."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self.stories = stories
        self._known: dict[tuple[str, str], Likeness] = {}

    def link(self, weights: Weights, bar: float = JOINED, *, across: bool = False) -> Links:
        """Group all figures by some weights, and count the links of labelled ones; with ``across`` only those between two reports."""

        def judge(a: Profile, b: Profile) -> Likeness:
            key = (a.id, b.id)
            if key not in self._known:
                self._known[key] = likeness.compare(a, b)
            return weigh(self._known[key], weights, bar)

        with patch.object(grouping, "compare", judge):
            groups = grouping.group_figures(profile for story in self.stories for profile in story.profiles)
        group_of = {profile.id: number for number, group in enumerate(groups) for profile in group}
        rows = [(report, question, group_of[figure]) for story in self.stories for report, figure, question in story.labels]
        pairs = [(a, b) for a, b in combinations(rows, 2) if not across or a[0] != b[0]]
        same, joined = [a[1] == b[1] for a, b in pairs], [a[2] == b[2] for a, b in pairs]
        return sum(map(and_, same, joined)), sum(same), sum(joined)


def f1(links: Links) -> float:
    """Return the harmonic mean of precision and recall."""
    right, labelled, made = links
    return 2 * right / (labelled + made) if labelled + made else 0.0


def gain(one: Links, other: Links) -> int:
    """Return how many links more the second has, those that are right less those that are wrong."""
    return (2 * other[0] - other[2]) - (2 * one[0] - one[2])


def add(many: Iterable[Links]) -> Links:
    """Return the sum of links that were counted apart."""
    right, labelled, made = (sum(column) for column in zip(*many, strict=True))
    return right, labelled, made


@dataclass(frozen=True)
class Pairs:
    """Pairs of labelled figures that no feature bars: their outcomes, and whether they are of one question."""

    outcomes: tuple[frozenset[Outcome], ...]
    same: tuple[bool, ...]

    @cached_property
    def classes(self) -> list[Outcome]:
        """All outcomes, in order."""
        return sorted({outcome for outcomes in self.outcomes for outcome in outcomes})


def find_pairs(stories: Sequence[Story]) -> Pairs:
    """Return the pairs that grouping compares, of figures that are labelled, inside one story and across two."""
    questions = {figure: question for story in stories for _, figure, question in story.labels}
    profiles = {profile.id: profile for story in stories for profile in story.profiles if profile.id in questions}
    outcomes, same = [], []
    for a, b in sorted(grouping.find_pairs(profiles.values())):
        if may_be_tied(profiles[a], profiles[b]):
            parts = likeness.compare(profiles[a], profiles[b]).parts
            if all(weight > BARRED for _, weight, _ in parts):
                outcomes.append(frozenset(map(outcome, parts)))
                same.append(questions[a] == questions[b])
    return Pairs(tuple(outcomes), tuple(same))


def fit(pairs: Pairs, penalty: float, balance: float = 0.0) -> dict[Outcome, float]:
    """
    Return the weights that tell pairs of one question from pairs of two best, less a penalty on their way from those set by hand.

    The bar is where both are as likely. How sure a score above it is, is fitted to the weights by hand first.
    """
    classes = {outcome: at for at, outcome in enumerate(pairs.classes)}
    hand = np.array([weight for _, _, weight in classes])
    said = np.zeros((len(pairs.outcomes), len(classes)))
    for row, outcomes in enumerate(pairs.outcomes):
        said[row, [classes[outcome] for outcome in outcomes]] = 1.0
    same = np.array(pairs.same, dtype=float)
    few = max(1.0, (len(same) - same.sum()) / max(1.0, same.sum()))
    counted = np.where(same == 1, few**balance, 1.0)
    scale = min(np.arange(0.05, 2.01, 0.05), key=lambda scale: _surprise(scale * (said @ hand - JOINED), same, counted))
    weights = hand.copy()
    # Newton's steps: the sum of surprises and penalty is convex, and ten of them are enough for six digits.
    for _ in range(10):
        likely = 1 / (1 + np.exp(-np.clip(scale * (said @ weights - JOINED), -30, 30)))
        slope = scale * said.T @ (counted * (likely - same)) + penalty * scale**2 * (weights - hand)
        curve = scale**2 * ((said.T * (counted * likely * (1 - likely))) @ said + penalty * np.eye(len(hand)))
        weights = weights - np.linalg.solve(curve, slope)
    return {outcome: float(weights[at]) for outcome, at in classes.items()}


def _surprise(margins: np.ndarray, same: np.ndarray, counted: np.ndarray) -> float:
    """Return how surprising the labels are where scores lie so far above the bar."""
    return float((counted * np.logaddexp(0.0, np.where(same == 1, -margins, margins))).sum())


def load_stories(folder: Path) -> list[Story]:
    """Read the reports of a folder, and find its labelled figures in them as the scorer beside the stories does."""
    clusters: dict[str, list[str]] = json.loads((folder / "clusters.json").read_text("utf8"))
    labelled = json.loads((folder / "stories.json").read_text("utf8"))
    with TemporaryDirectory() as made, open_ledger(f"sqlite:///{made}/stories.db") as ledger:
        paths = [str(folder / f"{name}.txt") for names in clusters.values() for name in names]
        for _ in file_sources(ledger, find_sources(paths), Options()):
            pass
        profiles = [make_profile(filed) for filed in sorted(ledger.find(Query()), key=lambda filed: filed.id)]
    stories = []
    for story, names in clusters.items():
        told = {name: [profile for profile in profiles if Path(profile.filed.filing.path or "").stem == name] for name in names}
        asked = {figure: f"{folder}/{story}/{at}" for at, row in enumerate(labelled[story]["questions"]) for figure in row["figures"]}
        labels = []
        for name in names:
            for gold in json.loads((folder / f"{name}.json").read_text("utf8"))["figures"]:
                found = next((profile.id for profile in told[name] if _overlap(gold, profile)), None)
                question = asked.get(f"{name}#{gold['id']}")
                if found is not None and question is not None:
                    labels.append((name, found, question))
        stories.append(Story(story, tuple(profile for name in names for profile in told[name]), tuple(labels)))
    return stories


def _overlap(gold: Mapping[str, object], profile: Profile) -> bool:
    start, figure = int(str(gold["start"])), profile.filed.figure
    return gold["measure"] == figure.measure and start < figure.number.end and figure.number.start < start + len(str(gold["number"]))


def fold_of(story: Story, folds: int) -> int:
    """Return the fold of a story, the same in every run."""
    return int(sha256(story.name.encode()).hexdigest(), 16) % folds


def choose(tried: Mapping[Setting, Sequence[Links]], out: int | None = None) -> Setting:
    """Return the setting that does best on all folds, or on all but one."""
    return max(tried, key=lambda setting: f1(add(links for number, links in enumerate(tried[setting]) if number != out)))


def try_settings(folds: Sequence[Fold]) -> dict[Setting, list[Links]]:
    """Return the links of every fold by the weights that are fitted to the others, for every setting."""
    others = [find_pairs([story for other in folds if other is not fold for story in other.stories]) for fold in folds]
    tried: dict[Setting, list[Links]] = {}
    for balance, penalty in product(BALANCES, PENALTIES):
        fitted = [fit(pairs, penalty, balance) for pairs in others]
        for bar in BARS:
            tried[Setting(penalty, balance, bar)] = [fold.link(weights, bar) for fold, weights in zip(folds, fitted, strict=True)]
        print(f"penalty {penalty:g}, balance {balance:g} tried", file=sys.stderr, flush=True)
    return tried


def say(links: Links) -> str:
    """Return links in words: how many are right, how many wrong, and F1."""
    right, labelled, made = links
    return f"{right} of {labelled}, {made - right} wrong, {f1(links):.3f}"


def tell_folds(folds: Sequence[Fold], tried: Mapping[Setting, Sequence[Links]]) -> bool:
    """Print the links by hand and fitted, setting by setting and fold by fold; say whether the fitted weights win."""
    hand = [fold.link({}) for fold in folds]
    print("| all folds | links right, wrong, F1 | by fold |\n|---|---|---|")
    for name, by_fold in (("by hand", hand), *((str(setting), links) for setting, links in tried.items())):
        print(f"| {name} | {say(add(by_fold))} | {', '.join(f'{f1(links):.3f}' for links in by_fold)} |")
    print("\n| fold | stories | by hand | fitted | setting that does best on the other folds |\n|---|---|---|---|---|")
    fitted = []
    for number, fold in enumerate(folds):
        setting = choose(tried, number)
        fitted.append(tried[setting][number])
        print(f"| {number + 1} | {len(fold.stories)} | {say(hand[number])} | {say(fitted[-1])} | {setting} |")
    print(f"| all | {sum(len(fold.stories) for fold in folds)} | {say(add(hand))} | {say(add(fitted))} | |\n")
    return f1(add(fitted)) > f1(add(hand)) and gain(add(hand), add(fitted)) >= LEAST


def tell_moved(weights: Weights, pairs: Pairs) -> None:
    """Print the weights that moved by one half or more, with the pairs that they were fitted to."""
    print("| feature | outcome | by hand | fitted | pairs | of one question |\n|---|---|---|---|---|---|")
    for feature, words, hand in pairs.classes:
        met = [same for outcomes, same in zip(pairs.outcomes, pairs.same, strict=True) if (feature, words, hand) in outcomes]
        if abs((fitted := weights[feature, words, hand]) - hand) >= 0.5:
            print(f"| `{feature}` | {words} | {hand:g} | {fitted:.2f} | {len(met)} | {sum(met)} |")
    print()


def main() -> int:
    """Fit, and compare on stories left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path, nargs="*", default=[BENCH], help="folders of labelled stories (default: %(default)s)")
    parser.add_argument("--held", type=Path, nargs="*", default=[], help="folders that are asked once, at the end")
    parser.add_argument("--folds", type=int, default=5, help="how many folds (default: %(default)s)")
    args = parser.parse_args()
    for folder in (*args.stories, *args.held):
        if not (folder / "stories.json").exists():
            print(f"skipped: {folder / 'stories.json'} is not there; give folders of labelled stories")
            return 0
    stories = [story for folder in args.stories for story in load_stories(folder)]
    pairs = find_pairs(stories)
    print(f"{len(stories)} stories, {len(pairs.classes)} weights; {len(pairs.same)} pairs not barred, {sum(pairs.same)} of one question\n")
    by_number = [[story for story in stories if fold_of(story, args.folds) == number] for number in range(args.folds)]
    folds = [Fold(held) for held in by_number if held]
    tried = try_settings(folds)
    won = tell_folds(folds, tried)
    setting = choose(tried)
    weights = fit(pairs, setting.penalty, setting.balance)
    print(f"fitted to all: {setting}\n")
    tell_moved(weights, pairs)
    for name, fold in [*((str(folder), Fold(load_stories(folder))) for folder in args.held), ("all that were fitted to", Fold(stories))]:
        for words, by, bar in (("by hand", {}, JOINED), ("fitted", weights, setting.bar)):
            print(f"{name}, {words}: all links {say(fold.link(by, bar))}; across {say(fold.link(by, bar, across=True))}")
    print(f"in this split the fitted weights {'win' if won else 'do not win'} on stories left out; try others too (--folds)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
