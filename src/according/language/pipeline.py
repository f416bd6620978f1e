"""
Parse stretches of a report's text into sentences. This is the only module that imports spaCy, and only when it is called.

A slice is parsed as one sentence, as rules have split it (``language.split``). White space inside a slice is
normalised for the parser. Offsets are mapped back, so tokens index the text as received.
"""
from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from according.errors import ModelError
from according.language.layout import QUOTED_BREAK
from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token, is_tabbed
from according.report import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController

    from according.language.annotation import Annotator

MODEL = Path(__file__).parent / "model"
SEEN_AS = Path(__file__).parent / "seen_as.toml"
# Longer slices are cut at white space: the longest sentence of the treebanks has 159 words, and what is longer in
# news is a table or a list. The cap keeps the tokenizer, which is quadratic in a word's length, linear in the text.
MAX_WORDS = 400
MAX_CHARACTERS = 2000
# No word has more; the tokenizer peels punctuation off one character at a time.
MAX_WORD = 200
# Slices parsed at a time. Above 64 the speed is flat, the memory is not.
BATCH = 128
BATCH_CHARACTERS = 24_000
# Slices between two clean-ups of spaCy's store of words, which otherwise grows with every new one.
ZONE = 4096
# Words that stay in it: making one anew takes as long as parsing it, and what all news is written in comes first.
VOCABULARY_KEPT = 16_000

# spaCy's string store is shared and its zones do not nest: one thread parses at a time.
_TURN = threading.Lock()
_WORD = re.compile(rf"\S{{1,{MAX_WORD}}}")
# What stands in a text and is no part of a word: soft hyphens, characters of no width, marks of direction, note marks ("[3]"), the mark
# of a hashtag, the mark of a quoted line inside a sentence.
UNSEEN = re.compile(
    r"(?<![^\W_])#(?=[^\W\d])|"
    rf"{QUOTED_BREAK}|"
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|"
    r"\[(?:\d{1,3}|[a-z]|n(?:ote)? ?\d{1,2}|citation needed)\]"
)
# Nearly all slices have none of these: they are parsed as they stand, and need no map of offsets.
_UNUSUAL = re.compile(rf"[^\S ]| {{2}}|[\x00-\x1f\x7f\ud800-\udfff]|\S{{{MAX_WORD + 1}}}|{UNSEEN.pattern}")
# Control characters, and halves of a pair, which cannot be written in UTF-8; the parser reads U+FFFD in their stead.
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@cache
def model_version() -> str:
    """Return the version of the shipped model, without loading it."""
    return _meta(MODEL)["version"]


@cache
def load(path: Path = MODEL) -> Language:
    """
    Load the pipeline once: tok2vec, morphologizer and parser, with English's default tokenizer.

    Raises :class:`~according.errors.ModelError` where the model is missing or was built for another spaCy.
    """
    wanted, found = _meta(path)["spacy_version"], metadata.version("spacy")
    from spacy.util import is_compatible_version, load_model_from_path

    if not is_compatible_version(found, wanted):
        raise ModelError(f"language model {path}: built for spaCy {wanted}, found {found}; install a spaCy in that range")
    try:
        # The tokenizer is the default one, so reading it a second time from disk would only cost its 70 ms.
        nlp = load_model_from_path(path, exclude=["tokenizer"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"language model {path}: cannot be loaded ({error}); reinstall the package or run training/build.py") from error
    _multiply_with_numpy(nlp)
    _lend_looks(nlp)
    return nlp


def is_loaded() -> bool:
    """Say whether the pipeline is loaded already: the first text that is parsed waits for it."""
    return load.cache_info().currsize > 0


@cache
def _annotator() -> Annotator:
    """Return what annotates by the shipped model, made once."""
    # Here, since it needs numpy, which whoever only splits a text should not pay.
    from according.language.annotation import Annotator

    return Annotator(load())


def _lend_looks(nlp: Language) -> None:
    """Let the parser see a word that the treebanks lack as the word of like use that they have (``seen_as.toml``)."""
    for word, known in tomllib.loads(SEEN_AS.read_text(encoding="utf8")).items():
        for unseen, seen in ((word, known), (word.capitalize(), known.capitalize())):
            lexeme, other = nlp.vocab[unseen], nlp.vocab[seen]
            # All that the model knows of a word: its lower-cased form, its first letter, its last three, its shape.
            lexeme.norm_, lexeme.prefix_, lexeme.suffix_, lexeme.shape_ = other.norm_, other.prefix_, other.suffix_, other.shape_


def _multiply_with_numpy(nlp: Language) -> None:
    """Let numpy's BLAS multiply: on one core 20,000 words a second are parsed with it, 11,000 with spaCy's own multiplication."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        for node in getattr(pipe, "model").walk():  # noqa: B009  (spaCy types a pipe as a mere callable)
            node.ops = ops


@cache
def _threads() -> ThreadpoolController:
    """Return the handle on numpy's threads: matrices this small gain nothing from a second core, and a caller may use it better."""
    import numpy  # noqa: F401  (the controller finds libraries that are loaded)
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")


def _meta(path: Path) -> dict[str, str]:
    """Return the model's own version and the range of spaCy's that it was built for."""
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf8"))
        return {key: str(meta[key]) for key in ("version", "spacy_version")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"language model {path}: missing or broken ({error!r}); reinstall the package or run training/build.py") from error


def parse(text: str, spans: Sequence[Span]) -> list[Sentence]:
    """Parse each span of ``text`` as one sentence; a blank span gives none, a very long one several."""
    return parse_many([(text, spans)])[0]


def parse_many(reports: Iterable[tuple[str, Sequence[Span]]]) -> list[list[Sentence]]:
    """Parse the spans of many texts in common batches; the sentences are those that :func:`parse` gives text by text, but come faster."""
    found: list[list[Sentence]] = []
    pieces: list[tuple[int, str, Span]] = []
    for text, spans in reports:
        pieces.extend((len(found), text, piece) for span in spans for piece in _cut(text, span))
        found.append([])
    for start in range(0, len(pieces), ZONE):
        zone = pieces[start : start + ZONE]
        for (owner, _, _), sentence in zip(zone, _parse_zone([(text, piece) for _, text, piece in zone]), strict=True):
            # A stretch of hidden characters alone holds no word.
            if len(sentence):
                found[owner].append(sentence)
    return found


def _parse_zone(pieces: list[tuple[str, Span]]) -> list[Sentence]:
    """Parse pieces in order of size, so that a batch holds sentences of like length, and give them back in their own order."""
    nlp = load()
    annotator = _annotator()
    clean = [_normalise(text, piece) for text, piece in pieces]
    order = sorted(range(len(pieces)), key=lambda at: len(clean[at][0]))
    found: dict[int, Sentence] = {}
    with _TURN, _threads().limit(limits=1), nlp.memory_zone() if len(nlp.vocab) >= VOCABULARY_KEPT else nullcontext():
        for batch in _batches(order, clean):
            for at, doc in zip(batch, annotator.annotate([clean[at][0] for at in batch]), strict=True):
                text, piece = pieces[at]
                found[at] = _sentence(doc, text, piece.start, clean[at][1])
    return [found[at] for at in range(len(pieces))]


def _batches(order: Sequence[int], clean: Sequence[tuple[str, object]]) -> Iterator[list[int]]:
    """Part slices that stand in order of size into batches; of long ones fewer are parsed at a time, so that memory stays flat."""
    batch: list[int] = []
    characters = 0
    for at in order:
        if batch and (len(batch) == BATCH or characters + len(clean[at][0]) > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(at)
        characters += len(clean[at][0])
    if batch:
        yield batch


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Trim a span, and cut it at white space where it is longer than the caps; a blank span gives nothing."""
    first = last = -1
    words = 0
    for match in _WORD.finditer(text, span.start, min(span.end, len(text))):
        if words == MAX_WORDS or (words and match.end() - first > MAX_CHARACTERS):
            yield Span(first, last)
            words = 0
        first = first if words else match.start()
        last = match.end()
        words += 1
    if words:
        yield Span(first, last)


def _normalise(text: str, piece: Span) -> tuple[str, list[int] | None]:
    """Return what the parser reads, and where each of its characters stands in the piece (``None``: just there)."""
    raw = piece.slice(text)
    if not _UNUSUAL.search(raw):
        return raw, None
    unseen = {at for match in UNSEEN.finditer(raw) for at in range(*match.span())}
    words: list[str] = []
    places: list[int] = []
    for match in _WORD.finditer(raw):
        letters = [at for at in range(*match.span()) if at not in unseen]
        if letters:
            words.append("".join(raw[at] for at in letters))
            # The one space behind a word stands for whatever white space was there.
            places += [*letters, letters[-1] + 1]
    return _UNREADABLE.sub("\ufffd", " ".join(words)), places


def _sentence(doc: Doc, text: str, start: int, places: list[int] | None) -> Sentence:
    """Make a sentence of what the parser found; ``start`` is the offset of the piece, ``places`` those of its characters in it."""
    # Here, since importing spaCy takes half a second, which whoever only splits a text should not pay.
    from spacy.attrs import DEP, HEAD, IDX, LENGTH, MORPH, POS

    rows = doc.to_array([IDX, LENGTH, POS, MORPH, HEAD, DEP])
    # The distance to the head is below zero for a head before the word, and comes as a number without a sign.
    heads = rows[:, 4].astype("int64").tolist()
    tokens = []
    for index, (offset, length, pos, morph, _, dep) in enumerate(rows.tolist()):
        end = offset + length
        if places is None:
            form = text[start + offset : start + end]
        else:
            # A soft hyphen inside a word is in its span, but not in its text, by which word lists know it.
            form = "".join(text[start + at] for at in places[offset:end])
            offset, end = places[offset], places[end - 1] + 1
        tag, feats = _tag(pos), _feats(morph)
        lemma, lower = lemmatise(form, tag, feats)
        begin, head = start + offset, index + heads[index]
        tokens.append(Token(index, begin, start + end, form, lemma, tag, feats, head, _label(dep), lower, is_tabbed(text, begin)))
    return Sentence(tuple(tokens))


# The names that the model gives, by their keys in spaCy's store of strings: there are some hundreds, and each is looked up there once.


@cache
def _tag(key: int) -> str:
    return load().vocab.strings[key]


@cache
def _feats(key: int) -> str:
    name = load().vocab.strings[key]
    return "" if name == "_" else name


@cache
def _label(key: int) -> str:
    return load().vocab.strings[key].casefold()
