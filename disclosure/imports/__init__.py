"""From checked rows to pages: the import job, step by step, resumable."""
