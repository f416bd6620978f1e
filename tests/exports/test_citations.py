"""An answer is cited with the address and the revision that give it again; what BibTeX takes for its own is escaped."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from according.exports.citations import Citation
from according.version import __version__

CITED = Citation(
    "ab056fe7f263937d", "Losses of 50 % & more {in #3}", "Stated are 100 to 4,700 killed (best 2,000), in 11 reports.",
    "http://127.0.0.1:8000/events/b62e20e41b?known_at=2026-11-29T14%3A00%3A00Z&revision=12-12-0", "12-12-0",
    datetime(2026, 11, 29, tzinfo=UTC),
)  # fmt: skip


def test_a_citation_in_words_names_sentence_revision_day_and_address() -> None:
    text = CITED.text()
    assert all(part in text for part in (CITED.title, CITED.sentence, "revision 12-12-0", "29 November 2026", CITED.address))


def test_bibtex_is_escaped_and_its_address_is_not() -> None:
    kind, key, fields = parse_bibtex(CITED.bibtex())
    assert (kind, key) == ("misc", "according-ab056fe7f263937d-12-12-0")
    assert fields["title"] == r"{Losses of 50 \% \& more \textbraceleft{}in \#3\textbraceright{}}"
    assert fields["url"] == CITED.address
    assert {name: fields[name] for name in ("year", "month", "urldate")} == {"year": "2026", "month": "11", "urldate": "2026-11-29"}
    assert fields["author"] == "{According " + __version__ + "}"
    assert "12-12-0" in fields["note"]


@pytest.mark.parametrize("title", ["{", "}}", "a } b {", "\\", "\\}", "%", "~^_#$&", 'say "so", = @misc{x,', "“Курск” 死者", "to \\"])
def test_bibtex_is_read_whatever_a_title_holds(title: str) -> None:
    _, _, fields = parse_bibtex(replace(CITED, title=title, sentence=title).bibtex())
    assert set(fields) == {"title", "note", "author", "year", "month", "urldate", "url"}
    assert fields["url"] == CITED.address


def parse_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """An entry as BibTeX reads it: values end where their braces close, and a backslash before a brace changes nothing."""
    head = re.match(r"@(\w+)\{([^\s\"#%'(),={}]+),\n", text)
    assert head is not None
    at, fields = head.end(), {}
    while opened := re.compile(r"\s*(\w+) = \{").match(text, at):
        depth, at = 1, opened.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        fields[opened[1]] = text[opened.end() : at - 1]
        at += text[at] == ","
    assert text[at:].strip() == "}"
    return head[1], head[2], fields


def test_csl_is_a_list_of_one_item_with_its_day() -> None:
    [item] = json.loads(json.dumps(CITED.csl()))
    assert (item["type"], item["URL"], item["issued"]) == ("dataset", CITED.address, {"date-parts": [[2026, 11, 29]]})
    # The schema of CSL-JSON 1.0.2 needs these two, and allows no key that it does not know.
    assert item["id"] == "according-ab056fe7f263937d-12-12-0"
    texts = {"id", "type", "title", "abstract", "version", "URL"}
    assert set(item) == texts | {"author", "issued", "accessed"}
    assert all(isinstance(item[name], str) for name in texts)
    assert [set(name) for name in item["author"]] == [{"literal"}]
    assert item["accessed"] == item["issued"]
