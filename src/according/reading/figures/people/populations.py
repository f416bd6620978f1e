"""
Who is counted: the words that name them, found again where the report leaves them out.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import pattern_of
from according.names.parties import is_person_noun
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import OTHERS, STATES, of_group
from according.reading.grammar.phrases import DAY_WORDS, base, is_plural, phrase
from according.reading.grammar.subjects import subject
from according.reading.lines.label_lines import counts_only
from according.reading.numbers.expressions import Number
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
    "of the other others more additional further its their his her our these those such all - another new out them whom which".split()
)
# Who counts deaths that are "confirmed" or "recorded" does not suffer them.
OFFICIAL = frozenset({"confirmed", "recorded", "registered", "reported"})


def population_span(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the words that name who is counted beside the number itself, or ``None`` where the number stands alone."""
    number, head, pattern = candidate.number, candidate.head, candidate.trigger.entry.pattern
    if (label := _label(sentence, candidate)) is not None:
        return label
    if (said := _said_to_be(sentence, candidate)) is not None:
        return said
    # "the mayor": number and population are the same words, less the article.
    if candidate.implied:
        return _unarticled(sentence, number.first, head)
    if number.first <= head <= max(number.last, number.core):
        return _of_bare(sentence, candidate)
    # "killed 19 soldiers and 46 wounded", "more than 100 feared dead": a state names nobody.
    stated = head == candidate.trigger.index and pattern == "state" and _states_alone(sentence, number.last + 1, head)
    if stated or sentence[head].lower in OTHERS or sentence[head].pos == "PRON":
        return _among_behind(sentence, candidate)
    if pattern == "toll" and not is_person_noun(sentence[head].lemma, sentence.lexicon):
        return None
    if pattern == "count":
        suffering = _among(sentence, head) or _bearer(sentence, head)
        if suffering is not None or number.form == "none":
            return suffering
    return _noun_span(sentence, candidate)


def _of_bare(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return who is counted by a number that has no noun of its own: whom its tally, the group before it or "among" names."""
    number, trigger = candidate.number, candidate.trigger
    # "the number of soldiers killed rose to 28": the tally says whom it is of.
    if trigger.about is not None:
        return _tallied(sentence, trigger.about)
    if trigger.entry.pattern == "toll":
        return _troubled(sentence, trigger.index)
    if of_group(sentence, number):
        # "a crew of 12": the 12 are its crew.
        return _unarticled(sentence, phrase(sentence, number.first - 2, tail=False)[0], number.first - 2)
    return _among_behind(sentence, candidate)


def _noun_span(sentence: Sentence, candidate: Candidate) -> Span | None:
    """Return the phrase of the counted noun without what does not name anybody: the number, articles, the measure itself."""
    number, head = candidate.number, candidate.head
    # "took 30 prisoner": the verb's second word is no name of theirs.
    second = candidate.trigger.entry.pattern == "light" and sentence[head].lemma in LIGHT_NOUNS and not is_plural(sentence[head])
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
    # "40 wounded people": the participle is the measure.
    if first == candidate.trigger.index and first < head:
        first += 1
    while first < head and _only_leads(sentence, first, number):
        first += 1
    return None if second and number.quantity.high != 1 and first == head else sentence.span(first, last)


def _only_leads(sentence: Sentence, at: int, number: Number) -> bool:
    """Say whether a word in front of a noun is no part of whom it names."""
    token = sentence[at]
    if token.lower in LEADING or token.pos in ("DET", "ADP", "PUNCT", "CCONJ", "AUX"):
        return True
    # "14 of 20 drones" are drones; "two 27-year-old men" keep their age.
    return token.pos == "NUM" and at > number.last + 1 and sentence[at + 1].text != "-"


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
    # "The city has 40 confirmed deaths": it counts them, and does not suffer them.
    if any(token.lower in OFFICIAL for token in sentence.children(head, "amod")):
        return None
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


def _among(sentence: Sentence, head: int) -> Span | None:
    """Return the noun behind "among" or "of" that says whose harm a noun tells: "12 deaths among civilians"; or ``None``."""
    for child in sentence.children(head, "nmod"):
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
