"""
What the tools give, as JSON Schema: the keys of docs/json.md, and which of them may be null.

Keys may be added to an object later, so no schema closes one.
"""

from __future__ import annotations

from according.exports.objects.readings import Object

_TEXT: Object = {"type": "string"}
_TEXT_OR_NULL: Object = {"type": ["string", "null"]}
_WHOLE: Object = {"type": "integer"}
_WHOLE_OR_NULL: Object = {"type": ["integer", "null"]}
_NUMBER_OR_NULL: Object = {"type": ["number", "null"]}
_YES_OR_NO: Object = {"type": "boolean"}
_ANY_OBJECT: Object = {"type": "object"}


def _object(keys: Object, **optional: Object) -> Object:
    """Return the schema of an object that has all ``keys``, and may have the ``optional`` ones."""
    return {"type": "object", "properties": {**keys, **optional}, "required": list(keys)}


def _or_null(schema: Object) -> Object:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Object) -> Object:
    return {"type": "array", "items": schema}


_WORDS = _object({"start": _WHOLE, "end": _WHOLE, "text": {**_TEXT, "description": "The text's own characters from start to end."}})
_PLACED = {"start": _WHOLE_OR_NULL, "end": _WHOLE_OR_NULL, "text": _TEXT_OR_NULL}
_PARTY = _object({**_PLACED, "name": _TEXT_OR_NULL, "kind": _TEXT_OR_NULL, "country": _TEXT_OR_NULL})
_DAYS = _object({"from": _TEXT_OR_NULL, "to": _TEXT_OR_NULL})
_RANGE: Object = {"low": _NUMBER_OR_NULL, "best": _NUMBER_OR_NULL, "high": _NUMBER_OR_NULL}
_REPORT = _object({
    "id": _TEXT, "path": _TEXT_OR_NULL, "title": _TEXT_OR_NULL, "published": _TEXT_OR_NULL, "publisher": _TEXT_OR_NULL,
    "url": _TEXT_OR_NULL,
})  # fmt: skip
_QUOTED = {"id": _TEXT, "start": _WHOLE, "end": _WHOLE, "text": _TEXT}
_FIGURE_KEYS: Object = {
    "id": _TEXT, "number": _WORDS, "low": _NUMBER_OR_NULL, "high": _NUMBER_OR_NULL, "bound": _TEXT, "unit": _TEXT, "measure": _TEXT,
    "implied": _YES_OR_NO, "population": _or_null(_PARTY), "perpetrator": _or_null(_PARTY),
    "place": _or_null(_object({**_PLACED, "name": _TEXT_OR_NULL, "country": _TEXT_OR_NULL})), "time": _or_null(_DAYS),
    "status": _TEXT, "counting": _TEXT, "subset_of": _TEXT_OR_NULL, "restates": _TEXT_OR_NULL,
}  # fmt: skip
_FOUND_FIGURE = _object({**_FIGURE_KEYS, "statement": _object(_QUOTED), "speakers": _list(_PARTY), "report": _REPORT})
_STATEMENT = _object(
    {**_QUOTED, "speakers": _list(_PARTY), "cue": _or_null(_WORDS), "content": _or_null(_WORDS), "quoted": _YES_OR_NO,
     "stance": _TEXT_OR_NULL, "status": _TEXT, "negated": _YES_OR_NO, "figures": _list(_object(_FIGURE_KEYS))},
    trace=_list(_ANY_OBJECT),
)  # fmt: skip
_CHECK = _object({
    "rule": _TEXT, "holds": _YES_OR_NO, "figures": _list(_TEXT), "detail": _TEXT, "repairs": _list(_ANY_OBJECT),
})  # fmt: skip
_RULING = _object({"id": _TEXT, "kind": _TEXT, "subject": _TEXT, "who": _TEXT, "why": _TEXT, "when": _TEXT, "undoes": _TEXT_OR_NULL})
_QUESTION: Object = {
    "id": _TEXT, "label": _TEXT, "kind": _TEXT, "measure": _TEXT, "unit": _TEXT, "population": _ANY_OBJECT, "place": _ANY_OBJECT,
    "time": _DAYS,
}  # fmt: skip
_ANSWERED = _object({**_QUESTION, **_RANGE, "by_alignment": {"type": "object", "additionalProperties": _or_null(_object(_RANGE))}})
_LEFT_OFF = _list(_object({"where": _TEXT, "many": _WHOLE}))


def _given(keys: Object) -> Object:
    """Return the schema of an answer: its own keys, what is to be known of quoted words, and what was left off its lists."""
    return _object({**keys, "notice": _TEXT, "left_off": _LEFT_OFF})


READING_ANSWER = _given({
    "report": _ANY_OBJECT, "statements": _list(_STATEMENT), "checks": _list(_CHECK), "problems": _list(_ANY_OBJECT),
    "passed_over": _list(_ANY_OBJECT), "next": _WHOLE_OR_NULL,
})  # fmt: skip
CHECKED_ANSWER = _given({
    "agree": {"type": ["boolean", "null"], "description": "Null where no relation ties the numbers."}, "checks": _list(_CHECK),
    "figures": _list(_FOUND_FIGURE), "not_checked": _list(_TEXT), "problems": _list(_ANY_OBJECT),
})  # fmt: skip
MATCHES_ANSWER = _given({
    "words": _TEXT, "events": _list(_ANY_OBJECT),
    "reports": _list(_object({"report": _TEXT, "title": _TEXT_OR_NULL, "published": _TEXT_OR_NULL, "passage": _TEXT})),
    "statements": _list(_object({**_QUOTED, "speakers": _list(_PARTY), "report": _REPORT})), "speakers": _list(_TEXT),
    "places": _list(_ANY_OBJECT), "more": _list(_TEXT),
})  # fmt: skip
EVENTS_ANSWER = _given({
    "items": _list(_object({
        "id": _TEXT, "kind": _TEXT, "title": _TEXT, "place": _ANY_OBJECT, "time": _DAYS, "told": _DAYS, "origins": _WHOLE, "figure": _TEXT,
        "measures": _list(_object({"measure": _TEXT, "question": _TEXT, **_RANGE, "why_best": _TEXT_OR_NULL})), "reports": _WHOLE,
        "contradictions": _WHOLE,
    })),
    "next": _TEXT_OR_NULL, "ungrouped": _WHOLE,
})  # fmt: skip
EVENT_ANSWER = _given({
    "id": _TEXT, "kind": _TEXT, "title": _TEXT, "place": _ANY_OBJECT, "time": _DAYS, "told": _DAYS, "origins": _WHOLE,
    "measures": _list(_object({
        "measure": _TEXT, "unit": _TEXT, "whole": _ANSWERED, "parts": _list(_ANSWERED), "others": _list(_ANSWERED),
        "tellings": _list(_ANY_OBJECT),
    })),
    "contradictions": _list(_object({"figures": _list(_TEXT), "detail": _TEXT, "repairs": _list(_ANY_OBJECT)})),
    "reports": _list(_REPORT), "quotations": _list(_object({"figure": _TEXT, "report": _TEXT, **_QUOTED})),
    "others": _list(_object({"id": _TEXT, "title": _TEXT})), "ungrouped": _WHOLE,
})  # fmt: skip
QUESTIONS_ANSWER = _given({
    "items": _list(_object({**_QUESTION, **_RANGE, "why_best": _TEXT_OR_NULL, "origins": _WHOLE, "contradictions": _WHOLE})),
    "more": _YES_OR_NO, "ungrouped": _WHOLE,
})  # fmt: skip
RECKONING_ANSWER = _given({
    **_QUESTION, **_RANGE, "why_best": _TEXT_OR_NULL, "by_alignment": _ANY_OBJECT, "origins": _WHOLE,
    "figures": _list(_object({
        **_FIGURE_KEYS, "statement": _object(_QUOTED), "speakers": _list(_TEXT), "report": _REPORT, "used": _YES_OR_NO,
    })),
    "echoes": _list(_ANY_OBJECT), "contradictions": _list(_ANY_OBJECT), "checks": _list(_CHECK),
    "others": _list(_object({"id": _TEXT, "label": _TEXT})), "ungrouped": _WHOLE,
})  # fmt: skip
EVIDENCE_ANSWER = _given({
    "figure": _object(_FIGURE_KEYS), "page": _WHOLE_OR_NULL, "statement": _object(_QUOTED), "speakers": _list(_PARTY), "before": _TEXT,
    "after": _TEXT, "reports": _list(_REPORT), "rulings": _list(_TEXT), "replaced_by": _TEXT_OR_NULL,
    "trace": _or_null(_list(_object({
        "rule": _TEXT, "start": _WHOLE, "end": _WHOLE, "text": _TEXT, "detail": _TEXT, "sentence": _TEXT_OR_NULL,
    }))),
})  # fmt: skip
FILED_ANSWER = _given({
    "report": _TEXT, "outcome": {"enum": ["new", "copy", "reading", "known"]}, "figures": _WHOLE, "statements": _WHOLE,
    "replaces": _TEXT_OR_NULL, "found": _list(_FOUND_FIGURE),
})  # fmt: skip
RULINGS_ANSWER = _given({"rulings": _list(_RULING), "known": _YES_OR_NO})
