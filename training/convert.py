"""
Turn Universal Dependencies treebanks (CoNLL-U) into spaCy's training format.

    python training/convert.py TREEBANKS build/corpus

One sentence becomes one document, because the reader splits sentences by rule before it parses. Spacing is kept
exactly: a contracted token ("don't") is two words without a space between them, and the space behind it is
the one its range line states.
"""
from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SPLITS = ("train", "dev", "ewt-test", "gum-test")


def read_sentences(lines: Iterator[str]) -> Iterator[list[list[str]]]:
    """Yield each sentence as its rows of ten columns, range rows included, empty nodes left out."""
    rows: list[list[str]] = []
    for line in lines:
        line = line.rstrip("\n")
        if not line:
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#"):
            columns = line.split("\t")
            # Empty nodes ("8.1") stand for words that are not in the text.
            if "." not in columns[0]:
                rows.append(columns)
    if rows:
        yield rows


def build_doc(vocab: Vocab, rows: list[list[str]]) -> Doc:
    """Build one document from a sentence's rows, with heads, labels, parts of speech, features and lemmas."""
    no_space: set[int] = set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            # "don't" is one range over "do" and "n't": no blank inside, and behind it what the range line says.
            no_space.update(range(first, last))
            if "SpaceAfter=No" in row[9]:
                no_space.add(last)
    words = [row for row in rows if "-" not in row[0]]
    spaces = [not (int(row[0]) in no_space or ("SpaceAfter=No" in row[9])) for row in words]
    # spaCy counts heads from 0, and a root is its own head.
    heads = [int(row[6]) - 1 if row[6] != "0" else index for index, row in enumerate(words)]
    return Doc(
        vocab,
        words=[row[1] for row in words],
        spaces=spaces,
        pos=[row[3] for row in words],
        morphs=["" if row[5] == "_" else row[5] for row in words],
        lemmas=[row[2] for row in words],
        heads=heads,
        deps=["ROOT" if row[6] == "0" else row[7] for row in words],
    )


def read_docs(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """Yield the sentences of a packed treebank as documents."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for rows in read_sentences(lines):
            yield build_doc(vocab, rows)


def convert(treebanks: Path, out: Path) -> None:
    """Convert every split; prints sentences and words of each."""
    out.mkdir(parents=True, exist_ok=True)
    vocab = Vocab()
    for split in SPLITS:
        docs = list(read_docs(treebanks / f"{split}.conllu.gz", vocab))
        DocBin(attrs=["ORTH", "SPACY", "POS", "MORPH", "LEMMA", "HEAD", "DEP"], docs=docs).to_disk(out / f"{split}.spacy")
        print(f"{split}: {len(docs)} sentences, {sum(map(len, docs))} words")


def main() -> int:
    """Convert as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    convert(args.treebanks, args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
