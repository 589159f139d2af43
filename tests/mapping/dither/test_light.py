"""Linear light as whole numbers, and what looks nearest."""

import numpy as np

from kquant.mapping.dither.light import ONE, Sight, light_of


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
