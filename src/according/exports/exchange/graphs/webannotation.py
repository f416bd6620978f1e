"""
Figures marked on their reports' texts, as W3C Web Annotations in JSON-LD.

https://www.w3.org/TR/annotation-model/ has the names. It has text selected by Unicode code points (4.2.4, which 4.2.5 follows), from 0 and
without the end: its positions are the offsets of this package. They hold in the text as received, which the target's state names by its
hash; in a page of the web, whose text may be taken out otherwise, the quotation finds the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from according.exports.about import About, about_words
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.claimreview import VOCABULARY, claim_object
from according.exports.exchange.graphs.identifiers import stable_urn, text_address, web_address
from according.exports.exchange.graphs.telling import telling_words
from according.exports.objects.readings import Object, dump_line
from according.records import NEVER, Filing
from according.statement import Figure, Reading, Statement
from according.version import __version__

ANNOTATIONS = "http://www.w3.org/ns/anno.jsonld"
# So many characters are quoted on either side of the words, as annotation tools do.
QUOTED_BESIDE = 32


def annotate_reports(items: Iterable[tuple[Filing, Reading]], about: About) -> Iterator[bytes]:
    """Yield a collection with an annotation for each figure of whole readings."""
    told = ((filing, reading.report.text, 0, statement) for filing, reading in items for statement in reading.statements)
    yield from _collection(told, about)


def annotate_statements(items: Iterable[tuple[Filing, Statement]], about: About) -> Iterator[bytes]:
    """Yield a collection with an annotation for each figure of statements; what stands around them is known within the statement alone."""
    yield from _collection(((filing, statement.text, statement.start, statement) for filing, statement in items), about)


def _collection(items: Iterable[tuple[Filing, str, int, Statement]], about: About) -> Iterator[bytes]:
    """Yield the collection with its one page; ``items`` have a text and where in its report it begins."""
    id = stable_urn("collection", about.what, about.revision, sorted(about.filters.items()))
    head = dump_line({
        "@context": ANNOTATIONS, "id": id, "type": "AnnotationCollection", "label": about_words(about),
        "generator": {"id": stable_urn("software", "According"), "type": "Software", "name": f"According {__version__}"},
        "generated": about.made.isoformat(timespec="seconds"),
        "first": {"id": f"{id}#page", "type": "AnnotationPage", "partOf": id, "startIndex": 0, "items": []},
    })  # fmt: skip
    yield f"{writable(head).removesuffix(']}}')}\n".encode()
    total = 0
    for filing, text, begins, statement in items:
        for figure in statement.figures:
            line = dump_line(annotation_object(filing, text, begins, statement, figure))
            yield f"{',' if total else ''}{writable(line)}\n".encode()
            total += 1
    # How many there are is known when all have come.
    yield f']}}, "total": {total}}}\n'.encode()


def annotation_object(filing: Filing, text: str, begins: int, statement: Statement, figure: Figure) -> Object:
    """Return a figure as an annotation on its number's words; ``text`` is the report's, or a part of it that ``begins`` there."""
    claim = claim_object(filing, statement, figure)
    made: Object = {
        "@context": ANNOTATIONS, "id": stable_urn("annotation", figure.id), "type": "Annotation", "motivation": "describing",
        "body": [
            {"type": "TextualBody", "value": telling_words(statement, figure), "format": "text/plain", "language": "en",
             "purpose": "describing"},
            # The names of schema.org hold inside it; by them `id` and `type` are what they are outside.
            {"@context": VOCABULARY, "id": claim.pop("@id"), "type": claim.pop("@type"), **claim},
        ],
        "target": _target(filing, text, begins, figure),
    }  # fmt: skip
    return made if filing.filed == NEVER else {**made, "created": filing.filed.isoformat()}


def _target(filing: Filing, text: str, begins: int, figure: Figure) -> Object:
    """Return the number's words by quotation and by position, and in which text; the address of a page is what it was received from."""
    start, end = figure.number.start, figure.number.end
    at, behind = max(0, start - begins), max(0, end - begins)
    received, url = text_address(filing.id), web_address(filing.url)
    quotation = {
        "type": "TextQuoteSelector", "exact": figure.number.text,
        "prefix": text[max(0, at - QUOTED_BESIDE) : at], "suffix": text[behind : behind + QUOTED_BESIDE],
    }  # fmt: skip
    target: Object = {
        "type": "SpecificResource", "source": url or received,
        "selector": [quotation, {"type": "TextPositionSelector", "start": start, "end": end}],
    }  # fmt: skip
    return target if url is None else {**target, "state": {"type": "TimeState", "cached": received}}


WEBANNOTATION = Form(
    "webannotation", "W3C Web Annotation", ".jsonld", "application/ld+json",
    {"reports": annotate_reports, "statements": annotate_statements},
    lacks=(
        "Only figures are marked: a statement without a number is not, nor are a figure's speakers, its place and its time, whose "
        "words stand in the body.",
        "Positions hold in the text as received; in a page of the web they may not, and the quotation finds the words.",
        "Of statements the words around the number are known within the statement alone, so that a quotation may fit more than one place.",
        "Half a character (a lone surrogate) becomes U+FFFD.",
    ),
    source="https://www.w3.org/TR/annotation-model/",
)  # fmt: skip
