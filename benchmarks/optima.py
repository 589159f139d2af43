"""The lowest squared errors known, to compare kquant with.

They are squared sRGB differences, summed over the channels, per pixel. For each picture
and k, it is the best of four long runs of k-means that end with iterations on all
pixels. The Kodak photos were measured with 8-bit palettes; the others were measured
before rounding, which raises the error by about 0.2. Copies of a picture differ, so its
size is part of the key.

kodim05 and kodim23 belong to the Kodak set; china and flower come with scikit-learn,
and astronaut, coffee and chelsea with scikit-image.
"""

# fmt: off
BEST_KNOWN: dict[tuple[str, int], dict[int, float]] = {
    ("kodim05", 768 * 512): {
        4: 1208.39, 16: 355.79, 32: 186.15, 64: 105.26, 128: 60.65, 256: 35.99,
    },
    ("kodim23", 768 * 512): {
        4: 2295.72, 16: 421.23, 32: 227.65, 64: 124.57, 128: 70.84, 256: 41.09,
    },
    ("china", 640 * 427): {
        4: 1368.62, 8: 631.76, 16: 343.19, 32: 189.87, 64: 111.83, 128: 68.45,
        256: 42.70,
    },
    ("flower", 640 * 427): {
        4: 884.67, 8: 434.28, 16: 216.11, 32: 124.72, 64: 73.89, 128: 44.57, 256: 27.08,
    },
    ("astronaut", 512 * 512): {
        4: 2003.01, 8: 787.79, 16: 335.55, 32: 160.47, 64: 83.36, 128: 46.81,
        256: 28.02,
    },
    ("coffee", 600 * 400): {
        4: 1165.31, 8: 442.25, 16: 206.25, 32: 98.23, 64: 52.18, 128: 29.66, 256: 18.16,
    },
    ("chelsea", 451 * 300): {
        4: 596.60, 8: 293.32, 16: 154.32, 32: 81.89, 64: 45.93, 128: 26.72, 256: 16.20,
    },
}
# fmt: on


def best_known(image: str, pixels: int, k: int) -> float | None:
    """Return the lowest known error for a picture, or None if none is known."""
    return BEST_KNOWN.get((image.split(".")[0], pixels), {}).get(k)
