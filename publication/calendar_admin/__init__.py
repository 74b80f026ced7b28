"""The working calendar in the admin: a year at a glance, and entry by pasting the yearly notice."""
