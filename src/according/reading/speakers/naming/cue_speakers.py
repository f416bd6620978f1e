"""
Who speaks by a verb of saying: the subject that the tree gives it, or a name that stands by it where the tree has lost one.

The tree is asked first, and the words right before the cue mend what it says. Where it has no subject, the places in which English puts
who speaks are asked in turn (``SPEAKER_PLACES``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from according.language.sentence import Sentence, Token
from according.names.parties import is_person_noun, is_thing_noun
from according.reading.grammar.name_runs import abbreviated, run_before, with_first, with_seat
from according.reading.grammar.phrases import DAY_WORDS, base, names_two, noun_after, phrase
from according.reading.grammar.subjects import RELATIVE, closes_alone, names_office, subject
from according.reading.speakers.clauses import clause_across, time_opening

# Words that a tree may take for the subject of a cue and that never speak.
MERE_SUBJECTS = frozenset({"there", "this", "that", "these"})
# Subjects by which nobody says it.
NEGATIVE_PRONOUNS = frozenset({"none", "nobody", "neither"})
# Cues before which their speaker may stand or behind which: `"...", said X`. "told X" has a hearer behind it.
INVERTING = frozenset({"say", "add", "write", "report", "explain", "note", "announce", "confirm", "warn"})


class Speaking(NamedTuple):
    """Who speaks: the head of the phrase, and its first and last word where the tree has lost them; ``None`` for what is not found."""

    head: int | None
    words: tuple[int, int] | None = None


NO_SPEAKER = Speaking(None)


def find_speaker(sentence: Sentence, verb: Token) -> Speaking:
    """
    Return who speaks by a verb of saying; ``NO_SPEAKER`` where the subject says that nobody does or nobody is found.

    The last place to be asked is the subject that the cue shares with another verb.
    """
    own = _subjects(sentence, verb)
    if (nearer := _behind_opening(sentence, verb, own)) is not None:
        return nearer
    if own:
        return _closing_name(sentence, verb) or _of_subjects(sentence, verb, own)
    found = (find(sentence, verb) for find in SPEAKER_PLACES)
    return next((speaking for speaking in found if speaking is not None), None) or Speaking(subject(sentence, verb))


def _subjects(sentence: Sentence, verb: Token) -> list[Token]:
    """Return what the tree makes the subjects of a cue, without what never speaks: "On Monday said police", "There said X"."""
    return [
        token
        for token in sentence.children(verb.index, "nsubj", "expl")
        if token.lower not in DAY_WORDS and token.lower not in MERE_SUBJECTS and not _is_sentence_adverb(sentence, token)
    ]


def _is_sentence_adverb(sentence: Sentence, token: Token) -> bool:
    """Say whether a word is an adverb in front that the tree took for a subject: "Disturbingly, notes suggest"."""
    return token.lower.endswith("ly") and token.index + 1 < len(sentence) and sentence[token.index + 1].text == ","


def _of_subjects(sentence: Sentence, verb: Token, own: Sequence[Token]) -> Speaking:
    """Return who speaks of the subjects that the tree gives a cue, mended by the words right before it."""
    ahead = [token for token in own if token.index < verb.index]
    between = sentence.tokens[ahead[0].index : ahead[-1].index] if ahead else ()
    # "A blast killed 12 on Tuesday, the Red Cross said": of two subjects the one behind the comma is the cue's.
    parted = any(token.text in (",", "–", "—") for token in between)
    # "Velmar regional governor Jan Novak said": a place that the tree has cut off the speaker's own words.
    cut = len(ahead) > 1 and all(token.pos in ("NOUN", "PROPN", "ADJ") for token in between)
    if len(ahead) == 2 and not parted and (both := _both(sentence, ahead[0], ahead[1])):
        return Speaking(ahead[0].index, both)
    best = ahead[-1] if parted or cut else ahead[0] if ahead else own[0]
    if _is_nobody(sentence, best):
        return NO_SPEAKER
    # "The interior minister, Jan Novak, said": the tree has made two subjects of an office and who holds it.
    name = phrase(sentence, best.index)
    named = name[1] > name[0] and all(token.text[:1].isupper() for token in sentence.tokens[name[0] : name[1] + 1])
    if parted and named and sentence[name[0] - 1].text == "," and (office := _office_before(sentence, name[0] - 1)) is not None:
        return Speaking(office[1], (office[0], name[1]))
    mended = _by_words_before(sentence, verb, best, ahead[0].index if cut else best.index)
    if mended is not None:
        return mended
    # "the ministry, which said": the speaker is whom the clause hangs on. "WHO said" is a body.
    if best.lower in RELATIVE and not best.text.isupper():
        return Speaking(verb.head) if base(verb.dep) == "acl" and verb.head != verb.index else NO_SPEAKER
    return Speaking(best.index)


def _both(sentence: Sentence, first: Token, second: Token) -> tuple[int, int] | None:
    """Return the first and last word of two subjects that speak together, or ``None``: "The army and the police said"."""
    start, end = phrase(sentence, first.index, tail=False)[0], phrase(sentence, second.index, tail=False)[1]
    # "The ministry of health and the army said": what names the first more closely stands between.
    between = [t.lower for t in sentence.tokens[phrase(sentence, first.index)[1] + 1 : phrase(sentence, second.index, tail=False)[0]]]
    return (start, end) if between == ["and"] else None


def _is_nobody(sentence: Sentence, token: Token) -> bool:
    """Say whether by a subject nobody speaks: "Nobody said", "no one has claimed", "in [what keepers] say is normal"."""
    # A clause with "what" is a name for something, and nothing is told.
    if sentence[max(0, sentence.subtree(token.index)[0])].lower in ("what", "how"):
        return True
    return token.lower in NEGATIVE_PRONOUNS or (token.lower == "one" and token.index > 0 and sentence[token.index - 1].lower == "no")


def _behind_opening(sentence: Sentence, verb: Token, own: Sequence[Token]) -> Speaking | None:
    """
    Return who stands between a word that opens a clause and a cue whose subject in the tree stands before that word, or ``None``.

    "reported [six people] killed before the army said": the people are of another clause. So with "[the radio] reported four killed,
    before the censor, according to the paper, cut it".
    """
    # "before the army, according to two newspapers, had spoken of five"
    comma = next((i for i in range(verb.index - 1, 0, -1) if sentence[i].pos != "AUX"), 0)
    opening = next((i for i in range(comma - 1, 1, -1) if sentence[i].text == ","), None) if sentence[comma].text == "," else None
    if opening is not None and (clause := clause_across(sentence, opening + 1, comma - 1)) is not None:
        run, start = run_before(sentence, opening), clause[0]
    else:
        run = run_before(sentence, verb.index)
        start = run[0] if run is not None else 0
        # "Police, before the raid, said": between commas stands no subject of the cue.
        run = run if run is not None and time_opening(sentence, start) is not None and sentence[comma].text != "," else None
    if run is None or run[0] != start or any(token.index >= start for token in own):
        return None
    return Speaking(run[1], run)


def _by_words_before(sentence: Sentence, verb: Token, best: Token, first: int) -> Speaking | None:
    """
    Return who speaks by the words right before a cue where they show that its subject in the tree is not all or not right, or ``None``.

    ``best`` is that subject; ``first`` is where it begins if the tree has made two subjects of one name.
    """
    run = run_before(sentence, verb.index)
    if run is None:
        return None
    # "A blast in the market killed 12, police said": a thing says nothing.
    if best.pos == "NOUN" and is_thing_noun(best.lemma, sentence.lexicon):
        return Speaking(run[1], with_first(sentence, run))
    if best.index > verb.index:
        return None
    # "Harran: fire leaves nine dead, officials say": the tree hangs the cue on the label in front.
    if closes_alone(sentence, verb, best.index, run):
        return Speaking(run[1], run)
    if not run[0] <= best.index <= run[1]:
        return None
    # "Feed the Children said": the head of such a name is a verb.
    if best.pos == "VERB":
        return Speaking(run[1], run)
    together = with_first(sentence, run)
    if together != run or names_two(sentence, run, best.index):
        return Speaking(best.index, together)
    # "Firefighter Jan Novak said": the tree makes two subjects of one name.
    if first != best.index and run[0] <= first:
        return Speaking(best.index, run)
    # "... was among the dead, Jan Novak said": the tree hangs the clause before on the name.
    hung = sentence.tokens[phrase(sentence, best.index)[0] : run[0]]
    return Speaking(best.index, run) if any(token.text == "," for token in hung) else None


def _closing_name(sentence: Sentence, verb: Token) -> Speaking | None:
    """Return who stands behind a comma and "says" and closes a headline: "40 soldiers dead, says army count"; or ``None``."""
    last = len(sentence) - 1
    while last > 0 and sentence[last].pos == "PUNCT":
        last -= 1
    inverted = verb.lemma == "say" and verb.index > 1 and sentence[verb.index - 1].text == "," and last > verb.index
    words = sentence.tokens[verb.index + 1 : last + 1]
    named = inverted and all(t.pos in ("NOUN", "PROPN", "ADJ") for t in words) and words[-1].pos != "ADJ"
    return Speaking(last, (verb.index + 1, last)) if named else None


def _is_plain(sentence: Sentence, verb: Token) -> bool:
    """Say whether a cue only says it, in a form that has a subject: "said", "told", not "saying" or "demanded"."""
    return verb.lemma in sentence.lexicon.word_class("plain-cues") and verb.has("VerbForm=Fin")


def _over_participle(sentence: Sentence, verb: Token) -> Speaking | None:
    """
    Return the subject before a participle that the tree takes for the verb of a clause, or ``None``.

    "Police investigating the crash said", "Officials briefed on the raid told": the words right before the cue are the participle's.
    """
    clause = sentence.child(verb.index, "csubj")
    if clause is not None and clause.lower.endswith("ing") and clause.index < verb.index:
        own = sentence.child(clause.index, "nsubj")
        return Speaking(own.index) if own is not None and own.index == clause.index - 1 else None
    run = run_before(sentence, verb.index) if base(verb.dep) == "conj" and sentence[verb.index - 1].pos in ("NOUN", "PROPN") else None
    if run is None or not run[0] or sentence[run[0] - 1].pos != "ADP" or sentence[verb.head].index > run[0]:
        return None
    over = subject(sentence, verb)
    return Speaking(over) if over is not None else None


def _closed_name(sentence: Sentence, verb: Token) -> Speaking | None:
    """
    Return whose name stands between two commas before a cue, behind what its bearer is; or ``None``.

    "Speaking to reporters, the spokesman of the brigade, Jan Novak, said the rebels had fled": not the rebels, nor the brigade.
    """
    last = verb.index - 2
    if not _is_plain(sentence, verb) or last < 3 or sentence[last + 1].text != ",":
        return None
    first = last + 1
    while first > 1 and sentence[first - 1].text[:1].isupper() and sentence[first - 1].pos in ("PROPN", "NOUN", "ADJ"):
        first -= 1
    # `"...", said the mayor` may stand behind a place between commas: what follows a name's cue is a clause.
    clause = any(t.has("VerbForm=Fin") for t in sentence.tokens[verb.index + 2 :])
    if not 2 <= last - first + 1 <= 4 or sentence[first - 1].text != "," or not clause:
        return None
    titles = sentence.lexicon.word_class("titles")
    before = sentence.tokens[max(0, first - 15) : first - 1]
    if not any(t.lemma in titles or is_person_noun(t.lemma, sentence.lexicon) for t in before):
        return None
    if (office := _office_before(sentence, first - 1)) is not None:
        return Speaking(office[1], (office[0], last))
    head = next((at for at in range(first, last + 1) if not first <= sentence[at].head <= last), last)
    return Speaking(head, (first, last))


def _office_before(sentence: Sentence, comma: int) -> tuple[int, int] | None:
    """Return where an office that ends at a comma begins, and its noun: "the interior minister, Jan Novak"; ``None`` where none does."""
    noun = comma - 1
    if sentence[noun].pos != "NOUN" or not is_person_noun(sentence[noun].lemma, sentence.lexicon):
        return None
    first = noun
    while first > 0 and sentence[first - 1].pos in ("NOUN", "PROPN", "ADJ"):
        first -= 1
    return (first - 1, noun) if first > 0 and sentence[first - 1].pos == "DET" else None


def _before_aside(sentence: Sentence, verb: Token) -> Speaking | None:
    """Return who is named before an aside: "The group, which ..., denied", "Jan Novak, head of the agency, told Reuters"; or ``None``."""
    if verb.index < 2 or sentence[verb.index - 1].text != "," or not verb.has("VerbForm=Fin"):
        return None
    named = run_before(sentence, verb.index)
    if named is None:
        return None
    relative = sentence[named[1] + 2].lower in RELATIVE
    if not relative and not (_is_plain(sentence, verb) and names_office(sentence, named)):
        return None
    seated = with_seat(sentence, named)
    return Speaking(seated[1], (seated[0], named[1]))


def _inverted(sentence: Sentence, verb: Token) -> Speaking | None:
    """Return who is named right behind a plain cue: ``"...", said X``; or ``None``."""
    if not _is_plain(sentence, verb) or verb.lemma not in INVERTING or verb.index + 1 >= len(sentence):
        return None
    after = sentence[verb.index + 1]
    # The mark before the cue shows the inversion; without it "X said police fired" would make the police speak.
    opens = after.pos in ("PROPN", "DET", "NOUN", "PRON", "ADJ") and after.lower not in ("that", "last", "late", "early", "earlier")
    # "The Front claims the raid, says it killed 60": a pronoun before a verb opens a clause.
    clause = after.pos == "PRON" and after.index + 1 < len(sentence) and sentence[after.index + 1].pos in ("VERB", "AUX")
    if not opens or clause or not verb.index or sentence[verb.index - 1].pos != "PUNCT":
        return None
    last = noun_after(sentence, verb.index + 1) if after.pos != "PRON" else after.index
    if last is None:
        return None
    # "said spokesman Jan Novak": the head of a name is its first word.
    return Speaking(sentence[last].head if sentence[last].dep == "flat" and sentence[last].head > verb.index else last)


def _titled_aside(sentence: Sentence, verb: Token) -> Speaking | None:
    """
    Return who has a title with his name set off behind it, right before a plain cue; or ``None``.

    "Nine people were killed, the state's governor, Jan Novak, told reporters": the tree gives the cue the subject of the clause in front.
    """
    if not _is_plain(sentence, verb) or verb.index < 5 or sentence[verb.index - 1].text != ",":
        return None
    commas = [token.index for token in sentence.tokens[: verb.index - 1] if token.text == ","][-2:]
    if len(commas) < 2:
        return None
    title, aside = sentence.tokens[commas[0] + 1 : commas[1]], sentence.tokens[commas[1] + 1 : verb.index - 1]
    named = 2 <= len(aside) <= 4 and all(token.text[:1].isupper() and token.text.isalpha() for token in aside)
    naming = all(token.pos in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART") for token in title)
    # "the governor of the northern province": who it is goes before what he is over.
    office = next((token for token in title if token.pos in ("NOUN", "PROPN") and is_person_noun(token.lemma, sentence.lexicon)), None)
    if office is None or not named or not naming or any(t.pos == "ADP" for t in sentence.tokens[title[0].index : office.index]):
        return None
    return Speaking(office.index, (title[0].index, verb.index - 2))


def _right_before(sentence: Sentence, verb: Token) -> Speaking | None:
    """Return who is named right before a plain cue, or ``None``."""
    if not _is_plain(sentence, verb):
        return None
    # A joined cue ("visited the camp, then said") shares the subject of the verb before it, unless a noun stands right before it.
    alone = base(verb.dep) != "conj" or sentence[verb.index - 1].pos in ("NOUN", "PROPN")
    run = run_before(sentence, verb.index) if alone else None
    return Speaking(run[1], with_first(sentence, run)) if run is not None else None


def _lost(sentence: Sentence, verb: Token) -> Speaking | None:
    """Return whose name right before a cue the tree has lost, or ``None``."""
    run = _lost_run(sentence, verb)
    return Speaking(run[1], run) if run is not None else None


def _lost_run(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the first and last word of a name right before a cue to which the tree has given no subject, or ``None``."""
    if verb.has("VerbForm=Fin") and (office := abbreviated(sentence, verb.index)) is not None:
        return office
    lost = run_before(sentence, verb.index) if verb.has("VerbForm=Fin") and not sentence.children(verb.index, "nsubj") else None
    opens = lost is not None and (lost[0] == 0 or sentence[lost[0] - 1].text in (",", ";")) and lost[1] == verb.index - 1
    if lost is not None and opens and is_person_noun(sentence[lost[1]].lemma, sentence.lexicon):
        # "Contrary to the ministry's claim, hospital staff counted 45": the tree has lost the subject.
        return lost
    # "..., Example Agency reporting two dead": a name between a comma and a participle is the participle's own.
    alone = run_before(sentence, verb.index) if verb.lower.endswith("ing") and verb.index > 1 else None
    opening = sentence[alone[0] - 1] if alone is not None and alone[0] else verb
    if alone is not None and alone[1] == verb.index - 1 and sentence[alone[1]].pos == "PROPN" and opening.text in (",", ";"):
        return alone
    # "..., with the health ministry reporting 80 hurt".
    if alone is not None and alone[1] == verb.index - 1 and opening.lower == "with" and sentence[opening.index - 1].text == ",":
        return alone
    return None



# Where a speaker may stand to whom the tree has not hung the cue, in the order in which they are asked.
SPEAKER_PLACES: tuple[Callable[[Sentence, Token], Speaking | None], ...] = (
    _over_participle, _closed_name, _before_aside, _inverted, _titled_aside, _right_before, _lost,
)  # fmt: skip
