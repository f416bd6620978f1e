"""
What a figure's values are as people write them: how many, of whom, where, when.

Everything here is text that is safe to show on one line.
"""

from __future__ import annotations

from datetime import date

from according.exports.words.readings import visible
from according.exports.words.reckonings import number
from according.names.countries import country_names
from according.names.places import name_place
from according.quantity import Quantity
from according.reckoning.questions.labels import name_losses
from according.statement import Figure, Party, Place, Time

_GRAINS = {"day": "a day", "week": "a week", "month": "a month", "year": "a year"}
_RECKONED_FROM = {
    "published": "reckoned from the report's own day",
    "context": "reckoned from a day named before",
    "absolute": "written out in the report",
}
_COUNTED_OF = {
    "incident": "one event", "running": "a total so far", "period": "a stretch of time", "unknown": "one event or a total: not said",
}  # fmt: skip


def quantity_words(quantity: Quantity, unit: str = "people") -> str:
    """
    Return how many as people write it.

        >>> quantity_words(Quantity.at_least(12)), quantity_words(Quantity.about(2000)), quantity_words(Quantity(24, 99, "vague"))
        ('at least 12', 'about 2,000', '24 to 99, by the words for it')
    """
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return f"at least {number(low, unit)}" if high is None else f"up to {number(high, unit)}"
    told = number(low, unit) if low == high else f"{number(low, unit)} to {number(high, unit)}"
    if quantity.bound == "vague":
        return f"{told}, by the words for it"
    return f"about {told}" if quantity.bound == "about" else told


def bound_words(quantity: Quantity, unit: str = "people") -> str:
    """Return a quantity's floor, ceiling and bound, each named: "low 12, high open, bound at least"."""
    low = "open" if quantity.low is None else number(quantity.low, unit)
    high = "open" if quantity.high is None else number(quantity.high, unit)
    return f"low {low}, high {high}, bound {quantity.bound.replace('_', ' ')}"


def party_words(party: Party | None) -> str:
    """Return people in a report's words, with their name, kind and country where these are known."""
    if party is None:
        return ""
    name = party.name if party.name is not None and party.name != party.text else None
    country = None if party.country is None else country_names().get(party.country, party.country)
    known = [visible(part) for part in (name, party.kind, country) if part]
    return visible(party.text) + (f" ({', '.join(known)})" if known else "")


def counted_words(figure: Figure) -> str:
    """
    Return who is counted and what happened to them, and say neither twice: "soldiers killed"; of "the number of dead", "people killed".

    Things of which the words do not say what they are are "things".
    """
    words = visible(figure.population.text) if figure.population is not None else "things" if figure.unit == "things" else None
    return name_losses(figure.measure, words)


def place_words(place: Place | None) -> str:
    """Return a place in a report's words, with its country and how precisely it is known; never as a mere point."""
    if place is None:
        return ""
    parts = [visible(name_place(place.text, place.name))]
    if place.country is not None:
        parts.append(country_names().get(place.country, visible(place.country)))
    told = ", ".join(parts)
    if place.precision is None:
        return f"{told}; where it lies is not settled"
    return f"{told}; known to the {place.precision}"


def coordinates(place: Place | None) -> str:
    """
    Return where a place lies in degrees, or nothing where that is not settled.

        >>> coordinates(Place(0, 5, "Derna", latitude=32.767, longitude=-22.637))
        '32.77° N, 22.64° W'
    """
    if place is None or place.latitude is None or place.longitude is None:
        return ""
    north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
    return f"{abs(place.latitude):.2f}° {north}, {abs(place.longitude):.2f}° {east}"


def days_words(first: date | None, last: date | None) -> str:
    """
    Return the days from one to another as people write them, an end that is open as that.

        >>> days_words(date(2025, 1, 1), date(2025, 1, 31)), days_words(None, date(2025, 3, 3))
        ('1 to 31 January 2025', 'up to 3 March 2025')
    """
    if first is None or last is None:
        return "" if first is last else f"up to {_day(last)}" if last is not None else f"from {_day(first)}"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    begun = f"{first.day} {first:%B}" if first.year == last.year else _day(first)
    return f"{begun} to {_day(last)}"


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B} {day.year}"


def time_words(time: Time | None) -> str:
    """Return when as people write it: "as of 27 January 2025", "some time in 1 to 31 January 2025"."""
    if time is None:
        return ""
    days = days_words(time.first, time.last)
    if not days:
        return "which day is not settled"
    return {"on": days, "during": f"within {days}", "as_of": f"counted up to {days.removeprefix('up to ')}"}[time.basis]


def time_grounds(time: Time | None) -> str:
    """Return by what words a time is known, and from what it was reckoned."""
    if time is None:
        return ""
    words = "taken from the sentences around it" if time.text is None else f"“{visible(time.text)}”"
    grain = f"to {_GRAINS.get(time.grain, visible(time.grain))}" if time.grain is not None else ""
    return ", ".join(part for part in (words, grain, _RECKONED_FROM.get(time.anchor or "", "")) if part)


def counting_words(figure: Figure) -> str:
    """Return what a figure is a count of: one event, a total so far, a stretch of time, or that nothing says which."""
    return _COUNTED_OF[figure.counting]
