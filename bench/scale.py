"""
The ledger and the reckoning at scale: real readings, varied, filed and asked.

    python bench/scale.py --figures 10000 100000
    python bench/scale.py --figures 1000000 --ledger sqlite:////tmp/scale.db
    python bench/scale.py --figures 1000000 --ledger sqlite:////tmp/scale.db --no-groups
    python bench/scale.py --figures 10000 --ledger postgresql://user@127.0.0.1/scale

The readings are those of the sample reports and, where they lie beside the checkout, of the open reports. Each is moved to another day
within ten years, its places and peoples to another country, its numbers are others, and all its names are respelt, in the same way
throughout: it tells another story then, as in an archive. A story is told by one to four outlets within three days, some of which have
other numbers. Filed in the order of their days, as a feed brings them.

Prints, for each size, the filing rate, the time to find the questions of all, then medians over many: one question reckoned (``reckon``
with a measure, a place and a week; a country and a month; a people and a season), and the questions of one more report (filed, placed
among its neighbours, and reckoned). With ``--no-groups`` the reckonings alone, of a ledger of which the questions were never found.
"""
from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import according
from according.errors import QuestionError
from according.intake.source import Source
from according.intake.text import Options
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import FiledFigure, Query
from according.report import make_id
from according.services.ask import answer, question_of
from according.services.group import group_figures
from according.services.read import count_cores, passing_seldom, read_here
from according.statement import Figure, Party, Place, Reading, Statement, Time

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"
DEMO = Path(according.__file__).parent / "data" / "demo"
FIRST, DAYS = date(2015, 1, 1), 3650
# The countries that news of conflict is about.
COUNTRIES = ("UA", "SY", "IQ", "AF", "PS", "YE", "SD", "NG", "ML", "PK", "IN", "SO", "CD", "MM", "CO", "MX", "PH", "TH", "LB", "LY")
# How many outlets tell a story.
OUTLETS = (1, 1, 2, 4)
TOGETHER = 200
ASKED, MORE = 60, 20
# Grouping tells how far it is each time after so many figures.
TOLD = 50_000


def read_templates() -> list[Reading]:
    """Return the readings that are varied: those with figures."""
    paths = sorted(DEMO.glob("*.txt")) + (sorted(REPORTS.rglob("*.txt"))[:400] if REPORTS.exists() else [])
    outcomes = read_here((Source(str(path)) for path in paths), Options())
    return [outcome.reading for outcome in outcomes if outcome.refused is None and any(s.figures for s in outcome.reading.statements)]


class Story:
    """One way to move a reading to another day and another country, with other names."""

    def __init__(self, number: int, day: date, chance: random.Random) -> None:
        self.number, self.day = number, day
        self._countries = chance.sample(COUNTRIES, len(COUNTRIES))
        self._north, self._east = chance.uniform(-9, 9), chance.uniform(-9, 9)
        # The same numbers under other names would hold thousands of stories together, as no archive does.
        self._times, self._digits = chance.uniform(0.6, 1.7), str.maketrans("123456789", _mixed("123456789", chance))
        self._letters = str.maketrans(dict(zip(_VOWELS + _CONSONANTS, _mixed(_VOWELS, chance) + _mixed(_CONSONANTS, chance), strict=True)))

    def tell(self, reading: Reading, outlet: int, days: int, more: float) -> Reading:
        """Return the reading as an outlet has it, some days later and with numbers so many times as large."""
        report = reading.report
        shift = self.day + timedelta(days=days) - (report.published or date(2010, 6, 1))
        # Number and outlet make each text another one: equal texts would be filed as copies.
        text = f"{self._respell(report.text).translate(self._digits)}\n{self.number}-{outlet}"
        moved = replace(report, text=text, published=self.day + timedelta(days=days), publisher=f"Outlet {outlet}")
        statements = tuple(self._statement(statement, moved.id, shift, more) for statement in reading.statements)
        return replace(reading, report=moved, statements=statements)

    def _respell(self, text: str) -> str:
        """Respell all words with a capital, letter by letter, so that they are as long as before."""
        return _NAME.sub(lambda found: found[0][0] + found[0][1:].translate(self._letters), text)

    def _country(self, country: str | None) -> str | None:
        """Return the country that another one becomes; two that differ do so still, but for the rare that share a number."""
        if country is None:
            return None
        number = COUNTRIES.index(country) if country in COUNTRIES else sum(country.encode())
        return self._countries[number % len(COUNTRIES)]

    def _statement(self, statement: Statement, report: str, shift: timedelta, more: float) -> Statement:
        figures = tuple(self._figure(figure, report, shift, more) for figure in statement.figures)
        id, text = make_id(report, statement.id), self._respell(statement.text).translate(self._digits)
        return replace(statement, id=id, text=text, figures=figures, time=_shift(statement.time, shift))

    def _figure(self, figure: Figure, report: str, shift: timedelta, more: float) -> Figure:
        low, high = figure.quantity.low, figure.quantity.high
        quantity = replace(figure.quantity, low=_grow(low, self._times * more), high=_grow(high, self._times * more))
        return replace(
            figure, id=make_id(report, figure.id), quantity=quantity, population=self._party(figure.population),
            perpetrator=self._party(figure.perpetrator), place=self._place(figure.place), time=_shift(figure.time, shift),
            subset_of=None if figure.subset_of is None else make_id(report, figure.subset_of),
        )  # fmt: skip

    def _party(self, party: Party | None) -> Party | None:
        return party if party is None else replace(party, country=self._country(party.country))

    def _place(self, place: Place | None) -> Place | None:
        if place is None:
            return None
        name = None if place.name is None else self._respell(place.name)
        moved = replace(place, text=self._respell(place.text), name=name, country=self._country(place.country))
        if place.latitude is None or place.longitude is None:
            return moved
        return replace(moved, latitude=max(-90, min(90, place.latitude + self._north)), longitude=place.longitude + self._east)


_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"
_NAME = re.compile(r"\b[A-Z][a-z]{2,}")


def _mixed(letters: str, chance: random.Random) -> str:
    return "".join(chance.sample(letters, len(letters)))


def _grow(number: float | None, more: float) -> float | None:
    # Outlets differ about large numbers, hardly about two or three.
    return number if number is None or number < 10 else round(number * more)


def _shift(found: Time | None, by: timedelta) -> Time | None:
    if found is None or (found.first is None and found.last is None):
        return found
    try:
        return replace(found, first=found.first and found.first + by, last=found.last and found.last + by)
    except OverflowError:
        return found


def tell_stories(templates: Sequence[Reading], figures: int) -> Iterator[Reading]:
    """Yield the reports of varied stories in the order of their days until they hold so many figures."""
    # So that the stories end with the ten years, whatever the number of figures.
    each = statistics.mean(sum(len(s.figures) for s in reading.statements) for reading in templates)
    count, made, chance = max(1, round(figures / each / statistics.mean(OUTLETS))), 0, random.Random(7)
    for number in range(2 * count):
        story = Story(number, FIRST + timedelta(days=min(DAYS, number * DAYS // count)), chance)
        template = templates[number % len(templates)]
        for outlet in chance.sample(range(97), chance.choice(OUTLETS)):
            reading = story.tell(template, outlet, chance.randrange(3), chance.choice((1, 1, 1.25)))
            made += sum(len(statement.figures) for statement in reading.statements)
            yield reading
            if made >= figures:
                return


def file_all(ledger: SqlLedger, readings: Iterator[Reading]) -> tuple[int, float]:
    """File readings in batches; return how many figures and the seconds of filing alone."""
    filed, spent, batch = 0, 0.0, []
    for reading in readings:
        batch.append((reading, None))
        if len(batch) == TOGETHER:
            start = time.perf_counter()
            filed += sum(receipt.figures for receipt in ledger.add_all(batch))
            spent += time.perf_counter() - start
            batch = []
    start = time.perf_counter()
    filed += sum(receipt.figures for receipt in ledger.add_all(batch))
    return filed, spent + time.perf_counter() - start


# Seconds by the clock and of core time: where other work shares the cores, the first are too many. A server's core time is not among them.
Spent = tuple[float, float]


def now() -> Spent:
    """Return the time by the clock and the core time so far, with that of processes that have ended."""
    spent = os.times()
    return time.perf_counter(), sum(spent[:4])


def since(start: Spent) -> Spent:
    """Return what was spent since a time."""
    wall, core = now()
    return wall - start[0], core - start[1]


def ask(ledger: SqlLedger, queries: Sequence[Query]) -> list[Spent]:
    """Return what each reckoning took; one that fits nothing is not counted."""
    spent = []
    for query in queries:
        start = now()
        try:
            answer(ledger, query)
        # Some questions fit nothing: the stories are drawn by chance.
        except QuestionError:
            continue
        spent.append(since(start))
    return spent


def add_one(ledger: SqlLedger, reading: Reading) -> Spent:
    """Return what it took from one more report, filed, to the question of its first figure, reckoned."""
    ledger.add(reading)
    start = now()
    group_figures(ledger)
    figure = next(figure for statement in reading.statements for figure in statement.figures)
    question_of(ledger, figure.id, Query())
    return since(start)


def queries(chance: random.Random, figures: Sequence[FiledFigure]) -> list[Query]:
    """Return questions on one event: what happened to whom at the place of a figure, in its week."""
    found = []
    for filed in figures:
        place, day = filed.figure.place, filed.filing.published
        if place is not None and day is not None:
            first = day - timedelta(days=chance.randrange(4))
            last = first + timedelta(days=6)
            found.append(Query(measures=(filed.figure.measure,), place=place.name or place.text, first=first, last=last))
    return found


def wide_queries(chance: random.Random, *, people: bool) -> list[Query]:
    """Return questions on many events, of which the largest is reckoned: a country's month, a people's season."""
    found = []
    for _ in range(ASKED):
        first = FIRST + timedelta(days=chance.randrange(DAYS - 90))
        measure = chance.choice(("killed", "killed", "wounded"))
        span = timedelta(days=90 if people else 30)
        where = {"country": chance.choice(COUNTRIES)} if people else {"place": chance.choice(_NAMES)}
        found.append(Query(measures=(measure,), first=first, last=first + span, **where))  # type: ignore[arg-type]
    return found


_NAMES = (
    "Ukraine",
    "Syria",
    "Iraq",
    "Afghanistan",
    "Yemen",
    "Sudan",
    "Nigeria",
    "Mali",
    "Pakistan",
    "India",
    "Somalia",
    "Colombia",
    "Mexico",
)


def draw_figures(ledger: SqlLedger, chance: random.Random) -> list[FiledFigure]:
    """Return figures of events: of what was reported within days, at a place within a country."""
    drawn: list[FiledFigure] = []
    while len(drawn) < ASKED:
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        met = ledger.find(Query(measures=("killed",), place=chance.choice(_NAMES), first=day, last=day))
        # A figure of a year meets the day too, but is of no event of that day.
        lately = [filed for filed in met if filed.filing.published is not None and abs((filed.filing.published - day).days) <= 7]
        placed = [filed for filed in lately if filed.figure.place is not None and filed.figure.place.precision != "country"]
        drawn += chance.sample(placed, min(1, len(placed)))
    return drawn


def measure(size: int, url: str | None, templates: Sequence[Reading], *, group: bool, jobs: int) -> None:
    """File and ask one ledger of so many figures; what is filed and grouped in it already is not done again."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(url or f"sqlite:///{folder}/scale.db") as ledger:
        if (held := ledger.contents().figures) < size:
            filed, spent = file_all(ledger, tell_stories(templates, size))
            print(f"{filed:>9,} figures filed in {spent:.1f} s: {filed / spent:,.0f} figures/s", flush=True)
        else:
            print(f"{held:>9,} figures are filed already", flush=True)
        if group:
            waiting = ledger.count_ungrouped()
            start = now()
            # Each figure is placed, and each group parted; more than wait where groups are made anew by other rules.
            placed = group_figures(ledger, advance=_tell(2 * waiting), jobs=jobs)
            spent, core = since(start)
            rates = f"{spent:.1f} s ({placed / spent:,.0f} figures/s), {core:.1f} s of core time ({placed / core:,.0f} figures/s)"
            print(f"{'':>9} questions, all found for the first time by {jobs} processes: {rates}", flush=True)
        chance = random.Random(11)
        # As the commands and the desk ask.
        with passing_seldom():
            ask_all(ledger, chance)
        if group:
            # Not those that an earlier run added.
            new = 10_000_000 + ledger.contents().reports
            more = [
                Story(new + number, FIRST + timedelta(days=chance.randrange(DAYS)), chance).tell(chance.choice(templates), 0, 0, 1)
                for number in range(MORE)
            ]
            _print("questions, one more report", [add_one(ledger, reading) for reading in more])
        here, each = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"{'':>9} most memory held: {here:,.0f} MB, and by each process that groups {each:,.0f} MB at most", flush=True)


def ask_all(ledger: SqlLedger, chance: random.Random) -> None:
    """Reckon the questions of each kind and print how long that took."""
    for name, asked in (
        ("one event's place and week", queries(chance, draw_figures(ledger, chance))),
        ("a country's month", wide_queries(chance, people=False)),
        ("a people's three months", wide_queries(chance, people=True)),
    ):
        _print(f"reckon, {name}", ask(ledger, asked))


def _print(name: str, spent: Sequence[Spent]) -> None:
    told = []
    for seconds in zip(*spent, strict=True):
        times = sorted(1000 * second for second in seconds)
        median, nine = statistics.median(times), times[int(0.9 * len(times))]
        told.append(f"median {median:.0f} ms, nine in ten under {nine:.0f} ms, most {times[-1]:.0f} ms")
    print(f"{'':>9} {name}: {told[0]}; of core time {told[1]} ({len(spent)})", flush=True)


def _tell(steps: int) -> Callable[[int], None]:
    """Return what tells, every so often, how many steps of grouping are done."""
    done, start = 0, time.perf_counter()

    def advance(more: int) -> None:
        nonlocal done
        done += more
        if done % TOLD < more:
            print(f"{'':>9} {done:,} of {steps:,} steps of grouping after {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)

    return advance


def main() -> int:
    """Measure each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, nargs="+", default=[10_000], metavar="N")
    parser.add_argument("--ledger", metavar="URL", help="a ledger to use and keep, and go on with; by default a throw-away SQLite file")
    parser.add_argument("--jobs", type=int, default=count_cores(), metavar="N", help="how many processes group; all cores by default")
    parser.add_argument("--no-groups", action="store_true", help="leave out finding the questions of all figures")
    args = parser.parse_args()
    templates = read_templates()
    print(f"{len(templates)} readings to vary")
    for size in args.figures:
        measure(size, args.ledger, templates, group=not args.no_groups, jobs=args.jobs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
