"""The check of one unit: released only if every claim in it is carried; what is not understood is withheld."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.verifier.claims import claims_of
from assistant.verifier.discourse import after, withheld
from assistant.verifier.judge import judge
from assistant.verifier.ledger import Ledger
from assistant.verifier.normalise import VALUE_OF, normalise, plain
from assistant.verifier.parts import main_clauses, pieces
from assistant.verifier.printed import printed
from assistant.verifier.quantities import Quantity, quantities
from assistant.verifier.scene import Before, Scene, scene_of
from assistant.verifier.sentences import FENCE

Code = str
Read = tuple[tuple[Scene, tuple[Quantity, ...]], ...]
TAGS = re.compile(r"[ \t]*\[((?:[FP]\d{1,3})(?:\s*,\s*[FP]\d{1,3})*)\]")
BRACKET = re.compile(r"\[[^\[\]\n]*\]")
COMMAND = re.compile(
    r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:ollama|llama-(?:server|cli|bench)|llama-diffusion-cli|ownrig|sudo sysctl|systemctl"
    r"|nvidia-smi)\b"
)
_PLAIN_LINE = re.compile(r"[\w ./:=@+~$-]+")  # no quotes: text can hide in them
LONGEST = 4000  # characters of a unit: longer ones are no sentence, list or table of an answer
MOST_LINES = 120  # rows or items; longer tables and lists are none of an answer either
MOST_NUMBERS = 200  # in a unit; a table of twenty rows and six columns has fewer
_NUMBER = re.compile(r"\d+")
_INLINE = re.compile(r"`([^`\n]+)`")
# A name and a speed with nothing between: in a list or table its lead says what was measured, alone nothing does.
_BARE_SPEED = re.compile(r"[^:.!?\n]+: *[\d.,]+ ?(?:tok(?:en)?s?|t)(?:/| per )s(?:ec(?:ond)?)?\W*", re.IGNORECASE)
SEPARABLE = ("unsupported_number", "wrong_subject", "contradicts_verdict", "unverified_speed")
MARKER = re.compile(r"^[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Checked:
    """The verdict on one unit: `text` is what may be released, `before` what the next unit may refer to."""

    text: str
    code: Code | None
    read: Read  # its pieces with the quantities that claim something
    cites: tuple[str, ...]
    before: Before

    @property
    def released(self) -> bool:
        """Whether it may be shown."""
        return self.code is None


def check(unit: str, ledger: Ledger, before: Before) -> Checked:
    """Check one unit. A failure of the check itself withholds the unit."""
    try:
        return _check(unit, ledger, before)
    except Exception:  # noqa: BLE001 - the release gate: whatever goes wrong in here must not let a unit through
        return _withheld("unparsed", before)


def _check(unit: str, ledger: Ledger, before: Before) -> Checked:
    if len(unit) > LONGEST or unit.count("\n") > MOST_LINES or len(_NUMBER.findall(unit)) > MOST_NUMBERS:
        return _withheld("unparsed", before)
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
    if FENCE in text:
        stands = _commands(text) and all(named.ids for named in ledger.names.read(text))
        return Checked(read.text, None, (), tags, before) if stands else _withheld("unparsed", before)
    if _BARE_SPEED.fullmatch(plain(text).strip()) and not MARKER.match(text):
        return _withheld("unparsed", before)
    shown = text if VALUE_OF.search(read.text) else read.text
    return _checked_pieces(shown, plain(_without_commands(text, ledger)), tags, ledger, before)


def _checked_pieces(shown: str, text: str, tags: tuple[str, ...], ledger: Ledger, before: Before) -> Checked:
    """All pieces must stand: rows and items are read like sentences, each after the one before."""
    read: list[tuple[Scene, tuple[Quantity, ...]]] = []
    cites, known = tags, before
    for piece in pieces(MARKER.sub(lambda mark: " " * len(mark[0]), text)):
        scene = scene_of(piece, ledger, known)
        read.append((scene, claims_of(scene)))
        code, carried, known = _piece(scene, ledger, known)
        if code is not None:
            return _withheld(code, before, tuple(read), _read(text, ledger, before))
        cites = (*cites, *carried)
    return Checked(shown, None, tuple(read), tuple(dict.fromkeys(cites)), known)


def _piece(scene: Scene, ledger: Ledger, known: Before) -> tuple[Code | None, tuple[str, ...], Before]:
    """Judge a sentence as a whole; if it cannot stand so, each of its main clauses must stand by itself."""
    code, cites, later = _judged(scene, ledger, known)
    rows = any(one.kind == "speed" for one in claims_of(scene))  # a row and its conditions stay together
    parts = main_clauses(scene.text) if code in SEPARABLE and not rows else ()
    if not parts:
        return code, cites, later
    cites, later = (), known
    for part in parts:
        again, carried, later = _judged(scene_of(part, ledger, later), ledger, later)
        if again is not None:
            return code, (), known
        cites = (*cites, *carried)
    return None, cites, later


def _judged(scene: Scene, ledger: Ledger, known: Before) -> tuple[Code | None, tuple[str, ...], Before]:
    judged = judge(scene, ledger)
    later = after(scene, known)
    recent = (*known.cited, *judged.cites)
    later = replace(later, cited=judged.cites or known.cited, recent=recent, figures=judged.figures)
    return judged.code, judged.cites, later


def _tags(text: str, ledger: Ledger) -> tuple[tuple[str, ...], Code | None]:
    """The tags and references of a text; a code if one does not exist."""
    tags = [tag.strip() for match in TAGS.finditer(text) for tag in match[1].split(",")]
    references = [match[1] for match in VALUE_OF.finditer(text)]
    facts = {fact.id for fact in ledger.evidence.facts}
    wrong = any(tag not in ledger.ids for tag in tags) or any(one not in facts for one in references)
    return tuple(dict.fromkeys((*tags, *references))), "bad_citation" if wrong else None


def _without_commands(text: str, ledger: Ledger) -> str:
    """The text with commands in code marks taken for what they are, if the models they name are known."""
    return _INLINE.sub(lambda code: "this" if _is_command(code[1], ledger) else code[0], text)


def _is_command(code: str, ledger: Ledger) -> bool:
    return bool(COMMAND.match(code)) and all(named.ids for named in ledger.names.read(code))


def _commands(text: str) -> bool:
    """Whether a code block holds commands only; anything can be drawn or tabulated in one."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith(FENCE)]
    fenced = text.count(FENCE) % 2 == 0 and text.strip().startswith(FENCE)
    return fenced and all(COMMAND.match(line) and _PLAIN_LINE.fullmatch(line) and not _measures(line) for line in lines)


def _measures(line: str) -> bool:
    """Whether a line of code says a figure with a unit, as no option of a command does."""
    return any(one.kind not in ("plain", "context", "count", "unknown", "params") for one in quantities(line))


def _with_values(text: str, ledger: Ledger) -> str:
    facts = {fact.id: fact for fact in ledger.evidence.facts}
    return VALUE_OF.sub(lambda match: printed(facts[match[1]]), text)


def _read(text: str, ledger: Ledger, before: Before) -> list[Scene]:
    """The pieces of a unit as they are read, whether they may stand or not."""
    scenes: list[Scene] = []
    known = before.meant or before
    for piece in pieces(MARKER.sub(lambda mark: " " * len(mark[0]), text)):
        scenes.append(scene_of(piece, ledger, known))
        known = after(scenes[-1], known)
    return scenes


def _withheld(code: Code, before: Before, read: Read = (), scenes: Sequence[Scene] = ()) -> Checked:
    return Checked("", code, read, (), withheld(scenes, before))
