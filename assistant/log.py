"""One line per step as JSON on standard error: `event`, `question` id, durations in milliseconds."""

import logging
import sys

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(level: str) -> None:
    """Set up structured logging; called once by a door, never on import."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def step(name: str, **values: object) -> None:
    """Log one step of the story of a question. Question text is never passed here, only its id."""
    structlog.get_logger().info(name, **values)


def problem(name: str, **values: object) -> None:
    """Log something an owner should look at; shown at the default level."""
    structlog.get_logger().warning(name, **values)
