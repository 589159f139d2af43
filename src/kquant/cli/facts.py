"""The facts about one input, as JSON, and as lines and tables for people."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kquant import __version__

if TYPE_CHECKING:
    from kquant.batch.outcome import Outcome


def record(outcome: "Outcome") -> dict[str, Any]:
    """Return what `--json` prints."""
    facts: dict[str, Any] = {"source": outcome.source, "status": outcome.status}
    if outcome.error:
        cause = {"cause": outcome.cause} if outcome.cause else {}
        return facts | {"error": outcome.error} | cause
    pairs = zip(outcome.colors, outcome.shares, strict=True)
    if outcome.comparison:
        facts["comparison"] = [
            {name: _rounded(x) for name, x in row.items()} for row in outcome.comparison
        ]
    return facts | {
        "written": list(outcome.written),
        "palette": [{"hex": c, "share": round(share, 6)} for c, share in pairs],
        "notes": list(outcome.notes),
        **outcome.details,
        "version": __version__,
    }


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the lines of a comparison: k, error, gain, and what is marked."""
    lines = ["  k  error   gain"]
    for row in rows:
        gain = "" if row["gain"] is None else f"{row['gain']:.1%}"
        mark = "  auto" if row["auto"] else ""
        lines.append(
            f"{row['colors']:3d} {row['delta_e']:6.2f} {gain:>6}{mark}".rstrip()
        )
    return lines


def measurements(details: Mapping[str, Any]) -> list[str]:
    """Return what `-v` prints, a fact a line."""
    seconds = details.get("seconds", {})
    lines = [f"{name}: {_text(x)}" for name, x in details.items() if name != "seconds"]
    steps = ", ".join(f"{step} {time:.3f}" for step, time in seconds.items())
    return [*lines, f"seconds: {steps}"]


def _rounded(value: Any) -> Any:
    """Leave out digits that mean nothing."""
    return round(value, 6) if isinstance(value, float) else value


def _text(value: Any) -> str:
    """Write a value for people."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(x)}" for name, x in value.items())
    if isinstance(value, list):
        between = "; " if isinstance(value[0], dict) else " x "
        return between.join(_text(x) for x in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
