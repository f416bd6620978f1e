"""
Score a model as it is used: spaCy splits the words, sentences are the treebank's.

    python training/evaluate.py TREEBANKS src/according/language/model

Attachment scores are F1 over words and leave punctuation out, as spaCy's scorer does. Words per second are those of
``according.language.pipeline.parse_many`` on one core: tokens, tree, features and lemmas.
"""
from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from spacy.training import Example

from according.language import pipeline
from according.report import Span
from convert import read_docs

TESTS = ("ewt-test", "gum-test")


def score(treebanks: Path, split: str, model: Path) -> dict[str, float]:
    """Return UAS, LAS, UPOS and features (in percent) of a model on a treebank, and its speed in words a second."""
    nlp = pipeline.load(model)
    golden = [doc for doc in read_docs(treebanks / f"{split}.conllu.gz", nlp.vocab) if doc.text.strip()]
    # The treebank's sentences are given: splitting is by our rules and is measured apart.
    texts = [(doc.text, [Span(0, len(doc.text))]) for doc in golden]
    start = time.perf_counter()
    words = sum(len(sentence) for sentences in pipeline.parse_many(texts) for sentence in sentences)
    speed = words / (time.perf_counter() - start)
    # spaCy splits the words anew here, so that its mistakes in splitting count too.
    found = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in golden])
    named = {"UAS": "dep_uas", "LAS": "dep_las", "UPOS": "pos_acc", "features": "morph_acc"}
    return {name: round(100 * found[key], 2) for name, key in named.items()} | {"words": words, "words_per_second": round(speed, -2)}


def score_all(treebanks: Path, model: Path) -> dict[str, dict[str, float]]:
    """Return the scores on every test treebank."""
    return {split: score(treebanks, split, model) for split in TESTS}


if __name__ == "__main__":
    print(json.dumps(score_all(Path(sys.argv[1]), Path(sys.argv[2])), indent=2))
