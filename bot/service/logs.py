"""Structured logs: one JSON object a line, with the request's id, and no secret in any of them."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, TextIO

import structlog

from bot.errors import OperatorError, ServiceError

HIDDEN = "[redacted]"
FRAMES = 12
"""Frames of a traceback, the innermost."""
LONGEST = 2_000
"""Characters of one value; what comes from outside may be longer than a log line should be."""

# Tokens by their published shapes: Slack's, bearer headers, and passwords inside addresses.
_SHAPES = re.compile(
    r"xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|(?i:\b(?:bearer|bot|basic) +[\w.~+/=-]{12,})|\bsk-[\w-]{16,}|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"
)
_NAMES = re.compile(r"token|secret|password|authorization|api_?key", re.IGNORECASE)


class Redaction:
    """A structlog processor that blanks secrets: the ones it is told, and whatever looks like one.

    Args:
        secrets: The very values that must not appear.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first, so that a secret containing another one goes whole.
        known = sorted({secret for secret in secrets if len(secret) >= 4}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        """Blank them in every value, however deep."""
        return {name: HIDDEN if _NAMES.search(name) else self.clean(value) for name, value in event.items()}

    def clean(self, value: Any) -> Any:
        """The value without secrets; strings and what contains them are copied."""
        if isinstance(value, str):
            if self._known:
                value = self._known.sub(HIDDEN, value)
            value = _SHAPES.sub(HIDDEN, value)
            return value if len(value) <= LONGEST else value[:LONGEST] + "…"
        if isinstance(value, Mapping):
            return {name: HIDDEN if _NAMES.search(str(name)) else self.clean(item) for name, item in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.clean(item) for item in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.clean(str(value))


def told(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that says what was raised and where, and repeats a message only where it is an operator's.

    What other exceptions say may quote an article or a question, and logs are read by people who may see neither.
    """
    given = event.pop("exc_info", None)
    raised = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
    if given and raised is not None:
        frames = traceback.extract_tb(raised.__traceback__)[-FRAMES:]
        event["exception"] = type(raised).__name__
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        if isinstance(raised, OperatorError | ServiceError | OSError):
            event["message"] = str(raised)
    return event


def configure(*, secrets: Iterable[str] = (), level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the desk's logs and those of its libraries to one stream, each line a JSON object.

    Args:
        secrets: Values that must never appear in a line.
        level: The least important level that is written. What libraries say below INFO never is: it quotes what passes through
            them, questions and articles.
        stream: Where lines go; standard error unless given.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            told,
            Redaction(secrets),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # Both, since the second may have been set before.
    root.setLevel(max(logging.getLevelNamesMapping()[level], logging.INFO))
    logging.getLogger("nutgraf").setLevel(level)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
