"""
Who says: the frames of a sentence by which it gives the word to somebody, and what stands inside them.

A frame has a speaker, a cue and a content. What stands outside the content is the report's own voice. Each kind of frame is found in a
module of its own; here is the order in which they are asked of a word, and what the frames of a sentence do to one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.countries import countries
from according.names.parties import is_person_noun
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import DAY_WORDS, base, phrase
from according.reading.grammar.subjects import subject
from according.reading.speakers.according_to import according_to
from according.reading.speakers.claims import claim_frame, is_doubted, misread_claim
from according.reading.speakers.compared import find_gapped, find_owned_numbers, find_relative_numbers, number_of_another
from according.reading.speakers.content import find_content
from according.reading.speakers.extent import bounded
from according.reading.speakers.frame import (
    CONCERNS,
    MISTAKEN_CUES,
    QUOTATION,
    QUOTATION_ONLY,
    Frame,
    cue_entries,
    find_segment,
    find_speaker,
    is_passive_cue,
    is_refused,
)
from according.reading.speakers.marked import find_labels
from according.reading.speakers.misread import closing_cue, misread_say, mistaken_cue
from according.reading.speakers.owners import can_count, can_speak, given_of, owns_count, possessed
from according.reading.speakers.passives import passive, said_by, shown
from according.reading.speakers.sources import quoted_as_saying, quoted_run, quoted_source, second_source

# What a death or a find does to a toll as well as somebody who counts: "it will raise the toll to 12".
RAISING = frozenset({"raise", "bring", "lower", "push", "take"})

# Frames read in one sentence; news has one to three, and more than this is a list or an attack on the reader's time.
FRAMES_MOST = 12


def find_frames(sentence: Sentence, lexicon: Lexicon) -> list[Frame]:
    """Return the frames of a sentence in the order of their cues, each with its content cut where another's begins."""
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
    found = [replace(frame, alone=True) if _goes_with(sentence, frame) else frame for frame in _counted_once(found)]
    # Labels and owners make frames of marks, not of words. Where a word is the cue of a frame already, that one is kept.
    others = [*find_labels(sentence, lexicon), *find_owned_numbers(sentence, lexicon)]
    others += [*find_relative_numbers(sentence, lexicon), *find_gapped(sentence, found), *_behind_mark(sentence, found, lexicon)]
    found += [label for label in others if all(label.cue != frame.cue for frame in found)]
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
        frames = (_verb_frame(sentence, token, entry) for entry in cue_entries(sentence, token, lexicon))
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


def _verb_frame(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """Return the frame of a verb of saying, read by one of its entries, or ``None`` where it says nothing."""
    if _says_nothing(sentence, verb):
        return None
    if entry.pattern == "show":
        return shown(sentence, verb, entry)
    if (frame := said_by(sentence, verb, entry)) is not None:
        return frame
    if is_passive_cue(sentence, verb):
        return passive(sentence, verb, entry)
    speaker, named = find_speaker(sentence, verb)
    # "learned from the army that ...": the army says it; else nobody does.
    if verb.lemma in ("learn", "hear"):
        speaker, named = next((t.index for t in sentence.children(verb.index, "obl") if sentence.has_case(t.index, "from")), None), None
    via = quoted_source(sentence, verb)
    if via is not None:
        speaker, named = via[0], None
    if speaker is None or speaker == verb.index or _is_noun_behind_article(sentence, verb, named):
        return None
    if sentence[speaker].lower in ("this", "that") or (
        verb.lemma in RAISING and (sentence[speaker].lower == "it" or sentence[speaker].pos == "NUM")
    ):
        # "it will raise the toll to 12", "This put the toll at 12": a death does, and says nothing. So does a body that was found "in one
        # of the mosques", which a tree may take for the subject.
        return None
    first, last = find_segment(sentence, verb, speaker)
    # The words of a name that the tree has lost belong to the frame, and must not stand in what is said before it.
    first = min(first, named[0]) if named is not None and named[1] < verb.index else first
    if via is not None and (quoted := subject(sentence, sentence[verb.head])) in via and quoted is not None and quoted < first:
        # "..., the military official was quoted as saying": the frame opens at the official, not at "saying".
        run = quoted_run(sentence, verb, quoted)
        first = run[0] if run is not None else next(at for at in sentence.subtree(quoted) if sentence[at].pos != "PUNCT")
    content, rule = find_content(sentence, verb, entry, first, last)
    # "the 45 that the government concedes": the number belongs to whom the relative clause names, unless the clause reports more.
    of_number = number_of_another(sentence, verb) if verb.dep == "acl:relcl" and first > 0 and speaker < verb.index else None
    if of_number is not None and not (content and rule == "speakers.clausal-complement"):
        return Frame(verb.index, verb.index, speaker, (of_number,), entry.kind, "speakers.number-of-another", first, last,
                     named=named, alone=True)  # fmt: skip
    # Who "it" is the report has said before; `attribution` asks then whether it can count.
    known = named is not None or sentence[speaker].pos == "PRON"
    # Brackets hold a body's short form: "The Harim Data Project (HDP) recorded 1,200 deaths".
    known = known or (sentence[verb.index - 1].text == ")" and sentence[verb.index - 2].text.isupper())
    if not content or (entry.id == "record" and not known and not can_count(sentence, sentence[speaker])):
        # "the province has registered seven deaths": they were there, and nobody is named as counting.
        return None
    if verb.lemma == "report" and not known and not can_count(sentence, sentence[speaker]) and _most(sentence, verb):
        # "The north has reported the highest number of deaths": whoever counted them, they were there.
        return None
    cue_first = min([verb.index, *(t.index for t in sentence.children(verb.index, "aux") if t.index < verb.index)])
    objects = sentence.children(verb.index, "obj")
    cue_last = max([verb.index, *(t.index for t in objects if t.lemma in CONCERNS and t.index > verb.index)])
    evidence = speaker if sentence[speaker].lemma in sentence.lexicon.word_class("evidence-nouns") else None
    # What is demanded or planned has not happened, and who claims responsibility gives no toll: the numbers in it are not counted by him.
    counts = entry.kind not in ("demands", "plans") and not (
        entry.kind in ("claims", "denies") and any(t.lemma in ("responsibility", "credit", "involvement") for t in objects)
    )
    second, words = second_source(sentence, verb, via, (first, speaker), content)
    alone = _stands_alone(sentence, verb, speaker, rule)
    return Frame(cue_first, cue_last, speaker, content, entry.kind, rule, first, last, second, evidence, named, words,
                 alone=alone, counts=counts)  # fmt: skip


def _most(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's object is the most or the least of its kind: "the highest number of deaths", "the most deaths"."""
    below = [word for noun in sentence.children(verb.index, "obj") for word in sentence.children(noun.index, "amod")]
    return any(word.has("Degree=Sup") for word in below)


def _says_nothing(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb of saying has no speaker by its place or form: "the reported deaths", "a town identified by an agency"."""
    named = verb.lemma == "identify" and base(verb.dep) == "acl"
    if verb.dep == "amod" or named or (verb.has("VerbForm=Part") and base(verb.dep) in ("compound", "case")):
        return True
    # "urged them to acknowledge": nobody has acknowledged.
    if is_refused(sentence, verb) or any(t.lower == "to" for t in sentence.children(verb.index, "mark")):
        return True
    # "Ex-leader charged over 1,400 deaths" accuses nobody.
    if verb.lemma == "charge" and not sentence.children(verb.index, "ccomp"):
        return True
    # "The official continued that 24 were rescued": a clause says it as marks do.
    that = verb.index + 1 < len(sentence) and sentence[verb.index + 1].lower == "that"
    return verb.lemma in QUOTATION_ONLY and not that and not any(t.text in QUOTATION for t in sentence)


def _stands_alone(sentence: Sentence, verb: Token, speaker: int, rule: str) -> bool:
    """Say whether nobody around a frame says what it holds: its claim is doubted, or its cue stands in a relative clause."""
    # "had no reason to believe an alleged statement from the rebels claiming ...": whoever doubts it does not say it.
    gerund = verb.lower.endswith("ing")
    doubted = verb if gerund else sentence[speaker]
    claimed = gerund or doubted.lemma in sentence.lexicon.word_class("claiming-nouns")
    if claimed and is_doubted(sentence, doubted):
        return True
    # Only a clause that the cue takes behind it; in front of a cue a relative clause is not what it reports.
    return rule in ("speakers.clausal-complement", "speakers.leading-cue") and _in_relative(sentence, verb, speaker)


def _is_noun_behind_article(sentence: Sentence, verb: Token, named: tuple[int, int] | None) -> bool:
    """Say whether a cue is a noun after all: in "denied a rebel claim that 12 had died" one rebel would claim with an "s"."""
    # "arrested at least two suspects": two of what, says the word itself.
    if verb.index and sentence[verb.index - 1].pos == "NUM" and verb.lower.endswith("s"):
        return True
    one = named is not None and named[1] == verb.index - 1 and sentence[named[0]].lower in ("a", "an")
    return one and verb.lower == verb.lemma and not sentence.children(verb.index, "aux")


def _in_relative(sentence: Sentence, verb: Token, speaker: int) -> bool:
    """
    Say whether a cue stands in a relative clause of a noun that says nothing, where another's word stands alone.

    "The army said it struck targets in fighting that the group said killed six": the army does not say that six died.
    """
    first = sentence.subtree(speaker)[0] if speaker < verb.index else verb.index
    before = sentence[first - 1] if first > 1 else verb
    noun = sentence[first - 2] if first > 1 else verb
    # Behind a noun of saying "that" opens its clause: "in a statement that the group said ...".
    return before.lower in ("that", "which", "whom") and noun.pos in ("NOUN", "PROPN") and not sentence.lexicon.find("cues", noun.lemma)
