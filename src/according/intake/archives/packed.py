"""One file packed by gzip, bzip2 or xz to that file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from according.errors import InputError
from according.intake.archives.allowance import MEMBER_LARGEST, STRIDE_BYTES, Allowance, measure
from according.intake.archives.packing import STREAM_DAMAGE, Unpacked
from according.intake.source import Source, open_bytes
from according.intake.wishes import Wishes

PACKED_SUFFIXES = (".gz", ".bz2", ".xz")


def expand_packed(source: Source, wishes: Wishes) -> Iterator[Source]:
    """
    Yield the file, by its name without the packer's suffix.

    Where the stream is cut or damaged its whole lines before that are yielded, and :class:`~according.errors.InputError` is raised behind
    them: half a line could hold half a number.
    """
    name = PurePath(source.path).name
    name = name[: name.rfind(".")] if name.lower().endswith(PACKED_SUFFIXES) else name
    held = bytearray()
    damage: str | None = None
    with open_bytes(source) as file:
        stream = Unpacked(file, source.allowance or Allowance(measure(file)))
        try:
            while len(held) <= MEMBER_LARGEST and (part := stream.read(STRIDE_BYTES)):
                held += part
        except STREAM_DAMAGE as error:
            damage = f"damaged or cut behind byte {len(held):,} of what comes out of it ({error}); the lines before were read"
    if len(held) > MEMBER_LARGEST:
        raise InputError(f"too large: over {MEMBER_LARGEST:,} bytes come out of it; unpack it first")
    if damage is not None:
        del held[held.rfind(b"\n") + 1 :]
    if held or damage is None:
        yield Source(f"{source.path}/{name}", data=bytes(held), facts=source.facts, allowance=stream.allowance)
    if damage is not None:
        raise InputError(damage)
