"""Convert sRGB to Oklab.

kquant's own conversion is not used, because an error in it would go unnoticed then.

References
----------
.. [1] B. Ottosson, "A perceptual color space for image processing", 2020,
   https://bottosson.github.io/posts/oklab/.
"""

import numpy as np

from benchmarks.ciede2000 import F64, U8, linear_from_srgb

_LMS_FROM_RGB = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB_FROM_LMS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab_from_srgb(colors: U8) -> F64:
    """Convert 8-bit sRGB colors, shape (..., 3), to Oklab."""
    cones = np.cbrt(linear_from_srgb(colors) @ _LMS_FROM_RGB.T)
    lab: F64 = cones @ _LAB_FROM_LMS.T
    return lab
