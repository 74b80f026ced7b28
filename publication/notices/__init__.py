"""Notices, reminders and the digest: who is told what, in the admin and by mail (docs/adr/0060-notices.md)."""
