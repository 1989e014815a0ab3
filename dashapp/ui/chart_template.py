"""The one template of every figure. What it says is said nowhere else (fonts, gaps, colours, margins, no legend and no
title); a figure adds what hangs on its own numbers.

Colours are those of the light theme, which a picture taken away has; `assets/charts.css` turns them into the tokens of
whichever theme is on.
"""

from typing import Any

import plotly.io as pio
from plotly import graph_objects as go

from dashapp.ui.theme import BAR, CHART_DEFAULT_FONT, HAIR, INK, LIMIT, PAPER_HATCH

NAME = "clockstart"
SMALL, FONT = 12, 13
MARGIN = {"l": 4, "r": 16, "t": 10, "b": 4}

AXIS: dict[str, Any] = {
    "automargin": True,
    "fixedrange": True,
    "showgrid": False,
    "gridcolor": HAIR,
    "zeroline": False,
    "zerolinecolor": LIMIT,
    "ticks": "",
    "tickangle": 0,
    "tickfont": {"size": SMALL},
    "title": {"font": {"size": SMALL}, "standoff": 8},
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": CHART_DEFAULT_FONT, "size": FONT, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": MARGIN,
        "minreducedwidth": 24,  # on a phone names and numbers need their room more than the bars
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "bargap": 0.3,
        "barcornerradius": 2,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"font": {"size": FONT}},
        "separators": ".,",
        "xaxis": AXIS | {"ticks": "outside", "ticklen": 7, "tickcolor": "rgba(0,0,0,0)"},
        "yaxis": AXIS | {"tickformat": ",", "nticks": 5},
        "annotationdefaults": {"showarrow": False, "font": {"size": FONT}},
        "shapedefaults": {"line": {"width": 1.5, "color": INK}},
    },
    data={
        "bar": [
            go.Bar(
                marker={
                    "color": BAR,
                    "line": {"width": 0},
                    "pattern": {"fillmode": "overlay", "fgcolor": PAPER_HATCH, "size": 7},
                },
                cliponaxis=False,
                textfont={"size": FONT},
            )
        ],
        "scatter": [
            go.Scatter(
                line={"width": 2, "color": BAR}, marker={"color": BAR, "size": 7}, cliponaxis=False, connectgaps=False
            )
        ],
        "heatmap": [
            go.Heatmap(
                colorscale=[[0, "rgba(11,110,110,0.06)"], [1, "rgba(11,110,110,0.48)"]], showscale=False, xgap=3, ygap=3
            )
        ],
    },
)
pio.templates[NAME] = TEMPLATE
