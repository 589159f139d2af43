"""The convex hull of a palette's light."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kquant.mapping.dither.hull import Hull
from kquant.mapping.dither.light import light_of
from kquant.runtime.arrays import U8


def palettes(most: int) -> st.SearchStrategy[U8]:
    """Palettes of up to so many colors, some of which may be equal or in line."""
    levels = st.one_of(st.integers(0, 255), st.sampled_from([0, 128, 255]))
    return st.integers(1, most).flatmap(
        lambda k: arrays(np.uint8, (k, 3), elements=levels)
    )


@settings(max_examples=60)
@given(palettes(40))
def test_the_hull_holds_all_entries_and_no_more(palette: U8) -> None:
    """No entry is outside, and each face touches an entry or the octahedron of one."""
    entries = light_of(palette)
    hull = Hull(entries.astype(np.int64))
    around = np.concatenate([np.eye(3), -np.eye(3)]) * 4 + entries[0]

    above = hull.normals @ np.concatenate([around, entries]).T - hull.heights

    # Faces are a unit further out, rounded up.
    unit = -np.ceil(np.sqrt(np.square(hull.normals).sum(axis=1)))
    np.testing.assert_array_equal(above.max(axis=1), unit)
    # A closed surface: areas times directions add up to nothing.
    assert hull.normals.sum(axis=0).tolist() == [0, 0, 0]


@settings(max_examples=60)
@given(palettes(40), arrays(np.int64, (20, 3), elements=st.integers(-9, 9)))
def test_an_entry_farthest_in_any_direction_is_a_corner(
    palette: U8, directions: np.ndarray
) -> None:
    """No entry is farther than all corners, but for the size of the octahedron."""
    entries = light_of(palette)
    corners = entries[Hull(entries.astype(np.int64)).corners]

    farthest = (corners @ directions.T).max(axis=0)

    assert ((entries @ directions.T).max(axis=0) <= farthest + 4 * 9).all()


def test_corners_by_hand() -> None:
    """Gray is within the hull of black, white and the primaries; black is first."""
    palette = np.array(
        [[0, 0, 0], [255, 0, 0], [90, 90, 90], [0, 255, 0], [0, 0, 255]], dtype=np.uint8
    )
    white = np.full((1, 3), 255, dtype=np.uint8)
    points = light_of(np.concatenate([palette, white])).astype(np.int64)

    assert Hull(points).corners.tolist() == [0, 1, 3, 4, 5]
