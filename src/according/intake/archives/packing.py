"""Streams packed by gzip, bzip2 or xz: how they begin, and what comes out of them."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from typing import BinaryIO, Protocol, cast

from according.intake.archives.allowance import Allowance

# What each begins with.
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
# What the libraries raise where a stream is damaged (gzip and bzip2 raise OSError) or ends too early.
STREAM_DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError)
_BEGUN = 1_024


def begin_unpacked(data: bytes) -> bytes:
    """Return the first bytes that come out of packed ones, as many as their beginning gives; of others these themselves."""
    try:
        if data.startswith(GZIP):
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _BEGUN)
        if data.startswith(BZIP2):
            return bz2.BZ2Decompressor().decompress(data, _BEGUN)
        return lzma.LZMADecompressor().decompress(data, _BEGUN) if data.startswith(XZ) else data[:_BEGUN]
    except STREAM_DAMAGE:
        return b""


class Unpacked:
    """
    What comes out of a file that is packed, or the file itself, within what it may unpack to.

    What came out before a damage is read first, and the damage is raised behind it.
    """

    def __init__(self, file: BinaryIO, allowance: Allowance) -> None:
        self.allowance = allowance
        self.read_so_far = 0
        self._stream = _open(file)
        self._damage: Exception | None = None

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer only at the end; raises one of :data:`STREAM_DAMAGE` where the stream is cut or damaged."""
        data = bytearray()
        while len(data) < size and self._damage is None:
            try:
                part = self._stream.read1(size - len(data))
            except STREAM_DAMAGE as error:
                self._damage = error
                break
            if not part:
                break
            data += part
        if self._damage is not None and not data:
            raise self._damage
        self.read_so_far += len(data)
        self.allowance.take(len(data))
        return bytes(data)


class _Stream(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def _open(file: BinaryIO) -> _Stream:
    begun = file.read(len(XZ))
    file.seek(0)
    if begun.startswith(GZIP):
        return gzip.GzipFile(fileobj=file)
    if begun.startswith(BZIP2):
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if begun.startswith(XZ) else cast(_Stream, file)
