"""The forms of exchange, by name."""

from __future__ import annotations

from according.errors import RequestError
from according.exports.exchange.acled import ACLED
from according.exports.exchange.csv_tables import CSV
from according.exports.exchange.form import Form, Subject
from according.exports.exchange.graphs.claimreview import CLAIMREVIEW
from according.exports.exchange.graphs.ftm import FTM
from according.exports.exchange.graphs.gkg import GKG
from according.exports.exchange.graphs.stix import STIX
from according.exports.exchange.graphs.webannotation import WEBANNOTATION
from according.exports.exchange.jsonl import JSONL
from according.exports.exchange.maps import GEOJSON
from according.exports.exchange.parquet import PARQUET
from according.exports.exchange.ucdp import UCDP
from according.exports.exchange.workbook import XLSX

FORMS: tuple[Form, ...] = (JSONL, CSV, PARQUET, XLSX, GEOJSON, UCDP, ACLED, GKG, STIX, FTM, CLAIMREVIEW, WEBANNOTATION)


def find_form(name: str, subject: Subject) -> Form:
    """Return the form of a name; raises :class:`~according.errors.RequestError` where such a subject is not written in it."""
    found = next((form for form in FORMS if form.name == name and subject in form.writers), None)
    if found is None:
        known = ", ".join(form.name for form in FORMS if subject in form.writers)
        raise RequestError("format", f"no {subject} are written as {name!r}; there is {known}")
    return found
