"""The accents of Latin letters, drawn with a pen: Pillow's font has none.

All lengths are parts of the size of the letters. Strokes of accents start from the
middle of a letter, at the height where the accent begins.
"""

from dataclasses import dataclass
from typing import Literal

from kquant.art.page.pen import Stroke, arc

_DOT, _THIN = 0.1, 0.062
_GAP = 0.065  # between a letter and what is above or below it


@dataclass(frozen=True, slots=True)
class Mark:
    """An accent.

    Parameters
    ----------
    strokes : tuple of Stroke
    height : float
        How much room it takes above or below the letter.
    place : {"above", "below", "under", "beside"}
        "under" touches the letter, "beside" starts at its upper right corner.
    """

    strokes: tuple[Stroke, ...]
    height: float = 0.14
    place: Literal["above", "below", "under", "beside"] = "above"

    def at(self, left: float, right: float, bottom: float, top: float) -> list[Stroke]:
        """Return the strokes at a letter that extends from left to right, bottom to top.

        Parameters
        ----------
        left, right, bottom, top : float

        Returns
        -------
        list of Stroke
        """
        middle = (left + right) / 2
        right, up = {
            "above": (middle, top + _GAP),
            "below": (middle, bottom - _GAP),
            "under": (middle, bottom),
            "beside": (right, top),
        }[self.place]
        return [stroke.moved(right, up) for stroke in self.strokes]


def _dot(x: float, y: float) -> Stroke:
    """Return a dot."""
    return Stroke(((x, y), (x, y)), _DOT, is_round=True)


def _arch(up: int) -> Stroke:
    """Return a bow that opens upward (1) or downward (-1)."""
    center = 0.13 if up > 0 else 0.01
    return Stroke(arc((0, center), (0.125, 0.105), 180, 180 + up * 180), _THIN)


_COMMA = (_dot(0, -0.05), Stroke(((0.025, -0.06), (-0.035, -0.17)), 0.055))
_WAVE = tuple(
    (-0.15 + 0.3 * i / 24, 0.05 + 0.9 * y)
    for i, (_, y) in enumerate(
        arc((0, 0), (0.035, 0.035), -60, 420, 24),
    )
)

# The keys are combining characters of Unicode.
MARKS = {
    "\u0300": Mark((Stroke(((-0.1, 0.15), (0.03, 0))),)),
    "\u0301": Mark((Stroke(((0.1, 0.15), (-0.03, 0))),)),
    "\u0302": Mark((Stroke(((-0.13, 0.0), (0, 0.12), (0.13, 0.0)), 0.066),)),
    "\u0303": Mark((Stroke(_WAVE, 0.064),), 0.11),
    "\u0304": Mark((Stroke(((-0.135, 0.035), (0.135, 0.035)), _THIN),), 0.07),
    "\u0306": Mark((_arch(1),), 0.12),
    "\u0307": Mark((_dot(0, 0.05),), 0.1),
    "\u0308": Mark((_dot(-0.1, 0.05), _dot(0.1, 0.05)), 0.1),
    "\u0309": Mark(
        (
            Stroke(
                (*arc((0, 0.12), (0.055, 0.05), 170, -60), (0, 0.05), (0, 0)),
                0.05,
            ),
        ),
        0.18,
    ),
    "\u030a": Mark((Stroke(arc((0, 0.085), (0.075, 0.075), 0, 360), 0.05),), 0.18),
    "\u030b": Mark(
        (
            Stroke(((0.01, 0.15), (-0.1, 0))),
            Stroke(((0.17, 0.15), (0.06, 0))),
        )
    ),
    "\u030c": Mark((Stroke(((-0.13, 0.13), (0, 0.01), (0.13, 0.13)), 0.066),)),
    "\u030f": Mark(
        (
            Stroke(((-0.01, 0.15), (0.1, 0))),
            Stroke(((-0.17, 0.15), (-0.06, 0))),
        )
    ),
    "\u0311": Mark((_arch(-1),), 0.12),
    "\u0315": Mark((_COMMA[0].moved(0.06, 0), _COMMA[1].moved(0.06, 0)), 0, "beside"),
    "\u0312": Mark(
        (_dot(0, 0.05), Stroke(((-0.02, 0.06), (0.035, 0.16)), 0.055)), 0.16
    ),
    "\u031b": Mark(
        (
            Stroke(
                ((-0.06, -0.06), *arc((-0.02, 0.03), (0.1, 0.075), -60, 30, 8)), 0.07
            ),
        ),
        0,
        "beside",
    ),
    "\u0323": Mark((_dot(0, -0.05),), 0.1, "below"),
    "\u0326": Mark(_COMMA, 0.2, "below"),
    "\u0327": Mark(
        (
            Stroke(
                (
                    (0, 0.02),
                    (-0.015, -0.055),
                    *arc((0.0, -0.115), (0.075, 0.058), 90, -120, 16),
                ),
                0.052,
            ),
        ),
        0.2,
        "under",
    ),
    "\u0328": Mark(
        (
            Stroke(
                (
                    (0.12, 0.02),
                    *arc((0.13, -0.1), (0.085, 0.085), 130, 290, 16),
                ),
                0.055,
            ),
        ),
        0.2,
        "under",
    ),
}
MARKS |= {
    below: Mark(
        tuple(stroke.moved(0, -MARKS[above].height) for stroke in MARKS[above].strokes),
        MARKS[above].height,
        "below",
    )
    for below, above in {
        "\u0324": "\u0308",
        "\u0325": "\u030a",
        "\u032d": "\u0302",
        "\u032e": "\u0306",
        "\u0330": "\u0303",
        "\u0331": "\u0304",
    }.items()
}
# What type designers draw for a letter and a mark is not always what Unicode says.
OTHER_MARKS = {
    **{(letter, "\u0327"): "\u0326" for letter in "KkLlNnRrG"},
    ("g", "\u0327"): "\u0312",
    **{(letter, "\u030c"): "\u0315" for letter in "dtlL"},
}
DOTLESS = {"i": "\u0131", "j": "\u0237"}  # under an accent
