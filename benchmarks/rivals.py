"""All tools that the benchmark knows; to add one, add it to `RIVALS`."""

from benchmarks.tools import Package, Program, Tool

PNGQUANT = Program(("pngquant",))
IMAGEMAGICK = Program(
    ("magick", "convert", "convert-im6.q16"), "-version", "ImageMagick"
)
IMAGEMAGICK_7 = Program(("magick",), "-version", "ImageMagick 7")
GRAPHICSMAGICK = Program(("gm",), "version", "GraphicsMagick")
QUANTETTE = Program(("quantette",))
KQUANT, PILLOW, SKLEARN = (
    Package("kquant-image"),
    Package("pillow"),
    Package("scikit-learn"),
)

_KQUANT = "-m kquant {source} -k {k} -o {target} --palette-format none --overwrite -q"
_PNGQUANT = "{k} --force --output {target} {png}"
_IN_OUT = "{source} {target} {k}"
_PILLOW = f"-m benchmarks.recipes.pillow_quantize {_IN_OUT}"
_IMAGEQUANT = f"-m benchmarks.recipes.imagequant_pil {_IN_OUT}"

# These always run first: the floor encodes what kquant wrote.
BASE = (
    Tool("kquant", KQUANT, _KQUANT),
    Tool("floor", PILLOW, "-m benchmarks.recipes.floor {source} {target} {ready}"),
    Tool("imports", PILLOW, "-c 'import numpy, PIL.Image, click'"),
)

RIVALS = (
    Tool("kquant-srgb", KQUANT, _KQUANT + " --space srgb"),
    Tool("kquant-fast", KQUANT, _KQUANT + " --effort fast"),
    Tool("kquant-best", KQUANT, _KQUANT + " --effort best"),
    Tool("kquant-max", KQUANT, _KQUANT + " --compress max"),
    Tool("pngquant", PNGQUANT, _PNGQUANT),
    Tool("pngquant-speed11", PNGQUANT, "--speed 11 " + _PNGQUANT),
    Tool("pngquant-nofs", PNGQUANT, "--nofs " + _PNGQUANT),
    Tool("imagequant", Package("imagequant"), _IMAGEQUANT + " 0"),
    Tool("imagequant-dither", Package("imagequant"), _IMAGEQUANT + " 1"),
    Tool("imagemagick", IMAGEMAGICK, "{source} +dither -colors {k} {target}"),
    Tool("imagemagick-dither", IMAGEMAGICK, "{source} -colors {k} {target}"),
    Tool("imagemagick-kmeans", IMAGEMAGICK_7, "{source} +dither -kmeans {k} {target}"),
    Tool(
        "graphicsmagick",
        GRAPHICSMAGICK,
        "convert {source} +dither -colors {k} {target}",
    ),
    Tool("pillow-mediancut", PILLOW, _PILLOW + " MEDIANCUT 0"),
    Tool("pillow-mediancut-kmeans", PILLOW, _PILLOW + " MEDIANCUT 1"),
    Tool("pillow-maxcoverage-kmeans", PILLOW, _PILLOW + " MAXCOVERAGE 1"),
    Tool("pillow-octree", PILLOW, _PILLOW + " FASTOCTREE 0"),  # kmeans= does nothing
    Tool("sklearn-sample", SKLEARN, f"-m benchmarks.recipes.sklearn_sample {_IN_OUT}"),
    Tool("sklearn-full", SKLEARN, f"-m benchmarks.recipes.sklearn_full {_IN_OUT}"),
    Tool(
        "opencv",
        Package("opencv-python-headless"),
        f"-m benchmarks.recipes.opencv_kmeans {_IN_OUT}",
    ),
    Tool("textbook", PILLOW, f"-m benchmarks.recipes.textbook {_IN_OUT}"),
    Tool(
        "kmeans_colors", Program(("kmeans_colors",)), "-i {source} -k {k} -o {target}"
    ),
    Tool("quantette", QUANTETTE, _IN_OUT),
    Tool("quantette-wu", QUANTETTE, _IN_OUT + " wu"),
    Tool("okolors", Program(("okolors",)), "{source} -k {k} -o hex", prints=True),
)


def select(words: list[str]) -> list[Tool]:
    """Return the base and the rivals that these words name.

    A word names a tool, or a family: "pillow" names all tools that begin with
    "pillow-". "all" names every tool.

    Raises
    ------
    ValueError
        When a word names no tool.
    """
    unknown = [word for word in words if word != "all" and not _named([word])]
    if unknown:
        families = sorted({tool.name.split("-")[0] for tool in RIVALS})
        raise ValueError(
            f"no rival is called {', '.join(unknown)}; families are all, "
            + ", ".join(families)
        )
    return [*BASE, *(RIVALS if "all" in words else _named(words))]


def _named(words: list[str]) -> list[Tool]:
    """Return the rivals that the words name, in the order of `RIVALS`."""
    return [
        tool
        for tool in RIVALS
        if any(f"{tool.name}-".startswith(f"{word}-") for word in words)
    ]
