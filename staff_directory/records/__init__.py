"""Accounts, settings and registers as the discipline auditor reads them: lists and single rows, without a form or a button."""
