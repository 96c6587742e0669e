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
        own = f"check.{self.facts.get('name')}"
        return say(
            lang, own if self.code == "check" and own in catalogue(lang) else f"finding.{self.code}", **self.facts
        )

    def __str__(self) -> str:
        return self.sentence(LANGUAGES[-1])
