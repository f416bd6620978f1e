"""Plain strings as a person types them: what they mean, and what is told where they mean nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from according.errors import RequestError
from according.reckoning.rulesets.registry import RULE_SETS
from according.services.requests import read_country, read_measures, read_moment, read_rules


@pytest.mark.parametrize("text", ["2018-06-19", "Tuesday, June 19, 2018", "19 JUNE 2018", "tue 19 Jun. 2018"])
def test_a_day_in_words_means_all_of_it(text: str) -> None:
    assert read_moment(text, "known_at") == datetime(2018, 6, 19, 23, 59, 59, 999999, UTC)


@pytest.mark.parametrize("text", ["2018-06-19T12:00", "2018-06-19 12:00", " 2018-06-19t12:00 ", "2018-06-19T12", "2018-06-19 14:00+02:00"])
def test_a_clock_time_means_that_moment(text: str) -> None:
    assert read_moment(text, "known_at") == datetime(2018, 6, 19, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["19 June 2018 12:00", "2018-06-19 25:00", "12:00", "October"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(RequestError, match="write it as 2025-01-27"):
        read_moment(text, "known_at")


@pytest.mark.parametrize("read", [read_measures, read_rules])
def test_a_list_that_names_nothing_is_refused(read: Callable[[str | None], tuple[str, ...]]) -> None:
    assert read(None) == ()
    for text in ("", " ", ",", " , "):
        with pytest.raises(RequestError, match="no name is given"):
            read(text)


def test_all_rule_sets_are_named_by_all_alone() -> None:
    assert read_rules("All") == tuple(RULE_SETS)
    for text in ("all,ucdp", "ucdp, all"):
        with pytest.raises(RequestError, match="'all' names every rule-set; give it by itself"):
            read_rules(text)
    with pytest.raises(RequestError, match="gtd, all"):
        read_rules("nato")


def test_a_country_is_named_with_or_without_its_article() -> None:
    assert [read_country(name) for name in ("the United States", "Gambia", "the gambia", "us")] == ["US", "GM", "GM", "US"]
