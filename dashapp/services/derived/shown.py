"""The rows of a list as its address keeps them: its filters, its view, the words looked for."""

from collections.abc import Iterator, Sequence
from datetime import date

from dashapp.declare.module import Module, Row
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.charts import chart_filters
from dashapp.services.derived import rows
from dashapp.services.records.checking import value_in_box
from rules.calendar import month_end
from words.folding import holds


def is_narrowed(module: Module, query: ModuleQuery) -> bool:
    """Whether the address keeps anything out."""
    return bool(query.view or query.find or chart_filters.list_conditions(module, query))


def keep_shown(module: Module, query: ModuleQuery, found: Sequence[Row], today: date) -> list[Row]:
    """The rows that the list shows; one with problems is in no view and meets no filter."""
    end = month_end(date.fromisoformat(f"{query.month}-01") if query.month else today)
    kept = chart_filters.keep(found, chart_filters.list_conditions(module, query))
    viewed = rows.in_view(kept, rows.find_view(module, query.view), end)
    return [row for row in viewed if not query.find or holds(" ".join(say_row(module, row)), query.find)]


def say_row(module: Module, row: Row) -> Iterator[str]:
    """What the columns of a list say of a row, and what is second in them."""
    for name in [name for column in module.columns for name in (column.name, column.second) if name]:
        value, question = row.get(name), module.question.get(name)
        if value is None or isinstance(value, dict):
            continue
        choices = module.choices_of(name)
        if choices and isinstance(value, str):
            yield choices.get(value, value)
        else:
            yield str(value_in_box(question, value) if question and question.kind != "date" else value)
