"""The rules for this layer's own addresses."""

from ..findings.views import may_see_findings
from ..models import Hall, Window
from ..places.border import sees_place
from ..reading.border import may_read
from ..records import registers
from ..roles.membership import reads_records
from ..steps.deputies import may_name_deputies
from ..steps.letters import may_keep
from .rules import Allow, any_perm, readers_may_write, register
from .sight import works_on_pages


def or_reads(allow: Allow) -> Allow:
    """Let in whom ``allow`` lets in, and who reads the records of every unit."""
    return lambda user: allow(user) or reads_records(user)


def install() -> None:
    """Register the rules."""
    register("reading:*", may_read)
    register("records:*", reads_records)
    registers.install()
    register("findings:new", any_perm("staff_directory.file_finding"))
    register("findings:*", may_see_findings)
    register("trail:export", any_perm("staff_directory.export_trail"))
    register("trail:*", any_perm("staff_directory.view_trail"))
    register("transfers:new", any_perm("staff_directory.prepare_transfer"))
    register("transfers:confirm", any_perm("staff_directory.confirm_transfer"))
    administrators = any_perm("staff_directory.prepare_transfer", "staff_directory.confirm_transfer")
    register("transfers:cancel", administrators)
    register("transfers:*", or_reads(administrators))
    register("deputies:index", or_reads(may_name_deputies))
    register("deputies:*", may_name_deputies)
    register("workflows_in_use:*", or_reads(any_perm("staff_directory.confirm_transfer")))
    for name in ("index", "show"):
        register(f"letters:{name}", or_reads(may_keep))
    register("letters:*", may_keep)
    for model in (Hall, Window):
        label = f"staff_directory.{{}}_{model._meta.model_name}"
        register(
            f"{model._meta.model_name}s:*", any_perm(label.format("add"), label.format("change")), sees_place(model)
        )
    register("window_chooser:*", works_on_pages)
    register("sign_in:everybody", any_perm("staff_directory.end_sessions"))
    register("sign_in:reset", any_perm("staff_directory.end_sessions"))
    readers_may_write("sign_in:mine", "sign_in:verify", "sign_in:setup", "sign_in:remove")
    readers_may_write("notices:read", "notices:choices")
    readers_may_write("reading:purpose", "findings:new", "findings:return", "findings:close")
