"""A palette: 8-bit sRGB colors in an order, and the orders that there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from kquant.color.names import parse_color
from kquant.color.packed import hex_to_colors
from kquant.color.spaces import oklab_to_oklch, srgb_to_oklab
from kquant.errors import PaletteError
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import I64, U8, frozen

_GRAY_CHROMA = 0.03  # colors with less chroma look gray beside others
_HUE_BAND = 30.0  # degrees of hue in OKLCH
_FIRST_HUE = 15.0  # puts pure red, at 29 degrees, in the middle of the first band


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """An ordered list of 1 to 256 colors.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)
        sRGB. Entries may repeat; a palette from a fit has distinct colors.
    name : str
        Name of the palette in palette files.
    color_names : tuple of str
        One name for each color, where some may be empty; or an empty tuple.

    Raises
    ------
    PaletteError
        If there are no colors or too many, the array has another shape or type, or
        the number of names is wrong.

    Examples
    --------
    >>> palette = Palette.from_hex("#ff6347 #000080")
    >>> palette.hex()
    ['#ff6347', '#000080']
    >>> palette.colors
    array([[255,  99,  71],
           [  0,   0, 128]], dtype=uint8)
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
        """Make a palette from ``#rrggbb`` codes.

        Parameters
        ----------
        text : str
            Codes separated by spaces.
        name : str

        Returns
        -------
        Palette

        Raises
        ------
        PaletteError
            If the text is not a list of such codes, or lists too many.
        """
        try:
            values = [bytes.fromhex(code.removeprefix("#")) for code in text.split()]
            colors = np.array([tuple(value) for value in values], dtype=np.uint8)
        except ValueError as error:
            raise PaletteError(f"{text!r} is not a list of #rrggbb codes") from error
        return cls(colors, name)

    @classmethod
    def of(cls, colors: "Palette | Iterable[str]") -> "Palette":
        """Make a palette from a list of colors, as people write them.

        Parameters
        ----------
        colors : Palette, or iterable of str
            Hex codes and CSS names; a palette is returned as it is.

        Returns
        -------
        Palette

        Raises
        ------
        TypeError
            If it is no list of words.
        PaletteError
            If a word is not a color, or there are none or too many.

        Examples
        --------
        >>> Palette.of(["tomato", "#008"]).hex()
        ['#ff6347', '#000088']
        """
        if isinstance(colors, Palette):
            return colors
        if isinstance(colors, str) or not isinstance(colors, Iterable):
            raise TypeError(
                f'a palette must be a Palette or a list such as ["#fff", "navy"], got '
                f"{colors!r}"
            )
        codes = [parse_color(color) for color in colors]
        return cls(hex_to_colors(codes))

    def hex(self) -> list[str]:
        """Return the colors as ``#rrggbb``, in order.

        Returns
        -------
        list of str
        """
        return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in self.colors.tolist()]

    def reordered(self, order: I64) -> Self:
        """Return the palette in another order.

        Parameters
        ----------
        order : int64 array, shape (k,)
            A permutation: entry ``order[i]`` moves to place i.

        Returns
        -------
        Palette
        """
        names = tuple(self.color_names[i] for i in order) if self.color_names else ()
        return replace(self, colors=self.colors[order], color_names=names)


def by_lightness(colors: U8) -> I64:
    """Return the order of colors from dark to light in Oklab.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)

    Returns
    -------
    int64 array, shape (k,)
        Indices; chroma and hue decide between colors of equal lightness.
    """
    lightness, chroma, hue = oklab_to_oklch(srgb_to_oklab(colors)).T.round(9)
    return np.lexsort([hue, chroma, lightness])


def by_hue(colors: U8) -> I64:
    """Return the order of colors by hue: grays, then red to pink.

    Hues are grouped into twelve bands, because a finer order would mix dark and light
    colors at random. Each band, like the grays, goes from dark to light.

    Parameters
    ----------
    colors : uint8 array, shape (k, 3)

    Returns
    -------
    int64 array, shape (k,)
        Indices.
    """
    lightness, chroma, hue = oklab_to_oklch(srgb_to_oklab(colors)).T.round(9)
    band = 1 + (hue - _FIRST_HUE) % 360.0 // _HUE_BAND
    band[chroma < _GRAY_CHROMA] = 0
    return np.lexsort([hue, chroma, lightness, band])
