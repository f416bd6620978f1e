"""
Who is counted: the words that name them, found again where the report leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import pattern_of
from according.names.parties import is_person_noun, is_thing_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import OTHERS, STATES, of_group
from according.reading.grammar.phrases import DAY_WORDS, base, is_plural, phrase
from according.reading.grammar.subjects import is_passive, subject
from according.reading.lines.label_lines import counts_only
from according.report import Span

# Words up to the mark of a label: "Civilians in the northern districts:".
LABEL_LONGEST = 8
# Nouns that say little without their "of": "members of the security forces".
RELATIONAL = frozenset("member employee resident inhabitant citizen representative survivor supporter follower staff crew".split())
# Words from a part to what it is said to be: "of the 12 victims in Sunday's crash were".
PREDICATE_REACH = 12
# Verbs whose subject bears the harm: "the army suffered no casualties".
BEARING = frozenset({"suffer", "sustain", "incur", "take", "have"})
# Second words of a verb that count nobody in the singular: "took 30 prisoner".
LIGHT_NOUNS = frozenset({"prisoner", "captive", "hostage"})
# Words before a noun that are no part of whom it names: "of the other", "another new".
LEADING = frozenset(
    {
        "of",
        "the",
        "other",
        "others",
        "more",
        "additional",
        "further",
        "its",
        "their",
        "his",
        "her",
        "our",
        "these",
        "those",
        "such",
        "all",
        "-",
        "another",
        "new",
        "out",
        "them",
        "whom",
        "which",
    }
)


class Counted(NamedTuple):
    """A count met so far, the words for whom it counts, and the lemma of its noun."""

    candidate: Candidate
    span: Span
    noun: str


def population_span(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the words that name who is counted beside the number itself, or ``None`` where the number stands alone."""
    number, head = candidate.number, candidate.head
    if (label := _label(sentence, candidate)) is not None:
        return label
    if (said := _said_to_be(sentence, candidate)) is not None:
        return said
    # "the mayor": number and population are the same words, less the article.
    if candidate.implied:
        return _unarticled(sentence, number.first, head)
    bare = number.first <= head <= max(number.last, number.core)
    # "the number of soldiers killed rose to 28": the tally says whom it is of.
    if candidate.trigger.about is not None and bare:
        return _tallied(sentence, candidate.trigger.about)
    if bare and candidate.trigger.entry.pattern == "toll":
        return _troubled(sentence, candidate.trigger.index)
    if bare and of_group(sentence, number):
        # "a crew of 12": the 12 are its crew.
        return _unarticled(sentence, phrase(sentence, number.first - 2, tail=False)[0], number.first - 2)
    if bare or sentence[head].lower in OTHERS or sentence[head].pos == "PRON":
        return _among_behind(sentence, candidate)
    if head == candidate.trigger.index and candidate.trigger.entry.pattern == "state" and _states_alone(sentence, number.last + 1, head):
        # "killed 19 soldiers and 46 wounded", "more than 100 feared dead": a state names nobody.
        return _among_behind(sentence, candidate)
    if candidate.trigger.entry.pattern == "toll" and not is_person_noun(sentence[head].lemma, sentence.lexicon):
        return None
    among = _among(sentence, candidate)
    if among is not None:
        return among
    if candidate.trigger.entry.pattern == "count" and (number.form == "none" or sentence[sentence[head].head].lemma in BEARING):
        official = any(t.lower in ("confirmed", "recorded", "registered", "reported") for t in sentence.children(head, "amod"))
        # "The city has 40 confirmed deaths": it counts them, and does not suffer them.
        bearer = None if official else _bearer(sentence, head)
        if bearer is not None or number.form == "none":
            return bearer
    first, last = phrase(sentence, head, tail=False)
    # What the phrase stops before but the naming needs: "members of the guard", "12 aides and bodyguards".
    last = max(last, _relation_end(sentence, head), _partner_end(sentence, head))
    if number.last < head:
        between = sentence.tokens[number.last + 1 : head]
        # "20 were soldiers": what lies between number and noun is part of the name only where it is one phrase.
        apart = any(t.pos in ("AUX", "PUNCT", "PRON") and t.text != "-" and not t.has("Poss=Yes") for t in between)
        first = max(first, number.last + 1) if apart or len(between) > 8 else number.last + 1
    first = _skip_asides(sentence, first, head)
    # "a third policeman": the ordinal is no part of who he is.
    if number.form == "ordinal":
        first = max(first, number.core + 1)
    if first == candidate.trigger.index and first < head:
        # "40 wounded people": the participle is the measure.
        first += 1
    while first < head and (
        sentence[first].lower in LEADING
        or sentence[first].pos in ("DET", "ADP", "PUNCT", "CCONJ", "AUX")
        # "14 of 20 drones" are drones; "two 27-year-old men" keep their age.
        or (sentence[first].pos == "NUM" and first > number.last + 1 and sentence[first + 1].text != "-")
    ):
        first += 1
    # "took 30 prisoner": the verb's second word is no name of theirs.
    whom = number.quantity.high != 1 and first == head and candidate.trigger.entry.pattern == "light" and not is_plural(sentence[head])
    return sentence.span(first, last) if not whom or sentence[head].lemma not in LIGHT_NOUNS else None


def _states_alone(sentence: Sentence, first: int, head: int) -> bool:
    """Say whether nothing but how sure or how bad it is stands before a state: "feared dead", "confirmed dead", "critically wounded"."""
    return all(token.lower.endswith(("ed", "ly")) or token.lower == "thought" for token in sentence.tokens[first:head])


def _label(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the label of a line that counts those it names: "Regime forces: 12 fatalities", "Civilians: 4 killed, 11 wounded"."""
    mark = next((token.index for token in sentence.tokens[1:LABEL_LONGEST] if token.text == ":"), None)
    if candidate.rule == "figures.label-line" and mark is not None:
        # "Children killed: 3", "Civilians reported injured: 6": the label names them before it tells what befell them.
        before = sentence.tokens[: candidate.trigger.index]
        people = next((token for token in before if is_plural(token) and is_person_noun(token.lemma, sentence.lexicon)), None)
        return sentence.span(0, people.index) if people is not None else None
    # Behind the first count only a list of counts goes on with the same people: "4 killed, 11 wounded".
    if mark is None or mark > candidate.number.first or candidate.trigger.index < mark or not counts_only(sentence, mark + 1):
        return None
    noun = sentence[mark - 1]
    plural = noun.lower != noun.lemma and is_person_noun(noun.lemma, sentence.lexicon)
    return sentence.span(0, mark - 1) if plural and not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[:mark - 1]) else None


def _said_to_be(sentence: Sentence, candidate: Candidate) -> Span | None:
    """
    Return who a part of a whole is said to be, which tells more than the whole does, or ``None``.

    "Ten of the 12 victims were Velmar citizens", "70 percent of those killed are women", "40 victims, of whom three are dead children".
    """
    number = candidate.number
    before = [token.lower for token in sentence.tokens[max(0, number.first - 2) : number.first]]
    behind = [token.lower for token in sentence.tokens[number.last + 1 : number.last + 3]]
    part = behind[:1] == ["of"] and behind[1:2] in (["the"], ["those"], ["them"], ["whom"])
    joined = candidate.rule == "figures.list-by-place" or before[1:] == ["and"]
    if not part and not joined and before not in (["of", "whom"], ["of", "which"]):
        return None
    near = sentence.tokens[number.last + 1 : number.last + PREDICATE_REACH]
    be = next((t.index for t in near if t.lower in ("are", "were", "is", "was")), None)
    if be is None or any(t.text in (",", ";") for t in sentence.tokens[number.last + 1 : be]):
        return None
    first = be + 1
    # "are reported to be women", "were thought to be fighters"
    if [t.lower for t in sentence.tokens[first + 1 : first + 3]] == ["to", "be"]:
        first += 3
    one = number.quantity.high == 1 and first < len(sentence) and sentence[first].lower in ("a", "an")
    first += one
    last = first
    while last < len(sentence) and (sentence[last].pos in ("NOUN", "PROPN", "ADJ") or sentence[last].lower == "and"):
        last += 1
    last -= sentence[last - 1].lower == "and"
    noun = sentence[last - 1]
    plain = last > first and noun.pos in ("NOUN", "PROPN") and (one or is_plural(noun)) and is_person_noun(noun.lemma, sentence.lexicon)
    while plain and first < last - 1 and sentence[first].lower in STATES:
        first += 1
    # "ten were soldiers" without a whole is another rule's.
    return sentence.span(first, last - 1) if plain else None


def loser_span(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return who lost those counted, whose people they are: "Harran has lost 600 soldiers"."""
    agent = candidate.trigger.agent
    if candidate.trigger.entry.id != "lose" or agent is None or sentence[agent].pos != "PROPN":
        return None
    return sentence.span(*phrase(sentence, agent, tail=False))


def says_only_toll(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a count names harm alone and nobody who bore it: "600 deaths", "1,100 casualties", "the number of dead"."""
    trigger = candidate.trigger
    # "600 deaths" are counted themselves, "the number of dead" is of its "dead".
    noun = trigger.about if trigger.about is not None else candidate.head if trigger.entry.pattern == "count" else None
    if noun is None or (trigger.about is None and noun != trigger.index):
        return False
    if trigger.about is None:
        harm = candidate.measure in ("killed", "wounded", "casualties")
    else:
        harm = pattern_of(sentence[noun].lemma, sentence.lexicon) == "toll" or sentence[noun].lower in STATES
    # "combat deaths", "its losses", "civilian deaths" say something of whose they are.
    if sentence.children(noun, "amod", "compound", "nmod:poss"):
        return False
    return harm and not any(sentence.has_case(child.index, "of", "among", "amongst", "from") for child in sentence.children(noun, "nmod"))


def _bearer(sentence: Sentence, head: int) -> Span | None:
    """Return the subject of the verb by which harm is suffered; none where harm is only caused."""
    verb = sentence[sentence[head].head]
    bearer = subject(sentence, verb) if verb.lemma in BEARING and verb.pos == "VERB" else None
    # "The blast had 12 casualties": an event causes harm and does not bear it.
    if bearer is None or not (sentence[bearer].pos == "PROPN" or _can_suffer(sentence[bearer].lemma, sentence.lexicon)):
        return None
    first, last = phrase(sentence, bearer, tail=False)
    while first < bearer and sentence[first].pos == "DET":
        first += 1
    return sentence.span(first, last)


def _can_suffer(noun: str, lexicon: Lexicon) -> bool:
    """Say whether a noun can bear harm: people, a unit or a body."""
    return is_person_noun(noun, lexicon) or pattern_of(noun, lexicon) in ("unit", "body")


def _relation_end(sentence: Sentence, head: int) -> int:
    """Return the last word of the "of" phrase of a noun that says little without it."""
    after = head + 1
    if after < len(sentence) and (
        (sentence[after].lower == "of" and sentence[head].lemma in RELATIONAL) or sentence[after].lower == "from"
    ):
        child = next((c for c in sentence.children(head, "nmod") if c.index > after), None)
        # "soldiers from Harran" names them more closely; "people from nearby" does not.
        if child is not None and sentence[after].lower == "from" and not child.text[:1].isupper():
            return head
        return _name_end(sentence, phrase(sentence, child.index, tail=False)[1]) if child is not None else head
    return head


def _name_end(sentence: Sentence, last: int) -> int:
    """Return the end of a name that stands right behind the word for its kind: "members of the separatist group Harran"."""
    while last + 1 < len(sentence) and sentence[last].pos in ("NOUN", "PROPN") and _goes_on(sentence[last + 1]):
        last += 1
    return last


def _goes_on(token: Token) -> bool:
    """Say whether a word with a capital, and no day, goes on with a name."""
    return token.pos in ("PROPN", "NOUN") and token.text[:1].isupper() and token.lower not in DAY_WORDS


def _partner_end(sentence: Sentence, head: int) -> int:
    """Return the second of two nouns under one number: "12 aides and bodyguards"; else ``head`` itself."""
    if head + 2 < len(sentence) and sentence[head + 1].lower in ("and", "or"):
        partner = sentence[head + 2]
        if (
            partner.pos == "NOUN"
            and is_plural(partner)
            and is_person_noun(partner.lemma, sentence.lexicon)
            and base(partner.dep) == "conj"
            and partner.head == head
        ):
            return head + 2
    return head


def _tallied(sentence: Sentence, about: int) -> Span | None:
    """Return the noun that a tally is of, without its article: "the number of American combat deaths"."""
    first, last = phrase(sentence, about, tail=False)
    if first == last and not is_person_noun(sentence[about].lemma, sentence.lexicon):
        # "the number of deaths": deaths of whom is not said.
        return None
    while first < about and (sentence[first].lower in LEADING or sentence[first].pos in ("DET", "ADP")):
        first += 1
    return sentence.span(first, last)


def _troubled(sentence: Sentence, noun: int) -> Span | None:
    """Return the people named before a word for harm: "Harran troop deaths have passed 4,700"; or ``None``."""
    before = [child for child in sentence.children(noun, "compound", "amod") if child.index < noun]
    words = sentence.lexicon
    named = [child.index for child in before if is_person_noun(child.lemma, words) or pattern_of(child.lemma, words) == "body"]
    # "human losses" are anybody's, and "the official toll" is who counts, not who died.
    if not named or sentence[named[-1]].lower in ("human", "official"):
        return None
    first = named[-1]
    while first and sentence[first - 1].text[:1].isupper() and sentence[first - 1].pos in ("PROPN", "ADJ"):
        first -= 1
    return sentence.span(first, named[-1])


def _among(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the noun behind "among" or "of", which is who is counted: "12 deaths among civilians"; or ``None``."""
    if candidate.trigger.entry.pattern != "count":
        return None
    for child in sentence.children(candidate.head, "nmod"):
        named = child.pos == "PROPN" or is_person_noun(child.lemma, sentence.lexicon)
        if named and sentence.has_case(child.index, "among", "amongst", "of"):
            first, last = phrase(sentence, child.index, tail=False)
            while first < child.index and sentence[first].pos in ("DET", "ADP"):
                first += 1
            return sentence.span(first, last)
    return None


def _among_behind(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return whom "among" names right behind a bare count and its state: "20 dead and 46 wounded among the villagers"; or ``None``."""
    at = max(candidate.number.last, candidate.trigger.index) + 1
    if at + 1 >= len(sentence) or sentence[at].lower not in ("among", "amongst"):
        return None
    noun = next((token for token in sentence.tokens[at + 1 : at + 6] if token.pos in ("NOUN", "PROPN")), None)
    if noun is None or not is_plural(noun) or not is_person_noun(noun.lemma, sentence.lexicon):
        return None
    first = at + 2 if sentence[at + 1].pos in ("DET", "PRON") else at + 1
    return sentence.span(first, _partner_end(sentence, noun.index))


def _unarticled(sentence: Sentence, first: int, head: int) -> Span:
    """Return the words of a role without its article."""
    return sentence.span(first + 1 if first < head and sentence[first].pos in ("DET", "PRON") else first, head)


def _skip_asides(sentence: Sentence, first: int, head: int) -> int:
    """Return where a phrase begins behind any comma or verb that has slipped between the number and its noun."""
    for index in range(head - 1, first - 1, -1):
        # "nine rather than nineteen people": the number put aside is no part of the name.
        before = [t.lower for t in sentence.tokens[max(0, index - 2) : index]]
        aside = sentence[index].pos == "NUM" and before in (["rather", "than"], ["instead", "of"])
        if aside or sentence[index].text in (",", ";", ":", "(") or sentence[index].pos == "AUX":
            return index + 1
    return first


def antecedent(candidate: Candidate, before: Sequence[Counted], sentence: Sentence, start: int = 0) -> Span | None:
    """
    Return the population that a bare number or "others" stands for: that of the nearest count before it of the same unit.

    ``start`` is the first word that may be looked at where no count came before: who speaks is not who is counted. Others than one woman
    are not more women: in "killed a woman and wounded four others" they stay "others".
    """
    others = next((t for t in sentence.tokens[candidate.number.last : candidate.number.last + 3] if t.lower == "others"), None)
    for previous, span, noun in reversed(before):
        # "seven bodies and 12 wounded": the wounded are no bodies. "13 bodies from the river and three from the bank" are all bodies.
        nobody = noun in sentence.lexicon.forms("nobody", "count")
        # "145 fatalities; in the north 64 died": a verb of its own tells of people, and no fatality dies.
        told = candidate.trigger.entry.pattern == "subject" and previous.trigger.entry.pattern == "count"
        if nobody and (previous.measure != candidate.measure or told):
            continue
        # People do not stand for tanks; a share may be of either.
        if previous.unit == candidate.unit or candidate.unit == "percent":
            single = previous.number.quantity.high == 1 and candidate.number.quantity.high != 1
            vague = single and others is not None and noun in sentence.lexicon.forms("nobody", "human", "civilian", "single")
            return Span(others.start, others.end) if vague and others is not None else span
    return _antecedent_noun(candidate, sentence, start)


def _actors(sentence: Sentence, candidate: Candidate) -> set[int]:
    """Return who acts by the verb of a count, or by one that it is joined to: "Soldiers stormed the camp and killed 30"."""
    trigger = candidate.trigger
    # Who loses men is whose they are; of "12 died" the subject suffers.
    if trigger.entry.id == "lose" or trigger.entry.pattern not in ("object", "either", "light"):
        return set()
    actors = {trigger.agent} if trigger.agent is not None else set()
    verb = sentence[trigger.index]
    # "Ten were shot and 20 wounded": a passive hides who acts, and so does one that it is joined to.
    while not is_passive(sentence, verb):
        actors |= {child.index for child in sentence.children(verb.index, "nsubj")}
        if base(verb.dep) not in ("conj", "advcl", "xcomp", "parataxis") or verb.head == verb.index:
            break
        verb = sentence[verb.head]
    return actors


def _antecedent_noun(candidate: Candidate, sentence: Sentence, start: int) -> Span | None:
    """Return the nearest plural noun before the number that a bare count stands for where no count came before, or ``None``."""
    actors = _actors(sentence, candidate)
    for token in reversed(sentence.tokens[start : candidate.number.first]):
        # "Militants attacked a base, killing seven": who acts is not who is counted, nor are the bodies of "one body and several wounded".
        if token.index in actors or token.lemma in sentence.lexicon.forms("nobody", "count"):
            continue
        wanted = (is_thing_noun if candidate.unit == "things" else is_person_noun)(token.lemma, sentence.lexicon)
        if token.lower in ("after", "when", "as") and sentence[token.head].pos in ("VERB", "AUX", "NOUN"):
            # "Troops retake hotel after attack kills dozens": the dozens are not the troops.
            return None
        if token.pos in ("NOUN", "PROPN") and is_plural(token) and wanted:
            first, last = phrase(sentence, token.index, tail=False)
            # "98 people were found, 16 are missing": the number of the ones is none of the others'.
            numbers = [t.index for t in sentence.tokens[first : token.index] if t.pos == "NUM" and sentence[t.index + 1].text != "-"]
            return sentence.span(numbers[-1] + 1 if numbers else first, last)
    return None
