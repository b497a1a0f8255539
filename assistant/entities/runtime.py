"""Step 1e: engines, operating systems and switches."""

import re

from assistant.domain.question import Span

# Engine as the estimator names it, and how it is written. Their spans are hidden from the reader of names,
# so that "llama.cpp" is not taken for a Llama.
_ENGINES: tuple[tuple[str, str], ...] = (
    ("llama-server", r"llama[-_. ]?server"),
    ("lm-studio", r"lm[- ]?studio"),
    ("llama.cpp", r"llama[-_. ]?c(?:pp|\+\+)(?:-python)?|llama[-_](?:cli|bench|run)|ggml"),
    ("vllm", r"vllm"),
    ("exllama", r"exllama(?:v[23])?|tabby ?api"),
    ("mlx", r"mlx(?:[-_]lm)?"),
    ("koboldcpp", r"kobold(?:[-_. ]?cpp)?"),
    ("sglang", r"sglang"),
    ("tensorrt-llm", r"tensorrt(?:-llm)?"),
    ("text-generation-webui", r"oobabooga|text-generation-webui"),
    ("jan", r"jan\.ai"),
    ("gpt4all", r"gpt4all"),
    ("transformers", r"(?:hf |hugging ?face )transformers"),
    ("ollama", r"ollama"),
)
_ENGINE = re.compile(
    r"(?<![A-Za-z0-9])(?:" + "|".join(f"(?P<e{i}>{p})" for i, (_, p) in enumerate(_ENGINES)) + r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SYSTEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("windows", re.compile(r"\b(?:windows(?: ?1[01])?|win ?1[01]|wsl2?)\b(?! of)", re.IGNORECASE)),
    ("linux", re.compile(r"\b(?:linux|ubuntu|debian|fedora|arch linux|proxmox|nixos|headless)\b", re.IGNORECASE)),
    ("macos", re.compile(r"\b(?:mac ?os(?: x)?|os x)\b", re.IGNORECASE)),
)
_CONTEXT_WINDOWS = re.compile(r"context windows", re.IGNORECASE)
_FLASH = r"(?:flash[- ]?att(?:entio)?n(?:tion)?|(?<![A-Za-z])fa(?![A-Za-z]))"
_FLASH_OFF = re.compile(
    rf"(?:without|no|disabled?|disabling|turn(?:ed)? off|minus|ohne|sans|sin|not using) (?:the |using )?{_FLASH}"
    rf"|{_FLASH}[ =:]+(?:is |turned |set to )?(?:off|disabled|0\b|aus\b)",
    re.IGNORECASE,
)
_FLASH_ON = re.compile(
    rf"(?:with|using|enabled?|enabling|turn(?:ed)? on|mit|avec|con) (?:the )?{_FLASH}"
    rf"|{_FLASH}[ =:]+(?:is |turned )?(?:on|enabled|1)\b",
    re.IGNORECASE,
)


def find_engines(text: str) -> tuple[tuple[str, Span], ...]:
    """Return every engine named, in order, with its span."""
    return tuple((_ENGINES[int((match.lastgroup or "e0")[1:])][0], match.span()) for match in _ENGINE.finditer(text))


def find_system(text: str) -> str | None:
    """Return the operating system named: windows, linux, macos or None."""
    plain = _CONTEXT_WINDOWS.sub(" ", text)
    return next((name for name, pattern in _SYSTEMS if pattern.search(plain)), None)


def find_flash_attention(text: str) -> bool | None:
    """Return whether flash attention is switched on or off by the text, None if it does not say."""
    if _FLASH_OFF.search(text):
        return False
    return True if _FLASH_ON.search(text) else None
