"""An index map to draw on."""

import numpy as np
import pytest

from kquant.art.canvas import Canvas, blends
from kquant.images.indexed import IndexedImage
from kquant.images.truecolor import TruecolorImage

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
COLORS = [RED, BLUE, RED, WHITE]


def drawn(canvas: Canvas) -> list[list[int]]:
    """Return the indices of a picture that is done."""
    image = canvas.finish()
    assert isinstance(image, IndexedImage)
    assert image.palette.hex() == ["#ff0000", "#0000ff", "#ffffff"]
    rows: list[list[int]] = image.indices.tolist()
    return rows


def test_background() -> None:
    """An empty canvas has its background, and each color once in the palette."""
    assert drawn(Canvas(3, 2, COLORS, WHITE)) == [[2, 2, 2], [2, 2, 2]]


def test_rectangles() -> None:
    """A rectangle is filled from its upper left corner, by width and height."""
    canvas = Canvas(3, 2, COLORS, WHITE)
    canvas.fill(BLUE, 0, 1, (2, 1))

    assert drawn(canvas) == [[2, 1, 1], [2, 2, 2]]


def test_index_maps() -> None:
    """A pasted map has its own indices translated to those of the canvas."""
    canvas = Canvas(3, 2, COLORS, WHITE)
    colors = np.array([BLUE, RED], dtype=np.uint8)
    canvas.paste(np.array([[0, 1]], dtype=np.uint8), colors, 1, 1)

    assert drawn(canvas) == [[2, 2, 2], [2, 1, 0]]


def test_blends_are_of_light() -> None:
    """Half of the light of white is level 188, by the curve of sRGB."""
    assert blends((0, 0, 0), WHITE, 1) == [WHITE, (188, 188, 188), (0, 0, 0)]
    assert blends(RED, WHITE, 0) == [WHITE, RED]


@pytest.mark.parametrize(
    ("top", "left", "rows"),
    [
        (0, 0, [[0, 1, 2], [2, 2, 2]]),
        (-1, 0, [[2, 2, 2], [0, 0, 0]]),
        (1, 1, [[0, 0, 0], [0, 0, 1]]),
        (1, -2, [[0, 0, 0], [2, 0, 0]]),
        (5, 5, [[0, 0, 0], [0, 0, 0]]),
    ],
)
def test_text_is_blended_and_cut_off(
    top: int, left: int, rows: list[list[int]]
) -> None:
    """Coverage becomes blends of text and paper, beyond the edges there is nothing."""
    colors = [(i, 0, 0) for i in range(253)]  # with text and paper, room for one blend
    canvas = Canvas(3, 2, [*colors, BLUE, WHITE], WHITE, (BLUE, WHITE))
    canvas.write(np.array([[0, 128, 255], [255, 255, 255]], dtype=np.uint8), top, left)
    image = canvas.finish()

    assert isinstance(image, TruecolorImage)  # as letters need several blends
    levels = np.array(blends(BLUE, WHITE, 14))[[0, 8, 15]]
    assert np.array_equal(image.pixels, levels[np.array(rows)])


def test_text_in_the_color_of_the_paper() -> None:
    """On an area of ink, full coverage is paper, and none leaves the ink."""
    canvas = Canvas(3, 1, [BLUE, WHITE], BLUE, (BLUE, WHITE))
    canvas.write(np.array([[0, 255, 128]], dtype=np.uint8), 0, 0, inverse=True)
    image = canvas.finish()

    assert isinstance(image, IndexedImage)
    between = blends(BLUE, WHITE, 14)[7]
    assert image.to_array()[0].tolist() == [list(BLUE), list(WHITE), list(between)]


@pytest.mark.parametrize(("used", "count"), [(200, 216), (250, 256), (251, 256)])
def test_blends_fit_into_the_palette(used: int, count: int) -> None:
    """Up to 14 blends, and as many as there is room for."""
    colors = [BLUE, WHITE, *((i, 0, 0) for i in range(used))]
    image = Canvas(3, 2, colors, WHITE, (BLUE, WHITE)).finish()

    assert isinstance(image, IndexedImage)
    assert len(image.palette) == count


def test_unknown_colors_are_an_error() -> None:
    """A color that was not listed cannot be drawn."""
    with pytest.raises(KeyError):
        Canvas(3, 2, COLORS, WHITE).fill((1, 2, 3), 0, 0, (1, 1))


@pytest.mark.parametrize(
    ("count", "kind"), [(256, IndexedImage), (257, TruecolorImage)]
)
def test_more_colors_than_a_palette_holds(count: int, kind: type) -> None:
    """Beyond 256 colors, the picture is truecolor with the same pixels and opacity."""
    colors = [(i % 256, i // 256, 7) for i in range(count)]
    canvas = Canvas(count, 1, colors, colors[0])
    canvas.paste(
        np.arange(count, dtype=np.uint16)[None], np.array(colors, np.uint8), 0, 0
    )
    alpha = np.full((1, count), 9, dtype=np.uint8)

    image = canvas.finish(alpha, (300.0, 300.0))

    assert isinstance(image, kind)
    pixels = image.pixels if isinstance(image, TruecolorImage) else image.to_array()
    assert pixels[0, :, :3].tolist() == [list(color) for color in colors]
    assert (pixels[..., 3] == 9).all()
    assert image.dpi == (300.0, 300.0)
