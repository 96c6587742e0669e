"""A whole file refused: raised deep inside, turned into `Report.unreadable` at the one door."""

from typing import Any

from data_pipeline.intake.report import Problem


class Refusal(Exception):
    """The file cannot be read at all. `code` names the sentence `problem.<code>`."""

    def __init__(self, code: str, *, line: int = 0, value: str = "", **facts: Any) -> None:
        super().__init__(code, facts)
        self.problem = Problem(line=line, column="", value=value, code=code, severity="refuse", facts=facts)
