"""Settings → the writer of text they name."""

from typing import TYPE_CHECKING

from assistant.generation.chat import PROVIDERS, ChatPlace, ChatWriter
from assistant.generation.host import ollama_url
from assistant.generation.ollama import OllamaPlace, OllamaWriter
from assistant.generation.turns import Turns

if TYPE_CHECKING:
    from assistant.written import TextGenerator

DEFAULT_MODEL = "qwen3:4b-instruct"
NUM_PREDICT = 700  # tokens; five sentences take about 200


def open_generator(model: str, model_url: str, ollama_host: str, num_ctx: int, turns: Turns) -> "TextGenerator":
    """Return the writer for a model: an Ollama tag (empty for the default one), or a provider and a model.

    Raises:
        SettingsError: the library of the provider is not installed.
    """
    provider, _, name = model.partition(":")
    if provider in PROVIDERS and name:
        return ChatWriter(ChatPlace(provider, name, model_url, NUM_PREDICT), turns)
    return OllamaWriter(OllamaPlace(ollama_url(ollama_host), ollama_tag(model), num_ctx, NUM_PREDICT), turns)


def ollama_tag(model: str) -> str:
    """Return the tag that a setting names at Ollama."""
    return model.removeprefix("ollama:") or DEFAULT_MODEL
