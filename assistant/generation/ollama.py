"""Ollama behind the port `TextGenerator`: one model, one context size, one stream of text."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.domain.generated import Prompt, Stopped
from assistant.errors import ModelError
from assistant.generation.patience import Patience, in_time
from assistant.generation.turns import Turns

if TYPE_CHECKING:
    from ollama import AsyncClient, ChatResponse

OLDEST = (0, 17, 1)  # older servers have CVE-2026-7482
KEEP_ALIVE = "30m"
SEED = 1
CONNECT = 2.0  # seconds
HTTP_NOT_FOUND = 404
COMPOSED = "so this was put together by code."


@dataclass(frozen=True)
class OllamaPlace:
    """Where and how: the same `num_ctx` in every call, since another one makes Ollama load the model anew."""

    url: str
    model: str
    num_ctx: int
    num_predict: int
    patience: Patience = field(default_factory=Patience)


class OllamaWriter:
    """Writes text with one model of an Ollama server. Connections are opened per call and closed with it."""

    def __init__(self, place: OllamaPlace, turns: Turns) -> None:
        self._place = place
        self._turns = turns
        self._checked = False

    @property
    def model(self) -> str:
        """The model as the server knows it."""
        return self._place.model

    async def ready(self) -> None:
        """Return if something listens there and is new enough.

        Raises:
            ModelError: nothing listens, or it is too old.
        """
        parts = urlsplit(self._place.url)
        try:
            async with asyncio.timeout(CONNECT):
                _, writer = await asyncio.open_connection(parts.hostname, parts.port)
                writer.close()
                await writer.wait_closed()
        except OSError as error:  # found without loading a client, which takes longer than the rest of an answer
            raise ModelError("absent", f"No language model answers at the moment, {COMPOSED}") from error
        try:
            await self._check()
        except _client_errors() as error:
            raise failure(error, self._place) from error

    async def warm(self) -> None:
        """Load the model: a chat without messages does that, and `num_ctx` must be that of the questions to come.

        Raises:
            ModelError: nothing listens, the server has no such model, fails, or is too slow.
        """
        client = self._client()
        try:
            await client.chat(self._place.model, [], options=self._options(), keep_alive=KEEP_ALIVE)
        except _client_errors() as error:
            raise failure(error, self._place) from error
        finally:
            await client.close()  # type: ignore[no-untyped-call]

    async def write(self, prompt: Prompt) -> AsyncGenerator[str | Stopped, None]:
        """Yield text as it comes, and how it ended. Closing the iterator ends the generation at the server.

        Raises:
            ModelError: nothing listens, the server is too old, has no such model, fails, or is too slow.
        """
        async with self._turns.place(), aclosing(self._stream(prompt)) as stream:
            async for piece in stream:
                yield piece

    async def _stream(self, prompt: Prompt) -> AsyncGenerator[str | Stopped, None]:
        client = self._client()
        try:
            chunks = await self._started(client, prompt)
            async with aclosing(in_time(chunks, self._place.patience)) as timed:
                async for chunk in timed:
                    for piece in _pieces(chunk):
                        yield piece
        except _client_errors() as error:
            raise failure(error, self._place) from error
        finally:
            await client.close()  # type: ignore[no-untyped-call]

    def _client(self) -> "AsyncClient":
        import httpx  # noqa: PLC0415 - only where a model is asked
        from ollama import AsyncClient  # noqa: PLC0415

        patience = self._place.patience
        wait = httpx.Timeout(patience.whole, connect=CONNECT)
        return AsyncClient(host=self._place.url, timeout=wait, trust_env=False)

    async def _check(self) -> None:
        """Ask the version once; this is also what finds out fast that nothing listens."""
        if self._checked:
            return
        async with asyncio.timeout(self._place.patience.version):
            version = await server_version(self._place.url)
        if version < OLDEST:
            shown = ".".join(map(str, version))
            text = f"Ollama {shown} is older than 0.17.1 and not used (CVE-2026-7482), {COMPOSED}"
            raise ModelError("old", text)
        self._checked = True

    async def _started(self, client: "AsyncClient", prompt: Prompt) -> "AsyncIterator[ChatResponse]":
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        stream: AsyncIterator[ChatResponse] = await client.chat(
            self._place.model, messages, stream=True, think=False, options=self._options(), keep_alive=KEEP_ALIVE
        )
        return stream

    def _options(self) -> dict[str, int]:
        place = self._place
        return {"temperature": 0, "seed": SEED, "num_ctx": place.num_ctx, "num_predict": place.num_predict}


async def server_version(url: str) -> tuple[int, ...]:
    """Return the version of a server as numbers; a zero if it does not say.

    Raises:
        httpx.HTTPError: it cannot be reached or answers with an error.
        ValueError: it answers with something else than JSON.
    """
    import httpx  # noqa: PLC0415

    async with httpx.AsyncClient(trust_env=False, timeout=CONNECT) as client:
        answer = await client.get(f"{url}/api/version")
        answer.raise_for_status()
        found: Any = answer.json()
    numbers = re.match(r"\d+(?:\.\d+)*", str(found.get("version", "")) if isinstance(found, dict) else "")
    return tuple(map(int, numbers[0].split("."))) if numbers else (0,)


def _pieces(chunk: "ChatResponse") -> "list[str | Stopped]":
    text = chunk.message.content or ""
    pieces: list[str | Stopped] = [text] if text else []
    if chunk.done:
        pieces.append(Stopped(chunk.prompt_eval_count, chunk.done_reason != "length"))
    return pieces


def _client_errors() -> tuple[type[Exception], ...]:
    """What client and server may end in: broken connections, error bodies, text that is no JSON or no answer."""
    import httpx  # noqa: PLC0415
    from ollama import RequestError, ResponseError  # noqa: PLC0415

    # The client trips over a line that is JSON but no object.
    return (
        OSError,
        ValueError,
        AttributeError,
        TypeError,
        httpx.HTTPError,
        httpx.StreamError,
        ResponseError,
        RequestError,
    )


def failure(error: Exception, place: OllamaPlace) -> ModelError:
    """Draw any failure of client or server as one error for the reader."""
    import httpx  # noqa: PLC0415
    from ollama import ResponseError  # noqa: PLC0415

    if isinstance(error, TimeoutError):
        return ModelError("slow", f"The language model took too long, {COMPOSED}")
    if isinstance(error, ConnectionError | httpx.ConnectError | httpx.ConnectTimeout):
        return ModelError("absent", f"No language model answers at the moment, {COMPOSED}")
    if isinstance(error, ResponseError) and error.status_code == HTTP_NOT_FOUND:
        return ModelError("missing", f"The language model {place.model} is not installed, {COMPOSED}")
    if isinstance(error, ResponseError):
        return ModelError("failed", f"The language model failed, {COMPOSED}")
    if isinstance(error, httpx.HTTPError):
        return ModelError("cut", f"The connection to the language model broke, {COMPOSED}")
    return ModelError("garbled", f"The language model's server sent something unreadable, {COMPOSED}")
