"""Judge the results of a run by the bars that kquant has set for itself.

A bar is a limit for the ratio of two things measured in the same run, never for a time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from benchmarks import tables
from benchmarks.compare import Result
from benchmarks.optima import best_known
from benchmarks.tables import DE00, MSE, SECONDS, SIZE, Column

LARGE = 12_000_000  # pixels at least; the photos are meant to have 13 to 20 megapixels
SMALL = 768 * 512
BASE_MEMORY, PIXEL_MEMORY = 120 << 20, 6  # bytes, and bytes per pixel
MANY = 64  # colors from which on structure is judged by metrics, not by eye
WELL_KNOWN = ("pngquant", "imagequant", "imagemagick", "pillow")
_NO_RIVALS = ("kquant", "floor", "imports")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A bar and the value reached; it is met if `value` is at most `limit`."""

    bar: str
    limit: float
    value: float
    remark: str = ""

    def row(self) -> list[str]:
        """Return the verdict as a row of a table."""
        met = "met" if self.value <= self.limit else "**MISSED**"
        figures = [f"at most {self.limit:g}", f"{self.value:.3f}"]
        return [self.bar, *figures, met, self.remark]


class Run:
    """The results for one k, to be looked up by tool."""

    def __init__(self, results: Iterable[Result], k: int) -> None:
        self.k = k
        self._results = [r for r in results if r.k == k]

    def of(self, tool: str) -> list[Result]:
        """Return the results of a tool, without failures."""
        return tables.by_tool(self._results, tool)

    def failures(self, tool: str) -> list[Result]:
        """Return the failed results of a tool."""
        return [r for r in self._results if r.tool == tool and r.failure]

    def rivals(self, *families: str) -> list[str]:
        """Return the names of all rivals, or of some families of them, in order."""
        names = dict.fromkeys(r.tool for r in self._results)
        found = [n for n in names if n.split("-")[0] not in _NO_RIVALS]
        return [n for n in found if not families or n.split("-")[0] in families]

    def ratios(self, ours: str, theirs: str, column: Column) -> list[float]:
        """Return ratios of one tool's figure to another's, for each picture of both."""
        pairs = tables.ratios(self.of(ours), self.of(theirs), column)
        return list(pairs.values())

    def mean(self, ours: str, theirs: str, column: Column) -> float:
        """Return the geometric mean of these ratios; NaN if there are none."""
        return tables.geometric_mean(self.ratios(ours, theirs, column))

    def sized(self, least: int, most: int) -> "Run":
        """Return the results for pictures of `least` to `most` pixels only."""
        fitting = (r for r in self._results if least <= r.pixels <= most)
        return Run(fitting, self.k)


Bar = Callable[[Run], Iterator[Verdict]]


def judge(results: list[Result]) -> tuple[list[Verdict], list[str]]:
    """Return a verdict for each bar and k, and the bars that this run cannot judge."""
    verdicts: list[Verdict] = []
    absent = []
    for title, bar in BARS.items():
        runs = [Run(results, k) for k in sorted({r.k for r in results})]
        reached = [verdict for run in runs for verdict in bar(run)]
        verdicts += reached
        absent += [] if reached else [title]
    return verdicts, absent


def table(verdicts: list[Verdict]) -> str:
    """Return the verdicts as a Markdown table."""
    header = ["bar", "figure", "reached", "verdict", "remark"]
    return tables.markdown(header, [verdict.row() for verdict in verdicts])


def finished(run: Run) -> Iterator[Verdict]:
    """Count the pictures that kquant failed on, which no other bar includes.

    A setting that fails on every picture is one that this kquant does not have.
    """
    for tool in ("kquant", "kquant-srgb", "kquant-max"):
        failed = run.failures(tool)
        if run.of(tool) or (failed and tool == "kquant"):
            remark = failed[0].failure if failed else ""
            name = f"{tool}: pictures it failed on, k = {run.k}"
            yield Verdict(name, 0, len(failed), remark)


def squared_error(run: Run) -> Iterator[Verdict]:
    """Compare the squared error with that of scikit-learn on all distinct colors."""
    found = run.ratios("kquant-srgb", "sklearn-full", MSE)
    if found:
        name = f"squared error to scikit-learn's, k = {run.k}"
        mean = tables.geometric_mean(found)
        yield Verdict(name, 0.995, mean, f"{len(found)} pictures")
        yield Verdict(f"{name}, worst picture", 1.01, max(found))


def best_optima(run: Run) -> Iterator[Verdict]:
    """Compare the squared error with the lowest known."""
    limit = 1.01 if run.k <= 64 else 1.02
    for result in run.of("kquant-srgb"):
        best = best_known(result.image, result.pixels, run.k)
        if best:
            name = f"squared error to the best known, k = {run.k}"
            yield Verdict(name, limit, result.mse / best, result.image)


def hue_limit(k: int) -> float:
    """Return the ratio of mean CIEDE2000 to a well-known rival's that is good enough."""
    return 0.97 if k >= MANY else 0.92


def perceptual_error(run: Run) -> Iterator[Verdict]:
    """Compare mean CIEDE2000 with the best rival, and the best well-known one."""
    for families, limit in ((), 1.0), (WELL_KNOWN, hue_limit(run.k)):
        means = {n: run.mean("kquant", n, DE00) for n in run.rivals(*families)}
        means = {name: mean for name, mean in means.items() if mean > 0}
        if means:
            best = max(means, key=means.__getitem__)
            whom = "the best well-known rival's" if families else "the best rival's"
            yield Verdict(f"mean ΔE00 to {whom}, k = {run.k}", limit, means[best], best)


def large_floor(run: Run) -> Iterator[Verdict]:
    """Compare the time on large photos with that of decoding and encoding alone.

    There is one bar up to 16 colors, and one for more.
    """
    limit = 1.4 if run.k <= 16 else 1.1
    mean = run.sized(LARGE, 10**9).mean("kquant", "floor", SECONDS)
    if mean > 0:
        yield Verdict(f"time to the floor's, large photos, k = {run.k}", limit, mean)


def large_rivals(run: Run) -> Iterator[Verdict]:
    """Compare the time on large photos with that of rivals with no larger error."""
    large = run.sized(LARGE, 10**9)
    for ours, column in ("kquant", DE00), ("kquant-srgb", MSE):
        rivals = [n for n in large.rivals() if large.mean(ours, n, column) >= 1]
        for name in rivals:
            title = (
                f"{ours}: time to a rival's with no more {column.title}, k = {run.k}"
            )
            yield Verdict(title, 0.5, large.mean(ours, name, SECONDS), name)
    mean = large.mean("kquant", "pngquant-speed11", SECONDS)
    if mean > 0:
        yield Verdict(f"time to pngquant's fastest, large photos, k = {run.k}", 1, mean)


def small_floor(run: Run) -> Iterator[Verdict]:
    """Compare the time on small photos with that of the imports alone."""
    limit = 1.6 if run.k <= 16 else 2.3
    mean = run.sized(SMALL, SMALL).mean("kquant", "imports", SECONDS)
    if mean > 0:
        yield Verdict(f"time to the imports', 768 x 512, k = {run.k}", limit, mean)


def output_size(run: Run) -> Iterator[Verdict]:
    """Compare file sizes with pngquant's, without dithering, which enlarges files."""
    for ours, limit in ("kquant", 1.0), ("kquant-max", 1.0):
        mean = run.mean(ours, "pngquant-nofs", SIZE)
        if mean > 0:
            yield Verdict(f"{ours}: size to pngquant's, k = {run.k}", limit, mean)


def memory(run: Run) -> Iterator[Verdict]:
    """Compare peak memory with what is allowed for a picture of that size."""
    shares = [
        r.peak / (BASE_MEMORY + PIXEL_MEMORY * r.pixels) for r in run.of("kquant")
    ]
    if shares:
        remark = "the worst picture, to 6 bytes a pixel + 120 MiB"
        yield Verdict(f"memory, k = {run.k}", 1, max(shares), remark)


BARS: dict[str, Bar] = {
    "pictures kquant failed on": finished,
    "squared error to scikit-learn's": squared_error,
    "squared error to the best known": best_optima,
    "mean ΔE00 to the rivals'": perceptual_error,
    "time to the floor's on large photos": large_floor,
    "time to the rivals' on large photos": large_rivals,
    "time to the imports' on 768 x 512 photos": small_floor,
    "size to pngquant's": output_size,
    "memory": memory,
}
