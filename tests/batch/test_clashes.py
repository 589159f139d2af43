"""No source is overwritten and no result lost, however names are compared."""

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kquant.batch import clashes
from kquant.batch.inputs import find_inputs
from kquant.batch.outputs import Output
from kquant.batch.plan import Plan, plan
from kquant.errors import ImageWriteError, KquantError, OptionError
from kquant.files import identity as identities
from kquant.files.identity import NameRule

OVERWRITE = Output(existing="overwrite")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _ignorant(path: str) -> str:
    """Return a path as a file system has it that ignores case and form."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def _simulate(monkeypatch: pytest.MonkeyPatch, files: Iterable[str]) -> None:
    """Have all folders ignore case and form, as on most Macs, and hold some files."""
    rule = NameRule(case=True, form=True)
    numbers = {_ignorant(path): number for number, path in enumerate(files)}

    def identity(path: str) -> tuple[int, int] | None:
        number = numbers.get(_ignorant(path))
        return None if number is None else (1, number)

    monkeypatch.setattr(identities, "name_rule", lambda _folder: rule)
    monkeypatch.setattr(clashes, "identity", identity)


def _plan(*paths: str, output: Output = OVERWRITE) -> Plan:
    return plan(find_inputs(paths), output, "8")


@pytest.mark.parametrize("target", ["photo.png", "PHOTO.PNG", "./Photo.PNG"])
def test_sources_where_case_is_ignored(
    monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """Another spelling of a source is the source."""
    _simulate(monkeypatch, ["Photo.png"])
    with pytest.raises(ImageWriteError, match="is an input"):
        _plan("Photo.png", output=OVERWRITE._replace(target=target))


def test_results_where_names_are_ignorant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two results under spellings of one name are one lost result."""
    _simulate(monkeypatch, [])
    for pair in (("x/a.jpg", "y/A.jpg"), ("x/\u00e9.jpg", "y/e\u0301.jpg")):
        with pytest.raises(OptionError, match="would both be written"):
            _plan(*pair, output=Output("out"))
    planned = _plan("a.gif", "A.jpg", output=Output("out"))
    assert [job.image for job in planned] == ["out/a-gif-k8.png", "out/A-jpg-k8.png"]


def test_names_where_case_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spellings are different files if the folder says so; it is asked only then."""
    asked = []

    def rule(folder: str) -> NameRule:
        asked.append(folder)
        return NameRule()

    monkeypatch.setattr(identities, "name_rule", rule)
    assert len(_plan("a.jpg", "b.jpg", output=Output("out"))) == 2
    assert not asked
    planned = _plan("a.jpg", "A.gif", output=Output("out"))
    assert [job.image for job in planned] == ["out/a-k8.png", "out/A-k8.png"]
    assert asked == [str(Path.cwd())]


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_other_names_of_a_source(link: Callable[[str, str], None]) -> None:
    """Links of both kinds to a source are the source."""
    Path("a.png").touch()
    link("a.png", "b.png")
    with pytest.raises(ImageWriteError, match=r"b\.png is an input"):
        _plan("a.png", output=OVERWRITE._replace(target="b.png"))


def test_palettes_that_are_read_are_inputs() -> None:
    """Whatever is read is never overwritten."""
    Path("brand.png").touch()
    Path("link.png").symlink_to("brand.png")
    for protected in ("brand.png", "link.png"):
        output = OVERWRITE._replace(target="brand.png", protected=(protected,))
        with pytest.raises(ImageWriteError, match=r"brand\.png is an input"):
            _plan("a.jpg", output=output)


@pytest.mark.skipif(not shutil.which("mount"), reason="there are no mounts")
def test_a_folder_mounted_twice(tmp_path: Path) -> None:
    """A source is the same under both mounts, and so is a result."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    mounted = subprocess.run(
        ["mount", "--bind", "first", "second"], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount")
    try:
        Path("first/a.png").touch()
        with pytest.raises(ImageWriteError, match="is an input"):
            _plan("first/a.png", output=OVERWRITE._replace(target="second/a.png"))
        with pytest.raises(OptionError, match="would both be written"):
            _plan("first/a.png", "second/a.png")
    finally:
        subprocess.run(["umount", "second"], check=True)


def test_block_devices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any work, even if everything may be overwritten."""
    disks = [path for path in Path("/dev").glob("*") if path.is_block_device()]
    if not disks:
        pytest.skip("there is no block device")
    with pytest.raises(ImageWriteError, match="is a block device"):
        _plan("a.jpg", output=OVERWRITE._replace(target=str(disks[0])))


def test_one_listing_is_as_good_as_many_questions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Existing outputs are found under another spelling, too, if they are there."""
    monkeypatch.setattr(clashes, "_FEW", 0)
    Path("a.jpg").touch()
    Path("a-k8.png").touch()
    with pytest.raises(ImageWriteError, match=r"a-k8\.png exists"):
        _plan("a.jpg", output=Output())


stems = st.one_of(
    st.sampled_from(["a", "A", "\u00e9", "e\u0301", "a-gif", "a-k8", "a-palette"]),
    st.text(st.sampled_from("aA\u00e9e\u0301-.kg8"), min_size=1, max_size=4),
)
suffixes = st.sampled_from(["", ".gif", ".png", ".PNG", ".jpg"])
folders = st.sampled_from(["", "", "", "x/", "X/", "x/../", "../", "x/y/"])
sources = st.tuples(folders, stems, suffixes).map("".join)
targets = st.sampled_from(
    [
        None,
        "out",
        "{stem}.png",
        "{stem}.gif",
        "o/{parent}/{stem}.{ext}",
        "o/{name}",
        "{k}/",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.lists(sources, min_size=1, max_size=6),
    targets,
    st.sampled_from([None, (), ("png", "hex")]),
    st.booleans(),
    st.booleans(),
)
def test_nothing_is_ever_lost(
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    target: str | None,
    formats: tuple[str, ...] | None,
    shared: bool,
    ignorant: bool,
) -> None:
    """A plan has distinct outputs, none of which is a source, or it is refused."""
    output = OVERWRITE._replace(target=target, palette_formats=formats, shared=shared)
    with monkeypatch.context() as patch:
        same: Callable[[str], str] = os.path.realpath
        if ignorant:
            _simulate(patch, paths)
            same = _ignorant
        else:
            files = {same(path): (1, number) for number, path in enumerate(paths)}
            patch.setattr(clashes, "identity", lambda path: files.get(same(path)))
        try:
            planned = _plan(*paths, output=output)
        except KquantError:
            return
    written = [same(path) for path, _ in planned.targets()]
    assert len(set(written)) == len(written)
    assert not set(written) & {same(path) for path in paths}
    if target == "out":
        assert all("/out/" in path for path in written)


def test_a_name_with_a_suffix_is_the_name_of_another_picture() -> None:
    """All three are told apart: the third has its suffix because the first needs one."""
    paths = ["a.gif", "a-gif.gif", "a.png"]
    planned = _plan(*paths, output=Output("out", palette_formats=()))
    names = ["out/a-gif-k8.png", "out/a-gif-gif-k8.png", "out/a-png-k8.png"]
    assert [job.image for job in planned] == names
    paths = ["a.b-c", "a.c", "a-b.c", "a-b.d"]
    planned = _plan(*paths, output=Output("out", palette_formats=()))
    names = ["a--b-c", "a-c", "a-b--c", "a-b-d"]
    assert [job.image for job in planned] == [f"out/{x}-k8.png" for x in names]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.tuples(stems, suffixes).map("".join), min_size=1, max_size=6))
def test_pictures_of_a_folder_have_names_apart(paths: set[str]) -> None:
    """Files of one folder are never refused, whatever they are called."""
    paths = {path for path in paths if path not in {".", "..", "-"}}
    if paths:
        output = Output("out", palette_formats=())
        assert len(_plan(*sorted(paths), output=output)) == len(paths)
