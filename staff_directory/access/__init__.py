"""The unit's border: what a user may see and touch in the admin, held in one place."""
