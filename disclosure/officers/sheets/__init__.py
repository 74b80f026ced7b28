"""A unit's officers as a workbook: out, and back in with a look first. The register changes at once; nobody is deleted by it."""
