"""Findings of the discipline auditor, and the answers of the units."""
