"""Draw discs and letters with soft edges, on a canvas of linear light."""

from functools import lru_cache

import numpy as np

from kquant.art.page.lettering import coverage
from kquant.color.spaces import LINEAR, encode_srgb
from kquant.runtime.arrays import F32, U8, AnyArray

_STEPS = 4  # per pixel: how finely radius and place of a disc are told apart


class Light:
    """A picture in linear light, to draw on.

    Parameters
    ----------
    width, height : int
    ground : uint8 array, shape (3,)
        sRGB.
    """

    def __init__(self, width: int, height: int, ground: AnyArray) -> None:
        self.pixels: F32 = np.empty((height, width, 3), dtype=np.float32)
        self.pixels[...] = LINEAR[ground]

    def disc(
        self, x: float, y: float, radius: float, color: AnyArray, cover: float = 1.0
    ) -> None:
        """Draw a disc, cut off at the edges.

        Parameters
        ----------
        x, y : float
            Its center in pixels, from the upper left corner.
        radius : float
            In pixels.
        color : float array, shape (3,)
            Linear light.
        cover : float
            Opacity, 0..1.
        """
        left, top = int(np.floor(x)), int(np.floor(y))
        part = round((x - left) * _STEPS), round((y - top) * _STEPS)
        mask = _disc(max(1, round(radius * _STEPS)), *part)
        half = len(mask) // 2
        self.blend(
            mask if cover == 1.0 else mask * np.float32(cover),
            color,
            top - half,
            left - half,
        )

    def blend(self, mask: F32, color: AnyArray, top: int, left: int) -> None:
        """Mix a color into the picture.

        Parameters
        ----------
        mask : float32 array, shape (h, w)
            Opacity, 0..1.
        color : float array, shape (3,)
            Linear light.
        top, left : int
            Where the upper left corner goes; may be negative.
        """
        mask = mask[max(-top, 0) :, max(-left, 0) :]
        area = self.pixels[max(top, 0) :, max(left, 0) :][: len(mask), : mask.shape[1]]
        mask = mask[: len(area), : area.shape[1], None]
        area += (np.asarray(color, dtype=np.float32) - area) * mask

    def text(self, text: str, size: int, color: AnyArray, base: int, left: int) -> None:
        """Draw a line of text that stands on the row `base`.

        Parameters
        ----------
        text : str
        size : int
            As for `kquant.art.page.lettering.shape`.
        color : float array, shape (3,)
            Linear light.
        base, left : int
        """
        cover, above = coverage(text, size)
        self.blend(cover.astype(np.float32) / 255, color, base - above, left)

    def colors(self) -> U8:
        """Return the picture in sRGB, uint8, shape (height, width, 3)."""
        return np.rint(encode_srgb(self.pixels) * 255).astype(np.uint8)


@lru_cache(maxsize=4096)
def _disc(radius: int, x: int, y: int) -> F32:
    """Return the opacity of the pixels around a disc; all in parts of a pixel."""
    half = radius // _STEPS + 2
    pixels = np.arange(-half, half + 1) + 0.5
    distance = np.hypot(pixels - x / _STEPS, pixels[:, None] - y / _STEPS)
    cover: F32 = np.clip(radius / _STEPS + 0.5 - distance, 0, 1).astype(np.float32)
    return cover
