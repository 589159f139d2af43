"""A palette: an ordered list of 8-bit sRGB colours."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from kquant.arrays import I64, U8, frozen
from kquant.colorspace import oklab_to_oklch, srgb_to_oklab
from kquant.errors import PaletteError

MAX_COLORS = 256
_GREY_CHROMA = 0.03  # colours below look grey beside others
_HUE_BAND = 30.0  # degrees of OKLCH
_FIRST_HUE = 15.0  # so that the hue of pure red, 29 degrees, is amid the first band


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """An ordered list of 1 to 256 colours.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
        sRGB. Entries may repeat; those that come from a fit are distinct.
    name : str
        What palette files call it.
    color_names : tuple of str
        A name for each colour, some of them empty; or nothing at all.

    Raises
    ------
    PaletteError
        When there are no colours or too many, the array has another shape, or
        there is not a name for each.
    """

    colors: U8
    name: str = ""
    color_names: tuple[str, ...] = ()

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
        if self.color_names and len(self.color_names) != len(colors):
            raise PaletteError(
                f"there are {len(self.color_names)} names for {len(colors)} colors"
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

    def reordered(self, order: I64) -> Self:
        """Return the palette with entry ``order[i]`` in place i."""
        names = tuple(self.color_names[i] for i in order) if self.color_names else ()
        return replace(self, colors=self.colors[order], color_names=names)


def by_lightness(colors: U8) -> I64:
    """Return the order, shape (k,), of colours from dark to light in Oklab."""
    lightness, chroma, hue = oklab_to_oklch(srgb_to_oklab(colors)).T.round(9)
    return np.lexsort([hue, chroma, lightness])


def by_hue(colors: U8) -> I64:
    """Return the order, shape (k,), of colours by hue: greys, then red to pink.

    The greys come first, from dark to light; so do the colours within each of the
    twelve bands of hue, as a finer order would mix dark and light at random.
    """
    lightness, chroma, hue = oklab_to_oklch(srgb_to_oklab(colors)).T.round(9)
    band = 1 + (hue - _FIRST_HUE) % 360.0 // _HUE_BAND
    band[chroma < _GREY_CHROMA] = 0
    return np.lexsort([hue, chroma, lightness, band])
