"""
Cues that a parser reads as other words: "The military reports it has ...", "..., the envoy reckons."

Many cues are nouns as well ("reports", "claims", "estimates"), and headlines leave out what would tell them apart. The words around a cue
are asked here, because its place in the tree is that of a noun.
"""

from __future__ import annotations

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import is_person_noun, pattern_of
from according.reading.grammar.name_runs import run_before, with_first
from according.reading.grammar.phrases import DAY_WORDS, is_plural
from according.reading.grammar.subjects import RELATIVE
from according.reading.speakers.cues import is_refused
from according.reading.speakers.frame import Frame


def mistaken_cue(sentence: Sentence, token: Token) -> Frame | None:
    """ "The U.S. military reports it has ...", "State media report police have ...": a cue that reads as a noun, before a clause."""
    at = token.index
    # A verb in front of it would be the sentence's own: in "The army sent reports it had ..." nobody reports.
    if not 0 < at < len(sentence) - 3 or any(t.pos in ("VERB", "AUX") for t in sentence.tokens[:at]):
        return None
    run = run_before(sentence, at)
    # "The army reports losing 12 men": a gerund needs no finite verb behind it.
    gerund = sentence[at + 1].pos == "VERB" and sentence[at + 1].lower.endswith("ing")
    # What can open a clause and cannot go on with a noun: "reports it", "reports that", "reports 12"; not "reports which".
    opens = (
        gerund
        or sentence[at + 1].lower == "that"
        or (sentence[at + 1].pos in ("PRON", "DET", "NUM") and sentence[at + 1].lower not in RELATIVE)
        or (run is not None and _many_speak(sentence, run[1], token) and _clause_opens(sentence, at + 1))
    )
    finite = any(t.pos in ("VERB", "AUX") and "VerbForm=Fin" in t.feats for t in sentence.tokens[at + 1 :])
    # "Aid groups and local media report 26 deaths": a number of something is all that they tell.
    counts = run is not None and _many_speak(sentence, run[1], token) and sentence[at + 1].pos == "NUM" and sentence[at + 2].pos == "NOUN"
    if run is None or not opens or not (finite or gerund or counts) or is_refused(sentence, token):
        return None
    run = with_first(sentence, run)
    # No entry of the list is known for a noun, so the stance is told by the word alone.
    stance = "denies" if token.lower == "denies" else "reports"
    return Frame(at, at, run[1], ((at + 1, len(sentence) - 1),), stance, "speakers.cue-read-as-noun", run[0], at, named=run)


def closing_cue(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    """
    Return the frame of a cue that reads as a noun and closes the sentence, or ``None``: "..., the envoy reckons.".

    Behind a comma or dash stand a person and the cue, and nothing but marks behind them.
    """
    last = len(sentence) - 1
    # "..., the governor's office clarified on Thursday.": the day is of the saying.
    while last > 0 and (sentence[last].pos == "PUNCT" or sentence[last].lower in DAY_WORDS or sentence[last].lower == "on"):
        last -= 1
    # The sentence has its lemma as a noun; as a verb it may be another.
    verb = lemmatise(token.text, "VERB").lemma
    entries = [entry for entry in lexicon.find_all("cues", verb) if entry.pattern in ("clause", "both")]
    run = run_before(sentence, token.index) if token.index == last and entries else None
    # Only a form with an ending is a finite verb of one: "..., the report" closes no frame; "..., medical sources report" does.
    many = run is not None and token.lower == verb and is_plural(sentence[run[1]])
    if run is None or not (many or (token.lower != verb and token.lower.endswith(("s", "ed")))):
        return None
    opens = run[0] > 1 and sentence[run[0] - 1].text in (",", "–", "—") and run[1] == token.index - 1
    if not opens or not _can_tell(sentence[run[1]], lexicon) or sentence[run[1]].text[:1].isdigit():
        return None
    front = (0, run[0] - 2)
    # Without a verb in front it is a list: "tents, the envoy counts".
    if not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[: front[1] + 1]):
        return None
    return Frame(last, last, run[1], (front,), entries[0].kind, "speakers.trailing-cue", run[0], last, named=run)


def _can_tell(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word names people or a body, whose telling closes a sentence: "an official", "the ministry"."""
    return is_person_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) == "body"


def misread_say(sentence: Sentence, token: Token) -> Frame | None:
    """
    Return the frame of a "say" that reads as a mere word, behind a plural that opens the sentence, or ``None``.

    "Witnesses in the capital say fighting has ...".
    """
    at = token.index
    before = sentence.tokens[:at]
    # Nothing but naming words in front: in "Come to, say, the capital" a verb or a comma stands there.
    naming = all(t.pos in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART") for t in before)
    head = next((t for t in before if t.pos in ("NOUN", "PROPN")), None)
    finite = any(t.has("VerbForm=Fin") for t in sentence.tokens[at + 1 :])
    if not naming or head is None or not is_plural(head) or not finite or at + 2 >= len(sentence):
        return None
    content = ((at + 1, len(sentence) - 1),)
    return Frame(at, at, head.index, content, "says", "speakers.cue-read-as-noun", 0, at, named=(0, at - 1))


def _many_speak(sentence: Sentence, index: int, cue: Token) -> bool:
    """Say whether a plural stands before the bare form of a cue, and so is its subject: "doctors report"; not "a hospital report"."""
    token = sentence[index]
    return cue.lower == cue.lemma and (is_plural(token) or token.lower in ("media", "police"))


def _clause_opens(sentence: Sentence, start: int) -> bool:
    """Say whether a few naming words and a finite verb stand at a word: "police have detained ..."."""
    for token in sentence.tokens[start + 1 : start + 7]:
        if token.pos in ("VERB", "AUX"):
            return token.has("VerbForm=Fin") and sentence[start].pos in ("NOUN", "PROPN", "ADJ")
        if token.pos not in ("NOUN", "PROPN", "ADJ", "NUM"):
            return False
    return False
