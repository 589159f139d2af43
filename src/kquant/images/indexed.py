"""A picture as indices into a palette, and the share of each color."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.images.raster import Dpi
from kquant.runtime.arrays import F64, I64, U8, AnyArray, frozen
from kquant.runtime.threads import for_each

SOLID = 128  # least alpha of a pixel that is shown where there is only all or nothing
_OPAQUE = 255
_COUNT_PIXELS = 1 << 18
_FEW_COLORS = 12  # counted one by one, which takes half the time, and all cores


@dataclass(frozen=True, slots=True, eq=False)
class IndexedImage:
    """A picture as indices into a palette.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
        Each below ``len(palette)``.
    palette : Palette
    alpha : uint8 array, shape (h, w), optional
        Opacity, 0..255; None means that every pixel is opaque.
    dpi : (float, float), optional
        Pixels per inch, horizontally and vertically.

    Raises
    ------
    PaletteError
        If an index is outside the palette.
    TypeError
        If `palette` is not a Palette.
    ValueError
        If `indices` is empty or not two-dimensional, `alpha` has another shape, or
        either has other values than whole numbers from 0 to 255.

    Examples
    --------
    >>> indices = np.array([[0, 0, 1, 0]], dtype=np.uint8)
    >>> image = IndexedImage(indices, Palette.from_hex("#ff0000 #0000ff"))
    >>> image.shares()
    array([0.75, 0.25])
    >>> image.to_array().tolist()
    [[[255, 0, 0], [255, 0, 0], [0, 0, 255], [255, 0, 0]]]
    """

    indices: U8
    palette: Palette
    alpha: U8 | None = None
    dpi: Dpi | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.palette, Palette):
            raise TypeError(f"palette must be a Palette, got {self.palette!r}")
        indices = np.asarray(self.indices)
        if indices.ndim != 2 or not indices.size:
            raise ValueError(f"indices must have shape (h, w), got {indices.shape}")
        _check_whole("indices", indices)
        outside = _outside(indices, len(self.palette) - 1)
        if outside is not None:
            raise PaletteError(
                f"index {outside} is outside a palette of {len(self.palette)} colors"
            )
        object.__setattr__(self, "indices", frozen(self.indices, np.uint8))
        if self.alpha is not None:
            _check_alpha(np.asarray(self.alpha), indices.shape)
            object.__setattr__(self, "alpha", frozen(self.alpha, np.uint8))

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
        """Whether every pixel is opaque."""
        return self.alpha is None or bool((self.alpha == 255).all())

    @property
    def is_solid(self) -> bool:
        """Whether no pixel is left out where there is only all or nothing."""
        return self.alpha is None or bool((self.alpha >= SOLID).all())

    @property
    def is_half_transparent(self) -> bool:
        """Whether a pixel is neither opaque nor fully transparent."""
        alpha = self.alpha
        return alpha is not None and bool(((alpha > 0) & (alpha < 255)).any())

    def reordered(self, order: I64) -> Self:
        """Return the same picture with its palette in another order.

        Parameters
        ----------
        order : int64 array, shape (k,)
            A permutation: entry ``order[i]`` moves to place i.

        Returns
        -------
        IndexedImage
            Fully transparent pixels have index 0.
        """
        ranks = np.argsort(order).astype(np.uint8)
        indices = ranks[self.indices]
        if self.alpha is not None:
            indices[self.alpha == 0] = 0
        return replace(self, indices=indices, palette=self.palette.reordered(order))

    def enlarged(self, side: int) -> Self:
        """Return the picture with a square in place of each pixel.

        Parameters
        ----------
        side : int
            Of the squares, in pixels; 1 returns the picture itself.

        Returns
        -------
        IndexedImage

        Examples
        --------
        >>> palette = Palette.from_hex("#000000 #ffffff")
        >>> dots = IndexedImage(np.array([[0, 1]], np.uint8), palette)
        >>> dots.enlarged(2).indices.tolist()
        [[0, 0, 1, 1], [0, 0, 1, 1]]
        """
        if side == 1:
            return self

        def squares(values: U8) -> U8:
            return values.repeat(side, axis=1).repeat(side, axis=0)

        alpha = None if self.alpha is None else squares(self.alpha)
        return replace(self, indices=squares(self.indices), alpha=alpha)

    def shares(self) -> F64:
        """Return the share of the visible area that each color covers.

        Returns
        -------
        float64 array, shape (k,)
            Their sum is 1; half-transparent pixels count half. If no pixel is
            visible, all shares are 0.
        """
        indices, k = self.indices.reshape(-1), len(self.palette)
        alpha = None if self.alpha is None else self.alpha.reshape(-1)
        starts = range(0, len(indices), _COUNT_PIXELS)
        parts = np.zeros((len(starts), k))

        def count(number: int) -> None:
            part = slice(starts[number], starts[number] + _COUNT_PIXELS)
            weights = None if alpha is None else alpha[part]
            parts[number] = _sums(indices[part], weights, k)

        for_each(count, range(len(starts)))
        counts: F64 = parts.sum(axis=0)
        total = counts.sum()
        return counts / total if total else counts

    def to_array(self) -> U8:
        """Return the pixels as colors.

        Returns
        -------
        uint8 array, shape (h, w, 3), or (h, w, 4) with alpha
            sRGB.
        """
        pixels = self.palette.colors[self.indices]
        if self.alpha is None:
            return pixels
        return np.concatenate([pixels, self.alpha[..., None]], axis=2)


def _sums(indices: U8, weights: U8 | None, k: int) -> AnyArray:
    """Return how often each of k indices occurs, (k,), or the sum of its weights."""
    if weights is None and k <= _FEW_COLORS:
        counts = [np.count_nonzero(indices == np.uint8(j)) for j in range(k)]
        return np.array(counts)
    return np.bincount(indices, weights, minlength=k)


def _check_alpha(alpha: AnyArray, shape: tuple[int, ...]) -> None:
    """Refuse opacity that is not one byte for each pixel."""
    if alpha.shape != shape:
        raise ValueError("alpha and indices must have the same shape")
    _check_whole("alpha", alpha)
    if alpha.dtype != np.uint8 and (outside := _outside(alpha, _OPAQUE)) is not None:
        raise ValueError(f"alpha must be from 0 to {_OPAQUE}, got {outside}")


def _check_whole(name: str, values: AnyArray) -> None:
    """Refuse an array of anything but whole numbers."""
    if values.dtype.kind not in "iu":
        raise ValueError(
            f"{name} must be whole numbers from 0 to 255, got {values.dtype}"
        )


def _outside(values: AnyArray, most: int) -> int | None:
    """Return a value that is not in 0..most, or None if there is none."""
    extremes = int(values.max()), int(values.min())
    return next((value for value in extremes if not 0 <= value <= most), None)
