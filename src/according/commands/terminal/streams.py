"""
The one way to standard output and standard error: a character that cannot be seen is spelt out, whatever text it came in.

A report, a file's name, a damaged ledger or an argument may hold what moves a terminal's cursor, rings its bell or turns the order of
words. Nothing else in the package writes to either stream (a test of layers says so); what other libraries write there, such as messages
about wrong options, logs and tracebacks, passes here too while the command runs (:func:`guard_streams`). An argument that stands where none
is wanted is repeated there: what looks like a password in it is not.
"""
from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO, cast

from according.exports.unseen import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


# A name and password before a host, up to the last "@" of the line (of two strokes a path keeps one), and a password as a parameter.
_CREDENTIALS = re.compile(
    r"((?:postgres\w{0,20}|psql|pgsql|mysql|mariadb):/{0,2}|:/{1,2})[^\s:/]{0,200}:(?!\s|\*\*\*@|\d{1,5}[/?#])[^\n]{0,400}@"
    r"|(password\s{0,9}=\s{0,9})(?:'[^']{0,400}'|[^\s&]+)",
    re.IGNORECASE,
)


class PlainStream:
    """A stream of text on which each character is seen, or spelt out; ``bare`` is the stream below it, ``telling`` one for messages."""

    def __init__(self, bare: TextIO, *, telling: bool = False) -> None:
        self.bare, self.telling = bare, telling

    def write(self, text: str) -> int:
        """Write a text, with its lines and tabs."""
        # Click tells by the error which streams take bytes.
        if not isinstance(text, str):
            raise TypeError(f"a text is written here, no {type(text).__name__}")
        self.bare.write(spell(_hide(text) if self.telling else text, keep="\n\t"))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)


def guard_streams() -> None:
    """Let all text that this process writes to standard output and standard error pass by a :class:`PlainStream`."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        # Closed by the caller ("2>&-"): what would be told goes nowhere, and the work is done all the same.
        if stream is None and name == "stderr":
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
        if stream is None or isinstance(stream, PlainStream):
            continue
        # A report's words do not depend on the machine's locale; a lone surrogate is written as an escape.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        setattr(sys, name, cast(TextIO, PlainStream(stream, telling=name == "stderr")))


def bare(stream: TextIO) -> TextIO:
    """Return the stream below, for what is drawn: colours and bars, around words that are plain already."""
    return stream.bare if isinstance(stream, PlainStream) else stream


def write(line: str) -> None:
    """Write one line to standard output."""
    draw(_one_line(line))


def draw(line: str) -> None:
    """Write one line to standard output as it was drawn: with colours of ours, around words that are plain already."""
    out = bare(sys.stdout)
    out.write(line + "\n")
    # At once: a pipe gets each report when it is read, and a closed pipe ends the run here and not at its end.
    out.flush()


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are; on a terminal, the text in them, with what cannot be seen spelt out."""
    out = bare(sys.stdout)
    if out.isatty():
        out.write(spell(data.decode("utf-8", "backslashreplace").replace("\r\n", "\n"), keep="\n\t"))
        out.flush()
        return
    out.flush()
    out.buffer.write(data)
    out.buffer.flush()


def tell(line: str) -> None:
    """Write one line to standard error, with the command's name before it."""
    # What was shown before it is written out first, so that the order holds where both end on one screen.
    if sys.stdout is not None:
        sys.stdout.flush()
    out = bare(sys.stderr)
    out.write(f"according: {_one_line(_hide(line))}\n")
    out.flush()


def _one_line(text: str) -> str:
    """Return a text on one line: a name with a line's end in it makes no second one that looks like the command's own."""
    return text if text.isprintable() else spell(_LINE_END.sub(" ", text))


def _hide(text: str) -> str:
    return _CREDENTIALS.sub(lambda found: f"{found[1] or found[2]}***{'@' if found[1] else ''}", text)
