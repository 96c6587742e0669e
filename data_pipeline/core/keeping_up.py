"""Does the board keep up with those who look at it? It does not while somebody has been waiting for a drawing for
longer than a viewer may, or while so many wait that the next is turned away."""

from data_pipeline.core import newest, turns

DRAWN_S = 10.0  # within this every viewer has what they asked for
PREPARED_S = 20.0  # nobody waits for it by name: who asks meanwhile makes it


def behind() -> str:
    """Why viewers wait, for a log; "" while they do not."""
    late = [f"{n}: {s.oldest_s:.0f} s" for n, s in turns.states().items() if s.oldest_s > DRAWN_S]
    full = [f"{n}: {s.waiting} wait" for n, s in turns.states().items() if s.waiting >= s.limit]
    slow = [f"{n}: {s.oldest_s:.0f} s" for n, s in newest.states().items() if s.oldest_s > PREPARED_S]
    return "; ".join(late + full + slow)
