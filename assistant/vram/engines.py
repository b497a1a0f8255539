"""The engines whose presets are known, and the slots each starts with."""

from typing import Literal, get_args

Engine = Literal["ollama", "llama-server", "llama-cli", "lm-studio"]
ENGINES: tuple[str, ...] = get_args(Engine)
# Slots an engine starts with when not told: llama-server since 2026, and LM Studio in the logs seen.
DEFAULT_SLOTS: dict[Engine, int] = {"ollama": 1, "llama-cli": 1, "llama-server": 4, "lm-studio": 4}
