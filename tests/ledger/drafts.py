"""Readings made by hand, without a language model: a sentence a figure, with every span where its words stand."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from according.quantity import Quantity
from according.report import Report, make_id
from according.statement import Counting, Figure, Measure, Mention, Party, Place, Reading, Statement, Step, Time

DAY = date(2025, 1, 27)
# Where some towns lie.
PLACES: dict[str, tuple[str, float, float]] = {
    "Kursk": ("RU", 51.73, 36.18), "Kursk Oblast": ("RU", 51.70, 36.20), "Sudzha": ("RU", 51.19, 35.27), "Kyiv": ("UA", 50.45, 30.52),
    "Gaza City": ("PS", 31.50, 34.47), "Syria": ("SY", 35.1, 37.17), "Aleppo": ("SY", 36.2, 37.16),
}  # fmt: skip


class Clock:
    """A time that goes on by a minute each time it is asked for."""

    def __init__(self) -> None:
        self.now = datetime(2025, 2, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def draft(
    number: float = 12, people: str = "soldiers", *, measure: Measure = "killed", country: str | None = None, kind: str | None = None,
    place: str | None = "Kursk", placed: str | None = "", by: str | None = None, speaker: str | None = "The army",
    days: tuple[date | None, date | None] | None = None, basis: Any = "on", counting: Counting = "incident",
) -> dict[str, Any]:  # fmt: skip
    """What one sentence says; ``placed`` is the place's country where it is not that of PLACES."""
    return {"number": number, "people": people, "measure": measure, "country": country, "kind": kind, "place": place, "placed": placed,
            "by": by, "speaker": speaker, "days": days, "basis": basis, "counting": counting}  # fmt: skip


def make_reading(*drafts: dict[str, Any], before: str = "", **report: Any) -> Reading:
    """A reading of a report with a sentence for each draft; ``before`` opens the text."""
    report.setdefault("published", DAY)
    sentences = [_sentence(one) for one in drafts]
    made = Report(" ".join([*([before] if before else []), *sentences]), **report)
    statements, at = [], len(before) + 1 if before else 0
    for one, sentence in zip(drafts, sentences, strict=True):
        statements.append(_statement(made, one, at, sentence))
        at += len(sentence) + 1
    return Reading(made, tuple(statements))


def _sentence(one: dict[str, Any]) -> str:
    said = f"{one['speaker']} said " if one["speaker"] else "Now "
    where = f" in {one['place']}" if one["place"] else ""
    return f"{said}{one['number']} {one['people']} were {one['measure']}{where}{' by ' + one['by'] if one['by'] else ''}."


def _statement(report: Report, one: dict[str, Any], start: int, sentence: str) -> Statement:
    def find(words: str) -> tuple[int, int, str]:
        at = report.text.index(words, start)
        return at, at + len(words), words

    number = find(str(one["number"]))
    figure = Figure(
        make_id(report.id, number[0], number[1], one["measure"]), Mention(*number), Quantity.exact(one["number"]), "people", one["measure"],
        population=Party(*find(one["people"]), None, one["kind"], one["country"]),
        perpetrator=Party(*find(one["by"])) if one["by"] else None,
        place=_place(find(one["place"]), one) if one["place"] else None,
        time=None if one["days"] is None else Time(None, None, None, *one["days"], one["basis"]), counting=one["counting"],
    )  # fmt: skip
    speakers = (Party(*find(one["speaker"])),) if one["speaker"] else ()
    content = Mention(number[0], start + len(sentence), report.text[number[0] : start + len(sentence)])
    id = make_id(report.id, start, one["measure"])
    trace = (Step("figures.counted", number[0], number[1], "counted by its noun"),)
    return Statement(id, start, start + len(sentence), sentence, content, speakers, figures=(figure,), trace=trace)


def _place(words: tuple[int, int, str], one: dict[str, Any]) -> Place:
    country, latitude, longitude = PLACES.get(one["place"], (None, None, None))
    country = country if one["placed"] == "" else one["placed"]
    return Place(*words, one["place"], country, latitude, longitude, "country" if one["place"] == "Syria" else "city")
