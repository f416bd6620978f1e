"""Speakers by name with their statements, and the figures of one of them, page by page."""

from __future__ import annotations

from datetime import timedelta

from drafts import DAY, draft, make_reading

from according.ledger.store import SqlLedger
from according.services.browsing.spoken import find_speaker, page_speakers


def fill(ledger: SqlLedger) -> None:
    """Three days on each of which the army and the police give a number, the police the same one."""
    for day, toll in enumerate((10, 14, 12)):
        army, police = draft(toll, speaker="The army", place="Kursk"), draft(11, speaker="Police", place="Kursk")
        ledger.add(make_reading(army, police, before=f"Report {day}.", published=DAY + timedelta(days=day), publisher="BBC"))


def test_speakers_are_listed_by_name_page_by_page(ledger: SqlLedger) -> None:
    fill(ledger)
    first = page_speakers(ledger, limit=1)
    assert first.after is not None
    second = page_speakers(ledger, after=first.after, limit=1)
    assert sorted((*first.speakers, *second.speakers)) == [("Police", 3), ("The army", 3)]
    assert second.after is None
    assert page_speakers(ledger, "army").speakers == (("The army", 3),)
    assert page_speakers(ledger, "nobody").speakers == ()


def test_speakers_stand_in_the_order_in_which_people_look_for_them(ledger: SqlLedger) -> None:
    names = ("White House", "a US official", "Élodie Martin", "Emir Kaya", "the army", "The Army Staff")
    ledger.add(make_reading(*(draft(12 + at, speaker=name) for at, name in enumerate(names))))
    ordered = ["a US official", "Élodie Martin", "Emir Kaya", "the army", "The Army Staff", "White House"]
    assert [name for name, _ in page_speakers(ledger).speakers] == ordered
    first = page_speakers(ledger, limit=2)
    assert [name for name, _ in page_speakers(ledger, after=first.after or "", limit=2).speakers] == ordered[2:4]


def test_a_speaker_has_his_own_figures_alone(ledger: SqlLedger) -> None:
    fill(ledger)
    every = find_speaker(ledger, "The army")
    assert [one.filed.figure.quantity.low for one in every.spoken] == [12, 14, 10]
    assert every.revised == 2
    first = find_speaker(ledger, "The army", limit=2)
    assert first.after is not None
    assert [one.filed.id for one in find_speaker(ledger, "The army", before=first.after).spoken] == [every.spoken[2].filed.id]
