"""Plates as shapes."""

import numpy as np

from kquant.art.plates.plate_shapes import plate_drawing, trace_plates
from kquant.art.plates.separation import Separation
from tests.art.shapes.test_layers import filled


def test_plates_share_their_edges() -> None:
    """A ring, a disk in it, and the ground: each pixel is on exactly one plate."""
    y, x = np.mgrid[:48, :64]
    labels = np.ones((48, 64), dtype=np.uint8)
    labels[np.hypot(x - 30, y - 25) < 14] = 2
    labels[np.hypot(x - 40, y - 20) < 8] = 3
    found = Separation(labels, ((250, 250, 250), (200, 0, 0), (0, 0, 0)))
    shapes = trace_plates(found)
    plates = [plate_drawing(found, n, "", 0, shapes).shapes for n in (1, 2, 3)]

    covered = np.array([filled(plate.layers[0], plate) for plate in plates])
    assert (covered.sum(axis=0) == 1).all()
    assert (covered[labels - 1, y, x]).mean() > 0.99
