"""KMeans beside scikit-learn's, at a small size."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import scikit_learn
from benchmarks.scikit_learn import (
    DataSet,
    compare_predict,
    iterations,
    weighted_colors,
)
from kquant import Options, quantize
from kquant.options import SPACES, Space
from kquant.runtime.arrays import U8


def test_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row for each data set, with the ratio of inertia, and the geometric means.

    Two pairs of points have one best clustering, which both find.
    """
    pairs = DataSet("pairs", np.array([[0.0], [1.0], [8.0], [9.0]]), 2)
    monkeypatch.setattr(scikit_learn, "data_sets", lambda: iter([pairs, pairs]))

    scikit_learn.main([])

    header, _, *rows = capsys.readouterr().out.splitlines()
    assert header.startswith("| data | points | k | inertia x |")
    assert all(row.startswith("| pairs | 4 | 2 | 1.0000 |") for row in rows[:2])
    assert rows[2].startswith("| geometric mean |  |  | 1.0000 |")


def test_data_sets() -> None:
    """They are those of the bar: nothing is left out, and each has enough points."""
    sets = list(scikit_learn.data_sets())

    assert [s.k for s in sets] == [3, 3, 2, 10, 20, 50, 100, 8, 64, 256]
    assert all(len(s.X) > 10 * s.k for s in sets)


def test_predict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each figure comes from a process of its own."""
    monkeypatch.setattr(scikit_learn, "SEEDS", 1)

    _, row = compare_predict(1000, [8])

    assert row[:2] == ["1000", "8"]
    assert float(row[5]) > float(row[6]) > 10  # scikit-learn takes memory to import


def test_iterations(
    tmp_path: Path, noise: U8, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row for each photo of the folder, and no number below 2."""
    Image.fromarray(noise).save(tmp_path / "noise.png")

    scikit_learn.main(["--iterations", str(tmp_path), "--seeds", "1"])

    *_, row = capsys.readouterr().out.splitlines()
    name, colors, *counts = row.strip("| ").split(" | ")
    assert (name, colors) == (
        "noise",
        str(len(np.unique(noise.reshape(-1, 3), axis=0))),
    )
    assert len(counts) == 2
    assert all(float(count) >= 2 for count in counts)


@pytest.mark.parametrize("space", SPACES)
def test_iterations_are_those_of_the_command(noise: U8, space: Space) -> None:
    """The same points, weights and random numbers as `--algorithm lloyd`."""
    asked = Options(8, space=space, sample="all")
    plain = replace(asked, algorithm="lloyd", init="random", n_init=1, tol=1e-4, seed=3)

    found = quantize(noise, plain).fit

    assert found is not None
    data = weighted_colors(noise, asked)
    assert iterations(data, "random", 3) == found.n_iter
