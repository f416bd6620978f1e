"""Tar archives to their members, packed or not, read as a stream from front to end."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Self, cast

from according.errors import InputError
from according.intake.archives.allowance import MEMBER_LARGEST, Allowance, clean_name, is_hidden, measure
from according.intake.archives.packing import STREAM_DAMAGE, Unpacked, begin_unpacked
from according.intake.source import Source, open_bytes
from according.intake.wishes import Wishes

# Where the head of a member says that it is one.
_MARK_AT, _TAR_MARK = 257, b"ustar"

_BEHIND = " of what comes out of it; the {:,} members before were looked at"


def is_tar(data: bytes) -> bool:
    """Say whether bytes begin as a tar archive does, packed or not."""
    return begin_unpacked(data)[_MARK_AT : _MARK_AT + len(_TAR_MARK)] == _TAR_MARK


def expand_tar(source: Source, wishes: Wishes, wanted: Callable[[str], bool]) -> Iterator[Source]:
    """
    Yield the members with a ``wanted`` name.

    Links, devices and the like are inputs that say so. Raises :class:`~according.errors.InputError` for a bomb, and behind what came before
    where the archive is damaged or ends without its mark: the library takes one that was cut between two members for a whole one.
    """
    with open_bytes(source) as file:
        stream = Unpacked(file, source.allowance or Allowance(measure(file)))
        number = 0
        try:
            with tarfile.open(fileobj=cast(Any, stream), mode="r|", tarinfo=_Header, errors="replace") as archive:
                while (member := archive.next()) is not None:
                    # The library keeps every member that it has met.
                    archive.members.clear()  # type: ignore[attr-defined]
                    stream.allowance.count()
                    name = clean_name(member.name, number + 1)
                    if not member.isdir() and not is_hidden(name) and wanted(name):
                        yield replace(_member(f"{source.path}/{name}", archive, member), allowance=stream.allowance)
                    number += 1
                ended, offset = getattr(archive, "ended", False), archive.offset
        except (tarfile.TarError, *STREAM_DAMAGE) as error:
            # In a packed file it would be the offset of one of the packer's blocks.
            raise InputError(f"damaged or cut behind byte {stream.read_so_far:,}{_BEHIND.format(number)} ({error})") from None
        if not ended:
            raise InputError(f"damaged or cut at byte {offset:,}{_BEHIND.format(number)}")


def _member(path: str, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Source:
    if not member.isreg() or member.issparse():
        return Source(path, refused="no plain file but a link, a device or the like; passed over")
    if member.size > MEMBER_LARGEST:
        return Source(path, refused=f"too large: {member.size:,} bytes, read are up to {MEMBER_LARGEST:,}; unpack it first")
    opened = archive.extractfile(member)
    assert opened is not None
    return Source(path, data=opened.read())


class _Header(tarfile.TarInfo):
    """The head of a member, which tells its archive where the mark of its end was met."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """Return the next head."""
        try:
            return super().fromtarfile(tarfile)
        except EOFHeaderError:
            tarfile.ended = True  # type: ignore[attr-defined]
            raise


# The library says by this that it has met the blocks of noughts with which an archive ends.
EOFHeaderError: type[Exception] = tarfile.EOFHeaderError  # type: ignore[attr-defined]
