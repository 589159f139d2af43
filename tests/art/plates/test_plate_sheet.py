"""The sheet that lists plates."""

import numpy as np

from kquant.art.options import Art
from kquant.art.plates.plate_sheet import plate_sheet
from kquant.art.plates.separation import separate
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette


def test_each_plate_is_there_in_its_ink() -> None:
    """Four colors of a quarter each: 160 x 160 pixels of each ink, but for corners."""
    palette = Palette.from_hex("#102030 #e04020 #f0e0d0 #80c0a0")
    indices = np.array([[0, 1], [2, 3]], dtype=np.uint8)
    indices = indices.repeat(160, axis=0).repeat(160, axis=1)
    sheet = plate_sheet(separate(IndexedImage(indices, palette), Art()))
    assert isinstance(sheet, IndexedImage)
    pixels = sheet.to_array().reshape(-1, 3)

    for color in palette.colors:
        assert 0 <= 160 * 160 - (pixels == color).all(axis=1).sum() <= 4


def test_edges_are_smooth() -> None:
    """A slanted edge has pixels between ink and paper, and no other colors."""
    palette = Palette.from_hex("#000000 #ffffff")
    rows, columns = np.indices((640, 640))
    indices = (columns > 200 + rows // 3).astype(np.uint8)
    sheet = plate_sheet(separate(IndexedImage(indices, palette), Art()))
    assert isinstance(sheet, IndexedImage)
    plates = sheet.to_array()[25:345]  # below the margin and the frame
    black = plates[:, np.argmax((plates == 0).all(axis=(0, 2))) :][:, :320]

    between = (black[..., 0] > 0) & (black[..., 0] < 255)
    assert between.any(axis=1).mean() > 0.8
    assert (black == black[..., :1]).all()
