"""What is due when outputs of earlier runs are there."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kquant import Options
from kquant.art.options import Art
from kquant.batch.existing import Due, due
from kquant.batch.inputs import Source, find_inputs
from kquant.batch.job import Job
from kquant.batch.output_names import name_outputs
from kquant.batch.outputs import Output
from kquant.batch.plan import plan
from kquant.batch.recipe import recipe
from kquant.batch.run import run
from kquant.errors import ImageReadError, ImageWriteError
from kquant.options import UNKNOWN_K

FOUR, AUTO = Options(colors=4), Options(colors="auto", max_error=9)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a picture of many colors, made an hour ago."""
    monkeypatch.chdir(tmp_path)
    Image.effect_noise((40, 30), 60).convert("RGB").save("a.png")
    age("a.png", 3600)


def age(path: str, seconds: int) -> None:
    """Make a file older than now."""
    time = Path(path).stat().st_mtime - seconds
    os.utime(path, (time, time))


def output(options: Options, target: str | None = None, **fields: object) -> Output:
    """Return outputs of these options, of which those that exist are skipped."""
    made = Output(target, existing="skip", recipe=recipe(options, Art()))
    return made._replace(**fields)  # type: ignore[arg-type] # any fields


def job(options: Options, wanted: Output) -> Job:
    """Return the job of the picture."""
    return name_outputs(Source("a.png"), wanted, options.k_label)


def make(options: Options, wanted: Output) -> tuple[str, ...]:
    """Do what is due, and return the files that were written."""
    planned = plan(find_inputs(["a.png"]), wanted, options.k_label)
    (outcome,) = run(planned, options)
    assert not outcome.error
    return outcome.written


def left(options: Options, wanted: Output) -> Due:
    """Return what is due."""
    return due(job(options, wanted), wanted)


def test_skip_refuse_overwrite() -> None:
    """Skipping leaves out the targets that exist, dangling links among them."""
    Path("a-k4.png").symlink_to("nowhere")
    skip = output(FOUR)
    targets = job(FOUR, skip).targets()
    assert left(FOUR, skip) == Due(["a-k4-palette.png"])
    assert left(FOUR, skip._replace(existing="refuse")) == Due(targets)
    assert left(FOUR, skip._replace(existing="overwrite")) == Due(targets, targets)


def test_newer_input() -> None:
    """Only the outputs that are older than the input are made again."""
    wanted = output(FOUR)
    both = ("a-k4.png", "a-k4-palette.png")
    assert make(FOUR, wanted) == both
    assert left(FOUR, wanted) == Due([])
    before = Path("a-k4.png").read_bytes()
    Path("a-k4.png").write_bytes(b"")
    age("a-k4.png", 7200)
    assert left(FOUR, wanted) == Due(["a-k4.png"], ["a-k4.png"])
    assert make(FOUR, wanted) == ("a-k4.png",)
    assert Path("a-k4.png").read_bytes() == before
    age("a-k4-palette.png", 7200)
    assert left(FOUR, wanted).targets == ["a-k4-palette.png"]


def test_other_options() -> None:
    """A PNG that other options made is left, with all outputs beside it, and a note."""
    make(FOUR, output(FOUR, "x.png"))
    Path("x-palette.png").unlink()
    other = Options(colors=4, dither="bayer")
    note = "x.png was made with -k 4: use --overwrite to replace it"
    assert left(other, output(other, "x.png")) == Due([], notes=(note,))
    age("x.png", 7200)
    assert left(other, output(other, "x.png")) == Due([], notes=(note,))
    assert left(FOUR, output(FOUR, "x.png")).targets == ["x.png", "x-palette.png"]


def test_version_does_not_matter() -> None:
    """A later kquant does not do everything again; other programs record no options."""
    older = output(FOUR, "x.png", recipe="kquant 0.0.9: -k 4")
    make(FOUR, older)
    assert left(FOUR, output(FOUR, "x.png")) == Due([])
    make(FOUR, output(FOUR, "y.png", recipe="other 1.0: -k 9"))
    assert left(FOUR, output(FOUR, "y.png")) == Due([])


def test_auto_finds_its_own_result() -> None:
    """By what the file records: results of other options are no reason to skip."""
    make(FOUR, output(FOUR))
    wanted = output(AUTO)
    picture, palette = make(AUTO, wanted)
    assert picture.removesuffix(".png") == palette.removesuffix("-palette.png")
    assert left(AUTO, wanted) == Due([])
    other = Options(colors="auto", max_error=4)
    assert left(other, output(other)).targets == [
        f"a-k{UNKNOWN_K}.png",
        f"a-k{UNKNOWN_K}-palette.png",
    ]
    Path(palette).unlink()
    assert make(AUTO, wanted) == (palette,)
    age(picture, 7200)
    assert make(AUTO, wanted) == (picture,)


def test_auto_without_a_record() -> None:
    """Of formats that record nothing, any number of colors counts."""
    gif = output(AUTO, image_format="gif", palette_formats=())
    Path("a-k300.gif").touch()
    Path("a-k.gif").touch()
    assert left(AUTO, gif).targets == [f"a-k{UNKNOWN_K}.gif"]
    Path("a-k77.gif").touch()
    assert left(AUTO, gif) == Due([])
    age("a-k77.gif", 7200)
    assert left(AUTO, gif).targets == [f"a-k{UNKNOWN_K}.gif"]


def test_auto_is_refused_before_the_work() -> None:
    """If the same options have made a result already; a missing input is told first."""
    refuse = output(AUTO, existing="refuse")
    (picture, _) = make(AUTO, refuse)
    with pytest.raises(ImageWriteError, match=f"{picture} exists and stays as it is"):
        plan(find_inputs(["a.png"]), refuse, AUTO.k_label)
    with pytest.raises(ImageReadError, match=r"no\.png cannot be read"):
        plan(find_inputs(["a.png", "no.png"]), refuse, AUTO.k_label)
    other = Options(colors="auto", max_error=4)
    assert plan(find_inputs(["a.png"]), Output(), other.k_label)


@pytest.mark.parametrize("name", ["a-k38.png", "./a-k38.png", "a-k38-palette.png"])
def test_auto_never_becomes_an_input(name: str) -> None:
    """The number is not known, so an input with any number in that place is safe."""
    overwrite = Output(existing="overwrite")
    with pytest.raises(ImageWriteError, match=r"a-k38.* is an input, .* may become it"):
        plan(find_inputs(["a.png", name]), overwrite, AUTO.k_label)
    for other in ("a-k0.png", "a-k1000.png", "b-k38.png", "a-k38.gif"):
        assert plan(find_inputs(["a.png", other]), overwrite, AUTO.k_label)


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_auto_never_replaces_an_input_behind_a_link(
    link: Callable[[str, str], None],
) -> None:
    """Whatever number is found, what has it now is compared with the inputs as a file."""
    Path("z.png").touch()
    link("z.png", "a-k38.png")
    with pytest.raises(ImageWriteError, match="is an input"):
        plan(
            find_inputs(["a.png", "z.png"]), Output(existing="overwrite"), AUTO.k_label
        )


def test_standard_output_is_always_due() -> None:
    """A file called "-" does not keep anything from standard output."""
    Path("-").touch()

    assert left(FOUR, output(FOUR, "-", palette_formats=())) == Due(["-"])
