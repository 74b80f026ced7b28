"""The accounts' forms: roles in place of groups, no superusers from the admin."""
