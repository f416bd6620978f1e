"""
The records of a WARC, one at a time, each with the offset at which it begins in the file.

The library that reads WARCs (warcio) takes a file that is cut or damaged for a whole one and ends without a word. So the records are cut
here, by the lengths that they give, and the library is given each by itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from according.intake.archives.allowance import STRIDE_BYTES, Allowance
from according.intake.archives.packing import GZIP
from according.intake.source import Part

# In bytes: a line of a head, and what is kept of a record's block.
_HEAD_LINE_LONGEST = 1 << 16
HEAD_LINES_MOST = 200
BLOCK_LARGEST = 64 << 20
WARC_MARK = b"WARC/"


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """
    A record: where it begins, what its head says (names in small letters), and its block; ``None`` for one that is too large.

    From one that stands ``apart`` the file can be read on: where it is packed, a member of it begins with the record.
    """

    offset: int
    head: Mapping[str, str]
    block: bytes | None
    apart: bool = True


class Damage(Exception):
    """The file is cut or damaged in the record that begins at an offset."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(f"damaged or cut in the record at byte {offset:,} ({what})")


def cut_records(file: BinaryIO, allowance: Allowance, part: Part | None = None) -> Iterator[WarcRecord]:
    """
    Yield the records, or those that begin in a part of the file.

    Raises :class:`Damage` where one is not whole, and :class:`~according.errors.InputError` for a bomb.
    """
    stream = _Stream(file, allowance, 0 if part is None else part.first)
    while (begun := stream.begin()) is not None and (part is None or begun < part.last):
        apart, line = stream.is_apart, stream.read_line(begun)
        # Two line ends stand behind each block.
        if not line.strip():
            continue
        if not line.startswith(WARC_MARK):
            raise Damage(begun, "no record begins there")
        head = _read_head(stream, begun)
        if not head.get("content-length", "").isdigit():
            raise Damage(begun, "its head gives no length")
        yield WarcRecord(begun, head, _read_block(stream, begun, int(head["content-length"])), apart)


def _read_head(stream: _Stream, begun: int) -> dict[str, str]:
    head: dict[str, str] = {}
    for _ in range(HEAD_LINES_MOST):
        line = stream.read_line(begun).decode("utf-8", "replace")
        if not line.strip():
            return head
        name, _, value = line.partition(":")
        head.setdefault(name.strip().casefold(), value.strip())
    raise Damage(begun, "its head does not end")


def _read_block(stream: _Stream, begun: int, length: int) -> bytes | None:
    kept, left = bytearray(), length
    while left:
        part = stream.read(min(left, STRIDE_BYTES))
        if not part:
            raise Damage(begun, f"{length - left:,} of its {length:,} bytes are there")
        left -= len(part)
        if length <= BLOCK_LARGEST:
            kept += part
    return bytes(kept) if length <= BLOCK_LARGEST else None


class _Stream:
    """A file's bytes, those of a file packed member by member as they come out; a member is unpacked no sooner than it is asked for."""

    def __init__(self, file: BinaryIO, allowance: Allowance, first: int) -> None:
        self.file, self.allowance = file, allowance
        self.packed = file.read(len(GZIP)) == GZIP
        file.seek(first)
        self.out, self.waiting = bytearray(), b""
        self.engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        # Where the member begins whose bytes come out; how far what came out was taken, in a plain file from its beginning; and how far
        # when the member began.
        self.member = self.at = self.opened = first
        self.begun = False

    def begin(self) -> int | None:
        """Return where the next record begins, in a packed file where its member does; ``None`` at the end of the file."""
        if not self.out and not self._fill(self.member):
            return None
        return self.member if self.packed else self.at

    @property
    def is_apart(self) -> bool:
        """Whether a reader can begin here: in a plain file anywhere, in a packed one where nothing of the member was taken yet."""
        return not self.packed or self.at == self.opened

    def read_line(self, begun: int) -> bytes:
        """Return a line with its end; ``begun`` is where the record begins."""
        while (end := self.out.find(b"\n")) < 0:
            if len(self.out) > _HEAD_LINE_LONGEST:
                raise Damage(begun, "a line of its head does not end")
            if not self._fill(begun):
                raise Damage(begun, "its head is cut")
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """Return the next bytes, at most so many; none at the end of the file."""
        return self._take(size) if self.out or self._fill(self.member) else b""

    def _take(self, size: int) -> bytes:
        data = bytes(self.out[:size])
        del self.out[:size]
        self.at += len(data)
        return data

    def _fill(self, begun: int) -> bool:
        """Take in some more bytes; say whether there were any."""
        if not self.packed:
            part = self.file.read(STRIDE_BYTES)
            self.out += part
            return bool(part)
        while True:
            if self.engine.eof:
                self.waiting, self.engine, self.begun = self.engine.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16), False
            if not self.waiting and not (part := self.file.read(STRIDE_BYTES)):
                if self.begun:
                    raise Damage(self.member, "what it is packed in ends too early")
                return False
            self.waiting = self.waiting or part
            if not self.begun:
                self.member, self.begun = self.file.tell() - len(self.waiting), True
                self.opened = self.at + len(self.out)
            try:
                part = self.engine.decompress(self.waiting, STRIDE_BYTES)
            except zlib.error as error:
                raise Damage(self.member, str(error)) from None
            self.waiting = self.engine.unconsumed_tail
            self.allowance.take(len(part))
            self.out += part
            if part:
                return True
