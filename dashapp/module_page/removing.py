"""Removing a record: asked about first, with what hangs on it named."""

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from storage.record import Record
from words.phrases import join_words

HANGING = (
    "Belonging to it: {hanging}. They stay in their lists with all their answers. They will say that it was removed, "
    "and its clock is gone from their pages, until you bring it back."
)


def name_hanging(clockstart: Clockstart, uid: str, record: Record) -> str:
    """ "2 letters and 1 missed appointment" that are linked to this record."""
    others = clockstart.store.records.linked(uid, record.id)
    counts = Counter(other.module for other in others if other.id != record.id)
    modules = ((clockstart.registry.find_by_store_key(key), count) for key, count in counts.items())
    return join_words(
        [f"{count:,} {module.one if count == 1 else module.many}" for module, count in modules if module is not None]
    )


def render_remove_dialog(clockstart: Clockstart, uid: str, module: Module, record: Record) -> Component:
    """Asks before removing, naming what would go; `assets/dialog.js` opens and closes it."""
    title, hanging = name_record(module, record), name_hanging(clockstart, uid, record)
    return html.Dialog(
        [
            html.H2(f"Remove {title}?", id="remove-title"),
            html.P("It leaves your list. You can bring it back from the list's removed records."),
            *([html.P(HANGING.format(hanging=hanging))] if hanging else []),
            html.Div(
                [
                    html.Button("Remove", id=ids.REMOVE_CONFIRM, type="button", className="btn btn-danger", n_clicks=0),
                    html.Button("Keep it", type="button", className="btn btn-secondary", **{"data-close-dialog": "1"}),
                ],
                className="cs-buttons",
            ),
        ],
        id=ids.REMOVE_DIALOG,
        **{"aria-labelledby": "remove-title", "data-opened-by": ids.REMOVE},
    )
