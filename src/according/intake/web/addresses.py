"""
Addresses on the web, and which of them are asked: public ones by http and https, and of the others those that the user names.

An address that a page, a feed or a redirect gives may point back into the user's own network. So a name is resolved here, every address
that it resolves to is judged, and the connection goes to what was judged and to nothing else.
"""

from __future__ import annotations

import os
import re
import socket
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

from according.errors import InputError

# Hosts and networks that are asked though they are not public, with commas: "intranet.example, 10.1.0.0/16, localhost:8000".
ALLOWED_VARIABLE = "ACCORDING_ALLOWED_HOSTS"
ADDRESS_LONGEST = 4_000
PORTS = {"http": 80, "https": 443}
# Below this stand mail, names and files (RFC 6335: "system ports"); the web is at 80 and 443.
PORTS_USERS = 1024

IP: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str, int], Iterable[str]]

# What begins with a host, and has no name or password before it: an "@" further on is a part of its path.
_HOST_FIRST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#]|\Z)")
# Parameters that are called like secrets, up to their values.
_SECRET_PARAMETER = re.compile(
    r"([?&;#][^=&;#]*(?:key|token|secret|(?<![a-z])sig(?![a-z])|signature|pass|pwd|auth(?!or)|cred|session|jwt)[^=&;#]*=)[^&;#]*",
    re.IGNORECASE,
)
# A drive's letter is no scheme: "C:\reports".
_WRITTEN_AS_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# A backslash is a stroke to some readers of addresses and not to others; blanks and controls are dropped by some.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ufff9-\ufffd]")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\Z")
# A name that ends in a number is an IPv4 address to every reader (the URL standard's "ends in a number"), however it is written.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
# Names of private networks: RFC 6761, RFC 6762, RFC 8375, and ".internal", which ICANN set aside in 2024.
_PRIVATE_ENDS = ("localhost", "local", "internal", "localdomain", "home.arpa", "intranet", "lan", "corp", "home", "private")
# What `is_global` of older Pythons lets through, or what carries an IPv4 address inside: IANA's special-purpose registries.
_CLOSED = tuple(map(ip_network, (
    "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
    # Azure's own services answer its machines here, on an address that looks public.
    "168.63.129.16/32",
    "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
)))  # fmt: skip
# All that is routed in public of IPv6 lies here.
_PUBLIC_IPV6 = ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Address:
    """
    An address in parts: ``host`` in ASCII and small letters, without brackets; ``target`` is what is asked for there.

    ``url`` is the whole in one spelling, without a fragment.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """The address's beginning, up to its path: ``https://example.org``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The address."""
        return self.site + self.target

    @property
    def shown(self) -> str:
        """The address as it may be told."""
        return show_address(self.url)


def show_address(text: str) -> str:
    """
    Return an address as it may be told: without a name and password, and without the values of parameters that are called like secrets.

        >>> show_address("https://me:pa/ss@news.example/feed?id=7&api_key=3f9c")
        'https://news.example/feed?id=7&api_key=***'
    """
    scheme, strokes, rest = text.partition("//")
    # A password may hold anything that ends one elsewhere: all before the last "@" goes with it.
    if not strokes and "@" in text:
        return f"{text.partition(':')[0]}:…" if ":" in text else text
    if "@" in rest and not _HOST_FIRST.match(rest):
        rest = rest.rpartition("@")[2]
    return scheme + strokes + _SECRET_PARAMETER.sub(r"\1***", rest)


def is_address(text: str) -> bool:
    """Say whether an input is written as an address on a net, of whatever scheme: ``https://…``, ``ftp://…``."""
    return _WRITTEN_AS_ADDRESS.match(text) is not None


def read_address(text: str) -> Address:
    """
    Return an address in parts.

    Raises :class:`~according.errors.InputError` for another scheme than http and https, for a name or password inside, and for a host
    that is written so that two readers could take it for two.
    """
    text = text.strip()
    # A password is not repeated in a message.
    shown = show_address(text)[:200]
    if len(text) > ADDRESS_LONGEST:
        raise InputError(f"{shown}…: an address of {len(text):,} characters; give one of at most {ADDRESS_LONGEST:,}")
    if (odd := _AMBIGUOUS.search(text)) is not None:
        raise InputError(f"{shown!r}: not fetched: U+{ord(odd[0]):04X} stands in the address; write it as {quote(odd[0])} or leave it out")
    parts, port = _split(text)
    # Behind the block in which it fails: that error quotes what it does not understand, which may be a part of a password.
    if parts is None:
        raise InputError(f"{shown}: no address: its host or its port is none; check it")
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise InputError(f"{shown}: not fetched: only http and https are; save the document and give the file")
    if "@" in parts.netloc:
        raise InputError(f"{shown}: not fetched: a name or password stands in the address; give it without")
    host = _host(parts.hostname or "", parts.netloc, shown)
    port = PORTS[scheme] if port is None else port
    if not 0 < port < 65_536:
        raise InputError(f"{shown}: no address: there is no port {port}; check it")
    # "%" stays as it is: what is quoted already is not quoted twice.
    path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    return Address(scheme, host, port, path + (f"?{query}" if query else ""))


def _split(text: str) -> tuple[SplitResult | None, int | None]:
    """Return the parts of an address, and its port; no parts where it cannot be taken apart."""
    try:
        parts = urlsplit(text)
        return parts, parts.port
    except ValueError:
        return None, None


def _host(host: str, netloc: str, shown: str) -> str:
    """Return a host in one spelling, or refuse it."""
    if netloc.startswith("["):
        return _ipv6(host, shown)
    # One full stop at the end says that the name is whole, and names the same host.
    plain = host[:-1] if host.endswith(".") else host
    if not plain.isascii():
        # "ⓛocalhost" and "１２７.0.0.1": letters that stand for plain ones say nothing that plain ones would not.
        if unicodedata.normalize("NFKC", plain).isascii():
            raise InputError(f"{shown}: not fetched: the host's name is disguised; write it in plain letters")
        plain = _to_ascii(plain, shown)
    plain = plain.lower()
    if _NUMBER.fullmatch(plain.rpartition(".")[2]):
        try:
            # Four plain decimal numbers and nothing else: "2130706433", "0177.0.0.1", "0x7f.1" and "127.1" are refused.
            return str(IPv4Address(plain))
        except ValueError:
            raise InputError(f"{shown}: not fetched: {plain} is an IP address in an odd spelling; write it as 192.0.2.1") from None
    if not _HOST.match(plain):
        raise InputError(f"{shown}: no address: {plain or 'nothing'} is no host's name; check it")
    return plain


def _to_ascii(host: str, shown: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise InputError(f"{shown}: no address: {host} is no host's name; check it") from None


def _ipv6(host: str, shown: str) -> str:
    try:
        # A zone ("fe80::1%eth0") names a card of this machine.
        if "%" in host:
            raise ValueError(host)
        return IPv6Address(host).compressed
    except ValueError:
        raise InputError(f"{shown}: no address: {host} is no IPv6 address; check it") from None


def look_up(host: str, port: int) -> Iterable[str]:
    """Yield the IP addresses of a host as the system resolves it; raises :class:`OSError` where it has none."""
    for *_, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(found[0])


@dataclass(frozen=True, slots=True)
class Guard:
    """
    Who judges where a connection goes.

    ``allowed`` are hosts (``intranet.example``, ``localhost:8000``) and networks (``10.1.0.0/16``) that are asked though they are not
    public. ``resolve`` gives the IP addresses of a host.
    """

    allowed: frozenset[str] = frozenset()
    resolve: Resolve = look_up

    def find_ips(self, address: Address) -> tuple[str, ...]:
        """
        Return the IP addresses to connect to, each of them judged.

        Raises :class:`~according.errors.InputError` where one of them is not public and the user has not named it, and where there is none.
        """
        named = self._is_named(address)
        if not named:
            self._judge_name(address)
        try:
            found = tuple(dict.fromkeys(self.resolve(address.host, address.port)))
        except (OSError, UnicodeError):
            found = ()
        if not found:
            raise InputError(f"{address.shown}: no host called {address.host} was found; check the address and the connection")
        for ip in found:
            # All of them: a name that resolves to a public and to a private address is a trap, whichever comes first.
            if not named and (what := self._not_public(ip)) is not None:
                where = f"{ip} is" if address.host == ip else f"{address.host} is {ip},"
                raise InputError(f"{address.shown}: not fetched: {where} {what}; {_HOW_TO_ALLOW}")
        return found

    def _is_named(self, address: Address) -> bool:
        return not self.allowed.isdisjoint((address.host, f"{address.host}:{address.port}", f"[{address.host}]:{address.port}"))

    def _judge_name(self, address: Address) -> None:
        """Refuse a host that is known by its name alone not to be public, and a port that is none of the web's."""
        literal = ":" in address.host or address.host[-1].isdigit()
        name = address.host
        if not literal and ("." not in name or name.endswith(tuple(f".{end}" for end in _PRIVATE_ENDS))):
            raise InputError(f"{address.shown}: not fetched: {name} is a name of a private network; {_HOW_TO_ALLOW}")
        if address.port < PORTS_USERS and address.port not in PORTS.values():
            raise InputError(f"{address.shown}: not fetched: port {address.port} is none of the web's; {_HOW_TO_ALLOW}")

    def _not_public(self, text: str) -> str | None:
        """Say in words what keeps an IP address from being public, or return ``None``; a network that the user named is public to him."""
        try:
            ip = ip_address(text.partition("%")[0])
        except ValueError:
            return "which is no IP address"
        what = kind_of_ip(ip)
        return None if what is None or any(_within(ip, network) for network in self.allowed) else what


_HOW_TO_ALLOW = f"if you mean it, name the host in {ALLOWED_VARIABLE}"


def kind_of_ip(ip: IP) -> str | None:
    """Say in words which kind of address that is not public an IP address is: "a private address"; ``None`` for a public one."""
    for what, held in (
        ("an unspecified address", ip.is_unspecified), ("a loopback address", ip.is_loopback),
        ("a link-local address, where clouds keep their secrets", ip.is_link_local), ("a multicast address", ip.is_multicast),
        ("an IPv4 address in disguise", isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None),
        ("a private address", ip.is_private and not ip.is_reserved), ("a reserved address", ip.is_reserved or not ip.is_global),
        ("a reserved address", any(ip in network for network in _CLOSED)),
        ("a reserved address", ip.version == 6 and ip not in _PUBLIC_IPV6),
    ):  # fmt: skip
        if held:
            return what
    return None


def _within(ip: IP, network: str) -> bool:
    try:
        return ip in ip_network(network)
    except ValueError:
        # A host's name, and no network.
        return False


def read_allowed(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the hosts and networks that the user's settings name (:data:`ALLOWED_VARIABLE`)."""
    return frozenset(name.strip().lower() for name in environment.get(ALLOWED_VARIABLE, "").split(",") if name.strip())
