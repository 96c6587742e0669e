"""The one process that serves the board: `streamlit run app.py`. The frame of every page is pages/frame.py."""

import gc

import streamlit as st
from streamlit import net_util

from pages.app.trouble import trouble
from pages.server.lifespan import lifespan
from pages.server.routes import MIDDLEWARE, ROUTES, SHORTER

# A handshake from a foreign origin makes the framework ask an internet address for its own; here it must not.
net_util._external_ip = ""

app = st.App(
    "pages/frame.py",
    routes=ROUTES,
    middleware=[*MIDDLEWARE, *SHORTER],
    lifespan=lifespan,
    on_script_error=trouble,
)

gc.collect()
gc.freeze()  # what the imports made lives as long as the process: later collections need not walk it
gc.set_threshold(20_000, 20, 20)  # of what a drawing makes nearly all goes by itself: half of the collector's time
