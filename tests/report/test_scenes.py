"""The scenes of a film: real iterations, and at the end the palette that was found."""

from itertools import pairwise

import numpy as np
import pytest

from kquant import Options, quantize
from kquant.images.counting import PictureColors
from kquant.images.raster import Raster
from kquant.kmeans.steps import lloyd_steps
from kquant.quantization.sampling import Samples
from kquant.quantization.search import fitting_space
from kquant.report.scenes import Scene, followed, scenes_of
from kquant.runtime.arrays import U8


def scenes(pixels: U8, options: Options, most: int = 30) -> list[Scene]:
    """Return the scenes of a fit."""
    samples = Samples(PictureColors.of(Raster.from_array(pixels)))
    result = quantize(pixels, options)
    return scenes_of(samples.for_fit(options)[0], result, options, most)


def test_iterations_are_those_of_lloyd(noise: U8) -> None:
    """Colors and inertia are the ones of the public generator of steps."""
    options = Options(colors=4, algorithm="lloyd", tol=0, space="srgb")
    found = [x for x in scenes(noise, options) if len(x.colors) == 4][:-1]
    space = fitting_space(options, 4)
    points = space.points(noise.reshape(-1, 3)).astype(float)
    steps = list(lloyd_steps(points, 4))
    assert len(found) > 3
    assert abs(len(found) - len(steps)) <= 1
    for scene, step in zip(found, steps, strict=False):
        assert scene.inertia == pytest.approx(step.inertia / space.steps**2, rel=1e-6)
        assert {tuple(x) for x in scene.colors.tolist()} == {
            tuple(x) for x in space.colors(step.centers).tolist()
        }


@pytest.mark.parametrize(
    "options",
    [
        Options(colors=6),
        Options(colors=6, init="k-means++", algorithm="lloyd"),
        Options(colors=6, init="random", space="srgb", seed=5),
        Options(colors=6, lock=("red", "#00f"), vivid=True),
        Options(colors="auto", max_error=4),
    ],
)
def test_from_one_to_k(photo: U8, options: Options) -> None:
    """The start grows to k, inertia falls, and the result comes last."""
    photo = photo[::4, ::4]
    result = quantize(photo, options)
    found = scenes(photo, options)
    k = len(result.image.palette)
    counts = [len(scene.colors) for scene in found]
    assert counts[0] == 1 + len(options.lock)
    assert counts == sorted(counts)
    assert counts[-1] == k
    assert np.array_equal(found[-1].colors, result.image.palette.colors)
    assert np.allclose(found[-1].shares, result.image.shares())
    assert [x.iteration for x in found[:-1]] == sorted(x.iteration for x in found[:-1])
    steps = [x.inertia for x in found[:-1] if len(x.colors) == k]
    assert all(a >= b * (1 - 1e-9) for a, b in pairwise(steps))
    assert all(scene.shares.sum() == pytest.approx(1) for scene in found)
    assert found[-1].difference < found[0].difference


def test_no_more_than_asked_for(photo: U8) -> None:
    """Of many colors and many iterations some are left out, never the ends."""
    options = Options(colors=20, algorithm="lloyd", tol=0, max_iter=15)
    small = photo[::5, ::5]
    all_of_them, few = scenes(small, options, 100), scenes(small, options, 7)
    assert len(all_of_them) > 30
    assert len(few) <= 2 * 7 + 1
    numbers = {x.iteration for x in all_of_them[:-1]}
    assert few[0].colors.shape == (1, 3)
    assert max(x.iteration for x in few[:-1]) == max(numbers)


def test_nothing_to_fit() -> None:
    """A picture that keeps its colors has only the result."""
    two = np.array([[[255, 0, 0], [0, 0, 0]]], dtype=np.uint8)
    (scene,) = scenes(two, Options())
    assert (scene.colors.tolist(), scene.shares.tolist()) == (
        [[0, 0, 0], [255, 0, 0]],
        [0.5, 0.5],
    )


def test_followed(photo: U8) -> None:
    """Each color of the result is followed back; none before it goes nowhere."""
    found = scenes(photo, Options(colors=9))
    tracks = followed(found)
    assert tracks[-1].tolist() == list(range(9))
    for scene, track in zip(found, tracks, strict=True):
        assert sorted(set(track.tolist())) == list(range(len(scene.colors)))
