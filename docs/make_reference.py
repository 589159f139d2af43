"""Write docs/options.md and the man page docs/kquant.1 from the options themselves."""

import re
from pathlib import Path

import click

from kquant import __version__
from kquant.cli import main

DOCS = Path(__file__).parent
OPTIONS, MANUAL = DOCS / "options.md", DOCS / "kquant.1"

_MARKDOWN = """\
# All options

`kquant [OPTIONS] INPUTS...`: {purpose}
{inputs}

This page, `kquant --help` and the manual page (`man ./docs/kquant.1`) say the same: `python docs/make_reference.py` writes both from the options.
"""
_EXAMPLES = [
    ("The best eight colors of a photo, and their palette:", "kquant photo.jpg -k 8"),
    ("As few colors as look good:", "kquant photo.jpg -k auto"),
    (
        "A folder with its subfolders; the second run does what is new:",
        "kquant photos/ -r -k 16 -o reduced/ --skip-existing",
    ),
    (
        "Only the palette, as hex codes:",
        "kquant photo.jpg -k 5 --no-image --palette-format none",
    ),
]
_ENDS = [
    ("0", "All pictures are done."),
    ("1", "A picture failed; the others are done."),
    ("2", "The command was not understood, or cannot be carried out."),
    ("130", "The run was interrupted."),
]


def sections() -> dict[str, list[tuple[str, str]]]:
    """Return the names and the text of each option, by section, in the help's order."""
    context = click.Context(main, terminal_width=10_000, **main.context_settings)
    found: dict[str, list[tuple[str, str]]] = {}
    for option in main.get_params(context):
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and record is not None:
            section = getattr(option, "section", "Other")
            names, text = record
            found.setdefault(section, []).append((names, " ".join(text.split())))
    found["Other"] = found.pop("Other")
    return found


def introduction() -> list[str]:
    """Return the two sentences above the options in the help."""
    return [" ".join(part.split()) for part in str(main.help).split("\n\n")]


def markdown() -> str:
    """Return the page of all options."""
    purpose, inputs = introduction()
    parts = [_MARKDOWN.format(purpose=purpose[0].lower() + purpose[1:], inputs=inputs)]
    for section, options in sections().items():
        rows = [f"| `{_cell(names)}` | {_cell(text)} |" for names, text in options]
        parts.append(
            "\n".join(
                [f"\n## {section}\n", "| option | meaning |", "| --- | --- |", *rows]
            )
        )
    return "\n".join(parts) + "\n"


def _cell(text: str) -> str:
    """Escape what would end a cell of a table, or be taken for HTML."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def manual() -> str:
    """Return the manual page, in the language of man."""
    purpose, inputs = introduction()
    lines = [
        f'.TH KQUANT 1 "" "kquant {__version__}" "User commands"',
        ".ad l",
        ".nh",
        ".SH NAME",
        "kquant \\- reduce pictures to their best k colors, and make posters of them",
        ".SH SYNOPSIS",
        ".B kquant",
        "[\\fIOPTIONS\\fR] \\fIINPUTS\\fR...",
        ".SH DESCRIPTION",
        _roff(purpose),
        ".PP",
        _roff(inputs),
        ".SH OPTIONS",
    ]
    for section, options in sections().items():
        lines.append(f".SS {section}")
        for names, text in options:
            lines += [".TP", _bold(names), _roff(text)]
    lines.append(".SH EXAMPLES")
    for text, command in _EXAMPLES:
        lines += [".PP", _roff(text), ".PP", ".RS", ".nf", _roff(command), ".fi", ".RE"]
    lines.append(".SH EXIT STATUS")
    for code, text in _ENDS:
        lines += [".TP", f".B {code}", _roff(text)]
    lines += [
        ".SH ENVIRONMENT",
        ".TP",
        ".B NO_COLOR",
        "If it is set, the palette is printed without swatches.",
    ]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """Escape what troff would take for commands, and keep hyphens as they are typed."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _bold(names: str) -> str:
    """Set the names of an option in bold, and leave its value."""
    return re.sub(r"(?<![\w-])(-{1,2}[A-Za-z][\w-]*)", r"\\fB\1\\fR", names).replace(
        "-", "\\-"
    )


if __name__ == "__main__":
    OPTIONS.write_text(markdown(), encoding="utf-8")
    MANUAL.write_text(manual(), encoding="utf-8")
