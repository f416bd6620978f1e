"""
The pages of reference that are made out of the code itself: what Python users call and are given, and the desk's HTTP API.

Each page has a head that people write; what stands below the mark is made anew (`docs/generate.py`).
"""
from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import according
from according import errors
from according.api import ledgers, results
from according.desk.api.openapi import describe
from according.names.parties import KINDS
from according.services.filters import FILTER_MEANINGS, Method

DOCS = Path(__file__).parent
MARK = "<!-- made of the code -->\n\n"
# In this order a reader meets them; a class that is exported and not named here comes behind.
FIRST_MET = ("Reading", "Report", "Statement", "Figure", "Quantity", "Party", "Place", "Time", "Mention", "Span", "Step", "Problem")
ANSWERS = ("Reckoning", "Event", "Evidence", "Match", "Receipt", "Ruling", "Contents", "Damage")
# A signature that is longer has a line for each of its parameters.
WIDEST = 100
# Pages whose Python calls modules of their own.
IMPORTED = re.compile(r"^from (according\.[\w.]+) import (\w+)$", re.MULTILINE)
ROLE = re.compile(r":(?:class|func|meth|data|mod):`~?([\w.]+)`")
PAGE_NAMED = re.compile(r"`?docs/([\w-]+)\.md`?")
CODE = re.compile(r"(`[^`]+`)")
# The module before a class's name, where the code says which of two of one name it means.
QUALIFIED = re.compile(r"\b[a-z_]+\.(?=[A-Z])")
NAME = re.compile(r"\b[A-Z]\w+")


def page(name: str, made: Iterable[str]) -> str:
    """Return a page with what stands below its mark made anew."""
    head, mark, _ = (DOCS / name).read_text("utf8").partition(MARK)
    return head + (mark or f"\n{MARK}") + "\n".join(made).rstrip() + "\n"


# -- Python ------------------------------------------------------------------------------------------------------------


def python_page() -> str:
    """Return the page of the Python interface."""
    return page("python.md", Interface().lines())


class Interface:
    """What `import according` gives, what its functions return, and what is inside that: in the order in which a reader meets it."""

    def __init__(self) -> None:
        public = [getattr(according, name) for name in according.__all__]
        self.functions = sorted(filter(inspect.isfunction, public), key=lambda one: one.__name__ != "read")
        exported = {one.__name__: one for one in public if inspect.isclass(one) and not issubclass(one, Exception)}
        self.errors = [one for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, Exception)]
        self.read = _with_inner([exported.pop(name) for name in FIRST_MET] + list(exported.values()), [])
        self.answers = [getattr(results, name) for name in ANSWERS]
        self.inner = _with_inner(self.answers, self.read)[len(self.answers) :]
        self.records = {one.__name__: one for one in [*self.inner, *self.answers, *self.read]}
        self.words = {**_words_of(self.records.values()), "Party.kind": ("What those are whom words name.", KINDS)}
        self.linked = {**dict.fromkeys([one.__name__ for one in self.errors], "errors"), **{name: name.lower() for name in self.records}}
        self.linked |= {"Ledger": "ledger", **{one.__name__: one.__name__ for one in self.functions}}

    def lines(self) -> Iterator[str]:
        """Yield the page."""
        yield from ("## Functions", "")
        for function in self.functions:
            yield from self._function(f"`{function.__name__}`", function, "###")
        yield from ("## A ledger", "", "### `Ledger`", "", *self._told(ledgers.Ledger))
        for name, member in _members(ledgers.Ledger):
            yield from self._function(f"`Ledger.{name}`", member, "####")
        yield from self._filters()
        yield from ("## What is read", "", *self._classes(self.read))
        yield from ("## What a ledger answers", "", f"{listed([f'`{name}`' for name in ANSWERS])}: each has `to_dict`.", "")
        yield from self._classes(self.answers)
        yield from ("## What is inside", "", "Records that stand in those above.", "", *self._classes(self.inner))
        yield from ("## Words that fields have", "", "| kind | one of | what it says |", "|---|---|---|")
        for name, (meaning, words) in sorted(self.words.items()):
            yield f"| `{name}` | {', '.join(f'`{word}`' for word in words)} | {escaped(meaning)} |"
        yield from ("", *self._errors(), *self._lists())

    def _classes(self, classes: Iterable[type]) -> Iterator[str]:
        for one in classes:
            yield from (f"### `{one.__name__}`", "", *self._told(one))
            yield from ("```python", f"class {one.__name__}:", *(f"    {_field(field)}" for field in _shown_fields(one)), "```", "")
            members = list(_members(one))
            for name, member in members:
                called = f"{one.__name__}.{name}" if isinstance(member, classmethod) else name
                shown = name if isinstance(member, property) else f"{called}{_signature(member)}"
                yield f"- `{shown}`: {self._line(member)}"
            yield from ([""] if members else [])
            if plain := self._plain(one):
                yield from (plain, "")

    def _plain(self, one: type) -> str:
        """Return the sentence on the record of the same name that stands inside others, where there is one; else nothing."""
        base = one.__mro__[1]
        held = [(name, other, field) for name, other in self.records.items() for field in _shown_fields(other)]
        within = [f"`{name}.{field.name}`" for name, other, field in held if _names(field, base, other)]
        if base.__name__ != one.__name__ or not within:
            return ""
        own = [name for name in [*(field.name for field in _shown_fields(one)), *dict(_members(one))] if not hasattr(base, name)]
        return f"The records in {listed(within)} are plain ones, without {listed([f'`{name}`' for name in own])}."

    def _function(self, heading: str, member: Any, level: str) -> Iterator[str]:
        yield from (f"{level} {heading}", "")
        if not isinstance(member, property):
            yield from ("```python", f"def {member.__name__}{_signature(member, WIDEST)}: ...", "```", "")
        yield from self._told(member)

    def _filters(self) -> Iterator[str]:
        yield from ("### Filters", "", "`**filters` are these; every one that is given must fit. A day may also be a `datetime.date`.", "")
        yield from ("| filter | what it asks |", "|---|---|")
        yield from (f"| `{name}` | {escaped(meaning)} |" for name, meaning in FILTER_MEANINGS.items())
        yield from ("", "### Method", "", *self._told(Method))

    def _errors(self) -> Iterator[str]:
        yield from ("## Errors", "", "All are in `according.errors`; those that most programs meet are in `according` too.", "")
        yield from ("| error | is a | when |", "|---|---|---|")
        for one in self.errors:
            where = "according" if one.__name__ in according.__all__ else "according.errors"
            yield f"| `{where}.{one.__name__}` | `{one.__base__.__name__}` | {self._line(one)} |"  # type: ignore[union-attr]
        yield ""

    def _lists(self) -> Iterator[str]:
        """Yield the functions of other modules that pages call."""
        yield from ("## Lists of your own", "", "What [sides and origins](sides-and-origins.md) calls, to see whether a list is one:", "")
        for text in (path.read_text("utf8") for path in sorted(DOCS.glob("*.md")) if path.name != "python.md"):
            for module, name in IMPORTED.findall(text):
                held = importlib.import_module(f"{module}.{name}")
                for called in dict.fromkeys(re.findall(rf"\b{name}\.(\w+)\(", text)):
                    yield from self._function(f"`{module}.{name}.{called}`", getattr(held, called), "###")

    def _line(self, thing: Any) -> str:
        return " ".join(filter(None, self._told(thing)))

    def _told(self, thing: Any) -> Iterator[str]:
        """Yield a docstring as paragraphs of Markdown, an empty line behind each; of a class that adds to one of its name both."""
        first, *rest = inspect.cleandoc(thing.__doc__ or "").split("\n\n")
        base = thing.__mro__[1] if inspect.isclass(thing) else object
        if base.__name__ in (getattr(thing, "__name__", ""), f"Found{getattr(thing, '__name__', '')}"):
            rest = inspect.cleandoc(base.__doc__ or "").split("\n\n")[1:] + rest
        for paragraph in (first, *rest):
            text = ROLE.sub(lambda found: f"`{found[1].rpartition('.')[2]}`", " ".join(paragraph.split())).replace("``", "`")
            yield from (self._link(escaped(text)), "")

    def _link(self, text: str) -> str:
        def led(found: re.Match[str]) -> str:
            name = found[1].strip("`")
            return f"[{found[1]}](#{self.linked[name]})" if name in self.linked else found[1]

        return CODE.sub(led, text)


def _with_inner(classes: list[type], known: list[type]) -> list[type]:
    """Return classes and those of the records in their fields, and in these, that are not known by name."""
    found, met = list(classes), {one.__name__ for one in (*classes, *known)}
    for one in found:
        for name, value in _named(one):
            if inspect.isclass(value) and is_dataclass(value) and name not in met:
                met.add(name)
                found.append(value)
    return found


def _named(one: type) -> Iterator[tuple[str, Any]]:
    """Yield what the types of a class's fields name, each with what it is."""
    spaces = [vars(sys.modules[base.__module__]) for base in one.__mro__]
    for field in _shown_fields(one):
        for name in NAME.findall(str(field.type)):
            yield name, next((space[name] for space in spaces if name in space), None)


def _names(field: Field[Any], meant: type, within: type) -> bool:
    """Say whether a field's type names a class, and not another of its name."""
    return meant.__name__ in NAME.findall(str(field.type)) and any(value is meant for _, value in _named(within))


def _words_of(classes: Collection[type]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the kinds of words that fields have, each with what the source says above it and with its words."""
    found = {name: get_args(value) for one in classes for name, value in _named(one) if get_origin(value) is Literal}
    modules = dict.fromkeys(base.__module__ for one in classes for base in one.__mro__)
    source = "\n".join(inspect.getsource(sys.modules[module]) for module in modules if module.startswith("according."))
    above = {name: re.search(rf"((?:^# .*\n)+){name} = Literal", source, re.MULTILINE) for name in found}
    said = {name: match[1].replace("# ", "").replace("\n", " ").strip() if match else "" for name, match in above.items()}
    return {name: (said[name], words) for name, words in found.items()}


def _shown_fields(one: type) -> list[Field[Any]]:
    # What is not shown of a record is of no use to its user.
    return [field for field in fields(one) if field.repr or field.name == "data"]  # type: ignore[arg-type]


def _field(field: Field[Any]) -> str:
    default = "" if field.default is MISSING else f" = {'...' if isinstance(field.default, datetime) else repr(field.default)}"
    return f"{field.name}: {QUALIFIED.sub('', str(field.type))}{default}"


def _members(one: type) -> Iterator[tuple[str, Any]]:
    """Yield the methods and properties that a user of a class has, in the order of the source, an inherited class's first."""
    held: dict[str, Any] = {}
    for base in reversed(one.__mro__[:-1]):
        held |= {name: one for name, one in vars(base).items() if isinstance(one, property | classmethod) or inspect.isfunction(one)}
    return ((name, member) for name, member in held.items() if not name.startswith("_") and name != "of")


def _signature(member: Any, widest: int = sys.maxsize) -> str:
    """Return the parameters and the result of a function as its source has them, without ``self``."""
    function = getattr(member, "__func__", member)
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    result = f" -> {QUALIFIED.sub('', ast.unparse(node.returns))}" if node.returns else ""
    apart = [QUALIFIED.sub("", one) for one in _parameters(node.args)]
    whole = f"({', '.join(apart)}){result}"
    return whole if len(f"def {node.name}{whole}: ...") <= widest else "(\n" + "".join(f"    {one},\n" for one in apart) + f"){result}"


def _parameters(taken: ast.arguments) -> Iterator[str]:
    """Yield the parameters of a function one by one, with the strokes and stars between them, without ``self``."""
    # Not as a whole by `ast.unparse`: it sets no blanks around the defaults of what has a type.
    plain = [*taken.posonlyargs, *taken.args]
    for at, one in enumerate(plain):
        default = at - len(plain) + len(taken.defaults)
        if one.arg not in ("self", "cls"):
            yield ast.unparse(one) + (f" = {ast.unparse(taken.defaults[default])}" if default >= 0 else "")
        if taken.posonlyargs and at == len(taken.posonlyargs) - 1:
            yield "/"
    if taken.vararg or taken.kwonlyargs:
        yield f"*{ast.unparse(taken.vararg) if taken.vararg else ''}"
    for one, value in zip(taken.kwonlyargs, taken.kw_defaults, strict=True):
        yield ast.unparse(one) + (f" = {ast.unparse(value)}" if value else "")
    if taken.kwarg:
        yield f"**{ast.unparse(taken.kwarg)}"


def listed(names: Sequence[str]) -> str:
    """Return names in one line."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, pages that it names as links; what stands between backticks is left alone."""
    parts = CODE.split(link_pages(text))
    parts[::2] = [re.sub(r"([*|<])", lambda found: "&lt;" if found[1] == "<" else f"\\{found[1]}", part) for part in parts[::2]]
    return "".join(parts)


def link_pages(text: str) -> str:
    """Return text with the pages that it names as links, each called by its heading."""
    return PAGE_NAMED.sub(lambda found: f"[{title(found[1])}]({found[1]}.md)", text)


def title(name: str) -> str:
    """Return the heading of a page."""
    return (DOCS / f"{name}.md").read_text("utf8").partition("\n")[0].removeprefix("# ")


# -- HTTP --------------------------------------------------------------------------------------------------------------


def api_page() -> str:
    """Return the page of the desk's HTTP API, as its own description has it."""
    return page("api.md", Described(describe()).lines())


class Described:
    """The API as its OpenAPI object has it."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.schemas = told["components"]["schemas"]
        self.calls = [(method, path, call) for path, methods in told["paths"].items() for method, call in methods.items()]
        # What every address may answer is said once.
        self.common = set.intersection(*(set(call["responses"]) for _, _, call in self.calls)) - {"200"}

    def lines(self) -> Iterator[str]:
        """Yield the page."""
        for tag in dict.fromkeys(call["tags"][0] for _, _, call in self.calls):
            yield from (f"## {tag.capitalize()}", "")
            for method, path, call in self.calls:
                if call["tags"][0] == tag:
                    yield from (f"### `{method.upper()} {path}`", "", *_paragraphs(call["description"]), *self._call(call))
        yield from self._filters()
        yield from ("## What every address may answer", "", "| status | when | as |", "|---|---|---|")
        answers = self.calls[0][2]["responses"]
        for status, answer in sorted(answers.items()):
            if status in self.common:
                yield f"| {status} | {escaped(answer['description'])} | {self._as(answer) or 'an empty answer'} |"
        yield from ("", "## Objects", "")
        for name, schema in self.schemas.items():
            yield from (f"### `{name}`", "", *_paragraphs(schema["description"]), *self._properties(schema))

    def _call(self, call: dict[str, Any]) -> Iterator[str]:
        """Yield what an address takes and what it answers."""
        parameters = {one["name"]: one for one in call.get("parameters", ())}
        filtered = parameters.keys() >= FILTER_MEANINGS.keys()
        own = [one for name, one in parameters.items() if not (filtered and name in FILTER_MEANINGS)]
        if parameters:
            yield from ("| parameter | where | what it says |", "|---|---|---|")
            for one in own:
                needed = "" if one["in"] == "path" or not one["required"] else ", needed"
                said = " ".join(filter(None, (escaped(one.get("description", "")), _limits(one["schema"]))))
                yield f"| `{one['name']}` | {one['in']}{needed} | {said} |"
            yield from ([f"| [{len(FILTER_MEANINGS)} filters](#filters) | query | Which figures are meant. |"] if filtered else [])
            yield ""
        if "requestBody" in call:
            yield from (f"Sent: {self._as(call['requestBody'])}.", "")
        for status, answer in sorted(call["responses"].items()):
            if status not in self.common:
                shown = self._as(answer)
                yield f"- {status}: {escaped(answer['description'])}" + (f" Sent as {shown}." if shown else "")
        yield ""

    def _as(self, held: dict[str, Any]) -> str:
        """Return in what form something is sent: its kinds of content, each with what it holds where that has a name."""
        named = []
        for kind, told in held.get("content", {}).items():
            schema = told["schema"].get("$ref", "").rpartition("/")[2]
            named.append(f"`{kind}`" + (f" as [`{schema}`](#{schema.lower()})" if schema else ""))
        # What is answered where nothing else is asked for stands first.
        return " or ".join(sorted(named, key=lambda one: "jsonl" in one))

    def _properties(self, schema: dict[str, Any]) -> Iterator[str]:
        yield from ("| field | kind | what it says |", "|---|---|---|")
        for name, told in schema["properties"].items():
            needed = ", needed" if name in schema.get("required", ()) else ""
            said = " ".join(filter(None, (escaped(told.get("description", "")), _limits(told))))
            yield f"| `{name}` | {' or '.join(_kinds(told))}{needed} | {said} |"
        yield ""

    def _filters(self) -> Iterator[str]:
        [asked, *_] = [call for _, _, call in self.calls if {one["name"] for one in call.get("parameters", ())} >= FILTER_MEANINGS.keys()]
        filters = [one for one in asked["parameters"] if one["name"] in FILTER_MEANINGS]
        [limit] = {_limits(one["schema"]) for one in filters}
        yield from ("## Filters", "", f"Every one that is given must fit; one that is empty asks for nothing. {limit}", "")
        yield from ("| filter | what it asks |", "|---|---|")
        yield from (f"| `{one['name']}` | {escaped(one['description'])} |" for one in filters)
        yield ""


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield from (escaped(" ".join(paragraph.split())), "")


def _kinds(schema: dict[str, Any]) -> list[str]:
    return [one.get("type", "object") for one in schema.get("anyOf", [schema])]


def _limits(schema: dict[str, Any]) -> str:
    """Return in words which values a parameter or a field takes."""
    # What may be left out is one of two, the other being null.
    [held] = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    told = []
    if "maximum" in held or "exclusiveMaximum" in held:
        most = f"to {held['maximum']:,}" if "maximum" in held else "or more"
        left_out = f"; {schema['default']} where it is left out" if "default" in schema else ""
        told.append(f"A whole number, {held['minimum']} {most}{left_out}.")
    if "maxLength" in held:
        told.append(f"At most {held['maxLength']:,} characters.")
    return " ".join(told)
