"""What a `pick` question offers: the actor's own records of another module, by name and number."""

from __future__ import annotations

from collections.abc import Mapping

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.questions import Ask, Question
from dashapp.services.pathways import PTL, pathway_label

PICKED_FROM = {"pathway": PTL}
OFFERED_AT_MOST = 500


def offer(clockstart: Clockstart, actor: Actor, module: Module) -> Mapping[str, Mapping[str, str]]:
    """For each kind of pick the module asks: record id → words; nothing is read for a module that asks none."""
    wanted = {pick for question in module.questions for pick in list_picks(question)}
    return {kind: list_offered(clockstart, actor.uid, PICKED_FROM[kind]) for kind in sorted(wanted)}


def list_picks(question: Question) -> list[str]:
    """The kinds of pick a question asks for, those of a group's parts included."""
    own = [question.ask.pick] if isinstance(question.ask, Ask) and question.ask.pick else []
    return [*own, *(pick for part in question.parts for pick in list_picks(part))]


def list_offered(clockstart: Clockstart, uid: str, store_key: str) -> Mapping[str, str]:
    """The newest records first."""
    newest = reversed(clockstart.store.records.list(uid, store_key)[-OFFERED_AT_MOST:])
    return {record.id: pathway_label(record.data) or record.id for record in newest}
