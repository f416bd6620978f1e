"""Which figures a query finds, which are near each other, and in which order they come."""
from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from backends import VERSIONS
from drafts import DAY, Clock, draft, make_reading

from according.comparing.days import days_of
from according.comparing.spread import is_dated, spread_of
from according.comparing.spread import share_block as share_block_of
from according.comparing.terms import asked, words_of
from according.ledger.finding import finder
from according.ledger.store import SqlLedger
from according.names.places import covered, plain, region_of
from according.records import FiledFigure, Query
from according.statement import Place, Reading, Time


def numbers(found: Iterable[FiledFigure]) -> list[str]:
    return [filed.figure.number.text for filed in found]


def file_one(ledger: SqlLedger, *drafts: dict[str, Any], **report: Any) -> None:
    ledger.add(make_reading(*drafts, **report))


# -- people --------------------------------------------------------------------------------------------------------


# One ledger answers them all: to open one costs more than to ask.
POPULATIONS = {
    "North Korean": True, "north korean troops": True, "troops": True, "Korea": True, "TROOPS": True, "Trööps": True, "": True, "_": True,
    "soldiers": False, "South Korean": False, "orth": False, "North Korean police": False, "%": False, "north korean soldiers": False,
}  # fmt: skip


def test_populations_by_the_beginnings_of_their_words(ledger: SqlLedger) -> None:
    file_one(ledger, draft(12, "North Korean troops"))
    for words, finds in POPULATIONS.items():
        expected = ["12"] if finds else []
        assert numbers(ledger.find(Query(population=words))) == expected, words
        assert numbers(ledger.find(Query(population=words, measures=("killed",)))) == expected, words
        assert ledger.count(Query(population=words)) == len(expected), words


def test_a_plural_finds_its_singular_too(ledger: SqlLedger) -> None:
    file_one(ledger, draft(12, "women"), draft(30, "woman"), draft(40, "body of bodies"), draft(50, "body"), draft(60, "new"))
    for words, found in {"women": ["12", "30"], "woman": ["30"], "bodies": ["40", "50"], "news": []}.items():
        assert numbers(ledger.find(Query(population=words))) == found, words


def test_a_demonym_finds_a_population_of_its_country(ledger: SqlLedger) -> None:
    file_one(ledger, draft(12, "Kim's soldiers", country="KP"), draft(30, "marines", country="RU"), draft(40, "miners"))
    assert numbers(ledger.find(Query(population="North Korean"))) == ["12"]
    assert numbers(ledger.find(Query(population="North Koreans soldier"))) == ["12"]
    assert numbers(ledger.find(Query(population="Russia"))) == ["30"]
    assert numbers(ledger.find(Query(country="RU"))) == ["30"]
    assert ledger.find(Query(population="Ukrainian")) == []


def test_people_by_kind_perpetrator_speaker_and_publisher(ledger: SqlLedger) -> None:
    file_one(ledger, draft(12, kind="military", by="Russian forces", speaker="The General Staff"), publisher="The Kyiv Post")
    file_one(ledger, draft(30, "miners", kind="civilian", speaker=None), publisher="BBC")
    for query, found in (
        (Query(kind="military"), ["12"]), (Query(kind="police"), []), (Query(perpetrator="russian force"), ["12"]),
        (Query(perpetrator="Wagner"), []), (Query(speaker="general staff"), ["12"]), (Query(speaker="staff sergeant"), []),
        (Query(publisher="kyiv post"), ["12"]),
        (Query(publisher="bbc"), ["30"]), (Query(publisher="b"), ["30"]), (Query(publisher="kyiv", kind="civilian"), []),
    ):  # fmt: skip
        assert numbers(ledger.find(query)) == found, query


def test_a_copy_s_publisher_finds_the_report(ledger: SqlLedger) -> None:
    made = make_reading(draft(12), publisher="BBC")
    ledger.add(made)
    ledger.add(replace(made, report=replace(made.report, publisher="Reuters")))
    assert numbers(ledger.find(Query(publisher="Reuters"))) == ["12"]


# -- places --------------------------------------------------------------------------------------------------------


PLACES = {
    "Russia": ["12", "13", "14", "18"], "Kursk": ["12", "13", "14"], "the Kursk region": ["12", "13", "14"],
    "KURSK OBLAST": ["12", "13", "14"], "Sudzha": ["14"], "Syria": ["15", "16"], "Aleppo": ["16"], "Gaza": ["17"], "Gaza City": ["17"],
    "Novoselovka": ["18"], "Malaya Novoselovka": ["18"], "the Malaya Novoselovka district": ["18"], "selovka": [], "Nowhere": [],
    "Ukraine": [],
}  # fmt: skip


def test_a_place_covers_what_lies_inside_it(ledger: SqlLedger) -> None:
    file_one(
        ledger, draft(12, place="Kursk"), draft(13, place="Kursk Oblast"), draft(14, place="Sudzha"), draft(15, place="Syria"),
        draft(16, place="Aleppo"), draft(17, place="Gaza City"), draft(18, place="Malaya Novoselovka", placed="RU"), draft(19, place=None),
    )  # fmt: skip
    for place, found in PLACES.items():
        assert numbers(ledger.find(Query(place=place))) == found, place
        assert numbers(ledger.find(Query(place=place, measures=("killed",), first=DAY, last=DAY))) == found, place


def test_a_country_that_shares_its_name_with_a_region_is_the_country() -> None:
    assert covered("Georgia").country == "GE"
    assert covered("the Gambia").country == "GM"
    assert covered("Aleppo").regions == {("SY", "09")}
    assert plain("the Republic") == "republic"


def test_the_region_of_a_place_is_that_of_the_nearest_of_its_name() -> None:
    donetsk = Place(0, 7, "Donetsk", "Donetsk", "UA", 48.0, 37.8)
    assert region_of(donetsk) == "05"
    assert region_of(replace(donetsk, country="RU", latitude=48.3, longitude=40.0)) == "61"
    assert region_of(replace(donetsk, country=None)) is region_of(replace(donetsk, country="FR")) is None
    assert region_of(replace(donetsk, latitude=None)) == "05"


# -- days ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("time", "days"), [
    (None, (DAY, DAY)),
    (Time(0, 1, "x"), (DAY, DAY)),
    (Time(0, 1, "x", date(2025, 1, 2), date(2025, 1, 3)), (date(2025, 1, 2), date(2025, 1, 3))),
    (Time(0, 1, "x", date(2025, 1, 2), date(2025, 1, 3), "as_of"), (date(2025, 1, 3), date(2025, 1, 3))),
    (Time(0, 1, "x", None, date(2025, 1, 3), "during"), (date(2025, 1, 3), date(2025, 1, 3))),
    (Time(0, 1, "x", date(2022, 2, 24), None, "during"), (date(2022, 2, 24), DAY)),
    (Time(0, 1, "x", date(2025, 3, 1), None, "during"), (DAY, date(2025, 3, 1))),
])  # fmt: skip
def test_the_days_of_a_figure(time: Time | None, days: tuple[date, date]) -> None:
    assert days_of(time, DAY) == days


def test_days_that_nothing_tells() -> None:
    assert days_of(None, None) == days_of(Time(0, 1, "x", date(2022, 2, 24), None, "during"), None) == (None, None)


def test_every_stretch_of_days_finds_what_meets_it(ledger: SqlLedger) -> None:
    chance = random.Random(1)
    drafts = []
    for number in range(100, 180):
        first = DAY - timedelta(days=chance.randrange(200))
        last = first + timedelta(days=chance.choice((0, 0, 1, 30, 31, 32, 33, 90, 400)))
        drafts.append(draft(number, days=(first, last), place=chance.choice(("Kursk", "Kyiv", None))))
    file_one(ledger, *drafts)
    for _ in range(25):
        first = DAY - timedelta(days=chance.randrange(-40, 260))
        last = first + timedelta(days=chance.randrange(60))
        for bounds in ((first, last), (first, None), (None, last)):
            begin, end = bounds[0] or date.min, bounds[1] or date.max
            expected = [str(one["number"]) for one in drafts if one["days"][1] >= begin and one["days"][0] <= end]
            assert numbers(ledger.find(Query(("killed",), first=bounds[0], last=bounds[1]))) == expected


def test_an_undated_figure_of_an_undated_report_meets_no_days(ledger: SqlLedger) -> None:
    file_one(ledger, draft(12), published=None)
    assert ledger.find(Query(first=date.min, last=date.max)) == []
    assert len(ledger.find(Query())) == 1


# -- the rest ------------------------------------------------------------------------------------------------------


def test_words_of_statements_reports_and_ids(ledger: SqlLedger) -> None:
    made = make_reading(draft(12, "miners"), draft(30, "teachers", measure="wounded"))
    ledger.add(made)
    other = make_reading(draft(40, "Miners of Łódź", place="Kyiv"))
    ledger.add(other)
    first, second = (statement.figures[0].id for statement in made.statements)
    for query, found in (
        (Query(text="miner killing"), ["12", "40"]), (Query(text='"miners were killed"'), ["12"]), (Query(text="miners wounded"), []),
        (Query(text="!?"), []), (Query(text='"'), []), (Query(text="AND OR NOT * ( NEAR"), []),
        (Query(reports=(made.report.id,)), ["12", "30"]),
        (Query(figures=(first, second)), ["12", "30"]),
        (Query(("wounded",), figures=(first, second)), ["30"]), (Query(figures=("0" * 16,)), []),
        (Query(("killed", "wounded"), reports=(made.report.id, other.report.id)), ["12", "30", "40"]), (Query(("seized",)), []),
    ):  # fmt: skip
        assert sorted(numbers(ledger.find(query))) == found, query


def test_any_fields_together_narrow_an_answer(ledger: SqlLedger) -> None:
    chance = random.Random(4)
    ledger.add_all([(scattered(chance), None) for _ in range(20)])
    every = ledger.find(Query())
    fields: dict[str, Any] = {
        "measures": ("killed",), "population": "soldiers", "country": "KP", "kind": "military", "perpetrator": "army", "place": "Kursk",
        "first": DAY - timedelta(days=60), "last": DAY - timedelta(days=20), "publisher": "BBC", "speaker": "army", "text": "killed",
        "figures": tuple(filed.id for filed in every[::2]), "reports": tuple(filed.filing.id for filed in every[::3]),
    }  # fmt: skip
    by_one = {name: {filed.id for filed in ledger.find(Query(**{name: value}))} for name, value in fields.items()}
    for _ in range(30):
        names = chance.sample(sorted(fields), chance.randrange(1, 5))
        alone = [by_one[name] for name in names]
        together = Query(**{name: fields[name] for name in names})
        found = ledger.find(together)
        assert {filed.id for filed in found} <= set.intersection(*alone)
        if not {"first", "last"} <= set(names):  # figures may meet both days and not those between
            assert {filed.id for filed in found} == set.intersection(*alone)
        assert ledger.count(together) == len(found)
        assert ledger.find(together, limit=3) == found[:3]


def test_more_ids_may_be_asked_for_than_a_database_takes_at_once(ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.add(make_reading(draft(12), draft(30)))
    found = ledger.find(Query())
    others = [f"{number:016x}" for number in range(70_000)]
    assert ledger.count(Query(figures=(*others, found[0].id))) == 1
    monkeypatch.setattr(finder, "IDS_TOGETHER", 3)
    ids = (*others[:7], found[1].id, *others[7:10], found[0].id)
    reports = (*others[:7], found[0].filing.id)
    for query in (Query(figures=ids), Query(reports=reports), Query(figures=ids, reports=reports)):
        assert ledger.find(query) == found
    assert ledger.find(Query(figures=ids), limit=1) == found[:1]
    assert ledger.count(Query(figures=ids)) == 2


def test_an_id_may_be_cut(ledger: SqlLedger) -> None:
    made = make_reading(draft(12))
    ledger.add(made)
    [filed] = ledger.find(Query())
    assert ledger.figure(filed.id) == ledger.figure(filed.id[:6]) == filed
    assert ledger.figure(filed.id[:5]) is ledger.figure("") is ledger.figure("zzzzzz") is None
    assert ledger.statement(filed.statement.id[:8]) == filed.statement.id


def test_the_answer_is_the_same_in_whatever_order_reports_are_filed(ledger: SqlLedger) -> None:
    ledger.clock = lambda: Clock().now
    days = (None, DAY, DAY - timedelta(days=1), DAY - timedelta(days=2))
    made = [make_reading(draft(at), draft(at + 1, measure="wounded"), published=days[at // 2 % 4]) for at in range(10, 34, 2)]
    random.Random(2).shuffle(made)
    ledger.add_all([(reading, None) for reading in made])
    found = ledger.find(Query())
    assert [filed.filing.published for filed in found] == sorted((f.filing.published for f in found), key=lambda day: day or date.max)
    keys = [(filed.filing.published or date.max, filed.filing.id, filed.figure.number.start) for filed in found]
    assert keys == sorted(keys)
    assert len(keys) == 24
    for limit in (0, 1, 7, 24, 99):
        assert ledger.find(Query(), limit=limit) == found[:limit]
    assert ledger.find(Query(("wounded",)), limit=5) == [filed for filed in found if filed.figure.measure == "wounded"][:5]


def test_what_is_asked_is_split_into_words_and_nations() -> None:
    assert asked("the Côte d'Ivoire police") == ((("the",), None), (("cote", "divoire"), "CI"), (("police",), None))
    assert asked("bodies women men") == ((("bod",), None), (("wom",), None), (("men",), None))
    assert asked("bus boss") == ((("bus",), None), (("boss",), None))
    assert words_of("North Koreans", None, "Koreans of the North") == " north koreans of the"


# -- neighbours ----------------------------------------------------------------------------------------------------


def share_block(a: FiledFigure, b: FiledFigure) -> bool:
    """The three blocks as they are told, for any two figures."""
    one, other = a.figure, b.figure
    if (one.measure, one.unit) != (other.measure, other.unit):
        return False
    countries = [figure.place.country if figure.place else None for figure in (one, other)]
    days = [days_of(filed.figure.time, filed.filing.published) for filed in (a, b)]
    unknown = [last is None for _, last in days]
    week, month = timedelta(days=7), timedelta(days=31)
    ends = [(max(first, last - month), last) for first, last in days if first is not None and last is not None]
    meet = len(ends) == 2 and ends[0][0] <= ends[1][1] + week and ends[1][0] <= ends[0][1] + week
    people = [figure.population.country if figure.population else None for figure in (one, other)]
    totals = [figure.counting in ("running", "period") for figure in (one, other)]
    open_or_total = all(total or not is_dated(figure.time) for total, figure in zip(totals, (one, other), strict=True))
    apart = None if any(unknown) else abs((days[0][1] - days[1][1]).days)  # type: ignore[operator]
    counted_on = any(totals) and (apart is None or apart <= (365 if all(totals) else 60))
    same_place = None not in countries and countries[0] == countries[1]
    same_people = people[0] is not None and people[0] == people[1]
    same_number = (one.quantity.low, one.quantity.high) == (other.quantity.low, other.quantity.high)
    marks = [set(filed.filing.marks) for filed in (a, b)]
    headline = min(map(len, marks)) < 3
    sites = [figure.place.name if figure.place and figure.place.precision != "country" else None for figure in (one, other)]
    same_site = sites[0] is not None and sites[0] == sites[1] and (None in countries or same_place)
    common = len(marks[0] & marks[1])
    told = common >= 3 or (common == 2 and min(map(len, marks)) <= 4)
    story = a.filing.id == b.filing.id or told or headline or same_number
    return (
        (same_place and (meet or any(unknown)))
        or (None in countries and (meet or all(unknown)) and (story or same_site))
        or (((same_people and open_or_total) or (same_place and story) or same_site) and counted_on)
    )


def in_one_block(a: FiledFigure, b: FiledFigure) -> bool:
    same = (a.figure.measure, a.figure.unit) == (b.figure.measure, b.figure.unit)
    return same and share_block_of(spread_of(a), spread_of(b))


def scattered(chance: random.Random) -> Reading:
    """A report of a few figures here and there."""
    drafts = []
    for number in chance.sample(range(100, 999), 3):
        first = DAY - timedelta(days=chance.randrange(120))
        days = chance.choice((None, (None, None), (first, first), (first, first + timedelta(days=chance.choice((3, 31, 60, 300))))))
        drafts.append(draft(
            number, chance.choice(("soldiers", "miners")), measure=chance.choice(("killed", "killed", "wounded")), days=days,
            country=chance.choice((None, "RU", "KP")), place=chance.choice(("Kursk", "Kyiv", "Inates", None)),
            counting=chance.choice(("incident", "incident", "incident", "running", "period")),
        ))  # fmt: skip
    return make_reading(*drafts, published=chance.choice((None, DAY - timedelta(days=chance.randrange(120)))))


def test_neighbours_are_those_that_share_a_block(ledger: SqlLedger) -> None:
    chance = random.Random(3)
    ledger.add_all([(scattered(chance), None) for _ in range(40)])
    every = ledger.find(Query())
    assert len(every) == 120
    for size in (1, 1, 1, 1, 2, 5, 20):
        given = chance.sample(every, size)
        ids = {filed.id for filed in given}
        expected = [filed for filed in every if filed.id not in ids and any(share_block(filed, one) for one in given)]
        near = ledger.neighbours(given)  # a few others may be among them
        assert [filed for filed in near if any(share_block(filed, one) for one in given)] == expected
        assert not ids & {filed.id for filed in near}
        ours = [f for f in every if f.id not in ids and any(in_one_block(f, one) for one in given)]
        assert ours == expected
    assert ledger.neighbours([]) == []


def test_neighbours_in_groups_are_those_of_all_that_have_one(ledger: SqlLedger) -> None:
    chance = random.Random(5)
    ledger.add_all([(scattered(chance), None) for _ in range(40)])
    every = ledger.find(Query())
    assert ledger.neighbours(every[:5], grouped=True) == []
    ledger.placings.assign({filed.id: filed.id for filed in every[::2]})
    placed = ledger.groups_of([filed.id for filed in every])
    assert len(placed) == 60
    met = 0
    for size in (1, 1, 2, 5, 20):
        given = chance.sample(every, size)
        near = ledger.neighbours(given, grouped=True)
        assert near == [filed for filed in ledger.neighbours(given) if filed.id in placed]
        met += len(near)
    assert met


def test_neighbours_are_of_newest_readings(ledger: SqlLedger) -> None:
    older, beside = make_reading(draft(12)), make_reading(draft(30))
    ledger.add(older)
    ledger.add(beside)
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(replace(older, statements=()))
    given = ledger.find(Query(text="30"))
    assert ledger.neighbours(given) == []
