"""Two monthly returns kept in the demo: the manager's, the older one signed off by the administrator."""

from collections.abc import Sequence

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.access.scopes import ALL, find_scope
from pages.commissioner_reporting.service import kept
from pages.commissioner_reporting.service.report_query import ReportAsked, last_month, month_before
from storage.accounts import Person
from storage.record import Trace

NOTES = (
    "Validated over 18 weeks before it was prepared.",
    "Two long waits were treated in the last week of the month.",
)


def keep_returns(clockstart: Clockstart, made: Sequence[Person]) -> None:
    """Keep the last two months of everybody in the manager's reach; nothing when one of the two people is not new."""
    manager = next((person for person in made if person.role == "manager"), None)
    admin = next((person for person in made if person.role == "admin"), None)
    if manager is None or admin is None or clockstart.registry.find_by_store_key(kept.REPORTS) is None:
        return
    actor = as_actor(clockstart.store.people.get(manager.uid))
    newest = last_month(clockstart.today)
    for month, note in zip((month_before(newest), newest), NOTES, strict=True):
        asked = ReportAsked(find_scope(clockstart, actor, ALL), month)
        record_id = kept.keep(clockstart, actor, asked, note, Trace(manager.uid, "demo"))
        if month != newest:
            words = "Practice: compared with the lists."
            kept.sign_off(clockstart, as_actor(admin), manager.uid, record_id, words, Trace(admin.uid, "demo"))
