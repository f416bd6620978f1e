"""
Where and when the counts of a table's cells were: by the labels of row and column, by the rows that tell so of all, else by the caption.

A label that is a place or a day without our knowing which ("12/03") leaves it open: nothing further off is asked then.
"""

from __future__ import annotations

from dataclasses import replace

from according.language.sentence import Sentence
from according.names.gazetteer import fold
from according.names.parties import describe
from according.reading.settings.places.place_values import to_place
from according.reading.settings.places.place_words import mention_of, words_of
from according.reading.settings.survey import Scene
from according.reading.settings.when import to_time
from according.reading.tables.cell_counts import Count, Row
from according.reading.tables.roles import YEAR_CELL, Tag
from according.reading.tables.row_words import words_in
from according.reading.times.time_letters import Word
from according.reading.times.time_words import TimeMention
from according.statement import Place, Time

_NOWHERE = frozenset({"unknown", "other", "others", "n a", "various", "unspecified"})
# Labels of a day that tell up to when a total counts.
_AS_OF = ("as of", "as at", "last updated", "updated", "reporting date")


def place_of_cell(scene: Scene, row: Row, count: Count) -> tuple[bool, Place | None]:
    """Say whether a table tells where a count was, and return the place, ``None`` where the name is not settled."""
    for tag in count.tags:
        if tag.role == "place" and tag.row >= 0 and (position := row.laid.lines[tag.row]) is not None:
            place = _named_place(scene, position, tag)
            # Beside a country "Troops killed" are mostly its own, wherever they were: of neither does the table tell.
            return True, None if place is not None and place.precision == "country" and _armed(scene, count) else place
    named = [mention for position in row.laid.above for mention in scene.places[position] if mention.source != "common"]
    # A caption of two places tells of neither which.
    return (True, to_place(scene, named[0])) if len(named) == 1 else (False, None)


def _named_place(scene: Scene, position: int, tag: Tag) -> Place | None:
    """Return the place that a label names: one that is known or read as such, else the name as it stands."""
    sentence, span = scene.sentences[position], tag.label.span
    own = [mention for mention in scene.places[position] if span.start <= sentence[mention.first].start < span.end]
    words = words_in(sentence, span)
    # "Harran, Turkey": a name that we do not know, and the land that it lies in.
    opens = bool(own) and words is not None and sentence[own[0].first].start == sentence[words[0]].start
    if own and (opens or own[0].first == 0 or tag.label.role == "place" or not _leads(sentence, own[0].first)):
        return to_place(scene, own[0])
    if own and words is not None:
        words = words[0], own[0].first - 2
    if words is None or not sentence[words[0]].text[:1].isupper() or tag.label.role == "place":
        return None
    text = sentence.span(*words).slice(scene.report.text)
    mention = replace(mention_of(sentence, *words, words, words_of(scene.lexicon), ()), sentence=position, first=words[0], last=words[1])
    if fold(text) in _NOWHERE:
        return None
    start, country = sentence.span(*words).start, to_place(scene, own[0]).country if own else None
    return Place(start, start + len(text), text, text, country, precision=mention.precision)


def _armed(scene: Scene, count: Count) -> bool:
    """Say whether those counted are troops."""
    words = count.people.slice(scene.report.text) if count.people is not None else ""
    return describe(words, scene.lexicon, "population")[1] == "military"


def _leads(sentence: Sentence, index: int) -> bool:
    """Say whether a comma stands before a word."""
    return index > 1 and sentence[index - 1].text == ","


def time_of_cell(scene: Scene, row: Row, count: Count) -> tuple[bool, Time | None]:
    """Say whether a table tells when a count was, and return the time, ``None`` where the day is not settled."""
    for tag in count.tags:
        position = row.laid.lines[tag.row] if tag.row >= 0 else None
        if position is None:
            continue
        told = _time_in(scene, position, tag)
        if told is not None or tag.role == "day":
            return True, _up_to(scene, row, tag, told)
    days = [(position, mention) for position in row.laid.above for mention in scene.times[position]]
    if days:
        return True, to_time(scene, *days[-1])
    year = next((told for position in row.laid.above if (told := _closing_year(scene, position)) is not None), None)
    return year is not None, year


def _closing_year(scene: Scene, position: int) -> Time | None:
    """Return the year that closes a caption: "Aid workers killed, 2023", "Deaths by province (2023)"."""
    sentence = scene.sentences[position]
    marks = [token for token in sentence if token.text not in (")", ".", ":")]
    if len(marks) < 2 or not YEAR_CELL.match(marks[-1].text) or marks[-2].text not in (",", "(", "-", "–", "in"):
        return None
    at = marks[-1].index
    return to_time(scene, position, TimeMention(at, at, "year", (Word("Y", int(marks[-1].text), "year"),)))


def _time_in(scene: Scene, position: int, tag: Tag) -> Time | None:
    """Return the time that stands in a label."""
    sentence, span = scene.sentences[position], tag.label.span
    own = next((mention for mention in scene.times[position] if span.start <= sentence[mention.first].start < span.end), None)
    if own is not None:
        return to_time(scene, position, own)
    words = words_in(sentence, span)
    first = sentence[words[0]] if words is not None else None
    # "2019", "2019 killed"
    if words is None or first is None or not YEAR_CELL.match(first.text) or not (tag.role == "day" or words[1] > words[0]):
        return None
    return to_time(scene, position, TimeMention(words[0], words[0], "year", (Word("Y", int(first.text), "year"),)))


def _up_to(scene: Scene, row: Row, tag: Tag, time: Time | None) -> Time | None:
    """Return a time as the day up to which a total counts, where its own row is labelled so: "As of | 12 March 2024"."""
    cells = row.laid.table.grid.rows[tag.row]
    label = cells[0].slice(scene.report.text).casefold().strip() if cells[0] != tag.label.span else ""
    return replace(time, basis="as_of") if time is not None and label.startswith(_AS_OF) else time
