"""Palettes as JSON."""

import json

import numpy as np
import pytest

from kquant.images.palette import Palette
from tests.palette_files.conftest import ReadBack, Written


def test_json_holds_levels_and_shares(written: Written, three: Palette) -> None:
    """Each color has its code, levels and share."""
    content = json.loads(written("json", three, np.array([0.5, 0.25, 0.25])))
    assert content["colors"][0] == {
        "hex": "#e2001a", "rgb": [226, 0, 26], "share": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize("code", ["\\ud800", "\\udfff\\ud800"])
def test_lone_surrogates(read_back: ReadBack, code: str) -> None:
    """A palette whose names are broken is still a palette."""
    content = f'{{"name": "{code}", "colors": ["#e2001a"]}}'
    assert read_back("a.json", content.encode()).name == code
