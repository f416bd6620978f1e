"""Groups: derived, given from outside, and undone where a newer reading follows."""
from __future__ import annotations

from dataclasses import replace

from backends import VERSIONS, Open
from drafts import DAY, draft, make_reading

from according.ledger.store import SqlLedger
from according.records import FiledFigure, Query


def ids(found: object) -> list[str]:
    return [filed.id for filed in found]  # type: ignore[attr-defined]


def test_a_filed_figure_waits_until_it_has_a_group(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30), draft(40)))
    every = ledger.find(Query())
    assert ledger.ungrouped(10) == every
    assert len(ledger.ungrouped(2)) == 2
    ledger.placings.assign({every[0].id: "b", every[1].id: "a", "nobody": "c"})
    assert ids(ledger.ungrouped(10)) == [every[2].id]
    assert ledger.groups() == ["a", "b"]
    assert ledger.groups(1) == ["a"]
    assert ledger.groups(after="a") == ["b"]
    assert ledger.groups_of([*ids(every), "nobody"]) == {every[0].id: "b", every[1].id: "a"}
    assert ledger.members(["a", "b", "c"]) == list(every[:2])
    ledger.placings.assign({every[0].id: "a"})
    assert ledger.groups() == ["a"]
    ledger.placings.assign({})


def test_a_newer_reading_breaks_the_groups_of_the_older(ledger: SqlLedger) -> None:
    one, beside, apart = make_reading(draft(12)), make_reading(draft(30)), make_reading(draft(40))
    ledger.add_all([(one, None), (beside, None), (apart, None)])
    of = {filed.figure.number.text: filed.id for filed in ledger.find(Query())}
    ledger.placings.assign({of["12"]: "g", of["30"]: "g", of["40"]: "h"})
    ledger.add(one)  # known: nothing happens
    assert ledger.groups() == ["g", "h"]
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(one)
    assert ledger.groups() == ["h"]
    assert sorted(ids(ledger.ungrouped(10))) == sorted([of["12"], of["30"]])
    ledger.versions = replace(VERSIONS, package="0.3")
    ledger.add(replace(one, statements=()))  # its figure is gone for good
    assert ids(ledger.ungrouped(10)) == [of["30"]]
    ledger.placings.assign({of["12"]: "late"})  # worked out before the reading came
    assert ledger.groups() == ["h"]


def test_what_another_has_changed_meanwhile_is_seen(opened: Open) -> None:
    ledger, other = opened(), opened(wait=0.3)
    one = make_reading(draft(12), draft(30), draft(7, measure="wounded"))
    ledger.add(one)
    of = {filed.figure.number.text: filed.id for filed in ledger.ungrouped(10)}
    seen = ledger.placings.changes()
    # Nobody waits: others file and group meanwhile.
    assert other.placings.assign({of["7"]: "w"}, kinds={"wounded people"}, seen=other.placings.changes())
    assert ledger.placings.assign({of["12"]: "g"}, kinds={"killed people"}, seen=seen)
    assert not other.placings.assign({of["30"]: "h"}, kinds={"killed people"}, seen=seen)
    assert other.groups() == ["g", "w"]
    seen = ledger.placings.changes()
    other.versions = replace(VERSIONS, package="0.2")
    other.add(one)
    # A newer reading takes groups apart, of whatever kind.
    assert not ledger.placings.assign({of["30"]: "h"}, kinds={"killed people"}, seen=seen)
    seen = ledger.placings.changes()
    other.forget_groups()
    assert not ledger.placings.assign({of["30"]: "h"}, kinds={"killed people"}, seen=seen)
    assert ledger.placings.assign({of["30"]: "h"}, kinds={"killed people"}, seen=ledger.placings.changes())


def test_what_waits_is_counted_and_asked_for_by_kind(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30), draft(7, measure="wounded")))
    assert ledger.placings.waiting() == {"killed people": 2, "wounded people": 1}
    assert [filed.figure.number.text for filed in ledger.ungrouped(10, kind="wounded people")] == ["7"]
    assert len(ledger.ungrouped(10, kind="killed people")) == 2


def test_groups_can_be_made_again(ledger: SqlLedger) -> None:
    one = make_reading(draft(12), draft(30))
    ledger.add(one)
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(one)
    ledger.placings.assign({filed.id: "g" for filed in ledger.find(Query())})
    assert ledger.ungrouped(10) == []
    ledger.forget_groups()
    assert ledger.groups() == []
    assert ledger.ungrouped(10) == ledger.find(Query())
    assert list(ledger.check()) == []


def test_those_that_may_be_near_each_other_wait_together(ledger: SqlLedger) -> None:
    first_day = DAY.replace(day=1)
    ledger.add(make_reading(
        draft(11, place="Kyiv", days=(DAY, DAY)), draft(12, place="Kursk", days=(DAY, DAY), measure="wounded"),
        draft(13, place="Kursk", days=(DAY, DAY)), draft(14, place="Kyiv", days=(first_day, first_day)),
    ))  # fmt: skip

    def first(limit: int) -> set[str]:
        return {filed.figure.number.text for filed in ledger.ungrouped(limit)}

    assert [first(limit) for limit in (1, 2, 3)] == [{"14"}, {"14", "13"}, {"14", "13", "11"}]


def test_values_are_noted(ledger: SqlLedger) -> None:
    assert ledger.meta("grouping") is None
    ledger.set_meta("grouping", "7")
    ledger.set_meta("grouping", "8\0")
    assert ledger.meta("grouping") == "8\0"
    ledger.set_meta("grouping", None)
    assert ledger.meta("grouping") is None


def test_many_at_once(ledger: SqlLedger) -> None:
    readings = [make_reading(*(draft(100 + number) for number in range(5)), before=f"No {at}.") for at in range(240)]
    ledger.add_all([(reading, None) for reading in readings])
    every: list[FiledFigure] = list(ledger.ungrouped(10_000))
    assert len(every) == 1200
    ledger.placings.assign({filed.id: f"g{number // 2}" for number, filed in enumerate(every)})
    assert len(ledger.groups_of(ids(every))) == 1200
    assert ledger.members(ledger.groups()) == every


def test_a_parting_is_kept_until_its_group_falls_apart(ledger: SqlLedger) -> None:
    ledger.add(make_reading(draft(12), draft(30), draft(40)))
    one, two, three = ids(ledger.find(Query()))
    ledger.placings.assign({one: one, two: one, three: three})
    assert ledger.partings.waiting() == [(one, 2, 2, "killed"), (three, 1, 1, "killed")]
    # A group that has other figures by now, or none, is passed over.
    ledger.partings.keep({one: {one: "q1", two: "q2"}, three: {three: "q3", one: "q3"}, "none": {"nobody": "q"}})
    assert ledger.partings.of_groups([one, three]) == ledger.partings.of_figures([one, two, three]) == {one: "q1", two: "q2"}
    assert ledger.partings.of_questions(["q2", "q3"]) == {two: "q2"}
    assert ledger.partings.waiting() == [(three, 1, 1, "killed")]
    assert list(ledger.check()) == []
    # What comes to a group is new in it, and the others stay where they were.
    ledger.placings.assign({three: one})
    assert ledger.partings.waiting() == [(one, 3, 1, "killed")]
    assert (ledger.partings.count_new([one]), ledger.partings.count_new([three])) == (1, 0)
    assert ledger.partings.of_groups([one]) == {one: "q1", two: "q2"}
    ledger.partings.keep({one: {one: "q1", two: "q1", three: "q1"}})
    assert ledger.partings.waiting() == []
    ledger.partings.forget()
    assert ledger.partings.waiting() == [(one, 3, 3, "killed")]
    ledger.partings.keep({one: {one: "q1", two: "q1", three: "q1"}})
    ledger.forget_groups([one])
    assert (ledger.partings.waiting(), ledger.partings.of_questions(["q1"])) == ([], {})


def test_a_newer_reading_takes_the_parting_of_the_older(ledger: SqlLedger) -> None:
    one, beside = make_reading(draft(12)), make_reading(draft(30))
    ledger.add_all([(one, None), (beside, None)])
    both = ids(ledger.find(Query()))
    ledger.placings.assign(dict.fromkeys(both, "g"))
    ledger.partings.keep({"g": dict.fromkeys(both, "q")})
    ledger.versions = replace(VERSIONS, package="0.2")
    ledger.add(one)
    assert ledger.partings.of_questions(["q"]) == {}
