"""
What stands before a report's body: front matter, headline, byline, date line, dateline.

Nothing is cut away: the answer is where the body begins, so every offset stays one of the text as received.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from according.intake.dates import find_date, parse_date
from according.report import Span, match_front_matter

# A headline is one line of a few words; a longer one is a paragraph. Of the headlines in UCDP's GED for Ukraine 99 in 100 have
# at most 158 characters.
HEADLINE_LONGEST = 200
# A report has its headline, byline and date within its first lines; a date further down is part of the account.
FRONT_LINES = 8
# Below this a text is a note or a list, and its first line may hold the only figure: it is read, not taken for a headline.
BODY_SHORTEST = 40
# A line that holds a date, and a place or a body beside it, is no longer than this.
DATE_LINE_LONGEST = 70
# The last line of a text is looked for within so many characters of its end.
END_LOOKED_AT = 400

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# "By Jane Doe", "BY J. DOE"; with a full stop at its end it is a sentence, and without a capital the head of one.
_BYLINE = re.compile(r"(?i:by)\s+(?:the\s+)?[A-Z](?:[^.!?]|(?<=\b[A-Z])\.){1,80}(?<![.])\Z")
# "Published: 25 January 2013", "Last updated on 25 January 2013"
_DATE_LABEL = re.compile(r"(?:published|posted|updated|date|last updated|dated|as of)\b\s*(?:on|at)?\s*:?\s*", re.IGNORECASE)
_AS_OF = re.compile(r"\bas of:?[ ]", re.IGNORECASE)
# "Beirut, 6 August 2020", "Human Rights Watch, February 21, 2023"
# A blank parts the words: a pattern that may cut a word anywhere takes exponential time over "ABCDEF...".
_PLACED = re.compile(r"[A-Z][\w.'’&-]*(?:[ ](?:of |and |the )*[A-Z][\w.'’&-]*){0,5},[ ]+")
# What may stand behind a date: ", 10:30 GMT", " at 9.15 p.m. (EST)"
# Blanks once taken are not given back ("*+"): runs of them would else be parted between three places in every way.
_CLOCK = re.compile(
    r"[\s,|·•–—-]*+(?:at\s++)?(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*+(?:[ap]\.?m\.?)?)?\s*+(?:\(?(?-i:[A-Z]{2,4})\)?)?\s*+\Z",
    re.IGNORECASE,
)
_DASH = r"\s*(?:--+|[-–—])\s+"
_AGENCY = r"\s*\((?P<agency>[A-Z][\w .,/&'-]{1,40})\)"
_TOWN = r"[A-Z][\w.'’-]*(?:[ -][A-Z][\w.'’-]*){0,3}"
_WHERE = rf"{_TOWN}(?:,\s+{_TOWN}){{0,2}}"
# "KABUL, Jan. 25, 2013 -", "KYIV, Ukraine (AP) —", "SEOUL, Jan. 13 (Yonhap) --", "BEIRUT —"
_DATELINE = re.compile(
    rf"(?P<where>{_WHERE})(?:,?\s+(?P<when>(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,?\s+)?[A-Z][a-z]{{2,8}}\.?\s+\d{{1,2}}(?:,?\s+(?:19|20)\d\d)?"
    rf"|\d{{1,2}}\s+[A-Z][a-z]{{2,8}}\.?(?:,?\s+(?:19|20)\d\d)?))?(?:{_AGENCY})?{_DASH}"
)
_ROW = re.compile(r"(?P<key>[A-Za-z_-]+)[ \t]*:(?P<value>.*)")
_LINE_END = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Front:
    """
    What was found before the body, and where the body begins.

    ``body`` is an offset, 0 where nothing stands before it. ``headline`` is the place of the headline's words; the ``title`` may come
    from front matter instead.
    """

    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    headline: Span | None = None
    body: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it."""

    start: int
    end: int
    text: str


def find_front(text: str) -> Front:
    """Find the headline, the date and the beginning of the body of a report."""
    front = _read_front_matter(text)
    lines = list(_first_lines(text, front.body))
    if not lines:
        # Nothing stands behind the front matter: then it is the text.
        return replace(front, body=0)
    # The lines as they were: a date may stand below a line that is no headline, such as the name of a ministry.
    first = lines
    front, lines = _read_headline(text, front, lines)
    front, lines = _read_date_lines(front, lines)
    front = _read_dateline(text, front, lines)
    # A date in its own place of the front wins; only without one is it looked for nearby, then at the end.
    return front if front.published is not None else replace(front, published=_date_nearby(first) or _as_of(first) or _date_at_end(text))


def _first_lines(text: str, start: int) -> Iterator[Line]:
    found = 0
    for match in _LINE.finditer(text, start):
        line = match[0].strip(" \t\r\n\f\v\ufeff\u00a0")
        if line:
            at = match.start() + match[0].index(line)
            yield Line(at, at + len(line), line)
            found += 1
        if found >= FRONT_LINES or match.end() >= len(text):
            return


def _read_front_matter(text: str) -> Front:
    """Read the ``key: value`` rows between two lines of dashes, as Markdown tools write them."""
    block = match_front_matter(text)
    if block is None:
        return Front()
    read = filter(None, map(_ROW.fullmatch, _LINE_END.split(block["rows"])))
    rows = {row["key"].casefold(): row["value"].strip(" \t").strip("\"'") for row in read}
    # Two lines of dashes without a row between them are print, not front matter.
    if not rows:
        return Front()
    found = find_date(rows.get("date", rows.get("published", "")))
    publisher, url = rows.get("publisher") or rows.get("source"), rows.get("url") or rows.get("link")
    return Front(rows.get("title") or None, found[0] if found else None, publisher or None, url or None, None, block.end())


def _read_headline(text: str, front: Front, lines: list[Line]) -> tuple[Front, list[Line]]:
    """Step over a headline, with its repetitions; return the front and the lines that are left."""
    first, rest = lines[0], lines[1:]
    heading = first.text.startswith("#")
    title = first.text.lstrip("#").strip() if heading else first.text
    repeated = bool(rest) and _same(title, rest[0].text)
    # A text of one line keeps it, for it may hold the only figure. A heading or a repeated line needs no further sign.
    if not title or not rest or not (heading or repeated or _looks_like_headline(text, first, rest, front.title)):
        return front, lines
    # A headline is read once, however often it is repeated.
    while rest and _same(title, rest[0].text):
        first, rest = rest[0], rest[1:]
    if not rest:
        return front, lines
    start = lines[0].start + lines[0].text.index(title)
    return replace(front, title=front.title or title, headline=Span(start, start + len(title)), body=rest[0].start), rest


def _same(title: str, line: str) -> bool:
    return " ".join(title.casefold().split()) == " ".join(line.lstrip("#").casefold().split())


def _looks_like_headline(text: str, first: Line, rest: list[Line], title: str | None) -> bool:
    """Say whether a first line is a headline: short, no full stop, and set off from a body that is running text."""
    # Front matter has said the title: only the line that says the same is the headline.
    if title is not None:
        return _same(title, first.text)
    # A full stop ends a sentence, a comma goes on, a colon leads in, a quotation mark ends what somebody said.
    if len(first.text) > HEADLINE_LONGEST or first.text[-1] in ".,;:\"”" or _date_of(first.text) or _DATELINE.match(first.text):
        return False
    # "Market attack kills twelve", then "Friday, January 25, 2013"
    if _date_of(rest[0].text):
        return True
    # The longest line shows whether running text follows; the next one may be a byline.
    body = max(rest, key=lambda line: len(line.text))
    gap = text[first.end : rest[0].start]
    apart = gap.count("\n") > 1 or gap.count("\r") > 1
    # "12 killed in Kabul", then "20 wounded in Herat" is a list: no line of it is running text.
    running = len(body.text) >= max(BODY_SHORTEST, len(first.text)) and body.text.rstrip("\"”'’)")[-1:] in (".", "!", "?", "")
    # Without a blank line between, only a much longer body tells them apart; a question may be the first sentence.
    return running and (apart or (first.text[-1] not in "?!" and len(body.text) > 2 * len(first.text)))


def _date_of(line: str) -> date | None:
    """Return the date of a line that holds a date and nothing but a label or an hour beside it."""
    # "**Date:** 2023-02-20", "# 25 January 2013"
    line = line.replace("*", "").strip(" _#")
    label = _DATE_LABEL.match(line) or _PLACED.match(line)
    rest = line[label.end() :] if label else line
    found = find_date(rest)
    # "May 1, 2010 was the day on which ..." is a sentence: nothing but an hour may stand behind the date.
    if found is None or rest[: found[1]].strip() or not _CLOCK.match(rest[found[2] :]):
        return parse_date(rest)
    return found[0]


def _date_nearby(lines: list[Line]) -> date | None:
    """Return the date of a short line among the first, before running text: "Ministry of Health", then "Beirut, 6 August 2020"."""
    for line in lines:
        if len(line.text) > DATE_LINE_LONGEST:
            return None
        if (found := _date_of(line.text)) is not None:
            return found
    return None


def _as_of(lines: list[Line]) -> date | None:
    """Return the day up to which the first line says that a report goes: "Situation Report No. 1 - as of 27 October 2023"."""
    found = _AS_OF.search(lines[0].text)
    return _date_of(lines[0].text[found.end() :]) if found else None


def _date_at_end(text: str) -> date | None:
    """Return the date of the last line, where it holds nothing else: posts and agencies set it there."""
    tail = text[-END_LOOKED_AT:].strip()
    last = tail.splitlines()[-1].strip() if tail else ""
    return _date_of(last) if last and len(last) <= DATE_LINE_LONGEST else None


def _read_date_lines(front: Front, lines: list[Line]) -> tuple[Front, list[Line]]:
    """Step over bylines and date lines; a date that runs on into the first sentence is stepped over alone."""
    # The last line is never stepped over: something must be left to read.
    while len(lines) > 1 and (_date_of(lines[0].text) or _BYLINE.match(lines[0].text)):
        published = front.published or _date_of(lines[0].text)
        lines = lines[1:]
        front = replace(front, published=published, body=lines[0].start)
    found = find_date(lines[0].text)
    # "Friday, January 25, 2013 Twelve people ...": a capital begins the sentence; "May 1, 2010 was ..." is one with its date.
    if found and found[1] == 0 and re.match(r"[^\S\r\n]+[A-Z]", lines[0].text[found[2] :]) and lines[0].text[0].isalpha():
        start = lines[0].start + found[2] + 1
        rest = Line(start, lines[0].end, lines[0].text[found[2] + 1 :])
        return replace(front, published=front.published or found[0], body=start), [rest, *lines[1:]]
    return front, lines


def _read_dateline(text: str, front: Front, lines: list[Line]) -> Front:
    """Step over "KABUL, Jan. 25, 2013 -" at the head of the first paragraph."""
    match = _DATELINE.match(lines[0].text)
    if match is None or not _is_dateline(match, lines[0].text[match.end() :]):
        return front
    found = find_date(match["when"] or "")
    published = front.published or (found[0] if found else None)
    return replace(front, published=published, body=lines[0].start + match.end())


def _is_dateline(match: re.Match[str], rest: str) -> bool:
    """
    Say whether what looks like a dateline is one.

    An agency or a date settles it; else the town is in capitals or a country follows it, a sentence begins behind the dash and
    no second dash closes an aside ("NATO - the alliance - said").
    """
    if match["agency"] or match["when"]:
        return True
    town, _, country = match["where"].partition(",")
    sentence = re.split(r"[.!?](?:\s|\Z)", rest, maxsplit=1)[0]
    aside = rest[:1].islower() or re.search(r"\s(?:--+|[-–—])\s", sentence)
    # Two letters are "US" or "UN" and no town.
    return len(town) > 2 and (town.isupper() or bool(country)) and not aside
