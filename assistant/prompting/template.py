"""A prompt file: two parts, strict placeholders, a digest."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import CorpusError

_PLACE = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)
_PARTS = re.compile(r"\A\s*# System\n(?P<system>.*?)^# User\n(?P<user>.*)\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Template:
    """A prompt with places to be filled: `{{name}}`. `digest` is of the file."""

    system: str
    user: str
    digest: str

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Return the system and the user part with every place filled; a value is never read for places."""
        return _filled(self.system, values), _filled(self.user, values)


def read_template(file: Path, places: frozenset[str]) -> Template:
    """Read a prompt file that has exactly these places.

    Raises:
        CorpusError: missing, not in two parts, or with other places; the message names file and place.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"prompts/{file.name}: cannot be read ({error})") from error
    parts = _PARTS.match(_COMMENT.sub("", text))
    if parts is None:
        raise CorpusError(f"prompts/{file.name}: must have a part '# System' and then a part '# User'")
    found = frozenset(_PLACE.findall(text))
    if wrong := sorted(found ^ places):
        fault = "is unknown" if wrong[0] in found else "is missing"
        raise CorpusError(f"prompts/{file.name}: the place {{{{{wrong[0]}}}}} {fault}")
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Template(parts["system"].strip(), parts["user"].strip(), digest)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], text)
