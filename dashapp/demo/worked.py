"""When somebody of the demo cohort worked last: what a feature adds for them is of that moment, so that who is quiet
stays quiet."""

from datetime import datetime

from dashapp.context import Clockstart


def find_last_work(clockstart: Clockstart, uid: str) -> datetime | None:
    """The moment of the last thing they did; None for somebody who has done nothing yet."""
    worked = [one.last_change for one in clockstart.store.records.summary(uid).values() if one.last_change]
    return datetime.fromisoformat(max(worked)) if worked else None
