"""
Posts: who wrote one, by the line over it that channels set: "Jan Novak @jnovak · 3h", "Forwarded from Velmar Monitor", "RT @velmar:".

What stands below such a line, or behind "RT @velmar:", is the words of whom it names. It goes to the end of the paragraph below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from according.language.layout import PICTURES
from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.reading.lines.label_lines import told_by_word
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import Voice
from according.report import Span

_HANDLE = r"@\w{2,30}"
# A name is parted from what follows by a blank, and holds none of the marks of a sentence.
_NAME = r"[^\W\d_][^\r\n@·|:,;.!?()\[\]\u2190-\u2bff\U0001f000-\U0001faff]{1,50}?"
_AGO = r"(?:\d{1,3}\s?[smhdw]|\d{1,2}:\d\d|[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})\b[^\r\n]{0,30}"
# "Jan Novak @jnovak · 3h", "Velmar Radio (@velmar) · Mar 7", "Velmar Monitor, [12 Jun 2024 at 14:03]", "Forwarded from Velmar Monitor"
AUTHOR_LINE = re.compile(
    rf"^[ \t>*]{{0,6}}{PICTURES}{{0,6}}[ \t]?(?:"
    rf"(?:(?P<named>{_NAME})[ \t]+(?:{PICTURES}{{1,4}}[ \t]+)?)?\(?(?P<handle>{_HANDLE})\)?[ \t]*[·•|][ \t]*{_AGO}"
    rf"|(?P<channel>{_NAME}),[ \t]\[\d{{1,2}}[^\]\r\n]{{4,30}}\]:?"
    rf"|Forwarded from:?[ \t]+(?P<forwarded>{_NAME}|{_HANDLE})"
    rf")[ \t]*\r?$",
    re.MULTILINE,
)
# A handle alone on its line, with its name in front of it or on the line above: an author's only over a stamp or at a post's head.
_BARE_HANDLE = re.compile(
    rf"^[ \t>]{{0,6}}(?:(?P<named>{_NAME})(?:[ \t]+{PICTURES}{{1,4}})?[ \t\r]*[ \n])?(?P<handle>{_HANDLE})[ \t]*\r?$", re.MULTILINE
)
_RETWEET = re.compile(rf"^[ \t>]{{0,6}}RT[ \t](?P<handle>{_HANDLE}):", re.MULTILINE)
# "9:14 PM · Mar 7, 2024" below a post
_STAMP = re.compile(r"^\d{1,2}:\d\d(?:[ ]?[AP]M)?[ ]?·[ ]?[A-Z]", re.MULTILINE)
# Small words of a name: "Doctors for the Coast".
_LINKING = frozenset({"of", "the", "and", "for", "de", "al", "in", "on", "to"})
_NAME_WORDS = 6
_BLANK = re.compile(r"\n[ \t]*\r?\n")


def author_lines(text: str, lexicon: Lexicon) -> list[tuple[Span, int]]:
    """Return whom the lines over a text's posts name, in order, each with the offset behind the line."""
    if "@" not in text and "orwarded from" not in text and "[" not in text:
        return []
    found = {match.end(): _named(match) for match in (*AUTHOR_LINE.finditer(text), *_RETWEET.finditer(text))}
    begins, blanks, stamps = len(text) - len(text.lstrip()), _blanks(text), [stamp.span() for stamp in _STAMP.finditer(text)]
    for match in _BARE_HANDLE.finditer(text):
        # "@velmar" may close a post too: it heads one where the text begins with it, or where the post below has its stamp.
        next_stamp = bisect_left(stamps, (match.end(), 0))
        if match.start() <= begins or (next_stamp < len(stamps) and stamps[next_stamp][1] <= _end(text, match.end(), blanks)):
            found.setdefault(match.end(), _named(match))
    return [(found[end], end) for end in sorted(found) if _is_name(found[end].slice(text), lexicon)]


def _named(match: re.Match[str]) -> Span:
    """Return the words of an author's line that name him: his name, where one stands beside the handle."""
    groups = match.groupdict()
    return Span(*match.span(next(name for name in ("named", "channel", "forwarded", "handle") if groups.get(name))))


def _is_name(words: str, lexicon: Lexicon) -> bool:
    """Say whether words can be an author's name: a handle, or a few words with capitals that tell of no harm."""
    parts = words.split()
    capital = all(part[0].isupper() or not part[0].isascii() or part in _LINKING for part in parts)
    return words.startswith("@") or (
        capital and len(parts) <= _NAME_WORDS and not any(told_by_word(part.casefold(), lexicon) is not None for part in parts)
    )


def find_posts(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> dict[int, Voice]:
    """Return the voice of each sentence of a post with an author's line, by the sentence's position."""
    heads = author_lines(text, lexicon)
    # Most reports have none, and need not be gone through for blank lines.
    blanks = _blanks(text) if heads else ()
    starts = [sentence.start for sentence in sentences]
    found: dict[int, Voice] = {}
    for at, (name, behind) in enumerate(heads):
        end = min(_end(text, behind, blanks), heads[at + 1][0].start if at + 1 < len(heads) else len(text))
        # Of "RT @velmar: 11 killed" name and words are one sentence.
        inside = range(bisect_left(starts, name.start if _goes_on(text, behind) else behind), bisect_left(starts, end))
        inside = inside if inside or not _goes_on(text, behind) else range(max(inside.start - 1, 0), inside.stop)
        if inside:
            frame = Frame(0, 0, 0, (), "says", "speakers.post", 0, 0, named=(0, 0))
            found |= dict.fromkeys(inside, Voice(inside.start, frame, (name,)))
    return found


def _goes_on(text: str, at: int) -> bool:
    """Say whether words stand behind an offset in its line."""
    end = text.find("\n", at)
    return bool(text[at : end if end >= 0 else len(text)].strip())


def _blanks(text: str) -> list[int]:
    """Return where a text's blank lines begin: once for all of its posts."""
    return [blank.start() for blank in _BLANK.finditer(text)]


def _end(text: str, at: int, blanks: Sequence[int]) -> int:
    """Return where the paragraph ends that stands behind an offset, with a blank line before it or none."""
    start = next((index for index in range(at, len(text)) if not text[index].isspace()), len(text))
    following = bisect_left(blanks, start)
    return blanks[following] if following < len(blanks) else len(text)
