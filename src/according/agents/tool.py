"""What a tool is: a name, what it is for, what it takes, what it gives, and whether it writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from according.agents.keeper import Keeper
from according.exports.objects.readings import Object


class Given(BaseModel):
    """The arguments of a call; one that a tool does not know is refused, for it would be a wish that is not followed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gives: an object with the keys of docs/json.md, and the same in lines for who reads no objects."""

    value: Object
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """
    A tool; ``run`` is given the keeper and the arguments, which are of the class ``given``.

    ``gives`` is the JSON Schema of its answer. ``files`` says that it writes, so that it is there only where filing is allowed.
    """

    name: str
    title: str
    about: str
    given: type[Given]
    gives: Object
    run: Callable[[Keeper, Any], Answer]
    files: bool = False
