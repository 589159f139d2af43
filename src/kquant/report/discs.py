"""Draw discs and letters with soft edges, on a canvas of linear light."""

from functools import lru_cache

import numpy as np

from kquant.art.page.lettering import BUILT_IN
from kquant.color.spaces import LINEAR, encode_srgb
from kquant.runtime.arrays import F32, F64, U8, AnyArray

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

    def discs(
        self, x: F64, y: F64, radii: F64, colors: AnyArray, cover: F64 | float = 1.0
    ) -> None:
        """Draw discs, one after another, cut off at the edges.

        Parameters
        ----------
        x, y : float64 arrays, shape (n,)
            Their centers in pixels, from the upper left corner.
        radii : float64 array, shape (n,)
            In pixels.
        colors : float array, shape (n, 3)
            Linear light.
        cover : float64 array, shape (n,), or float
            Opacity, 0..1.
        """
        left, top = np.floor(x), np.floor(y)
        sizes = np.maximum(1, radii * _STEPS)
        whole = np.rint([sizes, (x - left) * _STEPS, (y - top) * _STEPS, left, top])
        colors = colors.astype(np.float32)
        covers = np.broadcast_to(np.float32(cover), x.shape)
        for i, (size, across, down, column, row) in enumerate(
            whole.T.astype(int).tolist()
        ):
            mask = _disc(size, across, down)
            half = len(mask) // 2
            self.blend(mask * covers[i], colors[i], row - half, column - half)

    def blend(self, mask: F32, color: F32, top: int, left: int) -> None:
        """Mix a color into the picture.

        Parameters
        ----------
        mask : float32 array, shape (h, w)
            Opacity, 0..1.
        color : float32 array, shape (3,)
            Linear light.
        top, left : int
            Where the upper left corner goes; may be negative.
        """
        if top < 0 or left < 0:
            mask = mask[max(-top, 0) :, max(-left, 0) :]
            top, left = max(top, 0), max(left, 0)
        height, width = mask.shape
        area = self.pixels[top : top + height, left : left + width]
        mask = mask[: len(area), : area.shape[1]]
        area += (color - area) * mask[..., None]

    def text(self, text: str, size: int, color: F32, base: int, left: int) -> None:
        """Draw a line of text that stands on the row `base`.

        Parameters
        ----------
        text : str
        size : int
            As for `kquant.art.page.lettering.Face.coverage`.
        color : float32 array, shape (3,)
            Linear light.
        base, left : int
        """
        cover, above = BUILT_IN.coverage(text, size)
        self.blend((cover / 255).astype(np.float32), color, base - above, left)

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
