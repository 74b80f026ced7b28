"""How far the index has grown since it was last written in one go; each engine counts in its own measure (blocks, bytes)."""

from ..models import IndexState

_TIDIED = "tidied"


def has_grown(size: int, *, times: float, at_least: int) -> bool:
    """Tell whether ``size`` is more than ``times`` the size noted last and ``at_least`` of the same measure more."""
    state = IndexState.objects.filter(pk=_TIDIED).first()
    return size > (state.version if state else 0) * times + at_least


def note_size(size: int) -> None:
    """Note the size of an index that was just written in one go."""
    IndexState.objects.update_or_create(pk=_TIDIED, defaults={"version": size})
