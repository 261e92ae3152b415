"""Bytes to text: the order of the web, its labels, and what is doubted."""

from __future__ import annotations

import codecs

import pytest
import webencodings.labels
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _charsets, parsers
from feedkit.models import Page

E_ACUTE = "é".encode()
DECODED = [
    (codecs.BOM_UTF8 + E_ACUTE, "windows-1251", "é"),
    (codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), None, "é"),
    (codecs.BOM_UTF16_BE + "é".encode("utf-16-be"), "utf-8", "é"),
    (E_ACUTE, None, "é"),
    (E_ACUTE, "latin1", "Ã©"),
    (b"\xe9\x80\x99", None, "這"),
    (b"\xe9 \x80 \x81", None, "é € \x81"),
    (b"\xe9\x80", "ISO-8859-1", "é€"),
    (b"\xe9", '"us-ascii"', "é"),
    (b"\xe9", "x-unheard-of", "é"),
    (b"+AGE-", "utf-7", "+AGE-"),
    (b"61", "hex", "61"),
    (b"\xff\xc3\xa9", "UTF8", "\ufffdé"),
    ("中".encode("gb18030"), "gb2312", "中"),
    ("中".encode("gb18030"), "GBK", "中"),
    ("中".encode("big5"), "big5", "中"),
    ("日本①".encode("cp932"), "shift_jis", "日本①"),
    ("日本".encode("euc-jp"), "x-euc-jp", "日本"),
    ("日本".encode("iso2022-jp"), "iso-2022-jp", "日本"),
    ("똠".encode("cp949"), "euc-kr", "똠"),
    ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
    ("Привет".encode("cp1251"), "cp1251", "Привет"),
    ("ş".encode("cp1254"), "iso-8859-9", "ş"),
    ("ő".encode("iso8859-2"), "iso8859-2", "ő"),
    ("ő".encode("iso8859-2"), "iso88592", "ő"),
    ("€".encode("iso8859-15"), "iso-8859-15", "€"),
    (b"", None, ""),
]


@pytest.mark.parametrize(("content", "charset", "expected"), DECODED)
def test_decode_follows_the_web(content: bytes, charset: str | None, expected: str) -> None:
    """A BOM wins, then the response's label as browsers mean it, then UTF-8, then windows-1252."""
    assert _charsets.decode(content, charset) == expected


RU, CS, EL, TR = "Новости министерства", "Přílišná žluť", "Νέα του υπουργείου", "Değişiklik günü"
JA, ZH, TW, KO = (
    "報道発表①〜日本語",
    "新闻发布会：伊拉克总理",
    "新聞發布會：伊拉克總理",
    "보도자료 이라크 총리",
)
FR, DE, HE, AR = "Déjà vu – « l’été »", "Größe: 5 € „fett“", "חדשות המשרד", "أخبار الوزارة"
TH, LT, VI, PL = "ข่าวประชาสัมพันธ์", "Žinios iš ministerijos", "Thông báo mới", "Zażółć gęślą jaźń"
WRONG, GARBLED = "charset-wrong", "mojibake"

MATRIX = [
    # what the response says, the beginning of the page, its bytes after that, the text of those, the doubt
    # declared by the response, and right
    ("utf-8", b"", RU.encode(), RU, None),
    ("UTF8", b"", JA.encode(), JA, None),
    ("windows-1251", b"", RU.encode("cp1251"), RU, None),
    ("x-cp1251", b"", RU.encode("cp1251"), RU, None),
    ("koi8-r", b"", RU.encode("koi8-r"), RU, None),
    ("koi8-u", b"", "Новини їжак".encode("koi8-u"), "Новини їжак", None),
    ("iso-8859-5", b"", RU.encode("iso8859-5"), RU, None),
    ("ibm866", b"", RU.encode("cp866"), RU, None),
    ("x-mac-cyrillic", b"", RU.encode("mac-cyrillic"), RU, None),
    ("iso-8859-2", b"", CS.encode("iso8859-2"), CS, None),
    ("windows-1250", b"", PL.encode("cp1250"), PL, None),
    ("windows-1253", b"", EL.encode("cp1253"), EL, None),
    ("greek", b"", EL.encode("iso8859-7"), EL, None),
    ("iso-8859-9", b"", (TR + " €").encode("cp1254"), TR + " €", None),
    ("latin5", b"", TR.encode("cp1254"), TR, None),
    ("windows-1255", b"", HE.encode("cp1255"), HE, None),
    ("iso-8859-8-i", b"", HE.encode("iso8859-8"), HE, None),
    ("visual", b"", HE.encode("iso8859-8"), HE, None),
    ("windows-1256", b"", AR.encode("cp1256"), AR, None),
    ("iso-8859-6", b"", AR.encode("iso8859-6"), AR, None),
    ("windows-1257", b"", LT.encode("cp1257"), LT, None),
    ("windows-1258", b"", "Thông báo".encode("cp1258"), "Thông báo", None),
    ("tis-620", b"", TH.encode("cp874"), TH, None),
    ("iso-8859-1", b"", FR.encode("cp1252"), FR, None),
    ("latin1", b"", DE.encode("cp1252"), DE, None),
    ("us-ascii", b"", DE.encode("cp1252"), DE, None),
    ("iso-8859-15", b"", "5 € œuvre".encode("iso8859-15"), "5 € œuvre", None),
    ("macintosh", b"", "Déjà".encode("mac-roman"), "Déjà", None),
    ("shift_jis", b"", "報道発表①～".encode("cp932"), "報道発表①～", None),
    ("x-sjis", b"", "日本語㈱".encode("cp932"), "日本語㈱", None),
    ("windows-31j", b"", "日本語".encode("cp932"), "日本語", None),
    ("euc-jp", b"", "報道発表".encode("euc_jp"), "報道発表", None),
    ("euc-jp", b"", "発表①".encode("euc_jis_2004"), "発表①", None),
    ("iso-2022-jp", b"", "報道発表".encode("iso2022_jp"), "報道発表", None),
    ("gb2312", b"", (ZH + "镕").encode("gb18030"), ZH + "镕", None),
    ("gbk", b"", ZH.encode("gbk"), ZH, None),
    ("gb18030", b"", (ZH + "😀").encode("gb18030"), ZH + "😀", None),
    ("big5", b"", TW.encode("big5"), TW, None),
    ("big5-hkscs", b"", "嘅粵語".encode("big5hkscs"), "嘅粵語", None),
    ("ks_c_5601-1987", b"", (KO + "똠").encode("cp949"), KO + "똠", None),
    ("euc-kr", b"", KO.encode("euc_kr"), KO, None),
    ("utf-16", b"", RU.encode("utf-16-le"), RU, None),
    ("utf-16be", b"", RU.encode("utf-16-be"), RU, None),
    # declared by the page
    (None, b"<meta charset=windows-1251>", RU.encode("cp1251"), RU, None),
    (None, b"<meta charset=Shift_JIS>", "日本語".encode("cp932"), "日本語", None),
    (None, b"<meta charset=utf-8>", JA.encode(), JA, None),
    (None, b"<meta http-equiv=content-type content='text/html; charset=gb2312'>", ZH.encode("gbk"), ZH, None),
    (None, b"<?xml version='1.0' encoding='koi8-r'?>", RU.encode("koi8-r"), RU, None),
    (None, b"<meta charset=utf-16>", RU.encode(), RU, None),
    (None, b"<meta charset=x-user-defined>", b"caf\xe9", "café", None),
    (None, b" " * 2000 + b"<meta charset=windows-1251>", RU.encode("cp1251"), RU, None),
    # a BOM wins over all
    ("windows-1251", codecs.BOM_UTF8, FR.encode(), FR, None),
    ("utf-8", codecs.BOM_UTF16_LE, RU.encode("utf-16-le"), RU, None),
    ("utf-8", codecs.BOM_UTF16_BE, RU.encode("utf-16-be"), RU, None),
    (None, codecs.BOM_UTF8 + b"<meta charset=koi8-r>", RU.encode(), RU, None),
    # the response wins over the page
    ("windows-1251", b"<meta charset=koi8-r>", RU.encode("cp1251"), RU, None),
    ("utf-8", b"<meta charset=windows-1252>", FR.encode(), FR, None),
    # nothing is declared, or nothing that is known
    (None, b"", FR.encode(), FR, None),
    (None, b"", FR.encode("cp1252"), FR, None),
    ("none", b"", FR.encode(), FR, None),
    ("x-unheard-of", b"<meta charset=windows-1251>", RU.encode("cp1251"), RU, None),
    ("utf-7", b"", b"+AGE-", "+AGE-", None),
    (None, b"<meta charset=utf-7>", FR.encode(), FR, None),
    (None, b"", RU.encode() + b"\xd0", RU + "\ufffd", GARBLED),
    (None, b"", (RU * 20).encode() + b"\xd0", RU * 20 + "\ufffd", None),
    (None, b"", "42 Entries".encode("utf-16-le"), "42 Entries", None),
    (None, b"", "<p>Новости</p>".encode("utf-16-be"), "<p>Новости</p>", None),
    (None, b"", "<?xml version='1.0'?><p>é".encode("utf-16-le"), "<?xml version='1.0'?><p>é", None),
    # what is declared is wrong, and the bytes say so
    ("iso-8859-1", b"", FR.encode(), FR, WRONG),
    ("windows-1251", b"", RU.encode(), RU, WRONG),
    ("iso-8859-1", b"", (FR * 9).encode() + b" \xe9 ", FR * 9 + " \ufffd ", WRONG),
    ("iso-8859-1", b"", (FR * 9).encode()[:-1], (FR * 9)[:-1] + "\ufffd", WRONG),
    ("windows-1251", b"", "it’s".encode(), "it’s", WRONG),
    ("shift_jis", b"", JA.encode(), JA, WRONG),
    ("gb2312", b"", ZH.encode(), ZH, WRONG),
    ("euc-kr", b"", KO.encode(), KO, WRONG),
    (None, b"<meta charset=iso-8859-1>", FR.encode(), FR, WRONG),
    ("iso-8859-1", b"<meta charset=utf-8>", "café".encode(), "café", WRONG),
    ("iso-8859-1", b"", "café".encode(), "cafÃ©", None),
    ("utf-8", b"", FR.encode("cp1252"), FR, WRONG),
    ("utf-8", b"<meta charset=windows-1251>", RU.encode("cp1251"), RU, WRONG),
    (None, b"<meta charset=utf-8>", DE.encode("cp1252"), DE, WRONG),
    ("utf-16", b"", FR.encode(), FR, WRONG),
    ("utf-8", b"", "<p>Hello there</p>".encode("utf-16-le"), "<p>Hello there</p>", WRONG),
    ("euc-jp", b"<meta charset=shift_jis>", "日本語の報道発表".encode("cp932"), "日本語の報道発表", WRONG),
    # short, and true in more than one charset: as declared
    ("gb2312", b"", "猫".encode("gbk"), "猫", None),
    # garbled, or cut, before it came
    ("utf-8", b"", FR.encode().decode("cp1252").encode(), FR.encode().decode("cp1252"), GARBLED),
    ("utf-8", b"", "caf\ufffd".encode(), "caf\ufffd", GARBLED),
    ("utf-8", b"", b"caf" + b"\xc3", "caf\ufffd", GARBLED),
    ("utf-8", b"", "„Spaß“ und „Maß“".encode(), "„Spaß“ und „Maß“", None),
    ("utf-8", b"", "SÃO PAULO, AMANHÃ".encode(), "SÃO PAULO, AMANHÃ", None),
    # never read
    ("hz-gb-2312", b"", b"~{<:Ky~}", "\ufffd", GARBLED),
    ("iso-2022-kr", b"", b"plain", "\ufffd", GARBLED),
]


@pytest.mark.parametrize(("charset", "start", "rest", "expected", "doubt"), MATRIX)
def test_matrix(charset: str | None, start: bytes, rest: bytes, expected: str, doubt: str | None) -> None:
    """Every case of a response's charset, a page's own and its bytes has one text, and a doubt where they disagree."""
    found = _charsets.read(start + rest, charset)

    assert found.text.endswith(expected)
    assert found.text.removesuffix(expected).isascii()
    assert (found.doubt and found.doubt[0]) == doubt


PYTHONS = {
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "ibm866": "cp866",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-user-defined": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "replacement": "replacement",
}


def test_labels_are_those_of_the_web() -> None:
    """Each of the labels of the WHATWG Encoding standard stands for its encoding."""
    for label, name in webencodings.labels.LABELS.items():
        expected = PYTHONS.get(name) or codecs.lookup(name.replace("windows-", "cp")).name
        assert _charsets._codec(label.upper()) == expected, label


def test_doubt_is_a_problem_of_the_page() -> None:
    """A page whose charset is declared wrongly is read, and the problem told with it."""
    page = Page("5 May 2020\n\nDéjà vu, et l’été\n".encode(), media_type="text/plain", charset="iso-8859-1")
    found = parsers.parse(page)

    assert found.entries[0].title == "Déjà vu, et l’été"
    assert [problem.code for problem in found.problems] == ["charset-wrong"]
    assert "declared windows-1252, and it is utf-8" in found.problems[0].message


DECLARED = [
    (b'<meta charset="windows-1251">', True),
    (b"<meta charset=windows-1251>", True),
    (b"<META CHARSET = 'Windows-1251' />", True),
    (b"<html><head><title>x</title><meta name=a content=b><meta/charset=cp1251>", True),
    (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', True),
    (b"<meta content='text/html;charset=windows-1251' http-equiv=content-type>", True),
    (b"<meta http-equiv=Content-Type content=\"text/html; charset='windows-1251'\">", True),
    (b"<!-- <meta charset=utf-8> --><meta charset=windows-1251>", True),
    (b"<!--><meta charset=windows-1251>", True),
    (b"<p title='<meta charset=utf-8>'><meta charset=windows-1251>", True),
    (b"<meta charset=unheard-of><meta charset=windows-1251>", True),
    (b'<?xml version="1.0" encoding="windows-1251"?>', True),
    (b"<p>" * 500 + b"<meta charset=windows-1251>", True),
    (b"<!-- <meta charset=windows-1251> -->", False),
    (b"<!-- <meta charset=windows-1251>", False),
    (b"<p title='<meta charset=windows-1251>'>", False),
    (b"<meta name=description content='charset=windows-1251'>", False),
    (b"<metadata charset=windows-1251>", False),
    (b"meta charset=windows-1251", False),
]


@pytest.mark.parametrize(("head", "is_declared"), DECLARED)
def test_decode_finds_the_charset_in_the_page(head: bytes, is_declared: bool) -> None:
    """A `meta` element is found in any spelling, and only where it is one."""
    assert _charsets.decode(head + b"\xcf", None)[-1] == ("П" if is_declared else "Ï")


def test_decode_takes_utf_16_in_meta_for_utf_8() -> None:
    """A page whose `meta` can be read as ASCII is not UTF-16, whatever it says."""
    assert _charsets.decode(b"<meta charset=utf-16>" + E_ACUTE + b"\xff", None)[-2:] == "é\ufffd"


@given(
    st.binary(),
    st.one_of(st.none(), st.text(), st.sampled_from(["utf-16", "big5", "iso-2022-jp", "utf-7", "idna"])),
)
def test_decode_never_raises(content: bytes, charset: str | None) -> None:
    """Any bytes under any label are a text."""
    assert isinstance(_charsets.decode(content, charset), str)
    assert isinstance(_charsets.decode(b"<meta charset=" + content, charset), str)


BINARY = [
    *(
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\x00",
    ),
    *(
        b"\x00",
        b"\x00" * 5000,
        bytes(range(256)) * 8,
        b"SQLite format 3\x00",
    ),
]
TEXT = [
    *(
        b"",
        b"42 Entries\n",
        "42 résultats".encode("latin1"),
        "日本".encode("iso2022-jp"),
        "日本".encode("cp932"),
    ),
    *(
        "42 Entries".encode("utf-16-le"),
        "42 Entries".encode("utf-16-be"),
        "é".encode("utf-16"),
        "日本".encode(),
        b"42 Entries\n\n5 May 2020\n\nA\x00 bad \x01\x02 title\n",
    ),
    "日本".encode() * 500,
]


@pytest.mark.parametrize(
    ("content", "expected"), [(content, True) for content in BINARY] + [(content, False) for content in TEXT]
)
def test_is_binary_tells_files_from_texts(content: bytes, expected: bool) -> None:
    """Pictures, archives and zeros are binary; texts of any charset with a stray control are not."""
    assert _charsets.is_binary(content) is expected
