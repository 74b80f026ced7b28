"""What is measured, against which target: see ``benchmarks/README.md``."""
