"""
Who says what in a report: the voice of each frame, of each quotation and of each block.
"""

from __future__ import annotations

from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.names.parties import describe
from according.reading.context import Context
from according.reading.lines.label_lines import label_mark
from according.reading.speakers.block_voices import find_scopes
from according.reading.speakers.frame import Frame
from according.reading.speakers.frames import find_frames
from according.reading.speakers.kinds.marked import can_label
from according.reading.speakers.naming.label_names import find_label_names
from according.reading.speakers.naming.owners import can_speak
from according.reading.speakers.quotations import Quotation
from according.reading.speakers.voices import Memory, Voice, agrees, is_person, speaker_span
from according.reading.tables.cell_counts import Laid
from according.reading.tables.cell_voices import Spoken, find_cell_voices, find_table_voice
from according.report import Span


def find_voices(context: Context) -> None:
    """Find who speaks in each sentence, then who says each quotation, then for whom the layout speaks."""
    memory = Memory()
    known = find_label_names(context.text, context.sentences, context.lexicon)
    for position, sentence in enumerate(context.sentences):
        voices: list[Voice] = []
        for frame in _frames(context, position, known):
            voice = Voice(position, frame, _speakers(sentence, frame, voices, memory))
            if _can_have_counted(context, voice):
                voices.append(voice)
        context.voices.append(voices)
        # Only now, when all its frames are resolved: the pronouns of a sentence look back to the sentences before it.
        _remember(sentence, voices, memory)
    _find_cell_voices(context)
    _assign_quotations(context)
    listed = {*context.rows, *context.losses, *context.breakdowns}
    context.scopes = find_scopes(context.text, context.sentences, context.voices, listed, context.lexicon)
    context.scopes |= _over_losses(context)
    _over_nested(context)


def _find_cell_voices(context: Context) -> None:
    """Find who gives the counts of each row of a table. A name in the row itself makes a frame of its sentence."""
    spoken = Spoken(context.text, context.sentences, context.voices, context.lexicon)
    beside: dict[Laid, Voice | None] = {}
    for position, row in context.rows.items():
        if row.laid not in beside:
            beside[row.laid] = find_table_voice(spoken, row.laid)
        row.voices = find_cell_voices(spoken, row, beside[row.laid])
        own = [voice for voice in row.voices.values() if voice.sentence == position]
        # One frame for all counts that it covers: a statement is made of each.
        context.voices[position] = list({voice.frame.cue: voice for voice in reversed(own)}.values())


def _over_losses(context: Context) -> dict[int, Voice]:
    """Return who gives each line of a list of losses: who speaks in its heading, else the body whose name alone opens the report."""
    found: dict[int, Voice] = {}
    for position, loss in context.losses.items():
        if loss.heading < 0:
            continue
        told = next((voice for voice in reversed(context.voices[loss.heading]) if voice.speakers), None)
        head = context.sentences[0]
        if told is not None:
            frame = replace(told.frame, content=(), rule="speakers.lead-in", first=0, last=len(context.sentences[loss.heading]) - 1)
            found[position] = Voice(loss.heading, frame, told.speakers)
        # A ministry's name over its own list: nothing else stands between them.
        elif loss.heading == 1 and can_label(head, 0, len(head) - 1, context.lexicon, capitals=True):
            last = len(head) - 1
            frame = Frame(0, 0, 0, (), "says", "speakers.release", 0, last, named=(0, last))
            found[position] = Voice(0, frame, (head.span(0, last),))
    return found


def _over_nested(context: Context) -> None:
    """Give each nested item that names nobody itself the voice over the first number of the item above it."""
    for position, above in context.nested.items():
        number = next((n for n in context.numbers_of(above) if n.trap is None), None)
        if number is None or position in context.scopes or any(voice.speakers for voice in context.voices[position]):
            continue
        over, scope = context.speakers_of(above, number.core)
        named = next((voice for voice in reversed(over) if voice.speakers), scope)
        if named is not None:
            context.scopes[position] = named


def _frames(context: Context, position: int, known: frozenset[str]) -> list[Frame]:
    """
    Return the frames of a sentence. Who speaks in the row of a table is told by its cells, and not by a tree.

    ``known`` are the names that may be labels.
    """
    sentence = context.sentences[position]
    if position in context.losses or position in context.rows:
        return []
    # "Civilians reported killed: 3" is a label, in which no civilian reports.
    frames = find_frames(sentence, context.lexicon, known) if label_mark(sentence) is None else []
    # "Army: 5 killed" among lines for police and civilians: the army is who fell.
    return [f for f in frames if f.rule != "speakers.label-before"] if position in context.breakdowns else frames


def _speakers(sentence: Sentence, frame: Frame, before: list[Voice], memory: Memory) -> tuple[Span, ...]:
    """
    Find a frame's speakers: the speaker, and whom he has it from where the frame names somebody.

    A pronoun inside another frame's content is the speaker of that frame: "Smith says he expects". Any other pronoun or short name is
    looked up in what the report has said before.
    """
    spans: list[Span | None] = []
    for index, named in ((frame.speaker, frame.named), (frame.via, frame.via_named)):
        if index is None or sentence[index].lower in ("we", "i") or _is_own(sentence, index):
            # Whoever says "we" is he who is quoted, or the report: nobody that was named before.
            continue
        # "The office says it has verified 40 deaths, and believes ...": the subject that "believes" shares stands in what the office says.
        inside = (v for v in reversed(before) if _encloses(sentence, v.frame, frame) or v.frame.covers(index))
        outer = next((voice for voice in inside if voice.speakers), None)
        # The finder of the frame has read the words itself, because the tree has lost them: they are not looked for again.
        if named is not None:
            spans.append(sentence.span(*named))
        elif outer is not None and agrees(sentence, sentence[index], outer.frame.speaker):
            spans.append(outer.speakers[-1])
        else:
            known = memory.resolve(sentence, index)
            # What is known is the pronoun itself where nothing before it explains it; only then may its own sentence do so.
            spans.append(_own_subject(sentence, index) or known if known == sentence.span(index, index) else known)
    return tuple(span for span in spans if span is not None)


def _can_have_counted(context: Context, voice: Voice) -> bool:
    """
    Say whether a pronoun that "has recorded 40 deaths" stands for somebody who counts; of any other voice that is not asked.

    "The province is poor. It has recorded 40 deaths": they happened there, and the province says nothing.
    """
    sentence, frame = context.sentences[voice.sentence], voice.frame
    entry = context.lexicon.find("cues", sentence[frame.cue_last].lemma)
    if frame.speaker is None or sentence[frame.speaker].pos != "PRON" or entry is None or entry.id != "record":
        return True
    words = [span.slice(context.text) for span in voice.speakers]
    return bool(words) and describe(words[-1], context.lexicon, "speaker")[1] is not None


def _is_own(sentence: Sentence, index: int) -> bool:
    """
    Say whether what is named as a source is the report's own: "according to information we received", "we published a report stating".

    Whoever says "we" there is the report, and names nobody.
    """
    noun = sentence[index]
    if noun.pos != "NOUN" or is_person(sentence, index):
        return False
    verbs = [*sentence.children(index, "acl:relcl", "acl")]
    verbs += [sentence[noun.head]] if noun.dep == "obj" else []
    behind = sentence[index + 1].lower if index + 1 < len(sentence) else ""
    return behind in ("we", "i") or any(child.lower in ("we", "i") for verb in verbs for child in sentence.children(verb.index, "nsubj"))


def _own_subject(sentence: Sentence, index: int) -> Span | None:
    """Return the subject before a pronoun in its own sentence that it can stand for: "The ministry has recorded 40 deaths, it said"."""
    pronoun = sentence[index]
    if pronoun.pos != "PRON":
        return None
    for token in sentence.tokens[:index]:
        if token.dep == "nsubj" and can_speak(token, sentence.lexicon) and agrees(sentence, pronoun, token.index):
            return speaker_span(sentence, token.index)
    return None


def _encloses(sentence: Sentence, outer: Frame, frame: Frame) -> bool:
    """Say whether a frame stands in what another reports, or tells of the evidence it shows: "aired a video it says shows ..."."""
    verb = sentence[frame.cue_last]
    return outer.covers(frame.cue) or (outer.evidence is not None and verb.dep == "acl:relcl" and verb.head == outer.evidence)


def _remember(sentence: Sentence, voices: list[Voice], memory: Memory) -> None:
    """Keep the sentence's speakers and its other subjects for the pronouns and short names of the sentences behind it."""
    for voice in voices:
        # "Reports of four dead" is nobody whom "they" could mean.
        if voice.frame.speaker is not None and voice.speakers and voice.frame.rule != "speakers.opening-reports":
            memory.remember(sentence, voice.frame.speaker, voice.speakers[0], spoke=True)
            if voice.frame.via is not None and len(voice.speakers) > 1:
                memory.remember(sentence, voice.frame.via, voice.speakers[1], spoke=True)
            if _in_statement(sentence, voice.frame.cue_last):
                memory.stated = voice.speakers[0]
    for token in sentence:
        if token.dep in ("nsubj", "nsubj:pass") and can_speak(token, sentence.lexicon):
            told = any(voice.frame.covers(token.index) for voice in voices)
            spoke = not told and _says_something(sentence, token, voices)
            memory.remember(sentence, token.index, speaker_span(sentence, token.index), spoke=spoke, told=told)
    _meet_newcomers(sentence, voices, memory)


def _says_something(sentence: Sentence, token: Token, voices: list[Voice]) -> bool:
    """Say whether a subject speaks without a word of what he says: "The army denied this", "The mayor did not comment"."""
    verb = sentence[token.head]
    entry = sentence.lexicon.find("cues", verb.lemma) if verb.pos == "VERB" and token.dep == "nsubj" else None
    speaks = entry is not None and entry.pattern in ("clause", "both") and entry.id != "report-found"
    return speaks and not any(voice.frame.first <= verb.index <= voice.frame.last for voice in voices)


def _meet_newcomers(sentence: Sentence, voices: list[Voice], memory: Memory) -> None:
    """Keep the persons who act or are met in a main clause of the report's own: "Mayor Dana Velin visited the scene"."""
    for token in sentence:
        if token.dep not in ("nsubj", "obj"):
            continue
        verb = sentence[token.head]
        # "The governor was shocked": an office is known by its article.
        office = token.dep == "nsubj" and token.lemma in sentence.lexicon.word_class("titles") and _is_definite(sentence, token.index)
        # Who is only mentioned, in a side clause or below a noun, has not come in: the next "she" is not hers.
        if (verb.pos != "VERB" and not office) or verb.dep not in ("root", "conj"):
            continue
        if any(voice.frame.covers(token.index) for voice in voices):
            continue
        if token.dep == "nsubj" and token.lower in ("he", "she"):
            # Resolving it notes that whoever it stands for is a man, or a woman.
            memory.resolve(sentence, token.index)
        name = next((child for child in sentence.children(token.index, "appos", "flat") if child.pos == "PROPN"), token)
        named = token.pos == "PROPN" or (name is not token)
        if (named or office) and is_person(sentence, token.index):
            memory.meet(sentence, token.index, speaker_span(sentence, token.index))


def _is_definite(sentence: Sentence, index: int) -> bool:
    """Say whether "the" or an owner stands before a noun: "the governor", "the rebels' commander"."""
    return any(child.lower == "the" or child.dep == "nmod:poss" for child in sentence.children(index, "det", "nmod"))


def _in_statement(sentence: Sentence, verb: int) -> bool:
    """
    Say whether a cue stands with "in a statement", "in a report": "In a statement, the army said ... It said ...".

    The "it" that follows may then mean the statement, whose words are the army's.
    """
    documents = sentence.lexicon.word_class("documents") | sentence.lexicon.word_class("utterances")
    return any(token.lemma in documents and sentence.has_case(token.index, "in") for token in sentence.children(verb, "obl", "nmod"))


def _assign_quotations(context: Context) -> None:
    """
    Give each quotation its voice.

    It is that of a frame in the quotation's own sentences, else that of the quotation it carries on, else that of a sentence before it
    that ends in a colon. Where there is none, nobody answers for the quotation.
    """
    sentences, quotations = context.sentences, context.quotations
    # Both are in the order of the text, so one walk over the sentences serves all quotations: the time stays linear.
    at = 0
    for position, quotation in enumerate(quotations):
        while at < len(sentences) and sentences[at].end < quotation.start:
            at += 1
        voice = _voice_near(context, at, quotation) or _voice_carried(context, position, at)
        if voice is not None:
            context.quoted_by[position] = voice


def _voice_near(context: Context, at: int, quotation: Quotation) -> Voice | None:
    """Return the first named voice, in the sentences that a quotation touches, whose cue stands outside its marks."""
    position = at
    while position < len(context.sentences) and context.sentences[position].start < quotation.end:
        for voice in context.voices[position]:
            cue = context.sentences[position][voice.frame.cue].start
            # `"The army said 12 died," the mayor said`: who is quoted inside the marks does not say the quotation.
            if voice.speakers and not quotation.start <= cue < quotation.end:
                return voice
        position += 1
    return None


def _voice_carried(context: Context, position: int, at: int) -> Voice | None:
    """Return the voice of a quotation without a frame: that of the quotation it carries on, or of a sentence before it with a colon."""
    quotation, text = context.quotations[position], context.text
    # `"It was night," the mayor said. "Nine died."`: the second quotation is the mayor's too.
    if position:
        gap = text[context.quotations[position - 1].end : quotation.start]
        if position - 1 in context.quoted_by and (quotation.follows or _only_frame_between(context, position, at, gap)):
            return context.quoted_by[position - 1]
    # The splitter may have cut before the opening mark or behind it: the lead-in is then the sentence before, or the same one.
    before = at - 1 if at < len(context.sentences) and context.sentences[at].start >= quotation.start - 1 else at
    if 0 <= before < len(context.sentences) and text[context.sentences[before].start : quotation.start].rstrip(' \t\r\n"“«').endswith(":"):
        named = [voice for voice in context.voices[before] if voice.speakers]
        return named[-1] if named else _opening_subject(context, before)
    return None


def _only_frame_between(context: Context, position: int, at: int, gap: str) -> bool:
    """
    Say whether nothing stands between two quotations but marks, or the rest of the sentence that says who speaks.

    Where words stand between them, the end of a paragraph parts them: the second then has to name its own speaker.
    """
    # Two paragraphs with a closed quotation each may be two witnesses; one who goes on leaves the first open.
    if "\n\n" in gap:
        return False
    if not gap.strip(' \t\r\n"“”«».,'):
        return True
    previous = context.quoted_by[position - 1]
    sentence = context.sentences[previous.sentence]
    # `"A," he said. Shots were heard. "B."`: a whole sentence between the two may have brought in somebody else.
    return sentence.end >= context.quotations[position - 1].end and not any(
        other.start > sentence.end and other.end < context.quotations[position].start
        for other in context.sentences[previous.sentence : at + 1]
    )


def _opening_subject(context: Context, position: int) -> Voice | None:
    """A sentence that ends in a colon before a quotation hands the word to its subject: "X highlighted the danger:"."""
    sentence = context.sentences[position]
    for root in sentence.roots():
        subject = sentence.child(root.index, "nsubj")
        # "He shook his head:" would need a memory of who he is, which is gone by now: nobody rather than the wrong one.
        if root.pos == "VERB" and subject is not None and subject.pos != "PRON":
            frame = Frame(root.index, root.index, subject.index, (), "says", "speakers.colon-before-quotation", 0, len(sentence) - 1)
            return Voice(position, frame, (speaker_span(sentence, subject.index),))
    return None
