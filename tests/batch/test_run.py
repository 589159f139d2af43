"""Each input gets an Outcome, whatever becomes of it."""

import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant.batch.inputs import find_inputs
from kquant.batch.outcome import Outcome
from kquant.batch.outputs import Output
from kquant.batch.plan import plan
from kquant.batch.run import run
from kquant.files.decode import Decoded
from kquant.options import Options
from kquant.runtime.startup import Ahead

RNG = np.random.default_rng(5)
OPTIONS = Options(colors=4)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a good, a broken and an empty picture."""
    monkeypatch.chdir(tmp_path)
    noise = RNG.integers(0, 256, (16, 16, 3), dtype=np.uint8)
    Image.fromarray(noise).save("good.png")
    Path("broken.png").write_bytes(Path("good.png").read_bytes()[:300])
    Path("empty.png").touch()


def outcomes(
    *sources: str, output: Output | None = None, options: Options = OPTIONS
) -> list[Outcome]:
    """Run over some inputs."""
    output = output or Output()
    jobs = plan(find_inputs(sources), output, options.k_label)
    return list(run(jobs, options, details=True))


def test_one_bad_file_does_not_stop_the_others() -> None:
    """Outcomes come in order, failures among them, and leave no file."""
    results = outcomes("broken.png", "good.png", "empty.png", "missing.png")
    assert [result.status for result in results] == [
        "failed",
        "done",
        "failed",
        "failed",
    ]
    for result in (results[0], *results[2:]):
        assert result.source in result.error
        assert not result.written
    names = {path.name for path in Path().iterdir()}
    made = {"good-k4.png", "good-k4-palette.png"}
    assert names == {"good.png", "broken.png", "empty.png"} | made


def test_what_an_outcome_tells() -> None:
    """Colors and shares are those of the picture that was written."""
    (result,) = outcomes("good.png")
    assert result.written == ("good-k4.png", "good-k4-palette.png")
    with Image.open("good-k4.png") as image:
        colors = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in _counted(image)}
    assert colors == set(result.colors)
    assert sum(result.shares) == pytest.approx(1)
    assert result.details["colors"] == {"asked": 4, "used": 4}
    assert {"read", "fit", "write"} <= set(result.details["seconds"])


def _counted(image: Image.Image) -> list[tuple[int, tuple[int, int, int]]]:
    """Return the colors of a picture with their counts."""
    colors = image.convert("RGB").getcolors()
    assert colors is not None
    return colors  # type: ignore[return-value] # RGB has three channels


def test_skipping_what_exists() -> None:
    """A second run does only what is missing, and its files are whole."""
    skip = Output(existing="skip")
    assert outcomes("good.png", output=skip)[0].status == "done"
    assert outcomes("good.png", output=skip)[0].status == "skipped"
    Path("good-k4-palette.png").unlink()
    assert outcomes("good.png", output=skip)[0].written == ("good-k4-palette.png",)


def test_overwriting() -> None:
    """What exists is replaced."""
    Path("good-k4.png").write_text("old")
    overwrite = Output(existing="overwrite")
    assert outcomes("good.png", output=overwrite)[0].status == "done"
    assert Path("good-k4.png").read_bytes().startswith(b"\x89PNG")


def test_palette_only() -> None:
    """Without the picture, the palette files are all."""
    output = Output(None, palette_formats=("hex", "json"), image=False)
    (result,) = outcomes("good.png", output=output)
    assert result.written == ("good-k4-palette.hex", "good-k4-palette.json")
    codes = Path("good-k4-palette.hex").read_text().split()
    assert [f"#{code}" for code in codes] == list(result.colors)


def test_nothing_to_write_is_still_work() -> None:
    """Without picture and palette file, the colors are found and reported."""
    output = Output(None, palette_formats=(), image=False)
    (result,) = outcomes("good.png", output=output)
    assert (result.status, result.written, len(result.colors)) == ("done", (), 4)


def test_the_decoders_words_are_kept_apart() -> None:
    """The sentence is for the user, the cause for who wants to know more."""
    (outcome,) = outcomes("broken.png")
    assert outcome.error == "broken.png is damaged: it is cut off"
    assert "truncated" in outcome.cause.lower()


def test_a_bug_is_called_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not the fault of the file; the traceback is kept."""

    def buggy(*_args: object, **_options: object) -> None:
        raise IndexError("index 3 is out of bounds")

    monkeypatch.setattr("kquant.files.reading.raster_of", buggy)
    (outcome,) = outcomes("good.png")
    assert outcome.error.startswith("good.png met a bug in kquant (IndexError)")
    assert "out of bounds" not in outcome.error
    assert "in buggy" in outcome.cause


def test_a_thread_that_cannot_start_is_want_of_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system says no more than that."""

    def short(*_args: object, **_options: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("kquant.batch.one_picture.quantize_frames", short)
    (outcome,) = outcomes("good.png")
    assert outcome.error == "good.png needs more memory than is available"


def test_the_decoded_picture_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the result is written, nothing holds the pixels of the source."""
    image = Image.new("RGB", (40, 30), "red")
    known, seen = weakref.ref(image), []
    ahead = Ahead(lambda image=image: Decoded(image, 1, 1))  # type: ignore[misc]
    ahead._thread.join()
    del ahead._function, image

    def write(*_: object) -> list[str]:
        seen.append(known() is None)
        return []

    monkeypatch.setattr("kquant.batch.one_picture.write_results", write)
    planned = plan(find_inputs(["good.png"]), Output(), "4")
    (outcome,) = run(planned, OPTIONS, decoded=ahead.result)
    assert outcome.status == "done"
    assert seen == [True]
