"""
Who publishes, and who is whose: families of outlets, and the outlets that a sentence credits.

    >>> default().family_of("Voice of America"), default().family_of("https://www.rferl.org/a/1.html"), default().family_of("A blog")
    ('usagm', 'usagm', None)
    >>> sorted(default().credited("Reuters reported at least 12 dead, an official told AFP."))
    ['afp', 'reuters']
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from according.errors import LexiconError
from according.names.gazetteer import fold
from according.reckoning.lists import Row, check_words, label_rows, parse_sources, read_sources

# What may stand before a name that is credited: told Reuters, according to the Associated Press, a count by AFP, citing state agency TASS.
_BEFORE = re.compile(
    r"(?:\b(?:told|tells|to|by|citing|cites|cited|quoting|from|via|with)|\()\s+?(?:the\s+)?(?:[\w-]+\s+){0,3}?(?:news\s+)?(?:agency\s+|newspaper\s+)?\Z"
    r"|\(\Z", re.IGNORECASE
)  # fmt: skip
# What may stand behind it: Reuters reported, the Xinhua news agency quoted, AFP's tally, a BBC correspondent saw.
_AFTER = re.compile(
    r"(?:['’]s)?(?:\s+(?:news|press|agency|wire|service|newspaper|television|tv|radio|website|journalists?|reporters?|correspondents?"
    r"|photographers?|has|have|had|also|earlier|later|in|on|\w+day|\d+))*\s+(?:report(?:s|ed)?|sa(?:id|ys|w)|quot(?:es|ed)|cit(?:es|ed)|wrote|writes"
    r"|count(?:s|ed)?|tall(?:y|ied)|put|puts|counted|figures?|estimates?|learned|confirmed|announced|broadcast|published)\b"
    r"|\s*\)", re.IGNORECASE
)  # fmt: skip
# How far before a name its "told" or "according to" may begin.
_REACH = 48
# What a name may carry that is no part of it.
_ASIDES = re.compile(r"\([^)]*\)|\bvia\b.*|[’']s (?:twitter|facebook).*|\b(?:twitter|facebook|telegram)\b.*", re.IGNORECASE)
# Several names in one byline: "AP, The Associated Press", "AP/Reuters".
_JOINTS = re.compile(r"\s*(?:[;/]|,|\s&\s|\band\b)\s*")


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet: its names and domains, the family it belongs to, and whether it is a wire agency."""

    id: str
    name: str
    family: str
    agency: bool = False
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()


class Publishers:
    """The list: publishers by id, and a digest that versions it."""

    __slots__ = ("_by_domain", "_by_name", "_pattern", "digest", "publishers")

    def __init__(self, publishers: Iterable[Publisher], digest: str) -> None:
        self.publishers = {publisher.id: publisher for publisher in publishers}
        self.digest = digest
        self._by_name: dict[str, Publisher] = {}
        self._by_domain: dict[str, Publisher] = {}
        written: dict[str, str] = {}
        for publisher in self.publishers.values():
            self._by_domain.update(dict.fromkeys(publisher.domains, publisher))
            for name in (publisher.name, *publisher.names):
                self._by_name[_key(name)] = publisher
                written[name] = publisher.id
        # Of two names that begin alike the pattern takes the one it tries first: "Sky News Arabia" is not "Sky News".
        longest_first = sorted(written, key=lambda name: (-len(name), name))
        # No handle and no part of a compound. An empty list must find nothing, where an empty pattern would find everything.
        self._pattern = re.compile(rf"(?<![\w@#-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])" if written else r"(?!)")

    def find(self, publisher: str | None) -> Publisher | None:
        """Return the one publisher that a name, a domain or an address is, or ``None``."""
        if not publisher or not publisher.strip():
            return None
        # As it stands first: what is taken off for a second look may be a part of some name.
        return self._by_address(publisher) or self._by_name.get(_key(publisher)) or self._by_name.get(_key(_ASIDES.sub(" ", publisher)))

    def _by_address(self, address: str) -> Publisher | None:
        if " " in address.strip() or "." not in address:
            return None
        host = _host(address.strip())
        # From the left: "edition.gazette.example" is the Gazette's, "gazette.example.org" is not.
        while "." in host:
            if found := self._by_domain.get(host):
                return found
            host = host.partition(".")[2]
        return None

    def family_of(self, publisher: str | None) -> str | None:
        """
        Return the family of a publisher's name or address; ``None`` is "unknown", which is not independent.

        Several publishers in one byline have a family only where they share it.
        """
        return _family_in(self, publisher) if publisher else None

    def credited(self, text: str) -> frozenset[str]:
        """Return the families that a sentence credits: "Reuters reported", "told AFP", "according to the Associated Press"."""
        low = text.casefold()
        found = set()
        for match in self._pattern.finditer(text):
            publisher = self._by_name[_key(match[0])]
            before, after = text[max(match.start() - _REACH, 0) : match.start()], text[match.end() :]
            # Beside some words a name means another body: the letters of an agency may be an army's.
            if (_BEFORE.search(before) or _AFTER.match(after)) and not any(trap in low for trap in publisher.traps):
                found.add(publisher.family)
        return frozenset(found)


# The same few outlets are asked about for every figure of an answer, again and again.
@lru_cache(maxsize=1 << 14)
def _family_in(publishers: Publishers, publisher: str) -> str | None:
    if (found := publishers.find(publisher)) is not None:
        return found.family
    parts = [part for part in _JOINTS.split(publisher) if part]
    families = {None if (found := publishers.find(part)) is None else found.family for part in parts}
    # One name that is not known makes the whole byline unknown.
    return families.pop() if len(families) == 1 else None


def _key(name: str) -> str:
    """Return a name without case, accents and "the"."""
    return fold(name).removeprefix("the ")


def _host(address: str) -> str:
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    # Not every byline with a point is an address: "http://[broken" is refused.
    except ValueError:
        return ""
    return host.casefold().removeprefix("www.")


def load(path: Path | None = None) -> Publishers:
    """
    Load the package's list; with a path, a user's list on top of it: a publisher of the same id is replaced, any other is added.

    Raises :class:`~according.errors.LexiconError` for a list that breaks its rules.
    """
    return parse_publishers(read_sources("publishers.toml", path))


@cache
def default() -> Publishers:
    """Return the package's own list, loaded once."""
    return load()


_TEXT, _LIST = (str,), (list,)
_FAMILY: Mapping[str, tuple[type, ...]] = {"id": _TEXT, "name": _TEXT}
_PUBLISHER: Mapping[str, tuple[type, ...]] = {
    "id": _TEXT, "name": _TEXT, "family": _TEXT, "agency": (bool,), "names": _LIST, "domains": _LIST, "not": _LIST,
}  # fmt: skip


def parse_publishers(sources: Iterable[tuple[str, str]]) -> Publishers:
    """Check and build the list from named sources, a later one on top of an earlier."""
    publishers: dict[str, tuple[str, Publisher]] = {}
    families: set[str] = set()
    parsed, digest = parse_sources(sources, ("family", "publisher"))
    for name, found in parsed:
        families |= {row["id"] for _, row in label_rows(name, "family", found.get("family", []), _FAMILY)}
        rows = label_rows(name, "publisher", found.get("publisher", []), _PUBLISHER)
        publishers |= {row["id"]: (label, _publisher(label, row)) for label, row in rows}
    _check_families(publishers, families)
    _check_once(publishers)
    return Publishers((publisher for _, publisher in publishers.values()), digest)


def _publisher(label: str, row: Row) -> Publisher:
    domains = check_words(label, row.get("domains", []))
    for domain in domains:
        if _host(domain) != domain or "." not in domain:
            raise LexiconError(f"{label}: {domain!r} is no domain; write it as 'example.org', without www and path")
    names = check_words(label, row.get("names", []), casefolded=False)
    traps = check_words(label, row.get("not", []))
    check_words(label, [row["name"]], casefolded=False)
    return Publisher(row["id"], row["name"], row.get("family", row["id"]), row.get("agency", False), names, domains, traps)


def _check_families(publishers: Mapping[str, tuple[str, Publisher]], families: set[str]) -> None:
    for label, publisher in publishers.values():
        if publisher.family not in families and publisher.family not in publishers:
            raise LexiconError(f"{label}: no family or publisher {publisher.family!r}; add a [[family]] or mend the name")


def _check_once(publishers: Mapping[str, tuple[str, Publisher]]) -> None:
    """Refuse a name or a domain of two publishers."""
    taken: dict[str, str] = {}
    for label, publisher in publishers.values():
        for mark in (*sorted({_key(name) for name in (publisher.name, *publisher.names)}), *publisher.domains):
            if not mark or (other := taken.setdefault(mark, publisher.id)) != publisher.id:
                raise LexiconError(f"{label}: {mark!r} is {other!r}'s too; each name and domain must tell one publisher")
