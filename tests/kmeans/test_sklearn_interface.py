"""KMeans among scikit-learn's own estimators."""

import pickle
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn import cluster, config_context
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

from kquant import KMeans

X, Y = load_iris(return_X_y=True)


def outcomes(estimator: object) -> dict[str, str]:
    """Return what became of each check of scikit-learn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # checks of tiny data ask for too many clusters
        results = estimator_checks.check_estimator(
            estimator, on_skip=None, on_fail=None
        )
    return {result["check_name"]: result["status"] for result in results}


def test_check_estimator() -> None:
    """Whatever scikit-learn's own KMeans passes, this one passes."""
    theirs, ours = outcomes(cluster.KMeans(n_init=1)), outcomes(KMeans())
    # These are left out for a class that does not inherit from scikit-learn.
    for check in (
        estimator_checks.check_clusterer_compute_labels_predict,
        estimator_checks.check_clustering,
        estimator_checks.check_estimators_partial_fit_n_features,
    ):
        check("KMeans", KMeans())
        ours[check.__name__] = "passed"
    passed = {name for name, status in theirs.items() if status == "passed"}

    assert len(passed) > 50
    assert {name: ours.get(name) for name in passed} == dict.fromkeys(passed, "passed")


@pytest.mark.filterwarnings("ignore:X .* feature names")
@pytest.mark.parametrize(
    "name",
    [
        "check_dataframe_column_names_consistency",
        "check_transformer_get_feature_names_out",
        "check_transformer_get_feature_names_out_pandas",
        "check_set_output_transform",
        "check_set_output_transform_pandas",
        "check_global_output_transform_pandas",
    ],
)
def test_names_of_features(name: str) -> None:
    """Names come in and go out as scikit-learn's own tests want them."""
    getattr(estimator_checks, name)("KMeans", KMeans(3))


def test_pipeline() -> None:
    """It works as the last step of a pipeline, and in the middle."""
    last = make_pipeline(StandardScaler(), KMeans(3)).fit(X)
    middle = make_pipeline(StandardScaler(), KMeans(12), LogisticRegression())

    assert np.bincount(last.predict(X)).min() > 30
    assert last.transform(X).shape == (150, 3)
    assert last.score(X) == pytest.approx(-last[-1].inertia_)
    assert middle.fit(X, Y).score(X, Y) > 0.9
    assert list(last.get_feature_names_out()) == ["kmeans0", "kmeans1", "kmeans2"]


def test_grid_search() -> None:
    """More clusters score higher, and the parameter of a step has its usual name."""
    model = make_pipeline(StandardScaler(), KMeans())
    search = GridSearchCV(model, {"kmeans__n_clusters": [2, 3, 5]}, cv=3).fit(X)

    assert search.best_params_ == {"kmeans__n_clusters": 5}


def test_clone_and_pickle() -> None:
    """A clone has the parameters, a pickle the fit as well."""
    model = KMeans(5, init="random", n_init=3, max_iter=7, tol=0.1, random_state=2)
    model.fit(X)

    copy, again = clone(model), pickle.loads(pickle.dumps(model))

    assert copy.get_params() == model.get_params()
    assert not hasattr(copy, "cluster_centers_")
    assert np.array_equal(again.predict(X), model.labels_)


def test_set_output() -> None:
    """Data frames keep the index of the rows; an unknown container is refused."""
    frame = pd.DataFrame(X, index=np.arange(150) + 7).rename(columns=str)
    model = KMeans(3).set_output(transform="pandas").fit(frame)

    found = model.transform(frame)

    assert list(found.columns) == ["kmeans0", "kmeans1", "kmeans2"]
    assert found.index.equals(frame.index)
    assert isinstance(clone(model).fit_transform(frame), pd.DataFrame)
    assert model.set_output().transform(frame).equals(found)
    with config_context(transform_output="pandas"):
        assert isinstance(KMeans(3).fit_transform(X), pd.DataFrame)
        as_array = KMeans(3).set_output(transform="default")
        assert isinstance(as_array.fit_transform(X), np.ndarray)
    with pytest.raises(ValueError, match="transform must be default or pandas or"):
        model.set_output(transform="xarray")


def test_parameters() -> None:
    """Parameters are set and read by name; a wrong name is refused."""
    model = KMeans().set_params(n_clusters=3, tol=0.5)

    assert (model.get_params()["n_clusters"], model.tol) == (3, 0.5)
    assert repr(model) == "KMeans(n_clusters=3, tol=0.5)"
    with pytest.raises(ValueError, match="no parameter 'clusters', only n_clusters, "):
        model.set_params(clusters=3)


def test_sparse() -> None:
    """Sparse data is refused in one sentence that says what to do."""
    sparse = pytest.importorskip("scipy.sparse")

    with pytest.raises(TypeError, match=r"^X is sparse, .* X\.toarray\(\) returns$"):
        KMeans(2).fit(sparse.csr_array(X))


ALONE = """
import sys
import numpy as np
from kquant import KMeans
from kquant.errors import KquantError
model = KMeans(2)
try:
    model.predict([[1.0]])
except (KquantError, AttributeError) as error:
    print(type(error).__name__, error)
X = np.array([[0.0, 1.0], [0.0, 2.0], [9.0, 1.0]])
print(model.fit(X).transform(X).shape, model.fit_predict(X), model.score(X))
print([name for name in sys.modules if name.startswith(("sklearn", "scipy"))])
"""


def test_without_scikit_learn() -> None:
    """None of it imports scikit-learn, not even to say that there was no fit."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE], check=True, capture_output=True, text=True
    )

    assert done.stdout.splitlines() == [
        "NotFittedError This KMeans instance is not fitted yet: call fit first",
        "(3, 2) [0 0 1] -0.5",
        "[]",
    ]


def test_not_fitted_beside_scikit_learn() -> None:
    """Code that catches scikit-learn's error catches this one."""
    from sklearn.exceptions import NotFittedError

    for method in ("predict", "transform", "score"):
        with pytest.raises(NotFittedError, match="not fitted yet: call fit first"):
            getattr(KMeans(2), method)(X)
