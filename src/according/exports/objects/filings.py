"""What was filed, and what a ledger holds, as plain objects and lines of JSON."""

from __future__ import annotations

from dataclasses import asdict

from according.exports.objects.readings import Object, dump_line, problem_object, received_object
from according.ledger.damage import Damage
from according.records import Contents, Receipt
from according.report import Report


def receipt_object(receipt: Receipt | None, path: str | None, refused: str | None) -> Object:
    """
    Return what became of one input.

    An input that could not be read has no receipt; its outcome is ``refused``, and ``problem`` says why.
    """
    return {
        "path": path,
        "report": receipt.report if receipt else None,
        "outcome": receipt.outcome if receipt else "refused",
        "figures": receipt.figures if receipt else 0,
        "statements": receipt.statements if receipt else 0,
        "replaces": receipt.replaces if receipt else None,
        "problem": refused,
    }


def preview_line(report: Report, kind: str, extractor: str | None, problems: int, refused: str | None) -> str:
    """Return what one input would be read as, as one line of JSON; ``problem`` says why it could not be."""
    return dump_line({
        "report": received_object(report), "kind": kind, "extractor": extractor, "problems": problems, "problem": refused,
    })  # fmt: skip


def contents_object(contents: Contents) -> Object:
    """Return the counts of a ledger; times are in ISO 8601, and the measures an object of their own."""
    # The first and the last filing are the only times among counts.
    told = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in asdict(contents).items()}
    # A frozen record holds pairs, where a reader of JSON looks a measure up by its name.
    return {**told, "measures": dict(contents.measures)}


def receipt_line(receipt: Receipt | None, path: str | None, refused: str | None) -> str:
    """Return what became of one input as one line of JSON."""
    return dump_line(receipt_object(receipt, path, refused))


def contents_line(contents: Contents, ledger: str) -> str:
    """Return what a ledger holds, with its name, as one line of JSON."""
    return dump_line({"ledger": ledger, **contents_object(contents)})


def damage_object(damage: Damage) -> Object:
    """Return what is wrong with a ledger: ``part`` is the table or other part that it lies in."""
    return {**problem_object(damage), "part": damage.part, "rebuildable": damage.rebuildable}


def damage_line(damage: Damage) -> str:
    """Return what is wrong with a ledger as one line of JSON."""
    return dump_line(damage_object(damage))
