"""The base of every declaration: frozen, and strict about unknown keys."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticKnownError

from data_pipeline.words.language import declared


class Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_word_for_a_number(cls, value: Any, of: ValidationInfo) -> Any:
        """true is not 1."""
        field = cls.model_fields[str(of.field_name)]
        if isinstance(value, bool) and field.annotation in (int, float):
            raise PydanticKnownError("int_type" if field.annotation is int else "float_type")
        return value


class Named(Declared):
    """Something with an id and a name in each language."""

    id: str
    zh: str
    en: str

    def name(self, lang: str) -> str:
        return declared(self, "", lang)
