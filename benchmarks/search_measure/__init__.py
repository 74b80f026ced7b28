"""What the search benchmark measures; see ``benchmarks/search.py``."""
