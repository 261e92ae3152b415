"""Words around the fields of a list: buttons that are no titles, links to the next page, what surrounds values.

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
_MORE = re.compile(
    r"(?:(?:your|our|more|other|all|top|latest) )?(?:related|similar|recommended|suggested)"
    r"(?: (?:posts|articles|stories|news|content|reading|reads|topics|products|pages|items|coverage|videos|links|guides|searches))?"
    r"|you (?:may|might|could) (?:also )?(?:like|love|enjoy|be interested in)(?: these)?|(?:also )?(?:read|see|watch|explore)(?: also| next)"
    r"|(?:also|see) (?:read|see|also)|also on \w.{1,30}|up next|recommended for you|recommendations|more (?:like this|to (?:read|explore)|on this (?:topic|story))"
    r"|further reading|external links|references|footnotes|notes and references"
    r"|(?:the )?most (?:read|viewed|popular|commented|shared|discussed)(?: (?:posts|articles|stories|news))?|popular (?:posts|articles|stories|now)|trending(?: now| today)?"
    r"|(?:customers|people|others) (?:who .{1,40} )?also \w+|frequently bought together|(?:customer|user|guest|product|ratings (?:and|&)) reviews"
    r"|das könnte (?:sie|dich|euch) (?:auch|ebenfalls) interessieren|(?:ähnliche|verwandte|zusammenhängende|weiterführende|passende) (?:beiträge|artikel|themen|posts|inhalte|meldungen|nachrichten|produkte|links|news)"
    r"|(?:mehr )?zum thema|(?:lesen sie|lies) auch|auch interessant|unsere empfehlungen|empfehlungen(?: der redaktion)?|(?:am )?meist ?gelesen(?:e (?:artikel|beiträge))?|siehe auch|weblinks|einzelnachweise|kundenbewertungen|kunden kauften auch"
    r"|(?:[àa] )?lire (?:aussi|également)|(?:articles|contenus?|actualités|sujets|produits) (?:liée?s|similaires|connexes|associée?s|recommandés)|sur le même (?:sujet|thème)|dans la même (?:rubrique|catégorie)"
    r"|vous aimerez (?:aussi|peut-être)(?: aussi)?|voir aussi|pour aller plus loin|(?:articles )?les plus lus|avis (?:des )?clients"
    r"|(?:(?:artículos|noticias|contenidos?|entradas|productos|temas|notícias|artigos|conteúdos?|matérias|posts|produtos) )?(?:relacionad[oa]s?|similares|recomendad[oa]s|semelhantes)"
    r"|(?:también )?(?:te|le) (?:puede|podría) (?:también )?interesar|(?:te )?pueden? interesarte|lee también|más sobre este tema|lo más (?:leído|visto)|véase también"
    r"|(?:leia|veja) também|você (?:também )?pode gostar|(?:as )?mais lidas"
    r"|(?:articoli |contenuti |notizie |prodotti )?correlat[ie]|leggi anche|ti potrebbe(?:ro)? (?:anche )?interessare|potrebbe(?:ro)? interessarti(?: anche)?|i più letti|vedi anche"
    r"|(?:notícies |articles |continguts )?relacionats|(?:també )?et pot interessar|llegiu també|el més llegit"
    r"|gerelateerde? \w+|lees ook|zie ook|meer over dit onderwerp|meest gelezen|misschien ook interessant|aanbevolen"
    r"|relatera(?:t|de? \w+)|läs (?:också|även)|mest lästa?|se (?:även|også)|du kanske också gillar|relatere(?:t|de \w+)|relaterte? \w+|læs også|les også|mest (?:læste?|lest)"
    r"|aiheeseen liittyv\w+(?: \w+)?|lue myös|luetuimmat|katso myös"
    r"|(?:powiązane|podobne|polecane)(?: \w+)?|(?:zobacz|przeczytaj|czytaj) (?:też|także|również)|najczęściej czytane"
    r"|(?:související|podobné|nejčtenější|súvisiace)(?: \w+)?|čtěte (?:také|též)|mohlo by vás zajímat|viz také|prečítajte si aj|(?:kapcsolódó|legolvasottabb)(?: \w+)?|olvassa el ezt is|ajánló"
    r"|articole (?:similare|recomandate)|(?:citește|vezi) și|cele mai citite(?: \w+)?|ilgili (?:haberler|yazılar|içerikler|konular)|benzer \w+|(?:bunlar da )?ilginizi çekebilir|en çok okunan\w*|ayrıca bakınız"
    r"|σχετικά(?: άρθρα| θέματα)?|σχετικές ειδήσεις|(?:διαβάστε|δείτε) (?:επίσης|ακόμη)|δημοφιλή(?: άρθρα)?"
    r"|(?:материалы |новости |статьи )?по теме|(?:похожие|связанные|схожі) \w+|читайте (?:также|ещё|еще|також)|смотрите также|см\. также|вам может понравиться|популярное|самое читаемое|рекомендуем|за темою|дивіться також|популярне"
    r"|(?:(?:مقالات|أخبار|مواضيع) )?ذات صلة|اقرأ أيض[اً]+|قد يعجبك(?: أيض[اً]+)?|الأكثر قراءة|כתבות (?:נוספות|קשורות)|אולי יעניין אותך|עוד בנושא|קראו גם|הנקראות ביותר"
    r"|相关(?:阅读|文章|新闻|推荐|内容|链接|报道|产品)|相關(?:閱讀|文章|新聞|推薦|內容|連結|報導)|猜你喜欢|推荐阅读|延伸(?:阅读|閱讀)|热门(?:文章|阅读|新闻)|熱門(?:文章|新聞)|您?你?可能(?:也)?(?:喜欢|感兴趣)的?"
    r"|関連(?:記事|リンク|ニュース|情報|商品|コンテンツ|する記事)|あわせて読みたい|こちらもおすすめ|おすすめ(?:の?記事)?|人気(?:の?記事|ランキング)|アクセスランキング"
    r"|(?:관련|추천|인기) ?(?:기사|뉴스|글|상품)|많이 본 (?:뉴스|기사)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:(?:(?:recent|latest|reader|user|visitor|member)(?:['’]?s['’]?)? )?comments?|thoughts?|responses?|replies|kommentare?|gedanken|commentaires?|comentarios?|comentários?|commenti)"
    r"(?: (?:to|on|zu|zum|zur|sur|sobre|en|su) .{1,200})?|(?:leave|post|add|write) a (?:comment|reply)|join the (?:discussion|conversation)"
    r"|reacties?|kommentarer|kommentit|komentarze|komentáře|yorumlar|комментари[ийев]+|коментарі|σχόλια|تعليقات|תגובות|评论|評論|留言|コメント|댓글",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^[\s(\[]*\d[\d.,]*[)\]]?\s*|[\s(\[]*\d[\d.,]*[)\]]?$")
_WINDOW = re.compile(
    r"[\s(\[（.,;–—-]+(?:(?:external )?link,? )?(?:(?:this |will )?opens? in (?:a )?new (?:browser )?(?:window|tab)"
    r"|(?:se )?abre en (?:una )?(?:nueva )?(?:ventana|pestaña)(?: nueva)?|(?:s[’']|)obre en (?:una )?(?:nova )?(?:finestra|pestanya)(?: nova)?"
    r"|(?:s[’']|)ouvre dans (?:une? )?(?:nouvel(?:le)? )(?:fenêtre|onglet)|nouvelle fenêtre"
    r"|(?:öffnet|wird)(?: sich)? in (?:einem )?neue[mn] (?:fenster|tab)(?: geöffnet)?"
    r"|(?:abre|abrirá)(?:-se)? (?:em|numa|em uma) (?:nova )?(?:janela|aba|guia)(?: nova)?|(?:si )?apre in (?:una )?nuova (?:finestra|scheda)"
    r"|opent in (?:een )?nieuwe? (?:venster|tabblad)|öppnas i (?:ett )?nytt fönster|åpnes i (?:et )?nytt vindu|åbner i (?:et )?nyt vindue"
    r"|avautuu uu(?:teen|dessa) (?:ikkunaan|ikkunassa|välilehteen|välilehdessä)|otwiera się w nowym oknie|otevře se v novém okně"
    r"|új ablakban nyílik(?: meg)?|yeni pencerede açılır|откро?[её]?ется в новом окне|відкриється в новому вікні"
    r"|在?新(?:窗口|視窗|标签页)(?:中|內)?(?:打开|開啟)|新しい(?:ウィンドウ|タブ)[でが]開(?:く|きます)|새 ?창(?:으로)?(?: ?열림| ?열기)?)[\s)\]）.]*$",
    re.IGNORECASE,
)
_ARROWS = frozenset(("›", "»", ">", "→", ">>", "❯", "▶"))
_EDGES = " \t\n\r\xa0\u200b\u200e\u200f-–—|:;.,·•»›>→…()[]"
_LABEL = re.compile(r"[^\W\d_][^:：\d]{0,24}[:：]\s*")
_FEWEST, _SHORT, _MORE_AT_MOST, _HEADING = 3, 40, 60, 240


def is_button(text: str) -> bool:
    """Return whether a text says only that a click shows more, in one of many languages."""
    return len(text) < 240 and _BUTTONS.fullmatch(text.strip(_EDGES)) is not None


def without_window(text: str) -> str:
    """Return a text without what it says, to those who do not see, of the window that its link opens."""
    return _WINDOW.sub("", text)


def is_next(text: str) -> bool:
    """Return whether a text names the next page of a list, in one of many languages."""
    return text in _ARROWS or (len(text) < _SHORT and _NEXT.fullmatch(text.strip(_EDGES)) is not None)


def is_beside(text: str) -> bool:
    """Return whether a heading names more to read, or what is said of the page, in one of many languages."""
    heading = text.strip(_EDGES) if len(text) < _HEADING else ""
    if heading and (heading[0].isdigit() or heading[-1].isdigit()):
        heading = _COUNT.sub("", heading).strip(_EDGES)
    is_more = len(heading) < _MORE_AT_MOST and _MORE.fullmatch(heading)
    return bool(heading and (is_more or _COMMENTS.fullmatch(heading)))


def label(texts: Sequence[str]) -> str:
    """Return what stands before a colon in all of several texts; nothing where it differs."""
    found = _LABEL.match(texts[0]) if len(texts) >= _FEWEST else None
    return found[0] if found and all(text.startswith(found[0].rstrip()) for text in texts) else ""
