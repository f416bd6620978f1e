"""
Who did it: the actor that a clause shows, and nobody where it shows only a weapon.

What is taken is the phrase that shows the actor ("Israeli gunfire", "NATO air strike"). A weapon or blast alone ("a roadside bomb") is
nobody. An actor who is only blamed, or who claims it in another sentence, is nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.countries import is_demonym
from according.names.nouns import pattern_of
from according.names.parties import describe, is_agent_noun, is_armed_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import OTHERS
from according.reading.grammar.phrases import DAY_WORDS, base, phrase
from according.reading.grammar.subjects import subject
from according.reading.speakers.voices import with_partner
from according.report import Span

# Measures that somebody inflicts; the dead of a flood or those who surrender have no perpetrator in their verb's subject.
INFLICTED = frozenset(
    "killed wounded casualties captured detained abducted released displaced destroyed intercepted launched seized deployed".split()
)
# What only armed forces do: a name before it is whose it is, where before a bombing it may be a town's.
ARMED_ACTS = frozenset({"strike", "airstrike", "shelling", "bombardment", "gunfire", "fire"})
# They open the clause that tells of the attack: "killed when gunmen attacked".
CLAUSE_OPENERS = frozenset({"when", "after", "as", "while", "during"})


def perpetrator_span(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the words for who did it, by the verb's actor, an attack told beside it, or a clash with somebody; or ``None``."""
    # Who loses men has not killed them, and troops who are there were not put there by their verb.
    if candidate.measure not in INFLICTED or candidate.trigger.entry.id in ("lose", "present"):
        return None
    agent = candidate.trigger.agent
    # The verb's own actor is final: where it is only a weapon, no other is looked for.
    if agent is not None and agent != candidate.head:
        return actor_span(sentence, agent)
    verb = sentence[candidate.trigger.index]
    return _attacker(sentence, verb) or _act_beside(sentence, verb)


def pronoun_agent(sentence: Sentence, candidate: Candidate) -> Token | None:
    """Return the pronoun that is the actor, for the report's context to resolve ("the army said it had captured ...")."""
    agent = candidate.trigger.agent
    return sentence[agent] if agent is not None and sentence[agent].lower in ("it", "they", "he", "she") else None


def actor_span(sentence: Sentence, agent: int) -> Span | None:
    """Return the phrase of an actor, if it shows one."""
    token = sentence[agent]
    if token.pos not in ("NOUN", "PROPN", "ADJ") or token.lower in DAY_WORDS:
        return None
    first, last = phrase(sentence, agent, tail=False)
    # "how many", "what killed them": a question shows nobody.
    if not _acts(sentence, first, last, agent) or sentence[first].lower in ("how", "what", "which"):
        return None
    while first < agent and sentence[first].pos in ("ADP", "PUNCT", "CCONJ"):
        first += 1
    return sentence.span(first, with_partner(sentence, last))


def _acts(sentence: Sentence, first: int, last: int, agent: int) -> bool:
    """
    Say whether a phrase shows an actor: a person, an organisation or a people.

    An attack shows one only where such a word stands before it: "sniper fire", not "the bombing".
    """
    token = sentence[agent]
    # A name is taken for that of an actor.
    if token.pos == "PROPN":
        # A virus or a rocket: "H5N1 has killed 12".
        return not any(letter.isdigit() for letter in token.text)
    # "airstrike", "gunfire": compounds that the word list does not have are known by their end.
    if pattern_of(token.lemma, sentence.lexicon) != "act" and not token.lemma.endswith(("strike", "fire", "shelling", "attack", "bombing")):
        return is_agent_noun(token.lemma, sentence.lexicon)
    return any(
        _shows_actor(sentence[i], token.lemma, sentence.lexicon)
        for i in range(first, last + 1)
        if i != agent and base(sentence[i].dep) in ("amod", "compound", "nmod", "flat")
    )


def _shows_actor(token: Token, act: str, lexicon: Lexicon) -> bool:
    """Say whether a word before an attack says whose it is: "NATO air strike", "sniper fire"; not "the Quetta attack"."""
    # "Monday's bombing", "another strike", "a suicide attack" say which or how, not whose.
    if token.lower in DAY_WORDS or token.lower in OTHERS or token.lower in ("suicide", "car", "roadside"):
        return False
    # "the July bombings"
    if token.lower in lexicon.forms("number_context", "month"):
        return False
    if token.pos == "PROPN":
        _, kind, country = describe(token.text, lexicon, "perpetrator")
        # "the Velmar attack" may be named for its place, "a Velmar air strike" is not; capitals throughout are a body's short name.
        return act in ARMED_ACTS or kind is not None or country is not None or (token.text.isupper() and len(token.text) > 1)
    # "a major attack", "a general strike" are no officer's.
    return is_demonym(token.lower) or (is_armed_noun(token.lemma, lexicon) and token.lower not in ("major", "general"))


def _attacker(sentence: Sentence, verb: Token) -> Span | None:
    """Return the subject of the attack that a clause tells beside the harm: "27 were killed when a suicide bomber detonated explosives"."""
    for clause in sentence.children(verb.index, "advcl", "ccomp"):
        opened = any(mark.lower in CLAUSE_OPENERS for mark in sentence.children(clause.index, "mark", "advmod"))
        if opened and clause.lemma in sentence.lexicon.word_class("attack-verbs"):
            attacker = subject(sentence, clause)
            if attacker is not None and attacker != verb.index:
                return actor_span(sentence, attacker)
    return None


def _act_beside(sentence: Sentence, verb: Token) -> Span | None:
    """Return the other side of a fight, or the actor in an attack's name: "in a clash with U.S. troops", "in a NATO air strike"."""
    for child in sentence.children(verb.index, "obl", "nmod"):
        if not sentence.has_case(child.index, "in", "by", "during", "from"):
            continue
        for other in sentence.children(child.index, "nmod"):
            # "in a convoy with two guards" is no fight: a unit has company, not another side.
            fought = sentence.has_case(other.index, "with", "by") and pattern_of(child.lemma, sentence.lexicon) != "unit"
            if fought and not _beside(sentence, other):
                return actor_span(sentence, other.index)
        if pattern_of(child.lemma, sentence.lexicon) == "act":
            found = actor_span(sentence, child.index)
            if found is not None:
                return found
    return None


def _beside(sentence: Sentence, other: Token) -> bool:
    """Say whether somebody is company and suffers it too, and no other side: "along with two guards", "together with a child"."""
    # The tree may hang either word of "along with" on the noun, so the word before it is asked too.
    case = sentence.child(other.index, "case")
    return case is not None and not {"along", "together"}.isdisjoint((case.lower, sentence[max(case.index - 1, 0)].lower))


def carried(candidate: Candidate, sentence: Sentence, before: Sequence[tuple[Candidate, Span | None]]) -> Span | None:
    """
    Return the perpetrator of the count right before, where this one only adds "others" to it.

    "killed ten and wounded 20 others", "At least 45 other people were wounded".
    """
    if candidate.measure not in ("killed", "wounded", "casualties") or not before:
        return None
    previous, span = before[-1]
    # Only where the words say that these are more of the same: others may have been hurt by somebody else.
    words = {token.lower for token in sentence.tokens[candidate.number.last : candidate.number.last + 3]}
    return span if previous.measure in ("killed", "wounded", "casualties") and words & {"other", "others", "more", "another"} else None
