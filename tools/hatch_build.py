"""Build hook: place the data folders inside the wheel, unless it is an editable one."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = {"corpus": "corpus", "prompts": "prompts", "index/recipe.toml": "index/recipe.toml"}


class DataHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `corpus/`, `prompts/` and `index/recipe.toml` as `assistant/_data/...`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Extend the list of files to include."""
        if version != "editable":
            build_data["force_include"] |= {source: f"assistant/_data/{target}" for source, target in DATA.items()}
