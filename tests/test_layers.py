"""Imports run one way: no circle, counting those inside functions and those for types alone, and no import of a higher layer."""
from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter

from sources import ROOT, nodes

# Lowest first; a module is in the layer of the first name that it is or lies in.
LAYERS = (
    ("errors", "version"), ("report", "quantity", "reliability"), ("statement",), ("lexicon",), ("language", "intake"), ("names",),
    ("records",), ("comparing",), ("reading", "ledger", "reckoning"), ("exports",), ("services",), ("api",), ("bulk",),
    ("desk", "agents"), ("commands",), ("__main__",),
)  # fmt: skip
# Modules in one folder, beside its subfolders; lines of a module; lines of a function, from its name to its end.
MOST = 16
LINES_MOST = 400
FUNCTION_MOST = 50
# The modules at the top: values that every room shares, and the door that Python itself opens.
VALUES = {"errors", "lexicon", "quantity", "records", "reliability", "report", "statement", "version", "__main__"}
PATHS = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]
MODULES = {"according." + ".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in PATHS}


def layer(module: str) -> int:
    name = module.split(".")[1]
    return next(number for number, names in enumerate(LAYERS) if name in names)


def imports(module: str) -> Iterator[str]:
    for node in nodes(MODULES[module]):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (found for name in names for found in (name, f"{name}.__init__") if found in MODULES and found != module)


@cache
def graph() -> dict[str, set[str]]:
    return {module: set(imports(module)) for module in MODULES}


def test_every_module_has_a_layer() -> None:
    assert all(layer(module) >= 0 for module in MODULES)


def test_no_module_imports_a_higher_layer() -> None:
    assert [(module, other) for module, others in graph().items() for other in others if layer(other) > layer(module)] == []


def test_rooms_of_one_layer_do_not_import_one_another() -> None:
    room = {module: module.split(".")[1] for module in MODULES}
    assert [(module, other) for module, others in graph().items() for other in others if layer(other) == layer(module)
            and room[other] != room[module]] == []  # fmt: skip


def test_no_folder_has_more_modules_than_a_reader_overlooks() -> None:
    held = Counter(path.parent for path in PATHS if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): many for folder, many in held.items() if many > MOST} == {}


def test_no_module_is_longer_than_a_reader_overlooks() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf8").splitlines()) for path in PATHS}
    assert {name: many for name, many in lines.items() if many > LINES_MOST} == {}


def test_no_function_is_longer_than_a_reader_overlooks() -> None:
    """Its docstring counts too: what needs so many words does more than one thing."""
    lengths = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in PATHS
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_MOST} == {}


def test_at_the_top_stand_values_alone() -> None:
    assert {path.stem for path in PATHS if path.parent == ROOT} == VALUES


def test_no_imports_run_in_a_circle() -> None:
    TopologicalSorter(graph()).prepare()


def test_only_the_pipeline_imports_spacy() -> None:
    found = {module for module, path in MODULES.items() for node in nodes(path)
             if (isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "spacy")
             or (isinstance(node, ast.Import) and any(alias.name.partition(".")[0] == "spacy" for alias in node.names))}  # fmt: skip
    assert found == {"according.language.pipeline"}


def test_one_way_leads_to_a_terminal() -> None:
    """What a report holds could move its cursor: whatever is written to it passes by where that is spelt out."""
    door = "according.commands.terminal.streams"
    writing = {"print", *(f"sys.{stream}.{how}" for stream in ("stdout", "stderr") for how in ("write", "writelines", "buffer"))}
    writing |= {"sys.__stdout__", "sys.__stderr__", *(f"{library}.{how}" for library in ("typer", "click") for how in ("echo", "secho"))}
    writing |= {"logging.StreamHandler", "logging.basicConfig"}
    found = {
        (module, ast.unparse(node))
        for module, path in MODULES.items()
        for node in nodes(path)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in writing
    }
    assert {(module, what) for module, what in found if module != door} == set()
    assert not [module for module, path in MODULES.items() for node in nodes(path) if isinstance(node, ast.ImportFrom)
                and node.module == "sys" and {"stdout", "stderr"} & {alias.name for alias in node.names}]  # fmt: skip
