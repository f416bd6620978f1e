"""
Claims as schema.org has them, in JSON-LD, and reviews of those on which people of the ledger ruled.

A ClaimReview is a verdict. Nobody but a person gives one here: a figure that nobody accepted, corrected or rejected is a Claim, and a
review has the ruling's word for its rating and the person's own reason, never a number. https://schema.org/Claim and
https://schema.org/ClaimReview have the names; feeds of fact checks have this frame (https://schema.org/DataFeed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from according.exports.about import About, about_words
from according.exports.exchange.form import Form
from according.exports.exchange.graphs.bodies import known_as, nature_of
from according.exports.exchange.graphs.characters import writable
from according.exports.exchange.graphs.identifiers import stable_urn, text_address, web_address
from according.exports.exchange.graphs.telling import figure_words, stated, telling_words
from according.exports.objects.readings import Object, dump_line, iso_day, plain_number
from according.reckoning.answer import Reckoning
from according.records import FiledFigure, Filing, Ruling
from according.statement import Figure, Party, Place, Statement, Time

VOCABULARY = "https://schema.org"
AGENTS = {"person": "Person", "body": "Organization"}
# What a review says in place of a grade.
RATINGS = {"accept": "accepted", "reject": "rejected", "correct": "corrected"}


def write_claims(figures: Iterable[FiledFigure], about: About) -> Iterator[bytes]:
    """Yield a feed of claims; figures alone carry no rulings, so that none of them is reviewed."""
    yield from _feed(([claim_object(filed.filing, filed.statement, filed.figure)] for filed in figures), about)


def write_reviews(reckonings: Iterable[Reckoning], about: About) -> Iterator[bytes]:
    """Yield a feed of the figures of answers: a review for each ruling on a figure, and the claim where there is none."""
    yield from _feed(_judged(reckonings), about)


def _judged(reckonings: Iterable[Reckoning]) -> Iterator[list[Object]]:
    for item in (item for reckoning in reckonings for item in reckoning.figures):
        filed = stated(item)
        claim = claim_object(filed.filing, filed.statement, filed.figure)
        yield [_review(claim, filed, ruling) for ruling in item.verdicts] or [claim]


def _feed(items: Iterable[list[Object]], about: About) -> Iterator[bytes]:
    head = dump_line({
        "@context": VOCABULARY, "@type": "DataFeed", "name": writable(about_words(about)),
        "dateModified": about.made.isoformat(timespec="seconds"), "dataFeedElement": [],
    })  # fmt: skip
    # One claim a line, so that the longest feed is written as its figures come.
    yield f"{head.removesuffix(']}')}\n".encode()
    for at, item in enumerate(items):
        yield f"{',' if at else ''}{writable(dump_line({'@type': 'DataFeedItem', 'item': item}))}\n".encode()
    yield b"]}\n"


def _review(claim: Object, filed: FiledFigure, ruling: Ruling) -> Object:
    """Return a person's ruling as a review; a correction says which field has which value now."""
    corrected = f": {ruling.field} {ruling.value}" if ruling.kind == "correct" else ""
    return {
        "@type": "ClaimReview", "@id": stable_urn("ruling", ruling.id, filed.id),
        "claimReviewed": telling_words(filed.statement, filed.figure),
        "author": {"@type": "Person", "name": ruling.who}, "datePublished": ruling.when.isoformat(),
        "reviewRating": {"@type": "Rating", "alternateName": RATINGS[ruling.kind] + corrected}, "reviewBody": ruling.why,
        "itemReviewed": claim,
    }  # fmt: skip


def claim_object(filing: Filing, statement: Statement, figure: Figure) -> Object:
    """
    Return a figure as a Claim; what is not known is left out, as JSON-LD has it.

    ``author`` is the innermost speaker, who gave the number; there is none where the report speaks itself. The whole chain, the outermost
    speaker first, is among the properties of ``about``.
    """
    return _known({
        "@type": "Claim", "@id": stable_urn("figure", figure.id), "name": figure_words(figure), "text": statement.text,
        "author": agent_object(statement.speakers[-1]) if statement.speakers else None, "datePublished": iso_day(filing.published),
        "about": _number(statement, figure), "contentLocation": _place(figure.place), "temporalCoverage": _days(figure.time),
        "appearance": _article(filing),
    })  # fmt: skip


def agent_object(party: Party) -> Object:
    """Return a speaker, of a type only where the report's words say that it is a person or a body."""
    name = known_as(party)
    return _known({"@type": AGENTS.get(nature_of(party) or ""), "name": name, "description": party.text if party.text != name else None})


def _article(filing: Filing) -> Object:
    return _known({
        "@type": "Article", "@id": text_address(filing.id), "headline": filing.title, "url": web_address(filing.url),
        "publisher": {"@type": "Organization", "name": filing.publisher} if filing.publisher else None,
        "datePublished": iso_day(filing.published),
    })  # fmt: skip


def _number(statement: Statement, figure: Figure) -> Object:
    """Return how many, of whom, and all that makes the number what it is, under the names of :mod:`according.exports.objects`."""
    low, high = plain_number(figure.quantity.low), plain_number(figure.quantity.high)
    people, author = figure.population, figure.perpetrator
    more: Object = {
        "measure": figure.measure, "bound": figure.quantity.bound, "status": figure.status, "counting": figure.counting,
        "implied": figure.implied, "stance": statement.stance, "negated": statement.negated, "number": figure.number.text,
        "start": figure.number.start, "end": figure.number.end, "statement_start": statement.start, "statement_end": statement.end,
        "speakers": [speaker.text for speaker in statement.speakers] or None,
        "population": people and people.text, "perpetrator": author and author.text,
        "time_basis": figure.time and figure.time.basis, "subset_of": figure.subset_of, "restates": figure.restates,
    }  # fmt: skip
    return _known({
        "@type": "QuantitativeValue", "minValue": low, "maxValue": high, "value": low if low == high else None, "unitText": figure.unit,
        "additionalProperty": [
            {"@type": "PropertyValue", "name": name, "value": value} for name, value in more.items() if value is not None
        ],
    })  # fmt: skip


def _place(place: Place | None) -> Object | None:
    """Return a place with its country; how precisely it is known stands in words, for its point is not meant."""
    if place is None:
        return None
    point = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    country = {"@type": "PostalAddress", "addressCountry": place.country}
    return _known({
        "@type": "Place", "name": place.name or place.text, "address": country if place.country else None,
        "geo": point if place.latitude is not None and place.longitude is not None else None,
        "description": f"known to the {place.precision}" if place.precision is not None else None,
    })  # fmt: skip


def _days(time: Time | None) -> str | None:
    """Return the days as an interval of ISO 8601; an open end is two dots (its part 2)."""
    if time is None or (time.first is None and time.last is None):
        return None
    return iso_day(time.first) if time.first == time.last else f"{iso_day(time.first) or '..'}/{iso_day(time.last) or '..'}"


def _known(record: Object) -> Object:
    return {name: value for name, value in record.items() if value is not None}


CLAIMREVIEW = Form(
    "claimreview", "schema.org Claim and ClaimReview", ".jsonld", "application/ld+json",
    {"figures": write_claims, "questions": write_reviews},
    lacks=(
        "A review's rating is the ruling's word (accepted, corrected, rejected) and no grade; search engines want a page of yours as "
        "its address, which is not known here.",
        "A ruling may be on how the report was read and not on what it says; the person's reason, as the body of the review, tells which.",
        "Figures that are exported alone carry no rulings and are claims only.",
        "Only the speaker who gave the number is an author; the others of the chain are words in a property, and a report's own voice "
        "has no author.",
        "Echoes, contradictions and ranges over several figures.",
    ),
    source="https://schema.org/ClaimReview",
)  # fmt: skip
