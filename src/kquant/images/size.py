"""The size that a picture is to have, how large it may be, and which part of it is kept."""

import re
from typing import Literal, NamedTuple

from kquant.errors import OptionError

Fit = Literal["contain", "cover"]

MOST_SIDE = 100_000  # pixels
_SIZE = re.compile(r"(\d{1,9})?(?:\s*[xX\u00d7]\s*(\d{1,9})?)?")


class Box(NamedTuple):
    """A part of a picture, in pixels, which may be fractions.

    Attributes
    ----------
    left, top, right, bottom : float
    """

    left: float
    top: float
    right: float
    bottom: float


class Size(NamedTuple):
    """The size that a picture is to have.

    Parameters
    ----------
    width, height : int or None
        In pixels. If one is None, it follows from the other.
    fit : {"contain", "cover"}
        If both are given: whether the whole picture fits within them, or fills them
        and loses what is beyond, at two opposite sides alike.
    """

    width: int | None
    height: int | None
    fit: Fit = "contain"

    @classmethod
    def parse(cls, text: str, fit: Fit | None = None) -> "Size":
        """Read a size as people write it.

        Parameters
        ----------
        text : str
            ``800x480``, or ``800`` for the width alone, or ``x480`` for the height.
        fit : {"contain", "cover"}, optional

        Returns
        -------
        Size

        Raises
        ------
        OptionError
            When it is no size, or `fit` is given without both sides.

        Examples
        --------
        >>> Size.parse("x480").of(1200, 960)
        (600, 480)
        """
        match = _SIZE.fullmatch(text.strip())
        sides = [None if x is None else int(x) for x in match.groups()] if match else []
        if not any(sides) or not all(x is None or 1 <= x <= MOST_SIDE for x in sides):
            raise OptionError(
                f"size takes 800x480, 800 for the width or x480 for the height, up to "
                f"{MOST_SIDE} pixels, got {text!r}",
                "size",
            )
        width, height = sides
        if fit is not None and (width is None or height is None):
            raise OptionError("fit needs both sides, as in size 800x480", "fit", "size")
        return cls(width, height, fit or "contain")

    def of(self, width: int, height: int) -> tuple[int, int]:
        """Return the size that a picture of another size gets.

        Parameters
        ----------
        width, height : int

        Returns
        -------
        (int, int)
            At least 1 each.
        """
        if self.width is not None and self.height is not None and self.fit == "cover":
            return self.width, self.height
        across = None if self.width is None else self.width / width
        down = None if self.height is None else self.height / height
        factor = min(x for x in (across, down) if x is not None)
        wanted = self.width if factor == across else None
        tall = self.height if factor == down else None
        return wanted or max(1, round(factor * width)), tall or max(
            1, round(factor * height)
        )

    def kept(self, width: int, height: int) -> Box:
        """Return the part of a picture that is kept.

        Parameters
        ----------
        width, height : int

        Returns
        -------
        Box
            All of it, unless it is to cover a size of other proportions.
        """
        if self.width is None or self.height is None or self.fit == "contain":
            return Box(0, 0, width, height)
        factor = max(self.width / width, self.height / height)
        left = max(0.0, (width - self.width / factor) / 2)
        top = max(0.0, (height - self.height / factor) / 2)
        return Box(left, top, width - left, height - top)

    def __str__(self) -> str:
        sides = ["" if x is None else str(x) for x in (self.width, self.height)]
        return "x".join(sides).rstrip("x")
