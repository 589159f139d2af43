"""Linear light as whole numbers, and what looks nearest."""

import numpy as np
import pytest

from kquant.mapping.dither.light import (
    ONE,
    Kinds,
    Sight,
    fine_cells,
    forget_hue,
    forgotten,
    light_of,
    luminance,
)


def test_light_by_hand() -> None:
    """Level 188 is 0.5029 of full light (IEC 61966-2-1), and level 1 is 1 / 3294.6."""
    light = light_of(np.array([0, 1, 188, 255], dtype=np.uint8))

    assert light.tolist() == [0, 5, 8239, ONE]


def test_what_looks_half_as_light_is_an_eighth_of_the_light() -> None:
    """Between black and white, the lightness of Oklab, a cube root, decides."""
    sight = Sight(np.array([[0, 0, 0], [255, 255, 255]], dtype=np.uint8))
    grays = np.array([-ONE, 0, 2047, 2048, ONE, 2 * ONE - 1], dtype=np.float32)

    entries = sight.entries(np.tile(grays, (3, 1)) + sight.starts)

    assert entries.tolist() == [0, 0, 0, 1, 1, 1]


def test_entries_look_nearest_to_themselves() -> None:
    """The colors that e-ink has are further apart than the cells of the table."""
    ink = "000000 ffffff 00ff00 0000ff ff0000 ffff00 ff8000"
    palette = np.array([list(bytes.fromhex(c)) for c in ink.split()], dtype=np.uint8)
    sight = Sight(palette)

    light = light_of(palette).T.astype(np.float32) + sight.starts

    assert sight.entries(light).tolist() == list(range(7))


def test_luminance_of_the_primaries() -> None:
    """ITU-R BT.709 gives red, green and blue 0.2126, 0.7152 and 0.0722 of white's."""
    assert luminance(np.eye(3)).tolist() == [0.2126, 0.7152, 0.0722]
    assert luminance(np.ones((3, 1), dtype=np.float32)).dtype == np.float32


def test_fine_cells_are_64_steps_of_lightness() -> None:
    """A cell ends at (1/64)**3 of full light: at 0.0625; the last one at all of it."""
    blue = np.array([0, 1, 1.0 * ONE, ONE + 1])

    cells = fine_cells(np.stack([np.zeros(4), np.zeros(4), blue]))

    # The cube root of 1/16384 is 2.52/64.
    assert cells.tolist() == [0, 2, 63, 63]
    assert fine_cells(np.array([[ONE], [ONE], [0.0]])).tolist() == [
        63 * 64**2 + 63 * 64
    ]


def test_kinds_and_their_means() -> None:
    """Colors of cells 5, 2 and 5 are of two kinds, in the order of the cells."""
    kinds = Kinds(np.array([5, 2, 5]))
    light = np.array([[1.0, 7, 4], [0, 0, 0], [10, 10, 20]])

    assert kinds.of.tolist() == [1, 0, 1]
    # The mean of 1 and 4 is 2.5, which rounds to the even number.
    assert kinds.means(light).tolist() == [[7, 2], [0, 0], [10, 15]]


def test_forgotten_hue_by_hand() -> None:
    """A half of a missing red is gray then, of the same luminance."""
    missing = np.array([[1.0], [0], [0]])

    forget_hue(missing, 0.5)

    assert missing[:, 0].tolist() == pytest.approx([0.6063, 0.1063, 0.1063])
    assert luminance(missing) == pytest.approx(0.2126)
    # A sixteenth of 0.03 with a quarter of 32 entries.
    assert forgotten(8) == pytest.approx(0.03 / 16)
    assert forgotten(32) == forgotten(256) == pytest.approx(0.03)


def test_what_is_brighter_than_white_gets_the_brightest_entry() -> None:
    """Sums of errors can be: then, brightness counts more than the better hue."""
    sight = Sight(np.array([[230, 229, 178], [251, 250, 193]], dtype=np.uint8))
    light = np.full((3, 1), 2 * ONE - 1, dtype=np.float32)

    assert sight.entries(light + sight.starts).tolist() == [1]
