"""How much an archive may hold, and what its members may be called."""

from __future__ import annotations

import re
from typing import BinaryIO

from according.errors import InputError

# In bytes: so much of a member is held, for a table or an archive may be one. A single text may be shorter only.
MEMBER_LARGEST = 256 << 20
MEMBERS_MOST = 1_000_000
# Texts are packed to a tenth, lists of the same few words to a fiftieth; nothing that somebody wrote is packed to less than this.
TIMES_MOST = 200
# In bytes: below this nothing is a bomb, however well it is packed.
UNPACKED_FREELY = 64 << 20
# What is read at a time.
STRIDE_BYTES = 1 << 20

_SEVERAL = re.compile(r"/{2,}")


class Allowance:
    """
    What an archive may still unpack to, together with all archives inside it.

    ``packed`` is the size of the outermost of them, in bytes.
    """

    def __init__(self, packed: int) -> None:
        self.packed = packed
        self.unpacked = self.members = 0

    def take(self, size: int) -> None:
        """Take in that so many bytes came out; raises :class:`~according.errors.InputError` where they are more than anybody packs."""
        self.unpacked += size
        if self.unpacked > UNPACKED_FREELY and self.unpacked > TIMES_MOST * self.packed:
            what = f"over {TIMES_MOST} times its {self.packed:,} bytes come out of it, as of a bomb; nothing more of it is read"
            raise InputError(what)

    def count(self) -> None:
        """Take in that there is another member; raises as :meth:`take` does."""
        self.members += 1
        if self.members > MEMBERS_MOST:
            raise InputError(f"over {MEMBERS_MOST:,} members; nothing more of it is read")


def measure(file: BinaryIO) -> int:
    """Return a file's size in bytes and leave it at its beginning."""
    size = file.seek(0, 2)
    file.seek(0)
    return size


def clean_name(name: str, number: int) -> str:
    """
    Return what a member is called: its path inside the archive, and nothing that leads out of it or cannot be shown.

    Members are never written to the disk, but their names are shown and filed. ``number`` is the member's place, for one without a name.
    """
    name = "".join(char if char.isprintable() else "\ufffd" for char in name.replace("\\", "/"))
    parts = [part for part in _SEVERAL.sub("/", name).split("/") if part not in ("", ".", "..")]
    # "C:" of a path on Windows.
    parts = parts[1:] if parts and re.fullmatch("[A-Za-z]:", parts[0]) else parts
    return "/".join(parts) or f"member {number}"


def is_hidden(name: str) -> bool:
    """Say whether a member is none of its packer's own: hidden, or what macOS packs beside each file."""
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
