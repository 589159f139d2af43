"""A picture with more colors than a palette can hold."""

from dataclasses import dataclass

import numpy as np

from kquant.images.raster import Dpi
from kquant.runtime.arrays import U8, frozen


@dataclass(frozen=True, slots=True, eq=False)
class TruecolorImage:
    """A picture with more colors than a palette can hold.

    Parameters
    ----------
    pixels : uint8 array, shape (h, w, 3) or (h, w, 4)
        sRGB; the fourth channel is opacity.
    dpi : (float, float), optional
        Pixels per inch, horizontally and vertically.
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
        """Whether the picture has no alpha channel."""
        return bool(self.pixels.shape[2] == 3)

    @property
    def is_half_transparent(self) -> bool:
        """Whether a pixel is neither opaque nor fully transparent."""
        alpha = self.pixels[..., 3:]
        return bool(((alpha > 0) & (alpha < 255)).any())
