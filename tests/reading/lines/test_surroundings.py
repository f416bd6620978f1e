"""What stands around a report is found by its lines, and what only looks like it is left to the report."""

from __future__ import annotations

import pytest

from according import lexicon
from according.language.split import split
from according.reading.lines.surroundings import find_surroundings
from according.report import Span

BODY = "A mine collapsed in Harran on Sunday, and nine miners died, the governor said."


def _around(text: str) -> list[str]:
    """Return the words of what stands around a report, stretch by stretch."""
    spans = [Span(part.start, part.end) for part in split(text)]
    return [spans[at].slice(text) for at in sorted(find_surroundings(text, spans, lexicon.default()))]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("text", "around"),
    [
        (f"{BODY}\n\nRead more: Blast kills 5 in Velmar", ["Read more: Blast kills 5 in Velmar"]),
        (f"{BODY}\n\nRelated stories\n- Five killed in Velmar", ["Related stories", "Five killed in Velmar"]),
        (f"{BODY}\n\nPhoto: A man mourns four relatives", ["Photo: A man mourns four relatives"]),
        (f"{BODY}\n\nA man mourns four relatives. (VP Photo/Jan Marek)", ["A man mourns four relatives.", "(VP Photo/Jan Marek)"]),
        (f"{BODY}\n\nAbout the author: Jan Marek has seen 12 die.", ["About the author: Jan Marek has seen 12 die."]),
        (f"{BODY}\n\nJan Marek is a reporter in Sarno. He has seen 12 die.", ["Jan Marek is a reporter in Sarno.", "He has seen 12 die."]),
    ],
)
def test_what_stands_around_a_report(text: str, around: list[str]) -> None:
    """Links, captions and writers' lives are none of the report."""
    assert _around(text) == around


@pytest.mark.fast
@pytest.mark.parametrize(
    "text",
    [
        # A sentence ends the list of links.
        f"Related stories\n\n{BODY}",
        # The report goes on below: this is of whom it tells.
        f"Jan Marek is a reporter for Velmar Radio and was among 12 killed.\n\n{BODY}",
        # A post of one line shows whose picture it bears.
        "Nine miners died in Harran. Photo: Jan Marek",
        f"{BODY}\n\nThe photo shows 12 bodies.",
        f"{BODY}\n\nTwelve were related to him.",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    """What a report tells itself is not left out."""
    assert not any("miners" in words or "12" in words or "Twelve" in words for words in _around(text))
