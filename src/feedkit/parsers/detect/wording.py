"""Words around the fields of a list: buttons that are no titles, links to the next page, labels before values.

It takes texts and gives whether one is such, or what stands before all of a column. It never looks at the
page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BUTTONS = re.compile(
    r"(?:read|learn|show|see|view|find out|load)(?: the)?(?: more| full (?:story|text|post)| all| details?)(?: (?:about|on) .{1,200})?"
    r"|(?:continue|keep) reading|(?:click|tap) here|here|more|more info(?:rmation)?|(?:full|view|see|more) details?|details?"
    r"|(?:(?:download|view|open|see|get)(?: the| as)? ?)?(?:pdf|docx?|html?|xlsx?|csv|zip|document|file)|download|open|view|link"
    r"|weiterlesen|mehr(?: (?:lesen|erfahren|dazu|infos?))?|zum (?:artikel|beitrag)|herunterladen|öffnen|ansehen"
    r"|lire (?:la suite|plus)|en savoir plus|voir (?:plus|le détail)|(?:plus de )?détails?|télécharger|ouvrir"
    r"|le[ea]r? m[áa]s|ver (?:m[áa]s|detalles?|mais|tudo)|m[áa]s informaci[óo]n|seguir leyendo|descargar|detalles?|abrir"
    r"|leia mais|ler mais|saiba mais|continu(?:e|ar) (?:a )?l(?:endo|er)|baixar|detalhes"
    r"|leggi (?:tutto|di pi[ùu])|continua(?: a leggere)?|scopri di pi[ùu]|scarica|dettagli"
    r"|llegir més|més informació|descarrega|lees (?:meer|verder)|meer(?: lezen)?|bekijk|läs mer|les mer|læs mere|lue lisää"
    r"|czytaj (?:więcej|dalej)|więcej|číst (?:dále|více)|více|devamını oku|daha fazla|citește (?:mai mult|mai departe)|tovább"
    r"|читать (?:далее|дальше|полностью)|подробнее|далее|скачать|детальніше|читати далі|διαβάστε περισσότερα"
    r"|اقرأ المزيد|المزيد|تحميل|קרא עוד|קראו עוד|להורדה|阅读(?:更多|全文)|查看(?:更多|全文|详情)|更多|详情|詳情|全文|下载|下載"
    r"|続きを読む|もっと(?:見る|読む)|詳細(?:を見る|はこちら)?|詳しくはこちら|더 ?보기|자세히(?: 보기)?",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:go to |see |show |load )?(?:the )?next(?: page| results?| entries| posts?| \d+(?: \w+)?)?|older(?: posts| entries| news| stories)?"
    r"|(?:zur )?nächsten?(?: seite)?|weiter|vor(?:wärts)?|ältere(?: beiträge| einträge| meldungen)?"
    r"|(?:la )?(?:page )?suivante?s?(?: page)?|plus anciens?|articles plus anciens|(?:p[áa]gina |pàgina )?(?:siguiente|seguinte|següent)s?"
    r"|(?:p[áa]gina )?pr[óo]xim[ao]s?(?: p[áa]gina)?|(?:entradas|posts|postagens) (?:m[áa]s |mais )?antig[uo]as?"
    r"|(?:pagina )?(?:successiv[ao]|prossim[ao]|seguente|avanti)|volgende(?: pagina)?|nästa(?: sida)?|n[eæ]ste(?: side)?"
    r"|seuraava(?: sivu)?|następn[ay](?: strona)?|dalej|dal[šs]í(?: stránka)?|ďalšia|következő(?: oldal)?|următoarea?|pagina următoare"
    r"|sonraki(?: sayfa)?|επόμεν[ηο](?: σελίδα)?|следующ(?:ая|ие)(?: страница)?|дал(?:ее|ьше)|впер[её]д|наступна(?: сторінка)?|далі"
    r"|下一?[页頁]|下一个|后页|次(?:の?ページ)?へ?|次の\d+件(?:へ)?|다음(?: 페이지)?|التالي(?:ة)?|الصفحة التالية|הבא|לעמוד הבא|העמוד הבא",
    re.IGNORECASE,
)
_ARROWS = frozenset(("›", "»", ">", "→", ">>", "❯", "▶"))
_EDGES = " \t\n\r\xa0\u200b\u200e\u200f-–—|:;.,·•»›>→…()[]"
_LABEL = re.compile(r"[^\W\d_][^:：\d]{0,24}[:：]\s*")
_FEWEST, _SHORT = 3, 40


def is_button(text: str) -> bool:
    """Return whether a text says only that a click shows more, in one of many languages."""
    return len(text) < 240 and _BUTTONS.fullmatch(text.strip(_EDGES)) is not None


def is_next(text: str) -> bool:
    """Return whether a text names the next page of a list, in one of many languages."""
    return text in _ARROWS or (len(text) < _SHORT and _NEXT.fullmatch(text.strip(_EDGES)) is not None)


def label(texts: Sequence[str]) -> str:
    """Return what stands before a colon in all of several texts; nothing where it differs."""
    found = _LABEL.match(texts[0]) if len(texts) >= _FEWEST else None
    return found[0] if found and all(text.startswith(found[0].rstrip()) for text in texts) else ""
