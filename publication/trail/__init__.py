"""The trail: who did what, when, from where, before, after and why; append-only, held by the database."""
