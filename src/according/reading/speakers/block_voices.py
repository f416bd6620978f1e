"""
Scopes: who speaks for a whole block of a text, because its layout says so.

Such are a post that is signed, a block that names its source, a line that hands the word on to the list below it, and a text headed as a
press release. A scope gives a speaker only where no frame and no quotation does, and never reaches past its block.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.parties import describe
from according.reading.lines.label_lines import told_of_people
from according.reading.lines.posts import find_posts
from according.reading.lines.source_lines import block_before, is_item, is_labelled, list_above, source_name
from according.reading.lines.turns import find_turns
from according.reading.speakers.frame import Frame
from according.reading.speakers.kinds.marked import SPEAKING_KINDS, can_label, stretches_before_colon
from according.reading.speakers.voices import Voice, is_person

SIGNING = frozenset({"—", "–", "-", "~", "―"})
# Words a signature may have: a name, and an office behind a comma.
SIGNATURE_MOST = 14
# The line under a body's name that makes the text its own release.
RELEASES = frozenset({"press release", "press statement", "news release", "media release", "media statement"})
# A statement in such a scope is told by its speaker but not quoted: there are no marks around it.
SCOPE_RULES = frozenset({
    "speakers.signature", "speakers.source-line", "speakers.lead-in", "speakers.label-before", "speakers.release", "speakers.turn",
    "speakers.post", "speakers.table-caption", "speakers.table-note", "speakers.table-label", "speakers.table-source",
})  # fmt: skip


def find_scopes(
    text: str, sentences: Sequence[Sentence], voices: Sequence[Sequence[Voice]], listed: Collection[int], lexicon: Lexicon
) -> dict[int, Voice]:
    """
    Return the voice of each sentence that stands in somebody's scope, by the sentence's position.

    ``listed`` are the positions of the rows of tables and of lines of lists.
    """
    # The widest scope first: a label or a signature inside a release is nearer to its sentences, and overwrites it.
    scopes = _release(sentences, voices, lexicon) | find_turns(text, sentences, lexicon) | find_posts(text, sentences, lexicon)
    leads = [_lead_in(text, sentences, position, own, lexicon) for position, own in enumerate(voices)]
    for position, sentence in enumerate(sentences):
        named = source_name(sentence, lexicon)
        signed = _signature(text, sentence)
        if signed is not None and signed.named is not None:
            voice = Voice(position, signed, (sentence.span(*signed.named),))
            # A signature may stand in one sentence with what it signs: "50 dead, 98 wounded. — Jan Novak".
            own = [position] if signed.first > 0 else []
            scopes |= dict.fromkeys([*own, *block_before(text, sentences, position)], voice)
        elif named is not None:
            voice = Voice(position, _scope(0, named, named[1], "speakers.source-line"), (sentence.span(*named),))
            block = block_before(text, sentences, position)
            # "- 12 killed, police said": a line that names its own source keeps it.
            above = [at for at in list_above(text, sentences, position, listed) if not any(own.speakers for own in voices[at])]
            block = block or above
            scopes |= dict.fromkeys(block, voice)
        label = next((v for v in voices[position] if v.frame.rule == "speakers.label-before" and v.frame.first == 0 and v.speakers), None)
        # "IDF: Troops killed 20. Two soldiers fell": the post is theirs to the end of its line, or to another label, whosever that is.
        if label is not None and _opens_line(text, sentence):
            behind = takewhile(lambda at: not _has_label(sentences[at], lexicon), _behind(text, sentences, position))
            scopes |= dict.fromkeys(behind, label)
        lead = leads[position]
        if lead is not None:
            scopes |= dict.fromkeys(_below(text, sentences, position, leads), lead)
    # "IDF: ..." inside a signed post is the army's, not the signer's.
    return {at: voice for at, voice in scopes.items() if not any(own.frame.rule == "speakers.label-before" for own in voices[at])}


def _has_label(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence opens with words before a colon that may be somebody: "Hamas: the army lost seven", but not "Missing: 12"."""
    for opens, colon in stretches_before_colon(sentence):
        words = sentence.tokens[opens:colon]
        plain = all(token.pos not in ("VERB", "AUX", "PRON") for token in words)
        if plain and told_of_people((token.lower for token in words), lexicon) is None:
            return True
    return False


def _release(sentences: Sequence[Sentence], voices: Sequence[Sequence[Voice]], lexicon: Lexicon) -> dict[int, Voice]:
    """
    Return the voice of a body over all sentences of its own release: "Ministry of Health" over "Press release".

    Sentences that name a speaker of their own are left out.
    """
    # "Press release:", "PRESS RELEASE —": marks say nothing.
    if len(sentences) < 3 or " ".join(token.lower for token in sentences[1] if token.pos != "PUNCT") not in RELEASES:
        return {}
    head, last = sentences[0], len(sentences[0]) - 1
    # "Twelve killed in Harim" over "Press release" is a headline, and names no body.
    if not can_label(head, 0, last, lexicon, capitals=True):
        return {}
    voice = Voice(0, _scope(0, (0, last), last, "speakers.release"), (head.span(0, last),))
    return {at: voice for at in range(2, len(sentences)) if not any(own.speakers for own in voices[at])}


def _signature(text: str, sentence: Sentence) -> Frame | None:
    """Return the frame of a signature, a name behind a dash: "— Jan Novak, head of the regional administration"."""
    ends = [token.index for token in sentence.tokens[-SIGNATURE_MOST - 1 :] if token.text in SIGNING and _closes(sentence, token.index)]
    # The splitter may have left the dash out of the sentence as a mark of the layout.
    before = text[max(sentence.start - 4, 0) : sentence.start].rstrip(" \t")[-1:]
    if not ends and before not in SIGNING:
        return None
    first = ends[-1] + 1 if ends else 0
    if not 0 < len(sentence) - first <= SIGNATURE_MOST:
        return None
    comma = next((token.index for token in sentence.tokens[first:] if token.text == ","), len(sentence))
    name = sentence.tokens[first:comma]
    named = len(name) >= 2 and all(token.text[:1].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") for token in name)
    # "— Jan Novak said on Monday", "- Kherson Region 12": what tells or counts is an item of a list, and signs nothing.
    told = any(token.pos in ("VERB", "AUX", "NUM") for token in sentence.tokens[first:])
    if not named or told or not is_person(sentence, name[-1].index if name[-1].pos == "PROPN" else name[0].index):
        return None
    frame = _scope(name[0].index, (name[0].index, name[-1].index), len(sentence) - 1, "speakers.signature")
    return replace(frame, first=max(first - 1, 0))


def _closes(sentence: Sentence, dash: int) -> bool:
    """Say whether what stands before a dash is complete: nothing, or a sentence with its stop."""
    return dash == 0 or sentence[dash - 1].text in (".", "!", "?", "”", '"', "…")


def _lead_in(text: str, sentences: Sequence[Sentence], position: int, voices: Sequence[Voice], lexicon: Lexicon) -> Voice | None:
    """
    Return the voice of a line that ends in a colon and hands the word on to the list below it, or ``None``.

    It is that of the line's last named frame ("The ministry reported the following:"), or the line itself where it is nothing but the
    name of a body ("IDF:").
    """
    sentence = sentences[position]
    # A colon on a line of its own names nobody.
    if len(sentence) < 2 or sentence[len(sentence) - 1].text != ":":
        return None
    if position + 1 >= len(sentences) or not _is_listed(text, sentences[position + 1]):
        return None
    named = [voice for voice in voices if voice.speakers]
    if named:
        voice = named[-1]
        frame = _scope(voice.frame.cue, voice.frame.named or (0, 0), len(sentence) - 1, "speakers.lead-in")
        return Voice(position, frame, voice.speakers)
    # "Losses reported by the ministry:", "Toll, according to the ministry:": no clause in which anybody reports.
    last = len(sentence) - 2
    by = next((token.index for token in reversed(sentence.tokens[1:]) if token.lower in ("by", "to")), last)
    told = sentence[by].lower == "by" and lexicon.find("cues", sentence[by - 1].lemma) is not None
    if (told or sentence[by - 1].lower == "according") and can_label(sentence, by + 1, last, lexicon, capitals=True):
        return Voice(position, _scope(by, (by + 1, last), last + 1, "speakers.lead-in"), (sentence.span(by + 1, last),))
    # "Kyiv:" over a list is where it was: `can_label` alone would take a capital for its government.
    subject = next((token for token in sentence if token.dep == "nsubj"), None)
    words = " ".join(token.text for token in sentence.tokens[: len(sentence) - 1])
    if subject is None and describe(words, lexicon, "speaker")[1] in SPEAKING_KINDS and can_label(
        sentence, 0, len(sentence) - 2, lexicon, capitals=True
    ):
        span = sentence.span(0, len(sentence) - 2)
        return Voice(position, _scope(0, (0, len(sentence) - 2), len(sentence) - 1, "speakers.lead-in"), (span,))
    return None


def _scope(cue: int, named: tuple[int, int], last: int, rule: str) -> Frame:
    """Return the frame of a scope. It has no content in its own sentence: what is said stands in others."""
    return Frame(cue, cue, named[0], (), "says", rule, 0, last, named=named)


def _opens_line(text: str, sentence: Sentence) -> bool:
    """Say whether nothing but marks stands before a sentence in its line."""
    start = text.rfind("\n", 0, sentence.start) + 1
    return not any(map(str.isalnum, text[start : sentence.start]))


def _behind(text: str, sentences: Sequence[Sentence], position: int) -> Iterator[int]:
    """Yield the positions of the sentences that go on in the line of one."""
    yield from takewhile(lambda at: not _is_parted(text, sentences, at), range(position + 1, len(sentences)))


def _below(text: str, sentences: Sequence[Sentence], position: int, leads: Sequence[Voice | None]) -> Iterator[int]:
    """Yield the positions of the sentences in the line of a lead-in and in the list below it, up to the next lead-in of the list."""
    for at in range(position + 1, len(sentences)):
        if _is_parted(text, sentences, at) and not _is_listed(text, sentences[at]):
            return
        yield at
        # What stands below that one is its own.
        if leads[at] is not None:
            return


def _is_parted(text: str, sentences: Sequence[Sentence], at: int) -> bool:
    """Say whether a sentence begins another line than the one before it ends."""
    return "\n" in text[sentences[at - 1].end : sentences[at].start]


def _is_listed(text: str, sentence: Sentence) -> bool:
    """Say whether a sentence is a line of a list: an item, or a label with its number ("Killed: 12")."""
    return is_item(text, sentence) or is_labelled(text, sentence)
