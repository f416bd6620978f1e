"""How a desk that others can reach knows who comes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address

from according.desk.entering.sessions import Attempts, Sessions

# What a browser keeps of a login.
COOKIE = "according-session"


@dataclass(frozen=True, slots=True)
class Admission:
    """
    How a desk knows who comes.

    ``header`` is the one in which proxies at the addresses ``trusted`` name a person; without it people log in, and have ``sessions``.
    """

    sessions: Sessions
    header: str | None = None
    trusted: tuple[IPv4Network | IPv6Network, ...] = ()
    attempts: Attempts = field(default_factory=Attempts)
    # Seals of people whom a proxy names are made from it; they have no session here.
    key: bytes = field(default_factory=partial(secrets.token_bytes, 32), repr=False)

    def trusts(self, address: str | None) -> bool:
        """Return whether a proxy at an address is believed."""
        try:
            peer = ip_address(address or "")
        except ValueError:
            return False
        # A socket for both kinds of addresses gives the older kind as "::ffff:192.0.2.1".
        peer = getattr(peer, "ipv4_mapped", None) or peer
        return any(peer in network for network in self.trusted)
