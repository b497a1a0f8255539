"""The settings of the HTTP service, and how a value of the environment is read. `settings.py` hands them over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from assistant.errors import SettingsError

MOST = 1_000_000
MOST_HOPS = 10
LAST_PORT = 65_535


def described(default: Any, shown: str, meaning: str) -> Any:  # noqa: ANN401 - like dataclasses.field itself
    """Return a field with what the table of settings says about it."""
    return field(default=default, metadata={"shown": shown, "meaning": meaning})


@dataclass(frozen=True)
class ServiceSettings:
    """What an owner can change about the service. Each field `name` is read from `OWNRIG_NAME`."""

    host: str = described("127.0.0.1", "`127.0.0.1`", "Address `ownrig serve` listens on")
    port: int = described(8000, "`8000`", "Port `ownrig serve` listens on; 0 takes a free one")
    allowed_hosts: tuple[str, ...] = described(
        (), "empty", "Names the service is reached by, with commas; loopback names and bare addresses always work"
    )
    cors_origins: tuple[str, ...] = described(
        (), "empty", "Sites whose pages may ask, as `https://host`, with commas; the service's own pages always may"
    )
    trusted_hops: int = described(
        0, "`0`", "Proxies in front, each of which adds to `X-Forwarded-For`; 0 ignores that header"
    )
    database_url: str = described(
        "", "empty", "SQLAlchemy address of the database; empty is `service.db` (SQLite) in the data folder"
    )
    redis_url: str = described("", "empty", "Redis that counts requests for all workers; empty counts per worker")
    rate_per_minute: int = described(30, "`30`", "Questions and feedback per minute and address; 0 = off")
    rate_global: int = described(600, "`600`", "Questions and feedback per minute in all; 0 = off")
    max_streams: int = described(1000, "`1000`", "Streams open at once per worker; 0 = off")
    max_streams_per_address: int = described(8, "`8`", "Streams open at once per address and worker; 0 = off")
    max_questions: int = described(256, "`256`", "Answers being made at once per worker; more are told to come back")
    limit_loopback: bool = described(
        default=False, shown="`no`", meaning="`yes` counts requests from this machine as well"
    )
    admin_token: str = described(
        "", "empty", "Opens the owner's view `/admin`, at least 16 characters; empty closes it"
    )
    keep_questions: bool = described(
        default=False,
        shown="`no`",
        meaning="`yes` keeps the text of questions; e-mail addresses, phone numbers and tokens are masked",
    )

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "ServiceSettings":
        """Build them from the environment.

        Raises:
            SettingsError: a value is malformed; the message names it.
        """
        return cls(
            host=given.get("OWNRIG_HOST") or cls.host,
            port=number(given, "OWNRIG_PORT", cls.port, LAST_PORT),
            allowed_hosts=_words(given, "OWNRIG_ALLOWED_HOSTS"),
            cors_origins=tuple(origin(one) for one in _words(given, "OWNRIG_CORS_ORIGINS")),
            trusted_hops=number(given, "OWNRIG_TRUSTED_HOPS", cls.trusted_hops, MOST_HOPS),
            database_url=given.get("OWNRIG_DATABASE_URL", ""),
            redis_url=given.get("OWNRIG_REDIS_URL", ""),
            rate_per_minute=number(given, "OWNRIG_RATE_PER_MINUTE", cls.rate_per_minute),
            rate_global=number(given, "OWNRIG_RATE_GLOBAL", cls.rate_global),
            max_streams=number(given, "OWNRIG_MAX_STREAMS", cls.max_streams),
            max_streams_per_address=number(given, "OWNRIG_MAX_STREAMS_PER_ADDRESS", cls.max_streams_per_address),
            max_questions=number(given, "OWNRIG_MAX_QUESTIONS", cls.max_questions),
            limit_loopback=yes(given, "OWNRIG_LIMIT_LOOPBACK"),
            admin_token=_token(given.get("OWNRIG_ADMIN_TOKEN", "")),
            keep_questions=yes(given, "OWNRIG_KEEP_QUESTIONS"),
        )


def number(given: Mapping[str, str], name: str, default: int, most: int = MOST, *, least: int = 0) -> int:
    """Return a whole number from `least` to `most`.

    Raises:
        SettingsError: it is none.
    """
    text = given.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise SettingsError(f"{name} must be a whole number from {least:,} to {most:,}, got {text!r}")
    return int(text)


def yes(given: Mapping[str, str], name: str) -> bool:
    """Return a switch; not given is off.

    Raises:
        SettingsError: it is neither on nor off.
    """
    text = given.get(name, "").lower()
    if text not in ("", "yes", "no", "1", "0", "true", "false"):
        raise SettingsError(f"{name} must be yes or no, got {given[name]!r}")
    return text in ("yes", "1", "true")


def url(name: str, text: str) -> str:
    """Return the address of a server: scheme, host and perhaps a port; empty stays empty.

    Raises:
        SettingsError: it is none.
    """
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and plain
    except ValueError:
        good = False
    if not good:
        raise SettingsError(f"{name} must look like http://host:port, got {text!r}")
    return text.rstrip("/")


def origin(text: str) -> str:
    """Return an origin as browsers send it.

    Raises:
        SettingsError: it is none; `*` is none, since it would let any page on the web ask.
    """
    return url("OWNRIG_CORS_ORIGINS", text).lower()


def _words(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in given.get(name, "").split(",") if word.strip())


SHORTEST_TOKEN = 16


def _token(text: str) -> str:
    if text and len(text) < SHORTEST_TOKEN:
        raise SettingsError(f"OWNRIG_ADMIN_TOKEN must have at least {SHORTEST_TOKEN} characters")
    return text
