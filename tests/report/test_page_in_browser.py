"""The page in a real browser: sliders, cloud, copying, hostile names; nothing logged."""

import io
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kquant import Options, quantize
from kquant.images.animation import Animation, Timing
from kquant.images.raster import Raster
from kquant.report.chapter import chapter
from kquant.report.page import page
from kquant.runtime.arrays import U8
from tests.report.browser import FOUND, Browser, browser

pytestmark = pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")

HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">&<b>'\u2028.png"
KS = "[...document.querySelectorAll('#ticks span')].map((x) => x.textContent)"
BEYOND = """[...document.querySelectorAll('.chart text')].filter((text) => {
  const a = text.getBoundingClientRect(), b = text.closest('.chart').getBoundingClientRect();
  return a.left < b.left || a.top < b.top || a.right > b.right || a.bottom > b.bottom;
}).map((text) => text.textContent)"""
EYE = "JSON.stringify(document.getElementById('cloud').layout.scene.camera.eye)"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, photo: U8) -> dict[str, Path]:
    """Write a page about a photo, and one about two pictures with hostile names."""
    folder = tmp_path_factory.mktemp("pages")
    options = Options(colors=5, lock=("#123456",))
    one = chapter(picture(photo[::4, ::4]), quantize(photo[::4, ::4], options), options)
    flat = np.zeros((20, 30, 4), dtype=np.uint8)
    flat[:, :20], flat[5:, 25:] = (200, 30, 40, 255), (10, 20, 90, 128)
    given = Options(
        palette=("#c81e28", "navy"), palette_names=(HOSTILE, "<i>x</i>${title}")
    )
    two = chapter(picture(flat), quantize(flat, given), given)
    for name, chapters in {
        "one": [("photo.jpg", one)],
        "two": [(HOSTILE, two), ("b.png", one)],
    }.items():
        (folder / f"{name}.html").write_text(page(chapters), encoding="utf-8")
    return {path.stem: path for path in folder.iterdir()}


def picture(pixels: U8) -> Animation:
    """Return a still picture."""
    return Animation(Raster.from_array(np.ascontiguousarray(pixels)), Timing((0,)))


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start one browser for all tests."""
    with browser(tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture
def shown(chromium: Browser, pages: dict[str, Path]) -> Iterator[Browser]:
    """Show the photo at k = 5; afterward, nothing was logged or requested."""
    if chromium.run("document.title") != "photo.jpg in few colors: kquant":
        chromium.messages.clear()
        chromium.requests.clear()
        chromium.open(pages["one"])
    chromium.look(1280)
    chromium.run("document.querySelector('#ticks .chosen').click(); scrollTo(0, 0)")
    yield chromium
    assert chromium.messages == []
    asked = {url.split(":")[0] for url in chromium.requests}
    assert asked <= {"file", "data", "blob", "about"}


def now(shown: Browser) -> int:
    """Return the k that is shown."""
    return int(shown.run("document.querySelector('#said b').textContent.split(' ')[0]"))


def swatches(shown: Browser) -> list[str]:
    """Return the codes of the palette."""
    codes: list[str] = shown.run(
        "[...document.querySelectorAll('.swatch .code')].map((x) => x.textContent)"
    )
    return codes


def test_slider_over_k_by_keyboard(shown: Browser) -> None:
    """Each press changes k, and with it palette, picture and cloud."""
    ks = shown.run(KS)
    assert now(shown) == 5
    assert ks == ["2", "3", "4", "5", "6", "8", "10", "12", "16", "20", "24", "32"]
    before = shown.run("document.getElementById('after').src")
    assert len(swatches(shown)) == 5
    assert "#123456" in swatches(shown)
    shown.run("document.getElementById('k').focus()")
    shown.press("ArrowRight", 3)
    assert now(shown) == 10
    assert len(swatches(shown)) == 10
    assert shown.run("document.getElementById('after').src") != before
    drawn = "document.getElementById('cloud').data[1].x.length"
    assert shown.run(drawn) == 10
    shown.press("ArrowLeft", 8)
    assert now(shown) == 2


def test_slider_over_k_by_mouse(shown: Browser) -> None:
    """It follows the mouse to its end; the numbers below it can be clicked."""
    left, top, width, height = shown.middle("#k")
    y = top + height / 2
    start = left + 8 + (width - 16) * 3 / 11
    shown.drag((start, y), (left + width - 9, y))
    assert now(shown) == 32
    shown.click("#ticks span")
    assert now(shown) == 2


def test_play_and_pause(shown: Browser) -> None:
    """The button goes on through k until it is pressed again."""
    shown.click("#play")
    shown.until("document.querySelector('#said b').textContent === '8 colors'")
    assert shown.run("document.getElementById('play').ariaLabel") == "Pause"
    shown.click("#play")
    assert "Play" in shown.run("document.getElementById('play').ariaLabel")


def test_before_and_after(shown: Browser) -> None:
    """The line between the two moves by mouse and by keyboard, where it is put."""
    place = "getComputedStyle(document.getElementById('handle')).left"
    left, top, width, height = shown.middle("#both")
    middle = left + width / 2, top + height / 2
    shown.drag(middle, (left + width / 4, middle[1]))
    assert float(shown.run(place)[:-2]) == pytest.approx(width / 4, abs=3)
    here = shown.run("+document.getElementById('split').value")
    shown.press("ArrowRight", 2)
    assert shown.run("+document.getElementById('split').value") > here


def test_both_pictures_are_whole(shown: Browser) -> None:
    """Before and after have the size and the colors that they should."""
    shown.until("document.getElementById('after').complete")
    shown.run("document.getElementById('split').value = 0; 1")
    size = "[...document.querySelectorAll('#both img')].map((x) => [x.naturalWidth, x.naturalHeight])"
    assert shown.run(size) == [[160, 107]] * 2
    left, top, width, height = shown.middle("#both")
    clip = {"x": left + width * 0.6, "y": top + height * 0.3, "scale": 1}
    clip |= {"width": width * 0.3, "height": height * 0.4}
    shot = shown.call("Page.captureScreenshot", clip=clip)["data"]
    seen = Image.open(io.BytesIO(b64decode(shot))).convert("RGB")
    codes = {f"#{x.tobytes().hex()}" for x in np.asarray(seen).reshape(-1, 3)}
    assert codes <= set(swatches(shown))


def test_cloud_turns(shown: Browser) -> None:
    """By keyboard and by mouse, and keeps its side when k changes; axes are chosen."""
    shown.run("document.getElementById('cloud-box').focus()")
    first = shown.run(EYE)
    shown.press("ArrowLeft")
    second = shown.run(EYE)
    shown.press("ArrowUp")
    third = shown.run(EYE)
    assert len({first, second, third}) == 3
    left, top, width, height = shown.middle("#cloud")
    point = left + width / 2, top + height / 2
    shown.drag(point, (point[0] + 90, point[1] + 10))
    shown.until(f"{EYE} !== {third!r}")
    turned = shown.run(EYE)
    shown.run("document.querySelector('#ticks span').click()")
    assert shown.run(EYE) == turned
    shown.click("[value=rgb]")
    shown.click("[value=centroid]")
    data = "document.getElementById('cloud').data"
    assert max(shown.run(f"{data}[0].z")) > 1
    assert len(set(shown.run(f"{data}[0].marker.color"))) == 2
    assert max(shown.run(f"{data}[1].marker.size")) > min(
        shown.run(f"{data}[1].marker.size")
    )


def test_click_copies(shown: Browser) -> None:
    """The code of a color is in the clipboard afterward, and a line says so."""
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    shown.call("Browser.grantPermissions", permissions=permissions)
    code = swatches(shown)[0]
    shown.click(".swatch")
    shown.until("document.getElementById('status').textContent !== ''")
    assert (
        shown.run("document.getElementById('status').textContent") == f"Copied {code}"
    )
    assert shown.run("navigator.clipboard.readText()") == code


def test_charts(shown: Browser) -> None:
    """Error over k has its chosen k; every start and method has its line."""
    errors = "document.getElementById('errors').data"
    assert shown.run(f"{errors}[1].x") == [5]
    assert len(shown.run(f"{errors}[0].y")) == 12
    names = shown.run("document.getElementById('starts').data.map((x) => x.name)")
    assert {"split", "k-means++", "random", "the result"} == set(names)
    assert names.count("random") >= 10


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_fits_the_window(shown: Browser, width: int, *, dark: bool) -> None:
    """Nothing is beyond an edge, and the ground is light or dark as is asked."""
    shown.look(width, dark=dark)
    shown.until(f"document.documentElement.scrollWidth <= {width}")  # charts follow
    assert shown.run(BEYOND) == []
    ground = shown.run("getComputedStyle(document.documentElement).backgroundColor")
    assert (int(ground.split("(")[1].split(",")[0]) < 128) == dark
    small = shown.run(
        "[...document.querySelectorAll('button, label')].filter((x) => x.offsetHeight && "
        "x.offsetHeight < 32).length"
    )
    assert small == 0


def test_hostile_names_stay_text(chromium: Browser, pages: dict[str, Path]) -> None:
    """Markup in names of files and colors is shown, not run; the index leads on."""
    chromium.messages.clear()
    chromium.open(pages["two"])
    shown = chromium.run("document.getElementById('name').textContent")
    assert shown == HOSTILE
    assert chromium.run("document.title") == "2 pictures in few colors: kquant"
    assert HOSTILE in chromium.run(
        "document.getElementById('palette').innerText.replaceAll('\\n\\n', '\\n')"
    )
    assert (
        chromium.run("document.querySelectorAll('[onerror], b:not(#said b)').length")
        == 0
    )
    assert chromium.run("document.getElementById('control').hidden")
    chromium.click("#index button:nth-child(2)")
    chromium.until("document.getElementById('name').textContent === 'b.png'")
    assert len(swatches(chromium)) == 5
    assert chromium.run("location.hash") == "#2"
    assert chromium.messages == []
