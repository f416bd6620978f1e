"""What all forms of graphs have in common: they are listed, say what they lack, and cost nothing until they are used."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from told import ABOUT, URL, WORDS, file_figure, tell

from according.errors import InputError
from according.exports.exchange.form import Form
from according.exports.exchange.forms import FORMS
from according.exports.exchange.graphs.characters import one_line, writable
from according.exports.exchange.graphs.identifiers import stable_uuid
from according.records import FiledFigure, Filing
from according.statement import Reading

pytestmark = pytest.mark.heavy

GRAPHS = tuple(form for form in FORMS if form.name in ("gkg", "stix", "ftm", "claimreview", "webannotation"))


def values(subject: str, item: tuple[Filing, Reading]) -> list[Any]:
    """What a subject is made of, as far as one reading makes it."""
    filing, reading = item
    return {"reports": [item], "statements": [(filing, statement) for statement in reading.statements]}.get(subject, [file_figure(item)])


WRITERS = [(form, subject) for form in GRAPHS for subject in form.writers if subject in ("reports", "statements", "figures")]


def test_the_forms_are_there_and_say_what_they_lack() -> None:
    assert len(GRAPHS) == 5
    assert all(form.lacks and form.source.startswith("https://") and form.suffix.startswith(".") for form in GRAPHS)
    assert {form.name: form.extra for form in GRAPHS if form.extra} == {"stix": "stix", "ftm": "ftm"}


@pytest.mark.parametrize(("form", "subject"), WRITERS, ids=lambda value: getattr(value, "name", value))
def test_a_file_is_the_same_each_time_and_comes_in_pieces(form: Form, subject: str) -> None:
    items = [tell(lead=lead) for lead in ("", "Now ", "Then ")]
    told = [value for item in items for value in values(subject, item)]
    one, other = (list(form.writers[subject](iter(told), ABOUT)) for _ in range(2))
    assert one == other
    assert len(one) > 2
    assert form.writers[subject]([], ABOUT) is not None


@pytest.mark.parametrize(("form", "subject"), WRITERS, ids=lambda value: getattr(value, "name", value))
@given(speaker=WORDS, people=WORDS, place=WORDS, title=WORDS, address=WORDS)
def test_no_words_break_a_file(form: Form, subject: str, speaker: str, people: str, place: str, title: str, address: str) -> None:
    item = tell(speaker, people=people, place=place, title=title, publisher=title, url=URL + address, names={speaker: speaker}, lead=title)
    data = b"".join(form.writers[subject](values(subject, item), ABOUT))
    # It can be read at all; what it says is read in the tests of each form.
    assert data.decode("utf8")


@pytest.mark.parametrize("form", [form for form in GRAPHS if "figures" in form.writers], ids=lambda form: form.name)
def test_a_report_that_is_written_is_forgotten(form: Form) -> None:
    each, held = 50, list[int]()

    def figures() -> Iterator[FiledFigure]:
        for number in range(3 * each + 1):
            if number == each:
                # What the libraries load at the beginning is none of it.
                tracemalloc.start()
            if number in (2 * each, 3 * each):
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
            yield file_figure(tell("the army", lead=f"{number}. ", names={"the army": "Army"}, kind="military"))

    try:
        for _ in form.writers["figures"](figures(), ABOUT):
            pass
    finally:
        tracemalloc.stop()
    # With the ids of each report, its figure and its speaker it is over 1,100 bytes a report.
    assert held[1] - held[0] < 800 * each


def test_the_libraries_are_not_loaded_by_the_forms() -> None:
    code = "import sys, according.exports.exchange.forms; print([name for name in ('stix2', 'followthemoney') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("name", "module"), [("stix", "stix2.v21"), ("ftm", "followthemoney.statement.serialize")])
def test_a_missing_extra_is_named(name: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    form = next(form for form in GRAPHS if form.name == name)
    with pytest.raises(InputError, match=rf'needs the extra "{name}"'):
        list(form.writers["figures"](list[FiledFigure](), ABOUT))


def test_a_library_leaves_the_reading_of_tables_as_it_was() -> None:
    code = "import csv; from according.exports.exchange.graphs.ftm import FTM; was = csv.field_size_limit(); " \
        "list(FTM.writers['figures']([], None)); print(csv.field_size_limit() == was)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "True"


@given(WORDS)
def test_what_cannot_be_written_is_put_in_place_one_for_one(text: str) -> None:
    assert len(writable(text)) == len(one_line(text, "#|")) == len(text)
    assert writable(text).encode("utf8")
    assert not set(one_line(text, "#|")) & set("#|\t\r\n\x00\x85\u2028")


def test_ids_are_those_of_every_file() -> None:
    assert str(stable_uuid("figure", "0123456789abcdef")) == "74910643-9879-5c1f-94fe-0fa19fd8df2f"


def test_the_page_tells_each_form() -> None:
    page = (Path(__file__).parents[3] / "docs" / "exchange-graphs.md").read_text("utf8")
    sections = re.findall(r"^## `(\w+)`.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert sorted(sections) == sorted(form.name for form in GRAPHS)
    assert page.count("cannot hold") == len(GRAPHS) + 1
