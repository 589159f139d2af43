"""What can be asked for; light enough to be imported by every start of kquant."""

from dataclasses import dataclass

from kquant.color_names import parse_color
from kquant.errors import OptionError, PaletteError

MAX_COLORS = 256
DEFAULT_MAX_ERROR = 2.25  # half of all photos then get 13 to 24 colours
SPACES = ("oklab", "srgb")
INITS = ("split", "k-means++", "random")
DITHERS = ("none", "floyd-steinberg", "bayer", "blue-noise")
EFFORTS = ("fast", "default", "best")
SORTS = ("lightness", "hue", "share")


@dataclass(frozen=True, slots=True)
class Options:
    """How a palette is found and a picture is mapped to it.

    Parameters
    ----------
    colors : int
        How many colours, 1 to 256. With `palette` this is always their number, and
        with `max_error` always 256, the most that are tried.
    max_error : float or None
        The mean difference in Oklab, times 100, that is good enough, 0 to 100: the
        fewest colours that come within it are used. Dithering is left aside.
    palette : tuple of str
        Colours to map to, in order, as hex codes or CSS names; none is fitted then.
    palette_names : tuple of str
        Names of the colours in `palette`, for palette files; or nothing.
    lock : tuple of str
        Colours that the palette has to have, the fit finding the others around
        them; `colors` counts them, and repeated ones count once.
    vivid : bool
        Whether small vivid areas keep their colours, at some expense of the rest.
    sort : {"lightness", "hue", "share"} or None
        Order of the palette; None is by lightness, or as given in `palette`.
    space : {"oklab", "srgb"}
        Where distances are measured, in the fit and in the mapping.
    lightness_weight : float
        How much lightness counts against hue and chroma in Oklab, 0.05 to 4.
    init : {"split", "k-means++", "random"}
        How k-means starts.
    n_init : int or None
        Starts to make, the best of which is kept; further starts after the one
        split are random. None is 10 for "random", 1 for "k-means++", and for
        "split" 4 up to 32 colours, 3 up to 64, 2 up to 160 and 1 above, or as
        `effort` says.
    max_iter : int
        Most iterations of a run.
    tol : float
        Squared shift of all centroids, relative to the mean variance of the
        dimensions, at which a run has converged.
    sample : int, "all" or None
        How many pixels the fit looks at; None is 1024 a colour, 2**16 to 2**18.
    effort : {"fast", "default", "best"}
        How long to look for a better optimum after the first.
    seed : int
        Of the one random generator.
    dither : {"none", "floyd-steinberg", "bayer", "blue-noise"}
        How colours between those of the palette are imitated, if at all.
    dither_strength : float
        0, the same as none, to 1.
    min_region : int
        Regions of fewer pixels take the colour of what surrounds them.

    Raises
    ------
    OptionError
        When a value is out of its range.
    """

    colors: int = 8
    max_error: float | None = None
    palette: tuple[str, ...] = ()
    palette_names: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    vivid: bool = False
    sort: str | None = None
    space: str = "oklab"
    lightness_weight: float = 0.45
    init: str = "split"
    n_init: int | None = None
    max_iter: int = 100
    tol: float = 0.03
    sample: int | str | None = None
    effort: str = "default"
    seed: int = 0
    dither: str = "none"
    dither_strength: float = 1.0
    min_region: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "palette", _hex_codes("palette", self.palette))
        locked = tuple(dict.fromkeys(_hex_codes("lock", self.lock)))
        object.__setattr__(self, "lock", locked)
        if self.palette:
            object.__setattr__(self, "colors", len(self.palette))
        elif self.max_error is not None:
            object.__setattr__(self, "colors", MAX_COLORS)
            _check_range("max-error", self.max_error, 0, 100)
        if self.palette_names and len(self.palette_names) != len(self.palette):
            raise OptionError("palette_names must be as many as palette has colors")
        _check_whole("colors", self.colors, 1, MAX_COLORS)
        self._check_palette()
        self._check_lock()
        if self.sort is not None:
            _check_choice("sort", self.sort, SORTS)
        _check_choice("space", self.space, SPACES)
        _check_range("lightness-weight", self.lightness_weight, 0.05, 4)
        _check_choice("init", self.init, INITS)
        if self.n_init is not None:
            _check_whole("n-init", self.n_init, 1, 1000)
        _check_whole("max-iter", self.max_iter, 1, 100_000)
        _check_range("tol", self.tol, 0, 1)
        if self.sample not in {None, "all"}:
            _check_whole("sample", self.sample, 1, 1 << 31)
        _check_choice("effort", self.effort, EFFORTS)
        _check_whole("seed", self.seed, 0, (1 << 63) - 1)
        _check_choice("dither", self.dither, DITHERS)
        _check_range("dither-strength", self.dither_strength, 0, 1)
        _check_whole("min-region", self.min_region, 1, 1 << 31)

    @property
    def by_color(self) -> bool:
        """Whether all pixels of one colour get the same new one."""
        dithered = self.dither != "none" and self.dither_strength > 0
        return not dithered and self.min_region <= 1

    @property
    def k(self) -> str:
        """What file names say of the number of colours: the number, or "auto"."""
        return str(self.colors) if self.max_error is None else "auto"

    def _check_palette(self) -> None:
        """Refuse options that have no meaning with a given palette."""
        given = {
            "lock": bool(self.lock),
            "max-error": self.max_error is not None,
            "vivid": self.vivid,
        }
        for name in given:
            if self.palette and given[name]:
                raise OptionError(
                    f"{name} and palette exclude each other: a given palette is used "
                    "as it is"
                )

    def _check_lock(self) -> None:
        """Refuse more locked colours than the palette holds."""
        if len(self.lock) > self.colors:
            raise OptionError(
                f"{len(self.lock)} colors are locked, more than the {self.colors} "
                "asked for: ask for more colors or lock fewer"
            )


def _hex_codes(name: str, colors: tuple[str, ...]) -> tuple[str, ...]:
    """Return colours as ``#rrggbb``."""
    try:
        return tuple(parse_color(color) for color in colors)
    except PaletteError as error:
        raise OptionError(f"{name}: {error}") from error


def _check_whole(name: str, value: object, least: int, most: int) -> None:
    """Refuse anything but a whole number in least..most."""
    if not isinstance(value, int) or not least <= value <= most:
        raise OptionError(
            f"{name} must be a whole number from {least} to {most}, got {value!r}"
        )


def _check_range(name: str, value: object, least: float, most: float) -> None:
    """Refuse anything but a number in least..most."""
    if not (isinstance(value, int | float) and least <= value <= most):
        raise OptionError(f"{name} must be between {least} and {most}, got {value!r}")


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Refuse anything but the choices."""
    if value not in choices:
        raise OptionError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
