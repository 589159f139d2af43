"""What is there already: inputs that are missing, and outputs of earlier runs."""

import os

from kquant.batch.inputs import Inputs
from kquant.errors import ImageReadError, reason_of
from kquant.files.paths import STANDARD


def refuse_missing(inputs: Inputs) -> None:
    """Refuse inputs that the user named one by one and that are not there.

    Parameters
    ----------
    inputs : Inputs

    Raises
    ------
    ImageReadError
    """
    named = (group for group in inputs.groups if not group.folder)
    for path in (source.path for group in named for source in group):
        try:
            if path != STANDARD:
                os.stat(path)
        except OSError as error:
            raise ImageReadError(
                f"{path} cannot be read: {reason_of(error)}", source=path
            ) from error
