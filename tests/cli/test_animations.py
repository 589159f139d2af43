"""Animations in, animations out."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.batch.advice import frame_notes
from kquant.batch.job import Job
from kquant.cli import main
from kquant.files.frames import encode_animation
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.quantization.pipeline import quantize_frames
from kquant.runtime.arrays import U8

DURATIONS = [50, 120, 80, 1000]


def _run(*arguments: str | int | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _scenes(*, hole: bool) -> list[U8]:
    """Return four frames of 40 x 30 pixels in which a square, or a hole, moves."""
    rng = np.random.default_rng(1)
    ground = rng.integers(0, 256, (30, 40, 4), dtype=np.uint8)
    ground[..., 3] = 255
    scenes = [ground.copy() for _ in DURATIONS]
    for number, scene in enumerate(scenes):
        square = scene[5:15, number * 8 : number * 8 + 10]
        square[...] = (0, 0, 0, 0) if hole else (250, number, 10, 255)
    return scenes


def _write(path: Path, scenes: list[U8], **settings: Any) -> None:
    first, *others = (Image.fromarray(scene) for scene in scenes)
    options: dict[str, Any] = {"duration": DURATIONS, "loop": 3} | settings
    first.save(path, save_all=True, append_images=others, **options)


def _read(path: Path) -> tuple[list[U8], list[object], object]:
    frames: list[U8] = []
    durations: list[object] = []
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            image.load()
            durations.append(image.info.get("duration"))
            frames.append(np.asarray(image.convert("RGBA")))
        return frames, durations, image.info.get("loop")


def _colors(frames: list[U8]) -> set[tuple[int, ...]]:
    pixels = np.concatenate([frame.reshape(-1, 4) for frame in frames])
    seen = pixels[pixels[:, 3] > 0, :3]
    return {tuple(color) for color in np.unique(seen, axis=0).tolist()}


@pytest.mark.parametrize("source", ["webp", "png"])
@pytest.mark.parametrize("target", ["gif", "webp", "png"])
@pytest.mark.parametrize("hole", [False, True])
def test_animation_stays_one(
    tmp_path: Path, source: str, target: str, hole: bool
) -> None:
    """Frames, times, repetitions and holes are kept; k counts all frames."""
    scenes = _scenes(hole=hole)
    exact = {"lossless": True, "exact": True} if source == "webp" else {}
    _write(tmp_path / f"a.{source}", scenes, **exact)
    result = _run(tmp_path / f"a.{source}", "-k", 12, "--format", target)
    assert result.exit_code == 0
    frames, durations, loop = _read(tmp_path / f"a-k12.{target}")
    assert durations == DURATIONS
    assert loop == (2 if target == "gif" else 3)  # GIF counts repetitions
    assert len(_colors(frames)) == 12
    for frame, scene in zip(frames, scenes, strict=True):
        assert np.array_equal(frame[..., 3], scene[..., 3])


def test_gif_to_gif(tmp_path: Path) -> None:
    """A GIF stays one that plays once and clears its holes."""
    scenes = _scenes(hole=True)
    _write(tmp_path / "a.gif", scenes, loop=None, disposal=2)
    assert _run(tmp_path / "a.gif", "-k", 5, "--format", "gif").exit_code == 0
    frames, durations, loop = _read(tmp_path / "a-k5.gif")
    assert (durations, loop) == (DURATIONS, None)
    assert len(_colors(frames)) == 5
    for frame, scene in zip(frames, scenes, strict=True):
        assert np.array_equal(frame[..., 3], scene[..., 3])


@pytest.mark.parametrize("target", ["gif", "webp", "png"])
def test_few_colors_are_kept(tmp_path: Path, target: str) -> None:
    """An animation with no more than k colors comes back unchanged."""
    scenes = [np.full((9, 8, 4), 255, dtype=np.uint8) for _ in DURATIONS]
    for number, scene in enumerate(scenes):
        scene[number, :, :3] = (0, 0, 200)
    _write(tmp_path / "a.png", scenes)
    _run(tmp_path / "a.png", "-k", 4, "--format", target)
    frames, _, _ = _read(tmp_path / f"a-k4.{target}")
    assert all(map(np.array_equal, frames, scenes))


@pytest.mark.parametrize("extra", [("--format", "bmp"), ("--warhol", "2x1")])
def test_stills_take_the_first_frame(tmp_path: Path, extra: tuple[str, str]) -> None:
    """A still picture shows the first frame, with a note."""
    _write(tmp_path / "a.png", _scenes(hole=False))
    result = _run(tmp_path / "a.png", "-k", 4, "-o", tmp_path / "out", *extra)
    assert result.exit_code == 0
    assert "is an animation" in result.stderr
    assert "first frame" in result.stderr
    (path,) = (path for path in (tmp_path / "out").iterdir() if "pal" not in path.name)
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert image.height == 30


def test_default_picture_of_an_apng_is_left_out(tmp_path: Path) -> None:
    """A first picture that is not part of the animation does not influence the palette."""
    scenes = _scenes(hole=False)
    poster = np.zeros_like(scenes[0])
    poster[...] = (1, 255, 1, 255)
    _write(tmp_path / "a.png", [poster, *scenes], default_image=True)
    _run(tmp_path / "a.png", "-k", 8)
    frames, durations, _ = _read(tmp_path / "a-k8.png")
    assert durations == DURATIONS
    assert (1, 255, 1) not in _colors(frames)


@pytest.mark.parametrize(
    "extra", ["--dither=bayer", "--sort=share", "--lock=red", "--shared"]
)
def test_other_options(tmp_path: Path, extra: str) -> None:
    """Options for stills work on animations as well."""
    _write(tmp_path / "a.png", _scenes(hole=True))
    result = _run(tmp_path / "a.png", "-k", 6, extra, "--format", "gif", "-v")
    assert result.exit_code == 0
    assert "frames: 4" in result.stderr
    frames, durations, _ = _read(tmp_path / "a-k6.gif")
    assert durations == DURATIONS
    assert len(_colors(frames)) in {5, 6}


@pytest.mark.parametrize("extras", [(), ("--format", "jpg"), ("--warhol", "2x1")])
def test_palette_alone_is_that_of_the_frames_shown(
    tmp_path: Path, extras: tuple[str, ...]
) -> None:
    """With --no-image, the palette is that of the picture that is not written."""
    path, palette = tmp_path / "a.webp", ("--palette-format", "hex")
    _write(path, _scenes(hole=False))
    for folder, more in (("with", ()), ("without", ("--no-image",))):
        call = (path, "-k", 5, "-o", f"{tmp_path / folder}/", *palette, *extras, *more)
        assert _run(*call).exit_code == 0
    written = sorted(tmp_path.glob("without/*.hex"))
    assert written
    for file in written:
        assert file.read_bytes() == (tmp_path / "with" / file.name).read_bytes()


def test_a_still_of_a_damaged_animation(tmp_path: Path) -> None:
    """A damaged later frame spoils an animation, but not a picture of the first."""
    path = tmp_path / "a.gif"
    _write(path, _scenes(hole=False))
    path.write_bytes(path.read_bytes()[:-100])
    assert _run(path, "-k", 4, "--format", "gif").exit_code == 1
    result = _run(path, "-k", 4, "--format", "jpg", "--palette-format", "none")
    assert result.exit_code == 0
    assert "first frame" in result.stderr
    assert (tmp_path / "a-k4.jpg").exists()


def test_too_long_an_animation(tmp_path: Path) -> None:
    """An animation is refused if all its frames together are larger than a picture may be."""
    _write(tmp_path / "a.png", _scenes(hole=False))
    result = _run(tmp_path / "a.png", "--max-pixels", 4 * 40 * 30 - 1)
    assert result.exit_code == 1
    assert "would unpack to more than" in result.stderr
    result = _run(tmp_path / "a.png", "--max-pixels", 4 * 40 * 30)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("target", "written", "note"),
    [
        ("gif", [50, 65540, 655350, 655350], "gif for 655.35 s at most"),
        ("png", [50, 65537, 700100, 65_535_000], "png for 65535 s at most"),
        ("webp", [50, 65537, 700101, 16_777_215], "webp for 16777.2 s at most"),
    ],
)
def test_long_durations(
    tmp_path: Path, target: str, written: list[int], note: str
) -> None:
    """Each format shows a frame as long as it can, and kquant says what is lost."""
    timing = Timing((50.0, 65_537.0, 700_101.0, 99_999_999.0))
    strip = np.concatenate([scene[..., :3] for scene in _scenes(hole=False)])
    raster = Animation(Raster.from_array(strip), timing)
    path = tmp_path / f"a.{target}"
    with path.open("wb") as file:
        encode_animation(quantize_frames(raster).image, timing, target, file)  # type: ignore[arg-type]
    _, durations, _ = _read(path)
    assert np.rint(np.array(durations, float)).tolist() == pytest.approx(
        written, rel=1e-5
    )
    job = Job("a.png", str(path), target, {})  # type: ignore[arg-type]
    (told,) = frame_notes(job, timing, drops_frames=False)
    assert note in told
    assert not list(frame_notes(job, Timing((50.0, 60.0)), drops_frames=False))


def test_equal_frames_of_a_gif_last_as_long_as_in_the_source(tmp_path: Path) -> None:
    """They become one frame, unless that would be longer than a frame can last."""
    scenes = _scenes(hole=False)
    timing = Timing((600_000.0, 600_000.0, 600_000.0))
    strip = np.concatenate([scenes[i][..., :3] for i in (0, 0, 1)])
    image = quantize_frames(Animation(Raster.from_array(strip), timing)).image
    with (tmp_path / "b.gif").open("wb") as file:
        encode_animation(image, timing, "gif", file)
    assert _read(tmp_path / "b.gif")[1] == [600_000, 600_000, 600_000]
