"""
Draw the world's land as one path for the desk's map, out of Natural Earth's coarsest land (npm package world-atlas).

    python assets/land.py node_modules/world-atlas/land-110m.json

Land alone: whose it is says no map here. The path is in tenths of a degree, longitude to the right and latitude downwards. The file's rings
run over the date line, and one around the pole; both are drawn so that a flat map shows them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src" / "according" / "desk" / "templates" / "parts" / "land.html"
HEAD = "{# The world's land: Natural Earth 1:110m (public domain), by world-atlas 2.0.2 (ISC), drawn by assets/land.py. #}"
Point = tuple[float, float]


def main(source: Path) -> None:
    """Write the path."""
    atlas = json.loads(source.read_text("utf8"))
    path = "".join(_draw(ring) for ring in _flatten(_rings(atlas)))
    TARGET.write_text(f'{HEAD}\n<path class="land" d="{path}"/>\n', "utf8")
    sys.stdout.write(f"written: {TARGET.name}, {len(path):,} characters\n")


def _rings(atlas: dict) -> Iterator[list[Point]]:
    """Yield the rings of the land in degrees."""
    scale, translate = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    for geometry in atlas["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for ring in polygon:
                # A negative number is an arc that is run through backwards (TopoJSON, 2.1.4).
                yield [point for at in ring for point in (arcs[at] if at >= 0 else arcs[~at][::-1])]


def _flatten(rings: Iterator[list[Point]]) -> Iterator[list[Point]]:
    """Yield rings as a flat map shows them: whole where they run over the date line, at both of its sides."""
    for ring in rings:
        shift, flat = 0.0, [ring[0]]
        for (before, _), (x, y) in pairwise(ring):
            shift += 360.0 if x - before < -180 else -360.0 if x - before > 180 else 0.0
            flat.append((x + shift, y))
        if abs(flat[-1][0] - flat[0][0]) > 180:
            # Around the South Pole: closed along the map's lower edge.
            flat += [(flat[-1][0], -90.0), (flat[0][0], -90.0)]
        low, high = min(x for x, _ in flat), max(x for x, _ in flat)
        for turn in (-360.0, 0.0, 360.0):
            if low + turn < 180 and high + turn > -180:
                yield [(x + turn, y) for x, y in flat]


def _draw(ring: list[Point]) -> str:
    """Return a ring as commands of a path, each point from the one before; points that fall together are one."""
    points = [(round(x * 10), round(-y * 10)) for x, y in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    drawn = "".join(f"{x}" + (f"{y}" if y < 0 else f" {y}") + " " for x, y in steps if (x, y) != (0, 0)).strip()
    return f"M{points[0][0]} {points[0][1]}l{drawn.replace(' -', '-')}z" if drawn else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
