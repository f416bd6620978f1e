"""
Pulling: what another ledger has and this one lacks is taken in, a few reports in each transaction, and nothing here is overwritten.

A pull that is stopped goes on where it was when it is started again: what is here is not taken again.
"""
from __future__ import annotations

from collections.abc import Callable

from according.errors import LedgerError
from according.ledger.base import Ledger
from according.ledger.sharing.offer import Offer
from according.ledger.sharing.offered import Lacking, Listing, Parcel, Pulled, Tally
from according.reckoning.rulings import weigh_rulings


def pull(ledger: Ledger, offer: Offer, *, dry_run: bool = False, advance: Callable[[int], None] | None = None) -> Pulled:
    """
    Take in another ledger's reports, readings, later texts of pages and rulings, and return what became of them.

    With ``dry_run`` nothing is written: all is looked at and counted as if it were taken. ``advance`` is told how many more of the other's
    reports were looked at. The figures that came wait for their groups (:mod:`according.services.group`). Raises
    :class:`~according.errors.LedgerError` where both are one ledger, and where one of the databases fails.
    """
    if offer.address == ledger.address:
        raise LedgerError(f"{ledger.name}: a ledger takes nothing from itself; name another")
    found, takings = Pulled(), ledger.takings
    # What came lies behind what it rests on: an earlier text before a later one, rulings behind all that they may be on.
    for listing in offer.listings():
        lacking = takings.lacking(listing)
        found.known += _known(listing, lacking)
        if lacking:
            parcel = offer.load(listing, lacking)
            came, refused = (_count(parcel), ()) if dry_run else takings.take(parcel)
            found.came += came
            found.refused += [*parcel.refused, *refused]
        found.examined += len(listing.reports)
        if advance is not None:
            advance(len(listing.reports))
    for rulings in offer.rulings():
        came, known, refused = takings.take_rulings(rulings, only_look=dry_run)
        found.came += came
        found.known += known
        found.refused += refused
    if found.came.rulings and not dry_run:
        found.clashes = len(weigh_rulings(ledger.rulings()).clashes)
    return found


def _known(listing: Listing, lacking: Lacking) -> Tally:
    """Count what of a listing is here."""
    # Each edition stands in the listings of both its reports: it is counted where its text is.
    shown = [edition for edition in listing.editions if edition.report in listing.reports]
    lacked = [edition for edition in lacking.editions if edition.report in listing.reports]
    return Tally(
        len(listing.reports) - len(lacking.reports), len(listing.copies) - len(lacking.copies),
        len(listing.readings) - len(lacking.readings), editions=len(shown) - len(lacked),
    )  # fmt: skip


def _count(parcel: Parcel) -> Tally:
    """Count what of a parcel would come."""
    lacked, held = parcel.lacking.reports, parcel.reports
    shown = sum(edition.report in parcel.listing.reports for edition in parcel.lacking.editions)
    return Tally(
        sum(report.id in lacked for report in held), sum(len(report.copies) for report in held),
        sum(len(report.readings) for report in held), sum(report.figures for report in held), shown,
    )  # fmt: skip
