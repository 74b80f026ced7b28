"""Why a page stops being public, and what follows from each reason: one table for code, screens and ``docs/life.md``.

行政处罚法第四十八条: a published penalty that is varied, revoked, found unlawful or void is withdrawn within three working days with
public reasons. 政府信息公开条例第十四、十五条: secrets and privacy are not published at all, and so nothing is said of them.
"""

from dataclasses import dataclass

from django.db import models


class Verb(models.TextChoices):
    """The verbs after publication."""

    WITHDRAW = "withdraw", "撤下"
    REPLACE = "replace", "替换"
    VANISH = "vanish", "消除"
    EXPIRE = "expire", "期满下线"


class EndingKind(models.TextChoices):
    """Why a page is not public any more."""

    REVOKED = "revoked", "撤销"
    VARIED = "varied", "变更"
    UNLAWFUL = "unlawful", "确认违法"
    VOID = "void", "确认无效"
    REMADE = "remade", "责令重作"
    LICENCE_REVOKED = "licence_revoked", "许可被撤销"
    MISTAKE = "mistake", "发布错误"
    CREDIT_REPAIR = "credit_repair", "信用修复提前终止"
    EXPIRED = "expired", "公示期满"
    SERVED = "served", "公告送达期满"
    PRIVACY = "privacy", "涉及个人信息或商业秘密"
    SECRET = "secret", "涉及国家秘密"


class EndingState(models.TextChoices):
    """Where a request to end a page's publicity stands."""

    REQUESTED = "requested", "待批准"
    EXECUTED = "executed", "已执行"
    REFUSED = "refused", "不予批准"
    CANCELLED = "cancelled", "已撤回申请"


#: The permission of whoever approves, unless a reason has approvers of its own.
APPROVE = "publication.approve_ending"


@dataclass(frozen=True, slots=True)
class EndingRule:
    """What a reason brings with it.

    ``verbs`` that may use it (the first is the usual one); ``status`` of the address afterwards; ``shows_number`` whether
    文号 is named on the tombstone, in the public list of withdrawals and to a search for the exact number; ``law`` (empty: the
    page's own basis says it);
    ``days`` working days from when the duty arose (None: at once); ``by_clock`` whether no second person is needed;
    ``approve`` is the permission of whoever approves.
    """

    kind: EndingKind
    verbs: tuple[Verb, ...]
    status: int
    shows_number: bool
    law: str
    days: int | None = 3
    needs_instrument: bool = False
    by_clock: bool = False
    approve: str = APPROVE


_W, _R, _V, _X = Verb.WITHDRAW, Verb.REPLACE, Verb.VANISH, Verb.EXPIRE
_ART_48 = "行政处罚法第四十八条"

RULES: dict[EndingKind, EndingRule] = {
    rule.kind: rule
    for rule in (
        EndingRule(EndingKind.REVOKED, (_W, _R), 410, True, _ART_48, needs_instrument=True),
        EndingRule(EndingKind.VARIED, (_R, _W), 410, True, _ART_48, needs_instrument=True),
        EndingRule(EndingKind.UNLAWFUL, (_W,), 410, True, _ART_48, needs_instrument=True),
        EndingRule(EndingKind.VOID, (_W,), 410, True, _ART_48, needs_instrument=True),
        EndingRule(EndingKind.REMADE, (_W, _R), 410, False, _ART_48, needs_instrument=True),
        EndingRule(EndingKind.LICENCE_REVOKED, (_W,), 410, True, "行政许可法第六十九条", needs_instrument=True),
        EndingRule(EndingKind.MISTAKE, (_W,), 410, False, "政府信息公开条例第六条"),
        EndingRule(EndingKind.CREDIT_REPAIR, (_X, _W), 410, False, "信用修复管理办法"),
        EndingRule(EndingKind.EXPIRED, (_X,), 410, False, "信用修复管理办法", None, by_clock=True),
        EndingRule(EndingKind.SERVED, (_X,), 410, False, "", None, by_clock=True),
        EndingRule(EndingKind.PRIVACY, (_V,), 404, False, "政府信息公开条例第十五条", None),
        EndingRule(
            EndingKind.SECRET,
            (_V,),
            404,
            False,
            "政府信息公开条例第十四条",
            None,
            approve="publication.approve_secret_ending",
        ),
    )
}


def kinds_for(verb: str) -> list[EndingKind]:
    """Return the reasons that a verb may have, in the order of the table."""
    return [kind for kind, rule in RULES.items() if verb in rule.verbs]
