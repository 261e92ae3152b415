"""What pages print around their lists: pagers, buttons, rights, notices, in the words of many languages.

It takes a line and says whether it is such a line as a whole; a title or a sentence that only
holds one of the words is none. It never looks at the lines around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from feedkit import _text

_BUTTONS = r"""
back, home, top, next, previous, prev, older, newer, more, first, last, latest, menu, search, help, faqs?, news, press, newsroom, jobs, careers, events, publications, media, topics
(?:(?:go |jump |scroll )?back )?(?:to )?(?:the )?top(?: of (?:the )?page)?, (?:go|jump|scroll) to (?:the )?top, back to (?:the )?(?:list|results|search|overview|homepage|news)
(?:load|show|view|see|read|learn|find out|discover)(?: all| more| full| less)+(?: results| entries| articles| posts| news| stories| items| details| releases| here| on this topic)?, (?:view|see|show|browse) (?:the )?(?:archive|full list)
(?:continue|keep) reading, (?:all|more|latest) (?:news|articles|results|posts|entries|stories|press releases), click here(?: for more)?, (?:next|previous|prev|older|newer|first|last) (?:page|results?|entries|posts?|articles?|news|\d+), (?:results|items|entries)? ?per page
(?:share|print|save|e-?mail|bookmark|download|tweet|pin|like)(?: this| it)?(?: page| article| story| post)?(?: on| via| by| with)?, facebook, twitter, x, linkedin, instagram, youtube, whatsapp, telegram, pinterest, flickr, tiktok, mastodon, reddit, bluesky, threads
(?:subscribe|sign up|register|unsubscribe)(?: now| here| today)?(?: (?:to|for) (?:our |the )?(?:newsletters?|rss|updates|mailing list|alerts|e-?mails?|feed))?, (?:our )?newsletters?, follow us(?: on)?, rss(?: feeds?)?, log ?in, sign ?in, log ?out, my account
contacts?(?: us| information| details)?, about(?: us| this site)?, privacy(?: policy| notice| statement| settings)?, cookies?(?: policy| notice| settings| preferences)?, terms(?: (?:of|and|&) (?:use|service|conditions))?, disclaimer, accessibility(?: statement)?, site ?map, legal(?: notice| information)?, imprint
accept(?: all)?(?: cookies)?, (?:reject|decline)(?: all)?(?: cookies)?, manage (?:cookies|preferences), feedback, credits, (?:send )?feedback, report a problem
weiter(?:e|lesen)?, zurück(?: zur (?:übersicht|liste|startseite))?, (?:zurück )?nach oben, (?:zum )?(?:seiten)?anfang(?: der seite)?, zur übersicht, (?:nächste|vorherige|erste|letzte)r?s?(?: seite)?, (?:ältere|neuere|weitere|mehr|alle)(?: beiträge| artikel| meldungen| ergebnisse| nachrichten)?(?: anzeigen| laden| erfahren| lesen)?
startseite, impressum, datenschutz(?:erklärung|hinweise?)?, kontakt, nutzungsbedingungen, barrierefreiheit, (?:seite )?(?:drucken|teilen|empfehlen), anmelden, abonnieren, inhaltsverzeichnis, suche, hilfe, presse, über uns, agb
(?:page )?(?:suivant|précédent)e?s?, (?:retour )?(?:en |au )?haut(?: de (?:la )?page)?, retour(?: à la liste| à l['’]accueil)?, voir (?:plus|tout|tous|la suite)(?: les résultats)?, (?:en )?savoir plus, lire (?:la suite|plus), plus(?: d['’](?:articles|actualités|infos)| de résultats)?, (?:afficher|charger) (?:plus|la suite)
accueil, mentions légales, (?:politique de )?confidentialité, plan du site, contactez-nous, nous contacter, partager, imprimer, s['’]abonner, premi[eè]re, dernière, accessibilité(?: *: *.{1,30})?, à propos, aide, recherche, conditions (?:générales )?d['’]utilisation, données personnelles
(?:página )?(?:siguiente|anterior|seguinte|próxima)s?, volver(?: arriba| al inicio| atrás)?, (?:ir )?arriba, (?:ver|leer|cargar|mostrar) (?:más|todos?|todas), inicio, aviso legal, (?:política de )?(?:privacidad|privacidade|cookies), mapa (?:del|do) sitio?e?, contacto, compartir, imprimir, suscríbase, suscribirse, primer[ao], últim[ao]
successiv[oai], precedent[ei], avanti, indietro, (?:torna )?(?:su|all['’]inizio|in alto), (?:vedi|mostra|carica|leggi)(?: tutt[oi]| di più| altr[oi]| tutto), altr[ei] risultati, note legali, contatti, condividi, stampa, prima pagina, ultima pagina, mappa del sito, chi siamo
próximo, voltar(?: ao (?:topo|início))?, topo(?: da página)?, (?:ver|ler|carregar|mostrar)(?: mais| tudo| todas?| todos?), saiba mais, página inicial, contatos?, contactos?, partilhar, compartilhar
(?:volgende|vorige|eerste|laatste)(?: pagina)?, (?:terug )?naar boven, terug, meer(?: laden| weergeven| lezen| resultaten)?, lees (?:meer|verder), toon meer, alle (?:berichten|resultaten), privacyverklaring, contact opnemen, delen, afdrukken, toegankelijkheid
(?:następn|poprzedni|pierwsz|ostatni)[ay]?(?: strona)?, (?:powrót )?do góry, wróć(?: do (?:góry|listy))?, więcej(?: wyników)?, (?:czytaj|pokaż|zobacz|wczytaj) (?:więcej|dalej|wszystkie), strona główna, polityka (?:prywatności|cookies), mapa (?:strony|serwisu), udostępnij, drukuj
(?:nästa|föregående|neste|forrige|næste)(?: sid[ae]| side)?, till? toppen, (?:läs|visa|ladda|les|vis|last inn|læs|hent) (?:mera?|fler[ae]?|alla|alle), tillbaka, tilbake, tilbage, kontakta? oss, dela, skriv ut
seuraava, edellinen, takaisin(?: ylös)?, sivun alkuun, (?:lue|näytä) lisää, (?:další|předchozí|ďalšia|predchádzajúca)(?: strana)?, (?:zpět )?nahoru, (?:zobrazit|načíst|číst) (?:více|další|dále|vše), zpět, következő, előző, vissza(?: a tetejére)?, tovább(?:iak)?, lap tetejére
(?:sonraki|önceki)(?: sayfa)?, yukarı(?: çık)?, başa dön, daha fazla(?: göster| yükle)?, devamı(?:nı oku)?, următoare[a]?(?: pagină)?, înapoi(?: sus)?, mai mult[e]?, citește mai mult, sljedeća, sledeća, prethodna
(?:следующ|предыдущ)(?:ая|ие|ий)(?: страница)?, (?:на)?верх, в начало(?: страницы)?, назад, впер[её]д, далее, дальше, (?:показать|загрузить|читать|смотреть)(?: ещ[её]| больше| далее| дальше| полностью| все| всё)+, ещ[её], подробнее, все новости, (?:на )?главн(?:ую|ая), контакты, карта сайта, поделиться, (?:версия для )?печат[ьи], политика конфиденциальности
(?:наступна|попередня)(?: сторінка)?, (?:на)?гору, (?:показати|читати) (?:ще|більше|далі), далі, докладніше, головна, (?:επόμεν|προηγούμεν)[ηο]ς?(?: σελίδα)?, (?:επιστροφή στην )?κορυφή, (?:διαβάστε )?περισσότερα, αρχική, επικοινωνία
[下上][一]?[页頁], [首末尾][页頁], 返回(?:顶部|頂部|首页|上一页|列表|目录)?, 回(?:到)?(?:顶部|頂部|頁首), (?:查看|阅读|閱讀|加载|載入|显示|顯示)?更多(?:新闻|新聞|内容)?, [关關][于於]我[们們], [联聯][系絡]我[们們], [网網]站地[图圖], 隐私(?:政策|声明), 打印(?:本页)?, 分享(?:到)?, 关闭(?:窗口)?
[次前](?:へ|のページ|の\d+件), (?:この)?(?:ページ(?:の)?)?(?:トップ|先頭|上)(?:へ)?(?:戻る)?, もっと(?:見る|読む), 続きを(?:読む|見る), 一覧(?:へ|を見る|に戻る)?, ホーム, サイトマップ, お問い合わせ(?:先)?, プライバシーポリシー, 個人情報保護方針, 印刷(?:する)?
(?:다음|이전)(?: 페이지)?, 맨 ?위로, 더 ?보기, 목록(?:으로)?, 처음, 마지막, 개인정보 ?처리방침, 사이트맵
التالي, السابق, (?:العودة )?(?:إلى|الى) (?:الأعلى|أعلى الصفحة), (?:(?:عرض|اقرأ|قراءة|تحميل) )?(?:ال)?مزيد, الصفحة (?:التالية|السابقة), الرئيسية, اتصل بنا, خريطة الموقع, הבא, הקודם, (?:חזרה )?למעלה, קרא עוד, بعدی, قبلی, अगला, पिछला, ถัดไป, ก่อนหน้า, trang (?:sau|trước|đầu|cuối), xem thêm, selanjutnya, sebelumnya
(?:page|seite|p[aá]gina|side|sida|stron[ay]|stránka|sivu|oldal|sayfa|страница|halaman|trang|σελίδα) \d+(?:(?: ?/ ?| (?:of|von|sur|de|di|van|av|af|z|ze|od|iz|из|από|dari) )\d+)?, 第 ?\d+ ?[页頁], 共 ?\d+ ?[页頁], \d+ ?/ ?\d+(?: ?[页頁]| ?ページ)?, \d+ (?:of|von|sur|de|из) \d+
"""
"""A line is one language or one kind; commas part the buttons."""

_NOTICES = r"""
©|\(c\) ?\d{4}|\bcopyright\b\W{0,4}\d{4}|\b\d{4}\W{0,4}copyright\b|^copyright\b.{0,60}\d{4}|\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b|\bderechos reservados\b|\bdiritti riservati\b|\bdireitos reservados\b|\brechten voorbehouden\b|\bprawa zastrzeżone\b|\bправа защищены\b|版权所有|版權所有|無断転載|جميع الحقوق محفوظة
^(?:this )?(?:page |site )?(?:was )?last (?:updated|modified|reviewed|changed)\b|^(?:page|site) (?:updated|modified)\b|^(?:zuletzt (?:aktualisiert|geändert)|stand:|letzte (?:aktualisierung|änderung))|^(?:dernière (?:mise à jour|modification)|(?:page )?mise à jour)
^última (?:actualización|modificación|atualização)|^ultim[oa] (?:aggiornamento|modifica)|^laatst (?:bijgewerkt|gewijzigd)|^ostatnia (?:aktualizacja|modyfikacja)|^(?:последнее обновление|обновлено)\b|^(?:最終更新|最后更新|更新日期)
^(?:powered|hosted|designed|developed|website) by\b|^(?:site )?(?:réalisé par|propulsé par)\b|^(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletter|mailing list|updates|alerts|e-?mails?|rss)\b|^(?:follow|find|join|like) us on\b|^newsletter (?:abonnieren|bestellen)|^abonnez-vous\b
^(?:sort(?:ed)? by|filter by|sortieren nach|trier par|ordenar por)\b|^you are here\b|^(?:skip|jump) to (?:content|main|navigation)\b
^(?=.*(?:\bcookies?\b|\bcookie-|куки|ciasteczk))(?=.*(?:\bus(?:e|es|ing|a|amos)\b|\bby continuing|consent|accept|agree|verwende|nutz|akzept|zustimm|utilis|utiliz|gebruik|brug|använd|bruk|używ|korzyst|использу))(?=.*\b(?:we|our|your?|this|website|site|browser|diese|wir|unsere?|seite|ce|nous|notre|vous|este|nuestr[oa]s?|usted|sitio|web|questo|nostro|deze|wij|onze|vi|denne|den|strona|my|мы|сайт|наш)\b)|クッキー.{0,20}使用|使用.{0,6}cookie
"""
_LONGEST_LINE = 80
_STOP = re.compile(r"[.。]\Z")
_RANGE = re.compile(r"\d\s*(?:[-–—]|to|bis|à|a|al|до)\s*\d", re.IGNORECASE)
_LONGEST_NOTICE = 600
_BETWEEN = r"(?:[\s|/·•,;:→←↑↓▲▼►◄>‹›«»<…&+\[\]()–—-]|\.{3})"
_PAGES = re.compile(r"[\d\s«»<>‹›|.…←→↑↓▲▼/()\[\]–—-]+")

_ONE_NUMBER = re.compile(r"\D*\d{4,}\D*|\d+[.\s-]+\d+|\d+[.\s]*\.")


def is_navigation(line: str) -> bool:
    """Return whether a line is nothing but buttons, numbers of pages, rights or a notice."""
    if len(line) <= _LONGEST_LINE:
        if _PAGES.fullmatch(line):
            return _ONE_NUMBER.fullmatch(line) is None
        if _buttons().fullmatch(line):
            return True
    return len(line) <= _LONGEST_NOTICE and _notices().search(line) is not None


def total(line: str) -> int | None:
    """Return how many entries a short line says there are; a sentence says it only with a range."""
    number = _text.declared_total(line) if len(line) <= _LONGEST_LINE else None
    return None if number is None or (_STOP.search(line) and not is_range(line)) else number


def is_range(line: str) -> bool:
    """Return whether a line counts from one number to another, `1-10 of 42`."""
    return _RANGE.search(line) is not None


def is_margin(line: str) -> bool:
    """Return whether a line belongs above or below a list: navigation, or its total."""
    return is_navigation(line) or total(line) is not None


@lru_cache(maxsize=1)
def _buttons() -> re.Pattern[str]:
    phrases = {phrase for line in _BUTTONS.strip().splitlines() for phrase in line.split(", ")}
    one = rf"(?:{'|'.join(sorted(phrases))}|\d{{1,3}})(?!\w)"
    return re.compile(rf"{_BETWEEN}*{one}(?:{_BETWEEN}+{one})*{_BETWEEN}*!?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _notices() -> re.Pattern[str]:
    return re.compile("|".join(_NOTICES.strip().splitlines()), re.IGNORECASE)
