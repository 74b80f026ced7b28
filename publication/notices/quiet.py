"""A batch is told of as one thing: within it no page is told of by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("notices_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Within the block no page's publication makes a notice; whoever works on many pages tells of them as a whole."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    """Tell whether the present act is part of a batch."""
    return _quiet.get()
