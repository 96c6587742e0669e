"""The base of every declaration: frozen, and strict about unknown keys."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Declared):
    """Something with an id and a name in both languages."""

    id: str
    zh: str
    en: str

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en
