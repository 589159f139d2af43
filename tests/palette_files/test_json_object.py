"""Palettes as JSON."""

import json

import numpy as np

from kquant.images.palette import Palette
from tests.palette_files.conftest import Written


def test_json_holds_levels_and_shares(written: Written, three: Palette) -> None:
    """Each color has its code, levels and share."""
    content = json.loads(written("json", three, np.array([0.5, 0.25, 0.25])))
    assert content["colors"][0] == {
        "hex": "#e2001a", "rgb": [226, 0, 26], "share": 0.5,
    }  # fmt: skip
