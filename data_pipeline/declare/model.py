"""The base of every declaration: frozen, and strict about unknown keys."""

from pydantic import BaseModel, ConfigDict

from data_pipeline.words.language import declared


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Declared):
    """Something with an id and a name in each language."""

    id: str
    zh: str
    en: str

    def name(self, lang: str) -> str:
        return declared(self, "", lang)
