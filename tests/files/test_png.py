"""Time against size in PNG files."""

import io

import numpy as np
import pytest
from PIL import Image

from kquant import Options, quantize
from kquant.files.formats import COMPRESSIONS
from kquant.files.writing import encode
from kquant.runtime.arrays import U8


@pytest.mark.parametrize("k", [8, 40])
def test_compress(noise: U8, k: int) -> None:
    """The picture is the same however it is compressed, and "max" is the smallest."""
    image = quantize(np.tile(noise, (4, 4, 1)), Options(colors=k)).image
    sizes = {}
    for compress in COMPRESSIONS:
        buffer = io.BytesIO()
        encode(image, "png", buffer, compress)
        sizes[compress] = len(buffer.getvalue())

        assert (np.asarray(Image.open(buffer).convert("RGB")) == image.to_array()).all()
    assert sizes["max"] <= min(sizes.values())
