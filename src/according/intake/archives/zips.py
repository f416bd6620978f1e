"""ZIP archives to their members, by the list at the archive's end or, where that is lost, from one member to the next."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from according.errors import InputError
from according.intake.archives.allowance import MEMBER_LARGEST, STRIDE_BYTES, Allowance, clean_name, is_hidden, measure
from according.intake.source import Source, open_bytes
from according.intake.wishes import Wishes

# What the library raises for a member that is not what its head says.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, struct.error)
_LINK, _KIND_OF_FILE = 0o120000, 0o170000
# A member's head: flags, method, sum, size packed, size unpacked, length of its name and of what stands behind that.
_MEMBER_HEAD = struct.Struct("<4x2xHH4xLLLHH")
HEAD_MARK = b"PK\x03\x04"
_ENCRYPTED, _SIZES_BEHIND, _NAMED_IN_UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8


def expand_zip(source: Source, wishes: Wishes, wanted: Callable[[str], bool]) -> Iterator[Source]:
    """
    Yield the members with a ``wanted`` name, in the order of the archive's list.

    Links and encrypted or damaged members are inputs that say so. An archive without its list was cut: its members are looked for one
    behind the other. Raises :class:`~according.errors.InputError` for a bomb, and for a cut archive behind its last whole member.
    """
    with open_bytes(source) as file:
        allowance = source.allowance or Allowance(measure(file))
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGE:
            yield from _salvage(source, file, allowance, wanted)
            return
        with archive:
            for number, member in enumerate(archive.infolist(), 1):
                allowance.count()
                name = clean_name(member.filename, number)
                if not member.is_dir() and not is_hidden(name) and wanted(name):
                    yield _member(f"{source.path}/{name}", archive, member, allowance)


def _member(path: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance) -> Source:
    if member.flag_bits & _ENCRYPTED:
        return Source(path, refused="encrypted: its password is not asked for; unpack it first")
    if (member.external_attr >> 16) & _KIND_OF_FILE == _LINK:
        return Source(path, refused="a link to another file and not a file; passed over")
    if member.file_size > MEMBER_LARGEST:
        return Source(path, refused=f"too large: {member.file_size:,} bytes, read are up to {MEMBER_LARGEST:,}; unpack it first")
    held = bytearray()
    try:
        with archive.open(member) as opened:
            while part := opened.read(STRIDE_BYTES):
                allowance.take(len(part))
                held += part
    except InputError:
        raise
    except _DAMAGE as error:
        return Source(path, refused=f"damaged at byte {member.header_offset:,} of the archive ({error}); the other members are read")
    return Source(path, data=bytes(held), allowance=allowance)


# -- without a list ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before a member: where its bytes begin, how they are packed, and what should come out."""

    name: str
    start: int
    flags: int
    method: int
    sum: int
    packed: int


def _salvage(source: Source, file: BinaryIO, allowance: Allowance, wanted: Callable[[str], bool]) -> Iterator[Source]:
    at, number = 0, 0
    while (head := _read_head(file, at)) is not None:
        allowance.count()
        name = clean_name(head.name, number + 1)
        found = _unpack(file, head, allowance)
        if found is None:
            break
        data, at = found
        number += 1
        if not is_hidden(name) and wanted(name) and not head.name.endswith("/"):
            yield Source(f"{source.path}/{name}", data=data, allowance=allowance)
    raise InputError(f"damaged or cut at byte {at:,}: it has no list of its members; the {number:,} before that were looked at")


def _read_head(file: BinaryIO, at: int) -> _Head | None:
    file.seek(at)
    head = file.read(_MEMBER_HEAD.size)
    if len(head) < _MEMBER_HEAD.size or not head.startswith(HEAD_MARK):
        return None
    flags, method, total, packed, _, name, more = _MEMBER_HEAD.unpack(head)
    words = file.read(name)
    called = words.decode("utf-8" if flags & _NAMED_IN_UTF8 else "cp437", "replace")
    return _Head(called, at + _MEMBER_HEAD.size + name + more, flags, method, total, packed)


def _unpack(file: BinaryIO, head: _Head, allowance: Allowance) -> tuple[bytes, int] | None:
    """Return a member's bytes and where the next one begins; ``None`` where it is cut, damaged or packed in another way."""
    file.seek(head.start)
    if head.flags & _ENCRYPTED:
        return None
    if head.method == _STORED and not head.flags & _SIZES_BEHIND and head.packed <= MEMBER_LARGEST:
        data = file.read(head.packed)
        allowance.take(len(data))
        return (data, head.start + head.packed) if len(data) == head.packed and zlib.crc32(data) == head.sum else None
    return _inflate(file, head, allowance) if head.method == _DEFLATED else None


def _inflate(file: BinaryIO, head: _Head, allowance: Allowance) -> tuple[bytes, int] | None:
    engine, held, read = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), 0
    try:
        while not engine.eof and len(held) <= MEMBER_LARGEST:
            waiting = engine.unconsumed_tail or file.read(STRIDE_BYTES)
            if not waiting:
                return None
            read += 0 if engine.unconsumed_tail else len(waiting)
            part = engine.decompress(waiting, STRIDE_BYTES)
            allowance.take(len(part))
            held += part
    except zlib.error:
        return None
    end = head.start + read - len(engine.unused_data)
    if not head.flags & _SIZES_BEHIND:
        return (bytes(held), end) if engine.eof and zlib.crc32(held) == head.sum else None
    # Sum and sizes stand behind the bytes, with a mark before them or without.
    file.seek(end)
    behind = file.read(16)
    marked = behind.startswith(b"PK\x07\x08")
    total = int.from_bytes(behind[4:8] if marked else behind[:4], "little")
    return (bytes(held), end + (16 if marked else 12)) if engine.eof and zlib.crc32(held) == total else None
