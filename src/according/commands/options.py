"""Options that several commands share, and what they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from according.reckoning.reckon import Parameters
    from according.records import Query

LedgerUrl = Annotated[
    str | None,
    typer.Option(
        "--ledger", metavar="URL", envvar="ACCORDING_LEDGER", show_default="ledger.db in your data folder",
        help="The ledger: sqlite:///FILE, a file's name, or postgresql://USER@HOST/DATABASE.",
    ),
]  # fmt: skip
# Of a command inside `according ledger`: without the environment, which must not win over the option of the group.
InnerLedgerUrl = Annotated[str | None, typer.Option("--ledger", metavar="URL", help="The ledger, as for `according ledger` itself.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]
MeasureOption = Annotated[
    str | None, typer.Option("--measure", "-m", metavar="MEASURE", help="What happened to those counted: killed, wounded, casualties, …")
]
Population = Annotated[str | None, typer.Option("--population", metavar="WORDS", help='Who is counted, such as "North Korean".')]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="The country of those counted, as KP or UA.")]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="What those counted are: civilian, military, militant, police, child, …")
]
Perpetrator = Annotated[str | None, typer.Option("--perpetrator", metavar="WORDS", help="Who did it, as the report says.")]
PlaceOption = Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where; a country or region covers what lies in it.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From this day on, as 2025-01-27.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Up to this day, for totals so far: the same as --to.")]
AsKnownAt = Annotated[
    str | None, typer.Option("--as-known-at", metavar="DATE", help="Answer from what was filed by the end of this day (UTC), rulings too.")
]
Publisher = Annotated[str | None, typer.Option("--publisher", metavar="WORDS", help="Only reports of this publisher.")]
Speaker = Annotated[str | None, typer.Option("--speaker", metavar="WORDS", help="Only what this speaker is named as saying.")]
Text = Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Only statements that hold these words.")]
Rules = Annotated[
    str | None,
    typer.Option("--rules", metavar="NAMES", help="Recorders' rule-sets to apply, with commas: ucdp,acled,ibc,airwars,gtd, or all."),
]
Conflicts = Annotated[
    str | None, typer.Option("--conflicts", metavar="FILE", help="Your own conflicts and parties (TOML), on top of the package's.")
]
Publishers = Annotated[
    str | None, typer.Option("--publishers", metavar="FILE", help="Your own publishers' families (TOML), on top of the package's.")
]
WordsFile = Annotated[
    str | None, typer.Option("--words", metavar="FILE", help="Your own words (TOML), on top of the package's word lists.")
]


def read_day(text: str | None, option: str) -> date | None:
    """Return an option's day; a text that is none is a wrong use of the command."""
    from according.intake.dates import parse_date

    if text is None:
        return None
    day = parse_date(text)
    if day is None:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2025-01-27", param_hint=option)
    return day


def read_moment(text: str | None, option: str) -> datetime | None:
    """Return the end of an option's day in UTC, or the very moment where a time is given (``2025-01-27T12:00``)."""
    if text is None:
        return None
    if "T" in text:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise typer.BadParameter(f"{text!r} is no time; write it as 2025-01-27T12:00", param_hint=option) from None
        try:
            return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except OverflowError:
            raise typer.BadParameter(f"{text!r} lies beyond the calendar; give a day between 1 and 9999", param_hint=option) from None
    day = read_day(text, option)
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), UTC) - timedelta(microseconds=1)


def make_query(
    *, measure: str | None = None, first: str | None = None, last: str | None = None, as_of: str | None = None, known_at: str | None = None,
    **words: str | None,
) -> Query:  # fmt: skip
    """Return the query that the options of a command line make."""
    from according.names.countries import country_names
    from according.names.parties import KINDS
    from according.records import Query
    from according.statement import MEASURES

    measures = tuple(part.strip() for part in measure.split(",") if part.strip()) if measure else ()
    for name in measures:
        if name not in MEASURES:
            raise typer.BadParameter(f"{name!r} is no measure; give one of {', '.join(MEASURES)}", param_hint="--measure")
    if last is not None and as_of is not None:
        raise typer.BadParameter("give one of --to and --as-of: they mean the same day", param_hint="--as-of")
    begin, end = read_day(first, "--from"), read_day(last or as_of, "--to" if last else "--as-of")
    if begin is not None and end is not None and begin > end:
        raise typer.BadParameter(f"{begin} is after {end}; exchange them", param_hint="--from")
    country, kind = words.pop("country", None), words.get("kind")
    if country is not None and country.upper() not in country_names():
        raise typer.BadParameter(f"{country!r} is no country's code; write it as KP or UA (ISO 3166-1)", param_hint="--country")
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind; give one of {', '.join(KINDS)}", param_hint="--kind")
    return Query(
        measures=measures,  # type: ignore[arg-type]
        first=begin,
        last=end,
        country=country.upper() if country else None,
        known_at=read_moment(known_at, "--as-known-at"),
        **words,  # type: ignore[arg-type]
    )


def make_parameters(rules: str | None, conflicts: str | None = None, publishers: str | None = None) -> Parameters:
    """Return the parameters of a reckoning: word lists with the user's on top, and the rule-sets asked for."""
    from pathlib import Path

    from according.reckoning.origins import publishers as publisher_list
    from according.reckoning.reckon import Parameters
    from according.reckoning.rulesets.registry import RULE_SETS
    from according.reckoning.sides import wars as conflict_list

    names = tuple(RULE_SETS) if rules == "all" else tuple(name.strip().lower() for name in (rules or "").split(",") if name.strip())
    for name in names:
        if name not in RULE_SETS:
            raise typer.BadParameter(f"{name!r} is no rule-set; there are {', '.join(RULE_SETS)}", param_hint="--rules")
    return Parameters(
        conflicts=conflict_list.load(Path(conflicts)) if conflicts else conflict_list.default(),
        publishers=publisher_list.load(Path(publishers)) if publishers else publisher_list.default(),
        rules=names,
    )
