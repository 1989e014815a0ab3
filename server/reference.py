"""Reference documents, generated from the code: `python -m server.reference`; with `--check` only compared.

`fields.csv` is every module's fields (the header of its CSV files and the contract for what is stored), `settings.md`
the settings, `commands.md` the flask commands.
"""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dashapp.declare.module import Module
from dashapp.declare.registry import build_registry
from dashapp.factory import find_pages
from dashapp.settings import list_settings
from server.cli import COMMANDS
from words.questions import Question

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
FIELD_COLUMNS = ("module", "field", "label", "kind", "required", "choices")


def write_fields() -> str:
    """CSV: module, field, label, kind, required, choices (slugs, separated by |). A group's parts carry its name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(FIELD_COLUMNS)
    modules = build_registry(page.MODULE for page in find_pages() if hasattr(page, "MODULE"))
    for module in modules:
        for question in module.questions:
            writer.writerows(list_fields(module, question))
    return text.getvalue()


def list_fields(module: Module, question: Question, prefix: str = "") -> Iterator[tuple[str, ...]]:
    name = f"{prefix}{question.name}"
    required = "yes" if question.required else "no"
    yield module.slug, name, question.label, question.kind, required, "|".join(question.choices)
    for part in question.parts:
        yield from list_fields(module, part, f"{name}.")


def write_settings() -> str:
    """A table of every setting."""
    lines = ["# Settings", "", "Read from the environment. `NAME_FILE` may name a file that holds the value.", ""]
    lines += ["| Setting | Default | What it is for |", "|---|---|---|"]
    lines += [f"| `{name}` | {as_code(default)} | {what} |" for name, default, what in list_settings()]
    return "\n".join(lines) + "\n"


def as_code(text: str) -> str:
    return f"`{text}`" if text else "unset"


def write_commands() -> str:
    """Every flask command with its help."""
    lines = ["# Commands", "", "Run with `.venv/bin/flask`; `.flaskenv` names the app.", ""]
    for command in sorted(COMMANDS, key=lambda command: command.name or ""):
        context = click.Context(command, info_name=f"flask {command.name}")
        lines += [f"## {command.name}", "", "```", command.get_help(context), "```", ""]
    return "\n".join(lines)


DOCUMENTS = {"fields.csv": write_fields, "settings.md": write_settings, "commands.md": write_commands}


def main(arguments: list[str]) -> int:
    """Write the documents, or with --check say which are out of date (status 1)."""
    stale = []
    for name, write in DOCUMENTS.items():
        path, text = REFERENCE / name, write()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        sys.stderr.write(f"Out of date in docs/reference: {', '.join(stale)}. Run: make docs\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
