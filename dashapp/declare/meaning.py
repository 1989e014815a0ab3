"""What a module says a record means: facts, clocks, letters, and what has to be done by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from dashapp.values.ribbon import Headline, Ribbon
from rules.explain import Step

Status = Literal["breach", "watch", "fine", "note"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of "What this means": a label, what holds, and how it stands."""

    label: str
    text: str
    status: Status = "note"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or message drafted from a record, to be read, printed and sent elsewhere. Nothing here sends it."""

    subject: str
    to: str
    dated: date
    paragraphs: tuple[str, ...]
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a record means: clocks drawn, facts in words, the steps that led there, and a letter drafted from it.

    `headline` says the most urgent of several clocks.
    `options` have a title and say, open to read, what can be done and by which rule; `line` is a title and one line of
    text to copy elsewhere.
    """

    ribbons: tuple[tuple[str, Ribbon], ...] = ()
    facts: tuple[Fact, ...] = ()
    steps: tuple[Step, ...] = ()
    letter: Letter | None = None
    options: tuple[str, tuple[Step, ...]] | None = None
    line: tuple[str, str] | None = None
    headline: Headline | None = None


class Wait(NamedTuple):
    """One clock as a person would say it, with nothing that depends on today: its name, first and last day as ISO dates
    ("" for none), and how it ended or stands. Readings of two editions of the rule books are compared by these."""

    name: str
    start: str
    stop: str
    how: str


class Begin(NamedTuple):
    """Where a thing to do can be begun at once: a new record of a module, with answers that are known already."""

    slug: str
    words: str
    answers: Mapping[str, str]


MATTERS: Mapping[str, tuple[str, str]] = {
    "limit": ("limit about to pass", "limits about to pass"),
    "safeguarding": ("safeguarding check to make", "safeguarding checks to make"),
    "letter": ("letter owed", "letters owed"),
    "review": ("clinical review due", "clinical reviews due"),
    "date": ("date to offer", "dates to offer"),
    "contact": ("patient to speak to", "patients to speak to"),
    "answer": ("answer to chase", "answers to chase"),
    "consent": ("consent to put right", "consents to put right"),
    "meeting": ("meeting to complete", "meetings to complete"),
    "transfer": ("transfer to complete", "transfers to complete"),
    "validation": ("pathway to validate again", "pathways to validate again"),
    "practice": ("practice session to finish", "practice sessions to finish"),
    "step": ("next step", "next steps"),
}
"""What things to do are about, in words for one and for several, the gravest first."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done by a day: what, by when, how it stands if nothing is done, where it can be begun, and which
    of the `MATTERS` it is."""

    on: date
    what: str
    status: Status = "watch"
    begin: Begin | None = None
    matter: str = "step"


class NextStep(NamedTuple):
    """What somebody does next, by when, and who."""

    what: str
    on: date | None = None
    owner: str = ""
