"""The space in which colours are clustered and matched, on an integer lattice.

Points with integer coordinates of bounded size make every product and sum of a
distance exact in float32, in any order. Hence the same result on every machine,
BLAS and number of threads. The lattice is fine: 10 steps to an sRGB level, and
5848 to a unit of Oklab, where neighbouring sRGB colours are some 20 apart.
"""

from typing import NamedTuple

import numpy as np

from kquant.arrays import F32, F64, U8
from kquant.colorspace import MAX_CHROMA, oklab_to_srgb, srgb_to_oklab

_RADIUS = 2300  # largest norm of a point: then |c|^2 + 2 |x.c| stays below 2**24
_SRGB_STEPS = 10  # a level; 127.5 * sqrt(3) * 10 is just within the radius


class FittingSpace(NamedTuple):
    """A colour space for fits and mappings.

    Parameters
    ----------
    name : {"oklab", "srgb"}
    lightness_weight : float
        How much a difference in lightness counts, against one in a or b, in Oklab.
    """

    name: str = "oklab"
    lightness_weight: float = 0.45

    @property
    def squared(self) -> bool:
        """Whether squared distances are made small, as PSNR counts them.

        In Oklab it is the distances: what is seen of a picture is their mean.
        """
        return self.name == "srgb"

    @property
    def steps(self) -> int:
        """Lattice steps to one unit of the space: an sRGB level, or 1 in Oklab."""
        if self.name == "srgb":
            return _SRGB_STEPS
        return int(_RADIUS / np.hypot(self.lightness_weight / 2, MAX_CHROMA))

    def points(self, colors: U8) -> F32:
        """Convert 8-bit sRGB, shape (n, 3), to lattice points, integers in float32."""
        if self.name == "srgb":
            return colors.astype(np.float32) * _SRGB_STEPS - 127.5 * _SRGB_STEPS
        lab = srgb_to_oklab(colors)
        lab[:, 0] -= 0.5
        lab *= self._oklab_scale()
        return np.rint(lab, out=lab).astype(np.float32)

    def colors(self, points: F32 | F64) -> U8:
        """Convert points back to the nearest 8-bit sRGB colours, shape (n, 3)."""
        if self.name == "srgb":
            levels = np.rint(points / _SRGB_STEPS + 127.5)
            return np.clip(levels, 0, 255).astype(np.uint8)
        return oklab_to_srgb(points / self._oklab_scale() + [0.5, 0.0, 0.0])

    def _oklab_scale(self) -> F64:
        """Return the lattice steps to a unit of lightness, a and b."""
        return self.steps * np.array([self.lightness_weight, 1.0, 1.0])
