"""Mending the tree: words and offsets stay, the tree stays a tree, and what is not broken is left as it is."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.grammar.mending import mended

WORDS = ("officials", "in", "the", "rebel", "-", "held", "Velmar", "City", "said", "who", "were", "taken", "reported", "12", "deaths", ".")
TAGS = {"-": "PUNCT", ".": "PUNCT", "in": "ADP", "the": "DET", "who": "PRON", "12": "NUM", "Velmar": "PROPN", "City": "PROPN"}
VERBS = frozenset({"held", "said", "were", "taken", "reported"})
LABELS = ("nsubj", "obj", "nmod", "obl", "acl:relcl", "xcomp", "ccomp", "compound", "amod", "case", "punct", "conj")


def _sentence(words: Sequence[str], heads: Sequence[int], labels: Sequence[str]) -> Sentence:
    """Return a sentence of these words, glued where a hyphen stands, each hanging on an earlier word of a drawn order."""
    tokens, at = [], 0
    for index, word in enumerate(words):
        pos = TAGS.get(word) or ("VERB" if word in VERBS else "NOUN")
        head = heads[index]
        glued = word == "-" or (index > 0 and words[index - 1] == "-")
        at = at - 1 if glued and index else at
        feats = "Tense=Past|VerbForm=Part" if pos == "VERB" else ""
        tokens.append(Token(index, at, at + len(word), word, word.casefold(), pos, feats, head, "root" if head == index else labels[index]))
        at += len(word) + 1
    return Sentence(tuple(tokens), default())


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
    order = draw(st.permutations(range(len(words))))
    heads = [0] * len(words)
    for place, index in enumerate(order):
        heads[index] = index if place == 0 else order[draw(st.integers(0, place - 1))]
    return _sentence(words, heads, [draw(st.sampled_from(LABELS)) for _ in words])


@given(sentences())
def test_mending_keeps_the_words_and_gives_one_tree(sentence: Sentence) -> None:
    made = mended(sentence)
    assert [(token.start, token.end, token.text, token.pos) for token in made] == [(t.start, t.end, t.text, t.pos) for t in sentence]
    assert len(made.roots()) == 1
    assert sorted(made.subtree(made.roots()[0].index)) == list(range(len(made)))


@given(sentences())
def test_what_is_mended_needs_no_mending(sentence: Sentence) -> None:
    once = mended(sentence)
    assert mended(once).tokens == once.tokens


def test_a_sound_tree_is_the_same_object() -> None:
    sound = _sentence(["officials", "said", "12", "."], [1, 1, 1, 1], ["nsubj", "", "obj", "punct"])
    assert mended(sound) is sound
