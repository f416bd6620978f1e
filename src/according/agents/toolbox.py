"""The tools, in the order in which they are listed; a new one is a function and a row."""

from __future__ import annotations

from according.agents import arguments, lookups, schemas, texts, writes
from according.agents.tool import Tool

# Said of every tool whose answers hold numbers: whoever calls it is often a language model, and sees the description alone.
_HOW_TO_STATE = (
    " Never state a number without the quotation that comes with it (`text`, which is the report's own characters from `start` to `end`)"
    " and who says it; the last of `speakers` answers for it, and none means the report itself. Null means unknown: say so and do not "
    "fill it in."
)
_QUOTE_FIRST = " Before a number of it is stated, show_event, reckon or show_figure gives its quotation." + _HOW_TO_STATE
_ASKED_FOR = " Only where a person has asked for this very thing."

TOOLS: tuple[Tool, ...] = (
    Tool(
        "read_text", "Read a text",
        "Read a news report (English) and return who says how many of whom, where and since when: statements with exact offsets, each "
        "with its speakers and figures, checks of the arithmetic, and the numbers that were seen and not read. "
        "Nothing is filed." + _HOW_TO_STATE,
        arguments.Unread, schemas.READING_ANSWER, texts.read_text,
    ),
    Tool(
        "check_numbers", "Check numbers",
        "Say whether the numbers of a text, or figures of the ledger by their ids, agree: parts with totals, killed with casualties, "
        "what one source gives twice. `agree` is null where no relation ties them, which is neither yes nor no. Each check has a "
        "sentence and what would mend it; that is arithmetic and no evidence of what happened." + _HOW_TO_STATE,
        arguments.Numbers, schemas.CHECKED_ANSWER, texts.check_numbers,
    ),
    Tool(
        "search", "Search the ledger",
        "Find words in the filed reports, statements, events, names of speakers and places." + _HOW_TO_STATE,
        arguments.Sought, schemas.MATCHES_ANSWER, lookups.search,
    ),
    Tool(
        "list_events", "List events",
        "List incidents and running stories that have a figure fitting the filters, the newest first, each with the range and best of "
        "every measure. `next` is the `after` of the next page." + _QUOTE_FIRST,
        arguments.EventListing, schemas.EVENTS_ANSWER, lookups.list_events,
    ),
    Tool(
        "show_event", "Show an event",
        "Show one event, by an id or by words: each measure's range and best, by side, its parts, its numbers over time, what cannot all"
        " be true and what would mend it, and the quotation behind each number." + _HOW_TO_STATE,
        arguments.OneEvent, schemas.EVENT_ANSWER, lookups.show_event,
    ),
    Tool(
        "list_questions", "List questions",
        "List the questions (one event or total, one measure, one population) that have a figure fitting the filters, each with its "
        "range and best." + _QUOTE_FIRST,
        arguments.Listing, schemas.QUESTIONS_ANSWER, lookups.list_questions_fitting,
    ),
    Tool(
        "reckon", "Answer a question",
        "Answer one question, by its id or by filters: low, best and high over all that was stated, by side, with every figure it rests "
        "on and its quotation, echoes counted once, contradictions, and recorders' rule-sets on request. Best is one stated figure with "
        "its reason and says not what is true." + _HOW_TO_STATE,
        arguments.OneQuestion, schemas.RECKONING_ANSWER, lookups.reckon,
    ),
    Tool(
        "show_figure", "Show a figure's evidence",
        "Show where a number comes from: its exact words and offsets, who says them, in which reports, the text around, what people "
        "ruled of it, and in plain words why it was read so." + _HOW_TO_STATE,
        arguments.OneFigure, schemas.EVIDENCE_ANSWER, lookups.show_figure,
    ),
    Tool(
        "file_report", "File a report",
        "File a report's text in the ledger, whole and unchanged, with what is known of it, and return the figures read in it. Filing it"
        " again changes nothing; what is filed stays." + _ASKED_FOR + _HOW_TO_STATE,
        arguments.Handed, schemas.FILED_ANSWER, writes.file_report, files=True,
    ),
    Tool(
        "rule", "Judge a figure",
        "File a person's ruling on a figure: accept, reject, or correct with new values. `who` is the person that decides and `why` that"
        " person's reason; the report is not changed, and every answer shows the ruling." + _ASKED_FOR,
        arguments.NewRuling, schemas.RULINGS_ANSWER, writes.rule, files=True,
    ),
    Tool(
        "undo", "Take a ruling back",
        "Take a ruling back by another; nothing is removed." + _ASKED_FOR,
        arguments.RulingUndone, schemas.RULINGS_ANSWER, writes.undo, files=True,
    ),
)  # fmt: skip
