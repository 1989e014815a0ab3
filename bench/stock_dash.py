"""A stock Dash page with an empty grid, as Dash's first steps make one: the peer of `bench.first_paint`.

`python -m bench.stock_dash PORT`
"""

import sys

import dash_ag_grid as dag
from dash import Dash, html

COLUMNS = [{"field": name} for name in ("patient", "clinic", "appointment", "outcome", "next step")]


def main() -> None:
    app = Dash(__name__)
    app.layout = html.Main([html.H1("An empty list"), dag.AgGrid(columnDefs=COLUMNS, rowData=[])])
    app.run(port=sys.argv[1])


if __name__ == "__main__":
    main()
