"""Grids and pages of an index map, pixel by pixel."""

import numpy as np
import pytest

from kquant.art.canvas import blends
from kquant.art.compose import compose
from kquant.art.inks import ink_set
from kquant.art.options import WHITE, Art, Grid, Page
from kquant.art.page.caption import text_color
from kquant.errors import ImageWriteError
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.truecolor import TruecolorImage

PALETTE = Palette.from_hex("#1a1a40 #c05030 #e0d0a0")
INDICES = np.array([[0, 1, 2, 2], [2, 1, 0, 0]], dtype=np.uint8)
ALPHA = np.array([[255, 200, 128, 127], [0, 255, 255, 255]], dtype=np.uint8)


def indexed(image: IndexedImage | TruecolorImage) -> IndexedImage:
    """Return the image, which must be an indexed one."""
    assert isinstance(image, IndexedImage)
    return image


def test_nothing_asked_nothing_done() -> None:
    """Without grid and page, the picture is returned as it is."""
    image = IndexedImage(INDICES, PALETTE)

    assert compose(image, Art()).image is image


def test_grid_is_the_same_map_in_other_colors() -> None:
    """Each panel shows the picture in its own palette, and gaps lie between them."""
    art = compose(IndexedImage(INDICES, PALETTE), Art(Grid(2, 2, gap=3)))
    pixels = art.image.to_array() if isinstance(art.image, IndexedImage) else None

    assert pixels is not None
    assert pixels.shape == (2 * 2 + 3, 2 * 4 + 3, 3)
    for i, palette in enumerate(art.palettes):
        top, left = i // 2 * 5, i % 2 * 7
        part = pixels[top : top + 2, left : left + 4]
        assert np.array_equal(part, palette.colors[INDICES])
    assert (pixels[2:5] == 255).all()
    assert (pixels[:, 4:7] == 255).all()


@pytest.mark.parametrize(
    ("palette", "art", "unturned"),
    [
        ("#000000 #808080 #ffffff", Art(Grid(2, 1)), True),
        ("#000000 #808080 #ffffff", Art(Grid(1, 1)), False),
        ("#000000 #808080 #ffffff", Art(Grid(2, 1, pop=True)), False),
        ("#000000 #808080 #ffffff", Art(), False),
        ("#000000 #ff0000 #ffffff", Art(Grid(2, 1)), False),
    ],
)
def test_grays_have_no_hues_to_turn(palette: str, art: Art, unturned: bool) -> None:
    """Several gray panels are marked as alike, since turning hues left them so."""
    artwork = compose(IndexedImage(INDICES, Palette.from_hex(palette)), art)

    assert artwork.hues_unturned is unturned


def test_palette_of_the_picture_comes_first() -> None:
    """Indices of the first panel are those of its palette, in order."""
    image = indexed(compose(IndexedImage(INDICES, PALETTE), Art(Grid(2, 1))).image)

    assert np.array_equal(image.indices[:, :4], INDICES)
    assert np.array_equal(image.palette.colors[:3], PALETTE.colors)


def test_transparent_areas_get_the_ground() -> None:
    """Pixels below half opacity get the ground of their panel, one more color each."""
    art = compose(IndexedImage(INDICES, PALETTE, ALPHA), Art(Grid(1, 2, pop=True)))
    image = indexed(art.image)

    assert image.alpha is None
    assert image.to_array()[0, 3].tolist() == list(ink_set(0).ground)
    assert image.to_array()[1, 0].tolist() == list(ink_set(0).ground)
    assert image.to_array()[3, 0].tolist() == list(ink_set(1).ground)
    assert image.to_array()[0, 2].tolist() == art.palettes[0].colors[2].tolist()
    assert len(image.palette) == 2 * (3 + 1)


def test_transparent_areas_stay_transparent() -> None:
    """Without a gap color, opacity is kept exactly, and gaps are transparent."""
    grid = Grid(2, 1, gap=1, gap_color=None)
    image = indexed(compose(IndexedImage(INDICES, PALETTE, ALPHA), Art(grid)).image)

    assert image.alpha is not None
    assert np.array_equal(image.alpha[:, :4], ALPHA)
    assert np.array_equal(image.alpha[:, 5:], ALPHA)
    assert (image.alpha[:, 4] == 0).all()


def test_many_colors_are_truecolor() -> None:
    """Panels of up to 256 colors are indexed; more are RGB with the same pixels."""
    colors = np.stack([np.arange(0, 64) * 4, np.full(64, 90), np.full(64, 30)], axis=1)
    image = IndexedImage(
        np.arange(64, dtype=np.uint8).reshape(8, 8), Palette(colors.astype(np.uint8))
    )

    small = compose(image, Art(Grid(2, 1)))
    large = compose(image, Art(Grid(3, 3, gap=1, gap_color=None)))

    assert isinstance(small.image, IndexedImage)
    assert isinstance(large.image, TruecolorImage)
    assert not large.image.is_opaque
    assert np.array_equal(
        large.image.pixels[9:17, 9:17, :3], large.palettes[4].colors[image.indices]
    )


def test_page_has_the_picture_and_paper_only() -> None:
    """A page without text has k colors and white, with the picture amid its margins."""
    page = Page("p", 100, 50, dpi=254, margin=10, pixels=True)
    image = indexed(compose(IndexedImage(INDICES, PALETTE), Art(None, page)).image)
    pixels = image.to_array()

    assert pixels.shape == (500, 1000, 3)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) == 4
    inside = np.kron(INDICES, np.ones((150, 150), dtype=np.uint8))
    assert np.array_equal(pixels[100:400, 200:800], PALETTE.colors[inside])
    assert (pixels[:100] == 255).all()
    assert (pixels[:, :200] == 255).all()
    assert image.dpi == (254, 254)


@pytest.mark.parametrize("k", [1, 3, 8, 40])
def test_title_and_strip_add_paper_only(k: int) -> None:
    """Text is in the darkest color, so a page has k colors, white, and their blends."""
    gray = np.linspace(20, 240, k).astype(np.uint8)
    palette = Palette(np.stack([gray, gray // 2, gray], axis=1))
    y, x = np.mgrid[:60, :80]
    image = IndexedImage(((x // 3 + y // 5) % k).astype(np.uint8), palette)
    page = Page("a5", 148, 210, dpi=80, title="Blue & Sons, no. 1", strip=True)

    art = compose(image, Art(None, page))
    assert isinstance(art.image, IndexedImage)
    found = {tuple(x) for x in art.image.to_array().reshape(-1, 3).tolist()}
    own = {tuple(x) for x in palette.colors.tolist()}
    ink = text_color(palette)

    assert own | {WHITE} <= found <= own | {*blends(ink, WHITE, 14)}


def test_pale_palettes_are_captioned_in_black() -> None:
    """If no color can be read on white, text is black, which is one more color."""
    palette = Palette.from_hex("#ffe0a0 #f0f0ff")
    image = IndexedImage(np.array([[0, 1]], dtype=np.uint8), palette)
    page = Page("a5", 148, 210, dpi=80, title="Pale")

    colors = indexed(compose(image, Art(None, page)).image).palette.hex()

    assert colors[:3] == ["#ffe0a0", "#f0f0ff", "#ffffff"]
    assert colors[-1] == "#000000"
    assert all(code[1:3] == code[3:5] == code[5:] for code in colors[2:])


def test_transparent_areas_show_the_paper() -> None:
    """Transparent areas of a page show the white paper."""
    page = Page("p", 100, 50, dpi=254, margin=10, pixels=True)
    art = compose(IndexedImage(INDICES, PALETTE, ALPHA), Art(None, page))
    pixels = indexed(art.image).to_array()

    assert (pixels[260:400, 200:350] == 255).all()
    assert (pixels[100:250, 650:800] == 255).all()


def test_panels_on_a_page() -> None:
    """Panels are scaled, but the gap between them is not."""
    page = Page("p", 100, 50, dpi=254, margin=10, pixels=True)
    grid = Grid(2, 1, gap=10, gap_color=(1, 2, 3))
    art = compose(IndexedImage(INDICES, PALETTE), Art(grid, page))
    pixels = indexed(art.image).to_array()

    # 790 / 2 leaves room for 98 times 4 pixels.
    assert (pixels[152:348, 495:505] == (1, 2, 3)).all()
    inside = np.kron(INDICES, np.ones((98, 98), dtype=np.uint8))
    second = art.palettes[1].colors[inside]
    assert np.array_equal(pixels[152:348, 505:897], second)


def test_too_large_a_grid() -> None:
    """A grid of more than 2**30 pixels is refused, with its size."""
    image = IndexedImage(np.zeros((6200, 6000), dtype=np.uint8), PALETTE)

    with pytest.raises(ImageWriteError, match="8x4 panels of 6000 x 6200 pixels"):
        compose(image, Art(Grid(8, 4)))


@pytest.mark.parametrize(
    ("turns", "grid", "size"),
    [
        (True, None, (200, 100)),  # the picture is 4 x 2
        (True, Grid(1, 3), (100, 200)),  # the panels are 4 x 6
        (True, Grid(1, 2), (100, 200)),  # what is square stands upright
        (False, None, (100, 200)),
    ],
)
def test_a_page_turns_to_what_is_on_it(
    turns: bool, grid: Grid | None, size: tuple[int, int]
) -> None:
    """A page that may turn is as wide or as tall as the picture or its panels."""
    page = Page("p", 10, 20, dpi=254, turns=turns)

    art = compose(IndexedImage(INDICES, PALETTE), Art(grid, page))

    assert (art.image.width, art.image.height) == size
    assert art.page is not None
    assert (art.page.width * 10, art.page.height * 10) == size
