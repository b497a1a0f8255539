"""Where the shipped data lies: `corpus/`, `prompts/`, `index/recipe.toml`."""

from importlib.resources import files
from pathlib import Path

from assistant.errors import CorpusError


def data_root() -> Path:
    """Return the folder that holds `corpus/`, `prompts/` and `index/`.

    Inside an installed wheel that is `assistant/_data`, in a checkout the repository root.

    Raises:
        CorpusError: there is no `corpus/catalog` under it.
    """
    package = Path(str(files("assistant")))
    bundled = package / "_data"
    root = bundled if bundled.is_dir() else package.parent
    if not (root / "corpus" / "catalog").is_dir():
        raise CorpusError(f"no corpus/catalog under {str(root)!r}; reinstall, or run from a full checkout")
    return root
