"""The tests that have to notice a mutant of the number ledger, each run in a process of its own.

Everything but the ledger is loaded once; a process is forked for each mutant, takes the changed text for the module's,
and stops at the first test that fails. No file is written. Used by `tools/mutants.py` and `tools/mutate.py`.
"""

import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import CodeType, ModuleType
from typing import Generic, Literal, TypeVar

import hypothesis
import pytest

from assistant import assemble
from assistant.settings import Settings
from tests.mutants.trials import draw_all

ROOT = Path(__file__).resolve().parents[1]
LEDGER = Path("assistant/verifier")
PROCESSES = 2
CPU_SECONDS = 60  # the suite takes less than 10; what takes longer does not end
WALL_SECONDS = 600  # for a machine on which other work runs
MEMORY = 4 * 2**30
SUITE = ("tests/unit/verifier", "tests/mutants/few.py")
# Measures time, and takes as long as everything else.
LEFT_OUT = "tests/unit/verifier/test_verify.py::test_long_hostile_input_is_withheld_in_little_time"
OPTIONS = ("-q", "-x", "--tb=no", "-p", "no:cacheprovider", "--deselect", LEFT_OUT)

State = Literal["killed", "survived", "broken"]
Texts = dict[Path, str]
One = TypeVar("One")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant. `broken`: its tests could not be collected, which proves nothing. `by`: what told."""

    state: State
    by: str = ""


def run_all(wanted: Iterable[tuple[One, Texts]]) -> Iterator[tuple[One, Outcome]]:
    """Yield what became of each mutant, as they end; `Texts` are the files that it changes, by their path.

    Ends the program with a message if the suite fails without a mutant: it would seem to kill everything.
    """
    _load()
    _, green = next(_forked([(None, {})]))
    if green.state != "survived":
        sys.exit(f"the suite fails without a mutant: {green.by}")
    yield from _forked(wanted)


def _load() -> None:
    """Load what is the same for all, above all the names of the catalog."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # The same examples each time, and no test that fails since the machine is busy.
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    hypothesis.settings.load_profile("mutants")
    names = assemble.open_names(Settings.read())
    assemble.open_names = lambda _: names
    draw_all()
    early = [name for name in sys.modules if name.startswith("assistant.verifier")]
    if early:
        sys.exit(f"loaded before it could be changed: {early[0]}")


@dataclass
class _Running(Generic[One]):
    one: One
    process: BaseProcess
    until: float = field(default_factory=lambda: time.monotonic() + WALL_SECONDS)


def _forked(wanted: Iterable[tuple[One, Texts]]) -> Iterator[tuple[One, Outcome]]:
    fork = get_context("fork")
    left = iter(wanted)
    running: dict[Connection, _Running[One]] = {}
    while True:
        while len(running) < PROCESSES and (following := next(left, None)):
            here, there = fork.Pipe(duplex=False)
            process = fork.Process(target=_child, args=(there, following[1]))
            process.start()
            there.close()
            running[here] = _Running(following[0], process)
        if not running:
            return
        ready = wait(list(running), timeout=1)
        late = [one for one in running if time.monotonic() > running[one].until]
        for connection in {*ready, *late}:
            ended = running.pop(connection)  # type: ignore[arg-type]
            yield ended.one, _outcome(connection, ended.process)  # type: ignore[arg-type]


def _outcome(connection: Connection, process: BaseProcess) -> Outcome:
    """What a process sent; one that was ended by its limits sent nothing."""
    try:
        outcome: Outcome = connection.recv() if connection.poll() else Outcome("killed", "time limit")
    except EOFError:
        outcome = Outcome("killed", "time limit")
    process.kill()
    process.join()
    connection.close()
    return outcome


def _child(answer: Connection, texts: Texts) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os.chdir(ROOT)
    sys.meta_path.insert(0, _Changed(texts))
    told = _Told()
    code = pytest.main([*SUITE, *OPTIONS], plugins=[told])
    if code == pytest.ExitCode.OK:
        answer.send(Outcome("survived"))
    else:
        answer.send(Outcome("killed", told.test) if told.test else Outcome("broken", told.trouble or str(code)))


class _Told:
    """Notes the first test that fails."""

    def __init__(self) -> None:
        self.test = ""
        self.trouble = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.test = self.test or report.nodeid.removeprefix("tests/").removeprefix("unit/verifier/")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = self.trouble or str(report.longrepr).strip().splitlines()[-1]


class _Changed(MetaPathFinder):
    """Finds the changed modules."""

    def __init__(self, texts: Texts) -> None:
        self._texts = {".".join(file.with_suffix("").parts): (file, text) for file, text in texts.items()}

    def find_spec(self, fullname: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002 - the protocol's
        """Find a module by its name."""
        if fullname not in self._texts:
            return None
        file, text = self._texts[fullname]
        return spec_from_file_location(fullname, ROOT / file, loader=_Loader(fullname, str(ROOT / file), text))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the protocol's
        """Compile the changed text; what is stored of the file's own is not looked at."""
        return compile(self._text, self.path, "exec")
