"""
The kinds of input: by what first bytes or suffix each is known, and what takes its text out.

A new kind is one file with a function from bytes to :class:`~according.intake.extracted.Extracted`, and one row here: folders then give
its files, and the help of the commands names its suffixes. A kind that holds many reports has a function from the input to its members
instead (:mod:`according.intake.unpacking`). A kind that is known and not read yet has neither, but says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from according.errors import InputError
from according.intake.archives.gkg import expand_gkg, is_gkg
from according.intake.archives.packed import PACKED_SUFFIXES, expand_packed
from according.intake.archives.packing import BZIP2, GZIP, XZ
from according.intake.archives.tars import expand_tar, is_tar
from according.intake.archives.warcs import expand_warc, is_warc
from according.intake.archives.zips import expand_zip
from according.intake.decode import decode
from according.intake.documents import readers, signs
from according.intake.extracted import Extracted
from according.intake.source import Source
from according.intake.tables.expanding import expand_delimited, expand_json, expand_parquet, expand_workbook
from according.intake.tables.workbooks import is_workbook
from according.intake.web.kind import begins_page, read_page
from according.intake.wishes import Wishes

# Of an input's bytes so many are looked at to tell its kind.
PEEK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of input.

    ``signatures`` are first bytes that no other kind has; ``fits`` is a test of the bytes where these do not tell. ``suffixes`` are those
    of a kind that is read. ``extract`` takes one report out of the bytes; ``expand`` gives the members of an input that holds many. Both
    raise :class:`~according.errors.InputError` for bytes that are not what they seem. Where both are ``None`` the kind is not read, and
    ``advice`` says what to do instead. ``fits`` may be given the first :data:`PEEK` bytes alone.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    signatures: tuple[bytes, ...] = ()
    extract: Callable[[bytes], Extracted] | None = None
    advice: str = ""
    fits: Callable[[bytes], bool] | None = None
    expand: Callable[[Source, Wishes], Iterator[Source]] | None = None

    def begins(self, data: bytes) -> bool:
        """Say whether bytes begin as this kind does."""
        return data.startswith(self.signatures) or (self.fits is not None and self.fits(data))


def read_plain(data: bytes) -> Extracted:
    """Return the text of bytes that are nothing but text."""
    return Extracted(decode(data))


def is_read(name: str) -> bool:
    """Say whether a file of this name is read where it is not named itself: in a folder, in an archive."""
    return name.lower().endswith(FOLDER_SUFFIXES)


# A file is of the first kind that it begins as, else of that of its suffix, else plain text.
INPUT_KINDS: tuple[Kind, ...] = (
    # Also what an input is taken for where neither its bytes nor its name tell its kind.
    Kind("plain text", (".txt",), extract=read_plain),
    Kind("Markdown", (".md", ".markdown"), extract=read_plain),
    # What is not read is known by its bytes alone: a file called "report.pdf" that begins as no PDF does is a text.
    Kind("a web page", (".html", ".htm", ".xhtml", ".mhtml", ".mht"), extract=read_page, fits=begins_page),
    Kind("a PDF", (".pdf",), extract=readers.read_pdf, fits=signs.begins_pdf),
    # Office documents are ZIP archives, which begin with the same bytes: they come first.
    Kind("a Word document", (".docx", ".docm", ".dotx"), extract=readers.read_docx, fits=signs.begins_docx),
    Kind("an OpenDocument text", (".odt", ".ott"), extract=readers.read_odt, fits=signs.begins_odt),
    Kind("an electronic book", (".epub",), extract=readers.read_epub, fits=signs.begins_epub),
    Kind("an RTF document", (".rtf",), (b"{\\rtf",), extract=readers.read_rtf),
    Kind("a letter with attachments", (), expand=readers.open_letter, fits=signs.has_attachments),
    Kind("a letter", (".eml",), extract=readers.read_letter, fits=signs.is_letter),
    Kind("a mailbox", (".mbox",), expand=readers.open_mailbox, fits=signs.is_mailbox),
    Kind("a Telegram export", expand=readers.open_telegram, fits=signs.is_telegram),
    Kind("a Slack export", expand=readers.open_slack_archive, fits=signs.is_slack_archive),
    Kind("a day of a Slack export", expand=readers.open_slack_day, fits=signs.is_slack_day),
    Kind("an old or locked office document", signatures=(b"\xd0\xcf\x11\xe0",), advice="save it as .docx without a password"),
    # By their names alone: what their first bytes show is a text.
    Kind("a table (CSV)", (".csv", ".tsv"), expand=expand_delimited),
    Kind("a table (JSON)", (".jsonl", ".ndjson", ".json"), expand=expand_json),
    Kind("a Parquet file", (".parquet",), (b"PAR1",), expand=expand_parquet),
    Kind("a spreadsheet", (".xlsx",), expand=expand_workbook, fits=is_workbook),
    Kind("a list of addresses (GDELT GKG)", expand=expand_gkg, fits=is_gkg),
    Kind("a ZIP archive", (".zip",), (b"PK\x03\x04", b"PK\x05\x06"), expand=partial(expand_zip, wanted=is_read)),
    # What is packed is known by what comes out of it.
    Kind("a web archive", (".warc", ".warc.gz"), expand=expand_warc, fits=is_warc),
    Kind("a tar archive", (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), expand=partial(expand_tar, wanted=is_read), fits=is_tar),
    Kind("a packed file", PACKED_SUFFIXES, (GZIP, BZIP2, XZ), expand=expand_packed),
    Kind("a picture", signatures=(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), advice="give the text"),
    Kind("a program", signatures=(b"\x7fELF",), advice="give the text"),
)
# The suffixes of what is read.
INPUT_SUFFIXES: tuple[str, ...] = tuple(suffix for kind in INPUT_KINDS for suffix in kind.suffixes)
# In a folder, ".json" is mostly a program's settings or notes on the file beside it: such a file is read where it is named.
FOLDER_SUFFIXES: tuple[str, ...] = tuple(suffix for suffix in INPUT_SUFFIXES if suffix != ".json")


def kind_of(data: bytes, path: str | None = None) -> Kind:
    """Return the kind of an input, by its first bytes and by its path where there is one."""
    # The bytes count before the name: a PDF that is called "report.txt" is no text.
    for kind in INPUT_KINDS:
        if kind.begins(data):
            return kind
    named = (kind for kind in INPUT_KINDS if path is not None and path.lower().endswith(kind.suffixes))
    return next(named, INPUT_KINDS[0])


def extract(data: bytes, path: str | None = None) -> Extracted:
    """
    Take the text out of an input, with what the file says of it.

    Raises :class:`~according.errors.InputError` for a kind that is not read, and for what is no text.
    """
    kind = kind_of(data, path)
    # An archive too: what holds many reports is unpacked before it comes here.
    if kind.extract is None:
        raise InputError(f"not a text but {kind.name}; {kind.advice or 'give the reports in it'}")
    return kind.extract(data)


def list_suffixes() -> str:
    """Return the suffixes of what a folder gives, in words: ".txt, .md and .markdown"."""
    return f"{', '.join(FOLDER_SUFFIXES[:-1])} and {FOLDER_SUFFIXES[-1]}"
