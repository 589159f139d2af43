"""The help: its layout, and that what it says is so."""

import re
from dataclasses import fields
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner

from kquant.art.options import Grid, Page
from kquant.art.page_sizes import PAGE_SIZES, length_mm, page_size_mm
from kquant.cli import main
from kquant.cli.quantize_options import quantize_options
from kquant.color.lightness import lightness_weight
from kquant.color.names import parse_color
from kquant.files.formats import COMPRESSIONS, IMAGE_FORMATS, WRITABLE, ImageFormat
from kquant.kmeans import default_n_init
from kquant.options import (
    DEFAULT_MAX_ERROR,
    DITHERS,
    EFFORTS,
    INITS,
    MAX_COLORS,
    SORTS,
    SPACES,
    WHOLE_NUMBERS,
    Options,
)
from kquant.palette_files.registry import FORMATS, PALETTE_FORMATS
from kquant.quantization.effort import SEARCHES, search_for
from kquant.quantization.sampling import LEAST_SAMPLE, MOST_SAMPLE, SAMPLE_PER_COLOR

HELP = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout
PARAMETERS = {
    str(option.name): option
    for option in main.params
    if isinstance(option, click.Option)
}


def record(name: str) -> tuple[str, str]:
    """Return how the help names an option, and what it says, each in one line."""
    context = click.Context(main, info_name="kquant", terminal_width=10_000)
    found = PARAMETERS[name].get_help_record(context)
    assert found is not None
    return found


def default_of(name: str) -> str:
    """Return the default that the help names."""
    defaults = re.findall(r"\[default: (.+?)\]", record(name)[1])
    assert len(defaults) == 1
    return str(defaults[0])


def numbers(text: str) -> list[float]:
    """Return the numbers in a text, in order."""
    return [float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)]


def test_help_fits_80_columns() -> None:
    """The help is sections of aligned options, none wider than a terminal."""
    lines = HELP.splitlines()

    assert max(map(len, lines)) <= 80
    headings = {line for line in lines if re.fullmatch(r"[A-Z][a-z]+:", line)}
    assert headings >= {"Palette:", "Fit:", "Map:", "Output:", "Art:", "Folders:"}
    for option in ("-k, --colors", "-o, --output", "--json", "--skip-existing"):
        assert any(line.strip().startswith(option) for line in lines)


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_option_is_explained(name: str) -> None:
    """Each option stands in the help, with a sentence."""
    names, text = record(name)

    assert names.split()[0].rstrip(",") in HELP
    assert re.match(r"([A-Z]|lloyd is).*\S", text)


def test_no_options_are_no_arguments() -> None:
    """Without any option, `Options` is as it is without any argument."""
    found: list[Options] = []

    @click.command()
    @quantize_options
    def probe(options: Options, **_: object) -> None:
        found.append(options)

    CliRunner().invoke(probe, [])

    assert found == [Options()]
    names = {field.name for field in fields(Options)} - {"palette_names"}
    assert names <= set(PARAMETERS)


@pytest.mark.parametrize(
    ("name", "default"),
    [
        ("colors", Options().colors),
        ("max_error", DEFAULT_MAX_ERROR),
        ("space", Options().space),
        ("init", Options().init),
        ("max_iter", Options().max_iter),
        ("tol", Options().tol),
        ("effort", Options().effort),
        ("seed", Options().seed),
        ("dither", Options().dither),
        ("dither_strength", Options().dither_strength),
        ("compress", "default"),
        ("dpi", Page("p", 210, 297).dpi),
        ("gap", Grid(1, 1).gap),
        ("bleed", int(Page("p", 210, 297).bleed)),
    ],
)
def test_defaults_are_said(name: str, default: object) -> None:
    """The default that the help names is the one that is used."""
    assert default_of(name) == str(default)


def test_defaults_in_words() -> None:
    """Defaults that depend on something are described as they are."""
    two, eight, many = map(lightness_weight, (2, 8, 128))
    assert default_of("lightness_weight") == (
        f"by k, {two:g} for 2 colors, {eight:g} for 8, {many:g} from 128 on"
    )
    assert default_of("sort").startswith(SORTS[0])
    assert parse_color(default_of("gap_color")) == "#ffffff"
    assert Grid(1, 1).gap_color == (255, 255, 255)
    assert default_of("palette_formats").startswith(f"{PALETTE_FORMATS[0]}, and none")
    assert f"or {IMAGE_FORMATS[0]};" in default_of("image_format")
    assert "sixteenth of the shorter side" in default_of("margin")
    assert Page("p", 320, 400).margin_mm == 320 / 16


def test_default_number_of_starts() -> None:
    """The starts of each `--init` are those that are made."""
    random, plus_plus, plain, most, least = numbers(default_of("n_init"))

    assert random == default_n_init("random")
    assert plus_plus == default_n_init("k-means++")
    assert plain == default_n_init("split")
    starts = [search_for(Options().effort, k).starts for k in range(1, MAX_COLORS + 1)]
    assert (most, least) == (starts[0], starts[-1]) == (max(starts), min(starts))
    assert {search.starts for search in SEARCHES[Options().effort]} == set(starts)


def test_default_sample() -> None:
    """The size of the sample is the one that is taken."""
    assert numbers(default_of("sample")) == [
        SAMPLE_PER_COLOR,
        LEAST_SAMPLE,
        MOST_SAMPLE,
    ]


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("sort", SORTS),
        ("space", SPACES),
        ("init", INITS),
        ("effort", EFFORTS),
        ("dither", DITHERS),
        ("compress", COMPRESSIONS),
        ("image_format", get_args(ImageFormat)),
    ],
)
def test_choices_are_those_of_the_types(name: str, choices: tuple[str, ...]) -> None:
    """The words in brackets are those that are known, in the same order."""
    (words,) = re.findall(r"\[(.+?)\]", record(name)[0])

    assert tuple(words.split("|")) == choices


def test_image_formats_are_those_written() -> None:
    """The picture formats of the help are those with a suffix to write."""
    assert IMAGE_FORMATS == tuple(WRITABLE) == get_args(ImageFormat)


def test_palette_formats_are_those_written() -> None:
    """The palette formats of the help are those of the one table, or none."""
    (words,) = re.findall(r": (\w+(?:, \w+)*, or \w+)\.", record("palette_formats")[1])

    assert words.replace(" or ", " ").split(", ") == [*FORMATS, "none"]


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("colors", *WHOLE_NUMBERS["colors"]),
        ("lightness_weight", 0.05, 4),
        ("dither_strength", 0, 1),
    ],
)
def test_ranges_are_those_that_are_checked(
    name: str, least: float, most: float
) -> None:
    """The ends of the range that the help names are allowed, what is beyond is not."""
    text = record(name)[1].partition("[default")[0]

    assert [x for x in numbers(text) if x in {least, most}] == [least, most]
    for value in (least, most):
        Options(**{name: value})  # type: ignore[arg-type] # any option
    for value in (least - 1, most + 1):
        with pytest.raises(ValueError, match="must be"):
            Options(**{name: value})  # type: ignore[arg-type] # any option


def test_page_sizes_are_known() -> None:
    """Every page size that the help names is one."""
    text = record("page")[1]
    words = re.findall(r"\b(?:a\d|letter|legal|tabloid|\d+x\d+\w+)\b", text)

    assert {"a6", "a0", "letter", "legal", "tabloid"} <= {*words} & {*PAGE_SIZES}
    for word in words:
        assert page_size_mm(word) < page_size_mm(f"{word}-landscape")


def test_lengths_are_known() -> None:
    """Every margin that the help names is a length."""
    words = re.findall(r"(?<=[ ])[\d.]+(?:mm|cm|in)?(?=[,. ])", record("margin")[1])

    assert words
    assert all(length_mm("margin", word.rstrip(".")) > 0 for word in words)


def test_the_example_is_true(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, noise: Any
) -> None:
    """The command at the end writes the files that it names."""
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    Image.fromarray(noise).save("photo.jpg")
    epilog = " ".join(str(main.epilog).split())
    match = re.fullmatch(
        r"Example: kquant (.+?) writes (\S+) and (\S+) beside the photo\.", epilog
    )
    assert match

    assert CliRunner().invoke(main, match[1].split()).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "photo.jpg",
        match[2],
        match[3],
    }
