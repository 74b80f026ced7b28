"""Matters in and out by spreadsheet: a sheet for the matters themselves and one for each facet."""
