"""Docstrings: their examples run, and every public name has one."""

import doctest
import importlib
import inspect
import pkgutil
import re
from types import ModuleType

import pytest

import kquant


def modules() -> list[str]:
    """Return the names of all modules."""
    found = pkgutil.walk_packages(kquant.__path__, "kquant.")
    return ["kquant", *(module.name for module in found)]


def imported(name: str) -> ModuleType:
    """Import a module; the one that runs the program does so only by its own name."""
    return importlib.import_module(name)


@pytest.mark.parametrize("name", modules())
def test_examples_run(name: str) -> None:
    """Each example in a docstring prints what stands below it."""
    result = doctest.testmod(imported(name), optionflags=doctest.FAIL_FAST)

    assert result.failed == 0


def test_there_are_examples() -> None:
    """The examples are found at all: some modules have them."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = [test for name in modules() for test in finder.find(imported(name))]

    assert sum(bool(test.examples) for test in tests) >= len(kquant.__all__)


@pytest.mark.parametrize("name", kquant.__all__)
def test_public_names_have_examples(name: str) -> None:
    """Each public name, or one of its methods, shows how it is used."""
    value = getattr(kquant, name)
    methods = [x for _, x in inspect.getmembers(value) if callable(x)]
    docstrings = [inspect.getdoc(x) or "" for x in (value, *methods)]

    assert docstrings[0]
    assert any(re.search(r"^Examples\n-+\n>>> ", x, re.MULTILINE) for x in docstrings)


def test_public_names_are_listed() -> None:
    """`dir(kquant)` has the public names and the version, imported or not."""
    assert dir(kquant) == sorted([*kquant.__all__, "__version__"])


def test_public_names_exist() -> None:
    """Every public name can be imported, and others cannot."""
    assert all(hasattr(kquant, name) for name in kquant.__all__)
    assert kquant.__version__.count(".") == 2
    with pytest.raises(AttributeError, match="has no attribute 'Quantizer'"):
        _ = kquant.Quantizer
