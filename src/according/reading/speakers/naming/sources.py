"""
From whom a speaker has it: "Reuters, citing two security sources, said", "Citing the Red Crescent, state TV said".

It is looked for by the words here, wherever the tree has hung it; :mod:`according.reading.speakers.frames` reads it from the tree first.
"""

from __future__ import annotations

from collections.abc import Iterable

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import pattern_of
from according.names.parties import is_person_noun
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import noun_after
from according.reading.grammar.subjects import is_passive, subject
from according.reading.speakers.frame import Frame
from according.reading.speakers.naming.owners import can_speak

# Verbs that give the word on to somebody, in every form: the tree may read them as other words.
QUOTING = frozenset({"quote", "quotes", "quoted", "cite", "cites", "cited", "quoting", "citing"})
# Participles that name whom one has it from, with the preposition that some need.
CITING = {"citing": "", "quoting": "", "relying": "on", "drawing": "on", "referring": "to"}
# Words from a participle to the end of what it names. Where nothing ends it within so many, it has run into the rest of the sentence.
NAMING_MOST = 14
# Nouns that only hold a source: "citing data from the ministry", "citing a statement by the army".
HOLDING = frozenset({"data", "information", "figure", "statement", "report", "document", "record", "official", "sources", "source"})
# Of these nobody is the source unless he is named behind: "citing updated information".
MERE_FACTS = frozenset({"data", "information", "figure", "record"})

# In these somebody is quoted: "quoted in state media as saying".
PRESS = frozenset({"media", "newspaper", "paper", "press", "daily", "outlet"})


def cited_in(sentence: Sentence, stretch: Iterable[int]) -> tuple[int, tuple[int, int]] | None:
    """
    Return whom a participle in a stretch of words names as the source, or ``None``.

    He is given as the index of his head word and the first and last word of his name, both included.
    """
    for at in stretch:
        needs = CITING.get(sentence[at].lower)
        if needs is None or (needs and (at + 1 >= len(sentence) or sentence[at + 1].lower != needs)):
            continue
        start = at + 1 + bool(needs)
        end = next((t.index for t in sentence.tokens[start : start + NAMING_MOST] if t.text in (",", ".", ";") or t.lower == "that"), None)
        end = len(sentence) if end is None and len(sentence) - start <= NAMING_MOST else end
        head = noun_after(sentence, start)
        if end is None or head is None or head >= end or not _is_named(sentence, head):
            continue
        # "citing data from the ministry": whom the data come from, not the data.
        behind = _origin(sentence, head, end)
        if behind is None and sentence[head].lemma in MERE_FACTS:
            continue
        first, last = (behind if behind is not None else (start, end - 1))
        return (noun_after(sentence, first) or head), (first, last)
    return None


def _origin(sentence: Sentence, head: int, end: int) -> tuple[int, int] | None:
    """Return the words behind "from" or "by" where the noun before only holds a source: "citing data from the ministry"."""
    for token in sentence.tokens[head + 1 : end - 1]:
        if token.lower in ("from", "by") and sentence[head].lemma in HOLDING:
            return token.index + 1, end - 1
    return None


def _is_named(sentence: Sentence, index: int) -> bool:
    return sentence[index].lemma in HOLDING or is_source(sentence[index], sentence.lexicon)


def is_source(token: Token, lexicon: Lexicon) -> bool:
    """Say whether what is cited is a name, a person, a body, a unit or a document: not "citing reasons of security"."""
    # "Citing coastal authorities": the word names no body where it stands alone ("his authority").
    named = token.pos == "PROPN" or token.lower == "authorities"
    return named or is_person_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("body", "document", "unit")


def quoted_as_saying(sentence: Sentence, token: Token) -> Frame | None:
    """ "X quoted Y as saying that ...": X gives the word on to Y, whatever the tree says."""
    # The name of whom X quotes stands between; a long one has a title and an office.
    at = next((i for i in range(token.index - 2, max(-1, token.index - 14), -1) if sentence[i].lower in QUOTING), None)
    end = len(sentence) - 1
    # "was quoted as saying" has no X: `verb_frame` reads it.
    if at is None or token.index + 1 > end or (at and sentence[at - 1].lower in ("was", "were", "been", "is", "are")):
        return None
    outer, inner = _with_preposition(sentence, at), _with_preposition(sentence, token.index - 1)
    if outer is None or inner is None or inner[0] <= at:
        return None
    content = (token.index + 1, end)
    # "Five people were hurt, Agency quoted the governor as saying on Monday."
    mark = outer[0] - 1
    if mark > 1 and sentence[mark].text == "," and not any(t.has("VerbForm=Fin") for t in sentence.tokens[token.index + 1 :]):
        content = (0, mark - 1)
    return Frame(at, token.index, outer[1], (content,), "reports", "speakers.quoted-as-saying", outer[0], token.index,
                 inner[1], None, outer, inner)  # fmt: skip


def _with_preposition(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """
    Return the first and last word of the name that ends right before the word ``at``, or ``None``.

    A preposition goes on with it: "a spokesperson for the group". What a participle adds ("outlets affiliated with the Front") it does not.
    """
    run = run_before(sentence, at)
    # Two prepositions at most: "a commander of the fighters in the north".
    for _ in range(2):
        if run is None or run[0] < 2 or sentence[run[0] - 1].pos != "ADP":
            return run
        made = sentence[run[0] - 2].has("VerbForm=Part")
        head = run_before(sentence, run[0] - 2 if made else run[0] - 1)
        if head is None or head[1] != run[0] - 2 - made:
            return run
        run = head if made else (head[0], run[1])
    return run


def second_source(
    sentence: Sentence, verb: Token, via: tuple[int, int | None] | None, opening: tuple[int, int], content: tuple[tuple[int, int], ...]
) -> tuple[int | None, tuple[int, int] | None]:
    """
    Return the head of whom a speaker has it from and the words of his name, each ``None`` where it is not found.

    ``opening`` holds the first word of the frame and the speaker's head.
    """
    first, speaker = opening
    if via is not None and via[1] is not None:
        return via[1], quoted_run(sentence, verb, via[1])
    second = None if via else _cited(sentence, verb)
    # "Citing the Red Crescent, state TV said" and "Reuters, citing two officials, said": at the head, or between speaker and cue.
    source = cited_in(sentence, [*range(0, min(first + 1, 1)), *range(min(speaker, verb.index), verb.index)]) if second is None else None
    # Who is cited inside the content is cited by what is said, not by who says it.
    if source is not None and not any(low <= source[0] <= high for low, high in content):
        return source
    trailing = _cited_at_end(sentence, verb) if second is None else None
    return trailing if trailing is not None else (second, None)


def _cited_at_end(sentence: Sentence, verb: Token) -> tuple[int, tuple[int, int]] | None:
    """
    Return whom a participle behind the last comma names, where the verb is the nearest cue before it, or ``None``.

    "The agency said that 17 had died, citing a doctor": the tree hangs it on what is told.
    """
    comma = next((t.index for t in reversed(sentence.tokens[verb.index + 1 :]) if t.text == ","), None)
    if comma is None or comma + 2 >= len(sentence) or _are_parted(sentence, verb.index, comma):
        return None
    source = cited_in(sentence, [comma + 1])
    verbs = [token for token in sentence.tokens[verb.index + 1 : comma] if token.pos == "VERB"]
    told = any((entry := sentence.lexicon.find("cues", t.lemma)) and entry.pattern in ("clause", "both") for t in verbs)
    closes = source is not None and all(t.pos == "PUNCT" for t in sentence.tokens[source[1][1] + 1 :])
    return source if closes and not told else None


def _cited(sentence: Sentence, verb: Token) -> int | None:
    """Return the head word of whom a speaker cites, by the tree, or ``None``: Y in "X said, citing Y", "citing data from Y"."""
    for child in sentence.children(verb.index, "advcl", "acl", "xcomp"):
        if child.lower not in ("citing", "quoting") or _are_parted(sentence, verb.index, child.index):
            continue
        direct = [t for t in sentence.children(child.index, "obl") if sentence.has_case(t.index, "from")]
        for source in sentence.children(child.index, "obj", "nsubj"):
            below = [t for t in sentence.children(source.index, "nmod") if sentence.has_case(t.index, "from")]
            origin = next(iter([*below, *direct]), None)
            named = origin or source
            if origin is not None or (can_speak(named, sentence.lexicon) and is_source(named, sentence.lexicon)):
                # "citing a lawmaker, Jan Novak": he is called by his name.
                return next((t.index for t in sentence.children(named.index, "appos") if t.pos == "PROPN"), named.index)
    return None


def _are_parted(sentence: Sentence, one: int, other: int) -> bool:
    """Say whether a semicolon stands between two words: in "Media put it at 70; exiles, citing doctors, ..." somebody else cites."""
    return any(token.text == ";" for token in sentence.tokens[min(one, other) : max(one, other)])


def quoted_source(sentence: Sentence, verb: Token) -> tuple[int, int | None] | None:
    """
    Return the head words of speaker and second speaker of "saying" below a verb of quoting, or ``None`` for any other cue.

    In "X quoted Y as saying" and "Y was quoted by X as saying" the chain is X, Y; in "Y was quoted as saying" it is Y alone.
    """
    head = sentence[verb.head]
    if head.index == verb.index or head.lemma not in ("quote", "cite") or verb.lower != "saying":
        return None
    if is_passive(sentence, head):
        found = subject(sentence, head)
        below = [*sentence.children(head.index, "obl"), *sentence.children(verb.index, "obl")]
        # "was quoted in state media as saying": the press that it stands in passes it on, too.
        press = (t for t in below if sentence.has_case(t.index, "by") or (sentence.has_case(t.index, "in") and t.lemma in PRESS))
        agent = next((t.index for t in press), None)
        return None if found is None else (found, None) if agent is None else (agent, found)
    quoted, outer = sentence.child(head.index, "obj"), subject(sentence, head)
    return (outer, quoted.index) if outer is not None and quoted else None


def quoted_run(sentence: Sentence, verb: Token, quoted: int) -> tuple[int, int] | None:
    """Return the words right before "was quoted" where they hold the head of whom is quoted: "To four, [the mayor] was quoted"."""
    helper = min((t.index for t in sentence.children(verb.head, "aux")), default=quoted)
    run = run_before(sentence, helper)
    return run if run is not None and run[0] <= quoted <= run[1] < helper else None


def cites_behind(sentence: Sentence, mark: int) -> bool:
    """Say whether a comma and whom a speaker cites are all that stands behind him: "..., the agency reported, citing rescuers."."""
    behind = sentence.tokens[mark : mark + 2]
    cites = len(behind) == 2 and behind[0].text == "," and behind[1].lower in ("citing", "quoting")
    return cites and not any(token.has("VerbForm=Fin") for token in sentence.tokens[mark + 2 :])
