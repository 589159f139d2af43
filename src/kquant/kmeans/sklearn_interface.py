"""What scikit-learn expects of an estimator, without scikit-learn.

References
----------
"Developing scikit-learn estimators", https://scikit-learn.org/stable/developers/develop
"""

import sys
import warnings
from importlib import import_module
from inspect import signature
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from kquant.errors import NotFittedError
from kquant.kmeans.checks import check_choice
from kquant.runtime.arrays import AnyArray

_CONTAINERS = ("default", "pandas", "polars")  # of what `transform` returns


class SklearnInterface:
    """Parameters by name, names of features, and containers of results.

    A class that inherits this keeps each parameter of its constructor as an attribute
    of the same name.
    """

    _sklearn_output_config: dict[str, str]  # scikit-learn's `clone` copies it
    n_features_in_: int
    feature_names_in_: AnyArray

    def __repr__(self) -> str:
        defaults = self._defaults()
        changed = (
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if repr(value) != repr(defaults[name])
        )
        return f"{type(self).__name__}({', '.join(changed)})"

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        """Return the defaults of the parameters, by name."""
        _, *parameters = signature(cls.__init__).parameters.values()
        return {parameter.name: parameter.default for parameter in parameters}

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002
        """Return the parameters by name; `deep` has no effect."""
        return {name: getattr(self, name) for name in self._defaults()}

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; raise ValueError for an unknown one."""
        known = self._defaults()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"{type(self).__name__} has no parameter {name!r}, only "
                    f"{', '.join(known)}"
                )
            setattr(self, name, value)
        return self

    def set_output(self, *, transform: str | None = None) -> Self:
        """Choose what `transform` and `fit_transform` return.

        Parameters
        ----------
        transform : {"default", "pandas", "polars"} or None
            An array, or a data frame of one of these packages. None changes nothing.

        Returns
        -------
        This estimator.
        """
        if transform is not None:
            check_choice("transform", transform, _CONTAINERS)
            self._sklearn_output_config = {"transform": transform}
        return self

    def get_feature_names_out(
        self, input_features: ArrayLike | None = None
    ) -> AnyArray:
        """Return the names of the columns of `transform`: kmeans0, kmeans1, ...

        Parameters
        ----------
        input_features : array-like of str, shape (d,), optional
            Only compared with the features of `fit`.

        Returns
        -------
        array of str objects, shape (n_clusters,)

        Raises
        ------
        ValueError
            If these are other features than those of `fit`.
        """
        self._check_is_fitted()
        if input_features is not None:
            self._check_names(np.asarray(input_features, dtype=object))
        prefix = type(self).__name__.lower()
        names = [f"{prefix}{i}" for i in range(self._n_features_out)]
        return np.array(names, dtype=object)

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        raise NotImplementedError

    def __sklearn_tags__(self) -> Any:
        """Describe this estimator to scikit-learn, which alone calls this."""
        utils = import_module("sklearn.utils")
        return utils.Tags(
            estimator_type="clusterer",
            target_tags=utils.TargetTags(required=False),
            transformer_tags=utils.TransformerTags(
                preserves_dtype=["float64", "float32"]
            ),
        )

    def __sklearn_is_fitted__(self) -> bool:
        """Tell whether `fit` has been called."""
        return hasattr(self, "n_features_in_")

    def _check_is_fitted(self) -> None:
        """Refuse what needs a fit before there is one."""
        if self.__sklearn_is_fitted__():
            return
        message = (
            f"This {type(self).__name__} instance is not fitted yet: call fit first"
        )
        theirs = sys.modules.get("sklearn.exceptions")
        raise theirs.NotFittedError(message) if theirs else NotFittedError(message)

    def _remember_features(self, X: ArrayLike, count: int) -> None:
        """Keep the number of features of the data of `fit`, and their names."""
        self.n_features_in_ = count
        names = _feature_names(X)
        if names is not None:
            self.feature_names_in_ = names
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_

    def _check_features(self, X: ArrayLike) -> None:
        """Refuse features with other names than those of `fit`."""
        name = type(self).__name__
        names = _feature_names(X)
        fitted: AnyArray | None = getattr(self, "feature_names_in_", None)
        if names is None and fitted is None:
            return
        if names is None:
            warnings.warn(
                f"X does not have valid feature names, but {name} was fitted with "
                "feature names",
                stacklevel=3,
            )
        elif fitted is None:
            warnings.warn(
                f"X has feature names, but {name} was fitted without feature names",
                stacklevel=3,
            )
        elif not np.array_equal(names, fitted):
            raise ValueError(_difference(list(fitted), list(names)))

    def _check_feature_count(self, count: int) -> None:
        """Refuse another number of features than that of `fit`."""
        if count != self.n_features_in_:
            raise ValueError(
                f"X has {count} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input"
            )

    def _check_names(self, names: AnyArray) -> None:
        """Refuse other names of features than those of `fit`."""
        fitted = getattr(self, "feature_names_in_", None)
        if fitted is not None and not np.array_equal(names, fitted):
            raise ValueError("input_features is not equal to feature_names_in_")
        if len(names) != self.n_features_in_:
            raise ValueError(
                "input_features should have length equal to number of features "
                f"({self.n_features_in_}), got {len(names)}"
            )

    def _contained(self, values: AnyArray, X: ArrayLike) -> Any:
        """Return the values in the container that `set_output` asked for.

        Without `set_output`, that of scikit-learn's configuration counts, if
        scikit-learn is loaded.
        """
        kind = getattr(self, "_sklearn_output_config", {}).get("transform")
        sklearn = sys.modules.get("sklearn")
        if kind is None and sklearn is not None:
            kind = sklearn.get_config()["transform_output"]
        if kind not in {"pandas", "polars"}:
            return values
        names = self.get_feature_names_out()
        frames = import_module(kind)
        if kind == "polars":
            return frames.DataFrame(values, schema=list(names), orient="row")
        index = X.index if isinstance(X, frames.DataFrame | frames.Series) else None
        return frames.DataFrame(values, index=index, columns=names, copy=False)


def _feature_names(X: Any) -> AnyArray | None:
    """Return the names of the columns of a data frame, if all of them are strings."""
    columns = getattr(X, "columns", None)
    if columns is None:
        return None
    texts = [isinstance(name, str) for name in columns]
    if any(texts) and not all(texts):
        raise TypeError(
            "Feature names are only supported if all input features have string names, "
            "but X has names of several types; X.columns.astype(str) are strings"
        )
    return np.array(list(columns), dtype=object) if texts and all(texts) else None


def _difference(fitted: list[str], names: list[str]) -> str:
    """Say how names of features differ from those of `fit`."""
    lines = ["The feature names should match those that were passed during fit."]
    unseen = sorted(set(names) - set(fitted))
    missing = sorted(set(fitted) - set(names))
    for what, those in (
        ("Feature names unseen at fit time", unseen),
        ("Feature names seen at fit time, yet now missing", missing),
    ):
        if those:
            lines += [f"{what}:", *(f"- {name}" for name in those)]
    if not unseen and not missing:
        lines.append("Feature names must be in the same order as they were in fit.")
    return "\n".join(lines) + "\n"
