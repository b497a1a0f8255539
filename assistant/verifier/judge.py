"""The judgement of one piece: names, then figures, then verdicts, then the words around them."""

from dataclasses import dataclass
from functools import cached_property

from assistant.domain.named import Named
from assistant.verifier import cues
from assistant.verifier.claims import claims_of, marks_known, only_counts
from assistant.verifier.entailed import entailed
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.order import sizes
from assistant.verifier.quantities import Quantity
from assistant.verifier.rows import described
from assistant.verifier.scene import Scene
from assistant.verifier.support import SETTING, Support, denied, support
from assistant.verifier.verdicts import assent, goes_on, judged_here, too_large, verdict
from assistant.verifier.wording import alone, around, says_speed

Code = str
MOST_CLAIMS = 40  # figures in one sentence, row or item; nobody writes more, and each is weighed against the others
IN_WORDS = (
    "count",
    "plain",
    "percent",
    "params",
    "bits",
    "factor",
    "context",
)  # figures that a passage may carry as words of its sentence


@dataclass(frozen=True)
class Judged:
    """What was found in a piece: the code it is withheld for, or what carries it."""

    code: Code | None
    cites: tuple[str, ...] = ()
    figures: tuple[Quantity, ...] = ()


def judge(scene: Scene, ledger: Ledger) -> Judged:
    """Judge one piece."""
    if any(not named.ids for named in scene.named):
        return Judged("unknown_name")
    if len(claims_of(scene)) > MOST_CLAIMS:
        return Judged("unparsed")
    if not marks_known(scene, ledger):
        return Judged("unsupported_number")
    return _Case(scene, ledger).judged()


@dataclass(frozen=True)
class _Case:
    """A piece with everything that speaks for it."""

    scene: Scene
    ledger: Ledger

    @cached_property
    def found(self) -> list[Quantity]:
        """The quantities that claim something."""
        return [one for one in claims_of(self.scene) if not only_counts(one, self.scene, self.ledger)]

    @cached_property
    def carried(self) -> list[tuple[Quantity, Support]]:
        """Each with what carries it."""
        return [(one, support(one, *self._place(one), self.scene, self.ledger)) for one in self.found]

    @cached_property
    def claims(self) -> list[Quantity]:
        """Those that are more than a setting the conversation is about anyway."""
        return [one for one, by in self.carried if by.cites != (SETTING,)]

    @cached_property
    def whole(self) -> str | None:
        """The passage that says all of it."""
        return entailed(self._rest(), self.ledger)

    def judged(self) -> Judged:
        """Figures, then a yes or no, then verdicts, then words."""
        answers = cues.ASSENT.match(self.scene.text) and not self.whole and not self._ran()
        if answers and (code := assent(self.scene, self.ledger)):
            return Judged(code)
        if rows := described(self.scene, self.ledger, self.found):
            return self._of_rows(rows)
        figures = self._figures()
        if not figures.code and sizes(self.scene, self.found, self.ledger) is False:
            return Judged("unsupported_number")
        fits = self._verdict(figures)
        if figures.code or isinstance(fits, str):
            return Judged(figures.code or str(fits))
        code = alone(self.scene, self.ledger, self.claims, verdict=fits is not None)
        leans = code is not None or any(not by.cites or by.in_words for _, by in self.carried)
        whole = self.whole if leans else None  # looked for only where nothing else carries it: it takes longest
        found = (*((whole,) if whole else ()), *figures.cites, *(record.fact.id for record in fits or ()))
        return Judged(self._words(found, None if whole else code, verdict=fits is not None), found, self._stated())

    def _ran(self) -> bool:
        """Whether a measured row beside it bears out a yes, where no verdict does: "Yes, it was measured at"."""
        if self.ledger.text_records("verdict") or not cues.POSITIVE.match(self.scene.text):
            return False
        asked = cues.RUNS.search(self.ledger.evidence.question)
        return bool(asked) and any(one.kind == "speed" and by.cites for one, by in self.carried)

    def _of_rows(self, rows: tuple[str, ...]) -> Judged:
        """A description of rows: its words add nothing to what holds of all of them."""
        said = cues.SPEED_WORD.search(self.scene.text) or cues.QUALITY.search(self.scene.text)
        return Judged("unverified_speed" if said else around(self.scene, self.ledger, (), rows, verdict=False), rows)

    def _stated(self) -> tuple[Quantity, ...]:
        """The figures that one record or passage carries; what is computed from several is no base for more."""
        return tuple(one for one, by in self.carried if len(by.cites) == 1 and by.cites != (SETTING,))

    def _place(self, quantity: Quantity) -> tuple[int, int]:
        """The place of a quantity among those of its kind, and how many there are."""
        alike = [other for other in self.found if other.kind == quantity.kind]
        return alike.index(quantity), len(alike)

    def _figures(self) -> Judged:
        """What carries all figures, or why one of them is not carried."""
        supports = [by for _, by in self.carried]
        code = next((by.code for by in supports if by.code), None)
        if code or any(by.in_words for by in supports):  # then only a passage can carry it, which takes longer to see
            said = self.whole and all(by.cites or self._in_words(quantity) for quantity, by in self.carried)
            code = None if said else code or "unsupported_number"
        return Judged(code, () if code else tuple(one for by in supports for one in by.cites if one != SETTING))

    def _in_words(self, quantity: Quantity) -> bool:
        """Whether a passage may carry a figure as a word of its sentence."""
        return quantity.kind in IN_WORDS or denied(quantity, self.scene)

    def _verdict(self, figures: Judged) -> tuple[Record, ...] | Code | None:
        """The verdicts of the piece; words of a passage or of a measurement are no verdict of their own."""
        fits = verdict(self.scene, self.ledger)
        if isinstance(fits, str) and not figures.code and too_large(self.scene, self.found):
            return None
        if isinstance(fits, str) and ((self.whole and not self.scene.devices) or self._measured(figures)):
            return None
        return fits

    def _measured(self, figures: Judged) -> bool:
        """Whether the words only tell how a measured speed came about: "runs", "with partial offload"."""
        if figures.code or not any(quantity.kind == "speed" for quantity in self.found):
            return False
        places = {fact.placement for fact in self.ledger.evidence.facts if fact.id in figures.cites}
        if places == {"partial"} and not goes_on(cues.PARTIAL.sub("", self.scene.text)):
            return True
        return not goes_on(self.scene.text) and not judged_here(self.scene, self.ledger)

    def _words(self, cites: tuple[str, ...], code: Code | None, *, verdict: bool) -> Code | None:
        """Why the words cannot stand, `code` if alone they cannot; a lead that only announces says nothing."""
        text = self.scene.text
        priced = any(one.kind == "price" for one in self.found)
        if cues.PRICE_TREND.search(text) and not priced and not self.whole:
            return "unsupported_number"
        announces = text.rstrip().endswith(":") and not self.claims and not verdict and not says_speed(text)
        claims = [one for one in self.claims if not (one.kind in IN_WORDS and self.whole)]
        return around(self.scene, self.ledger, claims, cites, verdict=verdict) or (None if announces else code)

    def _rest(self) -> str:
        """The text without the figures that records carry and the names of what is spoken of anyway."""
        scene = self.scene
        spoken = {*scene.before.devices, scene.before.model, *scene.asked.devices, *scene.asked.models}
        names = [(one.span, "") for one in scene.named if _is_spoken(one, spoken)]
        figures = [(one.span, "some" if one.kind == "params" else "") for one, by in self.carried if by.cites]
        text = scene.text
        for (start, end), instead in sorted([*names, *figures], reverse=True):
            text = f"{text[:start]} {instead} {text[end:]}"
        return text


def _is_spoken(named: Named, spoken: set[str | None]) -> bool:
    return bool(set(named.ids) & spoken)
