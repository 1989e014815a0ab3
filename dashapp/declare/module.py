"""The words a module is declared in. A page in `pages/` is one `Module`; `dashapp/module_page` serves it.

Everything a module says about one record it says of a `Case`: the answers, the pathway around them, the rules' today,
and the clocks, worked out once and only when something asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from random import Random
from typing import Any, Literal, NamedTuple

from dashapp.declare.feature import EVERYONE
from dashapp.declare.meaning import Due, Meaning, NextStep, Status, Wait
from dashapp.declare.module_query import ModuleQuery, make_query
from dashapp.values.ribbon import Scale, Shape
from dashapp.values.series import Better, ChartShape
from rules.events import Event
from rules.explain import Finding
from rules.validation.whole_list import PathwayFacts
from storage.record import Record
from words.questions import Answers, Question, Section, list_questions, list_sections

Row = Mapping[str, Any]
MadeBy = Literal["person", "service"]
LAST = 99
SAID = re.compile(r"(.*?) \[(.*?)\] ?")
"""One filter in a sentence: "cancelled by [anyone]"."""


class OnPathway(NamedTuple):
    """An event for one of the pathways a record is linked to, such as one case of a meeting."""

    pathway: str
    event: Event


@dataclass(frozen=True, slots=True)
class Linked:
    """What else is known of the pathway a record is linked to: its PTL answers and every event entered elsewhere.

    `entered_by` says whose act each of its records last was: module/record → uid, the record itself among them.
    `others` are the other records themselves.
    """

    record_id: str = ""
    label: str = ""
    events: tuple[Event, ...] = ()
    entered_by: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Record, ...] = ()


@dataclass(eq=False)
class Case:
    """One record as its module sees it. `clocks` is whatever the module's `clocks` returns; it is computed once."""

    module: Module
    record_id: str
    answers: Any
    today: date
    linked: Linked = Linked()

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """This record's own events, on whichever pathway."""
        return self.module.list_events(self.answers)

    @cached_property
    def pathway_events(self) -> tuple[Event, ...]:
        """The events of the pathway the record is linked to, this record's among them."""
        return (*self.linked.events, *self.module.events_on(self.answers, self.linked.record_id))

    @cached_property
    def clocks(self) -> Any:
        return self.module.clocks(self) if self.module.clocks else None

    @property
    def is_told(self) -> bool:
        """Whether what the rules say of it may be told: of a practice case only once its answer is marked."""
        return self.module.tells is None or self.module.tells(self.record_id)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say of the answers, then what is found with the pathway around them."""
        module = self.module
        checked = module.checks(self.answers, self.today) if module.checks else ()
        return (*checked, *(module.findings(self) if module.findings else ()))


@dataclass(frozen=True, slots=True)
class Derived:
    """A column the rules compute. `kind` says how it is shown: text, date, days, weeks, status, ribbon, count."""

    name: str
    label: str
    of: Callable[[Case], Any]
    kind: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the worklist: a question's or a derived value's name.

    `title` is a shorter head than the question's label; `drop` is taken off the beginning of what stands in the cells;
    `second` names what stands below it, smaller. `shown` is the kind it is shown as, where that is not its own. The
    clocks of a `scale` share one axis. `on_card` says where it is on a phone's card, if not where its
    kind would be.
    """

    name: str
    width: int = 0
    flex: int = 1
    pinned: bool = False
    title: str = ""
    drop: str = ""
    second: str = ""
    shown: str = ""
    scale: Scale | None = None
    on_card: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """The order a worklist opens in, by a column or derived value; `words` say it. Rows without the value come last."""

    name: str
    words: str
    descending: bool = False


class Best(NamedTuple):
    """Of the rows that are alike in some values the one with the greatest of another, then of a third."""

    alike: tuple[str, ...]
    greatest: str
    then: str

    def pick(self, rows: Sequence[Row]) -> list[Row]:
        """They stay in the order of the rows."""
        by_size = sorted(rows, key=lambda row: (row[self.greatest], row[self.then]))
        best = {tuple(row.get(name) for name in self.alike): row for row in by_size}
        return [row for row in rows if any(row is one for one in best.values())]


@dataclass(frozen=True, slots=True)
class View:
    """A named part of the worklist. `criteria` says in words what `includes` tests on a row.

    A `minor` one, such as a stage on the way, stands below the others as a short link. `order` is an order of its own.
    Of those that it includes only the `best` are shown, where it says which. `by_month_end`, asked of a row and a day,
    makes it a view of the end of a month that is chosen in the address.
    """

    key: str
    label: str
    criteria: str
    includes: Callable[[Row], bool] = lambda row: True
    status: Status = "note"
    minor: bool = False
    order: Sort | None = None
    by_month_end: Callable[[Row, date], bool] | None = None
    best: Best | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a chart counts: rows for which `counts` holds, or their share of those for which `among` holds."""

    label: str
    counts: Callable[[Row], bool] = lambda row: True
    among: Callable[[Row], bool] | None = None
    value: Callable[[Row], float | None] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure, its table and its CSV, all read from the same rows.

    `by` puts a row in a category (None leaves it out, a list puts it in several); months are written 2026-04.
    `definition` says what is counted; `order` is "value", "label" or a list; `reference` makes reference lines from the
    categories; `withheld` says why nothing is drawn. `better` says which way a rate should go. `limit` is a label and
    the first category past it. `drawn_as` names the group in which the figure draws a category of the table. `unit` is
    what is counted, where it is neither the module's records nor percent of a share.
    """

    key: str
    title: str
    definition: str
    by: Callable[[Row], Any] | str
    measures: tuple[Measure, ...] = (Measure("Records"),)
    category: str = ""
    shape: ChartShape = "bar"
    order: str | tuple[str, ...] = "value"
    unit: str = ""
    reference_lines: tuple[tuple[str, float], ...] = ()
    reference: Callable[[Sequence[str]], tuple[tuple[str, float], ...]] | None = None
    withheld: str = ""
    better: Better = "neutral"
    limit: tuple[str, str] | None = None
    drawn_as: Callable[[str], str] | None = None


class Sealed(NamedTuple):
    """A field that only the program's own services write (`storage.sealed`): its name, and how a value is said."""

    label: str
    say: Callable[[Any], str] = str


class Milestone(NamedTuple):
    """A date of a record that is an event of its own: the date's question, the questions that go with it, a shape."""

    field: str
    asks: tuple[str, ...] = ()
    shape: Shape = "note"


@dataclass(frozen=True, slots=True)
class Also:
    """A further page of a module, linked from its worklist or, `of_record`, from each record.

    `path` follows the module's address; in that of a record's page `{id}` stands for the record. The page file adds the
    page itself, in its `register`; one that is `overseen` also at `/people/<uid>` and the same address, read-only.
    `always` shows it beside an empty list too, `roles` only to some. One that `leads` is what to do next on a record.
    """

    words: str
    path: str
    of_record: bool = False
    always: bool = False
    roles: frozenset[str] = EVERYONE
    overseen: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Patient:
    """A synthetic patient offered to examples: a made-up name, a 999-range number, a date of birth; `sex` is "female",
    "male" or not said."""

    name: str
    nhs_number: str
    date_of_birth: date
    sex: str = ""

    def age_on(self, day: date) -> int:
        """Whole years."""
        born = self.date_of_birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class Module:
    """One topic of elective-care work: its record, what the rules say of it, and how it is listed and charted.

    `record` is the pydantic model; `complete` adds answers that are made rather than asked (a pathway's identifier);
    `gather(clockstart, actor, answers, stored record or None)` adds what is worked out from the stores on saving;
    `sealed` are the fields that services write and nobody else sets or changes; where a record is whole `made_by`
    "service", nobody adds, edits, imports or removes one;
    `own_pages` names the addresses below the module's own ("" for the worklist) that its page file adds itself;
    `checks` says what a rule book's checks find in the answers alone, `findings` what is found with the pathway;
    `clocks`, `meaning` and `events` call `rules`, too; an event belongs to the record's own pathway unless it
    is given as `OnPathway`; `waits` says what a value of `clocks` reads, for comparing two editions of the rule books;
    `facts` makes a row of a waiting list of a record; `due` says what has to be done by when, for the page
    To do, `next_step` the one that was agreed; `milestones` are the dates that can be entered on its page as events,
    `owns` the events of a pathway that have their details here (event → question → an attribute, or "=" and an answer);
    `sort` is the order the worklist opens in; `dated` names the date by whose month charts are narrowed; `name_of` says
    in a few words which record this is, for confirmations and links; `in_practice`, whether it is there while a set of
    cases is worked in the modules; `first(clockstart, actor)` is what an empty list says and offers, in place of adding
    a record by hand; `tells`, set then, of which records what the rules say may be told; `example` makes
    a plausible record, for the empty list and the demo cohort (where there is an `example_set`, those and no more);
    `contradictions` gives the question's path and a sentence for answers that cannot stand together,
    and, where it is told today (on saving), for those that cannot stand today. With `second_reading` each record
    is read by a second person who agrees or disagrees; its derived value `second` says so. `filters_said` is how charts
    say their `filters`, in order, each with what no answer reads as in brackets. Menus say `short_title` where there is
    one. Of a module with a `single` record a person has one, which has that id.
    `place` is its place in its stage of the journey; those without one come last, by title.
    """

    slug: str
    store_key: str
    title: str
    journey: str
    purpose: str
    one: str
    many: str
    record: type[Answers]
    columns: tuple[Column, ...]
    teaches: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    complete: Callable[[dict[str, Any], str], dict[str, Any]] | None = None
    gather: Callable[[Any, Any, Mapping[str, Any], Any], dict[str, Any]] | None = None
    sealed: Mapping[str, Sealed] = field(default_factory=dict)
    made_by: MadeBy = "person"
    checks: Callable[[Any, date], Iterable[Finding]] | None = None
    findings: Callable[[Case], Iterable[Finding]] | None = None
    events: Callable[[Any], Iterable[Event | OnPathway]] | None = None
    clocks: Callable[[Case], Any] | None = None
    waits: Callable[[Any], Iterable[Wait]] | None = None
    facts: Callable[[Case], PathwayFacts] | None = None
    meaning: Callable[[Case], Meaning] | None = None
    due: Callable[[Case], Iterable[Due]] | None = None
    next_step: Callable[[Case], NextStep | None] | None = None
    milestones: tuple[Milestone, ...] = ()
    owns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    views: tuple[View, ...] = ()
    sort: Sort | None = None
    dated: str = ""
    charts: tuple[Chart, ...] = ()
    filters: tuple[str, ...] = ()
    filters_said: str = ""
    also: tuple[Also, ...] = ()
    contradictions: Callable[[Any, date | None], Iterable[tuple[str, str]]] | None = None
    own_pages: frozenset[str] = frozenset()
    name_of: Callable[[Any], str] = lambda answers: "this record"
    first: Callable[[Any, Any], tuple[str, list[Any]]] | None = None
    example: Callable[[Random, Patient, date], dict[str, Any]] | None = None
    example_set: Callable[[Random, date], Sequence[dict[str, Any]]] | None = None
    second_reading: bool = False
    open_to: frozenset[str] = EVERYONE
    in_practice: bool = True
    tells: Callable[[str], bool] | None = None
    short_title: str = ""
    single: str = ""
    place: int = LAST

    def __post_init__(self) -> None:
        """Charts count its records unless they say something else."""
        units = ("percent" if chart.measures[0].among else self.many for chart in self.charts)
        charts = tuple(replace(chart, unit=chart.unit or unit) for chart, unit in zip(self.charts, units, strict=True))
        object.__setattr__(self, "charts", charts)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return list_questions(self.record)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return list_sections(self.questions)

    @cached_property
    def question(self) -> Mapping[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def derived_by_name(self) -> Mapping[str, Derived]:
        return {derived.name: derived for derived in self.derived}

    @cached_property
    def query(self) -> type[ModuleQuery]:
        """What its list and its charts can be asked for."""
        filters = {name: (self.label_of(name), self.choices_of(name)) for name in self.filters}
        views, charts = {one.key: one.label for one in self.views}, {one.key: one.title for one in self.charts}
        return make_query(filters, views, charts)

    @cached_property
    def said(self) -> list[tuple[str, str]]:
        """What a sentence says before the answer to each filter, and what in place of one that was not given."""
        return SAID.findall(self.filters_said)

    def label_of(self, name: str) -> str:
        """What a question or a derived value is called."""
        known = self.question.get(name) or self.derived_by_name.get(name)
        return known.label if known else name

    def choices_of(self, name: str) -> Mapping[str, str]:
        """The words for the values of a question or a derived value; none for one that nobody declared."""
        known = self.question.get(name) or self.derived_by_name.get(name)
        return known.choices if known else {}

    @cached_property
    def reads(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """The fields whose stored text stands for a date, a time or a list of groups, and how it is read."""
        readers = ((question.name, stored_reader(question)) for question in self.questions)
        return tuple((name, read) for name, read in readers if read is not None)

    @cached_property
    def unanswered(self) -> Mapping[str, Any]:
        """What stands for a question that was not answered, of those that may be left out."""
        fields = self.record.model_fields.items()
        return {name: field.get_default(call_default_factory=True) for name, field in fields if not field.is_required()}

    def read_trusted(self, data: Mapping[str, Any]) -> Answers:
        """Answers from data that this module's own check let in; nothing is checked again."""
        values = {**self.unanswered, **data}
        for name, value in self.unanswered.items():
            if isinstance(value, list) and name not in data:
                values[name] = value.copy()
        for name, read in self.reads:
            if name in data:
                values[name] = read(values[name])
        return self.record.model_construct(None, **values)

    def list_events(self, answers: Any) -> tuple[Event, ...]:
        """Every event of a record, on whichever pathway."""
        told = self.events(answers) if self.events else ()
        return tuple(item if isinstance(item, Event) else item.event for item in told)

    def events_on(self, answers: Any, pathway: str) -> tuple[Event, ...]:
        """The events a record puts on one of the pathways it is linked to."""
        told = self.events(answers) if self.events else ()
        here = (item for item in told if isinstance(item, Event) or item.pathway == pathway)
        return tuple(item if isinstance(item, Event) else item.event for item in here)

    def unsealed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What of a record its author may say."""
        return {name: value for name, value in data.items() if name not in self.sealed}

    def completed(self, answers: Mapping[str, Any], record_id: str) -> dict[str, Any]:
        """The answers with those that are made rather than asked."""
        return self.complete(dict(answers), record_id) if self.complete else dict(answers)

    @property
    def address(self) -> str:
        return f"/{self.slug}"


def stored_reader(question: Question) -> Callable[[Any], Any] | None:
    """How the stored form of an answer is read; None when it is the answer itself."""
    if question.kind == "date":
        return date.fromisoformat
    if question.kind == "time":
        return time.fromisoformat
    if question.kind == "repeat" and question.model is not None:
        model = question.model
        return lambda rows: [model.model_validate(row) for row in rows]
    return None
