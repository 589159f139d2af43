"""How many pictures are handed out before the first of them is done."""

WINDOW = 64  # if nobody knows how many workers there are
_EACH = 4  # for a worker: one, and some for it to go on with


def window_for(workers: int) -> int:
    """Return how many pictures are handed out at a time.

    Parameters
    ----------
    workers : int
        Processes, or threads of a cluster.

    Returns
    -------
    int
    """
    return _EACH * max(1, workers)
