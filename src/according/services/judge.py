"""Judging: rulings are checked against the ledger they are for, filed, taken back and shared."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from according.errors import InputError, LedgerError, RequestError
from according.exports.about import tells_about
from according.exports.objects.rulings import parse_ruling
from according.intake.files import BYTES_MOST, read_bytes
from according.ledger.base import Ledger
from according.reckoning.corrections import check_correction, correct_figures, crossed_bounds, impossible
from according.reckoning.matters import Matter
from according.reckoning.rulings import find_taken_back, matter_of, weigh_rulings
from according.records import ID_SHORTEST, PAIR_KINDS, RULING_KINDS, SPEAKER_KINDS, FiledFigure, Ruling, RulingKind, short
from according.reliability import check_opinion
from according.services.events import find_event_anchor
from according.services.group import group_figures, made_by_other_rules
from according.services.requests import read_country

# So many names are offered for one that nobody has.
NEAR_NAMES = 3


def user_name() -> str:
    """Return the name of the user on this machine: who decides, where nobody else is named."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # This machine has no name for its user, as inside a container.
        return "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """A ruling that stands, and whether it was filed before (``known``), so that nothing was filed now."""

    ruling: Ruling
    known: bool = False


def file_rulings(
    ledger: Ledger, kind: str, subject: str, rest: Sequence[str], *, who: str, why: str,
    seen: Mapping[str, frozenset[str]] | None = None, most: int | None = None,
) -> list[Judged]:  # fmt: skip
    """
    File the rulings that :func:`make_rulings` makes, group what they change anew, and return them.

    What the same person ruled before, and what stands, is not filed twice: the ruling of then is returned in its place. ``seen`` gives
    figures, statements and speakers with the rulings on them that the person has seen: where others are there,
    :class:`~according.errors.ConflictError` is raised and nothing is filed. Where more than ``most`` figures wait for their groups, all
    go on waiting.
    """
    made = make_rulings(ledger, kind, subject, rest, who=who, why=why)
    heard = _Heard(ledger.rulings())
    # Who says again what stands has decided nothing new; the ruling of then is shown with its own reason.
    before = [heard.find_same(ruling) for ruling in made]
    new = [ruling for ruling, known in zip(made, before, strict=True) if known is None]
    if new:
        ledger.file_rulings(new, seen=seen)
        # A ruling may change which figures lie together: what it touches is placed anew at once, not at the next `add`.
        if kind not in SPEAKER_KINDS:
            _place_anew(ledger, most)
    return [Judged(known or ruling, known is not None) for ruling, known in zip(made, before, strict=True)]


def _place_anew(ledger: Ledger, most: int | None) -> None:
    """Group what waits, unless it is more than somebody who looks at a page can wait for."""
    if most is None or not (made_by_other_rules(ledger) or ledger.count_ungrouped(most + 1) > most):
        group_figures(ledger, parted_most=most)


class _Heard:
    """
    Rulings by what they are on (:func:`according.reckoning.rulings.matter_of`).

    So a ruling that says again what stands is known at once, in a long list too.
    """

    def __init__(self, rulings: Iterable[Ruling]) -> None:
        self._matters: dict[str, tuple[object, ...]] = {}
        self._rulings: dict[tuple[object, ...], Matter] = defaultdict(Matter)
        for ruling in rulings:
            self.add(ruling)

    def add(self, ruling: Ruling) -> None:
        """Take in a ruling; what takes another back must come after it."""
        # What takes a ruling back is on the same matter as that ruling, and so is what takes this back in turn.
        matter = self._matters[ruling.id] = self._matters.get(ruling.undoes or "", matter_of(ruling))
        self._rulings[matter].add(ruling)

    def find_same(self, ruling: Ruling) -> Ruling | None:
        """
        Return the ruling by which the same person said the same, or ``None``.

        Only a ruling that stands counts; its time and its reason do not matter.
        """
        # To take a ruling back repeats nobody: whoever rules so again after that says something new.
        if ruling.undoes is not None:
            return None
        matter = self._rulings.get(matter_of(ruling))
        return None if matter is None else matter.find_same(ruling)


def make_rulings(ledger: Ledger, kind: str, subject: str, rest: Sequence[str], *, who: str, why: str) -> list[Ruling]:
    """
    Return the rulings that a command means, one for each field corrected.

    Raises :class:`~according.errors.RequestError` for an unknown kind and a missing reason, and :class:`~according.errors.LedgerError` for
    an id or a speaker that the ledger does not have and a value that cannot be.
    """
    if kind not in RULING_KINDS:
        raise RequestError("ruling kind", f"{kind!r} is no kind of ruling; give one of {', '.join(RULING_KINDS)}")
    _check_why(why)
    made: RulingKind = kind
    now = datetime.now(UTC)
    if kind in SPEAKER_KINDS:
        if len(rest) != 1:
            example = "a letter from A to F" if kind == "reliability" else "its words, in quotation marks"
            raise LedgerError(f"{kind} is set of one speaker; give the name, in quotation marks, and {example}")
        return [Ruling(made, check_speaker(ledger, subject), who, why, now, value=check_opinion(kind, rest[0]))]
    on = full_id(ledger, subject)
    if kind in PAIR_KINDS:
        if len(rest) != 1:
            raise LedgerError(f"{kind} is on two figures; give both ids and nothing more")
        rulings = [Ruling(made, on, who, why, now, full_id(ledger, rest[0]))]
        _check_pair(ledger, rulings[0])
        return rulings
    if kind != "correct":
        if rest:
            raise LedgerError(f"{kind} is on one figure and takes nothing more; leave out {' '.join(rest)}")
        # To accept or reject changes no value, so there is nothing to try.
        return [Ruling(made, on, who, why, now)]
    rulings = [Ruling(made, on, who, why, now, None, field, value) for field, value in _corrections(rest)]
    # Of what is typed here alone: an import or an undo that moves one bound past the other takes that along.
    _check_bounds(ledger, _figure(ledger, on, made), rulings)
    _try(ledger, rulings)
    return rulings


def check_speaker(ledger: Ledger, name: str) -> str:
    """Return the name of a speaker of the ledger; raises :class:`LedgerError`, with names that are near, where nobody is called so."""
    if ledger.has_speaker(name):
        return name
    near = ledger.speakers_called(name, NEAR_NAMES)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "`according ledger show FIGURE` shows who says a number"
    raise LedgerError(f"no speaker of the ledger is called {name[:200]!r}; {hint}")


def _check_why(why: str) -> None:
    if not why.strip():
        raise RequestError("why", 'a ruling needs its reason, as "the text says 600"')


def _check_bounds(ledger: Ledger, filed: FiledFigure, rulings: Sequence[Ruling]) -> None:
    """
    Raise :class:`LedgerError` where a new low lies above the high, or a new high below the low.

    The other bound is the one that stands with earlier corrections, or that is corrected together with this one.
    """
    new = {str(ruling.field): ruling.value for ruling in rulings}
    # "high=200" was ruled, the report says 12: "low=300" crosses the 200, "low=100" does not.
    [standing] = correct_figures([filed], weigh_rulings(ledger.rulings()))
    quantity = standing.figure.quantity
    bounds = {"low": new.get("low", quantity.low), "high": new.get("high", quantity.high)}
    # A correction of the place is not refused for bounds that crossed before it.
    if new.keys() & bounds.keys() and (why := crossed_bounds(bounds)) is not None:
        raise LedgerError(f"{short(filed.id)}: {why}")


def _corrections(rest: Sequence[str]) -> Iterator[tuple[str, object]]:
    if not rest:
        raise LedgerError("a correction names a field and its new value, as low=600; use null for what is not known")
    given: set[str] = set()
    for part in rest:
        field, equals, text = part.partition("=")
        if not equals:
            raise LedgerError(f"{part!r}: write a correction as FIELD=VALUE, as low=600")
        # Of two values of one field in one command nobody can tell which was meant.
        if field in given:
            raise LedgerError(f"{part!r}: {field} is corrected twice; give it one value")
        given.add(field)
        yield field, check_correction(field, _value(field, text))


def _value(field: str, text: str) -> object:
    """
    Return a value as typed: ``None`` for ``null``, a country's code, a list where speakers are given as JSON, any other text as it is.

    What the field makes of a text, such as a number, is for :func:`~according.reckoning.corrections.check_correction` to say.
    """
    if text == "null":
        return None
    # "the United States": a country is named as in a filter, and one that is none is told with the nearest that is.
    if field == "country":
        return _country(text)
    # Speakers alone may be several, a chain from the outermost to the innermost.
    if field == "speakers" and text.startswith("["):
        try:
            return json.loads(text)
        # Brackets may nest a thousand deep.
        except (ValueError, RecursionError):
            raise LedgerError(f'{text[:200]}: not a list of speakers; write ["outermost", "innermost"], or one name') from None
    return text


def _country(text: str) -> str | None:
    try:
        return read_country(text)
    except RequestError as error:
        # It is the value of a correction and of no argument of its own.
        raise LedgerError(error.message) from None


def _figure(ledger: Ledger, id: str, kind: str) -> FiledFigure:
    """Return the figure that a ruling is on; raises :class:`LedgerError` for a statement, of which such a ruling says nothing."""
    filed = ledger.figure(id)
    if filed is None:
        on = f"{kind} is on two figures" if kind in PAIR_KINDS else "corrections are on figures"
        raise LedgerError(f"{short(id)}: {on}; this id is a statement's")
    return filed


def _check_pair(ledger: Ledger, ruling: Ruling) -> None:
    for id in (ruling.subject, ruling.other or ""):
        _figure(ledger, id, ruling.kind)
    if ruling.other == ruling.subject:
        raise LedgerError(f"{short(ruling.subject)}: {ruling.kind} needs two different figures; both ids name this one")


def _try(ledger: Ledger, rulings: Sequence[Ruling]) -> None:
    """
    Apply rulings once before they are filed: what cannot be is told now and not at the next reckoning.

    Raises :class:`LedgerError` where corrections would make no figure.
    """
    filed = ledger.rulings()
    # Together with all that stands: "low=null" is possible, but not where "high=null" was ruled before.
    before, after = weigh_rulings(filed), weigh_rulings([*filed, *rulings])
    # An undo has the kind of what it takes back, so that a figure is tried without that correction too.
    for figure in dict.fromkeys(ruling.subject for ruling in rulings if ruling.kind == "correct"):
        corrected = ledger.figure(figure)
        why = None if corrected is None else impossible(corrected, after.corrected.get(figure, ()))
        if corrected is None or why is None:
            continue
        # A ledger may hold corrections that were taken in untried: it must be possible to take them back one by one.
        mending = all(ruling.undoes is not None for ruling in rulings if ruling.subject == figure)
        if not (mending and impossible(corrected, before.corrected.get(figure, ()))):
            raise LedgerError(f"{short(figure)}: with this the corrections make no figure ({why})")


def full_id(ledger: Ledger, id: str) -> str:
    """
    Return the whole id of a figure or statement, or for an event's id that of its earliest figure.

    Raises :class:`LedgerError` where none or several begin so.
    """
    filed = ledger.figure(id)
    if filed is not None:
        return filed.id
    found = ledger.statement(id) or find_event_anchor(ledger, id)
    if found is None:
        none = "no figure, statement or event of the ledger has this id (six digits or more)"
        raise LedgerError(f"{id}: {none}; `according reckon`, `questions` and `events` show them")
    return found


def undo_ruling(ledger: Ledger, id: str, *, who: str, why: str, most: int | None = None) -> Ruling:
    """
    File a ruling that takes another back, and return it; ``most`` is as for :func:`file_rulings`.

    Raises :class:`~according.errors.RequestError` for a missing reason, and :class:`~according.errors.LedgerError` for an id that names no
    ruling, or one that is taken back already.
    """
    _check_why(why)
    filed = ledger.rulings()
    found = [ruling for ruling in filed if ruling.id.startswith(id)] if len(id) >= ID_SHORTEST else []
    if len(found) != 1:
        none = "no ruling has this id (six digits or more); `according rulings` lists them"
        why_not = "several rulings begin so; give more digits" if found else none
        raise LedgerError(f"{id}: {why_not}")
    before = found[0]
    # By their times and not as they were filed: an import files older rulings after newer ones.
    if before.id in find_taken_back(sorted(filed, key=lambda ruling: (ruling.when, ruling.id))):
        raise LedgerError(f"{id}: this ruling is taken back already; `according rulings` shows by which")
    ruling = Ruling(before.kind, before.subject, who, why, datetime.now(UTC), before.other, before.field, before.value, before.id)
    # A figure may need the correction: one whose high was struck out has no number left without the new low.
    _try(ledger, [ruling])
    ledger.file_ruling(ruling)
    if ruling.kind not in SPEAKER_KINDS:
        _place_anew(ledger, most)
    return ruling


def import_rulings(ledger: Ledger, source: str) -> tuple[int, int]:
    """
    File the rulings of a JSON Lines file (or of standard input, ``-``) and return how many were new and how many known.

    All are checked and tried before any is filed. A ruling is known, too, where the same person ruled the same here at another time and
    that still stands; a line that takes such a ruling back takes back the one that is here. Raises
    :class:`~according.errors.LedgerError`, with the number of the line, for a line that is no ruling of this ledger.
    """
    lines = [(number, line) for number, line in enumerate(_lines(source), 1) if line.strip()]
    # A file of the desk says in its first line what it is.
    rulings = [(number, parse_ruling(line, number)) for at, (number, line) in enumerate(lines) if at or not tells_about(line)]
    filed = ledger.rulings()
    # From an id in the file to the id here: they differ where a value has another form here, or another time was ruled at.
    known, heard = {ruling.id: ruling.id for ruling in filed}, _Heard(filed)
    new: dict[str, Ruling] = {}
    for number, ruling in rulings:
        if ruling.id in known:
            continue
        try:
            made = _normal(ruling, known)
            same = heard.find_same(made)
            if made.id not in known and same is None:
                _check_ids(ledger, made)
                new[made.id] = made
                # A line below may say the same, or take this one back.
                heard.add(made)
        except LedgerError as error:
            raise LedgerError(f"line {number}: {error}") from None
        known[ruling.id] = known[made.id] = made.id if same is None else same.id
    # All at once and not line by line: a line may mend what the one above it would break.
    _try(ledger, [*new.values()])
    ledger.file_rulings(new.values())
    group_figures(ledger)
    return len(new), len(rulings) - len(new)


def _normal(ruling: Ruling, known: dict[str, str]) -> Ruling:
    """
    Return a ruling as it would be made here.

    Its value is in the form that the figure has it. What it takes back is named by the id that this has here: ``known`` gives those ids
    for the rulings of the ledger and of the lines above.
    """
    if ruling.undoes is not None:
        if ruling.undoes not in known:
            raise LedgerError(f"takes back {ruling.undoes}, which is no ruling of this ledger and stands in no line above")
        return replace(ruling, undoes=known[ruling.undoes])
    if ruling.kind in SPEAKER_KINDS:
        return replace(ruling, value=check_opinion(ruling.kind, ruling.value))
    if ruling.kind != "correct":
        return ruling
    # A number that is shared as text is a number here, "700" is 700; its id is made anew with it.
    return replace(ruling, value=check_correction(ruling.field or "", ruling.value))


def _check_ids(ledger: Ledger, ruling: Ruling) -> None:
    """Raise :class:`LedgerError` where a ruling is on what the ledger does not have, or cannot be on what it names."""
    if ruling.kind in SPEAKER_KINDS:
        check_speaker(ledger, ruling.subject)
        return
    for id in (ruling.subject, ruling.other):
        # A file is for other ledgers too, where the beginning of an id may be that of another figure.
        if id is not None and full_id(ledger, id) != id:
            raise LedgerError(f"{id}: give the whole id, {full_id(ledger, id)}")
    if ruling.undoes is not None:
        return
    if ruling.kind in PAIR_KINDS:
        _check_pair(ledger, ruling)
    elif ruling.kind == "correct":
        _figure(ledger, ruling.subject, ruling.kind)


def _lines(source: str) -> list[str]:
    try:
        data = read_bytes(source)
        if len(data) > BYTES_MOST:
            raise LedgerError(f"{source}: too long: over {BYTES_MOST:,} bytes; split it")
        # Not by `splitlines`: a reason may hold a character that Unicode takes for the end of a line, and JSON does not.
        return data.decode("utf-8-sig").split("\n")
    except InputError as error:
        raise LedgerError(f"{source}: {error}") from None
    except (OSError, ValueError) as error:
        raise LedgerError(f"{source}: cannot be read ({getattr(error, 'strerror', None) or error}); check the name") from None
