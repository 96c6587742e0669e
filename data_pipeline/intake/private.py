"""A person's data never comes in: recognised in headers (the file is refused) and in cells (the row is refused).

Needs only to be right often enough to stop a mistake; the feeds have no column that could hold any of it.
"""

import re
from datetime import date

from data_pipeline.intake.headers import Headers, key_of
from data_pipeline.intake.refusal import Refusal

HEADER = re.compile(
    r"姓名|名字|联系人|负责人|填报人|经办人|电话|手机|联系方式|身份证|证件号|护照号|住址|家庭地址|居住地址|详细地址|门牌|楼栋室号|房间号|床号|车牌|微信|"
    r"出生日期|年龄|^(?:full|first|last|patient|person)?name$|phone|mobile|telephone|idcard|idnumber|passport|"
    r"homeaddress|plateno|platenumber|licenceplate|licenseplate|wechat|birth"
)
PHONE = re.compile(r"(?<![\da-fA-F])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\da-fA-F])", re.ASCII)
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)", re.ASCII)
IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})\d{3}[\dXx](?!\d)", re.ASCII)
OLD_IDENTITY = re.compile(r"(?<!\d)[1-6]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)", re.ASCII)
NUMERAL = r"[0-9一二三四五六七八九十]+"
ADDRESS = re.compile(
    rf"\d+\s*(?:号楼|单元|室|幢|弄)|(?:号楼|单元|幢|弄)\s*\d+|{NUMERAL}号楼|{NUMERAL}单元|\d+号\d+", re.ASCII
)
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-HJ-NP-Z0-9]{5,6}(?![A-Z0-9])"
)
PROVINCES = frozenset(
    map(
        str,
        (*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83),
    )
)
WEIGHTS, CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
HINT = re.compile(
    r"\d{7}|\d{3}[- ]\d{4}[- ]|号楼|单元|室|幢|弄|号\d|[A-Z][·• ]?[A-Z0-9]{5}", re.ASCII
)  # worth a closer look


def refuse_private_headers(headers: Headers) -> None:
    """Raises Refusal `private_header` when a header that no declaration knows asks for a person's data."""
    for header, column in zip(headers.sent, headers.columns, strict=True):
        if column is None and HEADER.search(key_of(header)):
            raise Refusal("private_header", value=header)


def private_kind(text: str) -> str:
    """The problem's code when a cell holds a person's data: private_phone, _id, _plate, _address; else ""."""
    if not HINT.search(text):
        return ""
    if any(_is_identity(m) for m in IDENTITY.finditer(text)) or OLD_IDENTITY.search(text):
        return "private_id"
    if PHONE.search(text) or LANDLINE.search(text):
        return "private_phone"
    if PLATE.search(text):
        return "private_plate"
    return "private_address" if ADDRESS.search(text) else ""


def _is_identity(found: re.Match[str]) -> bool:
    """A province and a birthday make 18 characters an identity number; a right checksum makes up for either.

    A mistyped number is still somebody's.
    """
    text = found[0].upper()
    born = found[2]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
        plausible = "1900" <= born[:4] <= "2099" and text[:2] in PROVINCES
    except ValueError:
        plausible = False
    total = sum(int(d) * w for d, w in zip(text[:17], WEIGHTS, strict=True))
    return plausible or (text[:2] in PROVINCES and CHECK[total % 11] == text[17])


def masked(text: str) -> str:
    """Enough to find the cell again, not enough to find the person."""
    return f"{text[:2]}{'*' * min(8, max(len(text) - 3, 1))}{text[-1:]}" if len(text) > 3 else "***"
