"""
Copies in an archive: pairs of reports with most of their word triples in common, found by the engine's groups and joins.

Signatures are cut into 32 bands of four numbers; reports with a band in common are candidates (Leskovec, Rajaraman, Ullman, Mining of
Massive Datasets, 3.4: with these, of two reports that have half of their triples in common seven in eight are met, of two with seven
tenths all but one in five thousand). Of each candidate the whole signatures are then compared.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from according.bulk.folder import Folder
from according.bulk.signatures import NUMBERS
from according.errors import ArchiveError
from according.services.sharing.output import write_whole

# Bands of a signature. Fewer and longer ones would meet fewer reports by chance, and miss more copies.
BANDS = 32
# What one of two reports is told by; behind the names of the other stands a "2".
TOLD_OF_EACH = ("report", "path", "publisher", "published", "title")
# An odd number with its bits well mixed (2**64 over the golden ratio), as Knuth takes for hashing by multiplication.
_MIXING = 0x9E3779B97F4A7C15


def find_copies(daft: Any, folder: Folder, likeness: float) -> Any:
    """
    Return a table (Arrow) of the pairs of reports that have at least a share of their word triples in common.

    Each copy is paired with few others and not with all, so that a story that a thousand outlets took over gives some thousands of pairs.
    The earlier report comes first. Pairs come in the order of the first's day, path and id.
    """
    paths = [str(path) for path in folder.tables("reports")]
    if not paths:
        raise ArchiveError(f"{folder.path}: no shard of it is done; `according bulk read` goes on with it")
    reports = daft.read_parquet(paths)
    node = daft.functions.hash(daft.functions.format("{}/{}", daft.col("shard"), daft.col("ordinal"))).alias("node")
    reports = reports.where(daft.col("signature").not_null()).select(node, "signature", *TOLD_OF_EACH)
    pairs = _find_candidates(daft, reports)
    other = reports.select(*(daft.col(name).alias(f"{name}2") for name in ("node", "signature", *TOLD_OF_EACH)))
    pairs = pairs.join(reports, on="node").join(other, on="node2")
    alike = daft.func.batch(return_dtype=daft.DataType.float64())(_compare)
    pairs = pairs.with_column("likeness", alike(daft.col("signature"), daft.col("signature2")))
    pairs = pairs.where(daft.col("likeness") >= likeness).select(*TOLD_OF_EACH, *(f"{name}2" for name in TOLD_OF_EACH), "likeness")
    return _in_order(pairs.to_arrow())


def _find_candidates(daft: Any, reports: Any) -> Any:
    """Return pairs of nodes that have a band in common, each once: in a band each is paired with the least and with the next below it."""
    kinds, functions = daft.DataType, daft.functions
    cut = daft.func.batch(return_dtype=kinds.list(kinds.uint64()))(_cut)
    pair = daft.func.batch(return_dtype=kinds.list(kinds.list(kinds.uint64())))(_pair)
    bands = reports.select("node", cut(daft.col("signature")).alias("band")).explode("band")
    met = bands.groupby("band").agg(daft.col("node").list_agg().alias("nodes")).where(functions.list_count(daft.col("nodes")) > 1)
    found = met.select(pair(daft.col("nodes")).alias("pair")).explode("pair").where(daft.col("pair").not_null())
    return found.select(functions.get(daft.col("pair"), 0).alias("node"), functions.get(daft.col("pair"), 1).alias("node2")).distinct()


def _cut(signatures: Any) -> Any:
    """Return the hashes of each signature's bands."""
    import numpy
    import pyarrow

    held = numpy.frombuffer(b"".join(signatures.to_pylist()), "<u4").reshape(-1, BANDS, NUMBERS // BANDS).astype(numpy.uint64)
    mixed = numpy.arange(BANDS, dtype=numpy.uint64)[None, :] + numpy.uint64(1)
    with numpy.errstate(over="ignore"):
        for at in range(held.shape[2]):
            mixed = (mixed ^ held[:, :, at]) * numpy.uint64(_MIXING)
            mixed ^= mixed >> numpy.uint64(29)
    return pyarrow.array(list(mixed), pyarrow.list_(pyarrow.uint64()))


def _pair(bands: Any) -> Any:
    """Return the pairs of each band's nodes."""
    import pyarrow

    pairs = []
    for nodes in (sorted(set(held)) for held in bands.to_pylist()):
        least, *others = nodes
        pairs.append([[least, one] for one in others] + [list(two) for two in pairwise(others)])
    # As whole numbers of 64 bits: of a plain list the engine would make numbers of 53.
    return pyarrow.array(pairs, pyarrow.list_(pyarrow.list_(pyarrow.uint64())))


def _compare(signatures: Any, others: Any) -> Any:
    """Return what share of their numbers signatures have in common."""
    import numpy

    one, other = (numpy.frombuffer(b"".join(held.to_pylist()), "<u4").reshape(-1, NUMBERS) for held in (signatures, others))
    return (one == other).mean(axis=1).tolist()


def _in_order(pairs: Any) -> Any:
    """Return pairs with the earlier report first, in order; reports without a day come behind the others."""
    import pyarrow

    rows = []
    for row in pairs.to_pylist():
        sides = [{name: row[f"{name}{end}"] for name in TOLD_OF_EACH} for end in ("", "2")]
        one, other = sorted(sides, key=_rank)
        rows.append({**one, **{f"{name}2": value for name, value in other.items()}, "likeness": row["likeness"]})
    rows.sort(key=lambda row: (_rank(row), _rank({name: row[f"{name}2"] for name in TOLD_OF_EACH})))
    return pyarrow.Table.from_pylist(rows, schema=pairs.schema)


def pair_object(row: dict[str, Any]) -> dict[str, Any]:
    """Return a pair with its days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def save_copies(pairs: Any, path: Path) -> None:
    """Write pairs into a Parquet file, which appears whole; raises :class:`~according.errors.ArchiveError` where it cannot be written."""
    import pyarrow.parquet

    held = BytesIO()
    pyarrow.parquet.write_table(pairs, held, compression="zstd")
    try:
        write_whole(path, [held.getvalue()])
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be written ({error.strerror or error}); give another file, or make room") from None


def _rank(side: dict[str, Any]) -> tuple[str, str, str]:
    return side["published"].isoformat() if side["published"] else "9999", side["path"] or "", side["report"]
