"""
The model's layers that let each word see the words beside it, run over a whole batch with a few of numpy's calls a layer.

They are those of spaCy's ``MaxoutWindowEncoder``, and the arrays they give are the same up to the last bits. What is left out are the
copies and passes that only training needs, which take more time than the multiplications.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Rows multiplied at a time: what they take then fits into a core's own cache.
ROWS = 1024
# The outputs of which each maxout keeps the greatest, and the words of a window: one on either side.
PIECES, WINDOW = 3, 3
# What is added to a variance, so that nothing is divided by zero.
TINY = 1e-8


class Encoder:
    """The encoding layers of a loaded tok2vec: arrays of vectors in, one for each sentence, and as many of the same shape out."""

    def __init__(self, encode: Any) -> None:
        self._padding: int = encode.attrs["pad"]
        self._layers = list(_layers(encode))
        self._width = len(self._layers[0].scale)
        # Filled anew for each stretch of rows, and never made again.
        self._seen = np.empty((ROWS, WINDOW * self._width), np.float32)
        self._told = np.empty((ROWS, PIECES * self._width), np.float32)

    def encode(self, sentences: Sequence[Floats]) -> list[Floats]:
        """Return the vectors of some sentences, each of them having seen its neighbours, ``(words, width)`` as they came."""
        ends = np.cumsum([len(vectors) + self._padding for vectors in sentences]).tolist()
        # Between two sentences stand rows of zeros, so many that no word sees another sentence; one more at each end is never written.
        rows = np.zeros((ends[-1] + self._padding + 2, self._width), np.float32)
        starts = [1 + self._padding, *(1 + self._padding + end for end in ends[:-1])]
        for start, vectors in zip(starts, sentences, strict=True):
            rows[start : start + len(vectors)] = vectors
        for layer in self._layers:
            rows = self._through(layer, rows)
        return [rows[start : start + len(vectors)] for start, vectors in zip(starts, sentences, strict=True)]

    def _through(self, layer: _Layer, rows: Floats) -> Floats:
        """Send the rows through one layer."""
        width, made = self._width, np.zeros_like(rows)
        for start, end in pairwise([*range(1, len(rows) - 1, ROWS), len(rows) - 1]):
            seen, told = self._seen[: end - start], self._told[: end - start]
            for at in range(WINDOW):
                seen[:, at * width : (at + 1) * width] = rows[start + at - 1 : end + at - 1]
            np.matmul(seen, layer.weights, out=told)
            told += layer.bias
            best = told[:, :width]
            for at in range(1, PIECES):
                np.maximum(best, told[:, at * width : (at + 1) * width], out=best)
            best -= best.mean(axis=1, keepdims=True)
            variance = np.einsum("ij,ij->i", best, best) / width + TINY
            best *= (variance**-0.5)[:, None]
            best *= layer.scale
            best += layer.shift
            np.add(best, rows[start:end], out=made[start:end])
        return made


class _Layer:
    """A window of words, a maxout and a normalisation, laid out so that the three pieces of a maxout stand side by side."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights: Floats = maxout.get_param("W")
        self.weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)
        self.bias: Floats = np.ascontiguousarray(maxout.get_param("b").T.reshape(-1))
        self.scale: Floats = norm.get_param("G")
        self.shift: Floats = norm.get_param("b")


def _layers(encode: Any) -> Iterator[_Layer]:
    """Yield the layers of an encoder in order."""
    maxouts = [node for node in encode.walk() if node.name == "maxout"]
    norms = [node for node in encode.walk() if node.name == "layernorm"]
    for maxout, norm in zip(maxouts, norms, strict=True):
        yield _Layer(maxout, norm)
