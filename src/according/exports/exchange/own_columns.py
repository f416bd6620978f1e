"""
The columns of our own tables, one list for each subject: the CSV, Parquet and XLSX forms and the page docs/columns.md are made of it.

A row has these keys in this order (:mod:`according.exports.exchange.own_rows`).
"""

from __future__ import annotations

from collections.abc import Mapping

from according.exports.exchange.form import Column, Subject

# Goes up by one whenever a column is renamed or means something else; a column that is added changes nothing for those who know the others.
COLUMNS_VERSION = "1"

_ID = Column("report", "text", "the id of the report: 32 hexadecimal digits of its text's SHA-256")
_PATH = Column("path", "text", "the file or address that the report was read from")
_PUBLISHED = (
    Column("title", "text", "the report's title"),
    Column("published", "day", "the day on which the report was published"),
    Column("publisher", "text", "who published it"),
    Column("url", "text", "where it was published"),
)
_FILING = (_ID, *_PUBLISHED, _PATH, Column("filed", "moment", "when it was filed in the ledger"))
_SPEAKERS = Column("speakers", "text", "who says so, who answers for it last; empty where the report speaks itself")

_REPORTS = (
    *_FILING,
    Column("language", "text", "its language, a code of ISO 639-1"),
    Column("author", "text", "who wrote it"),
    Column("characters", "count", "the length of its text in Unicode code points"),
    Column("statements", "count", "how many statements were read in it"),
    Column("figures", "count", "how many figures were read in it"),
    Column("passed_over", "count", "how many numbers were seen in it of which no figure was made"),
    Column("problems", "count", "how many problems of its text were told"),
)  # fmt: skip
_STATEMENTS = (
    Column("statement", "text", "the id of the statement"),
    Column("start", "offset", "where its words begin in the report's text"),
    Column("end", "offset", "where its words end; the character there is no part of it"),
    _SPEAKERS,
    Column("cue", "text", "the words that report it, as “said”"),
    Column("stance", "text", "how it is said: says, estimates, claims, …; empty in the report's own voice"),
    Column("status", "text", "asserted, estimated, possible, planned or denied"),
    Column("negated", "flag", "whether it is negated"),
    Column("quoted", "flag", "whether it stands in quotation marks"),
    Column("figures", "count", "how many figures stand in it"),
    Column("said", "text", "the words of what is said"),
    Column("sentence", "text", "its words, exactly as they stand between start and end"),
    *_FILING,
)  # fmt: skip
_FIGURES = (
    _ID, _PATH, *_PUBLISHED,
    Column("figure", "text", "the id of the figure"),
    Column("number", "text", "the words of the number, exactly as they stand between start and end"),
    Column("start", "offset", "where the number begins in the report's text"),
    Column("end", "offset", "where the number ends; the character there is no part of it"),
    Column("low", "number", "the least that the words allow; empty where they set no floor (“up to 20”)"),
    Column("high", "number", "the most that the words allow; empty where they set no ceiling (“at least 12”)"),
    Column("bound", "text", "how the words set the number: exact, about, at_least, at_most, range or vague"),
    Column("unit", "text", "people, things or percent"),
    Column("measure", "text", "what happened to those counted: killed, wounded, …"),
    Column("status", "text", "asserted, estimated, possible, planned or denied"),
    Column("counting", "text", "incident, running (a total so far), period or unknown"),
    Column("implied", "flag", "whether no number stands there: “a policeman was killed” counts one"),
    Column("subset_of", "text", "the id of the figure that this one is a part of"),
    Column("restates", "text", "the id of the earlier figure of the report that this one only says again"),
    Column("population", "text", "the words for those counted"),
    Column("population_kind", "text", "what they are: civilian, military, …"),
    Column("population_country", "text", "their country, a code of ISO 3166-1"),
    Column("perpetrator", "text", "the words for who is said to have done it"),
    Column("perpetrator_kind", "text", "what these are"),
    Column("perpetrator_country", "text", "their country"),
    Column("place", "text", "the report's words for where"),
    Column("place_name", "text", "the gazetteer's name of that place"),
    Column("place_country", "text", "its country"),
    Column("latitude", "degrees", "a point for the place, which reports seldom mean to be exact: see precision"),
    Column("longitude", "degrees", "the same"),
    Column("precision", "text", "what the place is: point, city, district, region or country"),
    Column("time", "text", "the report's words for when"),
    Column("from", "day", "the first day that it is of"),
    Column("to", "day", "the last day that it is of, included"),
    Column("basis", "text", "on these days, during them, or as_of the last of them"),
    _SPEAKERS,
    Column("cue", "text", "the words that report it, as “said”"),
    Column("stance", "text", "how it is said: says, estimates, claims, …"),
    Column("statement", "text", "the id of its statement"),
    Column("sentence", "text", "the statement's words, exactly as they stand between statement_start and statement_end"),
    Column("statement_start", "offset", "where the statement begins in the report's text"),
    Column("statement_end", "offset", "where the statement ends"),
)  # fmt: skip
_QUESTIONS = (
    Column("question", "text", "the id of the question"),
    Column("label", "text", "what it asks, in words"),
    Column("kind", "text", "incident, running (a total so far), period or unknown"),
    Column("measure", "text", "what happened to those counted"),
    Column("unit", "text", "people, things or percent"),
    Column("population", "text", "the words for those counted"),
    Column("population_country", "text", "their country, a code of ISO 3166-1"),
    Column("population_kind", "text", "what they are"),
    Column("place", "text", "where"),
    Column("country", "text", "the place's country"),
    Column("from", "day", "its first day"),
    Column("to", "day", "its last day, included"),
    Column("low", "number", "the lowest floor that was stated"),
    Column("best", "number", "the number that is best: that of one figure, never a mean"),
    Column("high", "number", "the highest number that was stated; empty where somebody sets no ceiling"),
    Column("best_figure", "text", "the id of the figure whose number is best"),
    Column("why_best", "text", "by what it was chosen, and who says so"),
    Column("current_low", "number", "the lowest floor of each origin's last word"),
    Column("current_best", "number", "the best of these"),
    Column("current_high", "number", "the highest of these"),
    Column("origins", "count", "how many independent origins stand behind it"),
    Column("figures", "count", "how many figures answer it"),
    Column("reports", "count", "in how many reports they stand"),
    Column("contradictions", "count", "how many contradictions there are among them"),
)
_EVENTS = (
    Column("event", "text", "the id of the event"),
    Column("figure", "text", "the id of one of its figures, by which it is found again (`according event ID`)"),
    Column("title", "text", "what it is called"),
    Column("kind", "text", "incident, or running: a story that goes on"),
    Column("place", "text", "the place that most of its figures name"),
    Column("country", "text", "that place's country, a code of ISO 3166-1"),
    Column("latitude", "degrees", "a point for the place"),
    Column("longitude", "degrees", "the same"),
    Column("from", "day", "its first day, or that since which a story runs"),
    Column("to", "day", "its last day, included"),
    Column("told_first", "day", "when the first of its reports was published"),
    Column("told_last", "day", "when the last of its reports was published"),
    Column("measure", "text", "what the row counts; an event has a row for each measure"),
    Column("unit", "text", "people, things or percent"),
    Column("low", "number", "the lowest floor that was stated"),
    Column("best", "number", "the number that is best: that of one figure, never a mean"),
    Column("high", "number", "the highest number that was stated; empty where somebody sets no ceiling"),
    Column("current_low", "number", "the lowest floor of each origin's last word"),
    Column("current_high", "number", "the highest of these"),
    Column("origins", "count", "how many independent origins stand behind it"),
    Column("reports", "count", "how many reports tell of the event"),
    Column("contradictions", "count", "how many contradictions there are in the event"),
    Column("perpetrators", "text", "who is said to have done it, by whomever; most often named first"),
    Column("question", "text", "the id of the question that the row answers"),
)
TABLE_COLUMNS: Mapping[Subject, tuple[Column, ...]] = {
    "reports": _REPORTS, "statements": _STATEMENTS, "figures": _FIGURES, "questions": _QUESTIONS, "events": _EVENTS,
}  # fmt: skip
