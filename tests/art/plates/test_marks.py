"""Registration marks, and the name of the ink."""

import numpy as np

from kquant.art.plates.marks import registration_mark, with_marks


def test_marks_lie_around_the_page_at_the_same_places() -> None:
    """A border of 10 mm; the page is as it was, and only names differ between plates."""
    plate = np.eye(300, dtype=bool)
    one, two = (with_marks(plate, name, 127) for name in ("1 of 2", "2 of 2"))

    assert one.shape == (400, 400)
    assert (one[50:-50, 50:-50] == plate).all()
    assert (one[:-50] == two[:-50]).all()
    assert (one[-50:] != two[-50:]).any()


def test_a_mark_is_a_cross_in_a_circle() -> None:
    """It is the same upside down and turned."""
    mark = registration_mark(300)

    assert mark.shape == (83, 83)
    assert mark[41].all()
    assert (mark == mark[::-1]).all()
    assert (mark == mark.T).all()


def test_small_plates_have_a_border_too() -> None:
    """Names that have no room are left out."""
    assert with_marks(np.ones((1, 1), dtype=bool), "1 of 9", 10).shape == (9, 9)
