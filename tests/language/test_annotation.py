"""Batches are annotated as spaCy annotates them, whatever is kept of the words met before."""
from __future__ import annotations

import pytest

from according.language import pipeline

pytestmark = pytest.mark.model

TEXTS = [
    "Police said twelve people were killed near Velmar on Monday.",
    "",
    "“We don't know,” the governor said; 30 were hurt, he added.",
    "12 dead",
    " ".join(f"Colonel {first}orov of the {first}anian army counted {number} men." for number, first in enumerate("BDKLMNRST")),
]


def told(docs: object) -> list[list[tuple[str, int, str, str, str]]]:
    assert isinstance(docs, list)
    return [[(word.text, word.head.i, word.dep_, word.pos_, str(word.morph)) for word in doc] for doc in docs]


@pytest.mark.parametrize("kept", [16_384, 40, 8])
def test_as_spacy_does(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Imported here: it loads numpy, and the fast tests go without.
    from according.language import annotation

    monkeypatch.setattr(annotation, "VECTORS_KEPT", kept)
    nlp = pipeline.load()
    annotator = annotation.Annotator(nlp)
    wanted = told(list(nlp.pipe(TEXTS)))
    # Again and again: the second time nothing is new.
    assert told(annotator.annotate(TEXTS)) == wanted
    assert told(annotator.annotate(TEXTS)) == wanted
    assert [told(annotator.annotate([text]))[0] for text in TEXTS] == wanted
    assert annotator.annotate([""])[0].text == ""
