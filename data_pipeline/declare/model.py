"""The base of every declaration: frozen, and strict about unknown keys."""

from collections.abc import Iterator, Mapping
from locale import locale_alias
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticKnownError

from data_pipeline.words.language import declared

CODES = frozenset(c for name in locale_alias if len(c := name.partition("_")[0].partition(".")[0]) == 2)  # of languages


class Declared(BaseModel):
    """What is declared in `zh` and `en` may be in any language: `de`, `short_de`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _own_names: dict[str, str] = PrivateAttr(default_factory=dict)

    @classmethod
    def is_name(cls, key: str) -> bool:
        """Whether it is a name in one more language than those that must be there."""
        stem, _, code = key.rpartition("_")
        return code in CODES and key not in cls.model_fields and f"{stem}_en".lstrip("_") in cls.model_fields

    @property
    def own_names(self) -> Mapping[str, str]:
        """By key, `de` or `short_de`."""
        return self._own_names

    def called_as(self, declared: "Declared | None") -> Self:
        """With the further names of what it was declared as: a table of the store keeps those of zh and en alone."""
        if declared is None or not declared.own_names:
            return self
        made = self.model_copy()
        made._own_names = dict(declared.own_names)
        return made

    @model_validator(mode="wrap")
    @classmethod
    def _in_more_languages(cls, data: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        own = {k: v for k, v in data.items() if isinstance(v, str) and cls.is_name(k)} if isinstance(data, dict) else {}
        made = read({k: v for k, v in data.items() if k not in own} if own else data)
        made._own_names.update(own)
        return made

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        yield from super().__repr_args__()
        if self._own_names:
            yield "own_names", self._own_names

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
