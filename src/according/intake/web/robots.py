"""
Robots files: what a host asks programs to leave alone, and how slowly to come (RFC 9309).

A host without such a file (any 4xx) asks for nothing. One whose file cannot be had now (5xx, no connection) is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from according.errors import InputError
from according.intake.web.addresses import Address

if TYPE_CHECKING:
    from protego import Protego

# The name by which a robots file can speak to this program.
ROBOTS_NAME = "according"
# RFC 9309: so much has to be read at least; what stands behind it is not.
ROBOTS_LONGEST = 500 * 1024
# Asked to wait longer than this between two pages, a run would stand still.
CRAWL_DELAY_LONGEST = 60.0
# Too many requests: the host answers, and asks to be left alone.
TOO_MANY_REQUESTS = 429


@dataclass(slots=True)
class Robots:
    """
    The robots files of hosts, each had once.

    ``get`` returns the status and the bytes of an address; it raises :class:`~according.errors.InputError` where there is no answer.
    """

    get: Callable[[Address], tuple[int, bytes]]
    _held: dict[str, Protego | str] = field(default_factory=dict)

    def has(self, address: Address) -> bool:
        """Say whether the robots file of an address's host was asked for already."""
        return address.site in self._held

    def check(self, address: Address) -> float | None:
        """
        Return the delay in seconds that a host asks for between pages; ``None`` where it asks for none.

        Raises :class:`~according.errors.InputError` where its robots file forbids the page, cannot be had, or asks for too long a delay.
        """
        file = self._held.get(address.site)
        if file is None:
            file = self._held[address.site] = self._read(address)
        if isinstance(file, str):
            raise InputError(f"{address.shown}: not fetched: {file}; try again later, or save the page and give the file")
        if not file.can_fetch(address.url, ROBOTS_NAME):
            raise InputError(f"{address.shown}: not fetched: the site's robots.txt forbids it; open the page, save it and give the file")
        delay = file.crawl_delay(ROBOTS_NAME)
        if delay is not None and delay > CRAWL_DELAY_LONGEST:
            asked = f"the site's robots.txt asks for {delay:,.0f} s between pages"
            raise InputError(f"{address.shown}: not fetched: {asked}; save the page and give the file")
        return delay

    def _read(self, address: Address) -> Protego | str:
        """Return a host's robots file, or why it cannot be had."""
        from protego import Protego

        try:
            status, data = self.get(Address(address.scheme, address.host, address.port, "/robots.txt"))
        except InputError as error:
            return f"its site's robots.txt cannot be had ({error})"
        if status >= 500 or status == TOO_MANY_REQUESTS:
            return f"its site's robots.txt cannot be had (status {status})"
        # Any other status than success: there is no file, and nothing is asked for.
        return Protego.parse(data[:ROBOTS_LONGEST].decode("utf-8-sig", "replace") if 200 <= status < 300 else "")
