"""modelsearch's own suites, run with our backends: ``make test-search-conformance``."""
