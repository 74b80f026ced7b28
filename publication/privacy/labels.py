"""Words around a number that say what it is."""

import re

#: What stands right before a number and makes it a serial of its own kind (流水号, 编号 …): at most suspected.
SERIAL = re.compile(
    r"(?:流水号|编号|编码|订单号?|单号|序号|受理号|回执号?|批次?号?|注册号|登记号|许可证号?|文号|案号|发票号码?|条码|序列号|设备号"
    r"|校验值|IMEI|ISBN|运单号?|工单号?|合同号|凭证号|交易号|票号|缴款码|缴款书号|通知书号|决定书号|收据号|票据号|业务号|参保号|工号|学号|准考证号|考号|时间戳|读数|批号|档案号|密码|验证码|版本号?|SN|S/N)"
    r"\W{0,3}(?:为|是|依次为)?\W{0,3}(?:[A-Za-z]{0,4}[\-:]?)$",
    re.I,
)
#: Words that tie a number to a person's certificate.
PERSON = re.compile(r"身份|证件号|公民|社会?保障?号|居民证|居留证|\bID\b", re.I)
#: A credit code's label, right before the number.
CREDIT = re.compile(r"代码(?:证号?)?(?:分别|均|依次)?\W{0,3}[为是]?\W{0,3}$")
#: Account words (STANDARDS 7.1a rule 4); the second group counts only near the number.
ACCOUNT = re.compile(r"[账帐]号|卡号|开户|户名|汇入")
ACCOUNT_NEAR = re.compile(r"银行卡|工资卡|储蓄卡|借记卡|信用卡|存折|收款|汇至|转入|打款|社保卡")
ACCOUNT_LABEL = re.compile(
    r"(?:[账帐]号|[账帐]户|卡号|银行卡|工资卡)(?:[（(][^（()）]{0,12}[)）])?\W{0,3}[为是]?\W{0,3}$"
)
#: An officer's certificate (执法证): never a land line, never a finding.
OFFICER = re.compile(r"执法证|证件编号|执法证件|监察证|工作证|资格证|证书|证号\W{0,3}$|监督证")
PHONE = re.compile(r"电话|手机|联系|号码|致电|拨打|来电|短信|微信|tel|phone|mobile|call", re.I)
#: A mobile's label right before the number: what follows it, a letter too (手机138…A座), changes nothing.
PHONE_LABEL = re.compile(r"(?:手机|电话|联系方式)(?:号码?)?\W{0,3}[为是]?\W{0,3}$")
#: Amounts and measures right after a number.
MEASURE = re.compile(r" ?(?:元|万元|亿元|美元|人次|万人|亿|吨|公里|千克|平方|立方|kg|km|%|％|℃|kWh)")
MONEY_BEFORE = re.compile(r"[¥￥$€]\s?$|金额\W{0,2}[为是]?\W{0,2}(?:人民币)?$")
URL_BEFORE = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&*+;=%]*$")
PHONE_PARAMETER = re.compile(r"(?:mobile|phone|tel|sjh|msisdn)[=/]$", re.I)
PHONE_PREFIX = re.compile(r"(?:^|[^A-Za-z])(?:tel|phone|mob|mobile|cell|call|wx|vx|no|t|m|p|ph)\.?$", re.I)
HEADER_PHONE = re.compile(r"手机|电话|联系方式|号码")
HEADER_CREDIT = re.compile(r"代码")
HEADER_PERSON = re.compile(r"身份|证件号|公民|社会?保障?号|居留证")
HEADER_SERIAL = re.compile(r"流水|编号|订单|序号|单号|编码|条码|文号|案号")
HEADER_ACCOUNT = re.compile(r"[账帐]号|卡号|开户|银行|户名|汇入")
LOCAL_PHONE = re.compile(r"(?:电话|座机|固话|宅电|传真)(?:号码?)?\W{0,3}[为是]?\W{0,3}$")
