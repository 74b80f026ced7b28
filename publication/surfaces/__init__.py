"""Surfaces: every way by which the public can reach content; each knows how to purge a page and how to look for it."""

from .base import Answer, Asked, Subject, Surface, exempt, register, registered, surface, unregister
from .visitor import Ask, Unreachable, Visitor

__all__ = [
    "Answer",
    "Ask",
    "Asked",
    "Subject",
    "Surface",
    "Unreachable",
    "Visitor",
    "exempt",
    "register",
    "registered",
    "surface",
    "unregister",
]
