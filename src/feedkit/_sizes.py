"""Sizes of files as pages print them, in all languages: `66.26KB`, `1,4 Mo`, `1 234 567 bytes`.

It takes text and gives bytes, with how far the file may be off because the number was rounded. It
never guesses a unit, and never raises for any text: what is no size is None.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_SPELLINGS = """
0: amabytes aoktedoù aṭ aṭamdan baidht baidhtean bait baitai baitas baiti baito baits baitu baitų bajt bajta
   bajtech bajti bajto bajtoj bajtov bajtova bajtu bajty bajtów bajtů bayt baýt beart beit beyt bhaidht
   bheart bite byte bytea byteaj byteita byteow bytes bytey byți bájt báìtì bæti bèt být debyți feit greep
   ibyte iṭamḍanen kabyte kamgabyte mbeart nabyte oct octet octetes octetos octets octeți okted paitiʻe tavu
   tavua àwɔ́nbáìtì àwọ́nbáìtì б баайт байт байта байтаў байти байтов байты байтів бајт бајта бајти бајтова
   բ բայթ בייט ب بائيٽ بائيٽس بائٹ بائٹس بايت بايتا بايتات بايټ بايټس بایت بایتها ܒܐܝܬ बाइट बायट বাঃ বাইট
   ਬਾਇਟ બાઇટ ବାଇଟ୍ பை பைட் பைட்கள் బై బైట్ బైట్లు ಬೈ ಬೈಟ್ ಬೈಟ್ಗಳು ബൈറ്റ് බයිට් ไบต์ ဘိုက် ბაიტი ባይት ᎠᏍᎦᎳ
   ᏗᏓᏍᎦᎵᎩ បៃ バイト 位元組 位元组 字節 字节 바이트 𑄝𑄭𑄖𑄴 𞤶 𞤶𞤫𞥅𞤼𞥆𞤭 𞤶𞤫𞥅𞤼𞥆𞤵
1: agilooktedoù akiluṭamḍan chileabaidht chilibheart chillobyte chilobyte chilobytes chilookted cileabaidht
   cileabaidhtean cilibheart cilobeit dekilobyți gcilibheart gilookted ikiluṭamḍanen kakilobyte
   kamgakilobyte kaṭ kb kbyte kbytes kbʻe kb字节 kiilobeyt kilobait kilobaitai kilobaitas kilobaiti kilobaito
   kilobaits kilobaitu kilobaitų kilobajt kilobajta kilobajti kilobajto kilobajtoj kilobajtov kilobajtova
   kilobajtu kilobajty kilobajtów kilobajtů kilobayt kilobaýt kilobite kilobyte kilobytea kilobyteag
   kilobyteaj kilobyteow kilobytes kilobytey kilobyți kilobájt kilobèt kilobýt kilogreep kilooctet
   kilooctets kilookted kilopaitiʻe kilotavu kilotavua kirubyte kirubyteita ko koctet koctets kébáìtì
   kílóbait kílóbæti k位元組 k字节 nakilobyte quilooctets àwɔnkílóbáìtì àwọnkílóbáìtì кб кбайт кбайта кбайтов
   килобаайт килобайт килобайта килобайтов килобайты килобајт килобајта килобајти килобајтова кілабайт
   кілабайта кілабайты кілобайт кілобайта кілобайти кілобайтів кілябайт кілябайта кілябайты կբ կիլոբայթ קב
   קילובייט كب كيلوبايت کب کلوبائٹ کلوبائٹس کيلوبايټ کيلوبايټس کیلوبایت ڪلوبائيٽ ڪلوبائيٽز ܟܝܠܘܒܐܝܬ किलोबाइट
   किलोबायट केबी केबीं কিঃবাঃ কিলোবাইট ਕਿਲੋਬਾਇਟ કિલોબાઇટ କିଲୋବାଇଟ୍ கிலோபைட் கிலோபைட்கள் కిలోబైట్ కిలోబైట్లు
   కేబీ ಕಿಬೈ ಕಿಲೋಬೈಟ್ ಕಿಲೋಬೈಟ್ಗಳು കിലോബൈറ്റ് കെബി කිබ කිලෝබයිට් กิโลไบต์ กิโลไบท์ ကီလိုဘိုက် კბაიტი
   კილობაიტი ኪሎባይት ኪባ ᎠᎦᏴᎵᎠᏍᎦᎳ ᎠᎦᏴᎵᏗᏓᏍᎦᎵᎩ គីឡូបៃ キロバイト 千位元組 千位元组 千字節 千字节 킬로 킬로바이트 𑄇𑄨𑄣𑄮𑄝𑄭𑄖𑄴 𞤳𞤭𞤤𞤮𞤶𞤫𞥅𞤼𞥆𞤭
   𞤳𞤭𞤤𞤮𞤶𞤫𞥅𞤼𞥆𞤵 𞤳𞤶
2: amigaṭamdan avegaoktedoù demegabyți ilmegabyte imigaṭamḍanen kamegabyte kamgamegabyte maṭ mb mbyte mbytes
   mbʻe meagabaidht meagabaidhtean megabait megabaitai megabaitas megabaiti megabaito megabaits megabaitu
   megabaitų megabajt megabajta megabajti megabajto megabajtoj megabajtov megabajtova megabajtu megabajty
   megabajtów megabajtů megabayt megabaýt megabeit megabeyt megabite megabyte megabytea megabyteaj
   megabyteita megabyteow megabytes megabytey megabyți megabájt megabæti megabýt megagreep megaoctetos
   megaoctets megaokted megatavu megatavua meigibheart mekapaitiʻe meqabayt mheagabaidht mheigibheart mo
   moctet moctets mègabèt mégaoctet mégaoctets mб mẹ́gábait mẽgabyte mẽgabyteag m字节 namegabyte vegaokted
   àwɔnmégábáìtì àwọnmégábáìtì мб мбайт мбайта мбайтов мегабаайт мегабайт мегабайта мегабайти мегабайтов
   мегабайты мегабайтів мегабајт мегабајта мегабајти мегабајтова мэгабайт мэгабайта мэгабайты մբ մեգաբայթ מב
   מגה־בייט מגהבייט مب ميجابايت ميغابايت ميكابايت ميګابايټ ميګابايټس ميگابائيٽز ميگابائٹس مگابایت میگابائٹ
   مەگابايت ܡܝܓܐܒܐܝܬ एमबी मॅगाबायट मेगाबाइट মেঃবাঃ মেগাবাইট ਮੈਗਾਬਾਇਟ મેગાબાઇટ ମେଗାବାଇଟ୍ மெகாபைட் மெகாபைட்கள்
   ఎమ్బి మెగాబైట్ మెగాబైట్లు ಮೆಗಾಬೈಟ್ ಮೆಗಾಬೈಟ್ಗಳು ಮೆಬೈ എംബി മെഗാബൈറ്റ് මෙගාබයිට් මෙබ เมกกะไบต์ เมกะไบต์
   เมกะไบท์ မီဂါဘိုက် მეგაბაიტი ሜጋባይት ᎺᎦᎠᏍᎦᎳ ᎺᎦᏗᏓᏍᎦᎵᎩ មេកាបៃ メガ メガバイト 兆 兆位元組 兆位元组 兆字節 兆字节 百萬位元組 메가 메가바이트
   𑄟𑄬𑄉𑄝𑄭𑄖𑄴 𞤥𞤫𞤺𞤢𞤶𞤫𞥅𞤼𞥆𞤭 𞤥𞤫𞤺𞤢𞤶𞤫𞥅𞤼𞥆𞤵 𞤥𞤶
3: achigaoktedoù chigaokted degigabyți gaṭ gb gbyte gbytes gbʻe ghigabaidht ghigibheart gigabaidht
   gigabaidhtean gigabait gigabaitai gigabaitas gigabaiti gigabaito gigabaits gigabaitu gigabaitų gigabajt
   gigabajta gigabajti gigabajto gigabajtoj gigabajtov gigabajtova gigabajtu gigabajty gigabajtów gigabajtů
   gigabayt gigabaýt gigabeit gigabeyt gigabite gigabyte gigabytea gigabyteag gigabyteaj gigabyteita
   gigabyteow gigabytes gigabytey gigabyți gigabájt gigabèt gigabýt gigagreep gigaoctet gigaoctets gigaokted
   gigatavu gigatavua gigibheart giqabayt go goctet goctets gígabæti gígábait g字节 jigabyte jíbáìtì kagigabyte
   kamgagigabyte kikapaitiʻe nagigabyte ngigibheart nigigaṭamḍanen nugigaṭamḍan xigabyte xigabytes
   àwɔngígábáìtì àwọngígábáìtì гб гбаайт гбайт гбайта гбайтов гигабайт гигабайта гигабайтов гигабайты
   гигабајт гигабајта гигабајти гигабајтова гігабайт гігабайта гігабайти гігабайты гігабайтів գբ գիգաբայթ גב
   ג׳יגהבייט جب جيجابايت غب غيغابايت ګيګابايټس گيگابائيٽز گيگابايت گیگابائٹ گیگابایت ܓܝܓܐܒܐܝܬ गिगाबाइट
   गिगाबायट गीगाबाइट जीबी গিঃবাঃ গিগাবাইট ਗੀਗਾਬਾਇਟ ગીગાબાઇટ ଗିଗାବାଇଟ୍ கிகாபைட் கிகாபைட்கள் గిగాబైట్
   గిగాబైట్లు జీబీ ಗಿಗಾಬೈಟ್ ಗಿಗಾಬೈಟ್ಗಳು ಗಿಬೈ ഗിഗാബൈറ്റ് ജിബി ගිගාබයිට් ගිබ กิกะไบต์ กิกะไบท์ ဂစ်ဂါဘိုက်
   გიგაბაიტი ጊባ ጊጋባይት ᎩᎦᎠᏍᎦᎳ ᎩᎦᏗᏓᏍᎦᎵᎩ ជីកាបៃ ギガ ギガバイト 十億位元組 吉位元組 吉位元组 吉字節 吉字节 기가 기가바이트 𑄉𑄨𑄉𑄝𑄭𑄖𑄴 𞤺𞤭𞤺𞤢𞤶𞤫𞥅𞤼𞥆𞤭
   𞤺𞤭𞤺𞤢𞤶𞤫𞥅𞤼𞥆𞤵 𞤺𞤶
4: aderaoktedoù atiramḍan deraokted deterabyți dteiribheart itiramḍanen kamgaterabyte katerabyte naterabyte
   taṭ tb tbyte tbytes tbʻe teiribheart telapaitiʻe terabaidht terabaidhtean terabait terabaitai terabaitas
   terabaiti terabaito terabaits terabaitu terabaitų terabajt terabajta terabajti terabajto terabajtoj
   terabajtov terabajtu terabajty terabajtów terabajtů terabayt terabaýt terabeit terabeyt terabite terabyte
   terabytea terabyteag terabyteaj terabyteita terabyteow terabytes terabytey terabyți terabájt terabæti
   terabýt teragreep teraoctets teraokted teratavu teratavua theiribheart therabaidht to tèrabèt téraoctet
   téraoctets tíbáìtì tб tẹ́rábait zeraokted àwɔntɛ́rábáìtì àwọntẹ́rábáìtì тб тбайт терабаайт терабайт
   терабайта терабайти терабайтов терабайтів терабајт терабајта терабајти тэрабайт тэрабайта тэрабайты տբ
   տերաբայթ טרהבייט تب ترابایت تيرابايت تەرابايت ٹیرابائٹ ټيرابايټ ټيرابايټس ٽيرابائيٽز ܬܝܪܐܒܐܝܬ टीबी
   टेराबाइट टेराबाइट्स टेराबायट টেঃবাঃ টেরাবাইট টেৰাবাইট ਟੈਰਾਬਾਇਟ ટેરાબાઇટ ଟେରାବାଇଟ୍ டெராபைட் டெராபைட்கள்
   టీబీ టెరాబైట్ టెరాబైట్లు ಟೆಬೈ ಟೆರಾಬೈಟ್ ಟೆರಾಬೈಟ್ಗಳು ടിബി ടെറാബൈറ്റ് ටෙබ ටෙරාබයිට් เทราไบต์ တယ်ရာဘိုက်
   ტბაიტი ტერაბაიტი ቴራባይት ᏕᎳᎠᏍᎦᎳ ᏕᎳᏗᏓᏍᎦᎵᎩ តេរ៉ាបៃ テラバイト 兆兆位元組 太位元組 太字節 太字节 테라바이트 𑄑𑄢𑄝𑄭𑄖𑄴 𞤼𞤫𞤪𞤢𞤶𞤫𞥅𞤼𞥆𞤭
   𞤼𞤫𞤪𞤢𞤶𞤫𞥅𞤼𞥆𞤵 𞤼𞤶
"""
"""Powers of 1,000 or 1,024, and the units of all languages (CLDR 47 and what pages print besides), folded."""

_SINGLE = {"b": 0, "o": 0, "k": 1, "m": 2, "g": 3, "kt": 1, "mt": 2, "gt": 3, "tt": 4}
"""Units that are words or other units elsewhere, and count only where a text is nothing but a size."""
_BINARY = re.compile(
    r"([kmgt])i(?:b|o|bytes?|octets?)|(ki|me|gi|te)bi(?:byte|octet)s?|([кмгт])иб|(ки|ме|ги|те)бибайт(?:а|ов)?"
)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4, "к": 1, "м": 2, "г": 3, "т": 4}

NUMBER = (
    r"[0-9]{1,3}(?P<gap>[\s,.'’])[0-9]{3}(?:(?P=gap)[0-9]{3}){0,3}(?:[.,][0-9]{1,9})?"
    r"|[0-9]{1,3}(?:,[0-9]{2}){1,4},[0-9]{3}(?:\.[0-9]{1,9})?"
    r"|[0-9]{1,15}(?:[.,][0-9]{1,9})?"
)
"""A printed number: digits, with marks between thousands and before a fraction."""
_TYPES = (
    "aac ai avi avif bmp csv doc docx eps epub flac gif heic jpe?g m4a m4v mkv mobi mov mp3 mp4 mpe?g odp ods odt ogg "
    "pdf png ppt pptx psd rar raw rtf svg tiff? txt wav webm webp wma wmv xls xlsx xml zip 7z"
).replace(" ", "|")
_TYPE = re.compile(rf"(?:{_TYPES})\b", re.IGNORECASE)
_ABOUT = r"(?:[~≈∼]|(?:about|approx\.?|approximately|ca\.?|circa|env(?:\.|iron)|etwa|ungefähr|약|約|约|около|≈)\s?)"
_WHOLE = re.compile(
    rf"[(\[（【]?\s?(?:(?:{_TYPES})\b[\s,;:|/·•([–-]{{0,3}})?(?:[^\W\d]{{1,20}}(?:\s[^\W\d]{{1,20}})?\s?:\s?)?{_ABOUT}?"
    rf"(?P<number>{NUMBER})(?P<unit>[^0-9()\[\]]{{1,40}}?)[)\]）】]?(?:\s?[,;/·|-]?\s?(?:{_TYPES})\)?)?\.?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"(?<![\w.,/⁄])(?P<number>{NUMBER})(?P<unit>\s?[^0-9\s()\[\],;:/|]{{1,24}}(?:\s[^0-9\s()\[\],;:/|]{{1,24}})?)"
)
_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,60})[)\]）】]")
_DIGIT = re.compile("[0-9]")
_NOT_DIGIT = re.compile(r"[^0-9]")
_FILLING = re.compile(r"[\s.'’\u200c\u200d\u200e\u200f\u061c\u00ad״\"-]")
_ALSO_WORDS = frozenset(("go", "mo", "to"))
"""Units of French that before another word are words of other languages: `7 Go players`."""
_UPPER = frozenset("kmg")
"""Single letters that are units as capitals only."""
_MARKS = {"٫": ".", "٬": "'", "\u200e": "", "\u200f": "", "\u061c": "", "\u200b": "", "\u00ad": ""}
_LONGEST, _LONGEST_SIZE = 2000, 120


class Size(NamedTuple):
    """How large a file is, as far as it was printed."""

    length: int
    """Bytes."""
    margin: int = 0
    """How many bytes more or fewer it may have, for the number was rounded; 0 when it is exact."""

    @property
    def is_exact(self) -> bool:
        """Whether the very number of bytes was printed."""
        return self.margin == 0


def read(text: str, kb: int = 1024) -> Size | None:
    """The size that a text is, alone or with its type, `(PDF, 1.2 MB)`; None when it is none.

    `kb` is what one KB (kB, Ko) is; KiB and MiB are always powers of 1024. Exact is only a whole
    number of bytes; everything else is a rounded number, and the nearest byte is given.
    """
    text = _plain(text) if len(text) <= _LONGEST_SIZE else ""
    rounded, _, exact = text.rstrip(")").partition("(")
    if rounded and exact and (first := read(rounded, kb)) and (second := read(exact, kb)):
        return min(first, second, key=lambda size: size.margin)
    match = _WHOLE.fullmatch(text)
    if match is None:
        return None
    unit = match["unit"].strip()
    alone = _SINGLE.get(unit.casefold())
    if alone is not None and (unit.isupper() or unit.casefold() not in _UPPER):
        return _size(match["number"], alone, kb, unit)
    return size(match["number"], unit, kb)


def find(text: str, kb: int = 1024) -> Size | None:
    """The one size that stands somewhere in a text, as behind a link; None when there is none, or another."""
    if text.isascii() and not _DIGIT.search(text):
        return None
    text = _plain(text[:_LONGEST])
    found = {size for part in _BRACKETED.findall(text) if (size := read(part, kb))}
    if not found:
        found = {size for match in _INSIDE.finditer(text) if (size := _inside(text, match, kb))}
    exact = [size for size in found if size.is_exact]
    chosen = exact if len(found) == 2 and len(exact) == 1 else list(found)
    return chosen[0] if len(chosen) == 1 else None


def size(number: str, unit: str, kb: int = 1024) -> Size | None:
    """The size of a printed number and a unit, `66,26` and `Ko`; None for what is no unit."""
    folded, power, is_binary = _meaning(unit)
    return None if power is None else _size(number, power, 1024 if is_binary else kb, folded)


@lru_cache(maxsize=256)
def _meaning(unit: str) -> tuple[str, int | None, bool]:
    """A unit folded, the power that it stands for, and whether that is surely one of 1024."""
    folded = _folded(unit)
    binary = _BINARY.fullmatch(folded)
    if binary:
        return folded, _POWERS[next(filter(None, binary.groups()))[0]], True
    return folded, _units().get(folded), False


def _size(number: str, power: int, base: int, unit: str) -> Size:
    whole, fraction = _parts(number, power, unit)
    scale, part = base**power, 10 ** len(fraction)
    length = (int(whole + fraction) * scale * 2 + part) // (part * 2)
    return Size(length, (scale + part) // (2 * part) if power else 0 if not fraction else 1)


def _parts(number: str, power: int, unit: str) -> tuple[str, str]:
    """The digits of a printed number, and those of its fraction."""
    whole, _, tail = number.partition(".")
    if whole.isdecimal() and (not tail or (tail.isdecimal() and len(tail) != 3)):
        return whole, tail
    *head, tail = _NOT_DIGIT.split(number)
    whole, mark = "".join(head), number[-len(tail) - 1] if head else ""
    if mark not in (",", "."):
        return whole + tail, ""
    parts_thousands = len(head) == 1 and len(whole) <= 3 and not whole.startswith("0")
    if parts_thousands and power:  # in 1,234 KB, and not in 1.234 KB, 1,234 Mo, 1,234 МБ
        parts_thousands = mark == "," and unit.isascii() and not unit.endswith(("o", "octet", "octets"))
    is_grouped = len(tail) == 3 and (number.count(mark) > 1 or parts_thousands)
    return (whole + tail, "") if is_grouped else (whole, tail)


def _inside(text: str, match: re.Match[str], kb: int) -> Size | None:
    """The size of a number and what follows it in a text, unless it is half a range or a rate."""
    before = text[max(0, match.start() - 2) : match.start()]
    if (before[-1:] in "-–" and before[:1].isdigit()) or text[match.end() :].startswith("/s"):
        return None
    words = match["unit"].split()
    if words[0].casefold() in _ALSO_WORDS and len(words) > 1 and not _TYPE.match(words[1]):
        return None
    for unit in (" ".join(words), *words[:1]):
        if found := size(match["number"], unit.strip(".,;!?\"'’”»…"), kb):
            return found
    return next(filter(None, (size(match["number"], unit, kb) for unit in _beginnings(words[0]))), None)


def _beginnings(word: str) -> list[str]:
    """The beginnings of a text without spaces that may be a unit, `KB` of `KB下载`, the longest first."""
    cuts = range(len(word) - 1, 0, -1)
    return [
        word[:cut] for cut in cuts if word[cut] >= "\u2e80" or word[cut - 1].isascii() != word[cut].isascii()
    ]


def _plain(text: str) -> str:
    """A text with the digits and marks that Python counts with, one space between words."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = "".join([_MARKS.get(sign) or _digit(sign) for sign in text])
    return " ".join(text.split())


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _folded(unit: str) -> str:
    return _FILLING.sub("", unicodedata.normalize("NFKC", unit).casefold())


@lru_cache(maxsize=1)
def _units() -> dict[str, int]:
    lines = (line.partition(":") for line in _SPELLINGS.strip().replace("\n   ", " ").splitlines())
    return {word: int(power) for power, _, words in lines for word in words.split()}
