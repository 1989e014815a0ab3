"""Capacity plans: what a plan assumes, what the list shows, the figures, the forecast, and the charts of them all.

`reading` makes a stored plan into `Assumptions`; `clocks` and `history` say what the list shows; `opened` puts both
together for one actor; `figures` works out what can be said at once; `forecasts` runs the simulation in the worker;
the `…_charts` files make the `Series` that figure, table and CSV read.
"""
