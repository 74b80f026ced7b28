"""Forms of the life of a decision. They gather and show; every rule is the verbs'."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page, Site

from ..actions.restore_masked import Masking
from ..errors import Refused
from ..life.kinds import RULES, Verb, kinds_for
from ..life.lookup import pages_by_number
from ..models import BackupContent
from ..scans import refuse_scan
from ..tree_paths import at_address
from . import scans

WAYS = (Verb.WITHDRAW, Verb.REPLACE, Verb.VANISH)
AT_ONCE = "立即撤下"
_FIELD_OF = {"kind": "way", "verb": "way", "instrument_scan": "scan"}
_INSTRUMENT = ("instrument_name", "instrument_number", "instrument_body", "instrument_date")


def way_choices(verbs: tuple[Verb, ...] = WAYS) -> list[Any]:
    """Return reasons grouped by way, each with its time and law; not those that only the clock has."""
    found: list[Any] = [("", "请选择")]
    for verb in verbs:
        rows = []
        for kind in kinds_for(verb):
            rule = RULES[kind]
            if not rule.by_clock:
                within = "当天" if rule.days is None else f"{rule.days}个工作日内"
                rows.append((f"{verb}:{kind}", f"{verb.label}：{kind.label}（{within}，{rule.law}）"))
        found.append((verb.label, rows))
    return found


def add_refusal(form: forms.Form, refusal: Refused) -> None:
    """Show every problem of a refusal at its field, or above the form."""
    for problem in refusal.problems:
        name = _FIELD_OF.get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, problem.message)


class SharedForm(forms.Form):
    """Way and reason, public statement, instrument and its scan, the day the duty arose."""

    verbs = WAYS
    way = forms.ChoiceField(
        label="方式和原因",
        help_text="撤下：网址答复“已撤下”，说明理由。替换：另指向新的公示页面。消除：什么也不说明，用于不该公开的内容。",
        error_messages={"required": "请选择方式和原因。"},
    )
    statement = forms.CharField(
        label="公开说明的理由",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="会公开显示在原网址上（“消除”的不显示）。不写当事人、案情、金额和个人信息。",
    )
    instrument_name = forms.CharField(
        label="依据文书名称", required=False, max_length=100, help_text="例如：行政复议决定书。撤销、变更、确认违法、确认无效等须填写。"
    )  # fmt: skip
    instrument_number = forms.CharField(label="依据文书文号", required=False, max_length=100)
    instrument_body = forms.CharField(label="作出依据文书的机关", required=False, max_length=100)
    instrument_date = forms.DateField(
        label="依据文书日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scan = forms.FileField(
        label="依据文书扫描件", required=False, help_text="PDF、JPG 或 PNG，20 MB 以内。只供内部查阅，不公开。"
    )
    scan_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    duty_arose_on = forms.DateField(
        label="应撤下之日起算",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="依据文书生效之日；没有文书的，为发现之日。不填按文书日期，没有文书的按今天。",
    )

    def __init__(self, *args: Any, page: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.user = page, user
        self.kept_scan: Any = None
        self.fields["way"].choices = way_choices(self.verbs)  # type: ignore[attr-defined]

    def clean_scan(self) -> Any:
        """Look into the file, not at its name."""
        file = self.cleaned_data.get("scan")
        wrong = refuse_scan(file) if file else ""
        if wrong:
            raise forms.ValidationError(wrong)
        return file

    def keep_scan(self) -> None:
        """Keep a good upload at once, and carry it in the form from then on."""
        file = getattr(self, "cleaned_data", {}).get("scan")
        self.kept_scan = (
            scans.keep(file, self.page, self.user) if file else scans.kept(self.data.get("scan_kept", ""), self.user)
        )
        self.data = self.data.copy()
        self.data["scan_kept"] = scans.token(self.kept_scan, self.user) if self.kept_scan else ""

    def said(self) -> dict[str, Any]:
        """Return what was typed as arguments of the verbs; what is no date counts as empty."""
        found = getattr(self, "cleaned_data", {})
        verb, _, kind = str(found.get("way") or "").partition(":")
        values: dict[str, Any] = {name: found.get(name) or "" for name in ("statement", *_INSTRUMENT)}
        values["instrument_date"] = found.get("instrument_date")
        return {
            "verb": verb, "kind": kind, "duty_arose_on": found.get("duty_arose_on"), "instrument_scan": self.kept_scan, **values,
        }  # fmt: skip

    @property
    def instrument_fields(self) -> list[Any]:
        """Return the fields of the instrument for the template."""
        return [self[name] for name in (*_INSTRUMENT, "scan", "duty_arose_on")]


class EndForm(SharedForm):
    """One page: also its successor, and the words that end it at once."""

    successor = forms.ModelChoiceField(
        label="替代它的新页面",
        queryset=Page.objects.none(),
        required=False,
        widget=AdminPageChooser(),
        help_text="“替换”必须选择，须已公开。",
        error_messages={"invalid_choice": "替代页面须是您能看到的已公开页面，请重新选择。"},
    )
    successor_address = forms.CharField(
        label="或者填新页面的网址或文号", required=False, max_length=300, help_text="选择框打不开时用。"
    )
    confirmation = forms.CharField(
        label=f"输入“{AT_ONCE}”四个字",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Page.objects.filter(live=True).exclude(pk=self.page.pk)  # type: ignore[attr-defined]

    def clean_successor_address(self) -> str:
        """Find the page of an address or a number."""
        typed = str(self.cleaned_data.get("successor_address") or "").strip()
        self.addressed = None
        if typed:
            self.addressed = _at(typed) or _numbered(typed)
            if self.addressed is None:
                raise forms.ValidationError("没有找到这个网址或文号的公开页面，请核对，或用选择框选择。")
        return typed

    def said(self) -> dict[str, Any]:
        """Add the successor."""
        found = getattr(self, "cleaned_data", {})
        return {**super().said(), "successor": found.get("successor") or getattr(self, "addressed", None)}

    def check_confirmation(self) -> bool:
        """Tell whether the words for ending at once were typed; else say so at the field."""
        typed = str(self.cleaned_data.get("confirmation") or "").strip().strip("“”\"'")
        if typed == AT_ONCE:
            return True
        self.add_error("confirmation", f"请输入“{AT_ONCE}”四个字，确认立即执行。")
        return False


def _at(typed: str) -> Page | None:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    path = urlsplit(typed).path
    if site is None or not path.startswith("/"):
        return None
    parts = [part for part in path.split("/") if part]
    url_path = site.root_page.url_path + "".join(f"{part}/" for part in parts)
    found: Page | None = Page.objects.filter(at_address(url_path), live=True).first()
    return found


def _numbered(typed: str) -> Page | None:
    found = Page.objects.filter(pk__in=pages_by_number([typed])[typed], live=True)
    return found.get() if found.count() == 1 else None


class BatchForm(SharedForm):
    """Many pages: a successor is one page's, so nothing is replaced in bulk."""

    verbs = (Verb.WITHDRAW, Verb.VANISH)


class ListForm(forms.Form):
    """Numbers pasted or uploaded."""

    numbers = forms.CharField(
        label="文号，一行一个", required=False, widget=forms.Textarea(attrs={"rows": 10}), help_text="括号、全角半角、空格不影响查找。"
    )  # fmt: skip
    file = forms.FileField(
        label="或者上传表格", required=False, help_text="XLSX、XLS、ODS 或 CSV，其中有一列的列名含“文号”。"
    )


class DestroyForm(forms.Form):
    """The order to destroy."""

    order_body = forms.CharField(
        label="作出命令的机构", max_length=100, help_text="保密行政管理部门，或者本单位保密办。", error_messages={"required": "请填写作出命令的机构。"}
    )  # fmt: skip
    order_number = forms.CharField(
        label="命令文号", max_length=100, help_text="只写文号，不写标题和内容；命令的扫描件不存入本平台。", error_messages={"required": "请填写命令文号。"}
    )  # fmt: skip
    order_date = forms.DateField(
        label="命令日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages={"required": "请填写命令日期。"}
    )  # fmt: skip
    backups_by = forms.DateField(
        label="备份最迟销毁日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="命令要求的期限。到期以前和以后，只要还有备份没有销毁，每个工作日提醒。",
        error_messages={"required": "请填写命令要求的备份销毁期限。"},
    )


class BackupForm(forms.Form):
    """One backup."""

    name = forms.CharField(
        label="名称", max_length=100, help_text="文件名或介质编号，例如 gongshi-20261126.dump、光盘 2026-11。", error_messages={"required": "请填写名称。"}
    )  # fmt: skip
    place = forms.CharField(label="存放地点", max_length=200, error_messages={"required": "请填写存放地点。"})
    content = forms.ChoiceField(label="内容", choices=BackupContent.choices, initial=BackupContent.ALL)
    made_at = forms.DateTimeField(
        label="备份时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        error_messages={"required": "请填写备份时间。"},
    )
    kept_until = forms.DateField(
        label="计划保存到", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NoteForm(forms.Form):
    """A note for a decision or a review."""

    note = forms.CharField(label="意见", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RestoreForm(forms.Form):
    """Why a withdrawal was wrong."""

    reason = forms.CharField(
        label="恢复公开的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明为什么撤下有误，例如认错了文号。",
        error_messages={"required": "请写明为什么撤下有误。"},
    )


class MaskedRestoreForm(RestoreForm):
    """Also, for a page that vanished for privacy, whether it comes back masked, and without what."""

    AS_IT_WAS, MASKED = "as_it_was", "masked"
    masked = forms.ChoiceField(
        label="恢复哪一版",
        widget=forms.RadioSelect,
        choices=[
            (MASKED, "隐去后的版本：内容应当公开，只是其中有不该公开的"),
            (AS_IT_WAS, "消除时的版本：消除本身有误"),
        ],
        error_messages={"required": "请选择恢复哪一版。"},
    )
    passages = forms.CharField(
        label="要隐去的文字",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="系统能找到的证件号码、电话、姓名等会自动隐去，不用写。其他要隐去的，每行一处，照原文写；要换一种写法的，写成“原文=>改为”。"
        "这里写的只在批准之前保存。",
    )
    leaves_out_files = forms.BooleanField(
        label="去掉全部附件和图片",
        required=False,
        help_text="附件里有不该公开的内容时勾选；恢复以后可以换上改好的文件。",
    )

    def masking(self) -> Masking | None:
        """Return what the masked version does without; None for the version that was public."""
        said = self.cleaned_data
        return Masking(said["passages"], said["leaves_out_files"]) if said["masked"] == self.MASKED else None
