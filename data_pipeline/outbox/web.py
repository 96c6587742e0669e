"""By HTTP: plain JSON, and what the robots of 企业微信 and 钉钉 take.

Both robots take `{"msgtype": "markdown", ...}` by POST and answer 200 with `errcode`, which is 0 where they took it;
they know no key by which a message sent again would be one. 企业微信 holds `content` to 4096 bytes; 钉钉 asks for a
`title`, and where a robot signs for `timestamp` (ms) and `sign`, the Base64 of HMAC-SHA256 over "timestamp\\nsecret".
"""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message as Headers
from typing import IO, Any
from urllib.parse import urlencode

from data_pipeline.core.clock import machine_s
from data_pipeline.outbox.parcel import NotTaken, Parcel, Unanswered

PATIENCE_S = 10.0
JSON = "application/json; charset=utf-8"
MAY_HAVE = (502, 504)  # a door between us and the far side gave up: what lies behind it may have taken the message
ANSWER = 65_536  # bytes of an answer that are looked at
WECOM_BYTES, DINGTALK_BYTES = 4096, 20_000
MOST_BYTES = 20_000_000  # of files in one JSON


class _Straight(urllib.request.HTTPRedirectHandler):
    """A POST that is sent elsewhere would arrive there as a GET without what it says."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        return None


OPENER = urllib.request.build_opener(_Straight)


def post(url: str, said: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> bytes:
    """The beginning of the answer. Raises NotTaken, Unanswered."""
    data = json.dumps(said, ensure_ascii=False).encode()
    asked = urllib.request.Request(url, data, {"Content-Type": JSON, **(headers or {})})
    try:
        with OPENER.open(asked, timeout=PATIENCE_S) as answer:
            return answer.read(ANSWER)
    except urllib.error.HTTPError as why:
        why.close()
        raise (Unanswered if why.code in MAY_HAVE else NotTaken)(f"HTTP {why.code}") from None
    except urllib.error.URLError as why:  # while connecting or before all was sent
        raise NotTaken(_said(why.reason)) from None
    except ValueError as why:
        raise NotTaken(str(why)) from None
    except OSError as why:
        raise Unanswered(_said(why)) from None


def _said(why: object) -> str:
    """Without the number of an error."""
    return getattr(why, "strerror", None) or str(why) or type(why).__name__


def webhook(of: Parcel) -> str:
    """Files go along as Base64. The far side takes a message sent again for one by `Idempotency-Key`."""
    message, lang = of.message, of.channel.language
    if sum(f.size for f in of.files) > MOST_BYTES:
        raise NotTaken(f"> {MOST_BYTES} bytes")
    files = [
        {"name": f.name, "media": f.media, "sha256": f.sha256, "base64": base64.b64encode(of.read(f)).decode()}
        for f in of.files
    ]
    said = {
        "id": message.id, "kind": message.kind, "at": message.at.isoformat(), "subject": message.subject[lang],
        "body": message.body[lang], "lang": lang, "link": of.channel.link(message), "facts": dict(message.facts),
        "files": files, "again": of.again,
    }  # fmt: skip
    headers = {"Idempotency-Key": of.key}
    if of.channel.secret:
        data = json.dumps(said, ensure_ascii=False).encode()
        headers["X-Riqing-Signature"] = hmac.new(of.channel.secret.encode(), data, hashlib.sha256).hexdigest()
    post(of.channel.to[0], said, headers)
    return ""


def wecom(of: Parcel) -> str:
    content = _cut(f"**{of.subject}**\n{_text(of)}", WECOM_BYTES)
    _robot(of.channel.to[0], {"msgtype": "markdown", "markdown": {"content": content}})
    return ""


def dingtalk(of: Parcel) -> str:
    url, secret = of.channel.to[0], of.channel.secret
    if secret:
        stamp = str(round(machine_s() * 1000))
        made = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        signed = urlencode({"timestamp": stamp, "sign": base64.b64encode(made).decode()})
        url = f"{url}{'&' if '?' in url else '?'}{signed}"
    text = _cut(f"#### {of.subject}\n{_text(of)}", DINGTALK_BYTES)
    _robot(url, {"msgtype": "markdown", "markdown": {"title": of.subject, "text": text}})
    return ""


def _text(of: Parcel) -> str:
    link = of.channel.link(of.message)
    return "\n\n".join(part for part in (of.body, f"[{link}]({link})" if link else "") if part)


def _robot(url: str, said: Mapping[str, Any]) -> None:
    """It took it where it says errcode 0, and only there."""
    answer = post(url, said)
    try:
        told = json.loads(answer)
        code, why = int(told["errcode"]), str(told.get("errmsg", ""))
    except (ValueError, KeyError, TypeError):
        raise Unanswered("no errcode in the answer") from None
    if code:
        raise NotTaken(f"errcode {code} {why[:80]}")


def _cut(text: str, most: int) -> str:
    data = text.encode()
    return text if len(data) <= most else data[: most - 3].decode("utf-8", "ignore") + "…"
