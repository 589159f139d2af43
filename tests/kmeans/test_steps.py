"""Lloyd's algorithm, watched step by step."""

import numpy as np
import pytest
from sklearn import cluster
from sklearn.datasets import make_blobs

from kquant import KMeans, lloyd_steps


def test_by_hand() -> None:
    """Centers, labels and inertia of each step, as on paper."""
    steps = list(lloyd_steps([[0], [1], [8], [9]], 2, init=[[0], [1]]))

    assert [step.centers.ravel().tolist() for step in steps] == [
        [0, 1],
        [0, 6],
        [0.5, 8.5],
    ]
    assert [step.labels.tolist() for step in steps] == [
        [0, 1, 1, 1],
        [0, 0, 1, 1],
        [0, 0, 1, 1],
    ]
    assert [step.inertia_per_cluster.tolist() for step in steps] == [
        [0, 49 + 64],
        [1, 4 + 9],
        [0.5, 0.5],
    ]
    assert [step.inertia for step in steps] == [113, 14, 1]


@pytest.mark.parametrize("init", ["split", "k-means++", "random"])
def test_last_step_is_the_fit(init: str) -> None:
    """The last of n_iter_ steps is what `KMeans` finds with the same seed."""
    X = make_blobs(300, 3, centers=6, cluster_std=3.0, random_state=1)[0]
    steps = list(lloyd_steps(X, 6, init=init, random_state=4))
    model = KMeans(6, init=init, n_init=1, tol=0, random_state=4, algorithm="lloyd")

    model.fit(X)

    assert len(steps) == model.n_iter_
    assert np.array_equal(steps[-1].labels, model.labels_)
    assert steps[-1].centers == pytest.approx(model.cluster_centers_)
    assert steps[-1].inertia == pytest.approx(model.inertia_)
    assert steps[-1].inertia_per_cluster.sum() == pytest.approx(steps[-1].inertia)
    assert (np.diff([step.inertia for step in steps]) <= 1e-9).all()


def test_each_step_is_that_of_scikit_learn() -> None:
    """Stopped after any number of iterations, scikit-learn has the same centers."""
    X = make_blobs(200, 2, centers=5, cluster_std=2.0, random_state=3)[0]
    steps = list(lloyd_steps(X, 5, init=X[:5]))

    for i, step in enumerate(steps[1:], start=1):
        theirs = cluster.KMeans(5, init=X[:5], n_init=1, max_iter=i, tol=0).fit(X)
        assert step.centers == pytest.approx(theirs.cluster_centers_)
        assert np.array_equal(step.labels, theirs.labels_)
        assert step.inertia == pytest.approx(theirs.inertia_, rel=1e-9)


def test_weights() -> None:
    """A row of weight 0 gets a label and moves nothing."""
    steps = lloyd_steps(
        [[0], [2], [9], [100]], 2, init=[[0], [9]], sample_weight=[1, 3, 1, 0]
    )
    *_, last = steps

    assert last.centers.ravel() == pytest.approx([1.5, 9])
    assert last.labels.tolist() == [0, 0, 1, 1]
    assert last.inertia_per_cluster == pytest.approx([1.5**2 + 3 * 0.5**2, 0])


def test_mistakes_are_told_at_once() -> None:
    """Arguments are checked by the call, not by the first step."""
    with pytest.raises(ValueError, match="n_samples=2 should be at least n_clusters=3"):
        lloyd_steps([[0], [1]], 3)
    with pytest.raises(ValueError, match="n_clusters must be a whole number"):
        lloyd_steps([[0], [1]], 1.5)  # type: ignore[arg-type] # the mistake
    with pytest.raises(ValueError, match="init must be an array, or it must be split"):
        lloyd_steps([[0], [1]], 2, init="best")
