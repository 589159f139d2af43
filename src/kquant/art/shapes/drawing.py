"""A drawing: panels of shapes, with what is around them, in pixels of any size."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from kquant.art.options import Rgb
from kquant.art.page.lettering import Face
from kquant.art.shapes.layers import Shapes, trace

_LETTER = 192  # pixels: letters are traced in about this size
_COVERED = 128  # of 255: such pixels belong to a letter


class Area(NamedTuple):
    """A rectangle of one color.

    Attributes
    ----------
    color : (int, int, int)
    left, top, width, height : float
    """

    color: Rgb
    left: float
    top: float
    width: float
    height: float


class Text(NamedTuple):
    """A line of text as outlines.

    Attributes
    ----------
    text : str
    color : (int, int, int)
    outlines : Shapes
    left, top : float
        Where the outlines go.
    scale : float
        The size of their pixels.
    base : float
        Where the letters stand.
    """

    text: str
    color: Rgb
    outlines: Shapes
    left: float
    top: float
    scale: float
    base: float


class Panel(NamedTuple):
    """One panel: the shapes of the picture in its own colors.

    Attributes
    ----------
    name : str
        Empty if there is only one.
    colors : tuple of (int, int, int)
        The color of each label, from 1 on.
    left, top : float
    scale : (float, float)
        The width and height of a pixel of the picture.
    """

    name: str
    colors: tuple[Rgb, ...]
    left: float = 0
    top: float = 0
    scale: tuple[float, float] = (1, 1)


class Drawing(NamedTuple):
    """A drawing.

    Attributes
    ----------
    width, height : float
    millimeters : (float, float) or None
        Its size in print, if that is known.
    shapes : Shapes
    panels : tuple of Panel
        All have the same shapes.
    ground : tuple of Area
        What lies below the panels.
    caption : tuple of Area or Text
        What is beside the panels.
    title : str
    """

    width: float
    height: float
    millimeters: tuple[float, float] | None
    shapes: Shapes
    panels: tuple[Panel, ...]
    ground: tuple[Area, ...] = ()
    caption: tuple[Area | Text, ...] = ()
    title: str = ""


class Sheet:
    """What `Caption` draws on, when areas and letters are wanted rather than pixels.

    Parameters
    ----------
    ink : (int, int, int)
        The color of text.
    """

    def __init__(self, ink: Rgb) -> None:
        self._ink = ink
        self.marks: list[Area | Text] = []

    def fill(self, color: Rgb, top: int, left: int, size: tuple[int, int]) -> None:
        """Draw a rectangle, as `Canvas.fill` does."""
        self.marks.append(Area(color, left, top, *size))

    def set_text(
        self, face: Face, text: str, size: int, place: tuple[int, int]
    ) -> None:
        """Draw a line of text, as `Canvas.set_text` does."""
        base, left = place
        zoom = max(1, round(_LETTER / size))
        cover, above = face.coverage(text, size * zoom)
        outlines = trace((cover >= _COVERED).astype(np.uint8))
        top = base - above / zoom
        self.marks.append(Text(text, self._ink, outlines, left, top, 1 / zoom, base))


def whole(color: Iterable[int]) -> Rgb:
    """Return a color as three numbers of Python."""
    red, green, blue = (int(level) for level in color)
    return red, green, blue
