"""Plates as files of one bit a pixel."""

import io

import numpy as np
import pytest
from PIL import Image

from kquant.files.formats import ImageFormat
from kquant.files.plates import encode_plate


@pytest.mark.parametrize("image_format", ["png", "tiff"])
def test_black_is_where_the_ink_goes(image_format: ImageFormat) -> None:
    """One bit a pixel, and the resolution of the page."""
    plate = np.eye(9, 13, dtype=bool)
    file = io.BytesIO()
    encode_plate(plate, (300, 300), image_format, file)
    with Image.open(file) as picture:
        assert picture.mode == "1"
        assert np.array_equal(np.asarray(picture), ~plate)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
