"""Where a file is written to: beside its place, and moved there when it is whole, so that nobody meets half a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from according.exports.exchange.form import Form, Subject


def place_file(target: str, subject: Subject, form: Form) -> Path:
    """Return where the file of a form goes: into a folder, which is made where the name ends with a slash, or to the name itself."""
    path = Path(target)
    if target.endswith(("/", os.sep)):
        path.mkdir(parents=True, exist_ok=True)
    # Several forms are CSV: those have their names in the file's.
    own = "" if form.name in form.suffix.split(".") else f"-{form.name}"
    return path / f"{subject}{own}{form.suffix}" if path.is_dir() else path


def page_beside(path: Path) -> Path:
    """Return where the page goes that explains a file."""
    return path.with_name(f"{path.name}.README.md")


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """
    Write pieces to a file that has all of them or, where something fails, is as it was before.

    A pipe or a device is written to as it is. Raises :class:`OSError`, with the file's own name, where the disk refuses.
    """
    # Through a link to the file that it means: to move another one there would cut the link.
    place = path.resolve()
    if place.exists() and not place.is_file():
        with place.open("wb") as device:
            device.writelines(pieces)
        return
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
        part.replace(place)
    except OSError as error:
        if error.filename != str(part):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        # A disk that takes no writing refuses this as well, and what failed first is told.
        with suppress(OSError):
            part.unlink()
