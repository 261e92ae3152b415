"""What a page is instead of a list: a bot wall, a login wall, an empty shell, an error page.

It takes the bytes of a page on which nothing, or little, was found and gives the code of what
stands there, with the next step; None when it looks like a page. The signs are those of common
servers and of common words, never of one site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from feedkit import _text

if TYPE_CHECKING:
    from feedkit.models import Page

_LITTLE_TEXT = 1_200
_SHELL_TEXT = 300


class Wall(NamedTuple):
    """What stands there, in words, and what to do."""

    code: str
    cause: str
    hint: str


_BOT = Wall("bot-wall", "the site keeps programs out", "ask the site, or save the page with a browser")
_LOGIN = Wall("login-wall", "the page wants a login or a consent", "look at the page in a private window")
_SHELL = Wall(
    "js-shell", "the page is empty until its scripts run", "save the page from a browser after it has loaded"
)
_ERROR = Wall(
    "error-page", "an error page with status 200", "look at the page in a browser; the next run tries again"
)

_BOT_SIGNS = re.compile(
    r"just a moment\.\.\.|attention required! \| cloudflare|cf-browser-verification|/cdn-cgi/challenge-platform/|"
    r"captcha-delivery\.com|_incapsula_resource|px-captcha|vercel security checkpoint|"
    r"checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies to continue|are you a robot|unusual traffic from your|ddos protection by|"
    r"class=[\"'](?:g-recaptcha|h-captcha|cf-turnstile)|access denied.{0,400}reference (?:#|&#35;)|"
    r"pardon our interruption|request unsuccessful\. incapsula",
    re.IGNORECASE | re.DOTALL,
)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(
    r"log ?[io]n\b|sign ?in\b|anmeld|einloggen|se connecter|connexion|iniciar sesi|acceso|accedi|inloggen|logga in|"
    r"zaloguj|giri[sş]|войти|вход|ログイン|登录|登入|로그인|تسجيل الدخول|before you continue|cookie consent|"
    r"subscribe to (?:read|continue)",
    re.IGNORECASE,
)
_LOGIN_PLACE = re.compile(
    r"/(?:log-?in|sign-?in|sso|auth|oauth2?|saml|cas|account/login|consent)\b", re.IGNORECASE
)
_ERROR_TITLE = re.compile(
    r"\b(?:40[0134]|410|429|50[0234])\b|not found|page (?:missing|unavailable)|\berror\b|maintenance|"
    r"(?:service|temporarily|currently) unavailable|bad gateway|forbidden|something went wrong|be right back|"
    r"nicht gefunden|fehler|wartung|introuvable|erreur|no encontrad|error interno|non trovat|errore|niet gevonden|"
    r"storing|nie znalezion|błąd|ошибка|не найден|エラー|見つかりません|错误|找不到|维护|오류|찾을 수 없|خطأ",
    re.IGNORECASE,
)
_ROOT = re.compile(
    r"<(?:div|main|app-root)\b[^>]*\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|main|svelte|gatsby)",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|requires?|need|activate) (?:to )?(?:use )?javascript|javascript (?:is )?(?:disabled|required)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(
    r"<(script|style|noscript|template|svg|head)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")


def recognise(page: Page) -> Wall | None:
    """Return what a page is instead of a list, or None."""
    html = _text.decode(page.content[:1_000_000], page.charset)
    visible = _text.clean(_TAG.sub(" ", _SCRIPT.sub(" ", html)))
    titles = " ".join(_text.clean(_TAG.sub(" ", found.group(2))) for found in _TITLE.finditer(html[:100_000]))
    is_little = len(visible) <= _LITTLE_TEXT
    if _BOT_SIGNS.search(html[:100_000]) and is_little:
        return _BOT
    if _is_login(html, titles, page.url):
        return _LOGIN
    if is_little and _ERROR_TITLE.search(titles):
        return _ERROR
    return _SHELL if _is_shell(html, visible) else None


def _is_login(html: str, titles: str, url: str | None) -> bool:
    signs = (_PASSWORD.search(html), _LOGIN_TITLE.search(titles), _LOGIN_PLACE.search(url or ""))
    return sum(1 for sign in signs if sign) >= 2


def _is_shell(html: str, visible: str) -> bool:
    """Return whether scripts are all there is: little text, few links, a place to put the rest."""
    if len(visible) > _SHELL_TEXT or "<script" not in html.lower():
        return False
    return bool(_ROOT.search(html) or _NEEDS_SCRIPT.search(html)) or html.lower().count("<a ") <= 2
