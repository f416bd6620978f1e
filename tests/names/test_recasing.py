"""Normal print for what stands in capitals: which words keep a capital, and that no character moves."""
from __future__ import annotations

import pytest

from according import lexicon
from according.language.split import split
from according.names import gazetteer
from according.names.recasing import in_normal_print


def printed(text: str) -> str:
    return in_normal_print(text, [part.span for part in split(text)], lexicon.default(), gazetteer.default())


@pytest.mark.parametrize(("text", "seen"), [
    ("TWELVE PEOPLE WERE KILLED ON MONDAY IN BASRA, POLICE SAID.", "Twelve people were killed on Monday in Basra, police said."),
    ("THE U.S. AND THE UN SAID AL-SHABAAB HAD FLED TEL AVIV.", "The U.S. and the UN said Al-Shabaab had fled Tel Aviv."),
    # Months that are words too, and "us" that is no country.
    ("IT MAY RAIN IN MAY, COLONEL JAN NOVAK TOLD US.", "It may rain in May, Colonel Jan Novak told us."),
    ("US JETS HIT TWO SYRIAN TANKS, THE NDRRMC SAID.", "US jets hit two Syrian tanks, the NDRRMC said."),
    # Numbers with letters, and what hangs on an apostrophe.
    ("IRAQ'S 4TH BRIGADE WON'T USE THE AK-47 RIFLES", "Iraq's 4th brigade won't use the AK-47 rifles"),
    # What the report prints elsewhere tells more than any list.
    ("RAIDERS KILL TWO IN QERNTAL\n\nPolice in Qerntal said two died.", "Raiders kill two in Qerntal\n\nPolice in Qerntal said two died."),
    ("FOUR PEOPLE DIED when a ferry sank.", "Four people died when a ferry sank."),
])  # fmt: skip
def test_what_is_in_capitals_is_seen_in_normal_print(text: str, seen: str) -> None:
    assert printed(text) == seen


@pytest.mark.parametrize("text", [
    "The UN and NATO said 12 were killed.",
    "KILLED: 12\nWOUNDED: 30\n\nThe police gave these numbers at noon.",
    "WASHINGTON (AP) - The army said 12 were killed.",
])  # fmt: skip
def test_short_names_labels_and_datelines_stay(text: str) -> None:
    assert printed(text) == text


def test_no_character_moves() -> None:
    # "İ" has two characters in small print, and stays.
    text = "THE ARMY SAID TWELVE MEN DIED IN İZMİR ON THE 4TH OF MAY."
    assert len(printed(text)) == len(text)
