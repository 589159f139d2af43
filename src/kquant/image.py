"""The kinds of picture: decoded pixels, indices into a palette, and many colors."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np

from kquant.arrays import F64, I64, U8, U32, frozen
from kquant.colorspace import pack
from kquant.errors import PaletteError
from kquant.palette import Palette

_BAND_PIXELS = 1 << 19  # a band of packed pixels, 2 MiB, stays in the cache
_COUNT_PIXELS = 1 << 20

Dpi = tuple[float, float]


class Raster(NamedTuple):
    """A decoded picture: upright, 8-bit sRGB, read a band of rows at a time.

    It need not exist as one array, which keeps the memory of large pictures down.

    Parameters
    ----------
    width, height : int
        In pixels, at least 1.
    read_rows : callable (top, bottom) -> uint32 array, shape (bottom - top, width)
        Pixels packed as ``r + 2**8 g + 2**16 b + 2**24 a``, where a is 0 in a
        picture without alpha. May be called from several threads at once.
    has_alpha : bool
    dpi : (float, float), optional
        Pixels to the inch, across and down.
    """

    width: int
    height: int
    read_rows: Callable[[int, int], U32]
    has_alpha: bool = False
    dpi: Dpi | None = None

    @classmethod
    def from_array(cls, pixels: U8, dpi: Dpi | None = None) -> Self:
        """Make one of a uint8 array, shape (h, w, 3) for RGB or (h, w, 4) for RGBA.

        Raises
        ------
        ValueError
            When the array has another shape or type.
        """
        pixels = np.asarray(pixels)
        if pixels.ndim != 3 or pixels.shape[2] not in {3, 4} or 0 in pixels.shape:
            raise ValueError(
                f"pixels must have shape (h, w, 3 or 4), got {pixels.shape}"
            )
        if pixels.dtype != np.uint8:
            raise ValueError(f"pixels must be uint8, got {pixels.dtype}")
        height, width, channels = pixels.shape
        packed = pack(pixels.reshape(-1, channels)).reshape(height, width)
        if channels == 4:
            packed |= pixels[..., 3].astype(np.uint32) << np.uint32(24)
        packed = frozen(packed, np.uint32)
        return cls(width, height, lambda top, end: packed[top:end], channels == 4, dpi)

    def bands(self, pixels: int = _BAND_PIXELS) -> list[tuple[int, int]]:
        """Divide the rows into bands (top, bottom) of a size that the cache holds."""
        rows = max(1, pixels // self.width)
        return [
            (top, min(top + rows, self.height)) for top in range(0, self.height, rows)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class IndexedImage:
    """A picture as indices into a palette.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
        Each below ``len(palette)``.
    palette : Palette
    alpha : uint8 array, shape (h, w), optional
        Opacity; None means that all of it is opaque.
    dpi : (float, float), optional
    """

    indices: U8
    palette: Palette
    alpha: U8 | None = None
    dpi: Dpi | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "indices", frozen(self.indices, np.uint8))
        if self.indices.ndim != 2 or not self.indices.size:
            raise ValueError(
                f"indices must have shape (h, w), got {self.indices.shape}"
            )
        highest = int(self.indices.max())
        if highest >= len(self.palette):
            raise PaletteError(
                f"index {highest} is outside a palette of {len(self.palette)} colors"
            )
        if self.alpha is not None:
            object.__setattr__(self, "alpha", frozen(self.alpha, np.uint8))
            if self.alpha.shape != self.indices.shape:
                raise ValueError("alpha and indices must have the same shape")

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.indices.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.indices.shape[0])

    @property
    def is_opaque(self) -> bool:
        """Whether nothing shines through."""
        return self.alpha is None or bool((self.alpha == 255).all())

    @property
    def is_half_transparent(self) -> bool:
        """Whether there is opacity between none and full."""
        alpha = self.alpha
        return alpha is not None and bool(((alpha > 0) & (alpha < 255)).any())

    def with_palette(self, palette: Palette) -> Self:
        """Return the same picture in other colours."""
        if len(palette) != len(self.palette):
            raise PaletteError(
                f"the picture has {len(self.palette)} colors, the palette offered "
                f"has {len(palette)}"
            )
        return replace(self, palette=palette)

    def reordered(self, order: I64) -> Self:
        """Return the same picture with palette entry ``order[i]`` in place i."""
        ranks = np.argsort(order).astype(np.uint8)
        indices = ranks[self.indices]
        if self.alpha is not None:
            indices[self.alpha == 0] = 0
        return replace(self, indices=indices, palette=self.palette.reordered(order))

    def shares(self) -> F64:
        """Return how much of the visible area each colour covers, shape (k,).

        They add up to 1; half-transparent pixels count half. All are 0 in a
        picture of which nothing is visible.
        """
        counts = np.zeros(len(self.palette))
        indices = self.indices.reshape(-1)
        alpha = None if self.alpha is None else self.alpha.reshape(-1)
        for start in range(0, len(indices), _COUNT_PIXELS):
            part = slice(start, start + _COUNT_PIXELS)
            weights = None if alpha is None else alpha[part]
            counts += np.bincount(indices[part], weights, minlength=len(counts))
        total = counts.sum()
        return counts / total if total else counts

    def to_array(self) -> U8:
        """Return the pixels, uint8, shape (h, w, 3), or (h, w, 4) with alpha."""
        pixels = self.palette.colors[self.indices]
        if self.alpha is None:
            return pixels
        return np.concatenate([pixels, self.alpha[..., None]], axis=2)


@dataclass(frozen=True, slots=True, eq=False)
class TruecolorImage:
    """A picture of more colors than a palette holds.

    Parameters
    ----------
    pixels : uint8 array, shape (h, w, 3) or (h, w, 4)
        sRGB, the fourth channel being opacity.
    dpi : (float, float), optional
    """

    pixels: U8
    dpi: Dpi | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "pixels", frozen(self.pixels, np.uint8))

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def is_opaque(self) -> bool:
        """Whether nothing shines through."""
        return bool(self.pixels.shape[2] == 3)

    @property
    def is_half_transparent(self) -> bool:
        """Whether there is opacity between none and full."""
        alpha = self.pixels[..., 3:]
        return bool(((alpha > 0) & (alpha < 255)).any())
