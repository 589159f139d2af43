"""The page as text: escaped, whole, and refused in one sentence without Plotly."""

import json
import re

import pytest

from kquant.errors import OptionError
from kquant.report import page as module
from kquant.report.page import page, plotly_path

HOSTILE = "</script><!--<script>&\u2028$title${data}\udc80.png"


def test_everything_is_inlined() -> None:
    """No other file and no network is named; data come back as they were."""
    text = page([("a.png", '{"k":[1]}')])
    data = re.search(r'id="data">(.*?)</script>', text)
    assert data is not None
    assert json.loads(data[1]) == [["a.png", {"k": [1]}]]
    assert "default-src 'none'" in text
    own = text.replace(module._text(plotly_path()), "")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", own)
    assert "<title>a.png in few colors: kquant</title>" in text


def test_hostile_names_are_escaped() -> None:
    """They end no script, open no comment, and are no places to fill in."""
    text = page([(HOSTILE, "{}")])
    data = re.search(r'id="data">(.*?)</script>\n', text)
    assert data is not None
    assert not set(data[1]) & set("<>&\u2028")
    assert json.loads(data[1])[0][0] == HOSTILE.replace("\udc80", "?")
    assert text.count("<!--") == 0
    assert "&lt;/script&gt;" in text
    text.encode("utf-8")


def test_without_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence says how to install it."""
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(
        OptionError, match=r"in a checkout .* pip install '\.\[report\]'"
    ):
        page([("a.png", "{}")])
