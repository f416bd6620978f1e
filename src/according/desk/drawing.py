"""Maps and timelines as numbers for SVG: where things lie on the paper, in plain arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians

from according.errors import RequestError
from according.names.reach import reach_of
from according.reckoning.events.event import Event
from according.services.browsing.mapped import Mapped
from according.services.browsing.recent import Listed

# The map's width to its height; it is never narrower than this many degrees, for the land is drawn coarsely.
ASPECT, NARROWEST = 1.8, 4.0
# Kilometres a degree of latitude.
DEGREE_KM = 111.32
# The paper is so many units wide; smaller circles than this are drawn as a ring of this radius.
PAPER, RING = 1000.0, 7.0
# A name's longest part that is written, and the width of a letter and the height of a line of it.
NAME_LONGEST, LETTER, LINE = 24, 10.0, 20.0


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of the world in degrees, of the map's own proportions."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, longitude: float, latitude: float, width: float) -> Box:
        """Return a box around a point, so many degrees of longitude wide, inside the world."""
        width = min(max(width, NARROWEST), 360.0)
        squeeze = max(cos(radians(latitude)), 0.2)
        height = min(width * squeeze / ASPECT, 180.0)
        x = min(max(longitude, width / 2 - 180), 180 - width / 2)
        y = min(max(latitude, height / 2 - 90), 90 - height / 2)
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @property
    def scale(self) -> float:
        """Units of the paper a degree of longitude."""
        return PAPER / (self.east - self.west)

    @property
    def height(self) -> float:
        """The paper's height in its units."""
        return (self.north - self.south) * self.scale_down

    @property
    def scale_down(self) -> float:
        """Units of the paper a degree of latitude, as wide on the ground as those of longitude at the map's middle."""
        return self.scale / max(cos(radians(self.middle[1])), 0.2)

    def moved(self, across: float, up: float, zoom: float) -> str:
        """Return another box as text: moved by parts of this one's width and height, and so many times as wide."""
        x, y = self.middle
        width = self.east - self.west
        return write_box(Box.around(x + across * width, y + up * (self.north - self.south), width * zoom))


WORLD = Box(-180.0, -70.0, 180.0, 85.0)


def write_box(box: Box) -> str:
    """Return a box as text for an address: west, south, east, north."""
    return ",".join(f"{edge:.2f}" for edge in (box.west, box.south, box.east, box.north))


def read_box(text: str | None) -> Box | None:
    """Return the box that a text tells, in the map's own proportions; raises :class:`RequestError` for what is none."""
    if text is None or not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        fine = -180 <= west < east <= 180 and -90 <= south < north <= 90
    except ValueError:
        fine = False
    if not fine:
        raise RequestError("box", f"{text[:60]!r} is no part of the world; write west,south,east,north in degrees, as 30,45,42,52")
    return WORLD if east - west > 300 else Box.around((west + east) / 2, (south + north) / 2, east - west)


def box_of(places: Sequence[Mapped]) -> Box:
    """Return a box that holds all places with room around them; the world where there are none."""
    points = [(one.place.longitude or 0.0, one.place.latitude or 0.0) for one in places]
    if not points:
        return WORLD
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = (south + north) / 2
    wide = max(east - west, (north - south) * ASPECT / max(cos(radians(middle)), 0.2))
    room = 2 * max(reach_of(one.place) or 0.0 for one in places) / DEGREE_KM
    width = wide * 1.3 + 3 * room
    return WORLD if width > 240 else Box.around((west + east) / 2, middle, width)


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the paper: its middle and how far it reaches; ``small`` where that is less than can be seen."""

    mapped: Mapped
    x: float
    y: float
    rx: float
    ry: float
    small: bool
    named: bool


def draw_places(places: Iterable[Mapped], box: Box) -> list[Circle]:
    """Return the places that a box holds, wide ones first, so that narrow ones lie on top."""
    drawn: list[Circle] = []
    written: list[tuple[float, float, float]] = []
    for one in places:
        x, y, km = one.place.longitude or 0.0, one.place.latitude or 0.0, reach_of(one.place) or 0.0
        if not (box.west <= x <= box.east and box.south <= y <= box.north):
            continue
        rx, ry = km / DEGREE_KM / max(cos(radians(y)), 0.05) * box.scale, km / DEGREE_KM * box.scale_down
        small = max(rx, ry) < RING
        rx, ry = (RING, RING) if small else (rx, ry)
        at = ((x - box.west) * box.scale, (box.north - y) * box.scale_down)
        # A name that would be written over another's is left to the list.
        half = min(len(one.name), NAME_LONGEST) * LETTER / 2
        named = all(abs(at[0] - x) > half + other or abs(at[1] - y) > LINE for x, y, other in written)
        if named:
            written.append((*at, half))
        drawn.append(Circle(one, round(at[0], 1), round(at[1], 1), round(rx, 1), round(ry, 1), small, named))
    return sorted(drawn, key=lambda circle: -circle.rx)


# -- over time ---------------------------------------------------------------------------------------------------------

# Days between two lines, the first that makes few enough of them.
_TICK_STEPS = (1, 7, 30, 91, 182, 365, 1826, 3652, 18262)
# Room for the days above the rows.
TOP = 30.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    The paper of a timeline, in its units: its width, the room for titles to the left and for numbers to the right, and the height of a row.

    ``letters`` of a title are written, and up to ``lines`` days but one. Where there is no room to the left, titles stand over the bars.
    """

    name: str
    paper: float
    left: float
    right: float
    row: float
    letters: int
    lines: int

    @property
    def bar(self) -> float:
        """How far below a row's top its bar lies."""
        return 4.0 if self.left else 24.0


SHEETS = (Sheet("wide", PAPER, 330.0, 150.0, 26.0, 46, 4), Sheet("narrow", 360.0, 0.0, 0.0, 44.0, 34, 2))


@dataclass(frozen=True, slots=True)
class Bar:
    """An event's row: its height on the paper, the stretch of its days and that of its reports, each as start and width."""

    listed: Listed
    y: float
    days: tuple[float, float] | None
    told: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows of events over days, with the lines of the days that are written on top."""

    sheet: Sheet
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, date], ...]
    height: float


def draw_timeline(listed: Sequence[Listed], sheet: Sheet) -> Timeline:
    """Return events as rows of a timeline, in the order given; those without any day have no bar."""
    stretches = [(_days(one.event), _told(one.event)) for one in listed]
    days = [day for pair in stretches for stretch in pair if stretch is not None for day in stretch]
    height = TOP + sheet.row * len(listed) + 8
    if not days:
        return Timeline(sheet, tuple(Bar(one, TOP + sheet.row * at, None, None) for at, one in enumerate(listed)), (), height)
    first, last = min(days), max(days)
    unit = (sheet.paper - sheet.left - sheet.right) / max((last - first).days + 1, 1)

    def place(stretch: tuple[date, date] | None) -> tuple[float, float] | None:
        if stretch is None:
            return None
        start, end = stretch
        # A day of years is still seen.
        return round(sheet.left + (start - first).days * unit, 1), round(max(((end - start).days + 1) * unit, 3.0), 1)

    rows = enumerate(zip(listed, stretches, strict=True))
    bars = tuple(Bar(one, TOP + sheet.row * at, place(own), place(told)) for at, (one, (own, told)) in rows)
    lines = tuple((round(sheet.left + (day - first).days * unit, 1), day) for day in _lines(first, last, sheet.lines))
    return Timeline(sheet, bars, lines, height)


def _days(event: Event) -> tuple[date, date] | None:
    """Return the days of an incident; a story goes on from its first day to its last report."""
    last = event.told[1] if event.kind == "running" else event.last
    ends = [day for day in (event.first, event.last, last) if day is not None]
    return (min(ends), max(ends)) if ends else None


def _told(event: Event) -> tuple[date, date] | None:
    first, last = event.told
    return None if first is None or last is None else (first, last)


def _lines(first: date, last: date, most: int) -> Iterator[date]:
    """Yield the days that are written above a timeline, a few of them."""
    span = (last - first).days
    step = next((step for step in _TICK_STEPS if span // step <= most), _TICK_STEPS[-1])
    yield from (first + timedelta(days=at) for at in range(0, span + 1, step))
