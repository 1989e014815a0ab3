"""Pages are written as Dash would write them, only faster."""

from __future__ import annotations

import json
from datetime import date

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
import numpy as np
import orjson
import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import dcc, html
from dash._utils import to_json

from dashapp.ui.writing import write_components

FIGURE = go.Figure(
    [
        go.Bar(x=[date(2026, 6, 12), date(2026, 6, 13)], y=np.array([1.5, float("nan")])),
        go.Scatter(x=["2026-01", "2026-02"], y=pd.Series([1, 2])),
    ],
    {"title": {"text": "Waits < 18 weeks"}},
)
CONTENT = [
    html.Div("plain", id="one", **{"aria-label": "A name", "data-grid": "ptl"}),
    html.Ul([html.Li(["nested ", html.Strong(3), None]), html.Li(True)], className="cs-list", hidden=False),
    html.Button("Remove", id={"remove": "r1", "slug": "dna"}, n_clicks=0, disabled=None),
    dbc.Select(id="pick", options=[{"label": "One", "value": "1"}], value="1"),
    dcc.Store(id="state", data={"days": [1, 2.5, None], "when": date(2026, 6, 12), 3: "three"}),
    dcc.Graph(figure=FIGURE, config={"displayModeBar": False}),
    dag.AgGrid(id="grid", rowData=orjson.Fragment(b'[{"id":"r1","name":"</script>"}]'), columnDefs=[]),
]


@pytest.mark.parametrize("content", [*CONTENT, CONTENT, "only words", None], ids=lambda one: type(one).__name__)
def test_what_is_written_is_what_dash_would_write(content: object) -> None:
    assert json.loads(to_json(write_components(content))) == json.loads(to_json(content))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        write_components(html.Div(object()))
