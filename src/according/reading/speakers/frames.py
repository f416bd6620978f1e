"""
Who says: the frames of a sentence by which it gives the word to somebody, and what stands inside them.

A frame has a speaker, a cue and a content. What stands outside the content is the report's own voice. Each kind of frame is found in a
module of its own; here is the order in which they are asked of a word, and what the frames of a sentence do to one another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.countries import countries
from according.names.parties import is_person_noun
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import DAY_WORDS, base, phrase
from according.reading.speakers.clauses import time_opening
from according.reading.speakers.cues import MISTAKEN_CUES, cue_entries
from according.reading.speakers.extent import bounded, tells_behind
from according.reading.speakers.frame import QUOTATION, Frame
from according.reading.speakers.kinds.according_to import according_to
from according.reading.speakers.kinds.claims import claim_frame, misread_claim
from according.reading.speakers.kinds.compared import find_given_numbers, find_owned_numbers, find_relative_numbers
from according.reading.speakers.kinds.gapped import find_gapped
from according.reading.speakers.kinds.marked import find_labels
from according.reading.speakers.kinds.misread import closing_cue, misread_say, mistaken_cue
from according.reading.speakers.kinds.verbs import verb_frame
from according.reading.speakers.naming.owners import can_speak, given_of, owns_count, possessed
from according.reading.speakers.naming.sources import quoted_as_saying

# Frames read in one sentence; news has one to three, and more than this is a list or an attack on the reader's time.
FRAMES_MOST = 12


def find_frames(sentence: Sentence, lexicon: Lexicon, known: Collection[str] = ()) -> list[Frame]:
    """
    Return the frames of a sentence in the order of their cues, each with its content cut where another's begins.

    ``known`` are names that may be a label because the report tells elsewhere whose they are.
    """
    found: list[Frame] = []
    openers, (cues, lemmas) = lexicon.openers("cues"), lexicon.keep(_cue_words)
    closing = len(sentence) - 3
    # Most words can be no cue; they are passed over by the first words of the lists before any rule is asked.
    for token in sentence.tokens:
        # "..., the envoy reckons.": the cue reads as a noun, so that its lemma is not that of the list.
        closes = token.index >= closing and token.lower.endswith(("s", "ed"))
        if token.lemma not in lemmas and token.lower not in cues and not (closes and lemmatise(token.text, "VERB").lemma in openers):
            continue
        frame = _frame_at(sentence, token, lexicon)
        if len(found) == FRAMES_MOST:
            break
        if frame and frame.content and _can_speak(sentence, frame):
            found.append(_shared_speaker(sentence, frame, found))
    found = [replace(frame, alone=True) if _is_told_apart(sentence, frame) else frame for frame in _counted_once(found)]
    # Labels and owners make frames of marks, not of words. Where a word is the cue of a frame already, that one is kept.
    others = [*find_labels(sentence, lexicon, known), *find_owned_numbers(sentence, lexicon)]
    others += [*find_relative_numbers(sentence, lexicon), *find_given_numbers(sentence, lexicon), *find_gapped(sentence, found)]
    others += _behind_mark(sentence, found, lexicon)
    found += [label for label in others if all(label.cue != frame.cue for frame in found)]
    found = [frame for frame in found if not _is_as_many(sentence, frame)]
    found = [frame for frame in found if not _is_place_label(sentence, frame, found) and not _only_denies(frame, found)]
    found.sort(key=lambda frame: frame.cue)
    # Only now are all frames known, so that each can be cut where another's clause begins.
    return [_with_part(sentence, frame) for frame in (bounded(sentence, frame, found) for frame in found) if frame.content]


def _cue_words(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that can be a cue as they stand, and the lemmas that can be one."""
    openers = lexicon.openers("cues") | {"per"}
    return openers | MISTAKEN_CUES, openers | lexicon.word_class("claiming-nouns")


def _with_part(sentence: Sentence, frame: Frame) -> Frame:
    """Return a frame with the part that it tells of, which stands before it: "67 hostages, [39 of whom] the army says are dead"."""
    before = [token.lower for token in sentence.tokens[max(0, frame.first - 2) : frame.first]]
    at = frame.first - 3
    if before not in (["of", "whom"], ["of", "which"]) or at < 0 or sentence[at].pos != "NUM":
        return frame
    return replace(frame, content=((at, frame.first - 1), *frame.content))


def _is_as_many(sentence: Sentence, frame: Frame) -> bool:
    """Say whether a frame's speaker is nobody but so many: "..., twice as many as the company admits"."""
    head = frame.speaker
    if head is None or head == 0:
        return False
    return sentence[head].lower in ("many", "much", "few") and sentence[head - 1].lower in ("as", "so", "too", "how")


def _is_place_label(sentence: Sentence, frame: Frame, found: Sequence[Frame]) -> bool:
    """Say whether a capital before a colon is only where it was, because another tells it: "Norra: four dead in attack, mayor says"."""
    if frame.rule != "speakers.label-before" or frame.named is None or frame.named[0] != frame.named[1]:
        return False
    name = sentence[frame.named[1]]
    capital = countries().get(name.lower, ("", ""))[1] == "capital"
    return capital and any(other is not frame and other.covers(frame.cue + 1) and other.cue > frame.cue for other in found)


def _only_denies(frame: Frame, found: Sequence[Frame]) -> bool:
    """Say whether a frame that closes a sentence denies what another says in it: "Army says 12 rebels killed, rebels deny"."""
    closes = frame.stance == "denies" and frame.rule == "speakers.trailing-cue"
    return closes and any(other is not frame and frame.covers(other.cue) for other in found)


def _is_told_apart(sentence: Sentence, frame: Frame) -> bool:
    """
    Say whether whoever speaks around a frame has not said what it holds.

    "The agency reported six dead before the army said that 13 had died": a clause of time, cause or contrast has its own word.
    """
    return _goes_with(sentence, frame) or (tells_behind(frame) and time_opening(sentence, frame.first) is not None)


def _goes_with(sentence: Sentence, frame: Frame) -> bool:
    """
    Say whether what a frame tells only goes with what another says: "..., the army said, with residents reporting nine more dead".

    Then it is told by its own speaker alone.
    """
    verb = sentence[frame.cue_last]
    if frame.speaker is None or not verb.lower.endswith("ing") or frame.speaker > verb.index:
        return False
    first = sentence.subtree(frame.speaker)[0]
    opens = first if sentence[first].lower == "with" else first - 1
    return opens > 0 and sentence[opens].lower == "with" and sentence[opens - 1].text == ","


def _counted_once(found: list[Frame]) -> list[Frame]:
    """Return frames with a count and the verb that tells it made one of its owner: "A count by the agency shows that 40 died"."""
    counts = {frame.cue: frame for frame in found if frame.rule == "speakers.possessed-count"}
    told = [counts.get(frame.speaker) if frame.speaker is not None else None for frame in found]
    joined = {count.cue for count in told if count is not None}
    both = ((f, count) for f, count in zip(found, told, strict=True) if f.cue not in joined)
    return [f if count is None else replace(f, speaker=count.speaker, named=count.named) for f, count in both]


def _can_speak(sentence: Sentence, frame: Frame) -> bool:
    """Say whether a frame's speaker can say anything: not an attack, a day or a weapon."""
    # A claimant who is not named cannot be judged, and words that were read by themselves have been judged where they were read.
    if frame.speaker is None or frame.named is not None:
        return True
    token = sentence[frame.speaker]
    spoken = can_speak(token, sentence.lexicon) or _is_office(sentence, token)
    return spoken or (token.pos in ("PRON", "ADJ", "NUM", "DET", "X") and token.lower not in DAY_WORDS)


def _is_office(sentence: Sentence, noun: Token) -> bool:
    """Say whether a noun with a capital closes the name of an office: "the Department of Disaster Management Affairs"."""
    first, last = phrase(sentence, noun.index)
    words = sentence.tokens[first : last + 1]
    offices = sentence.lexicon.word_class("agency-nouns") | {"ministry", "council", "committee"}
    named = any(word.lower in offices and word.text[:1].isupper() for word in words)
    # In a headline every noun may have a capital.
    return named and noun.text[:1].isupper() and any(word.text.islower() for word in sentence.tokens[: noun.index])


def _shared_speaker(sentence: Sentence, frame: Frame, before: list[Frame]) -> Frame:
    """
    Return a frame with the speaker of the frame right before it, where its cue has no subject of its own and goes on with that.

    "The mayor said two people died and added that nine were wounded", "denied it, saying ...".
    """
    verb = sentence[frame.cue_last]
    if (denier := _speaker_in_aside(sentence, verb)) is not None:
        return replace(frame, speaker=denier[1], named=denier, alone=True)
    # A number named with its owner is a word aside: "The army said it lost fewer than the 45 conceded by the rebels, and added".
    # So is a claim that the speaker doubts: "The army disputed a militia claim that 12 had died, saying four had".
    before = [other for other in before if not other.alone]
    participle = verb.lower.endswith("ing") and verb.index > 0 and sentence[verb.index - 1].text == ","
    if (
        participle
        and before
        and before[-1].cue < frame.cue
        and before[-1].speaker is not None
        and not sentence.children(verb.index, "nsubj")
    ):
        # "denied it, saying ...".
        return replace(frame, speaker=before[-1].speaker, named=before[-1].named)
    # "The ministry, which the rebels say killed 30, denied it": a name that the words give the cue is its own.
    alone = not before or frame.speaker is None or frame.named is not None
    if alone or base(verb.dep) != "conj" or sentence.children(verb.index, "nsubj", "expl"):
        return frame
    previous = before[-1]
    if previous.cue >= frame.cue or previous.speaker is None or _is_passed(sentence, verb, previous):
        return frame
    return replace(frame, speaker=previous.speaker, named=previous.named)


def _speaker_in_aside(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """
    Return the first and last word of who speaks by a participle that goes on with a relative clause, or ``None``.

    "The rebels claimed that 80 were killed, which [the army] denied, saying that two had died".
    """
    if not verb.lower.endswith("ing") or verb.index < 5 or sentence[verb.index - 1].text != ",":
        return None
    before = sentence[verb.index - 2]
    # "which the lawyer disputes, saying": the tree may take the verb for a noun.
    tells = before.pos == "VERB" or sentence.lexicon.find("cues", lemmatise(before.text, "VERB").lemma) is not None
    named = run_before(sentence, before.index) if tells else None
    if named is None or named[1] != before.index - 1 or not can_speak(sentence[named[1]], sentence.lexicon):
        return None
    opens = named[0] - 1
    return named if opens > 0 and sentence[opens].lower in ("which", "whom") and sentence[opens - 1].text == "," else None


def _is_passed(sentence: Sentence, verb: Token, previous: Frame) -> bool:
    """
    Say whether a cue goes on with a verb in front of the frame before it, so that it shares that verb's subject.

    "The rebels disputed a figure given by the mayor and said 20 had died": who disputed it has said so.
    """
    # "denied it and said": two verbs of one chain, the later goes on with the earlier.
    aside = sentence[previous.cue]
    if verb.head >= previous.cue or aside.head == verb.head:
        return False
    # Who stands behind "according to", "given by" or before "'s count" is the subject of no verb that goes on.
    below = previous.named is None and (aside.dep.startswith("acl") or aside.pos == "NOUN")
    return previous.rule == "speakers.according-to" or below


def _frame_at(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    """
    Return the frame whose cue a word is, or ``None``.

    Fixed phrases are asked first, because the words in them have frames of their own too.
    """
    if token.lower == "according" or (token.lower == "per" and token.index and sentence[token.index - 1].lower == "as"):
        return according_to(sentence, token)
    if token.index < 2 and token.lower == "reports" and (frame := _opening_reports(sentence, token)):
        return frame
    if token.lower in ("saying", "telling") and token.index > 2 and sentence[token.index - 1].lower == "as":
        frame = quoted_as_saying(sentence, token)
        if frame:
            return frame
    # "disputed the U.N. estimate that ...": before the verbs, because the noun reads as one.
    if token.lemma in lexicon.word_class("claiming-nouns") and token.lower == token.lemma and (frame := misread_claim(sentence, token)):
        return frame
    if token.pos in ("NOUN", "ADJ", "ADV", "PROPN") and (frame := closing_cue(sentence, token, lexicon)):
        return frame
    # "Witnesses in the capital say fighting ...": the parser knows "say" as the word before an example, too.
    if token.pos == "INTJ" and token.lower == "say":
        return misread_say(sentence, token)
    if token.pos in ("VERB", "AUX") or (token.lower in ("says", "said", "say") and token.pos != "ADJ"):
        # One verb may stand in several entries, as "release" of a statement and of a video: the first that reports something decides.
        frames = (verb_frame(sentence, token, entry) for entry in cue_entries(sentence, token, lexicon))
        frame = next((found for found in frames if found is not None and found.content), None)
        # "..., an official confirmed.": the tree takes the last word for a participle of the official.
        frame = frame or (closing_cue(sentence, token, lexicon) if token.dep == "acl" else None)
        return frame or (mistaken_cue(sentence, token) if token.lower in MISTAKEN_CUES else None)
    if token.lower in MISTAKEN_CUES and token.pos in ("NOUN", "ADJ") and (frame := mistaken_cue(sentence, token)):
        return frame
    if token.pos == "NOUN" and token.lemma in lexicon.word_class("claiming-nouns") and (frame := claim_frame(sentence, token)):
        return frame
    # "the group's claim of 12 dead": without a "that" clause it is a count with its owner.
    if token.lemma in ("claim", "report") and token.pos == "NOUN" and (owner := sentence.child(token.index, "nmod:poss")) is not None:
        return given_of(sentence, token, owner)
    if token.pos in ("NOUN", "ADV", "ADJ") and owns_count(token, lexicon):
        return possessed(sentence, token)
    return None


def _behind_mark(sentence: Sentence, found: Sequence[Frame], lexicon: Lexicon) -> Iterator[Frame]:
    """
    Yield the frame of whoever stands with any verb behind a quotation that ends in a comma: `"They are dead," baker Jan Novak wept.`

    Nothing but the mark says that the word is one of saying, so that the name must be a person's and close the sentence with it.
    """
    verb = next((token for token in reversed(sentence.tokens) if token.pos != "PUNCT"), None)
    if verb is None or verb.index < 4 or found or not verb.text.islower() or verb.lower.endswith("s"):
        return
    named = run_before(sentence, verb.index)
    if named is None or named[1] != verb.index - 1:
        return
    # The comma stands inside the mark or behind it.
    before = [token.text for token in sentence.tokens[max(0, named[0] - 2) : named[0]]]
    quoted = any(text in QUOTATION for text in before) and "," in "".join(before)
    words = sentence.tokens[named[0] : named[1] + 1]
    person = sum(word.text[:1].isupper() for word in words) > 1 or any(is_person_noun(word.lemma, lexicon) for word in words)
    if quoted and person:
        content = ((0, named[0] - 1),)
        yield Frame(verb.index, verb.index, named[1], content, "says", "speakers.trailing-cue", named[0], verb.index, named=named)


def _opening_reports(sentence: Sentence, token: Token) -> Frame | None:
    """
    Return the frame of reports that open a sentence and name nobody: "Reports of four dead", "Unconfirmed reports that nine were killed".

    Its speaker is the word "reports" itself with what stands before it, because reports are all there is.
    """
    after = sentence[token.index + 1].lower if token.index + 2 < len(sentence) else ""
    # "Reports of four dead were denied": with a finite verb the sentence says something of the reports.
    alone = after == "of" and not any(t.has("VerbForm=Fin") for t in sentence)
    told = after == "that" and sentence[token.head].index <= token.index
    if not alone and not told:
        return None
    content = ((token.index + 2, len(sentence) - 1),)
    named = (0, token.index)
    return Frame(token.index, token.index, token.index, content, "reports", "speakers.opening-reports", 0, token.index + 1, named=named)
