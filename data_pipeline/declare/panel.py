"""Which figures of an operation stand together on its page, and under which title."""

from data_pipeline.declare.model import Named


class PanelRule(Named):
    """A panel of these lines of work and indicators, by id. What no panel names stands in one more, the last."""

    lines: tuple[str, ...] = ()
    gauges: tuple[str, ...] = ()
