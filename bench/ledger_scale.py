"""
The ledger at scale: files made-up reports with so many figures and times what is asked of them.

    python bench/ledger_scale.py --figures 100000
    python bench/ledger_scale.py --figures 1000000 --ledger sqlite:////tmp/scale.db
    python bench/ledger_scale.py --ledger sqlite:////tmp/scale.db --figures 0          time one that was kept

Reports come in the order of their days, as from a feed; with ``--shuffled`` in none, as from an archive, which an index likes least.

Prints the filing rate, sizes, and the median of each question with how many figures it returned.
"""
from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.ledger.versions import Versions
from according.names.gazetteer import Entry, default
from according.quantity import Quantity
from according.records import FiledFigure, Query
from according.report import Report, make_id
from according.statement import MEASURES, Figure, Mention, Party, Place, Reading, Statement, Step, Time

# Number, people, place.
Counted = list[tuple[str, str, str]]
FIRST, DAYS = date(2015, 1, 1), 3650
# Countries and how much of the news is about each; the rest is spread over all others.
COUNTRIES = {"UA": 20, "SY": 12, "IQ": 8, "AF": 8, "PS": 8, "YE": 5, "RU": 5, "SD": 4, "NG": 4, "ML": 2, "PK": 3, "IN": 3, "KP": 1, "HT": 1}
# In the order of MEASURES: most news is of dead and wounded.
MEASURE_WEIGHTS = [400, 200, 60, 30, 40, 20, 20, 30, 10, 60, 50, 10, 30, 10, 10, 20]
PEOPLE = ("civilians", "soldiers", "people", "militants", "fighters", "police officers", "children", "troops", "protesters", "villagers")
DEMONYMS = {"UA": "Ukrainian", "SY": "Syrian", "RU": "Russian", "KP": "North Korean", "IQ": "Iraqi", "PS": "Palestinian", "AF": "Afghan"}
PUBLISHERS = [f"Outlet {number}" for number in range(300)]
SPEAKERS = ("the army", "Police", "the health ministry", "a rebel spokesman", "local officials", "the governor", "a doctor", "residents")


def towns() -> dict[str, list[Entry]]:
    """Return the gazetteer's towns and regions by country, the large ones first."""
    rows = (default()._rows[number] for number in range(len(default()._rows)))
    found: dict[str, list[Entry]] = {}
    for row in rows:
        kind, name, country, region, latitude, longitude, population = row.split("\t")
        if kind in ("A", "P") and latitude:
            entry = Entry(kind, name, country, region, float(latitude), float(longitude), int(population or 0))  # type: ignore[arg-type]
            found.setdefault(country, []).append(entry)
    return {country: sorted(entries, key=lambda entry: -entry.population) for country, entries in found.items()}


class Maker:
    """Makes readings, always the same for the same seed: so many ``reports`` in the order of days, or, with 0, in none."""

    def __init__(self, seed: int, reports: int = 0) -> None:
        self.reports = reports
        self.random = random.Random(seed)
        self.towns = towns()
        self.others = sorted(self.towns.keys() - COUNTRIES.keys())
        self.made = 0

    def reading(self) -> Reading:
        """Return a report of one country and day with one to ten figures."""
        chance = self.random
        country = chance.choices([*COUNTRIES, "other"], [*COUNTRIES.values(), 16])[0]
        country = chance.choice(self.others) if country == "other" else country
        # In the order of days as a feed brings them; of a few reports no day is known.
        reached = int(self.made / self.reports * DAYS) if self.reports else chance.randrange(DAYS)
        published = FIRST + timedelta(days=reached) if chance.random() < 0.97 else None
        sentences = [self.sentence(country) for _ in range(chance.choice((1, 1, 2, 2, 3, 3, 4, 6)))]
        self.made += 1
        # So that texts are as long as reports are, for the search by words.
        filler = " ".join(["The fighting went on through the night, witnesses said, and roads stayed closed."] * chance.randrange(3, 20))
        text = f"Report {self.made}. " + " ".join(words for words, *_ in sentences) + " " + filler
        report = Report(text, f"r{self.made}.txt", f"Report {self.made}", published, chance.choice(PUBLISHERS), None, "en")
        at, statements = text.index(". ") + 2, []
        for words, speaker, counted in sentences:
            statements.append(self.statement(report, at, words, speaker, counted, country))
            at += len(words) + 1
        return Reading(report, tuple(statements))

    def sentence(self, country: str) -> tuple[str, str, Counted]:
        """Return a sentence with its speaker and what is counted in it: number, people, place."""
        chance = self.random
        speaker, entries = chance.choice(SPEAKERS), self.towns[country]
        counted: Counted = []
        for _ in range(chance.choice((1, 1, 1, 2))):
            people = chance.choice(PEOPLE)
            people = f"{DEMONYMS[country]} {people}" if country in DEMONYMS and chance.random() < 0.4 else people
            # Large towns are in the news far more often than villages.
            place = entries[min(int(chance.expovariate(0.05)), len(entries) - 1)].name
            counted.append((str(chance.randrange(1, 400)), people, place))
        words = " and ".join(f"{number} {people} were hit in {place}" for number, people, place in counted)
        return f"{speaker[0].upper()}{speaker[1:]} said {words}.", speaker, counted

    def statement(self, report: Report, start: int, words: str, speaker: str, counted: Counted, country: str) -> Statement:
        """Return the statement of a sentence that stands at a place of the report."""
        end, at, figures = start + len(words), start + len(speaker), []
        for number, people, place in counted:
            figures.append(self.figure(report, report.text.index(number, at), number, people, place, country))
            at = figures[-1].place.end if figures[-1].place else at  # type: ignore[assignment]
        said = Party(start, start + len(speaker), report.text[start : start + len(speaker)], speaker, "official", None)
        content = Mention(start + len(speaker) + 6, end, report.text[start + len(speaker) + 6 : end])
        trace = tuple(Step("figures.counted", figure.number.start, figure.number.end, "counted by its noun") for figure in figures)
        return Statement(make_id(report.id, start), start, end, words, content, (said,), figures=tuple(figures), trace=trace)

    def figure(self, report: Report, at: int, number: str, people: str, place: str, country: str) -> Figure:
        """Return a figure that stands at a place of the report."""
        chance = self.random
        measure = chance.choices(MEASURES, MEASURE_WEIGHTS)[0]
        entry = next(entry for entry in self.towns[country] if entry.name == place)
        who, where = report.text.index(people, at), report.text.index(place, at)
        nation = country if people.startswith(DEMONYMS.get(country, "-")) else None
        low = int(number)
        return Figure(
            make_id(report.id, at, at + len(number), measure), Mention(at, at + len(number), number), Quantity.exact(low),
            "people", measure,
            population=Party(who, who + len(people), people, people, "civilian" if "civ" in people else None, nation),
            place=Place(where, where + len(place), place, place, country, entry.latitude, entry.longitude, "city")
            if chance.random() < 0.85 else None,
            time=self.time(report.published), counting=chance.choices(("incident", "running", "period", "unknown"), (60, 10, 10, 20))[0],
        )  # fmt: skip

    def time(self, published: date | None) -> Time | None:
        """Return a time: mostly the day before, or none."""
        chance = self.random
        if published is None or chance.random() < 0.3:
            return None
        if chance.random() < 0.1:
            return Time(None, None, None, published - timedelta(days=chance.randrange(40, 900)), published, "during")
        day = published - timedelta(days=chance.randrange(3))
        return Time(None, None, None, day, day)


def fill(ledger: SqlLedger, figures: int, maker: Maker) -> None:
    """File made-up reports until there are so many figures, and print the rate."""
    filed, reports, spent = 0, 0, 0.0
    while filed < figures:
        batch, held = list[tuple[Reading, str | None]](), 0
        # In batches, as many reports are filed at once.
        while held < min(10_000, figures - filed):
            batch.append((maker.reading(), None))
            held += sum(len(statement.figures) for statement in batch[-1][0].statements)
        start = time.perf_counter()
        receipts = ledger.add_all(batch)
        took = time.perf_counter() - start
        spent, filed, reports = spent + took, filed + sum(receipt.figures for receipt in receipts), reports + len(batch)
        print(f"\r{filed:,} figures, {filed / spent:,.0f}/s, now {sum(r.figures for r in receipts) / took:,.0f}/s", end="", flush=True)
    if filed:
        print(f"\nfiled {reports:,} reports with {filed:,} figures in {spent:.1f} s: {filed / spent:,.0f} figures/s")


def median(label: str, ask: Callable[[], Sequence[object] | int], times: int = 7) -> None:
    """Print the median time of a question."""
    # Once before the clock runs: the first question also reads the file.
    taken, answer = [], ask()
    for _ in range(times):
        start = time.perf_counter()
        answer = ask()
        taken.append(time.perf_counter() - start)
        # Slow questions are asked fewer times.
        if sum(taken) > 5:
            break
    size = answer if isinstance(answer, int) else len(answer)
    print(f"{label:<58} {statistics.median(taken) * 1000:9.1f} ms {size:9,}")


def questions() -> Iterator[tuple[str, Query]]:
    """Yield the questions that are timed."""
    # Days in the middle of the years that are filed.
    month = {"first": date(2020, 3, 1), "last": date(2020, 3, 31)}
    week = {"first": date(2020, 3, 2), "last": date(2020, 3, 8)}
    yield "killed, country, a week", Query(("killed",), place="Syria", **week)
    yield "killed, city", Query(("killed",), place="Kursk Oblast")
    yield "killed, small town", Query(("killed",), place="Tal Afar")
    yield "killed, population North Korean", Query(("killed",), population="North Korean soldiers")
    yield "killed, population North Korean, a month", Query(("killed",), population="North Korean", **month)
    yield "killed, population civilians, country, a week", Query(("killed",), population="civilians", place="Ukraine", **week)
    yield "killed, population civilians, a week", Query(("killed",), population="civilians", **week)
    yield "killed, a week", Query(("killed",), **week)
    yield "killed, population's country KP", Query(("killed",), country="KP")
    yield "wounded, country, a month", Query(("wounded",), place="Mali", **month)
    yield "any measure, country, a week", Query(place="Mali", **week)
    yield "speaker, measure, country, a month", Query(("killed",), speaker="governor", place="Nigeria", **month)
    yield "publisher, measure, country, a month", Query(("killed",), publisher="Outlet 7", place="Ukraine", **month)
    yield "text", Query(text='"Tal Afar" governor')


def ask(ledger: SqlLedger) -> None:
    """Time all questions."""
    for label, query in questions():
        median(f"find: {label}", lambda query=query: ledger.find(query))  # type: ignore[misc]
    median("find: killed, limit 100", lambda: ledger.find(Query(("killed",)), limit=100))
    median("count: killed", lambda: ledger.count(Query(("killed",))))
    hundred: Sequence[FiledFigure] = ledger.find(Query(("killed",), place="Mali"), limit=100)
    ids = tuple(figure.id for figure in hundred)
    median("find: 100 figures by id", lambda: ledger.find(Query(figures=ids)))
    median("figure: by its first ten digits", lambda: [ledger.figure(ids[0][:10])])
    for number in (0, 50, 99):
        one = hundred[number : number + 1]
        median(f"neighbours: one figure ({one[0].filing.published})", lambda one=one: ledger.neighbours(one))  # type: ignore[misc]
    median("neighbours: 100 figures of one country", lambda: ledger.neighbours(hundred), 3)
    ungrouped = ledger.ungrouped(500)
    median("ungrouped: 500", lambda: ledger.ungrouped(500), 3)
    median("neighbours: 500 ungrouped", lambda: ledger.neighbours(ungrouped), 1)
    median("search: reports by words", lambda: ledger.search("governor Kursk"))
    median("contents", lambda: [ledger.contents()], 3)


def main() -> None:
    """Fill a ledger and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=100_000)
    parser.add_argument("--ledger", help="its address; by default a file that is removed afterwards")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffled", action="store_true", help="file the reports in no order of days")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(wishes.ledger or str(Path(folder) / "scale.db"))
        ledger.versions = Versions("bench", "bench", "bench")
        # There are 3.4 figures a report.
        fill(ledger, wishes.figures, Maker(wishes.seed, 0 if wishes.shuffled else int(wishes.figures / 3.4)))
        path = Path(ledger.name)
        if path.exists():
            size = path.stat().st_size
            print(f"size {size / 1e6:,.0f} MB, {size / max(1, ledger.contents().figures):,.0f} bytes a figure")
        ask(ledger)
        ledger.close()


if __name__ == "__main__":
    main()
