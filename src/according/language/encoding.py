"""
The model's layers that let each word see the words beside it, run over a whole batch with a few of numpy's calls a layer.

They are those of spaCy's ``MaxoutWindowEncoder``, and the arrays they give are the same up to the last bits. What is left out are the
copies and passes that only training needs, which take more time than the multiplications, and multiplications that tell nothing new: the
first layer sees words by their looks, so that each distinct word is multiplied once; the last need not see what stands between sentences.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.intp]

# Rows multiplied at a time: what they take then fits into a core's own cache.
ROWS = 1024
# The outputs of which each maxout keeps the greatest, and the words of a window: one on either side.
PIECES, WINDOW = 3, 3
# What is added to a variance, so that nothing is divided by zero.
TINY = 1e-8


class Encoder:
    """The encoding layers of a loaded tok2vec, two or more: the looks of words in, an array for each sentence out."""

    def __init__(self, encode: Any) -> None:
        self._padding: int = encode.attrs["pad"]
        self._layers = list(_layers(encode))
        self._width = len(self._layers[0].scale)
        # Filled anew for each stretch of rows, and never made again.
        self._seen = np.empty((ROWS, WINDOW * self._width), np.float32)
        self._told = np.empty((ROWS, PIECES * self._width), np.float32)

    def encode(self, looks: Floats, sentences: Sequence[Places]) -> list[Floats]:
        """
        Return the vectors of the words of each sentence, each word having seen its neighbours, ``(words, width)``.

        ``looks`` has a row for each distinct word; a sentence is the rows of its words there.
        """
        words, places = self._lay_out(sentences)
        first, *between, last = self._layers
        rows = self._meet(first, np.concatenate([np.zeros((1, self._width), np.float32), looks]), words)
        for layer in between:
            rows = self._through(layer, rows)
        ends = np.cumsum([len(sentence) for sentence in sentences])
        return np.split(self._leave(last, rows, places), ends[:-1])

    def _lay_out(self, sentences: Sequence[Places]) -> tuple[Places, Places]:
        """
        Return the words of all sentences in one row, counted from 1, and where they stand in it.

        Between two sentences stand as many zeros as keep each word from seeing another sentence. One more at each end is never written.
        """
        gaps = np.repeat(np.arange(1, len(sentences) + 1), [len(sentence) for sentence in sentences]) * self._padding
        places = np.arange(1, len(gaps) + 1) + gaps
        words = np.zeros(len(gaps) + (len(sentences) + 1) * self._padding + 2, np.intp)
        words[places] = np.concatenate(sentences) + 1
        return words, places

    def _meet(self, layer: _Layer, looks: Floats, words: Places) -> Floats:
        """Send words through the first layer, to which a word's share in a window is always the same: each is worked out once."""
        width, rows = self._width, looks[words]
        made = np.zeros_like(rows)
        shares = [looks @ layer.weights[at * width : (at + 1) * width] for at in range(WINDOW)]
        for start, end in pairwise([*range(1, len(rows) - 1, ROWS), len(rows) - 1]):
            share, told = self._seen[: end - start], self._told[: end - start]
            # "clip" spares numpy a copy; no place lies outside.
            np.take(shares[0], words[start - 1 : end - 1], axis=0, out=told, mode="clip")
            for at in range(1, WINDOW):
                np.take(shares[at], words[start + at - 1 : end + at - 1], axis=0, out=share, mode="clip")
                told += share
            layer.close(told, rows[start:end], made[start:end])
        return made

    def _through(self, layer: _Layer, rows: Floats) -> Floats:
        """Send the rows through one layer."""
        width, made = self._width, np.zeros_like(rows)
        for start, end in pairwise([*range(1, len(rows) - 1, ROWS), len(rows) - 1]):
            seen, told = self._seen[: end - start], self._told[: end - start]
            for at in range(WINDOW):
                seen[:, at * width : (at + 1) * width] = rows[start + at - 1 : end + at - 1]
            np.matmul(seen, layer.weights, out=told)
            layer.close(told, rows[start:end], made[start:end])
        return made

    def _leave(self, layer: _Layer, rows: Floats, places: Places) -> Floats:
        """Send what stands at some places through the last layer, and give it alone."""
        width, made = self._width, np.empty((len(places), self._width), np.float32)
        for start in range(0, len(places), ROWS):
            here = places[start : start + ROWS]
            seen, told = self._seen[: len(here)], self._told[: len(here)]
            for at in range(WINDOW):
                seen[:, at * width : (at + 1) * width] = rows[here + (at - 1)]
            np.matmul(seen, layer.weights, out=told)
            layer.close(told, rows[here], made[start : start + len(here)])
        return made


class _Layer:
    """A window of words, a maxout and a normalisation, laid out so that the three pieces of a maxout stand side by side."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights: Floats = maxout.get_param("W")
        self.weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)
        self.bias: Floats = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self.scale: Floats = norm.get_param("G")
        self.shift: Floats = norm.get_param("b")

    def close(self, told: Floats, before: Floats, made: Floats) -> None:
        """Write into ``made`` what the layer makes of ``told``, the products of its weights, and of the rows ``before`` it."""
        width = len(self.scale)
        told += self.bias
        best = told[:, :width]
        for at in range(1, PIECES):
            np.maximum(best, told[:, at * width : (at + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / width + TINY
        best *= (variance**-0.5)[:, None]
        best *= self.scale
        best += self.shift
        np.add(best, before, out=made)


def _layers(encode: Any) -> Iterator[_Layer]:
    """Yield the layers of an encoder in order."""
    maxouts = [node for node in encode.walk() if node.name == "maxout"]
    norms = [node for node in encode.walk() if node.name == "layernorm"]
    for maxout, norm in zip(maxouts, norms, strict=True):
        yield _Layer(maxout, norm)
