"""What `ownrig doctor` and a starting service ask of the model's server: is it there, new, and has the model?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.generation.host import ollama_url
from assistant.generation.ollama import CONNECT, OLDEST, server_version

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True)
class Examined:
    """A server with its version, and whether the model is there."""

    url: str
    version: str
    model: str


async def examine(ollama_host: str, tag: str) -> Examined:
    """Ask an Ollama server.

    Raises:
        ModelError: absent, old or missing; the message says what mends it.
    """
    import httpx  # noqa: PLC0415 - only where a model is asked

    url = ollama_url(ollama_host)
    try:
        version = await server_version(url)
        async with httpx.AsyncClient(trust_env=False, timeout=CONNECT) as client:
            names = _names(await client.get(f"{url}/api/tags"))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise ModelError("absent", f"nothing that speaks as Ollama listens at {url}; run: ollama serve") from error
    shown = ".".join(map(str, version))
    if version < OLDEST:
        raise ModelError("old", f"Ollama {shown} at {url} is older than 0.17.1 (CVE-2026-7482): update it")
    if tag not in names and f"{tag}:latest" not in names:
        raise ModelError("missing", f"Ollama at {url} does not have {tag}; run: ollama pull {tag}")
    return Examined(url, shown, tag)


def _names(answer: "httpx.Response") -> frozenset[str]:
    answer.raise_for_status()
    found = answer.json()
    models = found.get("models", []) if isinstance(found, dict) else []
    return frozenset(str(one.get("name")) for one in models if isinstance(one, dict))
