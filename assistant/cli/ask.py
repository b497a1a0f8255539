"""`ownrig ask`: one question, one answer; the facts appear before anything slower runs."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain.asked_text import checked
from assistant.errors import RequestError

if TYPE_CHECKING:
    from assistant.domain.turn import Finished, Turn
    from assistant.flow import Assistant


def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question; - reads it from standard input")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON")] = False,
    page: Annotated[str | None, typer.Option(help="Slug of the guide the question is asked on")] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Name of a local conversation; later questions may refer back")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Answer by code alone")] = False,
) -> None:
    """Answer a question, with sources and assumptions."""
    import asyncio  # noqa: PLC0415 - each command loads what it needs when it runs
    import secrets  # noqa: PLC0415

    from assistant import log  # noqa: PLC0415
    from assistant.assemble import open_assistant  # noqa: PLC0415
    from assistant.cli.conversations import Conversations  # noqa: PLC0415
    from assistant.cli.index import mend  # noqa: PLC0415
    from assistant.domain.turn import Turn  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    question = checked(_standard_input() if text == "-" else text)
    settings = Settings.read()
    log.configure(settings.log_level)
    kept = Conversations(settings.data_dir / "conversations")
    turn = Turn(secrets.token_hex(8), question, conversation, kept.settled(conversation), page, not no_model)
    finished = asyncio.run(_follow(open_assistant(settings, mend, with_model=not no_model), turn, quiet=as_json))
    kept.keep(conversation, finished, turn.before)
    if as_json:
        from assistant.domain.answer_json import answer_json  # noqa: PLC0415

        print(answer_json(finished.answer))  # noqa: T201 - the command's output


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


async def _follow(assistant: "Assistant", turn: "Turn", *, quiet: bool) -> "Finished":
    """Print each part as it arrives (unless quiet) and return the end."""
    from assistant.cli.show import Screen  # noqa: PLC0415
    from assistant.domain.turn import FactsFound, Finished, Released  # noqa: PLC0415

    screen = Screen(quiet=quiet)
    async for event in assistant.ask(turn):
        match event:
            case FactsFound():
                screen.show(event.lead)
            case Released():
                screen.show(event.sentence.text)
            case Finished():
                said = "\n\n".join(sentence.text for sentence in event.answer.sentences)
                screen.show(event.answer.text.removeprefix(said))
                return event
    raise RequestError("the answer ended early")
