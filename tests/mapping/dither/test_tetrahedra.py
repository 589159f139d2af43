"""The triangulation of a palette's light, against paper and a linear program."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from kquant.mapping.dither.light import ONE, light_of
from kquant.mapping.dither.tetrahedra import Tetrahedra
from kquant.runtime.arrays import F64, U8

# Half red less green, blue less yellow, and a tenth of luminance's square.
VARIABLES = np.array([[0.5, -0.5, 0.0], [-0.25, -0.25, 0.5], [0.067, 0.226, 0.023]])


def palettes(most: int) -> st.SearchStrategy[U8]:
    """Palettes of up to so many colors: equal ones, lines, planes and lattices too."""
    levels = st.one_of(st.integers(0, 255), st.sampled_from([0, 128, 255]))
    return st.integers(1, most).flatmap(
        lambda k: arrays(np.uint8, (k, 3), elements=levels)
    )


def mixed(points: F64, count: int) -> F64:
    """Return light that the points can mix, shape (3, n)."""
    weights = np.random.default_rng(0).dirichlet(np.ones(len(points)) / 2, count)
    light: F64 = (weights @ points).T
    return light


def test_a_quarter_by_hand() -> None:
    """The middle of black, red, green and blue is a quarter of each."""
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]) * float(ONE)
    tetrahedra = Tetrahedra(points)
    light = np.full((3, 1), ONE / 4)

    number = tetrahedra.find(light, np.zeros(1, dtype=np.int64))

    assert tetrahedra.corners[number].tolist() == [[0, 1, 2, 3]]
    assert tetrahedra.shares(light, number)[:, 0].tolist() == [0.25] * 4


@pytest.mark.parametrize("middle", [0.5, 0.25])
def test_a_gray_is_mixed_from_the_grays_beside_it(middle: float) -> None:
    """Black has no part in what is between a gray and white, nor white below it."""
    grays = np.array([0, middle, 1])[:, None] * np.full(3, float(ONE))
    tetrahedra = Tetrahedra(grays)
    light = np.array([middle / 2, (1 + middle) / 2]) * np.full((3, 1), float(ONE))

    numbers = tetrahedra.find(light, np.zeros(2, dtype=np.int64))

    shares = np.zeros((2, 7))
    np.put_along_axis(
        shares, tetrahedra.corners[numbers], tetrahedra.shares(light, numbers).T, axis=1
    )
    expected = [[0.5, 0.5, 0], [0, 0.5, 0.5]]
    assert shares[:, :3] == pytest.approx(np.array(expected), abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(palettes(30))
def test_mixtures_are_right_and_vary_least(palette: U8) -> None:
    """Shares are those of a color, and cost no more than the optimum of the program."""
    points = light_of(palette)
    light = mixed(points, 20)
    tetrahedra = Tetrahedra(points)

    numbers = tetrahedra.find(light, np.zeros(20, dtype=np.int64))

    shares, corners = tetrahedra.shares(light, numbers), tetrahedra.corners[numbers]
    assert shares.min() >= -1e-6
    far = tetrahedra.is_far[:, numbers]
    assert np.where(far, shares, 0).max() < 1e-5
    near = np.where(far, 0, shares).T
    own = points[np.minimum(corners, len(points) - 1)]
    # Beside a plane, or line, the far corners take what rounding has left.
    mean = (near[..., None] * own).sum(axis=1).T
    assert mean == pytest.approx(light, abs=1)
    costs = np.append(np.square(points / ONE @ VARIABLES.T).sum(axis=1), np.zeros(4))
    cost = (costs[np.minimum(corners, len(points))] * near).sum(axis=1)
    for at, reached in zip(light.T[:3], cost, strict=False):
        best = linprog(
            costs[: len(points)],
            A_eq=np.vstack([np.ones(len(points)), points.T / ONE]),
            b_eq=[1, *at / ONE],
        )
        if best.status == 0:  # beside a plane there is no exact mixture
            assert reached <= best.fun + 1e-6


@settings(max_examples=20, deadline=None)
@given(arrays(np.uint8, (20, 3), elements=st.integers(0, 255)), palettes(60))
def test_every_color_is_in_a_tetrahedron(colors: U8, palette: U8) -> None:
    """Walks end, wherever they begin, and colors out of reach have far corners."""
    tetrahedra = Tetrahedra(light_of(palette))
    light = light_of(colors).T
    starts = np.random.default_rng(1).integers(0, len(tetrahedra.corners), (2, 20))

    for start in starts:
        found = tetrahedra.find(light, start)
        assert tetrahedra.shares(light, found).min() >= -1e-6


def test_a_lattice_of_colors() -> None:
    """The 216 colors of the web, of which many tetrahedra are equally good."""
    levels = np.arange(0, 256, 51, dtype=np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3)
    light = mixed(light_of(cube), 500)
    tetrahedra = Tetrahedra(light_of(cube))

    numbers = tetrahedra.find(light, np.zeros(500, dtype=np.int64))

    assert tetrahedra.shares(light, numbers).min() >= -1e-6
    assert not tetrahedra.is_far[:, numbers].any()
