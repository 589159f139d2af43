"""From a histogram to the colors that fit it best."""

from random import Random

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_sample_image

from kquant import Options, Raster, quantize
from kquant.color.lattice import FittingSpace
from kquant.color.packed import pack
from kquant.images.counting import PictureColors
from kquant.images.histogram import Histogram
from kquant.kmeans import SEEDINGS, WeightedPoints, solve_line
from kquant.options import INITS, Algorithm, Effort, Init, Space
from kquant.quantization.exactly_k import distinct
from kquant.quantization.quality import measure
from kquant.quantization.search import fit_colors, fitting_space, n_init
from kquant.runtime.arrays import U8

# The least squared errors known, in sRGB and with 8-bit palettes: the best of several
# long searches each, made once for this purpose.
BEST = {
    "china.jpg": {
        4: 1368.62, 8: 631.76, 16: 343.19, 32: 189.87, 64: 111.83, 128: 68.45, 256: 42.70
    },
    "flower.jpg": {
        4: 884.67, 8: 434.28, 16: 216.11, 32: 124.72, 64: 73.89, 128: 44.57, 256: 27.08
    },
}  # fmt: skip
SRGB = FittingSpace("srgb", 1.0)


def histogram_of(colors: list[list[int]], counts: list[float]) -> Histogram:
    """Make a histogram, in the order that it wants."""
    packed = pack(np.array(colors, dtype=np.uint8))
    order = np.argsort(packed)
    return Histogram(packed[order], np.array(counts)[order])


def grays(counts: np.ndarray) -> Histogram:
    """Make a histogram of the first grays."""
    return histogram_of([[v, v, v] for v in range(len(counts))], list(counts))


@pytest.mark.parametrize(
    ("name", "k"),
    [(name, k) for name in BEST for k in BEST[name]],
)
def test_known_optima(name: str, k: int) -> None:
    """The error is within 1 % of the best known up to 64 colors, 2 % above."""
    raster = Raster.from_array(np.ascontiguousarray(load_sample_image(name)))

    options = Options(colors=k, space="srgb")
    error = measure(raster, quantize(raster, options)).squared_error

    assert error <= BEST[name][k] * (1.01 if k <= 64 else 1.02)


def test_two_colors_by_hand() -> None:
    """Two pairs of colors: each centroid at the weighted mean of a pair, exactly.

    (3 * 0 + 1 * 8) / 4 = 2 and (200 + 210) / 2 = 205, in tenths of a level around
    127.5.
    """
    histogram = histogram_of(
        [[0, 0, 0], [8, 0, 0], [200, 100, 0], [210, 100, 0]], [3, 1, 1, 1]
    )

    colors, fitted, _ = fit_colors(histogram, Options(space="srgb"), 2, SRGB, Random(0))

    expected = [[-1255.0, -1275.0, -1275.0], [775.0, -275.0, -1275.0]]
    assert sorted(fitted.centroids.tolist()) == expected
    assert fitted.inertia == 100 * (3 * 2**2 + 6**2 + 2 * 5**2)
    assert sorted(colors.tolist()) == [[2, 0, 0], [205, 100, 0]]


@pytest.mark.parametrize("k", [2, 3, 7, 20])
def test_grays_are_solved_exactly(k: int) -> None:
    """Grays lie on a line, so that their fit is the global optimum."""
    histogram = grays(np.random.default_rng(k).integers(1, 90, 60))

    _, fitted, _ = fit_colors(histogram, Options(space="srgb"), k, SRGB, Random(0))

    optimum = solve_line(np.arange(60.0), histogram.counts, k) * 10 - 1275
    assert fitted.centroids == pytest.approx(
        np.rint(optimum)[:, None].repeat(3, axis=1)
    )
    assert fitted.converged


@pytest.mark.parametrize("weight", [0.05, 0.5, 4])
@pytest.mark.parametrize("k", [2, 100, 255])
def test_grays_in_oklab(weight: float, k: int) -> None:
    """Grays keep exactly k shades, all gray, even where the lattice is coarse."""
    space = FittingSpace("oklab", weight)
    histogram = grays(np.ones(256))

    colors, _, _ = fit_colors(
        histogram, Options(lightness_weight=weight), k, space, Random(0)
    )

    assert len(np.unique(colors, axis=0)) == k
    assert (colors == colors[:, :1]).all()


def test_complete_by_hand() -> None:
    """Equal colors merge, and what costs most is added: 9 * 10**2 before 50**2."""
    candidates = histogram_of([[0, 0, 0], [10, 0, 0], [50, 0, 0]], [1, 40, 1])
    colors = np.zeros((3, 3), dtype=np.uint8)

    completed = [distinct(colors[:k], k, candidates, SRGB) for k in (1, 2, 3)]

    assert [c[:, 0].tolist() for c in completed] == [[0], [0, 10], [0, 10, 50]]


def test_complete_tells_colors_of_one_lattice_point_apart() -> None:
    """Colors too close for the lattice still count as two."""
    close = [[0, 139, 198], [1, 139, 198]]
    space = FittingSpace("oklab", 0.45)

    completed = distinct(
        np.array(close[:1], dtype=np.uint8), 2, histogram_of(close, [1, 1]), space
    )

    assert np.array_equal(*space.points(completed))
    assert sorted(completed.tolist()) == close


def test_complete_uses_up_the_candidates() -> None:
    """There are never more colors than candidates and given ones together."""
    candidates = histogram_of([[0, 0, 0], [0, 0, 1]], [1, 1])
    given = np.array([[0, 0, 0], [9, 9, 9]], dtype=np.uint8)

    completed = distinct(given, 8, candidates, SRGB)

    assert sorted(pack(completed)) == [0, 1 << 16, 9 + 9 * 256 + 9 * 65536]


def test_number_of_starts() -> None:
    """What is asked for; else 10 random ones, several splits while colors are few."""
    assert n_init(Options(n_init=3), 8) == 3
    assert n_init(Options(init="random"), 8) == 10
    assert n_init(Options(init="k-means++"), 8) == 1
    assert n_init(Options(), 4) > 1
    assert n_init(Options(), 256) == 1


@pytest.mark.parametrize("k", [6, 40])
def test_effort_pays(photo: U8, k: int) -> None:
    """More effort never gives a larger inertia than the fast way."""
    inertia = {}
    efforts: tuple[Effort, ...] = ("fast", "best")
    for effort in efforts:
        fitted = quantize(photo[::3, ::3], Options(colors=k, effort=effort)).fit
        assert fitted is not None
        inertia[effort] = fitted.inertia

    assert inertia["best"] <= inertia["fast"]


@pytest.mark.parametrize("space", ["srgb", "oklab"])
@pytest.mark.parametrize("init", ["random", "k-means++"])
@pytest.mark.parametrize(("tol", "max_iter"), [(1e-4, 300), (0.0, 3)])
def test_lloyd_is_that_of_scikit_learn(
    noise: U8, space: Space, init: Init, tol: float, max_iter: int
) -> None:
    """With the algorithm "lloyd", the fit is scikit-learn's on every pixel."""
    options = Options(
        colors=16,
        algorithm="lloyd",
        space=space,
        init=init,
        n_init=1,
        tol=tol,
        max_iter=max_iter,
    )
    histogram = PictureColors.of(Raster.from_array(noise[:, :40])).histogram()
    points = fitting_space(options).points(histogram.colors).astype(np.float64)
    data = WeightedPoints(points, histogram.counts)
    start = SEEDINGS[init](data, 16, Random(3))
    theirs = KMeans(16, init=start, n_init=1, tol=tol, max_iter=max_iter)

    theirs.fit(points.repeat(histogram.counts.astype(int), axis=0))
    colors, ours, _ = fit_colors(
        histogram, options, 16, fitting_space(options), Random(3)
    )

    assert ours.n_iter == theirs.n_iter_
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-6)
    assert ours.centroids == pytest.approx(theirs.cluster_centers_, abs=1e-3)
    assert np.array_equal(colors, fitting_space(options).colors(ours.centroids))


@pytest.mark.parametrize("algorithm", ["breathing", "lloyd"])
@pytest.mark.parametrize("space", ["srgb", "oklab"])
@pytest.mark.parametrize("max_iter", [1, 2, 3, 5, 8])
def test_max_iter_is_kept_to(
    noise: U8, algorithm: Algorithm, space: Space, max_iter: int
) -> None:
    """No fit takes more iterations than it is allowed, on whatever colors."""
    options = Options(
        colors=12, algorithm=algorithm, space=space, max_iter=max_iter, tol=0.0
    )

    fit = quantize(noise, options).fit

    assert fit is not None
    assert 1 <= fit.n_iter <= max_iter


def test_small_tolerances_are_reached(photo: U8) -> None:
    """The textbook algorithm converges with scikit-learn's default tolerance."""
    for init in INITS:
        options = Options(
            algorithm="lloyd", init=init, n_init=1, tol=1e-4, max_iter=300
        )

        fit = quantize(photo[::4, ::4], options).fit

        assert fit is not None
        assert fit.converged
        assert fit.n_iter < 300
