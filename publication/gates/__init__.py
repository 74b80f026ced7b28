"""What must hold before anything becomes public; each app registers its own gates."""

from .base import Gate, Problem, problems_of, register

__all__ = ["Gate", "Problem", "problems_of", "register"]
