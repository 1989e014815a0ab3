"""One record with all that its page shows of it, read once: what the page and the panel over a worklist are made from.

Any part can be drawn outside the record's page, for a record of any module:

    view = RecordView.read(clockstart, actor, uid, module, record)
    [*render_band(view), *render_attention(view), *render_composer(view)]

`render_band` is in `band.py`, `render_attention` in `attention.py`, `render_composer` in `composer.py`. Their ids carry
the record's address (`ids.composer`), so that a page can hold several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Meaning, NextStep
from dashapp.declare.module import Case, Module
from dashapp.services.records import drafts, picks, predictions, records, timeline
from dashapp.services.records.predictions import Prediction
from dashapp.services.records.timeline import Told
from dashapp.services.records.to_do import Owed, list_owed
from dashapp.ui import ids
from storage.record import Record


@dataclass(frozen=True)
class RecordView:
    """A record of `uid` as `actor` sees it; `base` is the address before its module's, of somebody else's record. While
    its owner has still to predict what a save did, it `waits` and `case` is the record before it."""

    clockstart: Clockstart
    actor: Actor
    uid: str
    module: Module
    record: Record
    case: Case | None
    base: str = ""
    waits: Prediction | None = None

    @classmethod
    def read(
        cls, clockstart: Clockstart, actor: Actor, uid: str, module: Module, record: Record, base: str = ""
    ) -> RecordView:
        """Whoever calls has checked that `actor` may read the record."""
        view = cls(clockstart, actor, uid, module, record, records.make_case(clockstart, uid, module, record), base)
        waits = predictions.find(clockstart, uid, view.case) if view.is_own and view.case else None
        return replace(view, waits=waits, case=waits.case) if waits else view

    @property
    def is_own(self) -> bool:
        """Whether it can be written here: the actor's own, and not looked at as somebody else."""
        return self.has_form and self.uid == self.actor.uid and not self.actor.viewing

    @property
    def has_form(self) -> bool:
        """Whether its owner writes it."""
        return not self.base and self.module.made_by == "person"

    def part(self, name: str) -> dict[str, Any]:
        """The id of a part of its composer, or of what is drawn with it."""
        return ids.composer(name, self.module.slug, self.record.id)

    @cached_property
    def meaning(self) -> Meaning:
        return self.module.meaning(self.case) if self.case and self.module.meaning else Meaning()

    @cached_property
    def told(self) -> Sequence[Told]:
        """The events of its pathway, or its own where it hangs on none; oldest first."""
        return timeline.list_told(self.clockstart, self.case) if self.case else []

    @cached_property
    def draft(self) -> drafts.Draft | None:
        """What was typed into one's own record and not saved."""
        return None if self.base else drafts.find(self.clockstart, self.actor, self.module.slug, self.record.id)

    @property
    def has_pathway(self) -> bool:
        return self.case is not None and timeline.has_pathway(self.case)

    @cached_property
    def owed(self) -> Sequence[Owed]:
        return list_owed(self.clockstart, self.case) if self.case else []

    @cached_property
    def next_step(self) -> NextStep | None:
        """What was agreed to be done, or else the first thing that is owed."""
        agreed = self.module.next_step(self.case) if self.case and self.module.next_step else None
        first = min((one for one in self.owed if one.due.matter != "limit"), key=lambda one: one.due.on, default=None)
        return agreed or (NextStep(first.due.what, first.due.on) if first else None)

    @cached_property
    def picked(self) -> Mapping[str, str]:
        return picks.name_picked(self.clockstart, self.uid, self.module, self.record.data)
