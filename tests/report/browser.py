"""Headless Chromium, spoken to through its DevTools, with the standard library alone."""

import fcntl
import json
import os
import select
import shutil
import signal
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FOUND = next((path for name in NAMES if (path := shutil.which(name))), None)
_PATIENCE = 60.0  # seconds for an answer; never asserted
_FLAGS = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-first-run"),
    *("--disable-dev-shm-usage", "--use-angle=swiftshader", "--hide-scrollbars"),
    *("--enable-unsafe-swiftshader", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--mute-audio"),
)
_FRAME = "new Promise((done) => requestAnimationFrame(() => done(1)))"
_KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Tab": 9}
# The driver says this of readback through software; it is not about the page.
_NOT_OURS = "GPU stall due to ReadPixels"


class Browser:
    """A browser with one page.

    Parameters
    ----------
    to, back : int
        Pipes to and from its DevTools.
    """

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back = to, back
        self._rest, self._number = b"", 0
        self.messages: list[str] = []
        self.requests: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        found = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = found["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """Call a method of the page, and return its result."""
        return self._call(method, session=self._session, **parameters)

    def _call(self, method: str, session: str = "", **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        return self._answer(self._number)

    def _answer(self, number: int) -> Any:
        """Wait for an answer; note events on the way."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            message = self._next(end)
            self._note(message)
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
        raise TimeoutError("the browser does not answer")

    def _next(self, end: float) -> dict[str, Any]:
        """Read one message."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._back], [], [], end - time.monotonic())
            data = os.read(self._back, 1 << 16) if ready else b""
            if not data:
                raise TimeoutError("the browser does not answer")
            self._rest += data
        first, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(first)
        return found

    def _note(self, message: dict[str, Any]) -> None:
        """Keep what the console says, and what is requested."""
        kind, told = message.get("method"), message.get("params", {})
        text = ""
        if kind == "Runtime.consoleAPICalled":
            text = json.dumps(told["args"])
        elif kind == "Runtime.exceptionThrown":
            text = json.dumps(told["exceptionDetails"])
        elif kind == "Log.entryAdded":
            text = told["entry"]["text"]
        elif kind == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        if text and _NOT_OURS not in text:
            self.messages.append(text)

    def open(
        self, path: Path, width: int = 1280, height: int = 900, *, dark: bool = False
    ) -> Self:
        """Open a page from disk in a window of this size, and wait for its script."""
        self.look(width, height, dark=dark)
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.absolute().as_uri())
        self.until("document.readyState == 'complete' && location.protocol == 'file:'")
        return self

    def look(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """Give the window a size, and the page a light or a dark scheme."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def run(self, expression: str) -> Any:
        """Return the value of an expression in JavaScript, awaited."""
        found = self.call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + _PATIENCE
        while not self.run(expression):
            assert time.monotonic() < end, expression
            time.sleep(0.02)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        code = _KEYS[key]
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                self.call(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key=key,
                    code=key,
                    windowsVirtualKeyCode=code,
                )

    def middle(self, selector: str) -> tuple[float, float, float, float]:
        """Scroll an element into view; return its left, top, width and height."""
        box = self.run(
            f"(() => {{ const e = document.querySelector({selector!r});"
            "e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            "return [r.x, r.y, r.width, r.height]; })()"
        )
        return tuple(box)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag the mouse from one point of the window to another."""
        steps = 6
        self._mouse("mouseMoved", start, 0)
        self.run(_FRAME)
        self._mouse("mousePressed", start, 1)
        for step in range(1, steps + 1):
            part = step / steps
            x = start[0] + (end[0] - start[0]) * part
            y = start[1] + (end[1] - start[1]) * part
            self._mouse("mouseMoved", (x, y), 1)
            self.run(_FRAME)
        self._mouse("mouseReleased", end, 0)

    def click(self, selector: str) -> None:
        """Click the middle of an element."""
        left, top, width, height = self.middle(selector)
        point = left + width / 2, top + height / 2
        self._mouse("mouseMoved", point, 0)
        self._mouse("mousePressed", point, 1)
        self._mouse("mouseReleased", point, 0)

    def _mouse(self, kind: str, point: tuple[float, float], buttons: int) -> None:
        self.call(
            "Input.dispatchMouseEvent",
            type=kind,
            x=point[0],
            y=point[1],
            buttons=buttons,
            button="left" if buttons or kind == "mouseReleased" else "none",
            clickCount=int(kind != "mouseMoved"),
        )

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        """Write a picture of the page as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(b64decode(shot["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Start a browser that keeps its files in a folder, and end it afterward."""
    assert FOUND is not None
    theirs_in, to = (fcntl.fcntl(x, fcntl.F_DUPFD_CLOEXEC, 20) for x in os.pipe())
    back, theirs_out = (fcntl.fcntl(x, fcntl.F_DUPFD_CLOEXEC, 20) for x in os.pipe())
    quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    pid = os.posix_spawn(
        FOUND,
        [FOUND, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
        {**os.environ, "HOME": str(folder)},
        file_actions=[
            quiet,
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
        ],
        setpgroup=0,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Browser(to, back)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(to)
        os.close(back)
