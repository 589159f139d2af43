"""The options of a reduction and the values that each may have; cheap to import."""

from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, Literal, get_args

from kquant.color.lightness import lightness_weight
from kquant.color.names import parse_color
from kquant.errors import OptionError, PaletteError

Auto = Literal["auto"]
Space = Literal["oklab", "srgb"]
Init = Literal["split", "k-means++", "random"]
Algorithm = Literal["breathing", "lloyd"]
DitherKind = Literal["none", "floyd-steinberg", "bayer", "blue-noise"]
Effort = Literal["fast", "default", "best"]
Sort = Literal["lightness", "hue", "share"]

AUTO: Auto = "auto"
SPACES: tuple[Space, ...] = get_args(Space)
INITS: tuple[Init, ...] = get_args(Init)
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)
DITHERS: tuple[DitherKind, ...] = get_args(DitherKind)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
SORTS: tuple[Sort, ...] = get_args(Sort)

# Stands in names for the number of colors until "auto" has found it: the character
# for "not known" of ASCII, which no name contains.
UNKNOWN_K = "\x1a"
MAX_COLORS = 256  # of a palette: as many as an 8-bit index can number
DEFAULT_MAX_ERROR = 2.15  # gives half of all photos 13 to 24 colors

WHOLE_NUMBERS = {  # the least and the greatest of each
    "colors": (1, MAX_COLORS),
    "n_init": (1, 1000),
    "max_iter": (1, 100_000),
    "sample": (1, 1 << 31),
    "seed": (0, (1 << 63) - 1),
    "min_region": (1, 1 << 31),
}
_RANGES: dict[str, tuple[float, float]] = {
    "max_error": (0, 100),
    "lightness_weight": (0.05, 4),
    "tol": (0, 1),
    "dither_strength": (0, 1),
}
_WORDS: dict[str, tuple[str | None, ...]] = {  # that may stand for a number
    "colors": (AUTO,),
    "max_error": (None,),
    "lightness_weight": (None,),
    "n_init": (None,),
    "sample": ("all", None),
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "sort": SORTS,
    "space": SPACES,
    "algorithm": ALGORITHMS,
    "init": INITS,
    "effort": EFFORTS,
    "dither": DITHERS,
}


@dataclass(frozen=True, slots=True)
class Options:
    """How to find a palette, and how to map a picture to it.

    Parameters
    ----------
    colors : int or "auto"
        Number of colors, 1 to 256; "auto" takes the fewest that keep the error
        within `max_error`. Not used with a `palette`, which has its own number.
    max_error : float or None
        For "auto": the largest mean difference in Oklab, times 100, without dithering,
        that is good enough, 0 to 100. None means `DEFAULT_MAX_ERROR`.
    palette : tuple of str
        Colors to map to, in this order, as hex codes or CSS names. If it is given,
        no palette is fitted.
    palette_names : tuple of str
        A name for each color of `palette`, to be stored in palette files; or empty.
    lock : tuple of str
        Colors that the palette must contain, as hex codes or CSS names. The fit finds
        the others around them. `colors` counts them, duplicates once.
    vivid : bool
        Whether small vivid areas keep their colors, at some cost to the rest.
    sort : {"lightness", "hue", "share"} or None
        Order of the palette. None sorts by lightness, or keeps the order of a given
        `palette`.
    space : {"oklab", "srgb"}
        Color space in which the fit and the mapping measure distances.
    lightness_weight : float or None
        How much lightness counts in Oklab, compared with hue and chroma; 0.05 to 4.
        None lets it follow the number of colors: see `kquant.color.lightness`.
    algorithm : {"breathing", "lloyd"}
        "breathing" looks for something better than the first optimum. "lloyd" is the
        textbook algorithm, with `init`, `n_init`, `max_iter`, `tol` of scikit-learn.
    init : {"split", "k-means++", "random"}
        How k-means starts.
    n_init : int or None
        Number of starts, of which the best is kept, 1 to 1000. There is only one
        split, so any further starts are random. None means 10 for "random"; 1 for
        "k-means++" and with "lloyd" for "split", which else depends on `effort`.
    max_iter : int
        Largest number of iterations per start, 1 to 100,000, without those in breaths.
    tol : float
        A start has converged when the squared shift of all centroids, divided by
        the mean variance of the dimensions, is at most this; 0 to 1.
    sample : int, "all" or None
        How many pixels the fit looks at. None means all pixels of a picture that
        is small or has few colors, and otherwise 1024 per color, but at least 2**16
        and at most 2**18; with "auto", 2**16.
    effort : {"fast", "default", "best"}
        How long "breathing" searches for a better optimum after the first: see
        `kquant.quantization.effort`.
    seed : int
        Seed of all random choices, 0 to 2**63 - 1.
    dither : {"none", "floyd-steinberg", "bayer", "blue-noise"}
        How to imitate colors that the palette does not have.
    dither_strength : float
        From 0, the same as no dithering, to 1.
    min_region : int
        Regions of fewer pixels take the color around them; 1 keeps all regions.

    Raises
    ------
    OptionError
        When a value is out of its range, or options contradict each other.

    Examples
    --------
    >>> Options(colors=6, lock=("red",)).lock
    ('#ff0000',)
    """

    colors: int | Auto = 8
    max_error: float | None = None
    palette: tuple[str, ...] = ()
    palette_names: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    vivid: bool = False
    sort: Sort | None = None
    space: Space = "oklab"
    lightness_weight: float | None = None
    algorithm: Algorithm = "breathing"
    init: Init = "split"
    n_init: int | None = None
    max_iter: int = 100
    tol: float = 0.03
    sample: int | Literal["all"] | None = None
    effort: Effort = "default"
    seed: int = 0
    dither: DitherKind = "none"
    dither_strength: float = 1.0
    min_region: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "palette", _hex_codes("palette", self.palette))
        locked = tuple(dict.fromkeys(_hex_codes("lock", self.lock)))
        object.__setattr__(self, "lock", locked)
        for name in (*WHOLE_NUMBERS, *_RANGES):
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        self._check_choices()
        self._check_palette()
        self._check_lock()
        self._check_pairs()

    @property
    def k_label(self) -> str:
        """The number of colors as file names state it, or `UNKNOWN_K`."""
        return UNKNOWN_K if self.is_auto else str(self.most_colors)

    @property
    def is_auto(self) -> bool:
        """Whether kquant chooses the number of colors."""
        return self.colors == AUTO

    @property
    def most_colors(self) -> int:
        """Largest number of colors that the result can have."""
        if self.palette:
            return len(self.palette)
        return self.colors if isinstance(self.colors, int) else MAX_COLORS

    @property
    def error_bound(self) -> float:
        """The mean difference in Oklab, times 100, that is good enough for "auto"."""
        return DEFAULT_MAX_ERROR if self.max_error is None else self.max_error

    @property
    def dithers(self) -> bool:
        """Whether pictures are dithered; with a strength of 0 they are not."""
        return self.dither != "none" and self.dither_strength > 0

    @property
    def by_color(self) -> bool:
        """Whether all pixels of one color get the same new color."""
        return not self.dithers and self.min_region <= 1

    def lightness_for(self, k: int) -> float:
        """Return the weight of lightness for a palette of k colors."""
        given = self.lightness_weight
        return lightness_weight(k) if given is None else given

    def _check_choices(self) -> None:
        """Refuse words that are not among the choices."""
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            if value not in choices and (name != "sort" or value is not None):
                raise OptionError(
                    f"{name} must be one of {', '.join(choices)}, got {value!r}", name
                )

    def _check_palette(self) -> None:
        """Refuse options that contradict a given palette."""
        if self.palette_names and len(self.palette_names) != len(self.palette):
            raise OptionError("palette_names must hold one name for each color")
        if len(self.palette) > MAX_COLORS:
            raise OptionError(
                f"palette has {len(self.palette)} colors, more than {MAX_COLORS}",
                "palette",
            )
        given = {
            "lock": bool(self.lock),
            "max_error": self.max_error is not None,
            "colors": self.is_auto,
            "vivid": self.vivid,
        }
        for name in given:
            if self.palette and given[name]:
                raise OptionError(
                    f"{name} and palette exclude each other: a given palette is used "
                    "as it is",
                    name,
                    "palette",
                )

    def _check_lock(self) -> None:
        """Refuse more locked colors than the palette can hold."""
        if len(self.lock) > self.most_colors:
            raise OptionError(
                f"{len(self.lock)} colors are locked, more than the "
                f"{self.most_colors} asked for: ask for more colors or lock fewer"
            )

    def _check_pairs(self) -> None:
        """Refuse options that have no effect beside another one."""
        if self.max_error is not None and not self.is_auto:
            raise OptionError(
                f"max_error decides how many colors there are, so colors must be "
                f'"{AUTO}", not {self.colors!r}',
                "max_error",
            )
        if self.algorithm == "lloyd" and self.effort != "default":
            raise OptionError(
                "effort is how long breathing searches; algorithm lloyd does not search",
                *("effort", "algorithm"),
            )


def _hex_codes(name: str, colors: Iterable[str]) -> tuple[str, ...]:
    """Return the colors of an option as ``#rrggbb``; refuse other words."""
    if isinstance(colors, str) or not isinstance(colors, Iterable):
        raise OptionError(f"{name} must be a list of colors, got {colors!r}", name)
    try:
        return tuple(parse_color(color) for color in colors)
    except PaletteError as error:
        raise OptionError(f"{name}: {error}", name) from error


def _number(name: str, value: Any) -> Any:
    """Return a number in its range as Python's own, or a word that may replace it."""
    if (value is None or isinstance(value, str)) and value in _WORDS.get(name, ()):
        return value
    is_whole = name in WHOLE_NUMBERS
    least, most = WHOLE_NUMBERS[name] if is_whole else _RANGES[name]
    is_number = isinstance(value, Integral if is_whole else Real)
    if is_number and not isinstance(value, bool) and least <= value <= most:
        return int(value) if is_whole else float(value)
    what = f"a whole number from {least} to" if is_whole else f"between {least} and"
    raise OptionError(f"{name} must be {what} {most}, got {value!r}", name)
