"""Units merge, split and are renamed: one audited transfer of drafts, tasks, imports and rights."""

from .parts import Part, register_part

__all__ = ["Part", "register_part"]
