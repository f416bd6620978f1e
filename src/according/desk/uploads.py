"""
What a form sends, taken in as it comes: its fields whole, its files up to what one may send.

Too much is not an error that loses the form: what is over the limits is read to its end and thrown away, and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from according.errors import RequestError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# In bytes; of files together, of one field, and of all that is read to its end before the connection is ended.
FILES_LONGEST, FIELD_LONGEST, BODY_LONGEST = 50_000_000, 40_000_000, 1_000_000_000
FILES_MOST = 500
# Fields of a form here are a few.
_FIELDS_MOST = 50


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name without folders, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Sent:
    """A form as sent: its fields as typed, its files, and what of it was not taken, in words."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return a field, without blanks around it; nothing where it was not sent."""
        return self.fields.get(name, "").strip()


async def receive_form(request: Request) -> Sent:
    """Return what a form sends, with or without files; raises RequestError for what is no form."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        form = await request.form(max_fields=_FIELDS_MOST)
        return Sent({name: value for name, value in form.items() if isinstance(value, str)})
    taking = _Taking()
    read = 0
    try:
        parser = MultipartParser(options[b"boundary"], taking.callbacks())
        async for piece in request.stream():
            read += len(piece)
            if read > BODY_LONGEST:
                raise RequestError("files", f"more than {BODY_LONGEST // 1_000_000:,} MB were sent; nothing of it was read")
            parser.write(piece)
        parser.finalize()
    except FormParserError:
        raise RequestError("files", "the form came damaged; send it again") from None
    return taking.sent


class _Taking:
    """Takes the parts of a form one after another."""

    def __init__(self) -> None:
        self.sent = Sent()
        self._header = self._value = b""
        self._disposition: dict[bytes, bytes] = {}
        self._data = bytearray()
        self._over = False
        self._files = self._taken = 0

    def callbacks(self) -> MultipartCallbacks:
        """Return what the parser is to call."""
        return {
            "on_part_begin": self._begin, "on_header_field": self._name, "on_header_value": self._take_value,
            "on_header_end": self._end_header, "on_part_data": self._take, "on_part_end": self._end,
        }  # fmt: skip

    def _begin(self) -> None:
        self._disposition, self._over = {}, False
        self._data = bytearray()

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = parse_options_header(self._value)[1]
        self._header = self._value = b""

    def _take(self, data: bytes, start: int, end: int) -> None:
        held = len(self._data) + end - start
        is_file = b"filename" in self._disposition
        if self._over or held > (FILES_LONGEST - self._taken if is_file else FIELD_LONGEST):
            self._over = True
            self._data.clear()
        else:
            self._data += data[start:end]

    def _end(self) -> None:
        name = self._disposition.get(b"name", b"").decode("utf8", "replace")
        if b"filename" in self._disposition:
            self._end_file(_plain_name(self._disposition[b"filename"]))
        elif self._over:
            self.sent.told.append(f"{name}: longer than {FIELD_LONGEST // 1_000_000} MB; send it as a file, in parts")
        elif len(self.sent.fields) < _FIELDS_MOST:
            # A browser ends lines with CRLF in what it sends, whatever was typed or pasted.
            self.sent.fields[name] = self._data.decode("utf8", "replace").replace("\r\n", "\n")

    def _end_file(self, name: str) -> None:
        # A form without a chosen file sends one without a name.
        if not name and not self._data:
            return
        self._files += 1
        if self._files > FILES_MOST:
            if self._files == FILES_MOST + 1:
                self.sent.told.append(f"more than {FILES_MOST} files: only the first {FILES_MOST} are taken; send the rest after them")
        elif self._over:
            most = FILES_LONGEST // 1_000_000
            self.sent.told.append(f"{name}: not taken, for all files together may have {most} MB; send it alone, or run `according add`")
        else:
            self._taken += len(self._data)
            self.sent.files.append(Upload(name or "file", bytes(self._data)))


def _plain_name(name: bytes) -> str:
    """Return a file's name without its folders, with either kind of slash."""
    return name.decode("utf8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
