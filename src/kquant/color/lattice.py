"""The space in which colors are clustered and matched, on a lattice of integers.

Because points have integer coordinates of limited size, every product and sum in a
distance is exact in float32, in any order. So the result is the same with every
machine, BLAS and number of threads. The lattice is fine: 10 steps per sRGB level, and
by default 5848 per unit of Oklab, where neighboring sRGB colors are some 20 apart.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kquant.color.spaces import MAX_CHROMA, oklab_to_srgb, srgb_to_oklab
from kquant.runtime.arrays import F32, F64, U8

_RADIUS = 2300  # largest norm of a point: keeps |c|^2 + 2 |x.c| below 2**24
_SRGB_STEPS = 10  # per level; 127.5 * sqrt(3) * 10 is just below the radius


@dataclass(frozen=True, slots=True)
class FittingSpace:
    """A color space for fits and mappings.

    Parameters
    ----------
    name : {"oklab", "srgb"}
    lightness_weight : float
        Weight of a difference in lightness, relative to one in a or b. Used only in
        Oklab.

    Raises
    ------
    ValueError
        If there is no space called `name`.
    """

    name: Literal["oklab", "srgb"]
    lightness_weight: float

    def __post_init__(self) -> None:
        if self.name not in {"oklab", "srgb"}:
            raise ValueError(f"there is no fitting space {self.name!r}")

    @property
    def steps(self) -> int:
        """Lattice steps per unit of the space: an sRGB level, or 1.0 in Oklab."""
        if self.name == "srgb":
            return _SRGB_STEPS
        return int(_RADIUS / np.hypot(self.lightness_weight / 2, MAX_CHROMA))

    def points(self, colors: U8) -> F32:
        """Convert 8-bit sRGB colors to lattice points.

        Parameters
        ----------
        colors : uint8 array, shape (n, 3)

        Returns
        -------
        float32 array, shape (n, 3)
            Integers.
        """
        if self.name == "srgb":
            return colors.astype(np.float32) * _SRGB_STEPS - 127.5 * _SRGB_STEPS
        return self.points_of_oklab(srgb_to_oklab(colors))

    def points_of_oklab(self, lab: F64) -> F32:
        """Convert Oklab to points of the lattice that Oklab has.

        Parameters
        ----------
        lab : float64 array, shape (n, 3)
            Overwritten.

        Returns
        -------
        float32 array, shape (n, 3)
            Integers.
        """
        lab[:, 0] -= 0.5
        lab *= self._oklab_scale()
        return np.rint(lab, out=lab).astype(np.float32)

    def colors(self, points: F32 | F64) -> U8:
        """Convert points to the nearest 8-bit sRGB colors.

        Parameters
        ----------
        points : float array, shape (n, 3)
            In lattice steps; not necessarily integers.

        Returns
        -------
        uint8 array, shape (n, 3)
            Clipped to the gamut.
        """
        if self.name == "srgb":
            levels = np.rint(points / _SRGB_STEPS + 127.5)
            return np.clip(levels, 0, 255).astype(np.uint8)
        return oklab_to_srgb(points / self._oklab_scale() + [0.5, 0.0, 0.0])

    def _oklab_scale(self) -> F64:
        """Return the lattice steps per unit of lightness, a and b, shape (3,)."""
        return self.steps * np.array([self.lightness_weight, 1.0, 1.0])
