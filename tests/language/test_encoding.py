"""The encoder gives what the model's own layers give, however many rows it multiplies at a time."""
from __future__ import annotations

import pytest

from according.language import pipeline

pytestmark = pytest.mark.model


@pytest.mark.parametrize("rows", [1024, 7, 1])
def test_as_the_layers_do(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # Imported here: they load numpy, and the fast tests go without.
    import numpy as np

    from according.language import encoding

    monkeypatch.setattr(encoding, "ROWS", rows)
    layers = pipeline.load().get_pipe("tok2vec").model.layers[1]
    drawn = np.random.default_rng(9)
    # Words come again, in one sentence and in another: the model's own layers are given each anew.
    looks = drawn.normal(size=(12, 128)).astype(np.float32)
    sentences = [drawn.integers(len(looks), size=words) for words in (1, 5, 40, 1, 12)]
    encoder = encoding.Encoder(layers)
    wanted = layers.predict([looks[sentence] for sentence in sentences])
    # A second batch, since its arrays are filled anew and not made anew.
    for batch, expected in ((sentences, wanted), (sentences[::-1], wanted[::-1])):
        for told, right in zip(encoder.encode(looks, batch), expected, strict=True):
            assert told.shape == right.shape
            assert np.allclose(told, right, atol=1e-5)
