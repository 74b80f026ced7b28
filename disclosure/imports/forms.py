"""Forms of the import screens."""

from typing import Any

from django import forms
from django.conf import settings

from staff_directory.models import Unit


class UnitFileForm(forms.Form):
    """Choose one of the user's units and a spreadsheet for it."""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    file = forms.FileField(label="表格文件")

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is stored."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            limit = settings.IMPORT_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(f"文件超过 {limit} MB，请拆成几个文件分别上传。")
        return file


class UploadForm(UnitFileForm):
    """Decisions: the template is told by the header, or chosen."""

    file = forms.FileField(label="表格文件", help_text="支持 XLSX、XLS、ODS、CSV。列名按“双公示”模板，顺序不限。")
    kind = forms.ChoiceField(
        label="类别",
        required=False,
        choices=[("", "按表头自动识别"), ("licence", "行政许可"), ("penalty", "行政处罚")],
    )


class ConfirmForm(forms.Form):
    """What to do with a checked file."""

    good_rows_only = forms.BooleanField(label="只导入没有错误的行", required=False)
    changed_rows = forms.ChoiceField(
        label="内容与已有决定不同的行",
        required=False,
        choices=[("keep", "先不处理"), ("correct", "存为更正草稿"), ("varied", "决定变更了")],
    )
    secrecy_checked = forms.BooleanField(
        label="已作保密审查",
        error_messages={"required": "请先作保密审查，并勾选“已作保密审查”再确认导入。"},
    )
    late_reason = forms.CharField(
        label="逾期公开原因",
        required=False,
        max_length=300,
        error_messages={"max_length": "逾期公开原因最多 300 个字，请缩短。"},
    )
    submit_after = forms.BooleanField(label="导入后提交审核", required=False, initial=True)


class ReviewForm(forms.Form):
    """What the reviewer says by publishing: a publication without it would be nobody's."""

    agreed = forms.BooleanField(
        label="我已核对，同意公开",
        error_messages={
            "required": "还没有发布：请核对后勾选“我已核对，同意公开”，再点“审核通过并发布”。本页的剔除已保存。"
        },
    )
