"""The only reader of the environment: `OWNRIG_*`, read once at a door, unknown names refused."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from assistant.errors import SettingsError

PREFIX = "OWNRIG_"
LOG_LEVELS = ("debug", "info", "warning", "error")

# Names that belong to doors and steps which are not there yet. They are accepted, so that one environment
# file serves every version, and have no effect.
RESERVED = (
    "HOST", "PORT", "DATABASE_URL", "REDIS_URL", "RATE_PER_MINUTE", "RATE_GLOBAL", "MAX_STREAMS", "TRUSTED_HOPS",
    "CORS_ORIGINS", "ADMIN_TOKEN", "KEEP_QUESTIONS", "DISCORD_TOKEN",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """What an owner can change. Each field `name` is read from `OWNRIG_NAME`."""

    data_dir: Path = field(
        default=Path(),
        metadata={
            "shown": "`index/store` in a checkout, else `~/.local/share/ownrig`",
            "meaning": "Folder for what is generated: caches, conversations. If it is not writable, nothing is kept",
        },
    )
    site_url: str = field(
        default="",
        metadata={
            "shown": "empty",
            "meaning": "Where the links of citations lead; empty gives paths like `/gpus/rtx-3090`",
        },
    )
    log_level: str = field(
        default="warning",
        metadata={
            "shown": "`warning`",
            "meaning": "One of debug, info, warning, error; the log goes to standard error",
        },
    )
    chroma_url: str = field(
        default="",
        metadata={
            "shown": "empty",
            "meaning": "A Chroma server for the vectors, `http://host:port`; empty keeps them in the data folder. "
            "Servers from 1.0.0 to 1.5.9 are refused (CVE-2026-45829)",
        },
    )
    chroma_allow_vulnerable: bool = field(
        default=False,
        metadata={
            "shown": "`no`",
            "meaning": "`yes` uses such a server all the same; only if nobody else reaches it",
        },
    )

    model: str = field(
        default="",
        metadata={
            "shown": "`qwen3:4b-instruct`",
            "meaning": "The model that explains: an Ollama tag, or `openai:NAME` and other LangChain providers; "
            "`none` asks no model",
        },
    )
    model_url: str = field(
        default="",
        metadata={"shown": "empty", "meaning": "Address of a server that speaks the provider's language, such as vLLM"},
    )
    num_ctx: int = field(
        default=8192,
        metadata={"shown": "`8192`", "meaning": "Context for Ollama, in tokens; the same in every call"},
    )
    max_concurrent: int = field(
        default=1, metadata={"shown": "`1`", "meaning": "Explanations written at the same time"}
    )
    max_waiting: int = field(
        default=4,
        metadata={"shown": "`4`", "meaning": "Questions that wait for the model; those behind are answered without it"},
    )
    ollama_host: str = field(
        default="",
        metadata={"shown": "`127.0.0.1:11434`", "meaning": "Read as `OLLAMA_HOST`, as Ollama itself reads it"},
    )

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Build the settings from the environment (or a mapping, in tests).

        Raises:
            SettingsError: an `OWNRIG_` name is unknown or a value malformed; the message names it.
        """
        given = os.environ if environ is None else environ
        known = {PREFIX + f.name.upper() for f in fields(cls) if f.name != "ollama_host"}
        accepted = known | {PREFIX + name for name in RESERVED}
        unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in accepted)
        if unknown:
            raise SettingsError(f"unknown setting {unknown[0]!r}; known are {', '.join(sorted(accepted))}")
        folder = given.get("OWNRIG_DATA_DIR")
        return cls(
            data_dir=Path(folder) if folder else _default_data_dir(given),
            site_url=given.get("OWNRIG_SITE_URL", "").rstrip("/"),
            chroma_url=_url("OWNRIG_CHROMA_URL", given.get("OWNRIG_CHROMA_URL", "")),
            chroma_allow_vulnerable=_yes(given, "OWNRIG_CHROMA_ALLOW_VULNERABLE"),
            model=given.get("OWNRIG_MODEL", "").strip(),
            model_url=given.get("OWNRIG_MODEL_URL", "").strip(),
            num_ctx=_count(given, "OWNRIG_NUM_CTX", 8192, least=2048),
            max_concurrent=_count(given, "OWNRIG_MAX_CONCURRENT", 1, least=1),
            max_waiting=_count(given, "OWNRIG_MAX_WAITING", 4, least=0),
            ollama_host=given.get("OLLAMA_HOST", ""),
            log_level=_log_level(given.get("OWNRIG_LOG_LEVEL") or "warning"),
        )


def _default_data_dir(environ: Mapping[str, str]) -> Path:
    checkout = Path(__file__).parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "index" / "store"
    data = environ.get("XDG_DATA_HOME")
    home = environ.get("HOME") or environ.get("USERPROFILE") or "."
    return Path(data) / "ownrig" if data else Path(home) / ".local" / "share" / "ownrig"


def _url(name: str, text: str) -> str:
    """An address of a server: scheme, host and perhaps a port."""
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


def _count(given: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or int(text) < least:
        raise SettingsError(f"{name} must be a whole number of at least {least}, got {text!r}")
    return int(text)


def _yes(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text not in ("", "yes", "no", "1", "0", "true", "false"):
        raise SettingsError(f"{name} must be yes or no, got {given[name]!r}")
    return text in ("yes", "1", "true")


def _log_level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise SettingsError(f"OWNRIG_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, got {text!r}")
    return text.lower()
