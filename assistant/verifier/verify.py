"""A draft against its evidence, unit by unit, as it would stream. Start here.

Units that are withheld are never shown; a unit that refers back to one of them is withheld too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verifier.check import Checked, check
from assistant.verifier.claimed import Claim, claims_in
from assistant.verifier.ledger import EvidenceFile, Ledger, NameReader
from assistant.verifier.scene import Before
from assistant.verifier.sentences import Splitter


@dataclass(frozen=True)
class VerifiedUnit:
    """One unit of a draft: released, or withheld with the code that says why.

    `claims` are read only where they are asked for; of a withheld unit they end with the piece that failed.
    """

    text: str
    released: bool
    code: str | None
    claims: tuple[Claim, ...]
    cites: tuple[str, ...]


class Gate:
    """Takes a stream of text and lets verified units through, in order."""

    def __init__(self, file: EvidenceFile, names: NameReader, *, claims: bool = False) -> None:
        self._ledger = Ledger(file, names)
        self._splitter = Splitter()
        self._before = Before()
        self._claims = claims
        self._last: tuple[str, Before, Checked] | None = None

    def feed(self, chunk: str) -> list[VerifiedUnit]:
        """Return the units that are complete with this chunk."""
        return [self._checked(unit) for unit in self._splitter.feed(chunk)]

    def flush(self) -> list[VerifiedUnit]:
        """Return what is left at the end of the stream."""
        return [self._checked(unit) for unit in self._splitter.flush()]

    def _checked(self, unit: str) -> VerifiedUnit:
        found = self._again(unit) or check(unit, self._ledger, self._before)
        self._last = (unit, self._before, found)
        self._before = found.before
        claims = tuple(one for piece in found.read for one in claims_in(*piece)) if self._claims else ()
        return VerifiedUnit(found.text if found.released else unit, found.released, found.code, claims, found.cites)

    def _again(self, unit: str) -> Checked | None:
        """The verdict on the unit before, if it comes again in the same place: models that loop repeat themselves."""
        last = self._last
        return last[2] if last and last[0] == unit and last[1] == self._before else None


def verify(draft: str, file: EvidenceFile, names: NameReader, *, chunk: int | None = None) -> tuple[VerifiedUnit, ...]:
    """Check a whole draft, fed `chunk` characters at a time (all at once without)."""
    gate = Gate(file, names, claims=True)
    units = [unit for piece in _pieces(draft, chunk) for unit in gate.feed(piece)]
    return tuple(units + gate.flush())


def _pieces(text: str, size: int | None) -> Iterator[str]:
    if size is None:
        yield text
        return
    yield from (text[at : at + size] for at in range(0, len(text), max(1, size)))


def units_json(units: tuple[VerifiedUnit, ...]) -> str:
    """Write units as `{units[{text, released, code, claims[], cites[]}]}` (contract 7)."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - only where JSON is wanted

    return TypeAdapter(dict[str, tuple[VerifiedUnit, ...]]).dump_json({"units": units}, indent=2).decode()
