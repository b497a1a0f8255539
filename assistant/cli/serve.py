"""`ownrig serve`: the HTTP service on this machine."""

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import IndexUnusableError, RequestError

if TYPE_CHECKING:
    from assistant.settings import Settings


def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on; the default is 127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; the default is 8000")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer")] = 1,
) -> None:
    """Serve questions, guides and catalog as pages and as an API."""
    from assistant.cli.doctor import model_line  # noqa: PLC0415 - each command loads what it needs when it runs
    from assistant.cli.index import mend  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415
    from assistant.web.run import serve as run  # noqa: PLC0415

    settings = Settings.read()
    where, at = host or settings.service.host, settings.service.port if port is None else port
    at = _free(where, at)
    if not _index_usable(settings):
        mend()
    shown = f"[{where}]" if ":" in where else where
    typer.echo(f"Ask OwnRig at http://{shown}:{at}/ (Ctrl-C ends it)")
    typer.echo(f"model: {model_line(settings).says}", err=True)
    run(where, at, workers)


def _free(host: str, port: int) -> int:
    """Return a port that can be listened on; a free one for 0.

    Raises:
        RequestError: something listens there already, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RequestError(
                f"cannot listen on {host}:{port} ({error.strerror}); try another one: ownrig serve --port {port + 1}"
            ) from error
        return int(probe.getsockname()[1])


def _index_usable(settings: "Settings") -> bool:
    from assistant.assemble import index_place, open_catalog  # noqa: PLC0415

    try:
        index_place(settings, open_catalog(settings)).manifest()
    except IndexUnusableError:
        return False
    return True
