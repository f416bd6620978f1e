"""
Split a report into sentences by rule, before the parser, which reads one sentence at a time.

    >>> [part.kind for part in split("Blast kills 12\\n\\nKABUL - A blast killed 12. Police blamed nobody.")]
    ['headline', 'dateline', 'body', 'body']

Offsets index the text as received. Nothing but white space and layout marks is left out.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from according.language.layout import PICTURES, QUOTED_BREAK, RISEN_TOTAL, Paragraph, find_paragraphs
from according.language.stops import find_ends
from according.report import Span

Kind = Literal["headline", "dateline", "body"]

# A headline is one line and short: the longest of the development reports has 110 characters.
LONGEST_HEADLINE = 120
# No dateline is longer: place, country, date and agency.
LONGEST_DATELINE = 90

_DAY = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_YEAR = r"(?:19|20)\d\d"
# June 19, 2018 / 19 June 2018 / 2018-06-19 / 19.6.2018 / June 19
_DATE = (
    rf"(?:{_MONTH}\.?\s\d{{1,2}}(?:,?\s{_YEAR})?|\d{{1,2}}\s{_MONTH}\.?(?:,?\s{_YEAR}|\s\d\d(?!\d))?"
    rf"|{_YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR})"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[a-z]{2,4})?"
# "Tuesday, June 19, 2018", "Last updated: 19 June 2018 10:32 GMT"
_DATE_LINE = re.compile(rf"(?P<label>[a-z]+(?:\s[a-z]+)?:?\s)?(?:{_DAY},?\s)?{_DATE}(?:[\s,.|-]{{0,4}}{_CLOCK})?\.?\Z", re.I)
# "KABUL, Jan. 25, 2013 -", "BAGHDAD, Iraq (AP) —", "ISLAMABAD —"; in small letters only with a date or an agency
_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z.'’-]+){0,4}(?: \([A-Z ]{2,20}\))?"
_SMALL = r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}"
_REST = (
    r"(?:,\s[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})?"
    rf"(?:,?\s(?i:(?:{_DAY},?\s)?{_DATE}))?(?:,?\s\([A-Z][\w ./&-]{{1,30}}\))?"
)
_DASH = r"\s?(?:--?|[–—]|:(?=\s[A-Z]))(?:\s|(?<=[–—])(?=\w))"
_REMARK = r"(?:\[[A-Z][A-Z ()-]{2,40}\]\s){0,3}"  # "[TEXT]", "[COMMUNIQUE]"
_DATELINE = re.compile(rf"(?:{_CAPITALS}{_REST}|{_SMALL}{_REST}(?<=[)\d])){_DASH}{_REMARK}")
# "IDF: Troops ...", "UN: Twelve ...": a short name in capitals and a colon is who speaks, and no dateline. A town's name as short
# ("KABUL:") cannot be told from it, and stays in its sentence too.
_SHORT_LABEL = re.compile(r"[A-Z]{2,5}:\s*")
_LINK_END = re.compile(r"\]\([^()\s]{0,300}\)\Z")
_QUOTED = re.compile(rf"\s*{QUOTED_BREAK}")
# Tags at the end of a line, with a picture before them or none.
_TAGS = re.compile(rf"(?<=[^\s#])(?:[ ]{PICTURES}{{1,9}}|(?<=[.!?…]))?[ ](?P<tags>#[^\W\d]\w*(?:[ ]+#[^\W\d]\w*)*)\Z")
_ONE_TAG = re.compile(r"#[^\W\d]\w*")
# A blank and the pictures before them.
_PICTURES_LONGEST = 10
# The name of a site that a saved page sets behind its title: "Blast kills 12, police say | Velmar News | World".
_SITE = re.compile(r"(?<=\w)[ ][|][ ](?P<site>[A-Z][^|\d\n]{1,40}(?:[ ][|][ ][A-Z][^|\d\n]{1,40}){0,2})\Z")
# A title has at least so many words; a table's head has fewer.
_TITLE_SHORTEST = 4
_BEFORE_A_NAME = frozenset("in at near of from to on the and by for around outside inside with".split())
_FINAL = frozenset(".!?…:;,\"”'’")


class Segment(NamedTuple):
    """A sentence, a headline or a dateline: ``[start, end)`` in the text as received."""

    start: int
    end: int
    kind: Kind

    @property
    def span(self) -> Span:
        """The stretch as a span."""
        return Span(self.start, self.end)


def split(text: str, start: int = 0) -> list[Segment]:
    """Split ``text`` from ``start`` on into segments: in order, disjoint, without white space and layout marks at their edges."""
    found: list[Segment] = []
    begun = False
    for paragraph in find_paragraphs(text, start):
        segments = list(_segments(text, paragraph, begun))
        begun = begun or any(segment.kind == "body" for segment in segments)
        found += segments
    return found


def _segments(text: str, paragraph: Paragraph, begun: bool) -> Iterator[Segment]:
    """Yield the segments of a paragraph: the dateline that opens it, then its sentences; ``begun`` says that the body stands above."""
    kind, start = _kind(text, paragraph, begun), paragraph.start
    found = _DATELINE.match(text, start, min(paragraph.end, start + LONGEST_DATELINE)) if kind == "body" else None
    # "APV – 21,700 (+31)" is a line of a list.
    if found and not _SHORT_LABEL.fullmatch(found[0]) and not RISEN_TOTAL.match(text, start, paragraph.end):
        start = found.end()
        yield _tight(text, found.start(), start, "dateline")
    ends = [*find_ends(text, start, paragraph.end), paragraph.end]
    # Two sentences are no headline, with or without a last stop; but what is marked as a heading is one.
    if len(ends) > 1 and paragraph.mark != "#":
        kind = "body"
    for end in ends:
        segment = _tight(text, start, end, kind)
        start = end
        if segment.start < segment.end:
            for part in _without_site(text, segment, paragraph.end):
                yield from _without_tags(text, part)


def _without_site(text: str, segment: Segment, end: int) -> Iterator[Segment]:
    """
    Yield a segment, and behind it the name of the site that a page's title ends with.

    It is no part of the sentence, whose speaker may stand right before it. A table's head, over another row, has no site.
    """
    bar = text.find("|", segment.start, segment.end)
    if bar < 0 or text[: segment.start].strip() or "|" in text[end:].lstrip().partition("\n")[0]:
        yield segment
        return
    site = _SITE.search(text, segment.start, segment.end)
    if site is None or len(text[segment.start : site.start()].split()) < _TITLE_SHORTEST:
        yield segment
        return
    yield segment._replace(end=site.start())
    yield segment._replace(start=site.start("site"), kind="body")


def _without_tags(text: str, segment: Segment) -> Iterator[Segment]:
    """
    Yield a segment, and behind it the tags that a post sets at its end: "17 wounded 😔 #Velmar #Harran".

    They are no words of the sentence, and the parser would take them for those counted. "Three dead in #Velmar" needs its tag.
    """
    first = _first_tag(text, segment.start, segment.end)
    tail = None if first is None else _TAGS.search(text, max(segment.start, first - _PICTURES_LONGEST), segment.end)
    if tail is None or text[segment.start : tail.start()].rpartition(" ")[2].casefold() in _BEFORE_A_NAME:
        yield segment
        return
    yield segment._replace(end=tail.start())
    yield segment._replace(start=tail.start("tags"), kind="body")


def _first_tag(text: str, start: int, end: int) -> int | None:
    """Return the blank before the first of the tags in which a stretch ends; ``None`` where it ends in none."""
    found = None
    while (blank := text.rfind(" ", start, end)) >= 0 and _ONE_TAG.fullmatch(text, blank + 1, end):
        found = end = blank
        while end > start and text[end - 1] == " ":
            end -= 1
    return found


def _kind(text: str, paragraph: Paragraph, begun: bool) -> Kind:
    """Say what a paragraph is by its marks, its length and its end; a dateline here is a line with nothing but a date."""
    size = paragraph.end - paragraph.start
    # Asked first: "March 01, 2008" is as short as a headline and has no last stop either.
    if size <= LONGEST_DATELINE and (found := _DATE_LINE.match(text[paragraph.start : paragraph.end])):
        # Below text a bare date heads the entry of a chronicle; "Last updated: 19 June 2018" is of the whole report.
        return "body" if begun and not found["label"] else "dateline"
    if paragraph.mark == "#":
        return "headline"
    if size > LONGEST_HEADLINE or paragraph.lines > 1 or paragraph.mark:
        return "body"
    # A row of a table ends without a stop too.
    table = text.count("|", paragraph.start, paragraph.end) > 1
    return "body" if table or text[paragraph.end - 1] in _FINAL else "headline"


def _tight(text: str, start: int, end: int, kind: Kind) -> Segment:
    """Take white space, the mark of a quoted line and a link's address off the edges."""
    quoted = _QUOTED.match(text, start, end)
    start = quoted.end() if quoted else start
    part = text[start:end]
    start, part = end - len(part.lstrip()), part.strip()
    # "[More](http://example.org/a)": only "More" is words. The pattern allows no longer address, so no more is looked through.
    if link := _LINK_END.search(part, max(0, len(part) - 310)):
        part = part[: link.start()]
        if part.startswith("[") and "]" not in part:
            start, part = start + 1, part[1:]
    return Segment(start, start + len(part), kind)
