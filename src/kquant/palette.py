"""A palette: an ordered list of 8-bit sRGB colours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from kquant.arrays import I64, U8, frozen
from kquant.colorspace import oklab_to_oklch, srgb_to_oklab
from kquant.errors import PaletteError

MAX_COLORS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """An ordered list of 1 to 256 colours.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
        sRGB. Entries may repeat; those that come from a fit are distinct.
    name : str
        What palette files call it.

    Raises
    ------
    PaletteError
        When there are no colours or too many, or the array has another shape.
    """

    colors: U8
    name: str = ""

    def __post_init__(self) -> None:
        colors = np.asarray(self.colors)
        if colors.ndim != 2 or colors.shape[1] != 3 or colors.dtype != np.uint8:
            raise PaletteError(
                f"palette colors must be uint8 of shape (k, 3), got {colors.dtype} "
                f"of shape {colors.shape}"
            )
        if not 1 <= len(colors) <= MAX_COLORS:
            raise PaletteError(
                f"a palette holds 1 to {MAX_COLORS} colors, got {len(colors)}"
            )
        object.__setattr__(self, "colors", frozen(colors, np.uint8))

    def __len__(self) -> int:
        return len(self.colors)

    def __iter__(self) -> Iterator[str]:
        return iter(self.hex())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Palette):
            return NotImplemented
        return np.array_equal(self.colors, other.colors)

    def __hash__(self) -> int:
        return hash(self.colors.tobytes())

    def __repr__(self) -> str:
        return f"Palette.from_hex({' '.join(self.hex())!r})"

    @classmethod
    def from_hex(cls, text: str, name: str = "") -> Self:
        """Make a palette of ``#rrggbb`` codes separated by spaces."""
        try:
            values = [bytes.fromhex(code.removeprefix("#")) for code in text.split()]
            colors = np.array([tuple(value) for value in values], dtype=np.uint8)
        except ValueError as error:
            raise PaletteError(f"{text!r} is not a list of #rrggbb codes") from error
        return cls(colors, name)

    def hex(self) -> list[str]:
        """Return the colours as ``#rrggbb``, in order."""
        return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in self.colors.tolist()]


def by_lightness(colors: U8) -> I64:
    """Return the order, shape (k,), of colours from dark to light in Oklab."""
    lightness, chroma, hue = oklab_to_oklch(srgb_to_oklab(colors)).T.round(9)
    return np.lexsort([hue, chroma, lightness])
