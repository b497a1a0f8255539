"""What the model is to be used for."""

import re
from collections.abc import Sequence

from assistant.domain.question import Span, Task

_CUES: dict[Task, str] = {
    "code": r"cod(?:e|ing)(?! llama)|programm\w+|developer|develop(?:ment|ing)|autocomplete|copilot|cursor|codieren"
    r"|programación",
    "chat": r"chat(?:ting|bot)?|conversation(?:al)?|role-?play(?:ing)?|companion",
    "tools": r"agents?|agentic|tool[- ](?:calling|use|calls?)|function[- ]calling|tools",
    "reasoning": r"reasoning|maths?|mathematics|logic|thinking model",
    "vision": r"vision|image (?:understanding|input)|multimodal|screenshots?|ocr"
    r"|look at (?:pictures|images|photos)|(?:see|read) images|bilder verstehen",
    "embedding": r"embeddings?|vector search",
    "rag": r"rag|retrieval|my (?:own )?documents|pdfs?|document (?:search|qa)|knowledge base",
    "writing": r"(?:creative )?writing|stories|story|novels?|fiction|essays?|blog posts?|e-?mails?",
    "translation": r"translat\w+|übersetz\w+|traducción|traduction",
}
_PATTERNS = {task: re.compile(rf"(?<![\w-])(?:{cue})(?![\w-])", re.IGNORECASE) for task, cue in _CUES.items()}


def find_tasks(text: str, taken: Sequence[Span]) -> tuple[Task, ...]:
    """Return the uses a text names, outside the spans of product names."""
    return tuple(task for task, pattern in _PATTERNS.items() if any(
        not any(start <= match.start() < end for start, end in taken) for match in pattern.finditer(text)
    ))  # fmt: skip
