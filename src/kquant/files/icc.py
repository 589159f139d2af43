"""Write color profiles of pictures that describe their colors by a few numbers."""

import math
import struct

import numpy as np

from kquant.runtime.arrays import F64

Point = tuple[float, float]  # a chromaticity, x and y

SRGB_WHITE: Point = (0.3127, 0.3290)
SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_SRGB_GAMMA = 1 / 2.2  # the exponent of encoding, as files state it
_GAMMA_TOLERANCE = 0.05  # relative, as in libpng
_LEAST_GAMMA, _GREATEST_GAMMA = 0.05, 20.0  # beyond, there is no picture left
_CHROMATICITY_TOLERANCE = 0.01
_PCS_WHITE = np.array([0.9642, 1.0, 0.8249])  # D50: what profiles are relative to
# From XYZ to the responses in which colors are adapted to another white: Bradford's.
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


def profile_of_numbers(
    gamma: float, chromaticities: tuple[float, ...] | None, *, is_gray: bool
) -> bytes | None:
    """Describe the gAMA and cHRM of a PNG, as browsers understand them.

    Parameters
    ----------
    gamma : float
        The exponent that turned light into levels.
    chromaticities : tuple of 8 floats, optional
        x and y of white, red, green and blue. Those of sRGB are assumed without it.
    is_gray : bool
        Whether the picture is gray, so that only its gamma matters.

    Returns
    -------
    bytes or None
        An ICC profile; None if the numbers are those of sRGB, or make no sense.
    """
    if not _LEAST_GAMMA <= gamma <= _GREATEST_GAMMA:
        return None
    is_srgb = math.isclose(gamma, _SRGB_GAMMA, rel_tol=_GAMMA_TOLERANCE)
    points: tuple[Point, ...] = (SRGB_WHITE, *SRGB_PRIMARIES)
    if chromaticities is not None and not is_gray:
        x, y = chromaticities[::2], chromaticities[1::2]
        points = (*zip(x, y, strict=True),)
    if is_srgb and _are_of_srgb(points):
        return None
    if is_gray:
        return gray_profile(1 / gamma)
    try:
        return rgb_profile((1 / gamma,) * 3, points[1:], points[0])
    except ValueError:
        return None if is_srgb else rgb_profile((1 / gamma,) * 3)


def gray_profile(gamma: float) -> bytes:
    """Describe gray levels by their gamma.

    Parameters
    ----------
    gamma : float
        The exponent that turns levels, 0 to 1, into light.

    Returns
    -------
    bytes
        An ICC profile, version 2.
    """
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)})


def rgb_profile(
    gammas: tuple[float, ...],
    primaries: tuple[Point, ...] = SRGB_PRIMARIES,
    white: Point = SRGB_WHITE,
) -> bytes:
    """Describe RGB colors by their gamma and by what red, green and blue are.

    Parameters
    ----------
    gammas : three floats
        The exponents that turn levels, 0 to 1, into light.
    primaries : three pairs of float
        The chromaticities of red, green and blue.
    white : (float, float)
        The chromaticity of white.

    Returns
    -------
    bytes
        An ICC profile, version 2.

    Raises
    ------
    ValueError
        When there are no such colors: red, green and blue do not mix to white.
    """
    tags: dict[bytes, bytes] = {}
    columns = _adapted(primaries, white).T
    for name, column, gamma in zip((b"r", b"g", b"b"), columns, gammas, strict=True):
        tags |= {name + b"XYZ": _xyz(column), name + b"TRC": _curve(gamma)}
    return _profile(b"RGB ", tags)


def _are_of_srgb(points: tuple[Point, ...]) -> bool:
    """Tell whether white, red, green and blue are practically those of sRGB."""
    return all(
        math.dist(found, known) <= _CHROMATICITY_TOLERANCE
        for found, known in zip(points, (SRGB_WHITE, *SRGB_PRIMARIES), strict=True)
    )


def _adapted(primaries: tuple[Point, ...], white: Point) -> F64:
    """Return the matrix from linear RGB to XYZ for the white of profiles."""
    try:
        directions = np.stack([_of_luminance_one(x) for x in primaries], axis=1)
        source_white = _of_luminance_one(white)
        amounts = np.linalg.solve(directions, source_white)
    except (np.linalg.LinAlgError, ZeroDivisionError) as error:
        raise ValueError("these primaries mix to no white") from error
    if not (np.isfinite(amounts).all() and (amounts > 0).all()):
        raise ValueError("these primaries mix to no white")
    scale = (_BRADFORD @ _PCS_WHITE) / (_BRADFORD @ source_white)
    adaptation = np.linalg.inv(_BRADFORD) @ np.diag(scale) @ _BRADFORD
    return np.asarray(adaptation @ (directions * amounts))


def _of_luminance_one(point: Point) -> F64:
    """Return XYZ with Y = 1 of a chromaticity."""
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Put a profile together: a header, a table of tags, the tags."""
    tags = {b"desc": _text(b"kquant"), b"wtpt": _xyz(_PCS_WHITE), **tags}
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += struct.pack(">4sII", name, offset + len(body), len(data))
        body += data.ljust(-(-len(data) // 4) * 4, b"\0")
    size = offset + len(body)
    head = struct.pack(">II4s4s4s", size, 0, b"\2\x40\0\0", b"mntr", space) + b"XYZ "
    head = head.ljust(36, b"\0") + b"acsp"
    head = head.ljust(68, b"\0") + _xyz(_PCS_WHITE)[8:]
    return head.ljust(128, b"\0") + table + body


def _text(text: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" * 79


def _xyz(values: F64) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(x * 65536) for x in values))


def _curve(gamma: float) -> bytes:
    """Return the curve of a gamma; a table, because its field is of 8 bits only."""
    levels = np.rint(np.linspace(0, 1, 1024) ** gamma * 65535)
    return b"curv\0\0\0\0" + struct.pack(">I", 1024) + levels.astype(">u2").tobytes()
