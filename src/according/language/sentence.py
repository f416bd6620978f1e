"""
A sentence as the rules see it: words with offsets in the report's text, and a dependency tree.

Rules read this, never a parser's own objects. So tests can write parses down, and another parser is one more file.
Labels are those of Universal Dependencies (https://universaldependencies.org/en/).
"""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from according.errors import LexiconError
from according.lexicon import Lexicon
from according.report import Span

Asked = ParamSpec("Asked")
Told = TypeVar("Told")


class _Bases(dict[str, str]):
    """Labels without their subtype, each worked out once: ``"nsubj:pass"`` is ``"nsubj"``."""

    def __missing__(self, dep: str) -> str:
        self[dep] = dep.partition(":")[0]
        return self[dep]


# Rules ask for labels at every step, and there are few of them: a look-up is faster than taking each apart anew.
BASES = _Bases()


@cache
def _features(feats: str) -> frozenset[str]:
    """Take the features of a word apart: ``"Number=Plur|Tense=Past"``."""
    return frozenset(feats.split("|"))


def is_tabbed(text: str, start: int) -> bool:
    """Say whether a tab stands right before an offset of a text, as between the cells of a row."""
    return text[start - 1 : start] == "\t"


# Never changed once made. Not declared frozen, because that makes the making of every word of every report four times as slow.
@dataclass(slots=True, unsafe_hash=True)
class Token:
    """
    A word: ``start`` and ``end`` index the report's text; ``head`` is the index of its head, or its own for a root.

    ``tabbed`` says that a tab stands right before it (:func:`is_tabbed`).
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str  # casefolded
    pos: str  # universal part of speech
    feats: str  # "Number=Plur|VerbForm=Part", or ""
    head: int
    dep: str  # "root" for a root
    lower: str = field(default="")  # casefolded text, filled in when left out
    tabbed: bool = False

    def __post_init__(self) -> None:
        if not self.lower:
            self.lower = self.text.casefold()

    def has(self, feature: str) -> bool:
        """Say whether the word bears a feature, written ``"Name=Value"``."""
        return feature in _features(self.feats)


class Sentence:
    """
    A dependency tree over the words of one sentence, never changed once made, and the word lists by which its words are known.

    A parser makes it without word lists. Whoever reads it says by which it is read, see :meth:`read_by`.
    """

    __slots__ = ("_capitals", "_children", "_forms", "_lexicon", "answers", "tokens")

    def __init__(self, tokens: tuple[Token, ...], lexicon: Lexicon | None = None) -> None:
        self.tokens = tokens
        self._lexicon = lexicon
        self._forms: frozenset[str] | None = None
        self._capitals: tuple[Token, ...] | None = None
        # What has been asked of it, see `kept`.
        self.answers: dict[Hashable, object] = {}
        # Most words have no dependent; all of them share one empty tuple.
        children: list[tuple[Token, ...]] = [()] * len(tokens)
        for token in tokens:
            if token.head != token.index:
                children[token.head] = (*children[token.head], token)
        self._children = children

    @property
    def lexicon(self) -> Lexicon:
        """The word lists by which the sentence is read; raises :class:`~according.errors.LexiconError` where none were given."""
        if self._lexicon is None:
            raise LexiconError(f"sentence {self.tokens[0].text if self.tokens else ''!r} …: no word lists given; read it with read_by")
        return self._lexicon

    def read_by(self, lexicon: Lexicon) -> Sentence:
        """Return the same sentence, to be read by these word lists."""
        if self._lexicon is lexicon:
            return self
        # The tree is shared and not built anew: only the word lists differ.
        made = object.__new__(Sentence)
        made.tokens, made._children, made._lexicon = self.tokens, self._children, lexicon
        made._forms, made._capitals, made.answers = self._forms, self._capitals, {}
        return made

    @property
    def forms(self) -> frozenset[str]:
        """The casefolded words and lemmas: a rule whose words are none of them need not look at each word in turn."""
        if self._forms is None:
            self._forms = frozenset([form for token in self.tokens for form in (token.lower, token.lemma)])
        return self._forms

    @property
    def capitals(self) -> tuple[Token, ...]:
        """The words that begin with a capital letter, in order: all that can begin a name."""
        if self._capitals is None:
            self._capitals = tuple([token for token in self.tokens if token.text[:1].isupper()])
        return self._capitals

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index]

    @property
    def start(self) -> int:
        """Offset of the first word."""
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        """Offset behind the last word."""
        return self.tokens[-1].end if self.tokens else 0

    def roots(self) -> list[Token]:
        """Return the words that have no head."""
        return [token for token in self.tokens if token.head == token.index]

    def children(self, index: int, *deps: str) -> list[Token]:
        """
        Return the dependents of a word in order, all of them or those with one of the labels.

        A label also means its subtypes: ``"nsubj"`` finds ``"nsubj:pass"``, while ``"nsubj:pass"`` finds no plain ``"nsubj"``.
        """
        # Most words have none: they are answered before any label is compared.
        found = self._children[index]
        if not found:
            return []
        return [token for token in found if token.dep in deps or BASES[token.dep] in deps] if deps else list(found)

    def child(self, index: int, *deps: str) -> Token | None:
        """Return the first of the dependents that :meth:`children` would give, or ``None``."""
        for token in self._children[index]:
            if not deps or token.dep in deps or BASES[token.dep] in deps:
                return token
        return None

    def has_case(self, index: int, *words: str) -> bool:
        """Say whether one of the words is the preposition of a word: ``has_case(soldiers, "by")`` in "by soldiers"."""
        return any(BASES[token.dep] == "case" and token.lower in words for token in self._children[index])

    def subtree(self, index: int) -> list[int]:
        """Return the indexes of a word and all that hangs below it, sorted."""
        found = [index]
        # The list grows by the words below while it is gone through.
        for at in found:
            if below := self._children[at]:
                found.extend([child.index for child in below])
        return sorted(found)

    def depths(self) -> list[int]:
        """Return how many heads stand over each word."""
        depths = [0] * len(self.tokens)
        waiting = [token.index for token in self.roots()]
        # As above: heads stand before the words below them, so that a head's depth is known when theirs is asked for.
        for at in waiting:
            for child in self._children[at]:
                depths[child.index] = depths[at] + 1
                waiting.append(child.index)
        return depths

    def ancestors(self, index: int) -> Iterator[Token]:
        """Yield the head, the head's head and so on up to the root."""
        # It comes to an end: a root is its own head, and a written parse with a circle is refused when it is read.
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            yield self.tokens[index]

    def span(self, first: int, last: int) -> Span:
        """Return the span of the words ``first`` to ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


def kept(ask: Callable[Concatenate[Sentence, Asked], Told]) -> Callable[Concatenate[Sentence, Asked], Told]:
    """
    Let a question to a sentence be answered once: the answer is kept with the sentence, which never changes.

    For questions that rules put again and again. What is asked must be hashable, and nobody may change the answer.
    """

    @wraps(ask)
    def answer(sentence: Sentence, /, *args: Asked.args, **options: Asked.kwargs) -> Told:
        key = (ask, args, *options.items()) if options else (ask, args)
        answers = sentence.answers
        if key not in answers:
            answers[key] = ask(sentence, *args, **options)
        told: Told = answers[key]  # type: ignore[assignment]
        return told

    return answer
