"""A unit's guides as a workbook: out, and back in with a look first; what comes in becomes drafts."""
