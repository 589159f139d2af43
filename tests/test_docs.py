"""The README says what is true of the command line and of Python."""

import re
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from PIL import Image

import kquant
from kquant import Options
from kquant.art.page_sizes import page_size_mm
from kquant.batch.inputs import Source
from kquant.batch.output_names import name_outputs
from kquant.batch.outputs import Output
from kquant.cli import main
from kquant.files.formats import COMPRESSIONS, WRITABLE
from kquant.options import (
    AUTO,
    DEFAULT_MAX_ERROR,
    DITHERS,
    EFFORTS,
    INITS,
    MAX_COLORS,
    SORTS,
    SPACES,
)
from kquant.palette_files.registry import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = [
    name
    for option in main.params
    if isinstance(option, click.Option)
    for name in option.opts
]


def row(option: str) -> tuple[str, str]:
    """Return both cells of the row of an option in the table of all options."""
    rows = re.findall(r"^\| (`-.*?) \| (.+) \|$", README, re.MULTILINE)
    (found,) = [x for x in rows if re.search(rf"{option}(?![\w-])", x[0])]
    return found[0].replace("\\|", "|"), found[1]


def words(text: str) -> list[str]:
    """Return what stands between single backticks."""
    return re.findall(r"`([^`]+)`", text)


def test_version() -> None:
    """The version in the code is that of the package, without the time to look."""
    assert kquant.__version__ == version("kquant")
    assert kquant.__version__ in CliRunner().invoke(main, ["--version"]).stdout


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_in_the_readme(name: str) -> None:
    """The README names each option that the help has."""
    assert name == "--version" or re.search(rf"`[^`]*{name}\b", README)


def test_readme_has_no_other_options() -> None:
    """Every option in the README's commands and tables exists."""
    lines = [line for line in README.splitlines() if "kquant" in line or "|" in line]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))

    assert named <= {*OPTIONS, "--clear"}


@pytest.mark.parametrize(
    ("option", "default"),
    [
        ("--colors", Options().colors),
        ("--max-error", DEFAULT_MAX_ERROR),
        ("--lightness-weight", Options().lightness_weight),
    ],
)
def test_defaults(option: str, default: object) -> None:
    """A default that the README names is that of `Options`."""
    said = re.findall(r"default(?: is|:)?\s+`?([\d.]+\d|\d)", row(option)[1])

    assert said == [str(default)]


def test_numbers_of_colors() -> None:
    """The README names the range of k, and auto."""
    text = row("--colors")[1]

    assert re.search(rf"\b1 to {MAX_COLORS}\b", text)
    assert AUTO in words(text)


@pytest.mark.parametrize(
    ("option", "choices"),
    [
        ("--sort", SORTS),
        ("--space", SPACES),
        ("--init", INITS),
        ("--effort", EFFORTS),
        ("--compress", COMPRESSIONS),
    ],
)
def test_choices(option: str, choices: tuple[str, ...]) -> None:
    """The words that an option takes are those that are known, in the same order."""
    (alternatives,) = re.findall(rf"{option} ([^\s`]+)", row(option)[0])

    assert tuple(alternatives.split("|")) == choices


@pytest.mark.parametrize(
    ("option", "choices"),
    [
        ("--dither", DITHERS[1:]),
        ("--format", tuple(WRITABLE)),
        ("--palette-format", (*FORMATS, "none")),
    ],
)
def test_choices_in_the_text(option: str, choices: tuple[str, ...]) -> None:
    """The words that the text lists are those that are known, in the same order."""
    assert tuple(words(row(option)[1])) == choices


def test_page_sizes() -> None:
    """Every page size that the README lists is known."""
    sizes = [word for word in words(row("--page")[1]) if not word.startswith("-")]

    assert len(sizes) >= 4
    assert all(page_size_mm(size) for size in sizes)


def test_places_in_names() -> None:
    """Every place in a name that the README lists is filled in."""
    places = [word for word in words(row("--output")[1]) if word.startswith("{")]

    assert places
    for place in places:
        job = name_outputs(Source("in/a.jpg"), Output(f"out/{place}-x.png"), "8")
        assert "{" not in str(job.image)


def test_python_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program in the README runs, and writes its picture of eight colors."""
    (program,) = re.findall(r"^```python\n(.+?)^```", README, re.MULTILINE | re.DOTALL)
    (tmp_path / "sample_images").symlink_to(ROOT / "sample_images")
    monkeypatch.chdir(tmp_path)

    exec(compile(program, "README.md", "exec"), {})

    with Image.open("reduced.png") as image:
        assert len(image.getcolors() or ()) == 8
    assert len(re.findall("#[0-9a-f]{6}", capsys.readouterr().out)) == 8
