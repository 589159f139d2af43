"""Errors that a user can cause."""

import pytest

from kquant.errors import (
    ClusterError,
    ImageReadError,
    ImageWriteError,
    KquantError,
    OptionError,
    PaletteError,
    reason_of,
)


@pytest.mark.parametrize(
    "kind", [ClusterError, ImageReadError, ImageWriteError, OptionError, PaletteError]
)
def test_all_have_one_base(kind: type[KquantError]) -> None:
    """Whoever catches `KquantError` catches every error of kquant's."""
    with pytest.raises(KquantError, match=r"^said$"):
        raise kind("said")


@pytest.mark.parametrize("kind", [OptionError, PaletteError])
def test_wrong_values_are_value_errors(kind: type[Exception]) -> None:
    """Wrong options and palettes can be caught as `ValueError`, as in numpy."""
    assert issubclass(kind, ValueError)


def test_options_are_named() -> None:
    """An error about options knows their names beside its sentence."""
    error = OptionError("gap is wrong, and so is dpi", "gap", "dpi")

    assert str(error) == "gap is wrong, and so is dpi"
    assert error.options == ("gap", "dpi")


def test_reasons() -> None:
    """A reason is what the system says, in lower case, without number and path."""
    assert (
        reason_of(PermissionError(13, "Permission denied", "x")) == "permission denied"
    )
    assert reason_of(OSError("broken")) == "broken"
