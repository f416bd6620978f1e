"""
Running totals of recorders, read as series: every restart and every published correction found, and the false alarms.

    python bench/series.py [FOLDER]      FOLDER holds palestine/ and ukraine/

What is expected never comes from our own detector. It comes from

- `phase` in the Lebanese file (a new number is a restart), and its `*_cum` columns (the publisher's own rebased totals);
- the published totals themselves: a number below the one before it in a column as published, where the publisher marks no new phase, is a
  correction; of the women killed in Gaza the publisher's `ext_` column drops the two figures that were taken back;
- the publisher's derived `ext_*` twins: a published day or total that they replace, with a published total the day before, does not add up;
- `killed_committee`: deaths added late, as published; the check sees the other columns of those days alone;
- the Ukrainian corrections file: its entries for personnel. The days' own counts are in neither file, so they are made of both.

The last line of each table says what is short; the exit status is 1 where anything is.
"""
from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from according.reckoning.answer import Flag
from according.reckoning.series.fills import fill
from according.reckoning.series.running import Series, read_series
from according.reckoning.series.totals import Point

FOLDER = Path(__file__).parent.parent.parent / "shared" / "data" / "series"
Rows = Sequence[dict[str, Any]]
# Falls of each kind planted in each series.
PLANTED = 250
# Columns of totals in which falls are planted.
STEADY = ("killed_cum", "injured_cum", "med_killed_cum", "killed_children_cum")
KINDS = ("restart", "correction", "other population", "difference")


@dataclass(slots=True)
class Line:
    """One row of the table: a series, what is expected in it by kind (days), and what was found."""

    name: str
    points: int
    drops: int = 0
    expected: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=dict)
    false: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[str]:
        """What was expected and not found, or found as something else."""
        return [f"{kind} {day}" for kind, days in self.expected.items() for day in sorted(days - self.found.get(kind, set()))]


def load(path: Path) -> Rows:
    """Return the rows of a file, compressed or not."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows: Rows = json.loads(raw)
    return rows


def totals(rows: Rows, column: str, day: str = "report_date") -> list[Point]:
    """Return a column of totals as points; in the Ukrainian file the hedge stands beside the number."""
    hedge = f"{column}*"
    return [
        Point(f"{column} {row[day]}", date.fromisoformat(row[day]), row[column], None if row.get(hedge) == "more" else row[column],
              rounded=row.get(hedge) == "about")
        for row in rows if row.get(column) is not None
    ]  # fmt: skip


def sharp(rows: Rows, column: str) -> list[Point]:
    """Return a column of totals in which no number comes twice: in a standing one a fall could not be told from the number before."""
    points = totals(rows, column)
    return [point for before, point in pairwise(points) if point.nominal > before.nominal]


def daily(rows: Rows, count: Callable[[dict[str, Any]], int | None], total: str) -> list[Point]:
    """
    Return daily counts as points.

    `report_period` is the hours that a report covers; a day without a report and with 0 hours lies in the period of the next report. A
    report covers no more than the days since the total before it.
    """
    points, before, silent = [], None, 0
    for row in rows:
        day, number = date.fromisoformat(row["report_date"]), count(row)
        # A day without a report is counted in the next one, whose hours do not say so.
        silent = silent + 1 if row["report_period"] == 0 and row.get(total) is None else silent
        if number is not None:
            since = (day - before).days if before is not None else 1
            days = max(1, min(since, row["report_period"] // 24 + silent))
            points.append(Point(f"daily {day}", day, number, number, kind="daily", days=days))
        if row.get(total) is not None:
            before, silent = day, 0
    return points


def falls(points: Iterable[Point]) -> set[str]:
    """Return the days on which a number lies below the one before it: arithmetic, not our reading of it."""
    return {str(later.day) for earlier, later in pairwise(points) if later.nominal < earlier.nominal}


def judge(name: str, series: Series, expected: dict[str, set[str]]) -> Line:
    """Compare a series' flags with what is expected: a flag is false where no expected day of its kind is among those it names."""
    points = [total.point for total in series.totals]
    line = Line(name, len(points), len(falls(points)), expected)
    for flag in series.flags:
        days = days_of(flag) & expected.get(flag.kind, set())
        line.found.setdefault(flag.kind, set()).update(days)
        if not days:
            line.false.append(f"{flag.kind} {flag.day}: {flag.detail}")
    return line


def days_of(flag: Flag) -> set[str]:
    """Return the days that a flag speaks of: its own, and of a difference those of its figures."""
    named = {id.rpartition(" ")[2] for id in flag.figures} if flag.kind == "difference" else set()
    return named | {str(flag.day)}


def lebanon(rows: Rows) -> tuple[list[Line], list[str]]:
    """Restarts by the publisher's phases, in the totals as reported; none in the rebased ones; and our rebased totals beside theirs."""
    lines, notes = [], []
    # The publisher marks where the counting began anew.
    restarts = {later["report_date"] for earlier, later in pairwise(rows) if later["phase"] != earlier["phase"]}
    for what in ("killed", "injured"):
        counts = daily(rows, lambda row, what=what: row.get(what), f"{what}_cum")  # type: ignore[misc]
        series = read_series([*totals(rows, f"{what}_cum_reported"), *counts])
        lines.append(judge(f"Lebanon {what}_cum_reported", series, {"restart": restarts}))
        lines.append(judge(f"Lebanon {what}_cum", read_series([*totals(rows, f"{what}_cum"), *counts]), {}))
        same = sum(total.rebased == row[f"{what}_cum"] for total, row in zip(series.totals, rows, strict=True))
        notes.append(f"Lebanon {what}: our rebased total equals the publisher's {what}_cum on {same} of {len(rows)} days")
    return lines, notes


def gaza_drops(rows: Rows) -> list[Line]:
    """Falls in each column of totals as published: corrections; the publisher's derived columns apart."""
    columns = sorted({key for row in rows for key in row if key.endswith("_cum")})
    lines = [judge(f"Gaza {column}", read_series(points), {"correction": falls(points)})
             for column in columns if not column.startswith("ext_") for points in [totals(rows, column)]]  # fmt: skip
    for column in (name for name in columns if name.startswith("ext_")):
        points = totals(rows, column)
        # The column as published does not fall there, so what the derived one does is no correction.
        lines.append(judge(f"Gaza {column}", read_series(points), {"other population": falls(points)}))
    return lines


def gaza_differences(rows: Rows) -> list[Line]:
    """Daily counts that do not equal the differences of totals, by what the publisher's own derived columns replace."""
    lines = []
    for what in ("killed", "injured"):
        total = f"{what}_cum"
        # The publisher's twin column differs only where the published numbers did not add up.
        replaced = {
            row["report_date"] for before, row in pairwise(rows)
            if before.get(total) is not None and row.get(total) is not None
            and (row.get(what, row[f"ext_{what}"]) != row[f"ext_{what}"] or row[total] != row[f"ext_{total}"])
        }  # fmt: skip
        counts = daily(rows, lambda row, what=what: row.get(what), total)  # type: ignore[misc]
        lines.append(judge(f"Gaza {what} against {total}", read_series([*totals(rows, total), *counts]), {"difference": replaced}))
    return lines


def gaza_late(rows: Rows) -> Line:
    """Deaths that a committee added late: the totals grow by more than the new deaths, the recovered bodies and the succumbed."""
    late = {row["report_date"] for row in rows if row.get("killed_committee")}
    told = [row for row in rows if row.get("killed_cum") is not None]

    def counted(row: dict[str, Any]) -> int | None:
        parts = [row.get(part, 0) for part in ("killed_truce_new", "killed_recovered", "killed_succumbed")]
        return sum(parts) if "killed_truce_new" in row else None

    counts = daily(rows, counted, "killed_cum")
    return judge("Gaza new deaths against killed_cum", read_series([*totals(told, "killed_cum"), *counts]), {"difference": late})


def gaza_fills(rows: Rows) -> list[str]:
    """Our filled columns beside the publisher's, where the publisher had to fill."""
    notes = []
    for what in ("killed", "injured"):
        total = f"{what}_cum"
        counts = daily(rows, lambda row, what=what: row.get(what), total)  # type: ignore[misc]
        ours = {str(day.day): day for day in fill(read_series([*totals(rows, total), *counts]))}
        holes = [row for row in rows if row.get(total) is None and row["report_date"] in ours]
        even = [row for row in holes if row["report_period"]]
        same = sum(ours[row["report_date"]].total == row[f"ext_{total}"] for row in even)
        flat = len(holes) - len(even)
        notes.append(f"Gaza {total}: {len(holes)} days filled (CU5); the publisher's ext_{total} is the same on {same} of {len(even)}")
        notes.append(f"  on {flat} more (report_period 0) the publisher repeats the day before, and we spread the next report's growth")
    return notes


def ukraine(rows: Rows, corrections: Rows) -> tuple[list[Line], list[str]]:
    """Falls (none are published), and the corrections of personnel that only the other file tells of."""
    lines = [judge(f"Ukraine {column}", read_series(points), {"correction": falls(points)})
             for column in ("personnel", "POW") for points in [totals(rows, column, "date")]]  # fmt: skip
    published = {row["date"]: row["personnel"] for row in corrections if row["personnel"]}
    points = totals(rows, "personnel", "date")
    counts = [
        Point(f"daily {later.day}", later.day, grown, grown, kind="daily")
        for earlier, later in pairwise(points)
        # A day's own count is what the total grew by, without what was corrected that day.
        for grown in [later.nominal - earlier.nominal - published.get(str(later.day), 0)]
    ]
    lines.append(judge("Ukraine personnel, daily made of both files", read_series([*points, *counts]), {"difference": set(published)}))
    entries = {key: sum(1 for row in corrections if row[key]) for key in corrections[0] if key not in ("date", "day")}
    others = ", ".join(f"{key} {count}" for key, count in entries.items() if count and key != "personnel")
    by_totals = {day for day in published if day in days_told(lines[0])}
    notes = [
        f"Ukraine: of {len(published)} corrections of personnel {len(by_totals)} can be seen in the totals alone: both are additions",
        f"Ukraine: corrections of other columns cannot be checked, their totals are not here: {others}",
    ]
    return lines, notes


def days_told(line: Line) -> set[str]:
    """Return all days of which a line has a flag."""
    return set().union(*line.found.values())


def plant(points: Sequence[Point], kind: str, chance: random.Random) -> tuple[list[Point], Point]:
    """Return a series with one fall of a kind planted in it, and the point that fell."""
    # Far enough from both ends to have a series before and behind the fall.
    at = chance.randrange(5, len(points) - 5)
    before, point = points[at - 1].nominal, points[at].nominal
    # A restart: the count begins again, and what went before is not in the totals any more.
    if kind == "restart":
        moved = [replace(later, low=later.nominal - before, high=later.nominal - before) for later in points[at:]]
    elif kind == "correction":  # 1 to 15 % are taken back, and the count goes on from there
        less = float(round(before * chance.uniform(0.01, 0.15))) + point - before
        moved = [replace(later, low=later.nominal - less, high=later.nominal - less) for later in points[at:]]
    else:  # one number is a tenth to nine tenths too low, the next is right again
        slipped = float(round(before * chance.uniform(0.1, 0.9)))
        moved = [replace(points[at], low=slipped, high=slipped), *points[at + 1 :]]
    return [*points[:at], *moved], moved[0]


def planted(series: dict[str, list[Point]]) -> list[str]:
    """Plant falls in series that have none, and say how many were found, and found as what they are."""
    # A fixed seed: the table is the same in each run.
    chance = random.Random(20240827)
    lines = []
    for kind in ("restart", "correction", "other population"):
        flagged = labelled = false = 0
        for points in series.values():
            for _ in range(PLANTED):
                made, fallen = plant(points, kind, chance)
                flags = read_series(made).flags
                flagged += any(fallen.id in flag.figures for flag in flags)
                labelled += any(fallen.id in flag.figures and flag.kind == kind for flag in flags)
                false += sum(fallen.id not in flag.figures for flag in flags)
        of = PLANTED * len(series)
        lines.append(f"planted {kind:16} {flagged} of {of} flagged, {labelled} labelled so, {false} false alarms")
    return lines


def show(lines: Sequence[Line]) -> None:
    """Print the table; what is missed and every false alarm below it."""
    print(f"{'series':46} {'totals':>6} {'drops':>5} {'restarts':>9} {'corrections':>11} {'slips':>6} {'differences':>11} {'false':>5}")
    for line in lines:
        restarts, corrections, slips, differences = (_ratio(line, kind) for kind in KINDS)
        found = f"{restarts:>9} {corrections:>11} {slips:>6} {differences:>11}"
        print(f"{line.name:46} {line.points:6} {line.drops:5} {found} {len(line.false):5}")
    for line in lines:
        for what in line.missed:
            print(f"missed: {line.name}: {what}")
        for what in line.false:
            print(f"false: {line.name}: {what}")


def _ratio(line: Line, kind: str) -> str:
    expected = line.expected.get(kind)
    return "-" if not expected else f"{len(expected & line.found.get(kind, set()))} of {len(expected)}"


def main(folder: Path = FOLDER) -> int:
    """Read all series under a folder; return 1 where something is short."""
    if not folder.is_dir():
        print(f"skipped: {folder} is not here; it holds the data of Tech for Palestine and of the Ukrainian general staff")
        return 0
    gaza = load(folder / "palestine" / "casualties_daily.json.gz")
    lines, notes = lebanon(load(folder / "palestine" / "lebanon_casualties_daily.json.gz"))
    lines += [*gaza_drops(gaza), *gaza_differences(gaza), gaza_late(gaza)]
    corrections = load(folder / "ukraine" / "russia_losses_equipment_correction.json")
    told, more = ukraine(load(folder / "ukraine" / "personnel.json.gz"), corrections)
    lines += told
    show(lines)
    print(*notes, *gaza_fills(gaza), *more, sep="\n")
    print(*planted({column: sharp(gaza, column) for column in STEADY}), sep="\n")
    short = [line.name for line in lines if line.missed or line.false]
    print("short: " + "; ".join(short) if short else "nothing is short")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
