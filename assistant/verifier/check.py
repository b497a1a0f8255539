"""The check of one unit: released only if every claim in it is carried; what is not understood is withheld."""

import re
from dataclasses import dataclass, replace

from assistant.verifier import cues
from assistant.verifier.claims import claims_of, marks_known, only_counts
from assistant.verifier.discourse import Before, Scene, after, scene_of, turns_to_other
from assistant.verifier.entailed import entailed
from assistant.verifier.ledger import Ledger
from assistant.verifier.normalise import VALUE_OF, normalise, plain
from assistant.verifier.parts import pieces
from assistant.verifier.printed import printed
from assistant.verifier.quantities import Quantity
from assistant.verifier.sentences import FENCE
from assistant.verifier.support import SETTING, Support, denied, support
from assistant.verifier.verdicts import assent, goes_on, judged_here, verdict
from assistant.verifier.wording import alone, around, says_speed

Code = str
IN_WORDS = ("count", "plain", "percent", "params", "bits")  # figures that a passage may carry as words of its sentence
TAGS = re.compile(r"[ \t]*\[((?:[FP]\d{1,3})(?:\s*,\s*[FP]\d{1,3})*)\]")
BRACKET = re.compile(r"\[[^\]\n]*\]")
COMMAND = re.compile(
    r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:ollama|llama-(?:server|cli|bench)|llama-diffusion-cli|ownrig|sudo sysctl|systemctl"
    r"|nvidia-smi)\b"
)
MARKER = re.compile(r"^[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """The verdict on one unit: `text` is what may be released, `before` what the next unit may refer to."""

    text: str
    code: Code | None
    claims: tuple[str, ...]
    cites: tuple[str, ...]
    before: Before

    @property
    def released(self) -> bool:
        """Whether it may be shown."""
        return self.code is None


@dataclass(frozen=True)
class Judged:
    """What was found in a piece: the code it is withheld for, or what carries it."""

    code: Code | None
    cites: tuple[str, ...] = ()


def check(unit: str, ledger: Ledger, before: Before) -> Checked:
    """Check one unit. A failure of the check itself withholds the unit."""
    try:
        return _check(unit, ledger, before)
    except Exception:  # noqa: BLE001 - the release gate: whatever goes wrong in here must not let a unit through
        return _withheld("unparsed", before)


def _check(unit: str, ledger: Ledger, before: Before) -> Checked:
    read = normalise(unit)
    if read.problem:
        return _withheld(read.problem, before)
    tags, code = _tags(read.text, ledger)
    text = _with_values(TAGS.sub("", read.text), ledger) if code is None else ""
    if code is None and BRACKET.search(text):
        code = "unparsed"
    if code is None and not plain(text).strip():
        code = "empty"
    if code is not None:
        return _withheld(code, before)
    if FENCE in text and not _commands(text):
        return _withheld("unparsed", before)
    shown = text if VALUE_OF.search(read.text) else read.text
    return _checked_pieces(shown, plain(text), tags, ledger, before)


def _checked_pieces(shown: str, text: str, tags: tuple[str, ...], ledger: Ledger, before: Before) -> Checked:
    """All pieces must stand: rows and items are read like sentences, each after the one before."""
    claims: list[str] = []
    cites, known = tags, before
    for piece in pieces(MARKER.sub(lambda mark: " " * len(mark[0]), text)):
        scene = scene_of(piece, ledger, known)
        judged = judge(scene, ledger)
        claims += [quantity.text for quantity in claims_of(scene)]
        if judged.code is not None:
            return _withheld(judged.code, before, tuple(claims), turns=turns_to_other(scene, before))
        cites = (*cites, *judged.cites)
        known = replace(after(scene, known), cited=judged.cites or known.cited)
    return Checked(shown, None, tuple(claims), tuple(dict.fromkeys(cites)), known)


def judge(scene: Scene, ledger: Ledger) -> Judged:
    """Judge one piece: names, then figures, then verdicts, then the words around them."""
    if any(not named.ids for named in scene.named):
        return Judged("unknown_name")
    if not marks_known(scene, ledger):
        return Judged("unsupported_number")
    found = [quantity for quantity in claims_of(scene) if not only_counts(quantity, scene, ledger)]
    carried = [(quantity, support(quantity, *_place(quantity, found), scene, ledger)) for quantity in found]
    whole = entailed(_without(scene, [quantity for quantity, by in carried if by.cites]), ledger)
    if cues.ASSENT.match(scene.text) and not whole and (code := assent(scene, ledger)):
        return Judged(code)
    figures = _figures([by for _, by in carried])
    if whole and all(by.cites or quantity.kind in IN_WORDS or denied(quantity, scene) for quantity, by in carried):
        figures = Judged(None, figures.cites)
    elif any(by.in_words for _, by in carried) and not whole:
        figures = Judged("unsupported_number")
    judged = verdict(scene, ledger)
    if isinstance(judged, str) and ((whole and not scene.devices) or _ran(scene, found, figures, ledger)):
        judged = None  # words of the passage, or of a measurement: not a verdict of its own
    if figures.code or isinstance(judged, str):
        return Judged(figures.code or str(judged))
    cites = (*((whole,) if whole else ()), *figures.cites, *(record.fact.id for record in judged or ()))
    code = around(scene, ledger, found, cites, verdict=judged is not None)
    announces = scene.text.rstrip().endswith(":") and not found and judged is None and not says_speed(scene.text)
    if code is None and not whole and not announces:
        code = alone(scene, ledger, found, verdict=judged is not None)
    return Judged(code, cites)


def _ran(scene: Scene, found: list[Quantity], figures: Judged, ledger: Ledger) -> bool:
    """Whether "runs" only tells of a measured speed, where no verdict is known that could deny it."""
    measured = any(quantity.kind == "speed" for quantity in found) and figures.code is None
    return measured and not goes_on(scene.text) and not judged_here(scene, ledger)


def _place(quantity: Quantity, found: list[Quantity]) -> tuple[int, int]:
    """The place of a quantity among those of its kind, and how many there are."""
    alike = [other for other in found if other.kind == quantity.kind]
    return alike.index(quantity), len(alike)


def _without(scene: Scene, carried: list[Quantity]) -> str:
    """The text without the figures that records carry and the names of what is spoken of anyway."""
    spoken = {*scene.before.devices, scene.before.model, *scene.asked.devices, *scene.asked.models}
    names = [(one.span, "") for one in scene.named if set(one.ids) & spoken]
    figures = [(one.span, "some" if one.kind == "params" else "") for one in carried]
    text = scene.text
    for (start, end), instead in sorted([*names, *figures], reverse=True):
        text = f"{text[:start]} {instead} {text[end:]}"
    return text


def _figures(carried: list[Support]) -> Judged:
    """What carries all figures, or why one of them is not carried."""
    code = next((by.code for by in carried if by.code), None)
    return Judged(code, () if code else tuple(one for by in carried for one in by.cites if one != SETTING))


def _tags(text: str, ledger: Ledger) -> tuple[tuple[str, ...], Code | None]:
    """The tags and references of a text; a code if one does not exist."""
    tags = [tag.strip() for match in TAGS.finditer(text) for tag in match[1].split(",")]
    references = [match[1] for match in VALUE_OF.finditer(text)]
    facts = {fact.id for fact in ledger.evidence.facts}
    wrong = any(tag not in ledger.ids for tag in tags) or any(one not in facts for one in references)
    return tuple(dict.fromkeys((*tags, *references))), "bad_citation" if wrong else None


def _commands(text: str) -> bool:
    """Whether a code block holds commands only; anything can be drawn or tabulated in one."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith(FENCE)]
    fenced = text.count(FENCE) % 2 == 0 and text.strip().startswith(FENCE)
    return fenced and all(COMMAND.match(line) for line in lines)


def _with_values(text: str, ledger: Ledger) -> str:
    facts = {fact.id: fact for fact in ledger.evidence.facts}
    return VALUE_OF.sub(lambda match: printed(facts[match[1]]), text)


def _withheld(code: Code, before: Before, claims: tuple[str, ...] = (), *, turns: bool = True) -> Checked:
    """What follows may refer back only if the withheld unit spoke of nothing else than what came before it."""
    return Checked("", code, claims, (), replace(before, broken=before.broken or turns, first=False))
