"""The head of a ledger as it is kept outside it: with a sum, so that a flipped bit does not pass for another line."""

import hashlib
import json

from data_pipeline.store.log.entry import Head


def as_bytes(head: Head) -> bytes:
    return json.dumps({"seq": head.seq, "hash": head.hash, "sum": _sum(head)}).encode("ascii")


def head_of(data: bytes) -> Head | None:
    """None where it is not what was written."""
    try:
        plain = json.loads(data)
        head = Head(int(plain["seq"]), str(plain["hash"]))
        return head if plain.get("sum", _sum(head)) == _sum(head) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _sum(head: Head) -> str:
    return hashlib.sha256(f"{head.seq} {head.hash}".encode()).hexdigest()[:16]
