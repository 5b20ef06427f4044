"""Every error the desk raises on purpose, split by who must act.

::

    NutgrafError
    ├── AskerError            the person who asked can put it right
    │   ├── UnusableQuery     nothing in the words to look for
    │   └── OutOfScope        the reply stands on a source that may not be shown where it was asked for
    ├── OperatorError         whoever runs the desk can put it right
    │   ├── UnreadableInput   one file or record cannot be read; the rest goes on
    │   ├── UnknownSource     no source has that id
    │   ├── BadSetting        a setting or an option has no usable value
    │   └── StoreDamaged      the store is not what its schema says
    └── ServiceError          something outside failed; trying again may help
        ├── ModelFailed       the model gave no usable reply; the desk answers without it
        ├── StoreBusy         another process holds the store's write lock
        ├── StoreUnavailable  the database does not answer
        ├── CacheUnavailable  the cache's server does not answer; the desk goes on without it
        └── Busy              more is being asked than can be answered in time

Programming mistakes and values that must not exist are ``ValueError`` from the domain's constructors, not these.
A message names the offending value with ``!r`` and says what to do next.
"""


class NutgrafError(Exception):
    """Root of the tree."""


class AskerError(NutgrafError):
    """The person who asked can put it right."""


class UnusableQuery(AskerError):
    """The query has no word that could be looked for."""


class OutOfScope(AskerError):
    """A reply stands on a source that may not be shown where it was asked for; the message names no source."""


class OperatorError(NutgrafError):
    """Whoever runs the desk can put it right."""


class UnreadableInput(OperatorError):
    """One file or record cannot be read; the message is one line, fit to print beside its name."""


class UnknownSource(OperatorError):
    """No source has that id."""


class BadSetting(OperatorError):
    """A setting or an option has no usable value."""


class StoreDamaged(OperatorError):
    """The store is not what its schema says."""


class ServiceError(NutgrafError):
    """Something outside the desk failed; trying again may help."""


class StoreBusy(ServiceError):
    """Another process holds the store's write lock."""


class ModelFailed(ServiceError):
    """The model gave no usable reply; the desk answers without it.

    ``reason`` is one of: connection, timeout, rate limited, server, refused, truncated, length, stopped, empty, malformed,
    too big, resting.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class CacheUnavailable(ServiceError):
    """The cache's server does not answer; the desk goes on without it."""


class Busy(ServiceError):
    """More is being asked than can be answered in time; said to the person who asked, never silence."""


class StoreUnavailable(ServiceError):
    """The database does not answer; what was asked can be asked again."""
