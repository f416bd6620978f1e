"""
What changed from one reading to another: of one report by two versions, or of two texts of a page.

Figures of one report are the same where they stand at the same place; those of two texts are held against one another by their sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from according.statement import Figure, Reading, Statement

# A longer text is compared by its lines alone: comparing takes the square of the number of pieces.
PIECES_MOST = 3_000
# Words of a changed piece are compared one by one up to so many.
WORDS_MOST = 400
# A piece is a sentence or a line, with the blanks behind it.
_SENTENCE_OR_LINE = re.compile(r"[^\n.!?]*(?:[.!?]+[\"'”’)\]]*(?=\s|$)[ \t]*\n*|[.!?]|\n+|$)")
_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile(r"\w+\s*|\W+?(?=\w|$)")

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text that both texts have (``same``), or only the earlier (``gone``) or the later one (``new``)."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then and now, each with its statement; ``None`` where it is in one of the two alone."""

    then: tuple[Statement, Figure] | None
    now: tuple[Statement, Figure] | None

    @property
    def kind(self) -> Literal["same", "changed", "gone", "new"]:
        """What became of the figure."""
        if self.then is None or self.now is None:
            return "new" if self.then is None else "gone"
        return "same" if _values(*self.then) == _values(*self.now) else "changed"


def compare_texts(then: str, now: str) -> list[Change]:
    """
    Return an earlier and a later text as stretches: what both have, what went and what came.

    What is not ``new``, joined, is the earlier text; what is not ``gone`` is the later one.

        >>> [(change.kind, change.text) for change in compare_texts("12 died. Rain fell.", "15 died. Rain fell.")]
        [('gone', '12 '), ('new', '15 '), ('same', 'died. Rain fell.')]
    """
    pieces = [_pieces(then, _SENTENCE_OR_LINE), _pieces(now, _SENTENCE_OR_LINE)]
    if max(map(len, pieces)) > PIECES_MOST:
        pieces = [_pieces(then, _LINE), _pieces(now, _LINE)]
    if max(map(len, pieces)) > PIECES_MOST:
        return list(_joined(_ends(then, now)))
    return list(_joined(_compare(*pieces, deeper=True)))


def _pieces(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [piece for piece in pattern.findall(text) if piece]


def _compare(then: Sequence[str], now: Sequence[str], *, deeper: bool) -> Iterator[Change]:
    for what, start, end, begin, stop in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        gone, new = "".join(then[start:end]), "".join(now[begin:stop])
        if what == "equal":
            yield Change("same", gone)
            continue
        words = (_pieces(gone, _WORD), _pieces(new, _WORD))
        # Sentences that are written anew have hardly a word at the same place: those are told as a whole.
        if deeper and all(0 < len(side) <= WORDS_MOST for side in words) and SequenceMatcher(None, *words, autojunk=False).ratio() > 1 / 2:
            yield from _compare(*words, deeper=False)
        else:
            yield from (Change(kind, text) for kind, text in _sides(gone, new) if text)


def _sides(gone: str, new: str) -> tuple[tuple[Kind, str], ...]:
    return ("gone", gone), ("new", new)


def _ends(then: str, now: str) -> Iterator[Change]:
    """Yield what two texts have in common at their beginnings and ends, and all between as one change."""
    shorter = min(len(then), len(now))
    start = next((at for at in range(shorter) if then[at] != now[at]), shorter)
    tail = next((at for at in range(shorter - start) if then[-1 - at] != now[-1 - at]), shorter - start)
    gone, new = then[start : len(then) - tail], now[start : len(now) - tail]
    parts: tuple[tuple[Kind, str], ...] = (("same", then[:start]), *_sides(gone, new), ("same", then[len(then) - tail :]))
    yield from (Change(kind, text) for kind, text in parts if text)


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes with neighbours of one kind joined, what went before what came."""
    held: dict[Kind, str] = {"gone": "", "new": ""}
    same = ""
    for change in changes:
        if change.kind == "same":
            yield from (Change(kind, text) for kind, text in held.items() if text)
            held = {"gone": "", "new": ""}
            same += change.text
            continue
        if same:
            yield Change("same", same)
            same = ""
        held[change.kind] += change.text
    yield from (Change(kind, text) for kind, text in held.items() if text)
    if same:
        yield Change("same", same)


# -- figures -------------------------------------------------------------------------------------------------------


def compare_figures(then: Reading, now: Reading) -> list[FigureChange]:
    """Return the figures of two readings, each beside the one that it was or became, in the order of the later text."""
    before, after = list(_figures(then)), list(_figures(now))
    one_text = then.report.id == now.report.id
    keys = [[_key(statement, figure, one_text) for statement, figure in side] for side in (before, after)]
    changes, met_before, met_after = list[FigureChange](), set[int](), set[int]()
    # First those that are wholly alike, then those whose number alone is another.
    for depth in (0, 1):
        free: dict[object, deque[int]] = defaultdict(deque)
        for old, key in enumerate(keys[0]):
            if old not in met_before:
                free[key[depth]].append(old)
        for at, key in enumerate(keys[1]):
            if at not in met_after and free[key[depth]]:
                met_before.add(old := free[key[depth]].popleft())
                met_after.add(at)
                changes.append(FigureChange(before[old], after[at]))
    changes += [FigureChange(None, pair) for at, pair in enumerate(after) if at not in met_after]
    changes += [FigureChange(pair, None) for at, pair in enumerate(before) if at not in met_before]
    return sorted(changes, key=_place)


def _figures(reading: Reading) -> Iterator[tuple[Statement, Figure]]:
    return ((statement, figure) for statement in reading.statements for figure in statement.figures)


def _key(statement: Statement, figure: Figure, one_text: bool) -> tuple[object, object]:
    if one_text:
        return figure.id, (figure.number.start, figure.number.end)
    people = None if figure.population is None else figure.population.text
    about = (figure.measure, people, tuple(speaker.called for speaker in statement.speakers))
    return (*about, statement.text), about


def _place(change: FigureChange) -> tuple[int, int]:
    held = change.now or change.then
    assert held is not None
    return held[1].number.start, 0 if change.now is not None else 1


def _values(statement: Statement, figure: Figure) -> tuple[object, ...]:
    """Return what a figure says, without where it stands."""
    who, whom = figure.population, figure.perpetrator
    place, time = figure.place, figure.time
    return (
        figure.quantity, figure.unit, figure.measure, figure.status, figure.counting, tuple(one.called for one in statement.speakers),
        who and (who.called, who.country, who.kind), whom and (whom.called, whom.country, whom.kind),
        place and (place.name or place.text, place.country, place.precision), time and (time.first, time.last, time.basis),
    )  # fmt: skip
