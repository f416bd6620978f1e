"""Rulings as a person gives them: fields with values as typed, ids cut short."""

from __future__ import annotations

import pytest
from drafts import draft, make_reading

from according.errors import LedgerError
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.judge import file_rulings


def filed(ledger: SqlLedger) -> str:
    """The id of the one figure that is filed."""
    ledger.add(make_reading(draft(12)))
    return ledger.find(Query())[0].id


def test_a_country_is_corrected_by_the_name_that_a_filter_takes(ledger: SqlLedger) -> None:
    figure = filed(ledger)
    for text, code in (("the United States", "US"), ("Gambia", "GM"), ("kp", "KP"), ("null", None)):
        [judged] = file_rulings(ledger, "correct", figure, [f"country={text}"], who="ann", why="the text says so")
        assert judged.ruling.value == code
    with pytest.raises(LedgerError, match=r"\A'North Corea' is no country; did you mean North Korea\?"):
        file_rulings(ledger, "correct", figure, ["country=North Corea"], who="ann", why="the text says so")
