"""Errors of tiny pictures, worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import metrics
from benchmarks.ciede2000 import U8
from benchmarks.compare import printed_palette
from benchmarks.metrics import compare, count_colors, nearest, read

Color = tuple[int, int, int]

BLACK, WHITE, GRAY = (0, 0, 0), (255, 255, 255), (119, 119, 119)


def picture(*rows: list[Color]) -> U8:
    """Return rows of colors as a picture."""
    return np.array(rows, dtype=np.uint8)


def test_squared_error() -> None:
    """The squared error is summed over the channels and divided by the pixels."""
    before = picture([(10, 20, 30), BLACK], [WHITE, WHITE])
    after = picture([(13, 16, 30), BLACK], [WHITE, (255, 255, 245)])

    assert compare(before, after).mse == (9 + 16 + 100) / 4


def test_colors_of_visible_pixels(tmp_path: Path) -> None:
    """A color at two opacities counts once, and that of an invisible pixel does not."""
    path = tmp_path / "clear.png"
    pixels = [(*GRAY, 255), (*GRAY, 9), (*BLACK, 255), (*WHITE, 0)]
    Image.fromarray(np.array([pixels], dtype=np.uint8)).save(path)

    assert count_colors(path) == 2


def test_perceptual_errors() -> None:
    """One pixel of four is black for white: lightness 100 off, Oklab lightness 1 off."""
    before = picture([WHITE, WHITE], [WHITE, BLACK])
    after = picture([WHITE, WHITE], [WHITE, WHITE])
    errors = compare(before, after)

    assert errors.de00 == pytest.approx(100 / 4)  # S_L is 1 at the mean lightness of 50
    assert errors.deok == pytest.approx(1 / 4, abs=1e-6)


def test_equal_pictures() -> None:
    """A picture has no error against itself."""
    errors = compare(picture([BLACK, GRAY]), picture([BLACK, GRAY]))

    assert (errors.mse, errors.de00, errors.deok) == (0, 0, 0)


def test_large_pictures_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The perceptual errors of a sample are close; the squared error stays exact."""
    monkeypatch.setattr(metrics, "SAMPLE", 4_000)
    before = np.zeros((200, 200, 3), dtype=np.uint8)
    after = before.copy()
    after[:, :100] = 255
    errors = compare(before, after)

    assert errors.mse == 3 * 255**2 / 2
    assert errors.de00 == pytest.approx(50, rel=0.1)


def test_pictures_of_different_shapes() -> None:
    """Pictures of different shapes cannot be compared."""
    with pytest.raises(ValueError, match="shapes differ"):
        compare(picture([BLACK]), picture([BLACK, BLACK]))


def test_transparent_pixels_lie_on_white(tmp_path: Path) -> None:
    """An invisible black pixel counts as white."""
    path = tmp_path / "clear.png"
    Image.new("RGBA", (1, 1), (0, 0, 0, 0)).save(path)

    assert read(path).tolist() == [[[255, 255, 255]]]


def test_nearest_of_a_printed_palette() -> None:
    """Each pixel gets the nearest color of what a tool printed."""
    palette = printed_palette("#000000 (60 %)\n#FF0000\n")
    actual = nearest(picture([(20, 20, 20), (200, 10, 10)]), palette)

    assert actual.tolist() == [[[0, 0, 0], [255, 0, 0]]]


def test_no_palette_printed() -> None:
    """Text without a color is an error."""
    with pytest.raises(ValueError, match="no palette"):
        printed_palette("hello")
