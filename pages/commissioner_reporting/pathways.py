"""The pathways behind a number: those a part of the return counts, narrowed as the number was."""

from collections.abc import Mapping, Sequence

import numpy as np
from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.derived.clock_columns import LINES
from dashapp.services.records.pathways import PTL
from dashapp.ui.empty import render_empty
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Visit
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.series import name_line
from rules.calendar import band_label
from rules.returns.columns import band_columns, day_columns
from rules.returns.layout import BAND_COUNT, Part
from words.phrases import say_band

from .frame import pathway_address

SHOWN_AT_MOST = 200
LEAD = "The pathways that a number of the report counts, the longest waits first."


def render_pathways(clockstart: Clockstart, visit: Visit, listed: ReportedList) -> Sequence[Component]:
    """A table of the pathways, each leading to its record."""
    given = listed.asked.given
    part, low, high = Part(given.part), given.low, given.high
    bands = band_columns(listed.periods, listed.asked.month)
    chosen = np.flatnonzero(listed.parts()[part] & (bands >= low) & (bands < high))
    longest = chosen[np.argsort(-day_columns(listed.periods, listed.asked.month)[chosen], kind="stable")]
    words = f"{len(chosen):,} in {part.words}, {part.description.lower()}"
    if low or high < BAND_COUNT:
        words += f", of over {low} and up to {high} weeks"
    if not len(chosen):
        return [render_empty("No pathways behind this number", "Take a filter off, or choose another month.")]
    more = f" The first {SHOWN_AT_MOST:,} are shown." if len(chosen) > SHOWN_AT_MOST else ""
    return [html.P(f"{words}.{more}"), render_rows(clockstart, visit, listed, longest[:SHOWN_AT_MOST], bands)]


def render_rows(
    clockstart: Clockstart, visit: Visit, listed: ReportedList, places: np.ndarray, bands: np.ndarray
) -> Component:
    columns = listed.columns
    names = read_names(clockstart, listed, places)
    people = {person.uid: person.name for person in clockstart.store.people.list() if person.uid in columns.people}
    rows: list[Sequence[Cell]] = []
    for place in places:
        row = columns.rows[place]
        owner, record_id = columns.people[row["owner"]], columns.ids[row["record"]]
        rows.append(
            (
                html.A(names.get((owner, record_id), record_id), href=pathway_address(visit.actor, owner, record_id)),
                people.get(owner, ""),
                name_line(LINES[row["line"]]),
                listed.commissioners[listed.periods.commissioner[place]],
                row["start"].item(),
                row["stop"].item(),
                say_band(band_label(int(bands[place])), "weeks") if bands[place] < BAND_COUNT else "not known",
            )
        )
    heads = ("Whose", "Treatment function", "Commissioner", "Clock start", "Clock stop", "Waited")
    return render_table("Pathways", (Column("Pathway", header=True), *(Column(head) for head in heads)), rows)


def read_names(clockstart: Clockstart, listed: ReportedList, places: np.ndarray) -> Mapping[tuple[str, str], str]:
    """The patients' names of these pathways, read owner by owner."""
    columns = listed.columns
    wanted: dict[str, list[str]] = {}
    for row in columns.rows[places]:
        wanted.setdefault(columns.people[row["owner"]], []).append(columns.ids[row["record"]])
    return {
        (owner, record.id): str(record.data.get("patient_name") or record.id)
        for owner, ids in wanted.items()
        for record in clockstart.store.records.get_many(owner, PTL, ids)
    }
