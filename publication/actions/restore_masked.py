"""Bring a page back that vanished for privacy, without what must not be public: a masked version, made while it is ended.

The masked version is a version like any other: the people of the page's steps approve it, and every gate is asked of it. What it
masks is then taken out of the older versions too, so that no version holds it any more (个人信息保护法第四十七条).
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from ..approvals import may_sign, missing_steps, same_content, standing, step_names, steps_of
from ..errors import Refused
from ..gates import problems_of
from ..gates.approval import NOT_APPROVED
from ..gates.base import Problem
from ..life.kinds import EndingKind
from ..models import Restoration
from ..page_files import keys_of_files
from ..privacy.cleaning import Cleaner
from ..privacy.masking_content import Found, cleaner_for, found_in, missing_from, passages_of
from ..privacy.page_texts import rewrite
from ..privacy.without_files import without_files
from .approve import sign_missing
from .mask_page import clean_traces, record_masked

#: Gates that are asked when it is decided, not of a version that nobody could have approved yet.
_LATER = frozenset({NOT_APPROVED, "sealed"})


@dataclass(frozen=True, slots=True)
class Masking:
    """What a masked version does without, besides everything that the privacy check finds: ``passages``, one a line (“text” or
    “text=>instead”), and the files."""

    passages: str = ""
    leaves_out_files: bool = False


def masking_problems(page: Page, ending: Any, masking: Masking) -> list[Problem]:
    """Return what keeps a masked version from being made of the one that was public, each at its field."""
    if ending.kind != EndingKind.PRIVACY:
        message = f"只有因“{EndingKind.PRIVACY.label}”消除的页面可以隐去后恢复；其他的按撤下时的版本恢复，再作更正。"
        return [Problem("masked_kind", message, "masked")]
    if ending.live_revision is None:
        return [Problem("no_version", "找不到撤下时公开的版本，不能恢复。")]
    model, data = page.specific_class, ending.live_revision.content
    passages = passages_of(masking.passages)
    lost = missing_from(model, data, passages)
    if lost:
        lines = "、".join(f"第{place}处" for place in lost)
        return [Problem("passage", f"{lines}文字在撤下时的版本里没有找到，请核对（标点、空格也要一致）。", "passages")]
    if not passages and not found_in(model, data) and not masking.leaves_out_files:
        message = "没有自动找到个人信息，也没有写明要隐去的文字、要去掉的附件，恢复的会是原来的内容。请写明要隐去什么。"
        return [Problem("nothing_masked", message, "passages")]
    return []


def make_masked(page: Page, ending: Any, masking: Masking, user: Any) -> tuple[Revision, dict[str, list[int]]]:
    """Save the masked version of what was public; return it, and the keys of the files that it does without.

    Raises:
        Refused: a gate would keep it back even when it is approved.
    """
    before = ending.live_revision.as_object()
    data = before.serializable_data()
    _, cleaner = _cleaner(ending, masking.passages)
    rewrite(type(before), data, cleaner.page_text)
    if masking.leaves_out_files:
        without_files(type(before), data)
    masked = before.with_content_json(data)
    masked.draft_title = masked.title
    revision = masked.save_revision(user=user, clean=False, log_action=True)
    shown = revision.as_object()
    found = [problem for problem in problems_of(shown, revision) if problem.code not in _LATER]
    if found:
        raise Refused(found, page=page)
    after = keys_of_files(shown)
    left = {model._meta.model_name: sorted(keys - after[model]) for model, keys in keys_of_files(before).items()}
    return revision, {name: keys for name, keys in left.items() if keys}


def _cleaner(ending: Any, passages: str) -> tuple[Found, Cleaner]:
    revision = ending.live_revision
    found = found_in(type(revision.as_object()), revision.content)
    return found, cleaner_for(found, found, passages_of(passages))


def may_sign_masked(user: Any, asked: Restoration) -> bool:
    """Tell whether a step of the masked version still waits for ``user``."""
    return any(may_sign(user, asked.page.specific, step) for step in open_steps(asked))


def open_steps(asked: Restoration) -> list[Any]:
    """Return the steps that have not approved the masked version (``None``: whoever may publish); none of another request."""
    if asked.revision is None or not asked.is_open:
        return []
    return missing_steps(steps_of(asked.page), standing(same_content(asked.revision)))


def still_to_sign(asked: Restoration) -> str:
    """Return the names of the steps that have not approved the masked version; "" when none is missing."""
    missing = open_steps(asked)
    return step_names(missing) if missing else ""


def sign(asked: Restoration, user: Any) -> bool:
    """Let ``user`` sign the steps that are theirs; tell whether all are signed now.

    Raises:
        Refused: none of the missing steps is theirs.
    """
    before = open_steps(asked)
    sign_missing(asked.page.specific, asked.revision, user)  # type: ignore[arg-type]
    after = open_steps(asked)
    if after and len(after) == len(before):
        message = f"隐去后的版本还须由“{step_names(after)}”的审核人审核，审核后再批准恢复。"
        raise Refused([Problem("steps", message)], page=asked.page)
    return not after


def take_out_masked(asked: Restoration, user: Any) -> None:
    """Take what the masked version masks out of every other version, record and trail entry of the page; after it is public."""
    assert asked.revision is not None
    with transaction.atomic():
        page: Any = asked.page.specific_class.objects.get(pk=asked.page_id)
        found, cleaner = _cleaner(asked.ending, asked.passages)
        cleaned = clean_traces(page, cleaner, user, verb="restore", spare=asked.revision_id)
        record_masked(page, list(found), asked.revision, cleaned, user)
