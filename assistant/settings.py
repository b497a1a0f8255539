"""The only reader of the environment: `OWNRIG_*`, read once at a door, unknown names refused."""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.service_settings import ServiceSettings, number, url, yes

PREFIX = "OWNRIG_"
LOG_LEVELS = ("debug", "info", "warning", "error")

# Names that belong to doors and steps which are not there yet. They are accepted, so that one environment
# file serves every version, and have no effect.
RESERVED = ("DISCORD_TOKEN",)


@dataclass(frozen=True)
class Settings:
    """What an owner can change. Each field `name` is read from `OWNRIG_NAME`; those of `service` as well."""

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

    service: ServiceSettings = field(default_factory=ServiceSettings)

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Build the settings from the environment (or a mapping, in tests).

        Raises:
            SettingsError: an `OWNRIG_` name is unknown or a value malformed; the message names it.
        """
        given = os.environ if environ is None else environ
        known = {PREFIX + f.name.upper() for f in cls.described() if f.name != "ollama_host"}
        accepted = known | {PREFIX + name for name in RESERVED}
        unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in accepted)
        if unknown:
            raise SettingsError(f"unknown setting {unknown[0]!r}; known are {', '.join(sorted(accepted))}")
        folder = given.get("OWNRIG_DATA_DIR")
        return cls(
            data_dir=Path(folder) if folder else _default_data_dir(given),
            site_url=given.get("OWNRIG_SITE_URL", "").rstrip("/"),
            chroma_url=url("OWNRIG_CHROMA_URL", given.get("OWNRIG_CHROMA_URL", "")),
            chroma_allow_vulnerable=yes(given, "OWNRIG_CHROMA_ALLOW_VULNERABLE"),
            model=given.get("OWNRIG_MODEL", "").strip(),
            model_url=given.get("OWNRIG_MODEL_URL", "").strip(),
            num_ctx=number(given, "OWNRIG_NUM_CTX", cls.num_ctx, least=2048),
            max_concurrent=number(given, "OWNRIG_MAX_CONCURRENT", cls.max_concurrent, least=1),
            max_waiting=number(given, "OWNRIG_MAX_WAITING", cls.max_waiting),
            ollama_host=given.get("OLLAMA_HOST", ""),
            log_level=_log_level(given.get("OWNRIG_LOG_LEVEL") or "warning"),
            service=ServiceSettings.read(given),
        )

    @classmethod
    def described(cls) -> "tuple[Field[Any], ...]":
        """Return every field an owner can set, in the order of the table of settings."""
        return (*(f for f in fields(cls) if f.name != "service"), *fields(ServiceSettings))


def _default_data_dir(environ: Mapping[str, str]) -> Path:
    checkout = Path(__file__).parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "index" / "store"
    data = environ.get("XDG_DATA_HOME")
    home = environ.get("HOME") or environ.get("USERPROFILE") or "."
    return Path(data) / "ownrig" if data else Path(home) / ".local" / "share" / "ownrig"


def _log_level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise SettingsError(f"OWNRIG_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, got {text!r}")
    return text.lower()
