"""What every request passes first: the host it names, the size and form of its body, and headers of every response."""

import ipaddress
import json
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.metrics import Metrics
from assistant.web.problems import problem

MOST_BODY = 64 * 1024  # bytes; a question has 2,000 characters
DEEPEST = 20
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
LOCAL = frozenset({"localhost", "testserver"})


class Guard:
    """ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], metrics: Metrics) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        dressed = self._dressed(send)
        if not self._known(headers.get("host", "")):
            await problem(400, "bad_host", "This service is not reached by that name.")(scope, receive, dressed)
            return
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, dressed)
            return
        body = await _body(receive, headers)
        if body is None:
            await problem(413, "too_large", f"The body may have {MOST_BODY:,} bytes.")(scope, receive, dressed)
        elif fault := _fault(body, headers):
            await problem(422, "invalid", fault)(scope, receive, dressed)
        else:
            await self._app(scope, _again(body, receive), dressed)

    def _known(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        name = name.strip("[]").lower()
        if name in self._hosts or name in LOCAL:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _dressed(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requested(message["status"])
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return sent


async def _body(receive: Receive, headers: Headers) -> bytes | None:
    """The whole body; None if it is too large, found out before it is read where the length is given."""
    stated = headers.get("content-length", "0")
    if stated.isdigit() and int(stated) > MOST_BODY:
        return None
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BODY:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, then what the connection says."""
    sent = False

    async def received() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return received


def _fault(body: bytes, headers: Headers) -> str | None:
    """What is wrong with a JSON body beyond its fields: no UTF-8, a key twice, too deep, half a surrogate."""
    if not body or "json" not in headers.get("content-type", "application/json"):
        return None
    try:
        text = body.decode("utf-8")
        if _depth(text) > DEEPEST:
            return f"The JSON is nested deeper than {DEEPEST} levels."
        found = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        return "The body is not UTF-8."
    except (ValueError, RecursionError) as error:
        return str(error) if str(error).startswith("The key") else "The body is not JSON."
    return "The text holds characters that are none." if _broken(found) else None


def _depth(text: str) -> int:
    deepest = now = 0
    for sign in text:
        now += (sign in "[{") - (sign in "]}")
        deepest = max(deepest, now)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("The key of an object stands there twice.")
    return found


def _broken(value: object) -> bool:
    if isinstance(value, str):
        return any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return any(_broken(one) for pair in value.items() for one in pair)
    return isinstance(value, list) and any(map(_broken, value))
