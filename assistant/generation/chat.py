"""Any chat model that LangChain knows, behind the port `TextGenerator`: for servers such as vLLM, or a provider."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.domain.generated import Prompt, Stopped
from assistant.errors import ModelError, SettingsError
from assistant.generation.patience import Patience, in_time
from assistant.generation.turns import Turns

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

# Prefixes of OWNRIG_MODEL; anything else before a colon is part of an Ollama tag ("qwen3:4b-instruct").
PROVIDERS = (
    "anthropic", "azure_openai", "bedrock", "cohere", "deepseek", "fireworks", "google_genai", "google_vertexai",
    "groq", "huggingface", "mistralai", "nvidia", "openai", "openrouter", "perplexity", "together", "xai",
)  # fmt: skip
COMPOSED = "so this was put together by code."
SEED = 1


@dataclass(frozen=True)
class ChatPlace:
    """A provider's model; `url` is the address of a server that speaks the provider's language, empty for its own."""

    provider: str
    model: str
    url: str
    num_predict: int
    patience: Patience = field(default_factory=Patience)


class ChatWriter:
    """Writes text with a LangChain chat model. Nothing is traced, whatever the environment says."""

    def __init__(self, place: ChatPlace, turns: Turns) -> None:
        import langsmith  # noqa: PLC0415 - only where such a model is set

        langsmith.configure(enabled=False)
        self._place = place
        self._turns = turns
        self._chat = _opened(place)

    @property
    def model(self) -> str:
        """Provider and model."""
        return f"{self._place.provider}:{self._place.model}"

    async def ready(self) -> None:
        """Return: whether a provider can be reached shows when it is asked."""

    async def warm(self) -> None:
        """Return: a provider's model is loaded."""

    async def write(self, prompt: Prompt) -> AsyncGenerator[str | Stopped, None]:
        """Yield text as it comes, and how it ended.

        Raises:
            ModelError: it cannot be reached, fails, or is too slow.
        """
        messages = [("system", prompt.system), ("human", prompt.user)]
        tokens, whole = None, True
        async with self._turns.place():
            try:
                async with aclosing(in_time(self._chat.astream(messages), self._place.patience)) as chunks:
                    async for chunk in chunks:
                        tokens, whole = _counted(chunk, tokens), whole and not _cut(chunk)
                        if chunk.text:
                            yield str(chunk.text)
            except _client_errors() as error:
                raise ModelError("failed", f"The language model failed, {COMPOSED}") from error
        yield Stopped(tokens, whole)


def _counted(chunk: "BaseMessageChunk", before: int | None) -> int | None:
    usage: Any = getattr(chunk, "usage_metadata", None)
    return usage.get("input_tokens") if usage else before


def _cut(chunk: "BaseMessageChunk") -> bool:
    return chunk.response_metadata.get("finish_reason") == "length"


def _client_errors() -> tuple[type[Exception], ...]:
    """What providers end in; their own errors descend from these or from the error of their OpenAI client."""
    import httpx  # noqa: PLC0415

    found: list[type[Exception]] = [OSError, ValueError, RuntimeError, httpx.HTTPError]
    try:
        from openai import OpenAIError  # noqa: PLC0415 - comes with the extra `openai`

        found.append(OpenAIError)
    except ImportError:
        pass
    return tuple(found)


def _opened(place: ChatPlace) -> "BaseChatModel":
    """Make the chat model.

    Raises:
        SettingsError: its library is not installed; the message says what to install.
    """
    given: dict[str, Any] = {"temperature": 0, "max_tokens": place.num_predict}
    if place.url:
        given["base_url"] = place.url
    try:
        if place.provider == "openai":
            from langchain_openai import ChatOpenAI  # noqa: PLC0415

            key: dict[str, Any] = {"api_key": "none"} if place.url else {}  # a server of one's own asks for none
            return ChatOpenAI(model=place.model, seed=SEED, stream_usage=True, **given, **key)
        from langchain.chat_models import init_chat_model  # type: ignore[import-not-found]  # noqa: PLC0415

        made: BaseChatModel = init_chat_model(place.model, model_provider=place.provider, **given)
    except ImportError as error:
        extra = "'ask-ownrig[openai]'" if place.provider == "openai" else f"langchain langchain-{place.provider}"
        raise SettingsError(f"OWNRIG_MODEL names {place.provider!r}, which needs: pip install {extra}") from error
    return made
