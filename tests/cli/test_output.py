"""What is printed: results on stdout, everything else on stderr."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from kquant.cli import main
from kquant.cli.streams import printable

NOISE = np.random.default_rng(2).integers(0, 256, (40, 50, 3), dtype=np.uint8)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a good, a flat, a transparent and an empty picture."""
    monkeypatch.chdir(tmp_path)
    Image.fromarray(NOISE).save("a.png")
    Image.new("RGB", (4, 4), "red").save("flat.png")
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save("void.png")
    Path("empty.png").touch()


def kquant(*args: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, args)


def strict(line: str) -> Any:
    """Read JSON as the standard has it, without NaN and Infinity."""

    def refuse(name: str) -> None:
        pytest.fail(f"{name} is not JSON")

    return json.loads(line, parse_constant=refuse)


def test_palette_lines() -> None:
    """A pipe gets plain lines: code and share."""
    lines = kquant("a.png", "-k", "3").stdout.splitlines()
    assert len(lines) == 3
    for line in lines:
        code, share = line.split(" ")
        assert len(bytes.fromhex(code.removeprefix("#"))) == 3
        assert 0 < float(share) < 1


def test_json_is_one_object_per_input() -> None:
    """Each input gives one line of valid JSON, whether it is good, odd or bad."""
    inputs = ["a.png", "flat.png", "void.png", "empty.png"]
    result = kquant(*inputs, "--json", "-o", "out")
    records = [strict(line) for line in result.stdout.splitlines()]
    assert [record["source"] for record in records] == inputs
    assert [record["status"] for record in records] == ["done"] * 3 + ["failed"]
    assert records[0]["written"] == ["out/a-k8.png", "out/a-k8-palette.png"]
    assert len(records[0]["palette"]) == records[0]["colors"]["used"] == 8
    assert records[1]["psnr"] is None
    assert "empty.png is empty" in records[3]["error"]
    facts = {"colors", "init", "n_init", "n_iter", "converged", "inertia"}
    assert facts | {"mse", "psnr", "delta_e", "seconds"} <= set(records[0])


def test_dry_run_writes_nothing() -> None:
    """A dry run prints the plan, as text or JSON, and writes nothing."""
    before = set(Path().iterdir())
    assert kquant("a.png", "--dry-run").stdout == (
        "a.png -> a-k8.png, a-k8-palette.png\n"
    )
    plan = strict(kquant("a.png", "--dry-run", "--json", "-o", "x.gif").stdout)
    assert plan == {"source": "a.png", "would_write": ["x.gif", "x-palette.png"]}
    assert set(Path().iterdir()) == before


def test_dry_run_knows_what_is_skipped() -> None:
    """With --skip-existing only what is missing would be written."""
    Path("a-k8.png").touch()
    result = kquant("a.png", "--dry-run", "--skip-existing")
    assert result.stdout == "a.png -> a-k8-palette.png\n"
    Path("a-k8-palette.png").touch()
    result = kquant("a.png", "--dry-run", "--skip-existing")
    assert (result.stdout, "skipped" in result.stderr) == ("", True)


def test_quiet() -> None:
    """-q prints errors only."""
    result = kquant("a.png", "flat.png", "empty.png", "-q", "-o", "out")
    assert (result.stdout, result.stderr) == ("", "Error: empty.png is empty\n")


def test_verbose() -> None:
    """-v adds measurements on stderr, and the results stay as they are."""
    plain = kquant("a.png", "-o", "out")
    result = kquant("a.png", "-v", "-o", "out", "--overwrite")
    assert result.stdout == plain.stdout
    for fact in ("n_iter: ", "inertia: ", "mse: ", "psnr: ", "delta_e: ", "seconds: "):
        assert f"\n{fact}" in result.stderr


def test_several_inputs_get_a_line_each() -> None:
    """With several inputs, each gets one line instead of its palette."""
    result = kquant("a.png", "flat.png", "--palette-format", "none")
    assert result.stdout == "a.png -> a-k8.png\nflat.png -> flat-k8.png\n"


def test_notes_go_to_stderr() -> None:
    """Notes about surprises go to stderr, once each."""
    result = kquant("flat.png", "--format", "jpg")
    assert "Note: flat.png has only 1 color: all kept" in result.stderr
    assert "Note: JPEG cannot hold exact colors" in result.stderr
    assert "Note" not in result.stdout


def on_a_terminal(*args: str, **env: str) -> bytes:
    """Run with a terminal as standard output, and return what it shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kquant", *args]
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | env
    subprocess.run(
        command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment, check=False
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # how Linux reports that the other end is closed
        pass
    os.close(ours)
    return shown


def test_a_terminal_gets_swatches() -> None:
    """Each color is shown as a block of itself before its code."""
    assert on_a_terminal("flat.png") == (
        b"\x1b[48;2;255;0;0m    \x1b[0m #ff0000 100.00%\r\n"
    )


def test_no_color_is_respected() -> None:
    """NO_COLOR turns the swatches off."""
    assert on_a_terminal("flat.png", NO_COLOR="1") == b"#ff0000 1.0000\r\n"


def test_a_terminal_gets_no_picture() -> None:
    """A picture is not written to a terminal."""
    assert on_a_terminal("flat.png", "-o", "-") == b""


def test_printable() -> None:
    """Control characters and undecodable bytes are escaped; other text is not."""
    assert printable("a\nb\x1b\udcff\x9b") == "a\\nb\\x1b\\udcff\\x9b"
    assert printable("Ünïcödé 画\u202fx.png") == "Ünïcödé 画\u202fx.png"


def test_palette_alone_is_that_of_the_picture() -> None:
    """A large JPEG gives the same palette, to the byte, with and without a picture."""
    noise = np.random.default_rng(3).integers(0, 256, (60, 90, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((900, 600)).save("a.jpg")
    call = ("a.jpg", "-k", "5", "--palette-format", "hex")
    assert kquant(*call, "-o", "with/").exit_code == 0
    assert kquant(*call, "-o", "alone/", "--no-image").exit_code == 0
    alone, beside = (next(Path(x).glob("*.hex")) for x in ("alone", "with"))
    assert alone.read_bytes() == beside.read_bytes()


@pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028")
def test_nothing_changes_the_order_of_what_is_shown(mark: str) -> None:
    """Marks of writing direction and line separators are escaped."""
    assert printable(f"a{mark}gnp.exe") == f"a\\u{ord(mark):04x}gnp.exe"
