"""Completion in fish, with values and descriptions that have commas."""

from click.shell_completion import FishComplete, add_completion_class


@add_completion_class
class WholeLinesInFish(FishComplete):
    """Completes in fish as click does, but cuts lines at their first comma only.

    Click's own script keeps what is before the second comma, so that of ``gpl,act``
    fish would offer ``gpl``.
    """

    name = "fish"
    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split --max 1 ","'
    )
