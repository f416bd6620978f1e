"""
Survey a report's places and times once for all its figures, and weigh how they hang together with an event.

A sentence's places and times are weighed by their tie to the word of the event: its own clause before
the clause around it, and that before a neighbour. Where the sentence has none, the sentences that go on about the same event
are read, back to the one that opened it, and then on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from according.language.sentence import Sentence, Token, kept
from according.lexicon import Lexicon
from according.names.gazetteer import Gazetteer
from according.reading.lines.sites import site_names
from according.reading.settings.places.namesakes import countries_of
from according.reading.settings.places.place_names import find_places, find_runs, name_key, surnames
from according.reading.settings.places.place_words import PlaceMention, key_of, mention_of, words_of
from according.reading.times.dated_lines import DatedLine, day_of_writing, find_dated_lines, opened_by, told_in
from according.reading.times.periods import Days, resolve_all
from according.reading.times.time_words import TimeMention, find_times
from according.reading.weights import Weights
from according.report import Report

# Labels under which a clause of its own begins.
CLAUSES = frozenset(["root", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "parataxis", "csubj", "csubj:pass"])
VERBAL = frozenset(("VERB", "AUX"))
# How many sentences a date with a line of its own heads.
ENTRY = 12
# The longest line that can be the heading of an entry, in words.
HEAD_MOST = 16
# The rules of expressions that tell a day or a few, as a single event has.
FORMS_OF_DAYS = frozenset(("weekday", "date", "overnight", "range_dates", "range_days", "range_weekdays"))
# What may stand beside the date and the place of a heading.
BESIDE_A_DATE = frozenset(("PUNCT", "SYM", "ADP", "DET"))
ZONES = frozenset(("gmt", "utc", "am", "pm", "a.m.", "p.m."))
# What parts the cells of a heading, and how many headings with cells a report has that is a list of entries.
_CELL = "|"
_ENTRIES_LEAST = 2
# What may stand on a line before and behind its words.
LINE_EDGE = " \t#*=_|>•-–—:"
EDGE_MOST = 40


@dataclass(frozen=True, slots=True)
class Scene:
    """
    What a report's sentences say of places and times, found once for all its figures.

    ``places``, ``times`` and ``days`` hold those of each sentence. ``turns`` holds the numbers of the sentences that open another event.
    ``sayings`` are the words of saying, ``countries`` the weights of the countries that the report speaks of. ``capital`` is the one
    capital that it names, if there is one. ``weights`` are those by which the rules weigh places and times.
    """

    report: Report
    lexicon: Lexicon
    sentences: tuple[Sentence, ...]
    places: tuple[tuple[PlaceMention, ...], ...]
    times: tuple[tuple[TimeMention, ...], ...]
    days: tuple[tuple[Days, ...], ...]
    turns: frozenset[int]
    sayings: frozenset[str]
    countries: Counter[str]
    capital: PlaceMention | None
    weights: Weights
    # The places with those of the speakers too, where ``places`` is without them.
    named: tuple[tuple[PlaceMention, ...], ...] = ()
    # The numbers of the sentences that tell nothing but when and where, and so head an entry.
    heads: frozenset[int] = frozenset()
    # The date that heads the entry of each sentence, with the number of the sentence that it stands in.
    headings: tuple[tuple[int, TimeMention] | None, ...] = ()
    # The lines that date or part what stands below them.
    dated: tuple[DatedLine, ...] = ()
    # The times of each sentence that date an event, once they have been asked for.
    datings: dict[int, list[TimeMention]] = field(default_factory=dict, compare=False, repr=False)


def survey(report: Report, sentences: Sequence[Sentence], lexicon: Lexicon, gazetteer: Gazetteer, weights: Weights) -> Scene:
    """Find all places and times of a report, and where it turns to another event."""
    places = _all_places(sentences, lexicon, gazetteer)
    dated = find_dated_lines(report, lexicon)
    times = tuple(tuple(told_in(sentence, find_times(sentence, lexicon), dated)) for sentence in sentences)
    heads = frozenset(at for at, sentence in enumerate(sentences) if _is_heading(report, sentence, places[at], times[at]))
    places = _with_headed(sentences, places, times, heads, lexicon, gazetteer)
    # Of headings one below the other ("Idlib", "3 March") the first opens the entry.
    opened = {at for at in heads if at - 1 not in heads}
    opened |= opened_by(dated, sentences)
    turns = frozenset(opened.union(index for index, sentence in enumerate(sentences) if _turns(sentence, lexicon)))
    written = [day_of_writing(dated, sentence.start) for sentence in sentences]
    days = resolve_all(times, report.published, lambda number, mention: is_ahead(sentences[number], mention), written)
    countries = countries_of(sentences, places, gazetteer, weights)
    capital = _capital(sentences, places, gazetteer.capitals(countries))
    return Scene(
        report, lexicon, tuple(sentences), places, times, tuple(map(tuple, days)), turns, lexicon.forms("cues"), countries, capital,
        weights, named=places, heads=heads, headings=_headings(report, sentences, times, heads), dated=dated,
    )  # fmt: skip


def _is_heading(report: Report, sentence: Sentence, places: Sequence[PlaceMention], times: Sequence[TimeMention]) -> bool:
    """Say whether a line tells nothing but a day, a place or both, as the heading of an entry does: "CIV01 | 02/24/2022 | Harran"."""
    days = [mention for mention in times if mention.rule in FORMS_OF_DAYS and mention.edge is None]
    if not (days or places) or len(sentence) > HEAD_MOST or not has_own_line(report.text, sentence):
        return False
    celled = any(token.text == _CELL for token in sentence)
    told = {at for mention in days for at in range(mention.first, mention.last + 1)}
    told.update(at for mention in places for at in range(mention.first, mention.last + 1))
    # "CIV01" and "10:45" are marks of an entry; a plain number ("Harran 12") is what a row tells. Beside a day any name may stand.
    return all(
        token.pos in BESIDE_A_DATE
        or token.lower in ZONES
        or (any(map(str.isdigit, token.text)) and not token.text.isdigit())
        or (bool(days) and (token.pos == "PROPN" or (celled and token.text[0].isupper())))
        for token in sentence
        if token.index not in told
    )


def _with_headed(
    sentences: Sequence[Sentence],
    places: tuple[tuple[PlaceMention, ...], ...],
    times: Sequence[Sequence[TimeMention]],
    heads: frozenset[int],
    lexicon: Lexicon,
    gazetteer: Gazetteer,
) -> tuple[tuple[PlaceMention, ...], ...]:
    """Take in the names in the last cell of headings with a date: "CIV01 | 02/24/2022 | Harran" places its entry, known or not."""
    found: dict[int, list[PlaceMention]] = {}
    for at in heads:
        bars = [token.index for token in sentences[at] if token.text == _CELL]
        if bars and times[at]:
            found[at] = _names_from(sentences[at], bars[-1] + 1, places[at], times[at], lexicon, gazetteer)
    # One line of that form may be a byline: "3 March 2022 | Jane Doe".
    if len(found) < _ENTRIES_LEAST:
        return places
    return tuple(
        tuple(sorted((*mentions, *(replace(mention, sentence=at) for mention in found.get(at, ()))), key=lambda mention: mention.first))
        for at, mentions in enumerate(places)
    )


def _names_from(
    sentence: Sentence, start: int, places: Sequence[PlaceMention], times: Sequence[TimeMention], lexicon: Lexicon, gazetteer: Gazetteer
) -> list[PlaceMention]:
    """Return the names of a heading from a word on that were not taken for places or times."""
    taken = {at for mention in places for at in range(mention.first, mention.last + 1)}
    taken.update(at for mention in times for at in range(mention.first, mention.last + 1))
    free = [token.text[0].isupper() and token.text.isalpha() and token.index not in taken and token.index >= start for token in sentence]
    found = []
    for first in (at for at, own in enumerate(free) if own and not (at and free[at - 1])):
        last = next((at for at in range(first, len(free)) if not free[at]), len(free)) - 1
        entries = tuple(gazetteer.at(key_of(sentence, first, last)))
        found.append(mention_of(sentence, first, last, (first, last), words_of(lexicon), entries))
    return found


def has_own_line(text: str, sentence: Sentence) -> bool:
    """Say whether nothing but marks stands beside a sentence in its line."""
    # Only so far, for a text of nothing but marks would be looked through again for each of its sentences.
    before = text[max(sentence.start - EDGE_MOST, 0) : sentence.start].rstrip(LINE_EDGE)
    behind = text[sentence.end : sentence.end + EDGE_MOST].lstrip(LINE_EDGE)
    return before[-1:] in ("", "\n", "\r") and behind[:1] in ("", "\n", "\r")


def _headings(
    report: Report, sentences: Sequence[Sentence], times: Sequence[Sequence[TimeMention]], heads: frozenset[int]
) -> tuple[tuple[int, TimeMention] | None, ...]:
    """Give each sentence the date that heads its entry of a chronicle: a date with a line of its own."""
    found: list[tuple[int, TimeMention] | None] = []
    heading: tuple[int, TimeMention] | None = None
    for number, (sentence, mentions) in enumerate(zip(sentences, times, strict=True)):
        told = [mention for mention in mentions if mention.rule in FORMS_OF_DAYS and mention.edge is None] if number in heads else []
        # A later heading ends the entry of the one before.
        if told:
            heading = (number, told[0])
        elif mentions and heads_entry(report, sentence, mentions[0]):
            heading = (number, mentions[0])
        found.append(heading if heading is not None and number - heading[0] <= ENTRY else None)
    return tuple(found)


def heads_entry(report: Report, sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a date with its month opens a sentence and stands on a line of its own."""
    # "Since 3 May", "Monday" and "2014" open many a sentence; only a plain date with its month in words or figures heads an entry.
    if mention.first or mention.edge is not None or mention.rule not in ("date", "range_dates", "range_days") or not mention.has("M", "Z"):
        return False
    if mention.last + 1 == len(sentence):
        return True
    # The splitter may have joined the line of the date with the text below it.
    return "\n" in report.text[sentence[mention.last].end : sentence[mention.last + 1].start]


def _capital(sentences: Sequence[Sentence], places: Sequence[Sequence[PlaceMention]], capitals: frozenset[str]) -> PlaceMention | None:
    """Return the first mention of a capital of the report's countries, cut down to its name; ``None`` where it names several or none."""
    found: dict[str, PlaceMention] = {}
    for mention in (mention for mentions in places for mention in mentions):
        if (key := name_key(sentences[mention.sentence], mention)) in capitals:
            # "northern Baghdad" names the capital too, but is not what "the capital" means.
            found.setdefault(key, replace(mention, first=mention.name[0], last=mention.name[1], side=False))
    return next(iter(found.values())) if len(found) == 1 else None


def is_ahead(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time stands in a clause about the future: "will leave on Monday", "plans to leave on Monday"."""
    clause = clause_of(sentence, mention.first)
    above = sentence[sentence[clause].head]
    hedge = sentence.lexicon.find("hedges", above.lemma) if sentence[clause].dep == "xcomp" and above.pos == "VERB" else None
    # "tried to kill nine on Monday": what was tried was on that day, what is planned is not yet.
    if hedge is not None and hedge.kind == "planned" and above.lemma not in ("attempt", "try", "seek"):
        return True
    return any(helper.lower in ("will", "'ll", "’ll", "shall") for helper in sentence.children(clause, "aux"))


def _all_places(sentences: Sequence[Sentence], lexicon: Lexicon, gazetteer: Gazetteer) -> tuple[tuple[PlaceMention, ...], ...]:
    """Find the places twice: a name that one sentence tells to be a place is one in all, a surname in none."""
    runs = [find_runs(sentence, lexicon, gazetteer) for sentence in sentences]
    found = [find_places(sentence, lexicon, gazetteer, runs=own) for sentence, own in zip(sentences, runs, strict=True)]
    people = frozenset(name for sentence in sentences for name in surnames(sentence, lexicon))
    told, words = set(), set(people)
    for sentence, mentions in zip(sentences, found, strict=True):
        for mention in mentions:
            # "in Jordan" tells a place, though "Jordan said" elsewhere may be a person.
            if mention.source != "common" and mention.case:
                told.add(name_key(sentence, mention))
                words.update(sentence[index].lower for index in range(mention.name[0], mention.name[1] + 1))
    sites = site_names(sentences, found, lexicon, gazetteer)
    told |= sites
    words.update(word for name in sites for word in name.split())
    known = frozenset(told)
    for at, sentence in enumerate(sentences):
        # A second look only where one of those names stands.
        if any(token.lower in words for token in sentence.capitals):
            found[at] = find_places(sentence, lexicon, gazetteer, runs=runs[at], told=known, people=people)
    return tuple(tuple(replace(mention, sentence=at) for mention in mentions) for at, mentions in enumerate(found))


def _turns(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence opens another event: "Elsewhere", "Separately", "In another attack", "In other violence"."""
    words = words_of(lexicon)
    opening = sentence.tokens[:6]
    return turns_away(sentence) or any(words.kind(token.lower) == "turn" for token in opening[:2]) or any(
        # Under a preposition only: "In another attack" opens an event, "another man died" goes on with this one.
        words.kind(token.lower) == "turn-adjective" and sentence[token.head].pos == "NOUN" and token.dep in ("amod", "det")
        and sentence.child(token.head, "case") is not None for token in opening
    )  # fmt: skip


def turns_away(sentence: Sentence) -> bool:
    """Say whether a sentence opens by saying that it tells of another place or matter: "Elsewhere", "Separately"."""
    words = words_of(sentence.lexicon)
    return any(words.kind(token.lower) == "turn-away" for token in sentence.tokens[:2])


@kept
def clause_of(sentence: Sentence, index: int) -> int:
    """Return the index of the word that heads the clause a word stands in."""
    at = index
    while sentence[at].head != at:
        token = sentence[at]
        # A noun joined by "and" has such a label too, and heads no clause.
        if token.dep in CLAUSES and (token.pos in VERBAL or token.dep in ("acl:relcl", "ccomp", "advcl") or _has_subject(sentence, at)):
            return at
        at = token.head
    return at


def _has_subject(sentence: Sentence, index: int) -> bool:
    """Say whether a word that is no verb heads a clause all the same: it has a subject or a copula."""
    return sentence.child(index, "nsubj", "cop") is not None


def tie(scene: Scene, number: int, index: int, word: int) -> float:
    """
    Weigh how closely a word hangs together with the word of an event in one sentence.

    ``number`` is the sentence's, ``index`` the word's and ``word`` that of the event's word. It is most in the same clause. In a clause
    below the event's it is less, then in one above, in one beside, and least in a clause above that only says what happened.
    """
    sentence, weights = scene.sentences[number], scene.weights
    # "an attack in Harran that killed eight and wounded 20": the wounded are as near to Harran as the dead.
    here, there = _first_of(sentence, clause_of(sentence, word), index), clause_of(sentence, index)
    if there == clause_of(sentence, word):
        return weights.tie_clause
    if here == there:
        return weights.tie_clause
    above = [token.index for token in sentence.ancestors(here)]
    if there in above:
        # "Police in Kabul said nine died": where they spoke is nearly nothing.
        if says(scene, number, there) and not _behind_report(sentence, there, index):
            return weights.tie_saying_above
        # "a blast in Harran that killed nine": the noun is the event itself.
        return weights.tie_noun if _through_noun(sentence, here) else weights.tie_above
    if here in {token.index for token in sentence.ancestors(there)}:
        return weights.tie_below
    return weights.tie_saying_beside if says(scene, number, there) else weights.tie_beside


def is_told_of(scene: Scene, number: int, index: int, word: int) -> bool:
    """Say whether a word stands in the clause of an event's word, in one below or in one above that tells of it."""
    return tie(scene, number, index, word) >= scene.weights.tie_above


def _first_of(sentence: Sentence, clause: int, index: int) -> int:
    """
    Return the first of the joined verbs of a clause where they share a word's tie, else the clause.

    They do in a relative clause ("that killed eight and wounded 20"), and for what stands in the subject that they share.
    """
    first = clause
    while sentence[first].dep == "conj" and sentence[first].pos == "VERB" and sentence.child(first, "nsubj") is None:
        first = sentence[first].head
    # Main verbs joined by "and" may each have a place of their own, beside that of their subject: "protests in Harran left six dead and".
    own = sentence.child(first, "nsubj") if first != clause else None
    return first if sentence[first].dep == "acl:relcl" or (own is not None and index in sentence.subtree(own.index)) else clause


def background(sentence: Sentence, index: int, word: int, *, aside: bool = True) -> bool:
    """
    Say whether a word stands in a clause about another event than ``word`` does: "since troops withdrew from Lebanon".

    ``aside`` also takes clauses about somebody who takes part in the event: "a leader who was held in Cairo".
    """
    clause, event = clause_of(sentence, index), clause_of(sentence, word)
    if clause == event:
        return False
    if any(child.lower in sentence.lexicon.forms("scenes", "background") for child in sentence.children(clause, "mark", "case")):
        return True
    return aside and told_aside(sentence, clause, event)


def told_aside(sentence: Sentence, clause: int, event: int) -> bool:
    """Say whether a clause is about somebody who takes part in the event: "a leader who was held in Cairo", "linked to raids in Cairo"."""
    above = {event, *(token.index for token in sentence.ancestors(event))}
    while clause not in above:
        token = sentence[clause]
        if token.dep.startswith("acl"):
            # "20 people who were in the market": those counted are at the scene; others (", who", apart from the number) are not.
            who = next((child.index for child in sentence.children(clause, "nsubj") if child.lower == "who"), None)
            counted = sentence.child(token.head, "nummod") is not None
            charged = not counted and token.lemma in sentence.lexicon.forms("scenes", "charge")
            if charged or (who is not None and not (counted and who - token.head <= 2)):
                return True
        if token.head == clause:
            return False
        clause = clause_of(sentence, token.head)
    return False


def main_country(scene: Scene, mention: PlaceMention, share: float) -> bool:
    """Say whether a country is one of those that the report speaks of most: with at least ``share`` times the weight of any other."""
    countries = {entry.country for entry in mention.entries if entry.kind == "C"}
    own = max((scene.countries[code] for code in countries), default=0)
    # Keys with a point are regions, which outweigh no country.
    return all(own >= share * weight for code, weight in scene.countries.items() if "." not in code and code not in countries)


def _through_noun(sentence: Sentence, clause: int) -> bool:
    """Say whether a clause hangs on a noun: "an attack that killed eight"."""
    return sentence[clause].dep.startswith("acl")


def says(scene: Scene, number: int, index: int) -> bool:
    """Say whether a word is a verb of saying that governs a clause, or trails one: "12 were killed, police said Monday"."""
    sentence = scene.sentences[number]
    token = sentence[index]
    if token.lemma not in scene.sayings or token.pos != "VERB":
        return False
    # "The army reported nine deaths on Monday" governs no clause: its day may be that of the deaths.
    return sentence.child(index, "ccomp", "parataxis") is not None or _trails(sentence, token)


def _trails(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb with a subject of its own stands behind a comma, joined to the clause before it."""
    own = sentence.child(verb.index, "nsubj")
    # "12 were killed, police said": the subject stands behind the comma and before its verb.
    if own is None or own.index > verb.index or verb.dep not in ("conj", "parataxis"):
        return False
    first = sentence.subtree(own.index)[0]
    return first > 0 and sentence[first - 1].text == "," and verb.head < first


def _behind_report(sentence: Sentence, saying: int, index: int) -> bool:
    """Say whether a word stands behind the verb of what is said: it is then a word of what is said, whatever the parser hung it on."""
    reported = sentence.child(saying, "ccomp")
    return reported is not None and saying < reported.index < index
