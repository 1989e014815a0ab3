"""What the list and the charts of a module are asked for: whose records, which of them, in which view."""

from collections.abc import Mapping
from typing import Any

from pydantic import create_model

from words.queries import MonthText, Query, narrow
from words.questions import Choices, ask, when


class ModuleQuery(Query):
    """The part that every module has: a person, a cohort, months (2026-04) and the month whose end a view is about; the
    text a list is searched for, the column it is sorted by (`-days` from the last to the first) and the record that is
    open next to it."""

    person: str = narrow("Person")
    cohort: str = narrow("Of cohort", none="All")
    since: MonthText = narrow("From", none="The beginning")
    until: MonthText = narrow("To", none="Now")
    view: str = ask("", default="")
    month: MonthText = ask("", default="")
    find: str = ask("", default="")
    sort: str = ask("", default="")
    open_: str = ask("", default="")
    chart: str = ask("", default="")
    group: str = ask("", default="")

    @property
    def answers(self) -> Mapping[str, str]:
        """What is asked of the module's own filters."""
        own = self.questions().keys() - ModuleQuery.questions().keys()
        return {name: value for name in self.questions() if name in own and (value := getattr(self, name))}


def make_query(filters: Mapping[str, tuple[str, Choices]], views: Choices, charts: Choices) -> type[ModuleQuery]:
    """The query of one module: its `filters` with their labels and choices, its views, and one category (`group`) of
    one of its charts. A value that is no choice any more keeps nothing, so it is not passed over."""
    fields: dict[str, Any] = {
        name: narrow(label, says=f"{label}: {{}}", choices=choices, keeps_text=True)
        for name, (label, choices) in filters.items()
    }
    fields["view"] = ask("", default="", choices=views)
    fields["chart"] = ask("", default="", choices=charts)
    fields["group"] = ask("", default="", when=when("chart", *charts))
    asked: dict[str, Any] = {name: (str, question) for name, question in fields.items()}
    return create_model("ModuleQuery", __base__=ModuleQuery, **asked)
