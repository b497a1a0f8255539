"""GPU cores stated for an Apple chip ("60-core GPU"), which pick between its variants."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.question import DeviceMention, Span
from assistant.entities.index import NameIndex

_CORES = re.compile(
    r"(?:(?<![A-Za-z0-9.])|(?<=[A-Za-z]{3}))(?P<value>[0-9]{1,2})"
    r"[ -]?(?:gpu[ -]?)?(?:cores?|kerne|cœurs|núcleos)(?![A-Za-z])"
    r"(?:[ -]?gpu)?(?! ?cpu)",
    re.IGNORECASE,
)


def find_cores(text: str) -> tuple[tuple[int, Span], ...]:
    """Return every number of cores with its span; numbers of CPU cores are passed over."""
    return tuple((int(match["value"]), match.span()) for match in _CORES.finditer(text))


def with_cores(
    devices: Sequence[DeviceMention], cores: Sequence[tuple[int, Span]], index: NameIndex
) -> list[DeviceMention]:
    """Let a number of cores pick the variant of each machine that was sold with it."""
    settled = list(devices)
    for value, _ in cores:
        for place, mention in enumerate(settled):
            fitting = tuple(one for one in mention.candidates if value in index.items[one].gpu_cores)
            if fitting and mention.gpu_cores is None:
                settled[place] = replace(mention, candidates=fitting, gpu_cores=value)
    return settled
