"""The fast tests are those that need nothing slow; this file is one of them, so it is watched itself."""
from __future__ import annotations

from pathlib import Path

import pytest
from backends import BACKENDS, Server

from according.language import pipeline
from according.report import Span
from selection import SLOW, needs_postgres


def test_a_fast_test_cannot_load_the_model() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"mark it with pytest\.mark\.model"):
        pipeline.parse("The army said 12 died.", [Span(0, 22)])


def test_a_fast_test_cannot_start_a_server(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="let it use the fixture"):
        Server(tmp_path, tmp_path)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_test_of_postgresql_is_slow(backend: str, request: pytest.FixtureRequest) -> None:
    assert (request.node.get_closest_marker("fast") is None) == (backend == "postgresql")


def test_every_test_is_fast_or_says_what_it_needs(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        needs = [name for name in SLOW if item.get_closest_marker(name)]
        assert (item.get_closest_marker("fast") is None) == (bool(needs) or needs_postgres(item)), item.nodeid
