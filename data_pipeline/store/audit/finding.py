"""What a look over everything found."""

from dataclasses import dataclass, field
from typing import Any, Literal

from data_pipeline.words import LANGUAGES, catalogue, say

Severity = Literal["fault", "look"]


@dataclass(frozen=True)
class Finding:
    """`code` names the sentence `finding.<code>`, a check its own `check.<name>`.

    A fault is the program's or the disk's and must not be; a look is what files said and somebody should ask about.
    """

    code: str
    facts: dict[str, Any] = field(default_factory=dict)
    severity: Severity = "fault"

    def sentence(self, lang: str) -> str:
        """A fault that ended a check with an error is told by the error's own sentence."""
        own = f"check.{self.facts.get('name')}" if self.code == "check" else ""
        names = (own, f"finding.{self.code}", f"error.{self.code}")
        return say(lang, next(name for name in names if name in catalogue(lang)), **self.facts)

    def __str__(self) -> str:
        return self.sentence(LANGUAGES[-1])
