"""Destroying what a page said, wherever it is held: holders register here; each destroys its part and is then asked what remains."""

from .base import Holder, Scope, exempt, register, register_loose

__all__ = ["Holder", "Scope", "exempt", "register", "register_loose"]
