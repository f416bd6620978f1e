"""
A chart of the numbers stated over time, laid out: every mark with its place in the drawing.

Days go from left to right and numbers upwards from nought. A number is a mark, a range a bar between its ends, an open end an arrow. Marks
that would cover one another stand side by side; a number's words stand beside its mark where there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from according.desk.charts.marks import Mark
from according.desk.charts.scales import Tick, day_steps, number_steps, write_tick
from according.exports.words.reckonings import number
from according.reckoning.answer import ALIGNMENTS, Alignment, Range
from according.reckoning.trials import TRIED

# All in units of the drawing: the size of a mark from its middle, the length of an arrow, and how wide a letter is.
REACH, ARROW, LETTER = 6.0, 22.0, 6.6
# How many times as wide bold letters are.
BOLD = 1.1
# From so many days on, the axis begins with a month.
_WHOLE_MONTHS_FROM = 100
# A number's words are as long as this at most.
WORDS_LONGEST = 18
# The shape of each side, about its middle; unknown sides are hollow.
SHAPES: dict[Alignment, str] = {
    "own": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",
    "opponent": "M-5.3 -5.3h10.6v10.6h-10.6z",
    "third party": "M0 -6.5L6.5 5H-6.5z",
    "unknown": "M0 -6.8L6.8 0L0 6.8L-6.8 0z",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How large a drawing is, and how much its axes need."""

    name: str
    width: float
    height: float
    left: float = 56
    right: float = 92
    top: float = 14
    bottom: float = 44
    days: int = 9


WIDE, NARROW = Size("wide", 960, 320), Size("narrow", 360, 300, left=44, right=20, days=4)


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its place: ``top`` and ``bottom`` of its bar, the ends that are open, and where its words stand (``None``: no room)."""

    mark: Mark
    x: float
    top: float
    bottom: float
    ends: tuple[float, ...]
    opens: str = ""
    label: tuple[float, float, str] | None = None
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A chart ready to be drawn."""

    size: Size
    numbers: tuple[Tick, ...]
    days: tuple[Tick, ...]
    marks: tuple[Placed, ...]
    # Lines from a speaker's word to the later one, each as x1, y1, x2, y2.
    links: tuple[tuple[float, float, float, float], ...]
    # The band of the range and the line of best, in units of the drawing.
    band: tuple[float, float] | None
    best: Tick | None
    # Where the day stands up to which the answer goes.
    until: Tick | None
    sides: tuple[Alignment, ...]

    @property
    def floor(self) -> float:
        """Where the axis of days lies."""
        return self.size.height - self.size.bottom

    @property
    def most_told(self) -> int:
        """How many times the number was told whose words say so, the highest of these; 1 where none do."""
        return 1 + max((one.mark.echoes for one in self.marks if one.label is not None), default=0)


def lay_out(marks: Sequence[Mark], stated: Range, unit: str, size: Size, until: date | None = None) -> Course | None:
    """Return the chart of some marks in a size; ``None`` where there is no mark."""
    if not marks:
        return None
    scale = _Scale(marks, stated, unit, size, until)
    best_words = "" if stated.best is None else f"best {number(stated.best, unit)}"
    size = scale.size = _with_room(size, [number(value, unit) for value in scale.steps], best_words)
    best_at = None if stated.best is None else scale.y(stated.best)
    placed = _label(list(_place(marks, scale, size)), best_at, size)
    at = {one.mark.figure: one for one in placed}
    links = [
        (one.x, one.ends[0], at[one.mark.later].x, at[one.mark.later].ends[0]) for one in placed if one.mark.later in at and one.mark.counts
    ]
    band = None
    if stated.low is not None or stated.high is not None:
        band = (scale.y(stated.high) if stated.high is not None else size.top, scale.y(stated.low or 0))
    return Course(
        size=size,
        numbers=tuple(Tick(scale.y(value), number(value, unit)) for value in scale.steps),
        days=tuple(scale.day_ticks()),
        marks=tuple(placed),
        links=tuple(links),
        band=band,
        best=None if best_at is None else Tick(best_at, best_words),
        until=None if until is None else Tick(scale.x(until), f"{until.day} {until:%b} {until.year}"),
        sides=tuple(side for side in ALIGNMENTS if any(mark.side == side for mark in marks)),
    )


def _with_room(size: Size, numbers: Sequence[str], best: str) -> Size:
    """Return a size whose edges are as wide as what stands there: millions need more than most numbers."""
    left = max(len(words) for words in numbers) * LETTER + 8
    # Beside a narrow drawing nothing is written; in a wide one it is in bold letters.
    right = len(best) * LETTER * BOLD + 8 if size.name == "wide" else 0
    return replace(size, left=max(size.left, left), right=max(size.right, right))


class _Scale:
    """Where numbers and days stand in a drawing."""

    def __init__(self, marks: Sequence[Mark], stated: Range, unit: str, size: Size, until: date | None) -> None:
        values = [value for mark in marks for value in (mark.low, mark.high) if value is not None]
        # Room for the arrow of the highest floor.
        highest = max([*values, stated.best or 0]) * 1.06
        self.size = size
        self.steps = number_steps(highest, 6, whole=unit != "percent")
        days = [mark.day for mark in marks] + ([until] if until is not None else [])
        # A day's width to either side, so that no mark stands on the frame; one day alone stands in the middle.
        self.first, self.last = min(days), max(days)
        # Of a long time the month in which it begins is named.
        if (self.last - self.first).days > _WHOLE_MONTHS_FROM:
            self.first = self.first.replace(day=1)
        self.days = day_steps(self.first, self.last, size.days)

    def y(self, value: float) -> float:
        """Return how far down a number stands."""
        floor = self.size.height - self.size.bottom
        return round(floor - (floor - self.size.top) * min(value, self.steps[-1]) / self.steps[-1], 1)

    def x(self, day: date) -> float:
        """Return how far to the right a day stands."""
        inset = 28 if self.size.name == "wide" else 18
        left, right = self.size.left + inset, self.size.width - self.size.right - inset
        span = (self.last - self.first).days
        return round((left + right) / 2 if span == 0 else left + (right - left) * (day - self.first).days / span, 1)

    def day_ticks(self) -> Iterator[Tick]:
        """Yield the days on the axis, the year with the first of each."""
        months = len(self.days) > 1 and all(day.day == 1 for day in self.days) and self.days[1] - self.days[0] > timedelta(27)
        before = None
        for day in self.days:
            yield Tick(self.x(day), write_tick(day, months=months, year=day.year != before))
            before = day.year


def _place(marks: Sequence[Mark], scale: _Scale, size: Size) -> Iterator[Placed]:
    """Yield the marks where they stand, each as near to its day as those before it leave room."""
    taken: list[tuple[float, float, float]] = []
    for mark in marks:
        ends = tuple(dict.fromkeys(scale.y(value) for value in (mark.low, mark.high) if value is not None))
        opens = "up" if mark.high is None else "down" if mark.low is None else ""
        top = min(ends) - (ARROW if opens == "up" else 0)
        bottom = min(max(ends) + (ARROW if opens == "down" else 0), size.height - size.bottom)
        x = _free(scale.x(mark.day), top - REACH, bottom + REACH, taken, size)
        taken.append((x, top - REACH, bottom + REACH))
        yield Placed(mark, x, round(top, 1), round(bottom, 1), ends, opens, None, SHAPES[mark.side])


def _free(x: float, top: float, bottom: float, taken: Sequence[tuple[float, float, float]], size: Size) -> float:
    """Return the place nearest to ``x``, to the right before the left, where nothing stands yet; ``x`` itself where all is full."""
    wide = 2 * REACH + 2
    for step in range(40):
        for shift in dict.fromkeys((step * wide / 2, -step * wide / 2)):
            at = x + shift
            if size.left + REACH <= at <= size.width - size.right - REACH and not any(
                abs(at - other) < wide and top < low and high < bottom for other, high, low in taken
            ):
                return round(at, 1)
    return x


def _words(mark: Mark) -> str:
    """Return what stands beside a mark; long words are cut, but never so that a number nobody stated looks like one that somebody did."""
    words = mark.words if len(mark.words) <= WORDS_LONGEST or mark.words.endswith(TRIED) else mark.words[: WORDS_LONGEST - 1] + "…"
    return words + (f" ×{mark.echoes + 1}" if mark.echoes else "")


def _label(placed: Sequence[Placed], best_at: float | None, size: Size) -> list[Placed]:
    """Give marks their words, to the right or the left of them, where these cover neither a mark nor other words."""
    boxes = [(one.x - REACH - 1, one.x + REACH + 1, one.top - REACH, one.bottom + REACH) for one in placed]
    # Neither do words stand on the line of best, nor on what is written at its end.
    if best_at is not None:
        end = size.width - size.right
        boxes += [(size.left, end, best_at - 1, best_at + 1), (end, size.width, best_at - 8, best_at + 8)]
    labelled = []
    for one in placed:
        words = _words(one.mark)
        wide, y = len(words) * LETTER, one.ends[0]
        label = None
        middle, above, below = one.x - wide / 2, one.top - REACH - 7, one.bottom + REACH + 8
        for left, at in ((one.x + REACH + 4, y), (one.x - REACH - 4 - wide, y), (middle, above), (middle, below)):
            box = (left, left + wide, at - 7, at + 7)
            inside = size.left < box[0] and box[1] < size.width - 4 and 7 < at < size.height - size.bottom - 6
            if inside and not any(box[0] < other[1] and other[0] < box[1] and box[2] < other[3] and other[2] < box[3] for other in boxes):
                label = (round(left, 1), round(at + 4, 1), words)
                boxes.append(box)
                break
        labelled.append(Placed(one.mark, one.x, one.top, one.bottom, one.ends, one.opens, label, one.shape))
    return labelled
