"""The script that fits the weights of likeness: what it fits and leaves alone, and what it says where there are no labelled stories."""
from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from made import figure

from according.comparing.likeness import compare
from according.comparing.profile import Profile, make_profile

TRAINING = Path(__file__).parents[2] / "training"
TOWNS = ("Arla", "Brod", "Cesk", "Dorn", "Elva", "Fern")


@pytest.fixture
def fitting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(TRAINING)
    import fit_likeness

    return fit_likeness


def told(town: str, number: int, report: str) -> Profile:
    """A number of people killed in a town on one day."""
    return make_profile(
        figure("killed", number, population="people", place=town, place_country="GE", on="2027-05-03", report=town + report)
    )


def story(fitting: ModuleType, town: str, low: int, high: int) -> Any:
    """Two reports give one number, and a third one that is labelled as that of another event of the town's day."""
    one, again, other = told(town, low, "one"), told(town, low, "again"), told(town, high, "other")
    labels = ((town + "one", one.id, town), (town + "again", again.id, town), (town + "other", other.id, town + " too"))
    return fitting.Story(town, (one, again, other), labels)


def test_without_labelled_stories_it_says_so(
    fitting: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fit_likeness.py", str(tmp_path)])
    assert fitting.main() == 0
    assert capsys.readouterr().out == f"skipped: {tmp_path / 'stories.json'} is not there; give folders of labelled stories\n"


def test_an_outcome_has_no_words_of_the_reports(fitting: ModuleType) -> None:
    assert fitting.outcome(("names", 1.0, "names: akter mirva")) == fitting.outcome(("names", 1.0, "names: ostrel zed"))
    assert fitting.outcome(("population", 2.0, "both count miner")) == ("population", "both count", 2.0)
    assert fitting.outcome(("place", 2.5, "same place")) != fitting.outcome(("place", 1.0, "same place"))


def test_numbers_far_enough_apart_are_learnt_to_be_two(fitting: ModuleType) -> None:
    stories = [story(fitting, town, 21 + at, 60 + 2 * at) for at, town in enumerate(TOWNS)]
    much, same = ("number", "numbers differ much", -1.0), ("number", "same number", 2.0)
    pairs = fitting.find_pairs(stories[:4])
    assert (len(pairs.same), sum(pairs.same)) == (12, 4)
    weights = fitting.fit(pairs, penalty=1.0)
    assert weights[much] < -2.5
    assert weights[same] > 2.0
    # On stories that it was not fitted to: by hand all figures of a town are joined, by the fitted weights those of one number.
    left = fitting.Fold(stories[4:])
    assert left.link({}) == (2, 2, 6)
    assert left.link(weights) == (2, 2, 2)
    assert fitting.gain(left.link({}), left.link(weights)) == 4


def test_a_strong_penalty_leaves_the_weights_where_they_were_set(fitting: ModuleType) -> None:
    weights = fitting.fit(fitting.find_pairs([story(fitting, town, 21, 60) for town in TOWNS]), penalty=1e6)
    assert all(weight == pytest.approx(hand, abs=1e-3) for (_, _, hand), weight in weights.items())


def test_without_a_fitted_weight_a_likeness_is_that_by_hand_and_what_is_barred_stays_so(fitting: ModuleType) -> None:
    one, other = told("Arla", 21, "one"), told("Arla", 60, "other")
    away = make_profile(figure("killed", 21, place="Arla", place_country="FR"))
    assert fitting.weigh(compare(one, other), {}) == compare(one, other)
    barred = compare(one, away)
    assert fitting.weigh(barred, {fitting.outcome(part): 50.0 for part in barred.parts}) == barred


def test_a_setting_is_chosen_without_the_fold_that_it_is_tried_on(fitting: ModuleType) -> None:
    first, second = fitting.Setting(1.0, 0.0, 4.0), fitting.Setting(10.0, 0.0, 4.0)
    tried = {first: [(9, 10, 9), (1, 10, 9)], second: [(1, 10, 9), (8, 10, 9)]}
    assert fitting.choose(tried) == first
    assert fitting.choose(tried, 0) == second
