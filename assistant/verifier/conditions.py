"""What a speed was measured with, against what the words say: backend, engine, test, placement."""

import re

from assistant.verifier.cues import ENGINES
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.quantities import GIB, Quantity
from assistant.verifier.scene import ORDERED, Scene, clause_of, same_context

BACKENDS = re.compile(r"\b(?:cuda|rocm|vulkan|metal|sycl|hip|mlx)\b", re.IGNORECASE)
TESTS = re.compile(r"\b(?:tg|pp) ?\d+\b", re.IGNORECASE)
# A test in words: "512 generated tokens" is tg512, "a 512-token prompt" is pp512.
IN_WORDS = re.compile(
    r"\b(?:(?P<tg>\d+)[ -](?:generated tokens?|tokens? generated)|(?P<pp>\d+)-token prompts?)\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:without|no|not|never|n't|instead of|rather than)(?: \w+){0,2} $", re.IGNORECASE)
# A row that was not measured on the graphics part alone is said with that in the same sentence (contract 4).
PLACES = {
    "cpu": re.compile(r"\bcpu\b|\bprocessor\b", re.IGNORECASE),
    "partial": re.compile(r"\bpartial\w*|\boffload\w*|\bsystem ram\b|\bsplit\b", re.IGNORECASE),
}
GPU = re.compile(r"\bgpu\b", re.IGNORECASE)
LABEL = re.compile(
    r"(?<![\w.])(\d{1,4}) ?GB (?:version|model|one|machine|variant|mac\w*|box|framework|configuration)\b", re.IGNORECASE
)
_PHASE = re.compile(r"\bgenerat\w*|\bprompts?\b|\bdecod\w*|\bprefill\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^a-z]")


def conditions_hold(record: Record, quantity: Quantity, scene: Scene) -> bool:
    """Whether a speed row was measured as the words say, and what must be said with it is said."""
    if record.kind != "speed":
        return True
    return (
        _backend(record, quantity, scene)
        and _engine(record, scene)
        and _test(record, quantity, scene)
        and _place(record, scene)
        and _depth(record, quantity, scene)
    )


def label_suits(record: Record, quantity: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a memory size that tells versions apart ("the 96 GB version") is the record's."""
    start, end = clause_of(scene.text, quantity.span)
    labels = [match for match in LABEL.finditer(scene.text, start, end) if match.end() <= quantity.span[0] + 1]
    if not labels or record.subject.device is None:
        return True
    size = int(labels[-1][1])
    sizes = {round(r.value / GIB) for r in ledger.records if r.metric == "vram" and r.subject == record.subject}
    stated = record.subject.memory_gb == size or f"{size} GB" in record.fact.source
    return stated or size in sizes or not any(f"{size} GB" in r.fact.source for r in ledger.records)


def _backend(record: Record, quantity: Quantity, scene: Scene) -> bool:
    """Whether a row ran on the backend of the clause; else on the one the sentence names, the second value not."""
    start, end = clause_of(scene.text, quantity.span)
    backend = (record.subject.backend or "").lower()
    here = {match[0].lower() for match in BACKENDS.finditer(scene.text[start:end])}
    if here:
        return backend in here
    named = {match[0].lower() for match in BACKENDS.finditer(scene.text)}
    if len(named) != 1:
        return not named  # of several, which one?
    against = ORDERED.search(scene.text[max(0, quantity.span[0] - 24) : quantity.span[0]])
    return (backend in named) != bool(against)


def tests_named(text: str) -> frozenset[str]:
    """The tests that a text names, in short or in words: tg128, "128 generated tokens"."""
    short = {match[0].lower().replace(" ", "") for match in TESTS.finditer(text)}
    words = {
        f"{kind}{count}" for found in IN_WORDS.finditer(text) for kind, count in found.groupdict().items() if count
    }
    return frozenset(short | words)


def _engine(record: Record, scene: Scene) -> bool:
    named = {_LETTERS.sub("", match[0].lower()) for match in ENGINES.finditer(scene.text)}
    return not named or _LETTERS.sub("", (record.subject.engine or "").lower()) in named


def _test(record: Record, quantity: Quantity, scene: Scene) -> bool:
    start, end = clause_of(scene.text, quantity.span)
    clause = scene.text[start:end]
    # a clause that says "generation" has no test of another clause
    text = clause if TESTS.search(clause) or _PHASE.search(clause) else scene.text
    named = tests_named(text)
    return not named or (record.fact.test or "").lower() in named


def _depth(record: Record, quantity: Quantity, scene: Scene) -> bool:
    """Whether a context in the clause of a speed is what the row was measured behind."""
    start, end = clause_of(scene.text, quantity.span)
    said = [count for span, count in scene.contexts if start <= span[0] < end]
    depths = (record.fact.depth, record.subject.context, _tokens_of(record.fact.test))
    return all(any(same_context(count, depth) for depth in depths if depth is not None) for count in said)


def _tokens_of(test: str | None) -> int | None:
    """The tokens that a test reads or writes: 512 for pp512."""
    found = TESTS.search(test or "")
    return int(found[0][2:]) if found else None


def _place(record: Record, scene: Scene) -> bool:
    place = record.fact.placement
    if place in PLACES:
        said = [one for one in PLACES[place].finditer(scene.text) if not _DENIED.search(scene.text[: one.start()])]
        return bool(said) and not (place == "cpu" and GPU.search(scene.text))
    return place in (None, "gpu") and not PLACES["cpu"].search(scene.text)
