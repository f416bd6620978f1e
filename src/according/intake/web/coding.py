"""Bodies that came packed (gzip, deflate, brotli), unpacked as they stream in and never beyond a bound."""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Iterable
from typing import Protocol

from according.errors import InputError

# Unpacked in pieces of this many bytes: what a bomb holds is counted before it is kept.
PIECE = 65_536


class _Unpacker(Protocol):
    """Gives what is in packed bytes, at most about ``most`` bytes a call; more may be waiting."""

    def unpack(self, data: bytes, most: int) -> bytes: ...

    @property
    def waiting(self) -> bool: ...

    @property
    def ended(self) -> bool: ...


class _Zlib:
    """gzip, or deflate with or without its two bytes of head: servers send both under one name."""

    def __init__(self, coding: str) -> None:
        self._coding = coding
        self._stream = zlib.decompressobj(31) if coding == "gzip" else None
        self._tail = b""

    def unpack(self, data: bytes, most: int) -> bytes:
        data = self._tail + data
        if self._stream is None:
            # RFC 1950: the first byte of a head has method 8, and both together are a multiple of 31.
            headed = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._stream = zlib.decompressobj(15 if headed else -15)
        found = self._stream.decompress(data, most)
        self._tail = self._stream.unconsumed_tail
        return found

    @property
    def waiting(self) -> bool:
        return bool(self._tail)

    @property
    def ended(self) -> bool:
        return self._stream is not None and self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()

    def unpack(self, data: bytes, most: int) -> bytes:
        return bytes(self._stream.process(data, output_buffer_limit=most))

    @property
    def waiting(self) -> bool:
        return not self._stream.can_accept_more_data()

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())


def codings() -> str:
    """Return the codings that can be unpacked here, as a request names them."""
    return "gzip, deflate" + (", br" if importlib.util.find_spec("brotli") else "")


def unpack(pieces: Iterable[bytes], coding: str, most: int) -> bytes:
    """
    Return a body's bytes, unpacked.

    ``coding`` is the header's ``Content-Encoding``. Raises :class:`~according.errors.InputError` for one that is not known, for more than
    ``most`` bytes packed or unpacked, and for a body that is damaged or cut.
    """
    unpacker = _unpacker(coding.strip().lower())
    held = bytearray()
    packed = 0
    for piece in pieces:
        packed += len(piece)
        if packed > most:
            raise InputError(f"longer than {most:,} bytes; save what you need of it and give the file")
        if unpacker is None:
            held += piece
        else:
            _unpack_into(held, unpacker, piece, most)
    if unpacker is not None and packed and not unpacker.ended:
        raise InputError(f"its body ({coding}) is cut off after {packed:,} bytes; try again later")
    return bytes(held)


def _unpack_into(held: bytearray, unpacker: _Unpacker, piece: bytes, most: int) -> None:
    errors = _errors()
    try:
        while not unpacker.ended:
            held += unpacker.unpack(piece, PIECE)
            piece = b""
            if len(held) > most:
                raise InputError(f"unpacked it is longer than {most:,} bytes: no report, or a bomb; it is left alone")
            if not unpacker.waiting:
                return
    except errors as error:
        raise InputError(f"its body is damaged ({error}); try again later") from None


def _unpacker(coding: str) -> _Unpacker | None:
    if coding in ("", "identity"):
        return None
    if coding in ("gzip", "x-gzip", "deflate"):
        return _Zlib("deflate" if coding == "deflate" else "gzip")
    if coding == "br" and importlib.util.find_spec("brotli"):
        return _Brotli()
    raise InputError(f"its body is packed as {coding[:60]!r}, which was not asked for; save the page and give the file")


def _errors() -> tuple[type[Exception], ...]:
    if not importlib.util.find_spec("brotli"):
        return (zlib.error,)
    import brotli

    return (zlib.error, brotli.error)
