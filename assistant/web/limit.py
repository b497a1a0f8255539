"""How often who may ask: per address and in all. Addresses are kept as a keyed hash that changes every day."""

import hashlib
import hmac
import ipaddress
import secrets
import time

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response

from assistant.service_settings import ServiceSettings
from assistant.web.problems import problem

DAY_S = 86400
MINUTE_S = 60


class Limit:
    """Counts questions and feedback, and streams that are open."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._limiter = MovingWindowRateLimiter(storage_from_string(settings.redis_url or "memory://"))
        self._key = (-1, b"")
        self._streams: dict[str, int] = {}

    def who(self, request: Request) -> str | None:
        """Return who asks, as a hash that means nothing tomorrow; None for one who is not counted."""
        address = self._address(request)
        if not self._settings.limit_loopback and _is_loopback(address):
            return None
        day = int(time.time() // DAY_S)
        if self._key[0] != day:
            self._key = (day, secrets.token_bytes(32))
        return hmac.new(self._key[1], address.encode(), hashlib.sha256).hexdigest()[:16]

    def refusal(self, request: Request) -> Response | None:
        """Return the answer to one who asks too often; None to one who may."""
        who = self.who(request)
        if who is None:
            return None
        for most, name in ((self._settings.rate_per_minute, who), (self._settings.rate_global, "all")):
            if most and not self._limiter.hit(RateLimitItemPerMinute(most), name):
                after = self._after(RateLimitItemPerMinute(most), name)
                text = f"That is more than {most} requests a minute. Please wait {after} s."
                return problem(429, "too_many", text, retryable=True, after_s=after)
        return None

    def _after(self, item: RateLimitItemPerMinute, name: str) -> int:
        return max(1, min(MINUTE_S, int(self._limiter.get_window_stats(item, name).reset_time - time.time()) + 1))

    def begin(self, who: str | None) -> Response | None:
        """Count a stream that opens; return the refusal if there are too many."""
        most, each = self._settings.max_streams, self._settings.max_streams_per_address
        if (most and sum(self._streams.values()) >= most) or (who and each and self._streams.get(who, 0) >= each):
            return problem(429, "too_many_streams", "Too many streams are open.", retryable=True, after_s=2)
        self._streams[who or ""] = self._streams.get(who or "", 0) + 1
        return None

    def end(self, who: str | None) -> None:
        """Count a stream that closed."""
        left = self._streams.get(who or "", 0) - 1
        if left > 0:
            self._streams[who or ""] = left
        else:
            self._streams.pop(who or "", None)

    def _address(self, request: Request) -> str:
        """The address of the reader: the peer's, or what the last trusted proxy saw."""
        peer = request.client.host if request.client else ""
        hops = self._settings.trusted_hops
        seen = [one.strip() for line in request.headers.getlist("x-forwarded-for") for one in line.split(",")]
        return seen[-hops] if hops and len(seen) >= hops else peer


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
