"""
Who says: the frames of a sentence by which it gives the word to somebody, and what stands inside them.

A frame has a speaker, a cue and a content. What stands outside the content is the report's own voice.
"""

from __future__ import annotations

from dataclasses import replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.nouns import is_person_noun, pattern_of
from according.names.parties import describe, is_thing_noun
from according.reading.grammar.phrases import DAY_WORDS, base, is_plural, phrase
from according.reading.grammar.subjects import RELATIVE, is_passive, subject
from according.reading.speakers.claims import claim_frame, is_doubted, misread_claim
from according.reading.speakers.compared import find_owned_numbers, number_of_another
from according.reading.speakers.content import TOLL_NOUNS, find_content
from according.reading.speakers.extent import bounded, clause_around, semicolon_before
from according.reading.speakers.frame import (
    CONCERNS,
    MISTAKEN_CUES,
    QUOTATION_ONLY,
    Frame,
    cue_entries,
    find_segment,
    find_speaker,
    is_passive_cue,
    is_refused,
    noun_after,
    phrase_end,
    run_before,
)
from according.reading.speakers.marked import find_labels
from according.reading.speakers.sources import cited_in

# What a death or a find does to a toll, as well as somebody who counts.
RAISING = frozenset({"raise", "bring", "lower", "push", "take"})
# Verbs whose passive subject hears.
HEARING = frozenset({"tell", "inform", "brief"})
# Nouns for a count that things and places have too: "the city's number".
PLAIN_COUNTS = frozenset({"toll", "number", "list", "sum", "version", "figure", "total"})
QUOTING = frozenset({"quote", "quotes", "quoted", "cite", "cites", "cited", "quoting", "citing"})


# Frames read in one sentence; news has one to three, and more than this is a list or an attack on the reader's time.
FRAMES_MOST = 12


def find_frames(sentence: Sentence, lexicon: Lexicon) -> list[Frame]:
    """Return the frames of a sentence in the order of their cues."""
    found: list[Frame] = []
    openers, claiming = lexicon.openers("cues"), lexicon.word_class("claiming-nouns")
    for token in sentence:
        cue = token.lemma in openers or token.lower in openers or "per" in (token.lemma, token.lower)
        closes = token.index >= len(sentence) - 3 and token.lower.endswith(("s", "ed"))
        cue = cue or (closes and lemmatise(token.text, "VERB").lemma in openers)
        if not cue and token.lower not in MISTAKEN_CUES and token.lemma not in claiming:
            continue
        frame = _frame_at(sentence, token, lexicon)
        if len(found) == FRAMES_MOST:
            break
        if frame and frame.content and _can_speak(sentence, frame):
            found.append(_shared_speaker(sentence, frame, found))
    others = [*find_labels(sentence, lexicon), *find_owned_numbers(sentence, lexicon)]
    found += [label for label in others if all(label.cue != frame.cue for frame in found)]
    found.sort(key=lambda frame: frame.cue)
    return [frame for frame in (bounded(sentence, frame, found) for frame in found) if frame.content]


def _can_speak(sentence: Sentence, frame: Frame) -> bool:
    if frame.speaker is None or frame.named is not None:
        return True
    token = sentence[frame.speaker]
    return can_speak(token, sentence.lexicon) or (token.pos in ("PRON", "ADJ", "NUM", "DET", "X") and token.lower not in DAY_WORDS)


def can_speak(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun can say anything: not an attack, a case, a day, a weapon."""
    if token.lower in DAY_WORDS or token.pos not in ("NOUN", "PROPN"):
        return False
    return token.pos == "PROPN" or not (is_thing_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("act", "other", "toll"))


def _shared_speaker(sentence: Sentence, frame: Frame, before: list[Frame]) -> Frame:
    """A cue without a subject of its own, joined by "and" or "but", has the speaker of the cue right before it."""
    verb = sentence[frame.cue_last]
    before = [other for other in before if other.rule != "speakers.number-of-another"]
    participle = verb.lower.endswith("ing") and verb.index > 0 and sentence[verb.index - 1].text == ","
    if (
        participle
        and before
        and before[-1].cue < frame.cue
        and before[-1].speaker is not None
        and not sentence.children(verb.index, "nsubj")
    ):
        return replace(frame, speaker=before[-1].speaker, named=before[-1].named)  # "denied it, saying ..."
    if not before or frame.speaker is None or base(verb.dep) != "conj" or sentence.children(verb.index, "nsubj", "expl"):
        return frame
    previous = before[-1]
    return (
        replace(frame, speaker=previous.speaker, named=previous.named)
        if previous.cue < frame.cue and previous.speaker is not None
        else frame
    )


def _frame_at(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    if token.lower == "according" or (token.lower == "per" and token.index and sentence[token.index - 1].lower == "as"):
        return _according(sentence, token)
    if token.index < 2 and token.lower == "reports" and (frame := _opening_reports(sentence, token)):
        return frame
    if token.lower == "saying" and token.index > 2 and sentence[token.index - 1].lower == "as":
        frame = _quoted_as_saying(sentence, token)
        if frame:
            return frame
    if token.lemma in lexicon.word_class("claiming-nouns") and token.lower == token.lemma and (frame := misread_claim(sentence, token)):
        return frame
    if token.pos in ("NOUN", "ADJ", "ADV", "PROPN") and (frame := _closing_cue(sentence, token, lexicon)):
        return frame
    if token.pos == "INTJ" and token.lower == "say":
        return _misread_say(sentence, token)
    if token.pos in ("VERB", "AUX") or (token.lower in ("says", "said", "say") and token.pos != "ADJ"):
        frames = (_verb_frame(sentence, token, entry) for entry in cue_entries(sentence, token, lexicon))
        frame = next((found for found in frames if found is not None and found.content), None)
        return frame or (_mistaken(sentence, token) if token.lower in MISTAKEN_CUES else None)
    if token.lower in MISTAKEN_CUES and token.pos in ("NOUN", "ADJ") and (frame := _mistaken(sentence, token)):
        return frame
    if token.pos == "NOUN" and token.lemma in lexicon.word_class("claiming-nouns") and (frame := claim_frame(sentence, token)):
        return frame
    if token.lemma in ("claim", "report") and token.pos == "NOUN" and (owner := sentence.child(token.index, "nmod:poss")) is not None:
        return _given_of(sentence, token, owner)
    if token.pos in ("NOUN", "ADV", "ADJ") and _owns_count(token, lexicon):
        return _possessed(sentence, token)
    return None


def _opening_reports(sentence: Sentence, token: Token) -> Frame | None:
    """ "Reports of four dead", "Unconfirmed reports that nine were killed": nobody is named, and reports are all there is."""
    after = sentence[token.index + 1].lower if token.index + 2 < len(sentence) else ""
    alone = after == "of" and not any(t.has("VerbForm=Fin") for t in sentence)
    told = after == "that" and sentence[token.head].index <= token.index
    if not alone and not told:
        return None
    content = ((token.index + 2, len(sentence) - 1),)
    named = (0, token.index)
    return Frame(token.index, token.index, token.index, content, "reports", "speakers.opening-reports", 0, token.index + 1, named=named)


def _quoted_as_saying(sentence: Sentence, token: Token) -> Frame | None:
    """ "X quoted Y as saying that ...": X gives the word on to Y, whatever the tree says."""
    at = next((i for i in range(token.index - 2, max(-1, token.index - 14), -1) if sentence[i].lower in QUOTING), None)
    end = len(sentence) - 1
    if at is None or token.index + 1 > end or (at and sentence[at - 1].lower in ("was", "were", "been", "is", "are")):
        return None
    outer, inner = run_before(sentence, at), run_before(sentence, token.index - 1)
    if outer is None or inner is None or inner[0] <= at:
        return None
    return Frame(at, token.index, outer[1], ((token.index + 1, end),), "reports", "speakers.quoted-as-saying", outer[0], token.index,
                 inner[1], None, outer, inner)  # fmt: skip


def _mistaken(sentence: Sentence, token: Token) -> Frame | None:
    """ "The U.S. military reports it has ...", "State media report police have ...": a cue that reads as a noun, before a clause."""
    at = token.index
    if not 0 < at < len(sentence) - 3 or any(t.pos in ("VERB", "AUX") for t in sentence.tokens[:at]):
        return None
    run = run_before(sentence, at)
    gerund = sentence[at + 1].pos == "VERB" and sentence[at + 1].lower.endswith("ing")
    opens = (
        gerund
        or sentence[at + 1].lower == "that"
        or (sentence[at + 1].pos in ("PRON", "DET", "NUM") and sentence[at + 1].lower not in RELATIVE)
        or (run is not None and _many_speak(sentence, run[1], token) and _clause_opens(sentence, at + 1))
    )
    finite = any(t.pos in ("VERB", "AUX") and "VerbForm=Fin" in t.feats for t in sentence.tokens[at + 1 :])
    if run is None or not opens or not (finite or gerund) or is_refused(sentence, token):
        return None
    stance = "denies" if token.lower == "denies" else "reports"
    return Frame(at, at, run[1], ((at + 1, len(sentence) - 1),), stance, "speakers.cue-read-as-noun", run[0], at, named=run)


def _closing_cue(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    """ "..., the envoy reckons.", where the cue reads as a noun: a name behind a comma and a cue close the sentence."""
    last = len(sentence) - 1
    while last > 0 and sentence[last].pos == "PUNCT":
        last -= 1
    verb = lemmatise(token.text, "VERB").lemma
    entries = [entry for entry in lexicon.find_all("cues", verb) if entry.pattern in ("clause", "both")]
    if token.index != last or not entries or token.lower == verb or not token.lower.endswith(("s", "ed")):
        return None
    run = run_before(sentence, token.index)
    opens = run is not None and run[0] > 1 and sentence[run[0] - 1].text in (",", "–", "—") and run[1] == token.index - 1
    if run is None or not opens or not is_person_noun(sentence[run[1]].lemma, lexicon) or sentence[run[1]].text[:1].isdigit():
        return None
    front = (0, run[0] - 2)
    if not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[: front[1] + 1]):
        return None
    return Frame(last, last, run[1], (front,), entries[0].kind, "speakers.trailing-cue", run[0], last, named=run)


def _misread_say(sentence: Sentence, token: Token) -> Frame | None:
    """ "Witnesses in the capital say fighting has ...": a cue that reads as a mere word, behind a plural that opens the sentence."""
    at = token.index
    before = sentence.tokens[:at]
    naming = all(t.pos in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART") for t in before)
    head = next((t for t in before if t.pos in ("NOUN", "PROPN")), None)
    finite = any(t.has("VerbForm=Fin") for t in sentence.tokens[at + 1 :])
    if not naming or head is None or not is_plural(head) or not finite or at + 2 >= len(sentence):
        return None
    content = ((at + 1, len(sentence) - 1),)
    return Frame(at, at, head.index, content, "says", "speakers.cue-read-as-noun", 0, at, named=(0, at - 1))


def _many_speak(sentence: Sentence, index: int, cue: Token) -> bool:
    """A plural before the bare form is its subject: "state media report", "doctors report"; not "a hospital report"."""
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


def _according(sentence: Sentence, token: Token) -> Frame | None:
    to = token.index + 1
    if to >= len(sentence) or sentence[to].lower not in ("to", "the", "a") or to + 1 >= len(sentence):
        return None
    speaker = token.head if token.head > to else noun_after(sentence, to + 1)
    if speaker is None:
        return None
    last = phrase_end(sentence, speaker)
    inside = last + 2 < len(sentence) - 1 and token.index > 0 and sentence[token.index - 1].text == sentence[last + 1].text == ","
    inside = inside and any(t.pos in ("VERB", "AUX") for t in sentence.tokens[last + 2 :])
    opens = clause_around(sentence, token.index, last)[0] if inside else semicolon_before(sentence, token.index)
    opens = max(opens, _aside_of(sentence, token.index), _item_of(sentence, token.index))
    told = sentence.tokens[opens : token.index]
    start = opens if any(t.pos in ("VERB", "AUX", "NOUN", "NUM") for t in told) else None
    source = cited_in(sentence, range(last + 1, min(last + 3, len(sentence))))  # "According to Reuters, citing two sources, ..."
    speaker_last = last
    if source is not None:
        last = source[1][1]
    content = [] if start is None else [(start, token.index - 1)]
    if last + 1 < len(sentence) and (start is None or sentence[last + 1].text in (",", "–", "—", "-")) and last + 2 < len(sentence) - 1:
        content.append((last + 1, len(sentence) - 1))
    via, words = source if source is not None else (None, None)
    named = sentence_run(sentence, speaker, speaker_last) if source is not None else None
    return Frame(token.index, to, speaker, tuple(content), "says", "speakers.according-to", token.index, last, via, named=named,
                 via_named=words)  # fmt: skip


def _item_of(sentence: Sentence, index: int) -> int:
    """Return where the item of a list opens whose source is named behind it: "1,602 died: 812 in one area, according to the ministry"."""
    colon = next((at for at in range(index - 1, 0, -1) if sentence[at].text == ":"), None)
    if colon is None:
        return 0
    counted = any(t.pos == "NUM" for t in sentence.tokens[:colon]) and any(t.pos == "NUM" for t in sentence.tokens[colon:index])
    return colon + 1 if counted else 0


def _aside_of(sentence: Sentence, index: int) -> int:
    """Return where an aside without a verb of its own opens that "according to" closes: "killed six, also likely the result of a leak"."""
    if sentence[index - 1].text == "," or index < 3:
        return 0
    at = next((i for i in range(index - 1, 0, -1) if sentence[i].text in (",", ";")), 0)
    finite = any(t.has("VerbForm=Fin") or t.pos == "NUM" or t.pos == "AUX" for t in sentence.tokens[at:index])
    whole = any(t.has("VerbForm=Fin") for t in sentence.tokens[:at])
    return at + 1 if at and whole and not finite and sentence[at + 1].lower == "also" else 0


def sentence_run(sentence: Sentence, head: int, last: int) -> tuple[int, int]:
    """Return the words of a name up to its last, from the first that hangs below its head."""
    below = [index for index in sentence.subtree(head) if index <= last and sentence[index].pos not in ("ADP", "PUNCT", "VERB")]
    return min([head, *(index for index in below if index > head - 8)]), max(head, last)


def _owns_count(token: Token, lexicon: Lexicon) -> bool:
    return any(entry.pattern == "noun" for entry in lexicon.find_all("cues", token.lemma))


def _possessed(sentence: Sentence, noun: Token) -> Frame | None:
    if (misread := _misread_owner(sentence, noun)) is not None:
        return misread
    whose = _whose(sentence, noun)
    if whose is not None:
        return whose
    owner = sentence.child(noun.index, "nmod")
    if owner is None or not (owner.dep == "nmod:poss" or sentence.has_case(owner.index, "by", "from")):
        return None
    opens = sentence.subtree(noun.index)[0]
    if any(t.lower in ("than", "not") for t in sentence.tokens[max(0, opens - 1) : noun.index]):
        return None  # "nine times larger than Russia's own figure": what is counted is not Russia's
    given = _given_of(sentence, noun, owner)
    if given is not None:
        return given
    if owner.pos == "PRON" or base(noun.dep) not in ("nsubj", "obl"):
        return None
    if noun.lemma in PLAIN_COUNTS and not sentence.has_case(noun.index, "by") and not _can_count(sentence, owner):
        return None  # "the city's number": whose it is says nothing of who counted
    span = sentence.subtree(noun.index)
    # "..., and the ministry's figures are expected today": a count that is spoken of owns its own clause alone
    first, last = clause_around(sentence, span[0], span[-1])
    content = [(first, span[0] - 1)] if span[0] > first + 2 and base(noun.dep) == "obl" else []
    if span[-1] < last - 1:
        content.append((span[-1] + 1, last))
    return Frame(noun.index, noun.index, owner.index, tuple(content), "estimates" if noun.lemma == "estimate" else "reports",
                 "speakers.possessed-count", span[0], span[-1])  # fmt: skip


def _can_count(sentence: Sentence, owner: Token) -> bool:
    """Say whether an owner is somebody who counts: the ministry, monitors; not a place, and not an attack."""
    if not can_speak(owner, sentence.lexicon):
        return False
    words = " ".join(token.text for token in sentence.tokens[phrase(sentence, owner.index, tail=False)[0] : owner.index + 1])
    return describe(words, sentence.lexicon, "speaker")[1] is not None or is_person_noun(owner.lemma, sentence.lexicon)


def _given_of(sentence: Sentence, noun: Token, owner: Token) -> Frame | None:
    """ "the ministry's toll of 41,000 is high", "the monitors' count of 88 dead": the number is the owner's, whoever speaks of it."""
    of = noun.index + 1
    if owner.pos == "PRON" or owner.index > noun.index or of + 1 >= len(sentence) or sentence[of].lower != "of":
        return None
    if not _can_count(sentence, owner):
        return None
    number = next((t.index for t in sentence.tokens[of + 1 : of + 5] if t.pos == "NUM"), None)
    if number is None or any(t.pos in ("NOUN", "VERB") for t in sentence.tokens[of + 1 : number]):
        return None
    last = number
    while last + 1 < len(sentence) and sentence[last + 1].pos in ("NOUN", "ADJ", "NUM") and last < number + 3:
        last += 1
    first = min(sentence.subtree(owner.index)[0], owner.index)
    return Frame(noun.index, noun.index, owner.index, ((of + 1, last),), "reports", "speakers.number-of-another", first, of, alone=True)


def _whose(sentence: Sentence, noun: Token) -> Frame | None:
    """ "the Health Ministry, whose toll of 41,870 ...": the owner is whom the clause hangs on."""
    mark = sentence[noun.index - 1] if noun.index else noun
    of = noun.index + 1
    if mark.lower != "whose" or of + 1 >= len(sentence) or sentence[of].lower != "of" or sentence[of + 1].pos != "NUM":
        return None
    clause = next((token for token in (noun, *sentence.ancestors(noun.index)) if token.dep == "acl:relcl"), None)
    if clause is None or not can_speak(sentence[clause.head], sentence.lexicon) or clause.head > mark.index:
        return None
    content = ((of + 1, of + 1),)
    return Frame(noun.index, noun.index, clause.head, content, "reports", "speakers.number-of-another", mark.index, of, alone=True)


def _misread_owner(sentence: Sentence, noun: Token) -> Frame | None:
    """ "The army's tally stands at 300": an owner whose "'s" reads as a verb, before a tally that a verb of tolls follows."""
    mark = next((at for at in range(noun.index - 1, max(noun.index - 4, 0), -1) if sentence[at].lower in ("'s", "’s")), None)
    after = sentence[noun.index + 1] if noun.index + 1 < len(sentence) else noun
    if mark is None or after.lemma not in sentence.lexicon.word_class("toll-verbs") or after.index + 1 >= len(sentence):
        return None
    run = run_before(sentence, mark)
    words = " ".join(token.text for token in sentence.tokens[run[0] : run[1] + 1]) if run is not None else ""
    if run is None or describe(words, sentence.lexicon, "speaker")[1] is None:
        return None
    content = ((noun.index + 1, clause_around(sentence, run[0], noun.index)[1]),)
    return Frame(noun.index, noun.index, run[1], content, "reports", "speakers.possessed-count", run[0], noun.index, named=run)


def _verb_frame(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    if verb.dep == "amod" or (verb.has("VerbForm=Part") and base(verb.dep) in ("compound", "case")):
        return None
    if is_refused(sentence, verb) or any(t.lower == "to" for t in sentence.children(verb.index, "mark")):
        return None  # "urged them to acknowledge": nobody has acknowledged
    if verb.lemma in QUOTATION_ONLY and not any(t.text in ('"', "“", "”", "``", "''") for t in sentence):
        return None
    if entry.pattern == "show":
        return _show(sentence, verb, entry)
    if is_passive_cue(sentence, verb):
        return _passive(sentence, verb, entry)
    speaker, named = find_speaker(sentence, verb)
    if verb.lemma in ("learn", "hear"):  # "learned from the army that ...": the army says it; else nobody does
        speaker, named = next((t.index for t in sentence.children(verb.index, "obl") if sentence.has_case(t.index, "from")), None), None
    if speaker is None or speaker == verb.index:
        return None
    if verb.lemma in RAISING and sentence[speaker].lower in ("it", "this", "that"):
        return None  # "it will raise the toll to 12": a death does, and says nothing
    via = _quoted_source(sentence, verb)
    if via is not None:
        speaker, named = via[0], None
    first, last = find_segment(sentence, verb, speaker)
    first = min(first, named[0]) if named is not None and named[1] < verb.index else first
    if via is not None and via[1] is None and speaker < first:
        first = sentence.subtree(speaker)[0]  # "..., the military official was quoted as saying"
    content, rule = find_content(sentence, verb, entry, first, last)
    of_number = number_of_another(sentence, verb) if verb.dep == "acl:relcl" and first > 0 and speaker < verb.index else None
    if of_number is not None and not (content and rule == "speakers.clausal-complement"):
        return Frame(verb.index, verb.index, speaker, (of_number,), entry.kind, "speakers.number-of-another", first, last,
                     named=named, alone=True)  # fmt: skip
    if not content or (entry.id == "record" and named is None and not _can_count(sentence, sentence[speaker])):
        return None  # "the province has registered seven deaths": they were there, and nobody is named as counting
    cue_first = min([verb.index, *(t.index for t in sentence.children(verb.index, "aux") if t.index < verb.index)])
    objects = sentence.children(verb.index, "obj")
    cue_last = max([verb.index, *(t.index for t in objects if t.lemma in CONCERNS and t.index > verb.index)])
    evidence = speaker if sentence[speaker].lemma in sentence.lexicon.word_class("evidence-nouns") else None
    counts = entry.kind not in ("demands", "plans") and not (
        entry.kind in ("claims", "denies") and any(t.lemma in ("responsibility", "credit", "involvement") for t in objects)
    )
    second = via[1] if via else _cited(sentence, verb)
    source = cited_in(sentence, [*range(0, min(first + 1, 1)), *range(min(speaker, verb.index), verb.index)]) if second is None else None
    words = None
    if source is not None and not any(low <= source[0] <= high for low, high in content):
        second, words = source
    doubted = verb if verb.lower.endswith("ing") else sentence[speaker]  # "an alleged statement from the rebels claiming ..."
    claimed = verb.lower.endswith("ing") or doubted.lemma in sentence.lexicon.word_class("claiming-nouns")
    alone = claimed and is_doubted(sentence, doubted)
    alone = alone or (rule in ("speakers.clausal-complement", "speakers.leading-cue") and _in_relative(sentence, verb, speaker))
    return Frame(cue_first, cue_last, speaker, content, entry.kind, rule, first, last, second, evidence, named, words,
                 alone=alone, counts=counts)  # fmt: skip


def _in_relative(sentence: Sentence, verb: Token, speaker: int) -> bool:
    """ "said it struck targets in fighting that the group said killed six": in a relative clause another's word stands alone."""
    first = sentence.subtree(speaker)[0] if speaker < verb.index else verb.index
    before = sentence[first - 1] if first > 1 else verb
    noun = sentence[first - 2] if first > 1 else verb
    return before.lower in ("that", "which", "whom") and noun.pos in ("NOUN", "PROPN") and not sentence.lexicon.find("cues", noun.lemma)


def _cited(sentence: Sentence, verb: Token) -> int | None:
    """ "X said, citing Y", "citing data from Y": Y is whom X has it from."""
    for child in sentence.children(verb.index, "advcl", "acl", "xcomp"):
        if child.lower not in ("citing", "quoting"):
            continue
        direct = [t for t in sentence.children(child.index, "obl") if sentence.has_case(t.index, "from")]
        for source in sentence.children(child.index, "obj", "nsubj"):
            below = [t for t in sentence.children(source.index, "nmod") if sentence.has_case(t.index, "from")]
            origin = next(iter([*below, *direct]), None)
            named = origin or source
            if origin is not None or (can_speak(named, sentence.lexicon) and _is_source(named, sentence.lexicon)):
                return next((t.index for t in sentence.children(named.index, "appos") if t.pos == "PROPN"), named.index)
    return None


def _is_source(token: Token, lexicon: Lexicon) -> bool:
    """Say whether what is cited is somebody or a document: not "citing updated information", "citing reasons of security"."""
    return token.pos == "PROPN" or is_person_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("body", "document", "unit")


def _quoted_source(sentence: Sentence, verb: Token) -> tuple[int, int | None] | None:
    """In "X quoted Y as saying" the chain is X, Y; in "Y was quoted as saying" it is Y."""
    head = sentence[verb.head]
    if head.index == verb.index or head.lemma not in ("quote", "cite") or verb.lower != "saying":
        return None
    if is_passive(sentence, head):
        found = subject(sentence, head)
        return (found, None) if found is not None else None
    quoted, outer = sentence.child(head.index, "obj"), subject(sentence, head)
    return (outer, quoted.index) if outer is not None and quoted else None


def _passive(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """ "was reported killed", "it was announced that", "reported by X": a claimant in the agent, or nobody."""
    agent = next((c for c in sentence.children(verb.index, "obl") if sentence.has_case(c.index, "by")), None)
    below = [c for c in sentence.children(verb.index) if base(c.dep) in ("ccomp", "xcomp", "csubj") and c.index > verb.index]
    if entry.kind in ("demands", "plans") or verb.lemma in (
        "record",
        "register",
        "list",
        "find",
        "show",
        "describe",
        "expect",
        "document",
        "accuse",
        "charge",
        "suspect",
        "blame",
        "ask",
        "detail",
        "place",
        "set",
        "raise",
        "lower",
        "put",
    ):
        return None
    if agent is None and not below:
        return None
    if verb.lemma in HEARING:
        return _heard(sentence, verb, agent, below)
    if entry.kind == "denies" and base(verb.dep) == "acl":
        return None  # "a claim rejected by the army": the army does not say what it rejects
    first = last = verb.index
    end = len(sentence) - 1
    if agent is not None:
        tree = sentence.subtree(agent.index)
        last = max(last, tree[-1])
        if base(verb.dep) == "acl" and sentence[verb.head].lemma in TOLL_NOUNS:  # "the toll given by the governor was 23"
            tally = clause_around(sentence, verb.index, last)
            return Frame(verb.index, verb.index, agent.index, (tally,), entry.kind, "speakers.possessed-count", first, last)
        of_number = number_of_another(sentence, verb)
        if of_number is not None:
            rule = "speakers.number-of-another"
            return Frame(verb.index, verb.index, agent.index, (of_number,), entry.kind, rule, first, last, alone=True)
        if base(verb.dep) in ("acl", "advcl", "parataxis") or not below:
            content = ((0, verb.index - 1),) if verb.index > 1 else ()
        else:
            content = ((0, end),)
        return Frame(verb.index, verb.index, agent.index, content, entry.kind, "speakers.passive-agent", first, last)
    start = min((t.index for t in sentence.children(verb.index, "nsubj")), default=verb.index)
    start = sentence.subtree(start)[0] if start < verb.index else verb.index
    return Frame(verb.index, verb.index, None, ((start, end),), entry.kind, "speakers.unnamed-claimant", first, last)


def _heard(sentence: Sentence, verb: Token, agent: Token | None, below: list[Token]) -> Frame | None:
    """ "was told by the harbour police that two had drowned": who tells it is the agent; without one nobody is named."""
    if agent is None or (below and agent.index > below[0].index):
        return None
    if not below and not any(t.lower == "that" for t in sentence.tokens[agent.index + 1 : agent.index + 4]):
        return None
    that = next((t.index for t in sentence.tokens[agent.index + 1 : agent.index + 4] if t.lower == "that"), None)
    start = that if that is not None else max(sentence.subtree(agent.index)[-1] + 1, verb.index + 1)
    start = next((t.index + 1 for t in sentence.tokens[start : start + 2] if t.lower == "that"), start)
    last = start - 1
    return Frame(verb.index, verb.index, agent.index, ((start, len(sentence) - 1),), "says", "speakers.heard-from", verb.index, last)


def _show(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """ "shared a video clip showing ...": what the thing shown shows is the statement, the thing its evidence."""
    for shown in sentence.children(verb.index, "obj"):
        for clause in sentence.children(shown.index, "acl"):
            if clause.lemma in ("show", "depict", "purport", "say", "claim", "confirm") and clause.index > shown.index:
                speaker = subject(sentence, verb)
                if speaker is None or sentence.children(verb.index, "aux:pass"):
                    return None
                content = ((clause.index + 1, max(clause.index + 1, sentence.subtree(clause.index)[-1])),)
                return Frame(
                    verb.index,
                    verb.index,
                    speaker,
                    content,
                    entry.kind,
                    "speakers.shown-evidence",
                    verb.index,
                    clause.index,
                    None,
                    shown.index,
                )
    if verb.lemma in ("show",) and any(base(c.dep) == "ccomp" for c in sentence.children(verb.index)):
        speaker = subject(sentence, verb)
        if speaker is not None:
            return Frame(
                verb.index,
                verb.index,
                speaker,
                ((verb.index + 1, len(sentence) - 1),),
                entry.kind,
                "speakers.clausal-complement",
                verb.index,
                verb.index,
            )
    return None
