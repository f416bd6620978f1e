"""
What the model says of a batch of sentences: spaCy's own pieces, run with less to do than ``nlp.pipe`` gives them.

What the model makes of a word by its looks alone, before it sees the words beside it, is worked out once for a word and kept. And the
parser's steps are taken from here: spaCy lets the interpreter's lock go for them, and then takes it again at every addition of vectors.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from according.language.encoding import Encoder, Floats, Places

# Words whose vectors are kept; beyond that all are dropped and the keeping begins anew, so that memory stays flat.
VECTORS_KEPT = 16_384
# Odd numbers without a pattern, one for each thing that the model knows of a word: multiplied and added up they make one key of four.
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


class Annotator:
    """A loaded pipeline of spaCy (tok2vec, morphologizer, parser) that annotates batches; ``nlp`` is the pipeline."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._tok2vec, self._morphologizer, self._parser = (pipe for _, pipe in nlp.pipeline)
        embed, encode = self._tok2vec.model.layers
        self._encoder = Encoder(encode)
        # Its layers: the looks of each word as four keys, all of a batch in one array, hashed rows, their mixture, an array a sentence.
        self._looks, _, self._rows, self._mix, _ = embed.layers
        self._kept: dict[int, int] = {}
        self._vectors = np.zeros((VECTORS_KEPT, self._mix.get_dim("nO")), dtype=np.float32)

    def annotate(self, texts: Sequence[str]) -> list[Any]:
        """Return spaCy's documents of some texts, tagged and parsed."""
        docs = [self._nlp.make_doc(text) for text in texts]
        if filled := [doc for doc in docs if len(doc)]:
            self._tok2vec.set_annotations(filled, self._encoder.encode(*self._embed(filled)))
            self._morphologizer.set_annotations(filled, self._morphologizer.predict(filled))
            self._parser.set_annotations(filled, self._parse(filled))
        return docs

    def _embed(self, docs: Sequence[Any]) -> tuple[Floats, list[Places]]:
        """Return what the model makes of each distinct word by its looks, a row for each, and the rows of each document's words."""
        looks = np.concatenate(self._looks.predict(docs))
        keys, first, places = np.unique((looks * _MIXERS).sum(1, dtype=np.uint64), return_index=True, return_inverse=True)
        return self._vectors_of(keys.tolist(), looks[first]), np.split(places, np.cumsum([len(doc) for doc in docs])[:-1])

    def _vectors_of(self, words: list[int], looks: Any) -> Floats:
        """Return the vectors of distinct words, given by their keys and their looks; those that are kept are not made anew."""
        if len(words) > VECTORS_KEPT:
            made: Floats = self._mix.predict(self._rows.predict(looks))
            return made
        new = [at for at, word in enumerate(words) if word not in self._kept]
        if len(self._kept) + len(new) > VECTORS_KEPT:
            self._kept.clear()
            new = list(range(len(words)))
        if new:
            start = len(self._kept)
            self._vectors[start : start + len(new)] = self._mix.predict(self._rows.predict(looks[new]))
            self._kept.update((words[at], start + number) for number, at in enumerate(new))
        return self._vectors[[self._kept[word] for word in words]]

    def _parse(self, docs: Sequence[Any]) -> list[Any]:
        """Return the parser's last states, as its ``predict`` does: in each step the best of the allowed actions, for all sentences."""
        states = self._parser.moves.init_batch(docs)
        step = self._parser.model.predict(docs)
        going = [state for state in states if not state.is_final()]
        while going:
            going = self._parser.transition_states(going, step.predict(going))
        return list(states)
