"""Latin letters and signs that Pillow's font lacks, drawn with a pen or from others.

All lengths are parts of the size of the letters, from the origin of each letter.
"""

from typing import NamedTuple

from kquant.art.page.pen import Stroke, arc

_STEM = 0.086
_BAR = 0.066
_MIDDLE = 0.283  # height of the hyphen
_HYPHEN = 0.056  # its thickness


class Drawn(NamedTuple):
    """A letter.

    Attributes
    ----------
    strokes : tuple of Stroke
    advance : float
        Its width with the space around it; 0 for the sum of its parts.
    parts : str
        Letters of the font below the strokes, one beside another.
    overlap : float
        How far each part reaches into the ink of the one before it.
    is_turned : bool
        Whether the part is turned upside down, to the height of small letters.
    scale : float
        Size of the parts; smaller ones are raised.
    """

    strokes: tuple[Stroke, ...] = ()
    advance: float = 0.0
    parts: str = ""
    overlap: float = 0.0
    is_turned: bool = False
    scale: float = 1.0


def _dash(width: float) -> Drawn:
    """Return a dash."""
    points = (0.03, _MIDDLE), (width - 0.03, _MIDDLE)
    return Drawn((Stroke(points, _HYPHEN),), width)


def _crossed(part: str, *bars: tuple[float, float, float, float]) -> Drawn:
    """Return a letter with bars from (x, y) to (x, y)."""
    strokes = (Stroke(((a, b), (c, d)), _BAR) for a, b, c, d in bars)
    return Drawn(tuple(strokes), parts=part)


def _hooked(part: str, x: float) -> Drawn:
    """Return a letter whose stem at x ends in a hook below the line."""
    points = ((x, 0.04), (x, -0.08), *arc((x - 0.09, -0.08), (0.09, 0.075), 0, -90, 12))
    return Drawn((Stroke((*points, (x - 0.15, -0.155)), _STEM),), parts=part)


_SHARP_S = (
    (0.117, 0.0),
    (0.117, 0.52),
    *arc((0.295, 0.535), (0.178, 0.165), 180, -35),
    (0.37, 0.4),
    *arc((0.35, 0.205), (0.19, 0.17), 70, -90),
    (0.25, 0.037),
)
_CAPITAL_SHARP_S = (
    (0.143, 0.0),
    (0.143, 0.45),
    *arc((0.35, 0.45), (0.207, 0.197), 180, 35),
    (0.36, 0.405),
    *arc((0.38, 0.22), (0.2, 0.18), 80, -90),
    (0.27, 0.04),
)
_THORN = (
    (0.143, 0.55),
    (0.38, 0.55),
    *arc((0.38, 0.355), (0.175, 0.195), 90, -90),
    (0.143, 0.16),
)
_POUND = (*arc((0.34, 0.5), (0.15, 0.15), 15, 180), (0.19, 0.25), (0.15, 0.04))

DRAWN = {
    "\u2010": _dash(0.274),
    "\u2011": _dash(0.274),
    "\u2012": _dash(0.58),
    "\u2013": _dash(0.5),
    "\u2014": _dash(1.0),
    "\u2015": _dash(1.0),
    "\u2212": _dash(0.58),
    "\u00d7": Drawn(
        (
            Stroke(((0.12, 0.1), (0.46, 0.44)), _BAR),
            Stroke(((0.12, 0.44), (0.46, 0.1)), _BAR),
        ),
        0.58,
    ),
    "\u00f7": Drawn(
        (
            Stroke(((0.08, 0.27), (0.5, 0.27)), _BAR),
            Stroke(((0.29, 0.46), (0.29, 0.46)), 0.11, is_round=True),
            Stroke(((0.29, 0.08), (0.29, 0.08)), 0.11, is_round=True),
        ),
        0.58,
    ),
    "\u0131": Drawn((Stroke(((0.117, 0.0), (0.117, 0.53)), _STEM),), 0.238),
    "\u0237": Drawn(
        (
            Stroke(
                (
                    (0.117, 0.53),
                    (0.117, -0.08),
                    *arc((0.02, -0.08), (0.097, 0.075), 0, -90, 12),
                ),
                _STEM,
            ),
        ),
        0.238,
    ),
    "\u017f": Drawn(
        (Stroke(((0.117, 0), *arc((0.25, 0.56), (0.133, 0.145), 180, 70)), _STEM),),
        0.29,
    ),
    "\u00df": Drawn((Stroke(_SHARP_S, _STEM),), 0.59),
    "\u1e9e": Drawn((Stroke(_CAPITAL_SHARP_S, _STEM),), 0.64),
    "\u00de": Drawn(
        (Stroke(((0.143, 0), (0.143, 0.69)), _STEM), Stroke(_THORN, _STEM)), 0.61
    ),
    "\u00fe": Drawn(parts="bp", overlap=-1),
    "\u00c6": Drawn(
        (
            Stroke(((0.05, 0.0), (0.42, 0.67)), _STEM),
            Stroke(((0.47, 0.0), (0.47, 0.69)), _STEM),
            Stroke(((0.38, 0.647), (0.88, 0.647)), _STEM),
            Stroke(((0.47, 0.355), (0.84, 0.355)), _STEM),
            Stroke(((0.47, 0.043), (0.89, 0.043)), _STEM),
            Stroke(((0.16, 0.2), (0.47, 0.2)), _STEM),
        ),
        0.93,
    ),
    "\u00e6": Drawn(parts="ae", overlap=0.09),
    "\u0152": Drawn(parts="OE", overlap=0.09),
    "\u0153": Drawn(parts="oe", overlap=0.094),
    "\u00f0": Drawn(
        (
            Stroke(((0.15, 0.72), (0.33, 0.61), (0.46, 0.45), (0.51, 0.27)), 0.08),
            Stroke(((0.14, 0.55), (0.42, 0.69)), 0.055),
        ),
        parts="o",
    ),
    "\u0141": _crossed("L", (0.01, 0.25, 0.3, 0.45)),
    "\u0142": _crossed("l", (-0.005, 0.3, 0.245, 0.45)),
    "\u00d8": _crossed("O", (0.1, -0.03, 0.645, 0.72)),
    "\u00f8": _crossed("o", (0.08, -0.03, 0.505, 0.56)),
    "\u00d0": _crossed("D", (0.01, 0.35, 0.36, 0.35)),
    "\u0110": _crossed("D", (0.01, 0.35, 0.36, 0.35)),
    "\u0111": _crossed("d", (0.33, 0.62, 0.62, 0.62)),
    "\u0127": _crossed("h", (0.0, 0.62, 0.3, 0.62)),
    "\u0126": _crossed("H", (0.03, 0.53, 0.72, 0.53)),
    "\u0166": _crossed("T", (0.15, 0.33, 0.5, 0.33)),
    "\u0167": _crossed("t", (0.03, 0.26, 0.3, 0.26)),
    "\u014a": _hooked("N", 0.597),
    "\u014b": _hooked("n", 0.479),
    "\u20ac": _crossed("C", (0.0, 0.42, 0.42, 0.42), (0.0, 0.28, 0.4, 0.28)),
    "\u00a5": _crossed("Y", (0.1, 0.29, 0.5, 0.29), (0.1, 0.16, 0.5, 0.16)),
    "\u00a3": Drawn(
        (
            Stroke(_POUND, _STEM),
            Stroke(((0.06, 0.34), (0.42, 0.34)), _BAR),
            Stroke(((0.07, 0.043), (0.52, 0.043)), _STEM),
        ),
        0.58,
    ),
    "\u00a2": Drawn((Stroke(((0.29, -0.1), (0.29, 0.63)), 0.05),), parts="c"),
    "\u00bf": Drawn(parts="?", is_turned=True),
    "\u00a1": Drawn(parts="!", is_turned=True),
    "\u0259": Drawn(parts="e", is_turned=True),
    "\u00aa": Drawn(parts="a", scale=0.6),
    "\u00ba": Drawn(parts="o", scale=0.6),
    "\u00b9": Drawn(parts="1", scale=0.6),
    "\u00b2": Drawn(parts="2", scale=0.6),
    "\u00b3": Drawn(parts="3", scale=0.6),
}
# Letters and spaces that are written with others.
WRITTEN = {
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " "),
    "\u0132": "IJ",
    "\u0133": "ij",
    "\u013f": "L\u00b7",
    "\u0140": "l\u00b7",
    "\u0149": "\u2019n",
    "\u0138": "k",
    "\u2032": "'",
    "\u2033": '"',
    "\u00bc": "1\u20444",
    "\u00bd": "1\u20442",
    "\u00be": "3\u20444",
}
