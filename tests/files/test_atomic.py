"""Files appear whole or not at all."""

import os
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import pytest

from kquant.errors import ImageWriteError
from kquant.files import atomic
from kquant.files.atomic import atomic_file, whole_stdout


def fill(
    opened: AbstractContextManager[BinaryIO],
    data: bytes,
    then: Callable[[], object] = lambda: None,
) -> None:
    """Write to a file that is being made, and do something before it is done."""
    with opened as file:
        file.write(data)
        then()


def fail(error: BaseException) -> Callable[[], None]:
    """Make a function that raises an error."""

    def raise_it() -> None:
        raise error

    return raise_it


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    """The target appears when the block ends, and nothing else remains."""
    target = tmp_path / "new" / "a.png"
    with atomic_file(target, overwrite=False) as file:
        file.write(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_nothing_remains_of_a_failure(
    tmp_path: Path, error: type[BaseException]
) -> None:
    """After an error or Ctrl-C, the folder is as it was before."""
    old = tmp_path / "a.png"
    old.write_bytes(b"old")
    with pytest.raises(error):
        fill(atomic_file(old, overwrite=True), b"half", fail(error()))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    """The message has what the system says, and no file remains."""
    full = fail(OSError(28, "No space left on device"))
    with pytest.raises(ImageWriteError, match=r"a\.png cannot be written: no space"):
        fill(atomic_file(tmp_path / "a.png", overwrite=False), b"half", full)
    assert not list(tmp_path.iterdir())


def test_existing_files_are_refused(tmp_path: Path) -> None:
    """Without `overwrite`, an existing file stays, even if it appeared meanwhile."""
    target = tmp_path / "a.png"
    late = partial(target.write_bytes, b"from someone else")
    with pytest.raises(ImageWriteError, match="exists"):
        fill(atomic_file(target, overwrite=False), b"new", late)
    assert target.read_bytes() == b"from someone else"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("exists", [True, False])
def test_links_are_followed(tmp_path: Path, exists: bool) -> None:
    """The file that a link points to is written, and the link stays."""
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "b.png", tmp_path / "a.png"
    if exists:
        real.write_bytes(b"old")
    link.symlink_to(Path("real", "b.png"))
    with atomic_file(link, overwrite=True) as file:
        file.write(b"new")
        assert Path(file.name).parent == real.parent
    assert real.read_bytes() == b"new"
    assert link.is_symlink()
    assert len(list(real.parent.iterdir())) == 1


def test_permissions_are_those_of_the_umask(tmp_path: Path) -> None:
    """Files get the permissions of other new files."""
    before = os.umask(0o027)
    try:
        with atomic_file(tmp_path / "a", overwrite=False) as file:
            file.write(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A folder cannot be replaced, and a file cannot be a folder."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    for target in (tmp_path / "folder", tmp_path / "file" / "a.png"):
        with pytest.raises(ImageWriteError, match="cannot be written"):
            fill(atomic_file(target, overwrite=True), b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_pipes_are_written_to(tmp_path: Path) -> None:
    """A named pipe is written to, and not replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    with atomic_file(pipe, overwrite=False) as file:
        file.write(b"through")
    reader.join()
    assert received == [b"through"]
    assert pipe.is_fifo()


def test_standard_output_gets_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output gets what was written without error, or nothing."""
    buffer = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(buffer))
    with pytest.raises(RuntimeError):
        fill(whole_stdout(), b"half", fail(RuntimeError()))
    assert buffer.getvalue() == b""
    fill(whole_stdout(), b"whole")
    assert buffer.getvalue() == b"whole"


def test_closed_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error if the program was started without standard output."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(ImageWriteError, match="closed"):
        fill(whole_stdout(), b"x")


def test_work_done_twice_is_no_conflict(tmp_path: Path) -> None:
    """A file with the same content that has appeared meanwhile is no conflict."""
    target = tmp_path / "a.png"
    target.write_bytes(b"same")
    with atomic_file(target, overwrite=False) as file:
        file.write(b"same")
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    assert target.read_bytes() == b"same"


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    """It leads to no file, and stays as it is."""
    loop = tmp_path / "a.png"
    loop.symlink_to(loop)
    with pytest.raises(ImageWriteError, match=r"a\.png cannot be written: too many"):
        fill(atomic_file(loop, overwrite=True), b"x")
    assert loop.is_symlink()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_a_replaced_file_passes_on_its_mode(tmp_path: Path, mode: int) -> None:
    """A private file stays private, also while it is being written."""
    target = tmp_path / "a.png"
    target.touch()
    target.chmod(mode)
    with atomic_file(target, overwrite=True) as file:
        file.write(b"new")
        assert stat.S_IMODE(Path(file.name).stat().st_mode) == mode
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root may do it")
def test_a_replaced_file_passes_on_its_owner(tmp_path: Path) -> None:
    """What root replaces for a user still belongs to the user."""
    target = tmp_path / "a.png"
    target.touch()
    os.chown(target, 1234, 2345)
    with atomic_file(target, overwrite=True) as file:
        file.write(b"new")
    assert (target.stat().st_uid, target.stat().st_gid) == (1234, 2345)


def test_block_devices_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names a disk did not mean to destroy what is on it."""
    disk = tmp_path / "disk"
    disk.write_bytes(b"precious")
    monkeypatch.setattr(atomic, "file_mode", lambda _path: stat.S_IFBLK | 0o660)
    with pytest.raises(ImageWriteError, match="disk is a block device"):
        fill(atomic_file(disk, overwrite=True), b"x")
    assert disk.read_bytes() == b"precious"


def test_character_devices_are_written_to() -> None:
    """/dev/null takes everything, and is not replaced."""
    with atomic_file(os.devnull, overwrite=False) as file:
        file.write(b"x")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_an_input_is_never_replaced(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    """Not even if it takes the name of the target at the last moment."""
    source, target = tmp_path / "photo.png", tmp_path / "other.png"
    source.write_bytes(b"precious")
    late = partial(link, source, target)
    opened = atomic_file(target, overwrite=True, protected=[str(source)])
    with pytest.raises(ImageWriteError, match=r"other\.png is an input"):
        fill(opened, b"new", late)
    assert source.read_bytes() == target.read_bytes() == b"precious"
    assert len(list(tmp_path.iterdir())) == 2
