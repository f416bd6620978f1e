"""The package's sources, parsed once for all tests that look into them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import according

ROOT = Path(according.__file__).parent


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a source, as ``ast.walk`` yields them."""
    return tuple(ast.walk(tree(path)))
