"""
Office documents as packages: ZIP archives of XML files, opened within bounds and read without anything from outside.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from according.errors import InputError

# In bytes, all files of a package that are read. A report of the longest text takes a fifth; what unpacks to more is made to.
UNPACKED_MOST = 200_000_000
# In files; a long report with a thousand pictures has fewer.
FILES_MOST = 20_000
_STEP = 1 << 20


class Package:
    """An open package; raises :class:`~according.errors.InputError` where it is damaged, locked or unpacks to too much."""

    def __init__(self, data: bytes, what: str) -> None:
        self.what = what
        self.left = UNPACKED_MOST
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise InputError(f"{what} that is damaged ({error}); get it again, or save its text and give that") from None
        if len(self.zip.namelist()) > FILES_MOST:
            raise InputError(f"{what} of {len(self.zip.namelist()):,} files, read are up to {FILES_MOST:,}; save its text and give that")

    def read(self, name: str) -> bytes | None:
        """Return a file of the package; ``None`` where it has no such file."""
        try:
            # By what comes out of it: the size that the archive says it has may be a lie.
            with self.zip.open(name) as file:
                held = bytearray()
                while step := file.read(_STEP):
                    held += step
                    self.left -= len(step)
                    if self.left < 0:
                        raise InputError(f"{self.what} that unpacks to over {UNPACKED_MOST:,} bytes; save its text and give that")
                return bytes(held)
        except KeyError:
            return None
        except RuntimeError:
            raise InputError(f"{self.what} that is locked with a password; save it without one and give that") from None
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise InputError(f"{self.what} that is damaged at {name} ({error}); get it again, or save its text and give that") from None

    def parse(self, name: str) -> Any | None:
        """Return the root of an XML file of the package; ``None`` where it has no such file."""
        data = self.read(name)
        return None if data is None else parse_xml(data, f"{self.what}: {name}")


def parse_xml(data: bytes, what: str) -> Any:
    """
    Return the root of an XML document; nothing outside it is read, and no entity of its own is put in.

    Raises :class:`~according.errors.InputError` where it is damaged or declares entities, which no office program writes.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{what} is damaged ({str(error)[:100]}); get it again, or save its text and give that") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(f"{what} declares entities, which no office program writes; save its text and give that")
    return root


def local(element: Any) -> str:
    """Return an element's name without its namespace: two standards name the same elements in different ones."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute by its name without its namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
