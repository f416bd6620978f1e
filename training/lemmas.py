"""
Build the table of lemmas out of the training treebank: irregular forms that the spelling rules miss, and known lemmas.

    python training/lemmas.py TREEBANKS src/according/language/model/lemmas.json

A form is irregular where most of its occurrences have another lemma than ``according.language.lemmas`` finds by rule.
"""
from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from according.language.lemmas import Table, find
from convert import read_sentences

# Parts of speech whose lemmas the spelling rules find, and those of few words, whose lemmas the table must have.
OPEN = ("VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV")
CLOSED = ("DET", "PRON", "PART", "SCONJ", "CCONJ", "ADP")


class Word(NamedTuple):
    """A word of a treebank as the table sees it."""

    form: str
    pos: str
    feats: str
    lemma: str


def read_words(path: Path) -> Iterator[Word]:
    """Yield the words of a treebank whose lemma is told, misspelt and foreign ones left out."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for rows in read_sentences(lines):
            for row in rows:
                if "-" not in row[0] and row[2] != "_" and "Typo=Yes" not in row[5] and "Foreign=Yes" not in row[5]:
                    form = row[1].casefold().replace("’", "'")
                    yield Word(form, row[3], "" if row[5] == "_" else row[5], row[2].casefold().replace("’", "'"))


def read_irregular(path: Path) -> dict[str, dict[str, str]]:
    """Read the irregular forms written down by hand; a lemma also stands for itself."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for line in path.read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            pos, lemma, *forms = line.split()
            table[pos].update(dict.fromkeys(forms or [lemma], lemma))
    return table


def build(words: list[Word], written: dict[str, dict[str, str]]) -> Table:
    """Build the table: what is written down goes before what is counted."""
    known: dict[str, set[str]] = defaultdict(set)
    counts: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    lemmas, forms = Counter((word.pos, word.lemma) for word in words), {word.form for word in words}
    for word in words:
        # "have" and "do" are both: their lemma is one.
        pos = "VERB" if word.pos == "AUX" else word.pos
        # A lemma that is met once, and never as a word itself, may be a slip of the treebank.
        if pos in ("VERB", "NOUN", "ADJ") and word.lemma.isalpha() and (lemmas[word.pos, word.lemma] > 1 or word.lemma in forms):
            known[pos].add(word.lemma)
        if word.pos in OPEN + CLOSED:
            counts[word.pos, word.form][word.lemma, word.feats] += 1
    for pos, written_forms in written.items():
        # What is written down as a form of another word is no lemma, whatever the treebank says.
        known[pos] = {lemma for lemma in known[pos] if written_forms.get(lemma, lemma) == lemma} | set(written_forms.values())
    table = Table({pos: dict(rows) for pos, rows in written.items()}, {pos: frozenset(rows) for pos, rows in known.items()})
    found = {key: _most(seen) for key, seen in counts.items() if key[1] not in written.get(key[0], {})}
    for (pos, form), (lemma, feats) in found.items():
        # One slip in the treebank would make a form irregular for ever.
        trusted = lemmas[pos, lemma] > 2 and counts[pos, form].total() > 1
        if trusted and find(form, pos, feats, table) != lemma and _plausible(form, pos, lemma, feats):
            table.irregular.setdefault(pos, {})[form] = lemma
    return table


def _most(seen: Counter[tuple[str, str]]) -> tuple[str, str]:
    """Return the lemma that a form has most often, and the features that it has most often with that lemma."""
    totals: Counter[str] = Counter()
    for (lemma, _), count in seen.items():
        totals[lemma] += count
    best = totals.most_common(1)[0][0]
    return best, max((count, feats) for (lemma, feats), count in seen.items() if lemma == best)[1]


def _plausible(form: str, pos: str, lemma: str, feats: str) -> bool:
    """Say whether a lemma that no rule gives is more than a slip or an abbreviation: a whole word that begins like its form."""
    if pos in CLOSED:
        return True
    return form.isalpha() and len(form) > 2 and form[:2] == lemma[:2] and (pos != "PROPN" or "Number=Plur" in feats)


def write(table: Table, path: Path) -> None:
    """Write the table as JSON, sorted, so that two builds compare."""
    known = {pos: " ".join(sorted(lemmas)) for pos, lemmas in sorted(table.known.items()) if pos in ("VERB", "NOUN", "ADJ")}
    irregular = {pos: dict(sorted(forms.items())) for pos, forms in sorted(table.irregular.items())}
    path.write_text(json.dumps({"irregular": irregular, "known": known}, ensure_ascii=False, indent=0) + "\n", encoding="utf8")


def accuracy(words: list[Word], table: Table) -> tuple[float, Counter[tuple[str, str, str, str]]]:
    """Return the share of words whose lemma is found, and the misses, most frequent first."""
    misses = Counter((w.form, w.pos, w.lemma, got) for w in words if (got := find(w.form, w.pos, w.feats, table)) != w.lemma)
    return 1 - misses.total() / len(words), misses


def main(treebanks: Path, out: Path) -> dict[str, float]:
    """Build, write and measure the table; returns the share of lemmas found on each test treebank."""
    table = build(list(read_words(treebanks / "train.conllu.gz")), read_irregular(Path(__file__).with_name("irregular.txt")))
    write(table, out)
    scores = {}
    for split in ("ewt-test", "gum-test"):
        words = read_words(treebanks / f"{split}.conllu.gz")
        scores[split], misses = accuracy([word for word in words if word.pos in ("VERB", "NOUN", "ADJ")], table)
        print(f"lemmas, {split}: {scores[split]:.2%}; missed: {misses.most_common(8)}")
    return scores


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
