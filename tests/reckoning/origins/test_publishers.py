"""Publishers: whose outlet, and whom a sentence credits."""
from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import LexiconError
from according.reckoning.lists import read_packaged
from according.reckoning.origins.publishers import default, load, parse_publishers

GOOD = '[[publisher]]\nid = "gazette"\nname = "The Gazette"\nnames = ["Gazette Online"]\ndomains = ["gazette.example"]\n'


def test_rows_stand_in_the_order_of_their_ids() -> None:
    rows = tomllib.loads(read_packaged("publishers.toml"))
    for table in ("family", "publisher"):
        ids = [row["id"] for row in rows[table]]
        assert ids == sorted(ids)
    assert len(rows["publisher"]) >= 120
    assert {row["family"] for row in rows["publisher"] if "family" in row} == {row["id"] for row in rows["family"]}


@pytest.mark.parametrize(
    ("publisher", "family"),
    [
        ("Reuters", "reuters"), ("Reuters News", "reuters"), ("https://www.reuters.com/world/x", "reuters"),
        ("ITAR-TASS World Service", "tass"),
        ("Voice of America (via Groningen Meaning Bank)", "usagm"), ("RFE/RL", "usagm"), ("the bbc", "bbc"),
        ("AP, The Associated Press", "ap"),
        ("Euromaidan Press twitter", "euromaidan-press"), ("news.sky.com", "comcast"), ("NBC News", "comcast"), ("AFP", "afp"),
        ("AP/Reuters", None), ("BBC Monitoring Ukraine & Baltics", None), ("Facebook", None), ("a blog", None),
        ("reuters.com.example", None),
        ("http://[broken", None), ("", None), ("  ", None), (None, None), ("/", None),
    ],
)  # fmt: skip
def test_families(publisher: str | None, family: str | None) -> None:
    assert default().family_of(publisher) == family


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Reuters reported that 12 people died.", {"reuters"}),
        ("Twelve people died, a police officer told AFP.", {"afp"}),
        ("According to the Associated Press, 12 died.", {"ap"}),
        ("Officials told The New York Times in January.", {"new-york-times"}),
        ("State news agency TASS said the toll was 12.", {"tass"}),
        ("BEIRUT (AP) - Twelve died.", {"ap"}),
        ("AFP's tally stands at 12, citing Interfax.", {"afp", "interfax"}),
        ("He was speaking to the BBC.", {"bbc"}),
        ("A Reuters photographer saw 12 bodies.", {"reuters"}),
        ("Reuters could not verify the number.", set()),
        ("Two BBC journalists were wounded.", set()),
        ("Police told the apprentice that 12 had died.", set()),
        ("The AFP said 12 soldiers of the Philippine army died.", set()),
        ("The Independent Commission said 12 died.", set()),
        ("", set()),
    ],
)
def test_credits(text: str, families: set[str]) -> None:
    assert default().credited(text) == families


def test_agencies_are_marked() -> None:
    assert default().publishers["reuters"].agency
    assert not default().publishers["the-guardian"].agency


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert default().family_of(text) is None or text.strip()
    assert default().credited(text) <= {publisher.family for publisher in default().publishers.values()}


def test_a_user_s_list_goes_on_top(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[family]]\nid = "press"\nname = "Press"\n' + GOOD + 'family = "press"\n', "utf8")
    mine = load(own)
    assert mine.family_of("Gazette") == mine.family_of("https://gazette.example/1") == "press"
    assert mine.credited("The Gazette reported 12 dead.") == {"press"}
    assert mine.family_of("Reuters") == "reuters"
    assert mine.digest != default().digest


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (GOOD + "kind = 3\n", "unknown key ['kind']"),
        (GOOD.replace('name = "The Gazette"\n', ""), "['name'] missing"),
        (GOOD + GOOD, "the id stands twice"),
        (GOOD + 'family = "nobody"\n', "no family or publisher 'nobody'"),
        (GOOD.replace("gazette.example", "www.gazette.example"), "is no domain"),
        (GOOD.replace("gazette.example", "Gazette.example"), "not casefolded"),
        (GOOD.replace('"Gazette Online"', '"Gazette Online "'), "not trimmed"),
        (GOOD + GOOD.replace('"gazette"', '"other"'), "'gazette' is 'gazette''s too"),
        (GOOD + "agency = 1\n", "give bool"),
        ("[publisher]\n", "is no list of tables"),
        ("[[papers]]\n", "unknown table"),
    ],
)
def test_what_a_list_refuses(source: str, message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)):
        parse_publishers([("own", source)])


def test_an_empty_list_knows_nobody() -> None:
    assert parse_publishers([("own", "")]).credited("Reuters reported 12 dead.") == frozenset()
