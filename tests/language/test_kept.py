"""What is asked of a sentence again and again is answered once, for its words and its word lists."""
from __future__ import annotations

from according.language.sentence import Sentence, Token, kept
from according.lexicon import default

ASKED: list[tuple[int, bool]] = []


@kept
def is_first(sentence: Sentence, index: int, *, loud: bool = False) -> bool:
    ASKED.append((index, loud))
    return index == 0


def words() -> Sentence:
    tokens = tuple(Token(at, at * 2, at * 2 + 1, word, word, "NOUN", "", 0, "dep" if at else "root") for at, word in enumerate("ab"))
    return Sentence(tokens)


def test_an_answer_is_kept_with_its_sentence() -> None:
    ASKED.clear()
    one = words()
    assert [is_first(one, 0), is_first(one, 0), is_first(one, 1), is_first(one, 1)] == [True, True, False, False]
    assert ASKED == [(0, False), (1, False)]
    assert is_first(one, 0, loud=True)
    assert is_first(one, 0, loud=True)
    # The same words elsewhere, and the same words by other word lists, are asked anew.
    assert is_first(words(), 0)
    assert is_first(one.read_by(default()), 0)
    assert ASKED[2:] == [(0, True), (0, False), (0, False)]
