"""An answer is cited with the address and the revision that give it again; what BibTeX takes for its own is escaped."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from according.exports.citations import Citation

CITED = Citation(
    "ab056fe7f263937d", "Losses of 50 % & more {in #3}", "Stated are 100 to 4,700 killed (best 2,000), in 11 reports.",
    "http://127.0.0.1:8000/events/b62e20e41b?known_at=2026-11-29T14%3A00%3A00Z&revision=12-12-0", "12-12-0",
    datetime(2026, 11, 29, tzinfo=UTC),
)  # fmt: skip


def test_a_citation_in_words_names_sentence_revision_day_and_address() -> None:
    text = CITED.text()
    assert all(part in text for part in (CITED.title, CITED.sentence, "revision 12-12-0", "29 November 2026", CITED.address))


def test_bibtex_is_escaped_and_its_address_is_not() -> None:
    entry = CITED.bibtex()
    assert r"Losses of 50 \% \& more \{in \#3\}" in entry
    assert CITED.address in entry
    assert entry.startswith("@misc{according-ab056fe7f263937d-12-12-0,\n")
    assert entry.replace(r"\{", "").replace(r"\}", "").count("{") == entry.replace(r"\{", "").replace(r"\}", "").count("}")


def test_csl_is_an_item_with_its_day() -> None:
    item = json.loads(json.dumps(CITED.csl()))
    assert (item["type"], item["URL"], item["issued"]) == ("dataset", CITED.address, {"date-parts": [[2026, 11, 29]]})
