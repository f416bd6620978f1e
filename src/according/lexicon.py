"""
Word lists as data: loaded from ``data/en/*.toml``, checked, and versioned by a digest.

A file holds ``[[entry]]`` tables. An entry is one behaviour. It has an ``id``, its ``forms`` (lemmas or phrases, casefolded), a ``kind``,
and a ``note`` that says why it is here. Where they apply it has ``not`` (traps: phrases in which the form means something else),
``pattern`` (how it governs its words), and ``low`` and ``high`` (what a number word means).
"""
from __future__ import annotations

import hashlib
import os
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import EFBIG, EINVAL
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from stat import S_ISFIFO, S_ISREG
from typing import Any, TypeVar

from according.errors import LexiconError

Made = TypeVar("Made")

ENTRY_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "id": str, "forms": list, "kind": str, "note": str, "not": list, "pattern": str, "low": (int, float), "high": (int, float),
}  # fmt: skip
ENTRY_REQUIRED = frozenset({"id", "forms", "kind", "note"})
# Lists by which reports are compared, not read: no entry added to them would change a reading.
COMPARING = frozenset({"events", "function_words"})
# Lists whose rules know each entry by its id: a user's forms join one that is there.
CLOSED_LISTS = frozenset({"times"})
# A user's list, in bytes: the largest of the package's own has some 200,000.
OWN_LIST_MOST = 10_000_000
# A user's entries by the name of their list, each as a mapping of the keys above.
Words = Mapping[str, Sequence[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One behaviour in a word list, and the forms that show it; ``traps`` are what the file calls ``not``."""

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
        self._kept: dict[Callable[[Lexicon], object], Any] = {}
        self._all_by_form: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for name, entries in lists.items():
            table = self._all_by_form[name] = {}
            for entry in entries:
                for form in entry.forms:
                    # A form may stand under several patterns: "list" reports with an object ("listed 12 dead") and as a noun ("the list").
                    table[form] = (*table.get(form, ()), entry)
        # A phrase is looked up only where its first word stands: most words of a report open none.
        self._openers = {name: frozenset(form.split()[0] for form in table) for name, table in self._all_by_form.items()}
        # Where a form stands under two patterns, the first entry in the file is its plain reading.
        self._by_form = {name: {form: entries[0] for form, entries in table.items()} for name, table in self._all_by_form.items()}

    def find(self, name: str, form: str) -> Entry | None:
        """Return the entry of list ``name`` that has the (casefolded) form, or ``None``."""
        return self._by_form[name].get(form)

    def openers(self, name: str) -> frozenset[str]:
        """Return the first words of all forms of a list; a word that is none of them begins no form."""
        return self._openers[name]

    def find_all(self, name: str, form: str) -> tuple[Entry, ...]:
        """Return every entry of a list that has the form, in the order of the file."""
        return self._all_by_form[name].get(form, ())

    def forms(self, *name_and_kinds: str) -> frozenset[str]:
        """Return the forms of a list: all of them, or those of the kinds that are named behind it."""
        # Rules ask for the same sets at every word of a report.
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
        """Return what a function makes of these lists; it is made once, and kept as long as the lists are."""
        made: Made | None = self._kept.get(make)
        if made is None:
            made = self._kept[make] = make(self)
        return made

    def with_words(self, words: Words, source: str = "words") -> Lexicon:
        """
        Return a lexicon that knows a user's entries too, with a digest of its own.

        The user's entries go before those that are here. An entry with the id of one that is here gives that one more forms and needs no
        other key. A form that is here under another entry of the same pattern is the user's from then on. ``source`` is what an error
        calls the words. Raises :class:`~according.errors.LexiconError` for a list that is not here or is closed to users, and for an entry
        with which no rule of that list would know what to do.
        """
        open_to_users = sorted(set(self.lists) - COMPARING)
        if unknown := sorted(set(words) - set(open_to_users)):
            raise LexiconError(f"{source}: no list {unknown[0]!r} to add words to; there are {', '.join(open_to_users)}")
        # In order of their names: the digest must not depend on the order of the tables in a user's file.
        added = {name: _read_own(source, name, rows, self.lists[name]) for name, rows in sorted(words.items())}
        # Without an entry nothing reads otherwise, so the digest stays, and what was read by it is known in a ledger.
        if not any(added.values()):
            return self
        # The user's go first: of two entries with one form the first is its plain reading.
        lists = self.lists | {name: (*entries, *_without(self.lists[name], entries)) for name, entries in added.items()}
        # Out of the old digest and the entries: the same words on top of the same lists have the same one.
        told = "\0".join([self.digest, *(f"{name} {entry}" for name, entries in added.items() for entry in entries)])
        return Lexicon(lists, hashlib.sha256(told.encode("utf8", "surrogatepass")).hexdigest()[:16])

    def __reduce__(self) -> tuple[type[Lexicon], tuple[dict[str, tuple[Entry, ...]], str]]:
        # What is kept can be made again, and some of it cannot be sent to another process.
        return Lexicon, (self.lists, self.digest)


def parse_list(name: str, source: str) -> tuple[Entry, ...]:
    """
    Check and build the entries of one word list.

    Raises :class:`~according.errors.LexiconError` for an unknown, missing or wrongly typed key, a form that is not casefolded NFC, or
    an id that stands twice, or a form that stands twice with one pattern.
    """
    return _parse_rows(f"word list {name}", tomllib.loads(source).get("entry", []))


def _parse_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    seen: set[tuple[str, str | None]] = set()
    for row in rows:
        label = f"{name}, entry {row.get('id', row)!r}"
        _check_row(label, row)
        if row["id"] in entries:
            raise LexiconError(f"{label}: the id stands twice; rename one")
        for form in row["forms"]:
            _check_form(label, form)
            # Under one pattern two entries would both claim the word, and the order of the file would decide.
            if (form, row.get("pattern")) in seen:
                raise LexiconError(f"{label}: form {form!r} stands twice in the list; keep one")
            seen.add((form, row.get("pattern")))
        entries[row["id"]] = Entry(row["id"], tuple(row["forms"]), row["kind"], row["note"], tuple(row.get("not", ())),
                                   row.get("pattern"), row.get("low"), row.get("high"))  # fmt: skip
    return tuple(entries.values())


def _check_row(label: str, row: Mapping[str, Any]) -> None:
    if unknown := set(row) - set(ENTRY_KEYS):
        raise LexiconError(f"{label}: unknown key {sorted(unknown)}; allowed are {sorted(ENTRY_KEYS)}")
    if missing := ENTRY_REQUIRED - set(row):
        raise LexiconError(f"{label}: {sorted(missing)} missing; add it")
    for key, value in row.items():
        # To Python True is a number; in a list it is a slip.
        if not isinstance(value, ENTRY_KEYS[key]) or isinstance(value, bool) or (ENTRY_KEYS[key] is list and not value):
            raise LexiconError(f"{label}: {key} is {value!r}; give {_WANTED[key]}")


_WANTED = dict.fromkeys(("id", "kind", "note", "pattern"), "text between quotation marks") | dict.fromkeys(("low", "high"), "a number")
_WANTED |= dict.fromkeys(("forms", "not"), "a list of words, at least one")


def _check_form(label: str, form: object) -> None:
    if not isinstance(form, str) or not form.strip():
        raise LexiconError(f"{label}: form {form!r} is no word; give text between quotation marks")
    # Forms are compared with words in this very form: any other would never be met, without a word of warning.
    plain = " ".join(unicodedata.normalize("NFC", form).casefold().split())
    if form != plain:
        raise LexiconError(f"{label}: form {form!r} is not casefolded and trimmed; write {plain!r}")


def _read_own(source: str, name: str, rows: object, own: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Check and build a user's entries of a list; they must have a kind and a pattern that the list has, for the rules know no others."""
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise LexiconError(f"{source}, {name}: {rows!r} is no list of entries; write each as a table [[{name}]]")
    joined = {entry.id: entry for entry in own}
    entries = _parse_rows(f"{source}, {name}", [_filled(f"{source}, {name}", row, joined.get(str(row.get("id")))) for row in rows])
    for entry in entries:
        _check_fit(f"{source}, {name}, entry {entry.id!r}", name, entry, own)
    return entries


def _filled(name: str, row: Mapping[str, Any], joined: Entry | None) -> Mapping[str, Any]:
    """Return a row filled up from the entry that it joins, if it joins one; it may not give another kind, pattern or number."""
    if joined is None:
        return row
    told = {"kind": joined.kind, "note": joined.note, "pattern": joined.pattern, "low": joined.low, "high": joined.high}
    for key in ("kind", "pattern", "low", "high"):
        if key in row and row[key] != told[key]:
            raise LexiconError(
                f"{name}, entry {joined.id!r}: {key} is {row[key]!r}, and {told[key]!r} in the package's entry of that id; "
                f"leave {key} out to join it, or give another id"
            )
    # The package's note too, for every entry has one.
    return {**{key: value for key, value in told.items() if value is not None}, **row}


def _check_fit(label: str, name: str, entry: Entry, own: tuple[Entry, ...]) -> None:
    """Raise :class:`LexiconError` for an entry that no rule would know what to do with, by its id, kind, pattern or numbers."""
    if name in CLOSED_LISTS and entry.id not in {known.id for known in own}:
        raise LexiconError(f"{label}: no entry has this id, and the rules know these by id; give one of docs/words.md")
    # Rules ask for kinds by name: one that the package does not use would be read by none of them.
    alike = [known for known in own if known.kind == entry.kind]
    if not alike:
        raise LexiconError(f"{label}: kind {entry.kind!r} is none of the list's; give one of {_listed(known.kind for known in own)}")
    patterns = {known.pattern for known in own}
    if entry.pattern not in patterns:
        told = "missing" if entry.pattern is None else f"{entry.pattern!r}, which is none of the list's"
        wanted = f"give one of {_listed(pattern for pattern in patterns if pattern)}" if patterns != {None} else "leave it out"
        raise LexiconError(f"{label}: pattern is {told}; {wanted}")
    for key in ("low", "high"):
        # A number word counts ("dozen" is 12) and an approximator does not ("about"): by the entries of its kind.
        has = {getattr(known, key) is not None for known in alike}
        if (getattr(entry, key) is not None) not in has:
            raise LexiconError(f"{label}: {key} {'is missing; add it' if has == {True} else 'says nothing of this kind; leave it out'}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))


def _without(own: tuple[Entry, ...], added: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield a list's entries without the forms that a user's entries of the same pattern have taken over."""
    taken = {(form, entry.pattern) for entry in added for form in entry.forms}
    for entry in own:
        # An entry that has lost all its forms is gone.
        if kept := tuple(form for form in entry.forms if (form, entry.pattern) not in taken):
            yield replace(entry, forms=kept)


def load_words(path: Path) -> Words:
    """Return the words of a user's file; raises :class:`~according.errors.LexiconError` where it cannot be read."""
    return parse_toml(str(path), read_list(path, "word lists"))


def read_list(path: Path, what: str) -> str:
    """Return the text of a user's list; raises :class:`~according.errors.LexiconError` where it cannot be read; it is ``what`` there."""
    try:
        with open(path, "rb") as file:
            # Another kind may give bytes without end, or wait for them.
            if not any(kind(os.fstat(file.fileno()).st_mode) for kind in (S_ISREG, S_ISFIFO)):
                raise OSError(EINVAL, "it is a device")
            # One byte more than may be: what is too long shows without being read to its end.
            data = file.read(OWN_LIST_MOST + 1)
        if len(data) > OWN_LIST_MOST:
            raise OSError(EFBIG, f"it has over {OWN_LIST_MOST:,} bytes")
        # The ends of lines are one, wherever it was written: a list's digest goes over its text.
        return data.decode("utf8").replace("\r\n", "\n").replace("\r", "\n")
    # A name with a NUL in it is a ValueError and no fault of the system's.
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        raise LexiconError(f"{path}: cannot be read as {what} ({told}); give a TOML file in UTF-8") from error


def parse_toml(name: str, source: str) -> dict[str, Any]:
    """Return what a TOML source holds; raises :class:`~according.errors.LexiconError`, with the ``name``, where it is none."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{name}: not valid TOML ({error}); mend that line") from error
    except RecursionError:
        raise LexiconError(f"{name}: its brackets nest too deep; no list has more than three inside one another") from None


def load(folder: Traversable | None = None) -> Lexicon:
    """Load every word list of a folder, by default the package's own."""
    folder = folder or files("according") / "data" / "en"
    lists, digest = {}, hashlib.sha256()
    # In order of their names, and with the names: the digest is the same on every machine, and moving an entry changes it.
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
