"""The command line: `ownrig`. Each command imports what it needs when it runs, so that starting is fast."""

import sys

import typer

from assistant.cli import corpus, evaluate, index
from assistant.cli.ask import ask
from assistant.cli.doctor import doctor
from assistant.cli.search import search
from assistant.cli.serve import serve
from assistant.cli.summary import summary
from assistant.cli.verify import verify
from assistant.cli.vram import vram
from assistant.errors import OwnRigError

BAD_INPUT = 2

app = typer.Typer(
    name="ownrig",
    help="Answers about hardware for running language models at home.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def root() -> None:
    """Answers about hardware for running language models at home."""


app.command(name="ask")(ask)
app.command(name="search")(search)
app.command(name="summary")(summary)
app.command(name="verify")(verify)
app.command(name="vram")(vram)
app.command(name="doctor")(doctor)
app.command(name="serve")(serve)
app.add_typer(index.app, name="index")
app.add_typer(corpus.app, name="corpus")
app.add_typer(evaluate.app, name="eval")


def main() -> None:
    """Run the command of this process and leave with its exit code; bad input is one line and code 2."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; 0 if all went well, 2 with one line on standard error if the input was bad."""
    try:
        return int(app(args=arguments, prog_name="ownrig", standalone_mode=False) or 0)
    except OwnRigError as error:
        message, code = str(error), BAD_INPUT
    except typer.TyperException as error:
        message, code = error.format_message(), error.exit_code
    except typer.Abort:
        return 1
    print(f"ownrig: {message}", file=sys.stderr)  # noqa: T201 - the command line's own output
    return code
