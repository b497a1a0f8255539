"""Names that machines of several makers share: what Strix Halo is can be said without choosing one of them."""

import re

from assistant.corpus.catalog import Catalog
from assistant.domain.question import Question

_ASKS_WHAT = re.compile(
    r"\W*(?:(?:and|so|ok|hi|hey|please)\W+)*"
    r"(?:what(?:'?s|\s+(?:exactly |even )?(?:is|are))|explain|describe|define|tell me (?:more )?about|was (?:ist|sind)"
    r"|qu'est-ce que|c'est quoi|qué (?:es|son))\s+(?:the |an? |this |ein\w* |d(?:er|ie|as) |el |la |le )?",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\s*(?:chips?|platforms?|apus?|machines?|boxe?s?|pcs?|systems?|thing)?\s*(?:exactly|anyway|about|then|please)?\W*",
    re.IGNORECASE,
)


def asks_what_makers_share(question: Question, catalog: Catalog) -> bool:
    """Whether nothing is asked but what one name is, and machines of several makers have that name."""
    if question.models or question.unknown or len(question.devices) != 1:
        return False
    device = question.devices[0]
    makers = {catalog.machines[one].vendor for one in device.candidates if one in catalog.machines}
    start, end = device.span
    text = question.normalized
    whole = _ASKS_WHAT.fullmatch(text[:start]) and _NO_MORE.fullmatch(text[end:])
    return len(makers) > 1 and whole is not None
