"""The process in which sheets of a new operation are read: `python -m data_pipeline.propose.worker`. What a sheet made
to burst does there, no viewer notices."""

from collections.abc import Callable
from typing import Any

from data_pipeline.propose.training import trained
from data_pipeline.propose.trial import keep, trial
from data_pipeline.store.write.worker import Work, main


def _opened(zone: str) -> tuple[None, str]:
    return None, zone


JOBS: dict[str, Callable[..., Any]] = {
    "trial": lambda _, *given: trial(*given),
    "keep": lambda _, *given: keep(*given),
    "train": lambda _, *given: trained(*given),
}

if __name__ == "__main__":
    main(Work(_opened, JOBS))
