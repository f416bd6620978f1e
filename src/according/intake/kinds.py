"""
The kinds of input: by what suffix and first bytes each is known, and what takes its text out.

A new kind is one file with a function from bytes to text, and one row here: folders then give its files, and help and docs name its suffix.
A kind that is known and not read yet has no such function, but says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from according.errors import InputError
from according.intake.decode import decode


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of input.

    ``signatures`` are first bytes that no other kind has. ``extract`` raises :class:`~according.errors.InputError` for bytes that are not
    what they seem; it is ``None`` where the kind is not read, and ``advice`` says what to do instead.
    """

    name: str
    suffixes: tuple[str, ...]
    signatures: tuple[bytes, ...] = ()
    extract: Callable[[bytes], str] | None = None
    advice: str = ""


# A file is of the first kind whose signature it begins with, else of that of its suffix, else plain text.
KINDS: tuple[Kind, ...] = (
    Kind("plain text", (".txt",), extract=decode),
    Kind("Markdown", (".md", ".markdown"), extract=decode),
    Kind("a PDF", (".pdf",), (b"%PDF-",), advice="save its text first"),
    Kind("a ZIP archive or an office document", (".zip", ".docx", ".odt", ".xlsx"), (b"PK\x03\x04",), advice="save its text first"),
    Kind("a gzip archive", (".gz",), (b"\x1f\x8b",), advice="unpack it first"),
    Kind("a picture", (".png", ".jpg", ".jpeg", ".gif"), (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), advice="give the text"),
    Kind("a program", (), (b"\x7fELF",), advice="give the text"),
)
# The suffixes of what is read: a folder gives the files that have one.
SUFFIXES: tuple[str, ...] = tuple(suffix for kind in KINDS if kind.extract is not None for suffix in kind.suffixes)


def kind_of(data: bytes, path: str | None = None) -> Kind:
    """Return the kind of an input, by its first bytes and by its path where there is one."""
    for kind in KINDS:
        if kind.signatures and data.startswith(kind.signatures):
            return kind
    named = (kind for kind in KINDS if kind.extract is not None and path is not None and path.lower().endswith(kind.suffixes))
    return next(named, KINDS[0])


def extract_text(data: bytes, path: str | None = None) -> str:
    """Return the text of an input; raises :class:`~according.errors.InputError` for a kind that is not read, and for what is no text."""
    kind = kind_of(data, path)
    if kind.extract is None:
        raise InputError(f"not a text but {kind.name}; {kind.advice}")
    return kind.extract(data)


def list_suffixes() -> str:
    """Return the suffixes of what is read, in words: ".txt, .md and .markdown"."""
    return f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"
