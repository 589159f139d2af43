"""Make the blue-noise thresholds that kquant ships.

Run ``python -m kquant.mapping.dither.blue_noise`` to write them again.

References
----------
R. Ulichney, "The void-and-cluster method for dither array generation", 1993.
M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018, for the
first points.
"""

from pathlib import Path

import numpy as np

from kquant.runtime.arrays import I64

_SIZE = 64
_SIGMA = 1.5  # of the Gaussian that measures how crowded a place is, in pixels
_ONE = 1 << 24  # peak of the Gaussian: integers make ties the same on every machine
_FIRST_PATTERN = _SIZE**2 // 10  # number of evenly spread points to start with
_PLASTIC = 1.324717957244746  # root of x**3 = x + 1; its powers spread points well


class _Crowding:
    """A set of points on a torus, and how crowded each place is."""

    def __init__(self, points: I64) -> None:
        near = np.minimum(np.arange(_SIZE), _SIZE - np.arange(_SIZE))
        bell = np.exp(-np.square(near) / (2 * _SIGMA**2))
        self._bell = np.rint(_ONE * np.outer(bell, bell)).astype(np.int64)
        self._crowding = np.zeros((_SIZE, _SIZE), dtype=np.int64)
        self.taken = np.zeros(_SIZE**2, dtype=bool)
        for point in points:
            self.put(int(point))

    def put(self, point: int, sign: int = 1) -> None:
        """Add a point, or remove it if `sign` is -1."""
        self.taken[point] = sign > 0
        shifted = np.roll(self._bell, divmod(point, _SIZE), axis=(0, 1))
        self._crowding += sign * shifted

    def tightest_cluster(self) -> int:
        """Return the most crowded point."""
        return int(np.where(self.taken, self._crowding.reshape(-1), -1).argmax())

    def largest_void(self) -> int:
        """Return the least crowded place without a point."""
        most = np.iinfo(np.int64).max
        return int(np.where(self.taken, most, self._crowding.reshape(-1)).argmin())


def void_and_cluster() -> I64:
    """Rank the places of a torus so that the first n are spread evenly, for every n.

    Returns
    -------
    int64 array, shape (64, 64)
        The ranks 0..4095, each once.
    """
    even = _even_points()
    ranks = np.empty(_SIZE**2, dtype=np.int64)
    pattern = _Crowding(even)
    for rank in reversed(range(len(even))):
        cluster = pattern.tightest_cluster()
        pattern.put(cluster, -1)
        ranks[cluster] = rank
    pattern = _Crowding(even)
    for rank in range(len(even), _SIZE**2):
        void = pattern.largest_void()
        pattern.put(void)
        ranks[void] = rank
    return ranks.reshape(_SIZE, _SIZE)


def _even_points() -> I64:
    """Return spread points, shape (n,): move them to voids while that helps."""
    steps = np.arange(1, _FIRST_PATTERN + 1)
    down, right = (
        np.floor(_SIZE * (steps / _PLASTIC**power % 1)).astype(np.int64)
        for power in (1, 2)
    )
    pattern = _Crowding(np.unique(down * _SIZE + right))
    while True:
        cluster = pattern.tightest_cluster()
        pattern.put(cluster, -1)
        void = pattern.largest_void()
        pattern.put(void)
        if void == cluster:
            return np.flatnonzero(pattern.taken)


if __name__ == "__main__":
    path = Path(__file__).with_name("blue_noise.npy")
    np.save(path, void_and_cluster().astype(np.uint16))
