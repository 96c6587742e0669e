"""The floor that the wall is measured against: twelve plain figures in a fragment, and nothing behind them."""

import time

import streamlit as st


@st.fragment
def figures() -> None:
    for n, column in enumerate(st.columns(12)):
        column.metric(f"figure {n}", f"{time.time() * (n + 1):.3f}")


figures()
