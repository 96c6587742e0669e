"""A peer: twelve figures in Dash, pushed as Dash does it, `dcc.Interval` asking each second for all of them.

`python -m tests.bench.dash_page PORT`, with a Python that has requirements-peers.txt. `POST /next` makes other figures.
"""

import logging
import sys

from dash import Dash, Input, Output, dcc, html  # type: ignore[import-not-found]
from waitress import serve  # type: ignore[import-not-found]

FIGURES, EVERY_MS = 12, 1000
LINES = 8000  # open at once; its own limit is 100
state = {"number": 1}
app = Dash(__name__, serve_locally=True)
app.layout = html.Div([
    *(html.Div([html.Span(f"figure {n}"), html.B(id=f"figure{n}")]) for n in range(FIGURES)),
    dcc.Interval(id="every", interval=EVERY_MS),
])  # fmt: skip


@app.callback([Output(f"figure{n}", "children") for n in range(FIGURES)], Input("every", "n_intervals"))
def figures(_: int) -> list[str]:
    return [f"{state['number'] * (n + 1):.3f}" for n in range(FIGURES)]


@app.server.post("/next")
def other() -> str:
    state["number"] += 1
    return "ok"


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that others wait is measured, not told
    serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=8, connection_limit=LINES, _quiet=True)
