"""Write the file of a new module: `make new-module NAME="Theatre lists"`. It works as it is, and is then filled in."""

import re
import sys
from pathlib import Path

PAGES = Path(__file__).parent.parent / "pages"
TEMPLATE = '''"""{title}: say in a sentence what this module teaches, and by which rule."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Chart, Column, Module, Patient, View
from rules.explain import WATCH, RuleBook, Verdict, edge
from words.patient import AboutPatient, ask_notes
from words.phrases import in_words
from words.questions import ask, choices

BOOK = RuleBook("{slug}", "{title}")
NEXT_STEP = BOOK.declare("{code}-1", "Every open case has a next step", "Say who does what next.", "Local policy")
STATES = choices("Open", "Done")
CHASED_AFTER = 14


class {model}(AboutPatient):
    """One record."""

    happened_on: date = ask("When did it happen?", heading="What happened")
    state: str = ask("How does it stand?", choices=STATES)
    notes: str | None = ask_notes()


@BOOK.check("{slug}-no-next-step", WATCH, NEXT_STEP, "notes")
@edge(state="open", right={{"happened_on": -14}}, wrong={{"happened_on": -15}})
def lacks_next_step(case: {model}, today: date) -> Verdict:
    """Open for {{days}} days, and nothing says what happens next.

    Write down the next step.
    """
    days = (today - case.happened_on).days
    return case.state == "open" and not case.notes and days > CHASED_AFTER and {{"days": days}}


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    return {{
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "happened_on": (today - timedelta(days=random.randint(1, 60))).isoformat(),
        "state": random.choice(list(STATES)),
    }}


MODULE = Module(
    slug="{slug}",
    store_key="{store_key}",
    title="{title}",
    journey="Reports and planning",
    purpose="Say what this list is for.",
    one="record",
    many="records",
    record={model},
    checks=BOOK.find,
    columns=(Column("patient_name", flex=2), Column("happened_on"), Column("state")),
    views=(View("open", "Open", "the record is open", lambda row: row["state"] == "open", "watch"),),
    dated="happened_on",
    charts=(Chart("by-state", "Records by state", "Records by how they stand.", by="state"),),
    filters=("state",),
    filters_said="in [any state]",
    name_of=lambda answers: f"{{answers.patient_name}}, {{in_words(answers.happened_on)}}",
    example=make_example,
)
'''


def write_module(title: str, pages: Path = PAGES) -> Path:
    """The new file. Raises ValueError for a title without letters and FileExistsError when the file is there."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    if not words or not words[0][0].isalpha():
        raise ValueError("A module's name begins with a letter, such as: Theatre lists")
    path = pages / f"{'_'.join(words)}.py"
    text = TEMPLATE.format(
        title=title,
        slug="-".join(words),
        store_key="_".join(words),
        code="".join(word[0] for word in words).upper() + "X",
        model="".join(word.capitalize() for word in words),
    )
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def main(arguments: list[str]) -> int:
    try:
        path = write_module(" ".join(arguments).strip())
    except (ValueError, FileExistsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Wrote {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
