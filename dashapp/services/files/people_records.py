"""Other people's records as a file, for those who look after them: as a chart or its filters keep them, or all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.actor import Actor
from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.access import access, scopes
from dashapp.services.charts import chart_filters
from dashapp.services.charts.chart_filters import ChartScope
from dashapp.services.derived import rows
from dashapp.services.files.exchange import cell_of, dated_cell, keep_records, list_columns
from dashapp.services.files.packed_file import CSV_MARK, PackedFile
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.files.workbooks import RowsBook
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from dashapp.services.jobs.prepared import WHOLE_AT_MOST
from dashapp.services.records.records import new_id
from dashapp.web.router import read_query
from storage.accounts import Person
from storage.errors import NotFound
from storage.jobs import Job
from storage.record import ModuleSummary, Record

KIND = "people-records"
FORMS = ("csv", "xlsx")
WHOSE = ("learner", "email")
Owned = tuple[Person, Record]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose records of which module, narrowed by what."""

    module: Module
    scope: ChartScope
    filters: ModuleQuery

    @property
    def words(self) -> str:
        """ "Spring intake; Outcome: attended"."""
        conditions = chart_filters.list_conditions(self.module, self.filters)
        view = rows.find_view(self.module, self.filters.view)
        looked_for = [f"“{self.filters.find}”"] if self.filters.find else []
        words = [*(one.words for one in conditions), *([view.label] if view else []), *looked_for]
        return "; ".join([self.scope.words, *words])


def find_wanted(clockstart: Clockstart, actor: Actor, slug: str, query: Mapping[str, Sequence[str]]) -> Wanted:
    """What an address asks for. Raises Forbidden for learners and for a module that is closed, NotFound for a person
    or a cohort that the actor does not look after."""
    module = access.get_module(clockstart, actor, slug)
    check_oversee(actor)
    filters = module.query.read(query)
    if filters.cohort and not scopes.can_see_cohort(actor, filters.cohort):
        raise NotFound(scopes.NO_SUCH_SCOPE)
    if filters.person:
        access.get_person(clockstart, actor, filters.person)
    return Wanted(module, chart_filters.find_scope(clockstart, actor, filters), filters)


def is_big(clockstart: Clockstart, wanted: Wanted) -> bool:
    """Whether there are more records than somebody can be let wait for."""
    summaries = clockstart.store.records.summaries([person.uid for person in wanted.scope.people])
    key = wanted.module.store_key
    return sum(summary.get(key, ModuleSummary()).count for summary in summaries.values()) > WHOLE_AT_MOST


def start(clockstart: Clockstart, actor: Actor, slug: str, query: str, form: str) -> Job:
    """Have the worker write the file."""
    return jobs.start(clockstart, actor, new_id(), KIND, slug, query, form)


def write_file(clockstart: Clockstart, watch: Watch, slug: str, query: str, form: str) -> dict[str, Any]:
    """The job: what the person whose job it is may read now. A stop leaves no file."""
    actor = access.get_actor(clockstart, watch.uid)
    wanted = find_wanted(clockstart, actor, slug, read_query(query))
    people, file, written = len(wanted.scope.people), PackedFile(watch), 0

    def told() -> Iterator[Owned]:
        nonlocal written
        for place, person in enumerate(wanted.scope.people):
            watch.report(place, people, f"{written:,} records of {place:,} people written")
            for record in list_records(clockstart, wanted, person):
                written += 1
                yield person, record

    table = make_table(clockstart, wanted, told())
    if form == "xlsx":
        file.add(as_book(wanted, table))
    else:
        file.add(CSV_MARK)
        file.write(table)
    file.close()
    return {"file": f"{slug}-of-people-{clockstart.today.isoformat()}.{form}", "rows": written}


def export_file(clockstart: Clockstart, wanted: Wanted, form: str) -> str | bytes:
    """The same at once."""
    owned = ((person, record) for person in wanted.scope.people for record in list_records(clockstart, wanted, person))
    table = make_table(clockstart, wanted, owned)
    return as_book(wanted, table) if form == "xlsx" else csv_text(table)


def list_records(clockstart: Clockstart, wanted: Wanted, person: Person) -> Sequence[Record]:
    """The records of one person that the filters keep; without a filter all, those with problems included."""
    return keep_records(clockstart, wanted.module, person.uid, wanted.filters)


def make_table(clockstart: Clockstart, wanted: Wanted, owned: Iterable[Owned]) -> Iterator[Sequence[Any]]:
    """What it is and when it was made, the names of the columns, then a row a record with whose it is."""
    yield f"{wanted.module.title}: {wanted.words}", clockstart.now.isoformat(timespec="minutes")
    columns = list_columns(wanted.module, find_unknown(clockstart, wanted))
    yield [*WHOSE, *columns]
    for person, record in owned:
        yield [person.name, person.email, *(cell_of(record, name) for name in columns)]


def find_unknown(clockstart: Clockstart, wanted: Wanted) -> Iterator[Record]:
    """Every record in scope, for the fields that the module has no question for."""
    for person in wanted.scope.people:
        yield from clockstart.store.records.walk(person.uid, wanted.module.store_key)


def as_book(wanted: Wanted, table: Iterator[Sequence[Any]]) -> bytes:
    """The table as a workbook, dates as dates."""
    book = RowsBook(wanted.module.title)
    book.write_row(next(table))
    names = next(table)
    book.write_head(names, frozen_columns=1)
    questions = [wanted.module.question.get(name) for name in names]
    for cells in table:
        book.write_row(dated_cell(question, cell) for question, cell in zip(questions, cells, strict=True))
    return book.close()
