"""
Every entry of the word lists for measures, cues and hedges is reached: each form is set into a tiny sentence made by
template for its pattern, with lemmas by the program's own lemmatiser. This says that a form is found, not that it is
read well: the cases say that.
"""

from __future__ import annotations

from collections.abc import Callable

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, default
from according.reading.figures.elliptic import told_with
from according.reading.figures.status import status_of
from according.reading.figures.triggers import find_triggers
from according.reading.speakers.frames import find_frames

FIN, PART = "Tense=Past|VerbForm=Fin", "Tense=Past|VerbForm=Part"
Row = tuple[str, str, str, int, str]  # text, part of speech, features, head (its own place for the root), label
PREPOSITIONS = {"death": "to", "custody": "into", "arrest": "under", "detention": "in", "jail": "in", "captivity": "in", "home": "from"}
PLURALS = {
    "arm": "arms",
    "weapon": "weapons",
    "life": "lives",
    "body": "bodies",
    "fatality": "fatalities",
    "casualty": "casualties",
    "injury": "injuries",
    "loss": "losses",
}
UNCOUNTED = {"dead", "wounded", "injured", "displaced", "remains", "lives"}
# Forms that nothing finds, entry by entry: each is a fault of the list or of the rule. Strict: whoever mends one takes it out here.
UNREACHED = {
    # Only with "from": "learned from the army that"; whoever merely learns it does not say it.
    ("report-found", "learn"),
    ("report-found", "hear"),
}


def sentence(*rows: Row) -> Sentence:
    tokens, at = [], 0
    for index, (text, pos, feats, head, dep) in enumerate(rows):
        lemma, lower = lemmatise(text, pos, feats)
        tokens.append(Token(index, at, at + len(text), text, lemma, pos, feats, head, dep, lower))
        at += len(text) + 1
    return Sentence(tuple(tokens), default())


def lost(name: str, found: Callable[[Entry, str], bool]) -> set[tuple[str, str]]:
    """Return the forms of a list that nothing finds, each with the id of its entry."""
    return {(entry.id, form) for entry in default().lists[name] for form in entry.forms if not found(entry, form)}


def known(name: str) -> set[tuple[str, str]]:
    """Return the known faults of a list."""
    return {(entry, form) for entry, form in UNREACHED if any(one.id == entry for one in default().lists[name])}


def unreached(name: str, found: Callable[[Entry, str], bool]) -> list[str]:
    """Return the entries of a list of which no form is found."""
    return [entry.id for entry in default().lists[name] if not any(found(entry, form) for form in entry.forms)]


# -- measures -----------------------------------------------------------------------------------------------------------


def by_verb(form: str) -> list[Sentence]:
    """ "Rebels kill 12 soldiers", "Rebels gun down 12 soldiers", "Rebels take hostage 12 soldiers", "... into custody"."""
    verb, *rest = form.split()
    tail: list[Row] = [("12", "NUM", "", 3, "nummod"), ("soldiers", "NOUN", "Number=Plur", 1, "obj")]
    if not rest:
        return [sentence(("Rebels", "NOUN", "Number=Plur", 1, "nsubj"), (verb, "VERB", FIN, 1, "root"), *tail)]
    word = PLURALS.get(rest[0], rest[0])
    if verb == "be":
        return [
            sentence(
                ("Rebels", "NOUN", "Number=Plur", 3, "nsubj"),
                ("are", "AUX", "", 3, "cop"),
                ("in", "ADP", "", 3, "case"),
                (word, "NOUN", "Number=Sing", 3, "root"),
            )
        ]
    start: list[Row] = [("Rebels", "NOUN", "Number=Plur", 1, "nsubj"), (verb, "VERB", FIN, 1, "root")]
    if word in PREPOSITIONS:
        return [sentence(*start, *tail, (PREPOSITIONS[word], "ADP", "", 5, "case"), (word, "NOUN", "Number=Sing", 1, "obl"))]
    if word in ("lives", "arms", "weapons", "part"):
        return [
            sentence(*start, (word, "NOUN", "", 1, "obj"), ("of", "ADP", "", 4, "case"), ("soldiers", "NOUN", "Number=Plur", 2, "nmod"))
        ]
    pos, dep = ("VERB", "xcomp") if word in ("flee", "leave", "evacuate", "go") else ("ADP", "compound:prt")
    tail = [("12", "NUM", "", 4, "nummod"), ("soldiers", "NOUN", "Number=Plur", 1, "obj")]
    return [sentence(*start, (word, kind, "", 1, label), *tail) for kind, label in ((pos, dep), ("NOUN", "xcomp"), ("ADJ", "xcomp"))]


def by_state(form: str) -> list[Sentence]:
    return [
        sentence(
            ("12", "NUM", "", 1, "nummod"),
            ("men", "NOUN", "Number=Plur", 3, "nsubj"),
            ("are", "AUX", "", 3, "cop"),
            (form, "ADJ", "", 3, "root"),
        )
    ]


def noun_phrase(form: str, at: int, head: int, dep: str, *, plural: bool) -> list[Row]:
    """Write a noun of one word or several as the tokeniser cuts it: "death toll", "hostage-taking", "prisoner of war"."""
    words = form.replace("-", " - ").split()
    lead = 0 if "of" in words else len(words) - 1
    word = words[lead]
    words[lead] = PLURALS.get(word, word if word in UNCOUNTED else f"{word}s") if plural else word
    feats = "Number=Plur" if plural or word in UNCOUNTED else "Number=Sing"
    rows: list[Row] = []
    for index, text in enumerate(words):
        if index == lead:
            rows.append((text, "NOUN", feats, head if head >= 0 else at + lead, dep))
        elif text in ("of", "-"):
            rows.append((text, "ADP" if text == "of" else "PUNCT", "", at + len(words) - 1, "case" if text == "of" else "punct"))
        else:
            rows.append((text, "NOUN", "Number=Sing", at + lead, "compound" if index < lead else "nmod"))
    return rows


def by_count(form: str) -> list[Sentence]:
    noun = noun_phrase(form, 2, 0, "obj", plural=True)
    lead = next(index for index, row in enumerate(noun) if row[4] == "obj")
    return [sentence(("Count", "VERB", FIN, 0, "root"), ("12", "NUM", "", 2 + lead, "nummod"), *noun)]


def by_of(form: str) -> list[Sentence]:
    noun = noun_phrase(form, 0, -1, "root", plural=False)
    lead, end = len(noun) - 1, len(noun)
    return [
        sentence(
            *noun, ("of", "ADP", "", end + 2, "case"), ("12", "NUM", "", end + 2, "nummod"), ("men", "NOUN", "Number=Plur", lead, "nmod")
        )
    ]


def by_toll(form: str) -> list[Sentence]:
    size = len(form.split())
    noun = noun_phrase(form, 0, size, "nsubj", plural=False)
    return [sentence(*noun, ("rose", "VERB", FIN, size, "root"), ("to", "ADP", "", size + 2, "case"), ("12", "NUM", "", size, "obl"))]


def by_fate(form: str) -> list[Sentence]:
    return [
        sentence(
            (form, "NOUN", "Number=Sing", 5, "nsubj"),
            ("of", "ADP", "", 3, "case"),
            ("12", "NUM", "", 3, "nummod"),
            ("men", "NOUN", "Number=Plur", 0, "nmod"),
            ("is", "AUX", "", 5, "cop"),
            ("unknown", "ADJ", "", 5, "root"),
        )
    ]


def by_borne(form: str) -> list[Sentence]:
    """ "Rebels suffered burns", "Rebels left their homes", "Rebels handed over their weapons"."""
    verb, *rest = form.split()
    thing = len(rest) + 1
    rows: list[Row] = [("Rebels", "NOUN", "Number=Plur", 1, "nsubj"), (verb, "VERB", FIN, 1, "root")]
    for word in rest[:-1]:
        their = word == "their"
        rows.append((word, "PRON", "Poss=Yes", thing, "nmod:poss") if their else (word, "ADP", "", 1, "compound:prt"))
    return [sentence(*rows, (PLURALS.get(rest[-1], f"{rest[-1]}s"), "NOUN", "Number=Plur", 1, "obj"))]


TEMPLATES = {"state": by_state, "count": by_count, "of": by_of, "toll": by_toll, "fate": by_fate, "borne": by_borne}


def behind(entry: Entry, form: str) -> bool:
    """Say whether "with burns" or "in critical condition" is found behind its preposition."""
    noun, *rest = form.split()
    rows: list[Row] = [("Men", "NOUN", "Number=Plur", 0, "root"), (rest[-1], "ADP", "", len(rest) + 1, "case")]
    rows += [(word, "ADJ", "", len(rest) + 1, "amod") for word in rest[:-1]]
    told = told_with(one := sentence(*rows, (noun, "NOUN", "Number=Sing", 0, "nmod")), one[1], default())
    return told is not None and told.id == entry.id


def measured(entry: Entry, form: str) -> bool:
    if entry.pattern == "with":
        return behind(entry, form)
    made = TEMPLATES.get(entry.pattern or "", by_verb)(form)
    return any(trigger.entry.id == entry.id and trigger.counted for one in made for trigger in find_triggers(one, default()))


def test_every_form_of_a_measure_is_found() -> None:
    assert lost("measures", measured) == known("measures")


def test_every_entry_of_a_measure_is_reached() -> None:
    assert unreached("measures", measured) == []


# -- cues -----------------------------------------------------------------------------------------------------------------


def with_clause(form: str) -> list[Sentence]:
    """ "Officials say that 12 men died", "Officials voice fear that ...", and behind a quotation "..., officials say"."""
    verb, *rest = form.split()
    start: list[Row] = [("Officials", "NOUN", "Number=Plur", 1, "nsubj"), (verb, "VERB", FIN, 1, "root")]
    noun = bool(rest) and rest[0] in ("concern", "fear", "worry")
    start += [(word, "NOUN" if noun else "ADP", "Number=Sing" if noun else "", 1, "obj" if noun else "compound:prt") for word in rest]
    at, above = len(start), 2 if noun else 1
    clause: list[Row] = [
        ("that", "SCONJ", "", at + 3, "mark"),
        ("12", "NUM", "", at + 2, "nummod"),
        ("men", "NOUN", "Number=Plur", at + 3, "nsubj"),
        ("died", "VERB", FIN, above, "acl" if noun else "ccomp"),
    ]
    said: list[Row] = [
        ('"', "PUNCT", "", 3, "punct"),
        ("12", "NUM", "", 2, "nummod"),
        ("men", "NOUN", "Number=Plur", 3, "nsubj"),
        ("died", "VERB", FIN, 7, "ccomp"),
        (",", "PUNCT", "", 3, "punct"),
        ('"', "PUNCT", "", 3, "punct"),
        ("officials", "NOUN", "Number=Plur", 7, "nsubj"),
        (verb, "VERB", FIN, 7, "root"),
    ]
    said += [(word, "ADP", "", 7, "compound:prt") for word in rest]
    of: list[Row] = [
        ("Officials", "NOUN", "Number=Plur", 1, "nsubj"),
        (verb, "VERB", FIN, 1, "root"),
        ("of", "ADP", "", 4, "case"),
        ("12", "NUM", "", 4, "nummod"),
        ("deaths", "NOUN", "Number=Plur", 1, "obl"),
    ]
    return [sentence(*start, *clause), sentence(*said), *([sentence(*of)] if rest == ["of"] else [])]


def with_object(form: str) -> list[Sentence]:
    """ "Officials put the toll at 12", "Officials quote the mayor as saying ...", "Officials order / call for men to leave"."""
    verb, *rest = form.split()
    start: list[Row] = [("Officials", "NOUN", "Number=Plur", 1, "nsubj"), (verb, "VERB", FIN, 1, "root")]
    toll: list[Row] = [
        ("the", "DET", "", 3, "det"),
        ("toll", "NOUN", "Number=Sing", 1, "obj"),
        ("at", "ADP", "", 5, "case"),
        ("12", "NUM", "", 1, "obl"),
    ]
    quoted: list[Row] = [
        ("the", "DET", "", 3, "det"),
        ("mayor", "NOUN", "Number=Sing", 1, "obj"),
        ("as", "SCONJ", "", 5, "mark"),
        ("saying", "VERB", "VerbForm=Ger", 1, "advcl"),
        ("12", "NUM", "", 7, "nummod"),
        ("men", "NOUN", "Number=Plur", 8, "nsubj"),
        ("died", "VERB", FIN, 5, "ccomp"),
    ]
    particle: list[Row] = [(word, "ADP", "", 1, "compound:prt") for word in rest]
    at = len(start) + len(particle)
    act: list[Row] = [
        ("12", "NUM", "", at + 1, "nummod"),
        ("men", "NOUN", "Number=Plur", 1, "obj"),
        ("to", "PART", "", at + 3, "mark"),
        ("leave", "VERB", "VerbForm=Inf", 1, "xcomp"),
    ]
    return [sentence(*start, *toll), sentence(*start, *quoted), sentence(*start, *particle, *act), *with_clause(form)]


def with_frame(form: str) -> list[Sentence]:
    first, second = form.split()
    return [
        sentence(
            (first.capitalize(), "VERB", "", 3, "case"),
            (second, "ADP", "", 0, "fixed"),
            ("the", "DET", "", 3, "det"),
            ("ministry", "NOUN", "Number=Sing", 7, "obl"),
            (",", "PUNCT", "", 3, "punct"),
            ("12", "NUM", "", 6, "nummod"),
            ("men", "NOUN", "Number=Plur", 7, "nsubj"),
            ("died", "VERB", FIN, 7, "root"),
        )
    ]


def with_noun(form: str) -> list[Sentence]:
    return [
        sentence(
            ("By", "ADP", "", 3, "case"),
            ("Harran", "PROPN", "Number=Sing", 3, "nmod:poss"),
            ("'s", "PART", "", 1, "case"),
            (form, "NOUN", "Number=Sing", 7, "obl"),
            (",", "PUNCT", "", 3, "punct"),
            ("12", "NUM", "", 6, "nummod"),
            ("men", "NOUN", "Number=Plur", 7, "nsubj"),
            ("died", "VERB", FIN, 7, "root"),
        )
    ]


def with_evidence(form: str) -> list[Sentence]:
    return [
        sentence(
            ("Officials", "NOUN", "Number=Plur", 1, "nsubj"),
            (form, "VERB", FIN, 1, "root"),
            ("a", "DET", "", 3, "det"),
            ("video", "NOUN", "Number=Sing", 1, "obj"),
            ("showing", "VERB", "VerbForm=Ger", 3, "acl"),
            ("12", "NUM", "", 6, "nummod"),
            ("men", "NOUN", "Number=Plur", 4, "obj"),
        )
    ]


CUE_TEMPLATES = {
    "clause": with_clause,
    "both": with_clause,
    "object": with_object,
    "frame": with_frame,
    "noun": with_noun,
    "show": with_evidence,
}


def given(entry: Entry, form: str) -> bool:
    """Say whether somebody is given the word by the form, with the entry's stance; evidence by the rule for evidence."""
    for made in CUE_TEMPLATES[entry.pattern or ""](form):
        for frame in find_frames(made, default()):
            cue = {made[at].lower for at in range(frame.cue, frame.cue_last + 1)}
            if entry.pattern == "show":
                return frame.rule == "speakers.shown-evidence"
            if cue & set(form.split()) and (entry.pattern == "noun" or frame.stance == entry.kind):
                return True
            if entry.id == "quote" and frame.rule == "speakers.quoted-as-saying":
                return True
    return False


def test_every_form_of_a_cue_is_found() -> None:
    assert lost("cues", given) == known("cues")


def test_every_entry_of_a_cue_is_reached() -> None:
    assert unreached("cues", given) == []


# -- hedges ---------------------------------------------------------------------------------------------------------------


def hedged(entry: Entry, form: str) -> bool:
    """ "12 men may die", "12 men reportedly died", "12 alleged deaths", "12 men believed dead", "Officials plan to send 12 men"."""
    men: list[Row] = [("12", "NUM", "", 1, "nummod"), ("men", "NOUN", "Number=Plur", 3, "nsubj")]
    made = [
        (sentence(*men, (form, "AUX", "", 3, "aux"), ("die", "VERB", "VerbForm=Inf", 3, "root")), 3),
        (sentence(*men, (form, "ADV", "", 3, "advmod"), ("died", "VERB", FIN, 3, "root")), 3),
        (sentence(("12", "NUM", "", 2, "nummod"), (form, "ADJ", "", 2, "amod"), ("deaths", "NOUN", "Number=Plur", 2, "root")), 2),
        (
            sentence(
                ("12", "NUM", "", 1, "nummod"),
                ("men", "NOUN", "Number=Plur", 1, "root"),
                (form, "VERB", PART, 1, "acl"),
                ("dead", "ADJ", "", 2, "xcomp"),
            ),
            3,
        ),
        (
            sentence(
                ("Officials", "NOUN", "Number=Plur", 1, "nsubj"),
                (form, "VERB", FIN, 1, "root"),
                ("to", "PART", "", 3, "mark"),
                ("send", "VERB", "VerbForm=Inf", 1, "xcomp"),
                ("12", "NUM", "", 5, "nummod"),
                ("men", "NOUN", "Number=Plur", 3, "obj"),
            ),
            3,
        ),
    ]
    return any(status_of(one, index, words, [], default()) == entry.kind for one, index in made for words in ("12", f"an {form} 12"))


def test_every_form_of_a_hedge_gives_its_status() -> None:
    assert lost("hedges", hedged) == known("hedges")


def test_without_a_hedge_a_count_is_asserted() -> None:
    assert not any(hedged(entry, "old") for entry in default().lists["hedges"])
