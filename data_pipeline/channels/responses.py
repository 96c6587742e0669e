"""What became of a file, as plain values for a machine: the answer over HTTP and the receipt beside an inbox file."""

from typing import Any

from data_pipeline.core.errors import BoardError
from data_pipeline.intake import Receipt
from data_pipeline.words import LANGUAGES, say

TAKEN = ("loaded", "already", "waits")


def of_receipt(receipt: Receipt, lang: str) -> dict[str, Any]:
    """`sentence` in both languages; the report's own sentences in `lang`."""
    facts = {
        "load_id": receipt.load_id,
        "accepted": receipt.report.accepted,
        "refused": receipt.report.refused,
        "doubts": len(receipt.report.doubts),
    }
    sentence = {one: say(one, f"answer.{receipt.status}", **facts) for one in LANGUAGES}
    return {"ok": receipt.status in TAKEN, "sentence": sentence, **receipt.as_dict(lang)}


def of_error(why: BoardError) -> dict[str, Any]:
    sentence = {lang: why.sentence(lang) for lang in LANGUAGES}
    return {
        "ok": False,
        "error": {"code": why.code, "facts": {k: str(v) for k, v in why.facts.items()}},
        "sentence": sentence,
    }
