"""
Who answers for a word: the chain of speakers over it in its sentence, and whom their pronouns and short names stand for.

A speaker answers only for what the report puts into his mouth: the content of his frame, and one continuing quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from according.language.sentence import Sentence, Token
from according.names.countries import is_demonym
from according.names.nouns import pattern_of
from according.names.parties import describe, is_person_noun
from according.reading.grammar.name_runs import closing_name, whole_name, with_office, without_place
from according.reading.grammar.phrases import DAY_WORDS, base, hyphened, is_plural, phrase
from according.reading.speakers.extent import outside
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.claims import is_only_named
from according.reading.speakers.naming.full_names import Body, find_agency
from according.reading.speakers.quotations import Quotation
from according.report import Span

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "i"})
# Words that say of which sex somebody is, where English says it.
WOMEN = frozenset("mrs ms wife mother daughter sister woman girl queen spokeswoman princess policewoman congresswoman widow aunt".split())
MEN = frozenset("mr husband father son brother man boy king spokesman prince policeman congressman imam monk priest uncle".split())
PLURAL_PRONOUNS = frozenset({"they", "them", "both", "we"})
THING_PRONOUNS = frozenset({"it", "which"})
# The sorts of speakers that pronouns stand for, the likelier first.
SORTS = ((PERSON_PRONOUNS, ("person",)), (PLURAL_PRONOUNS, ("people", "body")), (THING_PRONOUNS, ("body",)))

# Nouns for those who make up a body, which as a speaker is one: "The air force said ... It said".
BODIES_OF_MEN = frozenset({"force", "crew", "staff", "personnel", "police"})
# Nouns for any body that is no state's.
ANY_BODY = frozenset({"group", "organisation", "organization", "network", "body"})
# How many speakers or subjects back a pronoun or short name looks: far more than a reader would hold in mind.
SPEAKERS_REMEMBERED = 40


@dataclass(frozen=True, slots=True)
class Voice:
    """
    A frame, the position of its sentence, and the words that name its speakers, the one who speaks before the one he has it from.

    A pronoun's words are those of whom it stands for, which may be in another sentence. Nobody named leaves ``speakers`` empty.
    """

    sentence: int
    frame: Frame
    speakers: tuple[Span, ...]


@dataclass(slots=True)
class Memory:
    """Who has been named so far, for the pronouns and short names that follow. Speakers outrank other subjects."""

    # A sort ("person", "people" or "body"), lemmas to know it by, and its words.
    speakers: list[tuple[str, str, Span]] = field(default_factory=list)
    subjects: list[tuple[str, str, Span]] = field(default_factory=list)
    surnames: set[str] = field(default_factory=set)
    # Plural subjects that stand in nobody's mouth.
    people: list[Span] = field(default_factory=list)
    # Who last spoke in a statement: an "it" that then says something may mean the statement, whose words are his.
    stated: Span | None = None
    # Persons named in the report's own voice, in the order of the text.
    newcomers: list[Span] = field(default_factory=list)
    # Who has been called "she", or by a word for a woman.
    women: set[Span] = field(default_factory=set)
    men: set[Span] = field(default_factory=set)
    bodies: list[Body] = field(default_factory=list)
    # Whom speakers' own words stood for.
    meant: dict[Span, Span] = field(default_factory=dict)
    # Persons known by name and office, whose words are the name alone.
    named: set[Span] = field(default_factory=set)

    def resolve(self, sentence: Sentence, index: int) -> Span | None:
        """Return the words that a speaker's head stands for: its own phrase, or that of the antecedent."""
        token = sentence[index]
        if token.pos == "PRON" or token.lower in PERSON_PRONOUNS | PLURAL_PRONOUNS | THING_PRONOUNS:
            found = _fronted(sentence, token) or self._antecedent(token.lower) or Span(token.start, token.end)
            # "The minister" himself may have been somebody named before.
            return self.meant.get(found, found)
        span = speaker_span(sentence, index)
        if self.stated is not None and token.lemma in sentence.lexicon.word_class("utterances") and _is_known(sentence, index):
            # "said in a post that ... . The post added": it has its author's words.
            return self.stated
        if self.speakers and any(child.lower == "same" for child in sentence.children(index, "amod")):
            # "according to the same source": whoever spoke last.
            return self.speakers[-1][2]
        # A short name never takes the place of a fuller one.
        if (agency := find_agency(sentence, index, self.bodies)) is not None:
            return agency
        # Asked again of the same words, the same: meanwhile they stand among the speakers themselves.
        self.meant[span] = self.meant.get(span) or self._fuller(sentence, index, span) or span
        return self.meant[span]

    def _antecedent(self, word: str) -> Span | None:
        """
        Return the words of whom a pronoun stands for, or ``None``; ``word`` is casefolded.

        "He" and "she" are the person whom :meth:`_person` finds. "They" are the last people who spoke, or, where no people spoke, the last
        body ("The army said ... They ..."). "It" is the last body that spoke. Where nobody of the sort spoke, the last subject of the sort
        is taken.
        """
        if word in PERSON_PRONOUNS and (person := self._person(word)) is not None:
            return person
        sorts = next((sorts for words, sorts in SORTS if word in words), ())
        for remembered in (self.speakers, self.subjects):
            for sort in sorts:
                found = self._last(remembered, sort)
                # A body is a "they" only where no people have come in since it spoke, and an "it" may be a statement told of since.
                later = self.people[-1] if self.people and sort == "body" and word in PLURAL_PRONOUNS else None
                later = self.stated if word == "it" else later
                # "The army said ... Villagers fled. They said ...": not the army.
                if found is not None:
                    return later if later is not None and later.start > found.start else found
        return self.stated if word == "it" else None

    def _person(self, word: str) -> Span | None:
        """
        Return the nearest person before, who spoke or has come in, and is not known to be of the other sex; or ``None``.

        Whoever is found is known from then on to be of the pronoun's sex.
        """
        others = self.men if word in ("she", "her") else self.women if word in ("he", "him") else set()
        spoke = [span for sort, _, span in self.speakers[-SPEAKERS_REMEMBERED:] if sort == "person"]
        near = sorted({*spoke, *self.newcomers[-SPEAKERS_REMEMBERED:]}, key=lambda span: span.start, reverse=True)
        # "Governor Yusuf Karel said ... Mayor Dana Velin visited the scene. She said": not the governor, though he spoke last.
        found = next((span for span in near if span not in others), None)
        if found is None or word not in ("he", "she", "him", "her"):
            return found
        (self.women if word in ("she", "her") else self.men).add(found)
        return found

    def meet(self, sentence: Sentence, index: int, span: Span) -> None:
        """Keep a person who comes in by name or title, in the report's own voice, for the pronouns that follow."""
        words = {token.lower for token in sentence if span.start <= token.start < span.end}
        if words & WOMEN:
            self.women.add(span)
        elif words & MEN:
            self.men.add(span)
        self.newcomers.append(span)

    def _last(self, remembered: Sequence[tuple[str, str, Span]], sort: str) -> Span | None:
        """Return the words for the last remembered of a sort, or ``None``."""
        return next((span for kind, _, span in reversed(remembered[-SPEAKERS_REMEMBERED:]) if kind == sort), None)

    def _fuller(self, sentence: Sentence, index: int, own: Span) -> Span | None:
        """
        Return the words of the speaker whom a bare "the" and a noun, its ``own`` words, point back to; ``None`` where none tells more.

        "The officials" are those who were called officials in more words before.
        """
        first, last = phrase(sentence, index)
        if last - first != 1 or last != index or sentence[first].lower not in ("the", "that", "those", "these", "this"):
            return None
        noun = sentence[index].lemma
        one = not is_plural(sentence[index]) and is_person_noun(noun, sentence.lexicon)
        for sort, lemmas, span in reversed(self.speakers[-SPEAKERS_REMEMBERED:]):
            words = lemmas.split()
            # "A doctors' group said ... The Harim Committees said ... The group said": either may be the group.
            kind = describe(words[0], sentence.lexicon, "speaker")[1] if noun in ANY_BODY and noun != words[0] else "person"
            if sort != "person" and kind in (None, "organisation"):
                return None
            if noun == words[0] or (one and sort == "person" and noun in words):
                # "the spokesman" is Colonel Jan Novak, a spokesman; "the army" is not an army officer.
                named = span in self.named
                return span if named or span.end - span.start > own.end - own.start else None
        return None

    def _is_surname(self, token: Token) -> bool:
        """Say whether a name is a person's because a person of that name has been met: "Novak" behind "Colonel Jan Novak"."""
        return token.pos == "PROPN" and token.lemma in self.surnames

    def remember(self, sentence: Sentence, index: int, span: Span, *, spoke: bool, told: bool = False) -> None:
        """
        Keep a speaker or subject for later, by the sort of pronoun and the nouns that can mean him.

        ``span`` holds his words. ``spoke`` says that he is a speaker, ``told`` that he stands in what somebody else says.
        """
        token = sentence[index]
        if token.pos == "PRON" or token.lower in DAY_WORDS:
            return
        plural = _are_many(sentence, index)
        sort = "people" if plural else "person" if is_person(sentence, index) or self._is_surname(token) else "body"
        beside = sentence.children(index, "appos")
        name = next((t for t in beside if t.pos == "PROPN" and t.lower not in DAY_WORDS), None)
        office = next((t for t in beside if token.pos == "PROPN" and is_person(sentence, t.index)), None)
        # "the commander-in-chief, Jan Novak": he is later called by the name.
        if name is not None and sort == "person":
            span = sentence.span(*phrase(sentence, name.index, tail=False))
        if sort == "person" and (name is not None or office is not None):
            self.named.add(span)
        lemmas = " ".join([token.lemma, *(word.lemma for word in sentence if span.start <= word.start < span.end)])
        # "Jan Novak, the interior minister": later he is the minister.
        lemmas += f" {office.lemma}" if office is not None else ""
        if sort == "person":
            self.surnames.update(lemmas.split())
        # In "the army said villagers fled" the villagers are in the army's mouth, and the "they" behind is more likely the army.
        if sort == "people" and not spoke and not told:
            self.people.append(span)
        # "It said its health office had counted 40. It added": whose office it is goes on, not the office.
        owned = sort == "body" and any(child.lower == "its" for child in sentence.children(index, "nmod:poss"))
        # "The police said Norland lost 37 men. It said": what stands in their mouth has not spoken.
        if told and not spoke and sort == "body":
            return
        if sort == "body" and spoke and not owned:
            self.bodies.append(Body(token.text, " ".join(word.text for word in sentence if span.start <= word.start < span.end), span))
        (self.speakers if spoke and not owned else self.subjects).append((sort, lemmas if sort == "person" else token.lemma, span))


def _fronted(sentence: Sentence, pronoun: Token) -> Span | None:
    """
    Return the subject of the clause that opens the pronoun's sentence, where it is a body: "Since the union began, it has counted 40".

    Nobody named before is nearer; a person is left to who has come in, whose sex may be known.
    """
    clause = sentence.child(pronoun.head, "advcl")
    if pronoun.lower != "it" or clause is None or clause.index > pronoun.index:
        return None
    own = sentence.child(clause.index, "nsubj")
    spoken = own is not None and (own.pos == "PROPN" or pattern_of(own.lemma, sentence.lexicon) == "body")
    return speaker_span(sentence, own.index) if own is not None and spoken and agrees(sentence, pronoun, own.index) else None


def _is_known(sentence: Sentence, index: int) -> bool:
    """Say whether a noun stands for something told before: "the post", "the same message"."""
    return any(child.lower in ("the", "this", "that", "same") for child in sentence.children(index, "det", "amod"))


def speaker_span(sentence: Sentence, index: int) -> Span:
    """
    Return the words that name a speaker: his phrase, with a name, a co-speaker or an apposition right behind it.

    Of a document how it was found or made belongs to it too: "notes found on dead soldiers".
    """
    first, last = phrase(sentence, index)
    if first < index and ":" in sentence[first].text and sentence[first].pos == "NUM":
        # "14:35 Police say": the clock of a live blog's entry is nobody's name.
        first += 1
    if sentence[index].lower in sentence.lexicon.word_class("documents"):
        for child in sentence.children(index, "acl"):
            if child.index == last + 1 and child.has("VerbForm=Part"):
                last = max(last, sentence.subtree(child.index)[-1])
        # "an assessment by the rescue agency".
        by = next((t for t in sentence.children(index, "nmod") if t.index > last and sentence.has_case(t.index, "by")), None)
        last = phrase(sentence, by.index)[1] if by is not None and sentence[last + 1].lower == "by" else _made(sentence, last)
    first, last = without_place(sentence, index, first, with_office(sentence, index, last))
    first, last = whole_name(sentence, first, _with_name(sentence, last))
    named = with_partner(sentence, last)
    return sentence.span(first, _with_apposition(sentence, index, named))


def _with_apposition(sentence: Sentence, head: int, last: int) -> int:
    """
    Return the last word of a speaker's phrase with the name between two commas behind it, or ``last`` where there is none.

    "Another official, deputy police chief Jan Novak, said"; "The group's local branch, known as the Lions of Harran, said".
    """
    if sentence[head].pos not in ("NOUN", "ADJ") or last + 3 >= len(sentence) or sentence[last + 1].text != ",":
        return last
    called = [token.lower for token in sentence.tokens[last + 2 : last + 4]] in (["known", "as"], ["identified", "as"])
    closing = next((t.index for t in sentence.tokens[last + 2 : last + 10 + 2 * called] if t.text == ","), None)
    if closing is None and (name := closing_name(sentence, head, last + 2)) is not None:
        return name
    if closing is None or closing + 1 >= len(sentence) or sentence[closing + 1].pos not in ("VERB", "AUX"):
        return last
    inside = list(sentence.tokens[last + 2 + 2 * called : closing])
    # What he is known as has joints of its own: "the Lions of Harran".
    if called:
        inside = [token for token in inside if token.pos not in ("DET", "ADP")]
    # Nothing but a title and a name: "Officials, citing the army, said" names somebody else.
    name = len(inside) > (not called) and inside[-1].pos == "PROPN" and all(t.pos in ("NOUN", "PROPN", "ADJ") for t in inside)
    return closing - 1 if name else last


def _made(sentence: Sentence, last: int) -> int:
    """Return the last word of how a document was found or made, where the tree has lost it: "notes found on dead soldiers suggested"."""
    if last + 2 >= len(sentence) or sentence[last + 1].lower not in sentence.lexicon.word_class("making-participles"):
        return last
    end = last + 1
    for token in sentence.tokens[last + 2 : last + 10]:
        if token.pos in ("PUNCT", "AUX", "SCONJ") or (token.pos == "VERB" and not (token.dep == "amod" and token.has("VerbForm=Part"))):
            break
        end = token.index
    # Only up to the cue: what ends elsewhere was no part of the name.
    return end if end + 1 < len(sentence) and sentence[end + 1].pos in ("VERB", "AUX") else last


def _with_name(sentence: Sentence, last: int) -> int:
    """Return the last word of a name right behind a noun or name, or ``last``: "media source Jan Novak"."""
    while (
        sentence[last].pos in ("NOUN", "PROPN")
        and last + 1 < len(sentence)
        and sentence[last + 1].pos == "PROPN"
        and sentence[last + 1].lower not in DAY_WORDS
    ):
        last = hyphened(sentence, last + 1)
    return last


def with_partner(sentence: Sentence, last: int) -> int:
    """Return the last word of who speaks together with a speaker, or ``last`` where he speaks alone: "Police and witnesses said"."""
    if last + 2 < len(sentence) and sentence[last + 1].lower == "and" and sentence[last + 2].pos in ("NOUN", "PROPN", "ADJ", "DET"):
        for token in sentence.tokens[last + 2 : last + 7]:
            if token.pos in ("NOUN", "PROPN") and base(token.dep) == "conj" and token.head <= last:
                end = phrase(sentence, token.index, tail=False)[1]
                # "a medic and an official of the union said", "residents and doctors in the town said": where they are from goes with them.
                both = [child.index for child in sentence.children(token.head, "nmod") if sentence.subtree(child.index)[0] == end + 1]
                end = max([end, *(phrase(sentence, index)[1] for index in (token.index, *both))])
                # What goes on behind the second ("police and witnesses of the blast") is not named as a speaker for sure.
                return end if end + 1 < len(sentence) and sentence[end + 1].pos in ("VERB", "AUX", "PUNCT", "ADV", "PROPN") else last
            # "the agency and the union's health office": an owner is part of the second.
            if token.pos not in ("NOUN", "PROPN", "ADJ", "DET") and token.lower not in ("'s", "’s"):
                break
    return last


def is_person(sentence: Sentence, index: int) -> bool:
    """Say whether a phrase names one person: a title or role, or a name of two words that is no organisation's."""
    token = sentence[index]
    titles = sentence.lexicon.word_class("titles")
    # "the air force", "the crew": in the singular they name a body, though its members are persons.
    if token.lemma in BODIES_OF_MEN and not is_plural(token):
        return False
    if token.lemma in titles or (token.pos == "NOUN" and is_person_noun(token.lemma, sentence.lexicon) and not is_plural(token)):
        return True
    # "The prosecutor general's office" is no person, whoever's it is.
    if token.pos == "NOUN" and pattern_of(token.lemma, sentence.lexicon) == "body":
        return False
    first, last = phrase(sentence, index, tail=False)
    # "The agency's Margaret Harris": whose she is says nothing of who she is.
    first = next((at + 1 for at in range(index - 1, first, -1) if sentence[at].lower in ("'s", "’s")), first)
    words = sentence.tokens[first : last + 1]
    if any(
        word.lemma in titles
        or word.lower.rstrip(".") in ("mr", "mrs", "ms", "dr", "gen", "lt", "col", "maj", "sgt", "capt", "sen", "rep")
        for word in words
    ):
        return True
    named = [word for word in words if word.pos == "PROPN"]
    return token.pos == "PROPN" and 2 <= len(named) <= 3 and not any(word.pos in ("DET", "NOUN", "ADJ") for word in words)


def _are_many(sentence: Sentence, index: int) -> bool:
    """Say whether a noun means several people. "Police" is read as one often, and "the United Nations" is one body."""
    token = sentence[index]
    if token.lower in ("police", "people", "authorities", "officials"):
        return True
    before = sentence[index - 1] if index else token
    named = token.pos == "PROPN" and before is not token and before.text[:1].isupper() and token.text[:1].isupper()
    return is_plural(token) and not (named and not is_person_noun(token.lemma, sentence.lexicon) and not is_demonym(token.lower))


def agrees(sentence: Sentence, pronoun: Token, speaker: int | None) -> bool:
    """
    Say whether a pronoun in what a speaker says can be himself, by number and by whether he is a person.

    "Smith says he", "officials say they", "the ministry says it"; not "officials say he". A body may be "they" too.
    """
    if speaker is None or pronoun.pos != "PRON":
        return False
    token = sentence[speaker]
    plural = _are_many(sentence, speaker)
    if pronoun.lower in PERSON_PRONOUNS:
        return not plural and token.pos != "PRON" and is_person(sentence, speaker)
    if pronoun.lower in PLURAL_PRONOUNS:
        return plural or token.lower in PLURAL_PRONOUNS or not is_person(sentence, speaker)
    return pronoun.lower == "it" and not plural and not is_person(sentence, speaker)


def voices_over(sentence: Sentence, voices: Sequence[Voice], index: int) -> list[Voice]:
    """Return the frames of a sentence that answer for a word, outermost first; one that stands alone takes away those around it."""
    over = [voice for voice in voices if voice.frame.covers(index) and not outside(sentence, voice.frame, index)]
    over = [voice for voice in over if not is_only_named(sentence, voice.frame, index)]
    # Whose content holds the others' cues is outside of them; where that is undecided, the longer content, then the earlier cue.
    over.sort(key=lambda voice: (-_reach(voice, over), -voice.frame.size, voice.frame.cue))
    alone = next((at for at, voice in enumerate(over) if voice.frame.alone), 0)
    return over[alone:]


def _reach(voice: Voice, others: Sequence[Voice]) -> int:
    """Return how many of the other frames have their cue in this one's content."""
    return sum(voice.frame.covers(other.frame.cue) for other in others if other is not voice)


def quotation_at(quotations: Sequence[Quotation], start: int) -> int | None:
    """Return the position of the quotation that holds an offset, or ``None``."""
    # Quotations are in order and disjoint, so half of them fall out at each step: every word of a report asks.
    low, high = 0, len(quotations)
    while low < high:
        middle = (low + high) // 2
        if quotations[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    return low if low < len(quotations) and quotations[low].start <= start else None
