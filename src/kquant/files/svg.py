"""Write drawings as SVG: each color a group that Inkscape shows as a layer.

References
----------
W3C, Scalable Vector Graphics (SVG) 1.1, chapters 7 (units) and 8 (paths).
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from kquant.art.options import Rgb
from kquant.art.shapes.drawing import Area, Drawing, Panel, Text
from kquant.art.shapes.layers import Layer, Shapes
from kquant.runtime.arrays import Bools

_ROOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
    'version="1.1" width="{}" height="{}" viewBox="0 0 {} {}" '
    'preserveAspectRatio="none">'
)


def encode_svg(drawing: Drawing, file: BinaryIO) -> None:
    """Write a drawing.

    Parameters
    ----------
    drawing : Drawing
    file : binary file
    """
    width, height = _number(drawing.width), _number(drawing.height)
    across, down = width, height
    if drawing.millimeters is not None:
        across, down = (f"{_number(side)}mm" for side in drawing.millimeters)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(_ROOT.format(across, down, width, height))
    if drawing.title:
        lines.append(f"<title>{escape(drawing.title)}</title>")
    if drawing.ground:
        lines += _layer("ground", (_mark(area) for area in drawing.ground))
    lines += _panels(drawing)
    if drawing.caption:
        lines += _layer("caption", (_mark(mark) for mark in drawing.caption))
    lines.append("</svg>\n")
    file.write("\n".join(lines).encode())


def path_data(layer: Layer) -> str:
    """Return the outlines of a layer in the syntax of paths.

    Parameters
    ----------
    layer : Layer

    Returns
    -------
    str
    """
    parts: list[str] = []
    relative = (layer.curves[:, 1:] - layer.curves[:, :1]).reshape(-1, 6).tolist()
    straight = are_straight(layer).tolist()
    starts, first = layer.curves[layer.first[:-1], 0].tolist(), layer.first.tolist()
    for i, (x, y) in enumerate(starts):
        parts.append(f"M{x} {y}")
        command = ""
        for j in range(first[i], first[i + 1]):
            a, b, c, d, e, f = relative[j]
            last, command = command, "l" if straight[j] else "c"
            mark = " " if command == last else command
            if straight[j]:
                parts.append(f"{mark}{e} {f}")
            else:
                parts.append(f"{mark}{a} {b} {c} {d} {e} {f}")
        parts.append("z")
    return "".join(parts).replace(" -", "-")


def are_straight(layer: Layer) -> Bools:
    """Tell which curves of a layer are lines, to within a unit, (n,).

    Parameters
    ----------
    layer : Layer

    Returns
    -------
    bool array, shape (n,)
    """
    handles = (layer.curves[:, 1:3] - layer.curves[:, :1]).astype(np.float64)
    chord = (layer.curves[:, 3:] - layer.curves[:, :1]).astype(np.float64)
    aside = handles[..., 0] * chord[..., 1] - handles[..., 1] * chord[..., 0]
    length = np.hypot(chord[..., 0], chord[..., 1])
    is_near: Bools = np.abs(aside) <= np.maximum(length, 0.5)
    return np.logical_and(is_near[:, 0], is_near[:, 1])


def _panels(drawing: Drawing) -> Iterator[str]:
    """Yield the panels; several share the outlines."""
    paths = {x.label: path_data(x) for x in drawing.shapes.layers}
    if len(drawing.panels) == 1:
        panel = drawing.panels[0]
        shapes = {label: f'<path d="{data}"/>' for label, data in paths.items()}
        yield from _colors(panel, shapes, _transform(panel, drawing.shapes))
        return
    yield "<defs>"
    for label, data in paths.items():
        yield f'<path id="area{label}" d="{data}"/>'
    yield "</defs>"
    shapes = {label: f'<use xlink:href="#area{label}"/>' for label in paths}
    for panel in drawing.panels:
        inside = _colors(panel, shapes, "")
        yield from _layer(panel.name, inside, _transform(panel, drawing.shapes))


def _colors(panel: Panel, shapes: dict[int, str], more: str) -> Iterator[str]:
    """Yield a group for each color of a panel."""
    for label, element in shapes.items():
        code = _hex(panel.colors[label - 1])
        yield from _layer(code, [element], f'{more} fill="{code}"')


def _layer(
    name: str, elements: Iterator[str] | list[str], more: str = ""
) -> Iterator[str]:
    """Yield a group that Inkscape shows as a layer."""
    label = quoteattr(name)
    yield f'<g inkscape:groupmode="layer" inkscape:label={label}{more}>'
    yield from elements
    yield "</g>"


def _transform(panel: Panel, shapes: Shapes) -> str:
    """Return the attribute that puts shapes in their place."""
    across, down = (_number(side / shapes.unit) for side in panel.scale)
    move = ""
    if panel.left or panel.top:
        move = f"translate({_number(panel.left)} {_number(panel.top)}) "
    return f' transform="{move}scale({across} {down})"'


def _mark(mark: Area | Text) -> str:
    """Return a rectangle, or a line of text with what it says."""
    fill = f'fill="{_hex(mark.color)}"'
    if isinstance(mark, Area):
        x, y, width, height = map(_number, mark[1:])
        return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" {fill}/>'
    x, y = _number(mark.left), _number(mark.top)
    scale = _number(mark.scale / mark.outlines.unit)
    data = "".join(path_data(layer) for layer in mark.outlines.layers)
    return (
        f'<g transform="translate({x} {y}) scale({scale})" {fill}>'
        f'<title>{escape(mark.text)}</title><path d="{data}"/></g>'
    )


def _hex(color: Rgb) -> str:
    """Return a color as ``#rrggbb``."""
    return f"#{bytes(color).hex()}"


def _number(value: float) -> str:
    """Write a number with at most 6 decimals."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
