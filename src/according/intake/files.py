"""Files, folders and standard input to texts, one at a time, in a settled order."""
from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from according.errors import InputError
from according.intake.extracted import Extracted
from according.intake.kinds import PEEK, extract, is_read, list_suffixes
from according.intake.source import Source, open_bytes

STDIN = "-"
# In characters. At 11,500 words a second a text of this length takes about three minutes; books and dumps are to be split.
TEXT_LONGEST = 10_000_000
# Four bytes a character at most, in any encoding read here.
BYTES_MOST = 4 * TEXT_LONGEST


def find_sources(inputs: Iterable[str], table: str | None = None) -> Iterator[Source]:
    """
    Turn files, folders and ``-`` into single inputs: a folder gives its texts, recursively and sorted.

    ``table`` is one that says something of the inputs (:mod:`according.intake.catalogue`): a folder that it lies in does not give it.
    """
    for path in inputs:
        if not path:
            yield Source(path, "an empty name; give a file, a folder or - for standard input")
        elif path != STDIN and os.path.isdir(path):
            yield from _folder(path, table)
        else:
            yield Source(path)


def _folder(path: str, table: str | None) -> Iterator[Source]:
    """Yield the texts of a folder, then the folders inside it that cannot be opened."""
    closed: list[OSError] = []
    found = sorted(name for name in _texts(path, closed) if table is None or os.path.abspath(name) != os.path.abspath(table))
    # A folder that cannot be opened is told as that, not as one without texts.
    if not found and not closed:
        yield Source(path, f"no texts in this folder: none of its files ends in {list_suffixes()}; name the files themselves")
    for name in found:
        yield Source(name)
    for error in closed:
        yield Source(str(error.filename or path), tell_unreadable(error))


def _texts(path: str, closed: list[OSError]) -> Iterator[str]:
    for folder, folders, names in os.walk(path, onerror=closed.append):
        # Changed in place: os.walk does not go into what is no longer there, and ".git" holds no reports.
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(folder, name)
            # A pipe or a device would be waited for: it is read only where it is named itself.
            if is_read(name) and not name.startswith(".") and _is_regular(path):
                yield path


def _is_regular(path: str) -> bool:
    """Say whether a path is an ordinary file, or one that cannot be looked at: what is wrong with that is told when it is read."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    # A name with a NUL or half a character in it is a ValueError.
    except (OSError, ValueError):
        return True


def hold_once(source: Source) -> Source:
    """
    Return an input with its bytes in it, where these can be had only once: standard input, a pipe.

    Any other input is returned as it is. Where the bytes cannot be had, the input returned says why.
    """
    # Another process finds standard input empty, and whoever reads a pipe a second time waits for ever.
    if source.refused is not None or source.data is not None or not passes(source.path):
        return source
    try:
        return replace(source, data=load_bytes(source.path))
    except InputError as error:
        return replace(source, refused=str(error))


def passes(path: str) -> bool:
    """Say whether what a path gives is gone once it is read: standard input, a pipe."""
    return path == STDIN or not _is_regular(path)


def load(source: Source) -> tuple[bytes, Extracted]:
    """
    Return the bytes of an input and what was taken out of them.

    Raises :class:`~according.errors.InputError`, whose message says what is wrong and what to do.
    """
    if source.refused is not None:
        raise InputError(source.refused)
    data = load_bytes(source.path) if source.data is None else source.data
    return data, extract(data, source.path)


def peek(source: Source) -> bytes:
    """Return the first bytes of an input, enough to tell its kind; none where it cannot be had, which is told when it is read."""
    try:
        with open_bytes(source) as file:
            return file.read(PEEK)
    except (OSError, ValueError):
        return b""


def load_bytes(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``; raises as :func:`load` does."""
    try:
        data = read_bytes(path)
    except (OSError, ValueError) as error:
        # A name with a NUL in it is a ValueError and no fault of the system's.
        raise InputError(tell_unreadable(error)) from None
    if len(data) > BYTES_MOST:
        raise InputError(f"too long: over {BYTES_MOST:,} bytes; split it into reports")
    if not data.strip():
        raise InputError("empty: no text in it; give a report with text")
    return data


def tell_unreadable(error: OSError | ValueError) -> str:
    """Return in words why a file or folder cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the name"
    if isinstance(error, PermissionError):
        return "not allowed to read it; check its permissions"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}; check the name and the disk"


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``, one more than may be at most; raises OSError or ValueError too."""
    if path == STDIN:
        # Python has no standard input where the caller has closed it.
        if sys.stdin is None:
            raise InputError("standard input is closed; pipe a text into it or name a file")
        # One byte more than may be: what is too long shows without being read to its end.
        return sys.stdin.buffer.read(BYTES_MOST + 1)
    with open(path, "rb") as file:
        return file.read(BYTES_MOST + 1)
