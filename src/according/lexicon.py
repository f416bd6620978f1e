"""
Word lists as data: loaded from ``data/en/*.toml``, checked, and versioned by a digest.

A file holds ``[[entry]]`` tables. An entry is one behaviour: an ``id``, its ``forms`` (lemmas or phrases, casefolded),
a ``kind``, a ``note`` that says why it is here, and where it applies ``not`` (traps: phrases in which the form means
something else), ``pattern`` (how it governs its words), ``low`` and ``high`` (what a number word means).
"""
from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar, cast

from according.errors import LexiconError

Made = TypeVar("Made")

KEYS = frozenset({"id", "forms", "kind", "note", "not", "pattern", "low", "high"})
REQUIRED = frozenset({"id", "forms", "kind", "note"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One behaviour in a word list and the forms that show it."""

    id: str
    forms: tuple[str, ...]
    kind: str
    note: str
    traps: tuple[str, ...] = ()
    pattern: str | None = None
    low: float | None = None
    high: float | None = None


class Lexicon:
    """All word lists, looked up by list name (the file's stem) and form."""

    __slots__ = ("_all_by_form", "_by_form", "_forms", "_kept", "_openers", "digest", "lists")

    def __init__(self, lists: Mapping[str, tuple[Entry, ...]], digest: str) -> None:
        self.lists = dict(lists)
        self.digest = digest
        self._forms: dict[tuple[str, ...], frozenset[str]] = {}
        self._kept: dict[Callable[[Lexicon], object], object] = {}
        self._all_by_form: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for name, entries in lists.items():
            table = self._all_by_form[name] = {}
            for entry in entries:
                for form in entry.forms:
                    table[form] = (*table.get(form, ()), entry)
        self._openers = {name: frozenset(form.split()[0] for form in table) for name, table in self._all_by_form.items()}
        # Where a form stands under two patterns, the first entry in the file is its plain reading.
        self._by_form = {name: {form: entries[0] for form, entries in table.items()} for name, table in self._all_by_form.items()}

    def find(self, name: str, form: str) -> Entry | None:
        """Return the entry of list ``name`` that has the (casefolded) form, or ``None``."""
        return self._by_form[name].get(form)

    def openers(self, name: str) -> frozenset[str]:
        """Return the first words of all forms of a list: no other word needs a look-up in it."""
        return self._openers[name]

    def find_all(self, name: str, form: str) -> tuple[Entry, ...]:
        """Return every entry of a list that has the form, in the order of the file."""
        return self._all_by_form[name].get(form, ())

    def forms(self, *name_and_kinds: str) -> frozenset[str]:
        """Return the forms of a list, all or those of the given kinds."""
        found = self._forms.get(name_and_kinds)
        if found is None:
            name, *kinds = name_and_kinds
            found = frozenset(form for entry in self.lists[name] for form in entry.forms if not kinds or entry.kind in kinds)
            self._forms[name_and_kinds] = found
        return found

    def word_class(self, kind: str) -> frozenset[str]:
        """Return the words of a class in the list ``grammar``, such as the verbs through which a passive is raised."""
        return self.forms("grammar", kind)

    def keep(self, make: Callable[[Lexicon], Made]) -> Made:
        """Return what a function makes of these lists; it is made once and kept as long as they are."""
        made = self._kept.get(make)
        if made is None:
            made = self._kept[make] = make(self)
        return cast("Made", made)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[dict[str, tuple[Entry, ...]], str]]:
        # What is kept can be made again, and some of it cannot be sent to another process.
        return Lexicon, (self.lists, self.digest)


def parse_list(name: str, source: str) -> tuple[Entry, ...]:
    """
    Check and build the entries of one word list.

    Raises :class:`~according.errors.LexiconError` for an unknown or missing key, a form that is not casefolded NFC, or
    an id that stands twice, or a form that stands twice with one pattern.
    """
    entries, ids, seen = [], set(), set()
    for row in tomllib.loads(source).get("entry", []):
        label = f"word list {name}, entry {row.get('id', row)!r}"
        if unknown := set(row) - KEYS:
            raise LexiconError(f"{label}: unknown key {sorted(unknown)}; allowed are {sorted(KEYS)}")
        if missing := REQUIRED - set(row):
            raise LexiconError(f"{label}: {sorted(missing)} missing; add it")
        if row["id"] in ids:
            raise LexiconError(f"{label}: the id stands twice; rename one")
        for form in row["forms"]:
            if form != unicodedata.normalize("NFC", form).casefold() or form != form.strip():
                raise LexiconError(f"{label}: form {form!r} is not casefolded and trimmed; write {form.strip().casefold()!r}")
            if (form, row.get("pattern")) in seen:
                raise LexiconError(f"{label}: form {form!r} stands twice in the list; keep one")
            seen.add((form, row.get("pattern")))
        ids.add(row["id"])
        entries.append(
            Entry(row["id"], tuple(row["forms"]), row["kind"], row["note"], tuple(row.get("not", ())),
                  row.get("pattern"), row.get("low"), row.get("high"))
        )  # fmt: skip
    return tuple(entries)


def load(folder: Traversable | None = None) -> Lexicon:
    """Load every word list of a folder, by default the package's own."""
    folder = folder or files("according") / "data" / "en"
    lists, digest = {}, hashlib.sha256()
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            source = path.read_text(encoding="utf8")
            digest.update(path.name.encode() + b"\0" + source.encode() + b"\0")
            name = path.name.removesuffix(".toml")
            lists[name] = parse_list(name, source)
    return Lexicon(lists, digest.hexdigest()[:16])


@cache
def default() -> Lexicon:
    """Return the package's own word lists, loaded once."""
    return load()
