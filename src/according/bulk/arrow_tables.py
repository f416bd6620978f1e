"""
The tables that an archive is read into: their columns, each with what it holds, and what they are in Arrow.

A reader of these files needs no package of ours: every column that people ask for is plain. ``record`` and its like hold the rest as JSON,
so that a ledger gets back the very reading (:mod:`according.bulk.table_rows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from according.intake.extras import need

# Raised with every change of a column's name, type or meaning; files of another version are not gone on with.
TABLES_VERSION = "1"
TableName = Literal["reports", "statements", "figures", "problems"]
Kind = Literal["text", "json", "whole", "number", "truth", "day", "bytes"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what kind of value stands in it, and what that means."""

    name: str
    kind: Kind
    means: str


_SHARD = Column("shard", "text", "the shard in which the input lies; with `ordinal` the order of the inputs")
_ORDINAL = Column("ordinal", "whole", "which of its shard's inputs it is, from 0")
_REPORT = Column("report", "text", "the report's id: the hash of its text")
_RECORD = Column("record", "json", "all fields as JSON, for loading")

TABLES: dict[TableName, tuple[Column, ...]] = {
    "reports": (
        _SHARD, _ORDINAL, _REPORT,
        Column("path", "text", "the input's path as given; of a member, FILE/MEMBER or FILE/ROW"),
        Column("title", "text", "the title"),
        Column("author", "text", "the author"),
        Column("publisher", "text", "who published it"),
        Column("url", "text", "where it was published"),
        Column("published", "day", "the day on which it was published"),
        Column("language", "text", "the language that it is sure to be in"),
        Column("words", "whole", "words of the text, parted by white space"),
        Column("statements", "whole", "statements that were read"),
        Column("figures", "whole", "figures that were read"),
        Column("problems", "whole", "what is odd about it, and numbers that were passed over"),
        Column("text", "text", "the text as received: what all offsets count in, in code points"),
        Column("signature", "bytes", "for finding copies: the MinHash of its words, 128 numbers of four bytes, the least first"),
        _RECORD,
        Column("references", "json", "pronouns and the like with what they stand for, as JSON, for loading"),
    ),
    "statements": (
        _SHARD, _ORDINAL, _REPORT,
        Column("statement", "text", "the statement's id"),
        Column("start", "whole", "where its words begin in the text"),
        Column("end", "whole", "where they end, half-open"),
        Column("speakers", "text", "who answers for it, the outermost first, parted by `; `; null: the report itself"),
        Column("cue", "text", "the words that say so"),
        Column("stance", "text", "how they say it: says, denies, doubts …; null where the report speaks itself"),
        Column("status", "text", "whether it is asserted, feared, planned …"),
        Column("negated", "truth", "whether it is said not to be so"),
        Column("quoted", "truth", "whether it stands between quotation marks"),
        Column("figures", "whole", "figures in it"),
        Column("said", "text", "what is said, without who says it"),
        Column("sentence", "text", "its words"),
        _RECORD,
        Column("trace", "json", "the rules that made it, as JSON, each with the words on which it fired"),
    ),
    "figures": (
        _SHARD, _ORDINAL, _REPORT,
        Column("path", "text", "the report's path"),
        Column("title", "text", "the report's title"),
        Column("published", "day", "the day on which the report was published"),
        Column("publisher", "text", "who published the report"),
        Column("url", "text", "where the report was published"),
        Column("figure", "text", "the figure's id"),
        Column("number", "text", "the number in the report's words"),
        Column("start", "whole", "where the number begins in the text"),
        Column("end", "whole", "where it ends, half-open"),
        Column("low", "number", "the least that it can mean; null: open"),
        Column("high", "number", "the most that it can mean; null: open"),
        Column("bound", "text", "exact, about, at_least, at_most, range or vague"),
        Column("unit", "text", "people, things or percent"),
        Column("measure", "text", "what happened to those counted"),
        Column("status", "text", "whether it is asserted, feared, planned …"),
        Column("counting", "text", "an incident, a running total, a period, or unknown"),
        Column("implied", "truth", "whether no number stands there (\"a soldier\")"),
        Column("subset_of", "text", "the figure of which it counts a part"),
        Column("restates", "text", "the figure that it says again in other words"),
        Column("population", "text", "who or what is counted"),
        Column("population_kind", "text", "civilian, military, child …"),
        Column("population_country", "text", "the country of those counted (ISO 3166-1 alpha-2)"),
        Column("perpetrator", "text", "who is said to have done it"),
        Column("perpetrator_kind", "text", "of which kind those are"),
        Column("perpetrator_country", "text", "the country of those"),
        Column("place", "text", "where, in the report's words"),
        Column("place_name", "text", "the gazetteer's name"),
        Column("place_country", "text", "the gazetteer's code of the country"),
        Column("latitude", "number", "decimal degrees"),
        Column("longitude", "number", "decimal degrees"),
        Column("precision", "text", "what kind of place it is: a point, a town, a region, a country …"),
        Column("time", "text", "when, in the report's words"),
        Column("from", "day", "the first day that it covers"),
        Column("to", "day", "the last day that it covers"),
        Column("basis", "text", "how it is meant: on, since, until …"),
        Column("speakers", "text", "who says so, the outermost first, parted by `; `; null: the report itself"),
        Column("cue", "text", "the words that say so"),
        Column("stance", "text", "how they say it"),
        Column("statement", "text", "the id of the statement that holds it"),
        Column("sentence", "text", "the statement's words"),
        _RECORD,
    ),
    "problems": (
        _SHARD, _ORDINAL,
        Column("report", "text", "the report's id; null where the input could not be read"),
        Column("path", "text", "the input's path"),
        Column("kind", "text", "`refused`: not read; `odd`: worth knowing; `passed over`: a number of which no figure was made"),
        Column("what", "text", "what is wrong, or why the number was passed over"),
        Column("start", "whole", "where it begins in the text; null of an input that could not be read"),
        Column("end", "whole", "where it ends, half-open"),
    ),
}  # fmt: skip


def arrow_schema(table: TableName, about: dict[str, str] | None = None) -> Any:
    """Return a table's schema in Arrow; ``about`` and the version of the schema stand in its metadata."""
    arrow = need("pyarrow", "bulk", "a Parquet file")
    kinds = {
        "text": arrow.string(), "json": arrow.string(), "whole": arrow.int64(), "number": arrow.float64(), "truth": arrow.bool_(),
        "day": arrow.date32(), "bytes": arrow.binary(),
    }  # fmt: skip
    told = {"according.schema": TABLES_VERSION, "according.table": table, **(about or {})}
    fields = [arrow.field(one.name, kinds[one.kind], metadata={"means": one.means}) for one in TABLES[table]]
    return arrow.schema(fields, metadata=told)

