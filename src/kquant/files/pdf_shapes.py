"""Write a PDF of one page with shapes, and with text that can be found and copied.

References
----------
ISO 32000-1:2008, 8.5 (paths), 8.10 (form XObjects), 9.3.6 (invisible text), 14.9.4
(replacement text).
"""

import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from kquant.art.options import Page, Rgb
from kquant.art.shapes.drawing import Area, Drawing, Text
from kquant.art.shapes.layers import Layer
from kquant.files.pdf import page_boxes, write_objects
from kquant.files.svg import are_straight

_FIXED = 5  # objects before those of the shapes: catalog to font
_COURIER = 0.6  # the width of its letters, relative to their size


def encode_pdf_shapes(drawing: Drawing, page: Page, file: BinaryIO) -> None:
    """Write a page with shapes.

    Letters are outlines. Over them lies the same text, which does not show, for those
    who search or copy it.

    Parameters
    ----------
    drawing : Drawing
    page : Page
    file : binary file
    """
    width, height, boxes = page_boxes(page)
    layers = drawing.shapes.layers
    forms = " ".join(
        f"/A{layer.label} {number} 0 R"
        for number, layer in enumerate(layers, _FIXED + 1)
    )
    across, down = width / drawing.width, height / drawing.height
    content = [f"{across:.8f} 0 0 {-down:.8f} 0 {height:.4f} cm"]
    content += map(_mark, drawing.ground)
    content += _panels(drawing)
    content += map(_mark, drawing.caption)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {boxes} /Resources << /XObject << {forms} >> "
        "/Font << /F 5 0 R >> >> /Contents 4 0 R >>".encode(),
        _stream("", "\n".join(content)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier "
        b"/Encoding /WinAnsiEncoding >>",
    ]
    shapes = drawing.shapes
    corner = f"{shapes.width * shapes.unit} {shapes.height * shapes.unit}"
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 {corner}] /Resources << >> "
    objects += [_stream(form, _path(layer)) for layer in layers]
    write_objects(objects, file)


def _panels(drawing: Drawing) -> Iterator[str]:
    """Yield what draws the panels: the same forms in other colors."""
    unit = drawing.shapes.unit
    for panel in drawing.panels:
        across, down = (side / unit for side in panel.scale)
        yield f"q {across:.8f} 0 0 {down:.8f} {panel.left:.4f} {panel.top:.4f} cm"
        for layer in drawing.shapes.layers:
            yield f"{_color(panel.colors[layer.label - 1])} /A{layer.label} Do"
        yield "Q"


def _path(layer: Layer) -> str:
    """Return what fills the outlines of a layer."""
    parts: list[str] = []
    curves, straight = (
        layer.curves.reshape(-1, 8).tolist(),
        are_straight(layer).tolist(),
    )
    first = layer.first.tolist()
    for begin, end in pairwise(first):
        parts.append("{} {} m".format(*curves[begin]))
        for curve, is_line in zip(curves[begin:end], straight[begin:end], strict=True):
            pattern = "{6} {7} l" if is_line else "{2} {3} {4} {5} {6} {7} c"
            parts.append(pattern.format(*curve))
        parts.append("h")
    return "\n".join([*parts, "f"])


def _mark(mark: Area | Text) -> str:
    """Return what draws a rectangle or a line of text."""
    color = _color(mark.color)
    if isinstance(mark, Area):
        place = " ".join(f"{x:.4f}" for x in mark[1:])
        return f"{color} {place} re f"
    scale = mark.scale / mark.outlines.unit
    move = f"{scale:.8f} 0 0 {scale:.8f} {mark.left:.4f} {mark.top:.4f} cm"
    outlines = "\n".join(map(_path, mark.outlines.layers))
    return f"q {color} {move}\n{outlines}\nQ\n{_invisible(mark)}"


def _invisible(mark: Text) -> str:
    """Return text that does not show, as wide as its outlines."""
    size = max(1.0, mark.outlines.height * mark.scale)
    width = mark.outlines.width * mark.scale
    stretch = 100 * width / (_COURIER * size * len(mark.text))
    said = ("\ufeff" + mark.text).encode("utf-16-be").hex()
    shown = mark.text.encode("cp1252", "replace").hex()
    return (
        f"/Span << /ActualText <{said}> >> BDC\nBT 3 Tr /F {size:.4f} Tf "
        f"{stretch:.4f} Tz 1 0 0 -1 {mark.left:.4f} {mark.base:.4f} Tm "
        f"<{shown}> Tj ET\nEMC"
    )


def _color(color: Rgb) -> str:
    """Return what sets the color to fill with."""
    return " ".join(f"{level / 255:.4f}" for level in color) + " rg"


def _stream(entries: str, content: str) -> bytes:
    """Return a compressed stream, with entries for its dictionary."""
    data = zlib.compress(content.encode("ascii"), 6)
    head = f"<< {entries}/Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream"
