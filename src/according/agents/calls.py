"""One call of a tool: its arguments checked, its answer or, in one line, why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from according.agents.keeper import Keeper
from according.agents.tool import Tool
from according.agents.trimming import plain, told
from according.errors import AccordingError, QuestionError, tell_fault
from according.exports.objects.readings import Object
from according.exports.words.readings import visible

# What a message names that is worded for a command line or a page, as the tools have it.
_WORDS = {"questions": "list_questions", "events": "list_events", "add": "file_report"}
_ERROR_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call came to: a text, and the same as an object, ``None`` where it failed."""

    text: str
    value: Object | None = None


def call(keeper: Keeper, tool: Tool, arguments: Mapping[str, Any]) -> Reply:
    """Return what a call of a tool comes to; whatever goes wrong is told in one line, and nothing is raised."""
    if tool.files and not keeper.may_file:
        return Reply(f"{tool.name}: nothing may be filed here; whoever starts the server allows it with --allow-filing")
    try:
        answer = tool.run(keeper, tool.given.model_validate(dict(arguments)))
    except ValidationError as error:
        return _failed("; ".join(f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}" for one in error.errors()))
    except QuestionError as error:
        return _failed(error.worded(lambda name: _WORDS.get(name, name)))
    except AccordingError as error:
        return _failed(str(error))
    except Exception as error:  # noqa: BLE001 - a fault of the program in one call must not end the others
        # A damaged row shows as a fault far from where it lies.
        damaged = keeper.blame(error)
        return _failed(tell_fault(error, "call") if damaged is None else str(damaged))
    return Reply(told(tuple(answer.lines), answer.value), answer.value)


def _failed(what: str) -> Reply:
    # What was asked for may stand in the message, and may be anything.
    return Reply(plain(visible(what))[:_ERROR_LONGEST])
