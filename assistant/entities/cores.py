"""GPU cores stated for an Apple chip ("60-core GPU")."""

import re

from assistant.domain.question import Span

_CORES = re.compile(
    r"(?<![A-Za-z0-9.])(?P<value>[0-9]{1,2})[ -]?(?:cores?|c|kerne|cœurs|núcleos)(?![A-Za-z])(?:[ -]?gpu)?(?!\w| ?cpu)",
    re.IGNORECASE,
)


def find_cores(text: str) -> tuple[tuple[int, Span], ...]:
    """Return every number of cores with its span; numbers of CPU cores are passed over."""
    return tuple((int(match["value"]), match.span()) for match in _CORES.finditer(text))
