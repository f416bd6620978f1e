"""
How many published number cases the number rules pass: Microsoft Recognizers-Text (English) and quantulum3, both MIT.

    python bench/recognizers_numbers.py NUMBERS [--show]

``NUMBERS`` is the folder with ``recognizers/*.json.gz`` and ``quantulum3/quantities.json``. A case passes where every number
it expects is found with its value (our span also holds the approximator) and every other number found is marked as one that
counts nobody; words that these lists do not count as numbers (a, another, no, several) are left out of the comparison.
Cases of numbers that no count has (negative, powers, ninety-fifths, a decimal comma) are counted all the same.
"""
from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import spacy

from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.numbers.expressions import Number, find_numbers

# Forms that these lists do not count as numbers.
LEFT_OUT = ("article", "another", "none", "vague", "ordinal")
Expected = tuple[int, int, float | None, float | None]
NLP = spacy.blank("en")


def read(text: str) -> list[Number]:
    """Find the numbers of a text cut into words, without a parser."""
    words = [word for word in NLP(text) if not word.is_space]
    tokens = tuple(Token(i, word.idx, word.idx + len(word), word.text, word.lower_, "", "", i, "dep") for i, word in enumerate(words))
    return find_numbers(Sentence(tokens), default())


def numbers(cases: list[dict]) -> Iterator[tuple[str, list[Expected]]]:  # type: ignore[type-arg]
    """Yield the cases of NumberModel and PercentModel."""
    for case in cases:
        expected = []
        for result in case["Results"]:
            value = float(result["Resolution"]["value"].rstrip("%").replace("null", "nan"))
            expected.append((result["Start"], result["End"] + 1, value, value))
        yield case["Input"], expected


def ranges(cases: list[dict]) -> Iterator[tuple[str, list[Expected]]]:  # type: ignore[type-arg]
    """Yield the cases of NumberRangeModel, whose values are written ``[20,30)``."""
    for case in cases:
        expected: list[Expected] = []
        for result in case["Results"]:
            low, high = re.sub(r"[\[\]()]", "", result["Resolution"]["value"]).split(",")
            expected.append((result["Start"], result["End"] + 1, float(low) if low else None, float(high) if high else None))
        yield case["Input"], expected


def quantities(path: Path) -> Iterator[tuple[str, list[Expected]]]:
    """Yield the cases of quantulum3; a value with an uncertainty is a range."""
    for case in json.loads(path.read_text(encoding="utf8")):
        expected: list[Expected] = []
        for result in case["res"]:
            start, spread = case["req"].find(result["surface"]), result.get("uncertainty") or 0
            expected.append((start, start + len(result["surface"]), result["value"] - spread, result["value"] + spread))
        yield case["req"], expected


def passes(text: str, expected: list[Expected]) -> bool:
    """Say whether all expected numbers are found, with their values, and no others."""
    found = [number for number in read(text) if number.form not in LEFT_OUT]
    for start, end, low, high in expected:
        # Any overlap: our span holds the approximator too.
        number = next((number for number in found if number.start < end and start < number.end), None)
        if number is None or not same(number, low, high):
            return False
        found.remove(number)
    # A number that we mark as none of people (a date, an age) is one that these lists may pass over.
    return all(number.trap for number in found)


def same(number: Number, low: float | None, high: float | None) -> bool:
    """Compare the ends that both state: an approximator may have taken one of ours away."""
    ours = (number.quantity.low, number.quantity.high)
    pairs = [(our, their) for our, their in zip(ours, (low, high), strict=True) if our is not None and their is not None]
    # Their share is of one, ours of a hundred.
    if number.percent and all(their < 1 for _, their in pairs):
        pairs = [(our, 100 * their) for our, their in pairs]
    return bool(pairs) and all(abs(our - their) <= max(0.06, abs(their) * 1e-6) for our, their in pairs)


def is_count(end: float | None) -> bool:
    """Say whether a value can be a number of people or things: whole, not negative and below a trillion."""
    return end is None or (end == int(end) and 0 <= end < 10**12)


def share(failed: int, total: int) -> str:
    """Write how many of a total passed."""
    return f"{total - failed:4} of {total:4} {100 * (1 - failed / total):5.1f} %"


def main(folder: Path, show: bool) -> None:
    """Print the share passed for each list."""
    rows: list[tuple[str, list[tuple[str, list[Expected]]]]] = []
    for name in ("NumberModel", "PercentModel", "NumberRangeModel"):
        with gzip.open(folder / "recognizers" / f"{name}.json.gz") as source:
            cases = [case for case in json.load(source) if "Range" in name or "python" not in case.get("NotSupported", "")]
        rows.append((name, list((ranges if "Range" in name else numbers)(cases))))
    rows.append(("quantulum3", list(quantities(folder / "quantulum3" / "quantities.json"))))
    for name, listed in rows:
        failed = [(text, expected) for text, expected in listed if not passes(text, expected)]
        # How we fare where the number could be a count at all: "minus 3" and "two to the ninth" are none.
        counts = [case for case in listed if all(is_count(end) for _, _, low, high in case[1] for end in (low, high))]
        missed = sum(case in counts for case in failed)
        print(f"{name:18} {share(len(failed), len(listed))}   counts only {share(missed, len(counts))}")
        for text, expected in [case for case in failed if case in counts] if show else ():
            ours = [(text[n.start : n.end], n.quantity.low, n.quantity.high) for n in read(text) if n.form not in LEFT_OUT]
            print(f"    {text!r}: {[(text[s:e], low, high) for s, e, low, high in expected]}, ours {ours}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--show" in sys.argv)
