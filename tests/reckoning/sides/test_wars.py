"""The list of conflicts: what it holds, what it finds, and what it refuses."""
from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from according.errors import LexiconError
from according.reckoning.lists import read_packaged
from according.reckoning.origins import offices, publishers
from according.reckoning.sides.wars import Conflicts, default, load, parse_conflicts

SOURCE = read_packaged("conflicts.toml")
ROWS = tomllib.loads(SOURCE)
ACTORS = '[[actor]]\nid = "reds"\nname = "Reds"\nwords = ["reds"]\n[[actor]]\nid = "blues"\nname = "Blues"\nwords = ["blues"]\n'
CONFLICT = """
[[conflict]]
id = "tea-war"
name = "Utopia: Tea"
kind = "state-based"
first = 2001
places = ["SD"]
[[conflict.side]]
id = "a"
actors = ["reds", { id = "SE", first = 2003-05-01, last = 2004 }]
[[conflict.side]]
id = "b"
actors = ["blues"]
"""
GOOD = ACTORS + CONFLICT


def parse(*sources: str) -> Conflicts:
    return parse_conflicts((f"list {number}", source) for number, source in enumerate(sources, 1))


def test_rows_stand_in_the_order_of_their_ids_which_favours_nobody() -> None:
    for table in ("actor", "conflict"):
        ids = [row["id"] for row in ROWS[table]]
        assert ids == sorted(ids, key=lambda id: (id.casefold(), id))
    assert all([side["id"] for side in row["side"]] == ["a", "b", "c"][: len(row["side"])] for row in ROWS["conflict"])


def test_the_list_is_of_its_time() -> None:
    assert len(default().conflicts) >= 60
    assert all(1989 <= conflict.first.year <= 2026 for conflict in default().conflicts)


def test_every_armed_group_is_in_a_conflict() -> None:
    fighting = {member.actor for conflict in default().conflicts for side in conflict.sides for member in side.members}
    assert [actor.id for actor in default().actors.values() if actor.country is None and actor.id not in fighting] == ["un"]


def test_every_word_finds_its_actor() -> None:
    for actor in default().actors.values():
        assert [word for word in actor.words if actor.id not in default().find_named(f"the {word.title()} spokesman")] == []


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("Ukrainian President Volodymyr Zelenskyy", {"UA"}),
        ("White House spokesman John Kirby", {"US"}),
        ("the Hamas-run health ministry", {"hamas"}),
        ("Gaza’s health ministry", {"PS"}),
        ("a spokesman for the Kurdistan Workers' Party", {"pkk"}),
        ("Russian-backed separatists", {"donbas"}),
        ("al-Qaida in Iraq", {"al-qaida-iraq"}),
        ("al-Qaida-linked fighters", set()),
        ("an anti-Taliban commander", set()),
        ("ex-FARC fighters", set()),
        ("the village baker", set()),
        ("", set()),
    ],
)
def test_finding_by_words(words: str, actors: set[str]) -> None:
    assert default().find_named(words) == actors


def test_north_korea_joined_the_russian_side_in_2024() -> None:
    (war,) = (conflict for conflict in default().conflicts if conflict.id == "russia-ukraine")
    north = frozenset({"KP"})
    assert default().sides_of(war, north, date(2024, 6, 1)) == set()
    assert default().sides_of(war, north, date(2024, 12, 1)) == default().sides_of(war, frozenset({"RU"}), date(2024, 12, 1)) == {"a"}
    assert [member.supports for member in war.sides[0].members if member.actor == "KP"] == [True]


def test_a_country_has_the_governments_of_its_times() -> None:
    assert default().find_governments("SY") == {"SY", "SY-2024"}
    assert default().find_governments(None) == default().find_governments("XX") == set()


def test_wars_inside_a_country_and_between_countries() -> None:
    kinds = {conflict.id: default().is_between_states(conflict) for conflict in default().conflicts}
    assert kinds["russia-ukraine"]
    assert kinds["israel-palestine"]
    assert not kinds["sudan-government"]
    (sudan,) = (conflict for conflict in default().conflicts if conflict.id == "sudan-government")
    assert default().is_inside(sudan, "SD")
    assert not default().is_inside(sudan, "TD")


def test_years_and_days_bound_a_conflict_and_a_part_in_it() -> None:
    (war,) = parse(GOOD).conflicts
    assert [war.goes_on(day) for day in (date(2000, 12, 31), date(2001, 1, 1), None)] == [False, True, True]
    helper = war.sides[0].members[1]
    days = (date(2003, 4, 30), date(2003, 5, 1), date(2004, 12, 31), date(2005, 1, 1))
    assert [helper.takes_part(day) for day in days] == [False, True, True, False]
    assert parse(GOOD).actors["SE"].name == "Government of Sweden"


def test_a_user_s_list_goes_on_top(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(GOOD + '[[actor]]\nid = "pkk"\nname = "PKK"\nwords = ["people in the hills"]\n[generic]\nlocal = ["sheriff"]\n', "utf8")
    mine = load(own)
    assert mine.find_named("the Reds") == {"reds"}
    assert mine.find_named("a PKK spokesman") == set()
    assert mine.find_named("the people in the hills") == {"pkk"}
    assert mine.has_word("local", "The sheriffs of two towns")
    assert len(mine.conflicts) == len(default().conflicts) + 1
    assert mine.digest != default().digest


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (GOOD.replace("name =", "nom =", 1), "unknown key ['nom']"),
        (GOOD.replace('name = "Reds"\n', ""), "['name'] missing"),
        (GOOD + ACTORS, "the id stands twice"),
        (GOOD.replace('"reds"]\n[[actor', '"Reds"]\n[[actor'), "write 'reds'"),
        (GOOD.replace('words = ["reds"]', 'words = ["reds", "reds"]'), "stands twice"),
        (GOOD.replace('words = ["reds"]', 'words = ["al-reds", "al reds"]'), "is found as"),
        (GOOD.replace('words = ["reds"]', "words = [7]"), "is no word"),
        (GOOD.replace('words = ["reds"]', 'words = "reds"'), "give list"),
        (GOOD.replace('words = ["reds"]\n', ""), "neither a country nor words"),
        (GOOD.replace('words = ["blues"]', 'words = ["reds"]'), "on two sides share ['reds']"),
        (GOOD.replace('actors = ["blues"]', 'actors = ["blues", "reds"]'), "on two sides"),
        (GOOD.replace('actors = ["blues"]', 'actors = ["greens"]'), "no actor's id and no country's code"),
        (GOOD.replace('places = ["SD"]', 'places = ["Sudan"]'), "no country's code"),
        (GOOD.replace('kind = "state-based"', 'kind = "war"'), "is no kind"),
        (GOOD.replace("first = 2001", "first = 2001\nlast = 1999"), "before it begins"),
        (GOOD.replace("first = 2001", "first = 99999"), "are no years"),
        (GOOD.replace("first = 2001", "first = 2001-01-01T10:00:00"), "has an hour"),
        (GOOD.replace("first = 2001", "first = true"), "give int or date"),
        (GOOD.replace('id = "b"', 'id = "a"'), "an id of its own"),
        (GOOD.replace('[[conflict.side]]\nid = "b"\nactors = ["blues"]\n', ""), "at least two sides"),
        ("[actors]\n", "unknown table"),
        ("actor = 3\n", "is no list of tables"),
        ("id = \n", "not valid TOML"),
        ("[generic]\nfoes = []\n", "unknown key ['foes']"),
    ],
)
def test_what_a_list_refuses(source: str, message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)) as caught:
        parse(source)
    assert str(caught.value).startswith(("list 1", "conflict '"))


def test_a_one_sided_conflict_has_one_side() -> None:
    source = GOOD.replace('kind = "state-based"', 'kind = "one-sided"').replace('[[conflict.side]]\nid = "b"\nactors = ["blues"]\n', "")
    assert len(parse(source).conflicts[0].sides) == 1


def test_a_list_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconError, match="cannot be read"):
        load(tmp_path / "bad.toml")


def test_the_manual_s_lists_are_accepted(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "sides-and-origins.md").read_text("utf8")
    wars, posts, outlets = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    for name, source in (("wars.toml", wars), ("posts.toml", posts), ("outlets.toml", outlets)):
        (tmp_path / name).write_text(source, "utf8")
    assert load(tmp_path / "wars.toml").find_named("Jane Doe") == {"river-front"}
    assert offices.load(tmp_path / "posts.toml").held_by("Jane A. Doe", date(2022, 1, 1))
    assert publishers.load(tmp_path / "outlets.toml").family_of("Harim Gazette") == "harim-press"
