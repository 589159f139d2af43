"""What becomes of sources, links, devices, folders and names, from the command."""

import os
import re
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main

KQUANT = (sys.executable, "-m", "kquant")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a photo, and a folder of three pictures."""
    monkeypatch.chdir(tmp_path)
    Path("in", "sub").mkdir(parents=True)
    for number, name in enumerate(
        ("photo.png", "in/a.png", "in/a.gif", "in/sub/b.png")
    ):
        _picture(name, number)


def _picture(name: str, seed: int = 0, frames: int = 1) -> None:
    """Write frames of random colors."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (frames, 20, 30, 3), dtype=np.uint8)
    first, *others = map(Image.fromarray, pixels)
    if others:
        first.save(name, save_all=True, append_images=others)
    else:
        first.save(name)


def kquant(*args: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, args)


def _names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


def _format(data: bytes) -> str:
    return {b"\x89PNG": "png", b"GIF8": "gif", b"RIFF": "webp"}.get(data[:4], "none")


@pytest.mark.parametrize("option", ["-p", "--lock"])
def test_a_palette_that_is_read_is_not_overwritten(option: str) -> None:
    """It is an input like the picture."""
    kquant("photo.png", "-k", "3", "-o", "brand.png", "--palette-format", "none")
    before = Path("brand.png").read_bytes()
    for name in ("brand.png", "./brand.png"):
        result = kquant("in/a.png", option, name, "-o", "brand.png", "--overwrite")
        assert result.exit_code == 1
        assert "brand.png is an input" in result.stderr
    assert Path("brand.png").read_bytes() == before


def test_a_source_that_takes_the_place_of_the_output_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the plan could not know is seen before the result takes its name."""
    before = Path("photo.png").read_bytes()
    os.link("photo.png", "other.png")
    monkeypatch.setattr(
        "kquant.batch.clashes.Clashes.refuse_inputs", lambda *_args: None
    )
    result = kquant("photo.png", "-o", "other.png", "--overwrite")
    assert result.exit_code == 1
    assert "other.png is an input" in result.stderr
    assert Path("other.png").read_bytes() == Path("photo.png").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no such link")
def test_dev_stdout(tmp_path: Path) -> None:
    """It is standard output, be it a pipe or a file, and the link stays."""
    link = Path("/dev/stdout").readlink()
    call = [*KQUANT, "photo.png", "-k", "4", "-o", "/dev/stdout"]
    piped = subprocess.run(call, capture_output=True, check=True).stdout
    with Path("file").open("wb") as file:
        subprocess.run(call, stdout=file, check=True)
    assert _format(piped) == "png"
    assert Path("file").read_bytes() == piped
    assert Path("/dev/stdout").readlink() == link
    redirected = subprocess.run(
        [*KQUANT, "/dev/stdin", "-k", "4"],
        input=Path("photo.png").read_bytes(),
        capture_output=True,
        check=True,
    )
    assert redirected.stdout == piped


def test_a_pipe_gets_formats_that_are_not_written_in_order() -> None:
    """TIFF is rewound while it is written, which a pipe cannot be."""
    os.mkfifo("pipe")
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(Path("pipe").read_bytes()))
    reader.start()
    result = kquant("photo.png", "--format", "tiff", "-o", "pipe")
    reader.join()
    assert result.exit_code == 0
    assert received[0].startswith(b"II*\0")
    assert Path("pipe").is_fifo()


def test_links_modes_and_overwrite() -> None:
    """The file behind a link is replaced and keeps its mode; the link stays."""
    Path("real.png").touch(0o600)
    Path("link.png").symlink_to("real.png")
    assert "exists" in kquant("photo.png", "-o", "link.png").stderr
    assert kquant("photo.png", "-o", "link.png", "--overwrite").exit_code == 0
    assert Path("link.png").is_symlink()
    assert _format(Path("real.png").read_bytes()) == "png"
    assert stat.S_IMODE(Path("real.png").stat().st_mode) == 0o600


def test_files_of_a_killed_run_are_removed() -> None:
    """With -v they are counted; those that may still be of use stay."""
    Path("out").mkdir()
    for number in range(2):
        draft = Path("out", f".kquant-0123abcd-4194305-0000000{number}.tmp")
        draft.touch()
        os.utime(draft, (time.time() - 4000,) * 2)
    Path("out", ".kquant-0123abcd-4194305-00000009.tmp").touch()
    result = kquant("photo.png", "-o", "out", "-v", "--dry-run")
    assert len(_names("out")) == 3
    result = kquant("photo.png", "-o", "out", "-v")
    assert result.exit_code == 0
    assert "Removed 2 unfinished files of a killed run from out\n" in result.stderr
    assert _names("out") == {
        *("photo-k8.png", "photo-k8-palette.png"),
        ".kquant-0123abcd-4194305-00000009.tmp",
    }
    assert "unfinished" not in kquant("photo.png", "-o", "out", "--overwrite").stderr


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
@pytest.mark.parametrize("extra", [[], ["-o", "out"], ["-o", "out/{stem}-k8.{ext}"]])
def test_animations_keep_their_format(suffix: str, extra: list[str]) -> None:
    """A GIF becomes a GIF and a WebP a WebP; a still of the same suffix, a PNG."""
    _picture(f"move.{suffix}", frames=3)
    _picture(f"still.{suffix}")
    assert kquant(f"move.{suffix}", f"still.{suffix}", *extra).exit_code == 0
    folder = Path("out" if extra else ".")
    assert _format((folder / f"move-k8.{suffix}").read_bytes()) == suffix
    assert (folder / "still-k8.png").exists()
    with Image.open(folder / f"move-k8.{suffix}") as image:
        assert getattr(image, "n_frames", 1) == 3


def test_the_format_asked_for_goes_first() -> None:
    """So do the suffix of -o, and a page, which does not move."""
    _picture("move.gif", frames=3)
    assert kquant("move.gif", "--format", "webp").exit_code == 0
    assert kquant("move.gif", "-o", "x.png").exit_code == 0
    assert kquant("move.gif", "--warhol", "2x1").exit_code == 0
    assert {"move-k8.webp", "x.png", "move-k8-warhol.png"} < _names(".")
    piped = subprocess.run(
        [*KQUANT, "move.gif", "-o", "-"], capture_output=True, check=True
    )
    assert _format(piped.stdout) == "gif"


@pytest.mark.parametrize("folder", ["v1.2/", "v1.2", "out/lw-0.45-16", "v1.alpha"])
def test_dots_in_names_of_folders(folder: str) -> None:
    """Only the suffix of a picture or palette makes the name of a file."""
    result = kquant("in", "-r", "-o", folder, "--palette-format", "none")
    assert result.exit_code == 0
    assert _names(folder) == {"a-gif-k8.png", "a-png-k8.png", "sub"}
    again = kquant("in/sub", "-o", folder, "--palette-format", "none")
    assert again.exit_code == 0
    assert "b-k8.png" in _names(folder)


@pytest.mark.parametrize("name", ["x.png", "x.heif.jpg", "x.avif", "x.gpl"])
def test_many_pictures_are_not_written_to_one_file(name: str) -> None:
    """A suffix that is known names a file."""
    result = kquant("in", "-o", name)
    assert result.exit_code == 2
    assert "is one file" in result.stderr


def test_a_folder_of_one_picture_is_no_exception() -> None:
    """The number of pictures in a folder does not change what -o means."""
    assert kquant("in/sub", "-o", "v1.alpha").exit_code == 0
    assert "b-k8.png" in _names("v1.alpha")
    result = kquant("photo.png", "-o", "photo.heic")
    assert result.exit_code == 2
    assert "not .heic" in result.stderr


def test_suffixes_tell_apart() -> None:
    """Two pictures that differ in suffix only do not stop a run, nor a second one."""
    first = kquant("in", "-r", "-k", "16")
    assert first.exit_code == 0
    assert {"a-gif-k16.png", "a-png-k16.png"} < _names("in")
    again = kquant("in", "-r", "-k", "16", "--skip-existing")
    assert "3 skipped" in again.stderr


def test_braces(tmp_path: Path) -> None:
    """An existing folder is taken as it is; doubled braces are single ones."""
    for folder in ("my{photos}", "br{k}"):
        Path(folder).mkdir()
        assert kquant("photo.png", "-o", folder).exit_code == 0
        assert "photo-k8.png" in _names(folder)
    assert kquant("in", "-r", "-o", "new{{k}}").exit_code == 0
    assert _names("new{k}/sub") == {"b-k8.png", "b-k8-palette.png"}
    kquant("in", "-r", "-o", "in/new{{k}}")
    result = kquant("in", "-r", "-o", "in/new{{k}}", "--skip-existing")
    assert "3 skipped\n" in result.stderr
    result = kquant("photo.png", "-o", "your{photos}")
    assert result.exit_code == 2
    assert "double the braces" in result.stderr.replace("\n", " ")


def test_parents_stay_in_the_output_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inputs outside of this folder have their results inside the one named."""
    Path("deep", "here").mkdir(parents=True)
    monkeypatch.chdir("deep/here")
    result = kquant("../../in/sub/b.png", "-o", "out/{parent}/{stem}.png")
    assert result.exit_code == 0
    assert _names("out/in/sub") == {"b.png", "b-palette.png"}


def test_braces_and_a_number_that_is_found_later() -> None:
    """Only the place for the number becomes the number."""
    Path("br{k}").mkdir()
    Path("photo.png").rename("{k}.png")
    assert (
        kquant("{k}.png", "--max-error", "30", "-o", "br{k}/{stem}.gif").exit_code == 0
    )
    assert kquant("{k}.png", "--max-error", "30", "-o", "br{k}").exit_code == 0
    names = {path.name for path in Path("br{k}").glob("*.???")}
    assert {"{k}.gif", "{k}-palette.png"} < names
    assert any(re.fullmatch(r"\{k}-k\d+\.png", name) for name in names)


@pytest.mark.parametrize("extra", [[], ["--format", "png"]])
def test_the_palette_alone_is_that_of_the_animation(extra: list[str]) -> None:
    """A GIF would have stayed one, so all of its frames count, unless it is a PNG."""
    _picture("move.gif", frames=3)
    assert kquant("move.gif", *extra, "-o", "with/").exit_code == 0
    assert kquant("move.gif", *extra, "--no-image", "-o", "without/").exit_code == 0
    palettes = [
        Path(folder, "move-k8-palette.png").read_bytes()
        for folder in ("with", "without")
    ]
    assert palettes[0] == palettes[1]


@pytest.mark.skipif(os.name == "nt", reason="there, a folder in use stays")
@pytest.mark.parametrize("args", [["a.png"], ["."], ["{0}/a.png", "-o", "x.png"]])
def test_a_current_folder_that_was_removed(tmp_path: Path, args: list[str]) -> None:
    """Paths that start from it get one sentence; whole paths work."""
    whole = [arg.format(tmp_path / "in") for arg in args]
    command = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    ran = [
        subprocess.run(
            ["sh", "-c", command, "sh", *KQUANT, *words, "-k", "3", "-q"],
            check=False,
            capture_output=True,
            text=True,
        )
        for words in (whole, [f"{tmp_path}/in/a.png", "--overwrite"])
    ]
    assert [x.returncode for x in ran] == [1, 0]
    assert ran[0].stderr == (
        "Error: the current folder cannot be used: no such file or directory; change to "
        "another one, or name whole paths\n"
    )
