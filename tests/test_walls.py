"""Walls instead of lists, in many languages, and honest pages that look a little like them."""

import time

import pytest

from feedkit import _walls
from feedkit.models import Page

URL = "https://www.example.org/news"
CHROME = (
    '<header><a href="/"><img src="/logo.svg" alt="Example"></a><nav><ul>'
    + "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(24))
    + "</ul></nav></header>"
)
FOOTER = '<footer><p>© 2011–2024 Example Ltd. <a href="/privacy">Privacy</a> <a href="/terms">Terms</a></p></footer>'


def found(html: str, url: str = URL, charset: str = "utf-8") -> str | None:
    wall = _walls.recognise(Page(html.encode(charset), url, charset=charset))
    return wall.code if wall else None


def page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def framed(title: str, body: str) -> str:
    """A page with the menus and the foot of its site."""
    return page(title, f"{CHROME}<main>{body}</main>{FOOTER}")


def listed(*titles: str, date: str = "5 March 2024", around: str = "@", title: str = "News") -> str:
    """An honest list."""
    rows = "".join(
        f'<li><a href="/n/{n}">{text}</a> <time>{date}</time></li>' for n, text in enumerate(titles)
    )
    return page(title, f"<h1>{title}</h1>" + around.replace("@", f"<ul>{rows}</ul>"))


NGINX = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"

ERRORS = {
    "nginx 404": NGINX.format("404 Not Found"),
    "nginx 502": NGINX.format("502 Bad Gateway"),
    "nginx 403": NGINX.format("403 Forbidden"),
    "apache": '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>503 Service Unavailable</title></head>'
    "<body><h1>Service Unavailable</h1><p>The server is temporarily unable to service your request due to "
    "maintenance downtime or capacity problems. Please try again later.</p></body></html>",
    "iis": page(
        "IIS 10.0 Detailed Error - 404.0 - Not Found", "<h3>HTTP Error 404.0 - Not Found</h3><p>Removed.</p>"
    ),
    "wordpress": framed(
        "Page not found – Example", "<h1>Oops! That page can’t be found.</h1><p>Try a search?</p>"
    ),
    "wordpress db": page("Database Error", "<h1>Error establishing a database connection</h1>"),
    "drupal": page("Error | Example", "<p>The website encountered an unexpected error. Try again later.</p>"),
    "only a code": framed("404", "<h2>404</h2><p>Nothing here but us chickens.</p>"),
    "error and code": framed("Error 500 | Example", "<h1>Error 500</h1><p>Our engineers have been told.</p>"),
    "rails": page(
        "We're sorry, but something went wrong (500)",
        "<div><h1>We're sorry, but something went wrong.</h1></div>",
    ),
    "text": "404 page not found\n",
    "cloudflare 522": page(
        "example.org | 522: Connection timed out",
        "<h1>Connection timed out <span>Error code 522</span></h1>"
        "<p>2024-03-05 10:00:00 UTC</p><a href=https://www.cloudflare.com/5xx-error-landing>Cloudflare</a>",
    ),
    "bucket": page(
        "",
        "<h1>404 Not Found</h1><ul><li>Code: NoSuchKey</li><li>Message: The specified key does not exist.</li></ul>",
    ),
    "german": framed("Seite nicht gefunden - Stadt Beispiel", "<h1>Diese Seite existiert leider nicht</h1>"),
    "german 500": page("Fehler 500", "<h1>Interner Serverfehler</h1>", lang="de"),
    "french": framed("Page introuvable | Ministère", "<h1>La page demandée est introuvable</h1>"),
    "french 2": page("Erreur 404", "<p>Cette page n’existe plus.</p>", lang="fr"),
    "spanish": framed("Página no encontrada | Ayuntamiento", "<h1>Error 404</h1>"),
    "portuguese": framed("Página não encontrada — Governo", "<p>Volte ao início.</p>"),
    "italian": framed("Pagina non trovata - Comune", "<h1>La pagina non è stata trovata</h1>"),
    "dutch": framed("Pagina niet gevonden | Gemeente", "<h1>Helaas</h1>"),
    "swedish": framed("Sidan kunde inte hittas", "<h1>Sidan finns inte</h1>"),
    "danish": framed("Siden blev ikke fundet", "<h1>Siden findes ikke</h1>"),
    "norwegian": framed("Fant ikke siden", "<h1>Siden ble ikke funnet</h1>").replace(
        "Fant ikke siden", "404 - ikke funnet"
    ),
    "finnish": framed("Sivua ei löytynyt | Kaupunki", "<h1>Virhe 404</h1>"),
    "polish": framed("Nie znaleziono strony", "<h1>Strona nie istnieje</h1>"),
    "czech": framed("Stránka nenalezena", "<h1>Chyba 404</h1>"),
    "hungarian": framed("Az oldal nem található", "<h1>Hiba</h1>"),
    "romanian": framed("Pagina nu a fost găsită", "<h1>Eroare 404</h1>"),
    "turkish": framed("Sayfa bulunamadı", "<h1>404 Hatası</h1>"),
    "russian": framed("Страница не найдена", "<h1>Ошибка 404</h1><p>Такой страницы нет.</p>"),
    "ukrainian": framed("Сторінку не знайдено", "<h1>Помилка 404</h1>"),
    "greek": framed("Η σελίδα δεν βρέθηκε", "<h1>Σφάλμα 404</h1>"),
    "arabic": framed("الصفحة غير موجودة", "<h1>خطأ 404</h1>"),
    "hebrew": framed("הדף לא נמצא", "<h1>שגיאה 404</h1>"),
    "persian": framed("صفحه یافت نشد", "<h1>خطای ۴۰۴</h1>"),
    "hindi": framed("पृष्ठ नहीं मिला", "<h1>त्रुटि 404</h1>"),
    "japanese": framed("ページが見つかりません｜市", "<h1>お探しのページは見つかりませんでした</h1>"),
    "chinese": framed("404-页面不存在", "<h1>抱歉，您访问的页面不存在</h1>"),
    "taiwanese": framed("找不到網頁", "<h1>伺服器錯誤</h1>"),
    "korean": framed("페이지를 찾을 수 없습니다", "<h1>오류</h1>"),
    "vietnamese": framed("Không tìm thấy trang", "<h1>Lỗi 404</h1>"),
    "indonesian": framed("Halaman tidak ditemukan", "<h1>404</h1>"),
    "thai": framed("ไม่พบหน้าที่คุณต้องการ", "<h1>404</h1>"),
    "maintenance": page("Maintenance", "<h1>We’ll be right back</h1><p>We are working on the site.</p>"),
    "scheduled": page(
        "Example", "<h1>Scheduled maintenance</h1><p>From 5 March 2024 22:00 the site is closed.</p>"
    ),
    "wartung": page("Wartungsarbeiten", "<h1>Wir sind gleich wieder da</h1>", lang="de"),
    "mantenimiento": page("Sitio en mantenimiento", "<p>Volveremos pronto.</p>", lang="es"),
    "works": page("Технические работы", "<h1>Сайт временно недоступен</h1>", lang="ru"),
    "japanese maintenance": page("メンテナンス中", "<p>ただいまメンテナンス中です。</p>", lang="ja"),
    "coming soon": page("Example.org - Coming Soon", "<h1>Coming soon</h1>"),
    "suspended": page(
        "Account Suspended", "<h1>This Account has been suspended.</h1><p>Contact your hosting provider.</p>"
    ),
    "default server": page(
        "Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, it works.</p>"
    ),
    "default apache": page(
        "Apache2 Ubuntu Default Page: It works", "<span>Apache2 Ubuntu Default Page</span><p>It works!</p>"
    ),
    "no app": page(
        "Heroku | No such app", '<iframe src="//www.herokucdn.com/error-pages/no-such-app.html"></iframe>'
    ),
    "pages": page(
        "Site not found · GitHub Pages", "<h1>404</h1><p>There isn't a GitHub Pages site here.</p>"
    ),
    "parked": page("example.org", "<h1>example.org is for sale</h1><p><a href=/buy>Buy this domain</a></p>"),
    "parked free": page(
        "example.org",
        "<p>This Web page is parked free, courtesy of a registrar.</p><a href=/x>Loans</a><a href=/y>Cars</a>",
    ),
    "parked german": page("example.org", "<h1>Diese Domain steht zum Verkauf</h1>", lang="de"),
    "parked french": page("example.org", "<h1>Ce nom de domaine est à vendre</h1>", lang="fr"),
    "parked chinese": page("域名出售", "<p>example.org 正在出售</p>", lang="zh"),
    "latin-1": "<html><head><title>Página não encontrada</title></head><body>Erro</body></html>",
}

PASSWORD = '<form action="/session" method="post"><input name="user"><input type="password" name="p"><button>{0}</button></form>'
LOGINS = {
    "login": (page("Login", f"<h1>Login</h1>{PASSWORD.format('Login')}"), URL),
    "sign in": (framed("Sign in | Example", PASSWORD.format("Sign in")), URL),
    "redirected": (page("Intranet", PASSWORD.format("Go")), "https://www.example.org/login?next=/news"),
    "host": (page("Example", '<form><input type="email"></form>'), "https://login.example.org/realms/x"),
    "microsoft": (page("Sign in to your account", '<form><input type="email"></form><script src="/a.js"></script>'), URL),
    "form alone": (page("Members of Example", f'<img src="/logo.png">{PASSWORD.format("OK")}<a href="/forgot">Forgot?</a>'), URL),
    "german": (page("Anmelden - Portal", PASSWORD.format("Anmelden"), lang="de"), URL),
    "french": (page("Connexion", PASSWORD.format("Se connecter"), lang="fr"), URL),
    "spanish": (page("Iniciar sesión", PASSWORD.format("Entrar"), lang="es"), URL),
    "italian": (page("Accedi al portale", "<h1>Area riservata</h1>" + PASSWORD.format("Accedi"), lang="it"), URL),
    "polish": (page("Zaloguj się", PASSWORD.format("OK"), lang="pl"), URL),
    "turkish": (page("Üye Girişi", "<h1>Giriş Yap</h1>" + PASSWORD.format("Giriş"), lang="tr"), URL),
    "russian": (page("Вход в систему", PASSWORD.format("Войти"), lang="ru"), URL),
    "arabic": (page("تسجيل الدخول", PASSWORD.format("دخول"), lang="ar"), URL),
    "japanese": (page("ログイン", PASSWORD.format("ログイン"), lang="ja"), URL),
    "chinese": (page("用户登录", PASSWORD.format("登录"), lang="zh"), URL),
    "korean": (page("로그인", PASSWORD.format("로그인"), lang="ko"), URL),
    "expired": (page("Example", "<h1>Your session has expired</h1><p>Please sign in again.</p>"), URL),
    "paywall": (page("Example Times", "<h1>Subscribe to continue reading</h1><p>From 1 € a month.</p>"), URL),
    "google consent": (page("Before you continue", "<form><button>Reject all</button><button>Accept all</button></form>"), "https://consent.example.com/m?continue=https://news.example.com/"),
    "privacy gate": (page("Privacy Gate", "<p>We value your privacy.</p>", head="<script src=/g.js></script>"), URL),
    "consent box": (page("Example News", '<div id="onetrust-consent-sdk"><h2>We value your privacy</h2><p>We and our partners store and access information on a device.</p><button>Accept all</button></div>'), URL),
    "consent words": (page("Example", "<p>We and our partners use cookies, on the ground of legitimate interest.</p><button>Accept all</button><a href=/p>Partners</a>"), URL),
    "pur": (page("Zeitung", "<h1>Weiter mit Werbung</h1><p>Mit Ihrer Zustimmung, oder im Abo.</p>", lang="de"), URL),
    "french consent": (page("Le Journal", "<h1>Votre vie privée</h1><p>Nos partenaires…</p><button>Tout accepter</button>", lang="fr"), URL),
}  # fmt: skip

BOTS = {
    "cloudflare": page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>", head="<script>window._cf_chl_opt={cvId:'3'};</script>"),
    "cloudflare old": page("Please Wait... | Cloudflare", '<div id="cf-content"><h1>Checking your browser before accessing example.org</h1></div>', head='<script>var a="/cdn-cgi/challenge-platform/h/g/orchestrate/"</script>'),
    "cloudflare block": page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><h2>You are unable to access example.org</h2><p>Ray ID: 7a1</p>" + "<p>Why?</p>" * 9),
    "datadome": page("example.org", "<p>Please enable JS and disable any ad blocker</p>", head="<script>var dd={'host':'geo.captcha-delivery.com'}</script>"),
    "human": page("Access to this page has been denied", '<div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>'),
    "incapsula": '<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>',
    "akamai": '<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don\'t have permission to access "http&#58;&#47;&#47;www.example.org&#47;" on this server.<P>Reference&#32;&#35;18.2d3e4f.1709</BODY></HTML>',
    "aws": page("Human Verification", '<div id="captcha-container"></div>', head="<script>window.gokuProps = {key: 1};</script>"),
    "vercel": page("Vercel Security Checkpoint", "<p>We're verifying your browser</p>"),
    "kasada": '<html><head></head><body><script>window.KPSDK={};KPSDK.now=1;</script><script src="/149/ips.js?x"></script></body></html>',
    "sucuri": page("Sucuri WebSite Firewall - Access Denied", "<h1>Access Denied</h1><p>Block ID: GEO02</p>"),
    "sucuri js": "<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript><script>sucuri_cloudproxy_js='';</script></html>",
    "wordfence": page("Your access to this site has been limited", "<p>Generated by Wordfence</p>"),
    "distil": page("Pardon Our Interruption", "<h1>Pardon Our Interruption...</h1><p>As you were browsing something made us think you were a bot.</p>"),
    "google": page("Sorry...", "<p>Our systems have detected unusual traffic from your computer network.</p><div class='g-recaptcha'></div>"),
    "robot check": page("Robot Check", "<h4>Enter the characters you see below</h4><p>We just need to make sure you're not a robot.</p>"),
    "are you": page("Example - Are you a robot?", "<h1>We've detected unusual activity</h1>"),
    "ddos-guard": page("DDoS-Guard", "<h1>Checking your browser before accessing</h1>"),
    "anubis": page("Making sure you&#39;re not a bot!", "<p>Loading...</p>", head='<script src="/.within.website/x/cmd/anubis/main.mjs"></script>'),
    "imunify": page("One moment, please...", "<h1>Please wait while your request is being verified...</h1>"),
    "f5": "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Your support ID is: 12345</body></html>",
    "widget alone": page("Example", '<form method="post"><div class="h-captcha" data-sitekey="x"></div><button>Go</button></form>'),
    "turnstile alone": page("Example", '<h1>www.example.org</h1><div class="cf-turnstile" data-sitekey="x"></div>'),
    "german": page("Sicherheitsüberprüfung", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p>", lang="de"),
    "french": page("Vérification de sécurité", "<p>Êtes-vous un robot ?</p>", lang="fr"),
    "spanish": page("Un momento…", "<p>Verificación de seguridad. No soy un robot.</p>", lang="es"),
    "portuguese": page("Verificação de segurança", "<p>Não sou um robô</p>", lang="pt"),
    "italian": page("Controllo di sicurezza", "<p>Non sono un robot</p>", lang="it"),
    "polish": page("Weryfikacja bezpieczeństwa", "<p>Nie jestem robotem</p>", lang="pl"),
    "turkish": page("Güvenlik kontrolü", "<p>Ben robot değilim</p>", lang="tr"),
    "russian": page("Вы не робот?", "<p>Подтвердите, что запросы отправляли вы, а не робот</p>", lang="ru"),
    "arabic": page("فحص الأمان", "<p>أكد أنك إنسان</p>", lang="ar"),
    "hebrew": page("בדיקת אבטחה", "<p>אני לא רובוט</p>", lang="he"),
    "japanese": page("セキュリティチェック", "<p>私はロボットではありません</p>", lang="ja"),
    "chinese": page("百度安全验证", "<p>请完成下方验证</p>", lang="zh"),
    "korean": page("보안 확인", "<p>로봇이 아닙니다</p>", lang="ko"),
}  # fmt: skip

SCRIPT = '<script src="/static/main.js"></script>'
SHELLS = {
    "react": page("Example", f'<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div>{SCRIPT}'),
    "vue": page("Example", f'<div id="app"></div>{SCRIPT}'),
    "vue loading": page("Example", f'<div id="app"><span>Loading…</span></div>{SCRIPT}'),
    "angular": page("Example", f"<app-root></app-root>{SCRIPT}"),
    "own element": page("Example", f"<news-portal></news-portal>{SCRIPT}"),
    "next": page("Example", f'<div id="__next"></div><script id="__NEXT_DATA__">{{}}</script>{SCRIPT}'),
    "nuxt": page("Example", f'<div id="__nuxt"><!----></div>{SCRIPT}'),
    "menus only": page("Example", f'<nav><a href="/a">News</a> <a href="/b">About</a> <a href="/c">Contact</a></nav><div id="root"></div>{SCRIPT}'),
    "nothing": f"<!DOCTYPE html><html><head><title>Example</title>{SCRIPT}</head><body></body></html>",
    "cookie trick": "<html><body><script>document.cookie='x=1';location.reload();</script></body></html>",
    "german": page("Beispiel", f"<noscript>Bitte aktivieren Sie JavaScript.</noscript><div class=spinner></div>{SCRIPT}", lang="de"),
    "japanese": page("市", f"<noscript>JavaScriptを有効にしてください。</noscript><div id=main-app></div>{SCRIPT}", lang="ja"),
    "asks": page("Example", f"<p>This page requires JavaScript.</p>{SCRIPT}"),
    "no end": f"<!DOCTYPE html><title>Example</title><div id=app></div>{SCRIPT}",
}  # fmt: skip


def test_page_behind_a_large_style_sheet_is_none() -> None:
    """What stands after more style than is looked at counts, and a shell with as much of it is one."""
    style = f"<style>{'p{color:red}' * 100_000}</style>"
    rows = "".join(
        f"<li>5 March 2024 <a href=/{n}>The council votes on budget {n}</a></li>" for n in range(5)
    )

    assert found(page("News", f"{style}<ul>{rows}</ul>{SCRIPT}")) is None
    assert found(page("News", f"{style}<div id=root></div>{SCRIPT}")) == "js-shell"


@pytest.mark.parametrize("name", ERRORS)
def test_error_page_is_recognised(name: str) -> None:
    """Soft errors, maintenance, parked domains and servers without a site, in the words of their visitors."""
    assert found(ERRORS[name]) == "error-page"


@pytest.mark.parametrize("name", LOGINS)
def test_login_wall_is_recognised(name: str) -> None:
    """Logins, paywalls and consents: by their title, their form or their address."""
    assert found(*LOGINS[name]) == "login-wall"


@pytest.mark.parametrize("name", BOTS)
def test_bot_wall_is_recognised(name: str) -> None:
    """The walls of the usual vendors, and those who only ask whether one is a robot."""
    assert found(BOTS[name]) == "bot-wall"


@pytest.mark.parametrize("name", SHELLS)
def test_shell_is_recognised(name: str) -> None:
    """Pages that scripts have yet to fill."""
    assert found(SHELLS[name]) == "js-shell"


CORNER = '<aside><h2>Login</h2><form action="/login"><input name="u"><input type="password" name="p"><button>Log in</button></form></aside>'
BANNER = '<div id="cookie-banner"><p>We value your privacy. We and our partners use cookies.</p><button>Accept all</button><button>Reject</button></div>'
CONTACT = '<form action="/contact"><label>Message</label><textarea></textarea><div class="g-recaptcha" data-sitekey="x"></div><button>Send</button></form>'
JSD = "<script>(function(){window['__CF$cv$params']={r:'7a'};var a='/cdn-cgi/challenge-platform/scripts/jsd/main.js';})();</script>"
INCAPSULA = '<script src="/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3"></script>'
ONE = ("Minister opens the new bridge",)
TWO = ("Minister opens the new bridge", "Council adopts budget for next year")
MANY = tuple(f"The council speaks of matter number {n}" for n in range(12))

HONEST = {
    "one": listed(*ONE),
    "two": listed(*TWO),
    "many": listed(*MANY),
    "undated": listed(*TWO, date=""),
    "iso": listed(*ONE, date="2024-03-05"),
    "no entries": framed("News | Example", "<h1>News</h1><p>There are no announcements at present.</p>"),
    "none found": framed("Search results", "<h1>Search results</h1><p>0 results for “bridge”.</p><p>Try other words.</p>"),
    "title 404": listed("404 ways to leave your office", *ONE),
    "title not found": listed("404 not found: exhibition of lost paintings opens", *ONE),
    "title errors": listed("Error 500 returns: how the outage of Monday happened", "Bad gateway, good neighbours"),
    "title down": listed("Ministry website temporarily unavailable on Sunday", "Scheduled maintenance of the registry"),
    "maintenance notices": listed("Scheduled maintenance of the catalogue", "Maintenance of the web server", title="Planned maintenance"),
    "title login": listed("Log in with your new identity card from May", "Sign in to the tax portal made easy"),
    "title captcha": listed("Are you a robot? New captcha rules for public sites", "Verify you are human, says law"),
    "title denied": listed("Access denied: court rules on the archives", "Forbidden city opens to visitors"),
    "title cookies": listed("We value your privacy, says the new law on cookies", "Before you continue: read the terms"),
    "title javascript": listed("JavaScript 2024 released by the committee", "You need to enable JavaScript, they said"),
    "title sale": listed("Domain is for sale no longer: court decides", "This domain and its owner"),
    "404 media": listed(*TWO, title="404 Media"),
    "fortune 500": listed(*TWO, title="Fortune 500 news"),
    "room 404": listed(*TWO, title="Room 404"),
    "login corner": listed(*TWO, around=CORNER + "@"),
    "login corner, one": listed(*ONE, around=CORNER + "@"),
    "login corner, many": listed(*MANY, around=CORNER + "@"),
    "one form around all": listed(*TWO, around=f'<form id="aspnetForm">{CORNER}@</form>'),
    "login menu": listed(*TWO, around='<nav><a href="/login">Log in</a> <a href="/register">Register</a></nav>@'),
    "contact with captcha": listed(*TWO, around="@" + CONTACT),
    "contact with captcha, one": listed(*ONE, around="@" + CONTACT),
    "turnstile newsletter": listed(*TWO, around='@<form><input type=email><div class="cf-turnstile"></div></form>'),
    "cookie banner": listed(*TWO, around=BANNER + "@"),
    "cookie banner, one": listed(*ONE, around=BANNER + "@"),
    "cookie banner at the end": listed(*MANY, around="@" + BANNER),
    "protected by cloudflare": listed(*TWO, around="@" + JSD),
    "protected by incapsula": listed(*TWO, around="@" + INCAPSULA),
    "analytics": listed(*TWO, around=f"{SCRIPT}@"),
    "analytics, one": listed(*ONE, around=f"{SCRIPT}@"),
    "noscript pixel": listed(*TWO, around='<noscript><img src="/p.gif">Please enable JavaScript.</noscript>@' + SCRIPT),
    "filled root": listed(*TWO, around=f'<div id="root">@</div>{SCRIPT}'),
    "filled app, empty modal": listed(*TWO, around=f'<div id="app">@</div><div id="app-modal"></div>{SCRIPT}'),
    "icons": listed(*TWO, around="<my-icon></my-icon>@"),
    "status page": listed("Resolved: service unavailable in region one", "Monitoring: connection timed out for some", title="Status"),
    "bug list": listed("Fatal error when the file is not found", "Something went wrong on upload", title="Issues"),
    "press release on hackers": listed("Statement on unusual traffic from foreign networks", "Suspicious activity seen in the grid"),
    "error in german": listed("Fehler 404: Ausstellung in der Kunsthalle", "Seite nicht gefunden – Lesung am Abend", title="Presse"),
    "german": listed("Wartungsarbeiten am Wehr beginnen im Mai", "Rat beschließt den Haushalt", title="Aktuelles", date="5. März 2024"),
    "french": listed("Le ministère ouvre un pont nouveau", "Accès interdit au parc en mars", title="Actualités", date="5 mars 2024"),
    "spanish": listed("El ministro inaugura el puente nuevo", "Mantenimiento de las carreteras del norte", title="Noticias", date="5 de marzo de 2024"),
    "russian": listed("Министр открыл новый мост через реку", "Технические работы на линии метро", title="Новости", date="5 марта 2024"),
    "turkish": listed("Bakan yeni köprüyü hizmete açtı", "Bakanlık bütçesi kabul edildi", title="Haberler", date="05.03.2024"),
    "arabic": listed("الوزير يفتتح الجسر الجديد في العاصمة", "المجلس يقر ميزانية العام المقبل", title="أخبار", date="5 مارس 2024"),
    "hebrew": listed("השר חנך את הגשר החדש בעיר", "המועצה אישרה את התקציב החדש", title="חדשות", date="05.03.2024"),
    "persian": listed("وزیر پل جدید را افتتاح کرد", "شورا بودجه سال آینده را تصویب کرد", title="اخبار", date="5 March 2024"),
    "japanese": listed("大臣が新しい橋の開通式に出席しました", "来年度予算案が成立しました", title="お知らせ", date="2024年3月5日"),
    "japanese system": listed("システムメンテナンスのお知らせについて", "ログイン方法の変更についてお知らせします", title="お知らせ", date="2024年3月5日"),
    "chinese": listed("部长出席新大桥通车仪式", "市政府通过明年财政预算", title="新闻", date="2024-03-05"),
    "chinese, undated": listed("部长出席新大桥通车仪式", "市政府通过明年财政预算", title="新闻", date=""),
    "korean": listed("장관이 새 다리 개통식에 참석했다", "의회가 내년도 예산안을 통과시켰다", title="소식", date="2024.03.05"),
    "thai": listed("รัฐมนตรีเปิดสะพานแห่งใหม่อย่างเป็นทางการ", "สภาอนุมัติงบประมาณปีหน้าแล้ว", title="ข่าว", date="5 มีนาคม 2024"),
    "headings": page("News", "".join(f"<h1>{t}</h1><p>5 March 2024. <a href=/x>More</a></p>" for t in ("404 not found, a play", "Login, a film", "Captcha, an opera"))),
    "table": page("Opinions", "<h1>Opinions</h1><table><tr><td>03/05/2024</td><td><a href=/1.pdf>22-1</a></td><td>A v. B</td></tr><tr><td>03/01/2024</td><td><a href=/2.pdf>22-2</a></td><td>C v. D</td></tr></table>"),
    "no links": page("Log", "<h1>Log</h1><p>5 March 2024: the error was found.</p><p>4 March 2024: access denied to all.</p>"),
    "text": "News\n\n5 March 2024\nMinister opens the new bridge\n\n4 March 2024\nError 404 in the archive\n",
    "captcha blog": listed(*TWO, title="CAPTCHA studies"),
    "login blog": listed(*TWO, title="Login: the magazine"),
    "sso in the address": listed(*TWO),
    "old markup": "<html><title>News</title><body bgcolor=white><font>5 Mar 2024</font> <a href=a.htm>Minister opens the new bridge</a></body>",
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_honest_page_is_no_wall(name: str) -> None:
    """Short lists, lists of errors and logins, login boxes, captchas in forms, banners, every script."""
    assert found(HONEST[name]) is None
    assert found(framed("News", HONEST[name].partition("<body>")[2])) is None


def test_there_are_enough_pages() -> None:
    """Of walls as of honest pages."""
    assert len(ERRORS) + len(LOGINS) + len(BOTS) + len(SHELLS) >= 120
    assert len(HONEST) >= 60


@pytest.mark.parametrize("code", ["windows-1251", "utf-16", "shift_jis"])
def test_charset_of_a_wall(code: str) -> None:
    """A wall is read in its own charset."""
    text = ERRORS["japanese" if code == "shift_jis" else "russian"].replace("©", "").replace("–", "-")

    assert found(text, charset=code) == "error-page"


@pytest.mark.parametrize("content", [b"", b" ", b"\0", b"<!-- -->", b"\xff\xfe"])
def test_nothing_is_no_wall(content: bytes) -> None:
    """What holds nothing at all is empty, and others say so."""
    assert _walls.recognise(Page(content)) is None


@pytest.mark.parametrize(
    "part",
    [
        "<", "<a", "<a ", "<h1>", "<script>", "<!--", "<title>", "<a href=x>", "<p>not ", "captcha ",
        "<div>", "</div>", "-", "<form>", "&amp", "<iframe ", "x=1 ", "copyright ", "©",
    ],
)  # fmt: skip
def test_time_is_linear(part: str) -> None:
    """A million bytes of anything take no longer than a second or two."""
    head = "<a " if part == "x=1 " else ""
    started = time.process_time()
    _walls.recognise(Page((head + part * (1_000_000 // len(part))).encode(), URL))

    assert time.process_time() - started < 5


def test_page_is_read_from_its_beginning_only() -> None:
    """What stands after the first million bytes is not looked at."""
    content = b" " * 1_000_000 + ERRORS["german"].encode()

    assert _walls.recognise(Page(content)) is None
