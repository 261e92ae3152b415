"""The rest of made-up pages: heads, menus, banners, sidebars, footers, in the styles of different times."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from html import escape

from _words import menu, text, titles


def links(seed: str, count: int, form: str = '<li><a href="{href}">{name}</a></li>') -> str:
    """Return links of a menu."""
    return "\n".join(form.format(href=href, name=escape(name)) for name, href in menu(seed, count))


def filler(seed: str, size: int) -> str:
    """Return a style sheet and a script that nobody reads, of some size."""
    names = [hashlib.sha256(f"{seed}{number}".encode()).hexdigest()[:8] for number in range(size)]
    css = "\n".join(f".c{name}{{margin:0 {ord(name[0]) % 9}px;color:#{name[:6]}}}" for name in names)
    script = ";".join(f"q.push(['set','{name[:4]}',{int(name, 16) % 997}])" for name in names)
    return f"<style>{css}</style><script>var q=q||[];{script};</script>"


def banner(seed: str) -> str:
    """Return a notice about cookies."""
    return (
        f'<div role="dialog" aria-label="Privacy"><p>We use cookies. {text(seed, 2)}</p>'
        '<button type="button">Accept all</button> <button type="button">Only what is needed</button>'
        '<a href="/data-protection/">Settings</a></div>'
    )


def plain(seed: str, title: str, main: str, lang: str = "en", size: int = 40) -> str:
    """Return a page of semantic HTML."""
    return f"""<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/s.css">{filler(seed, size)}</head>
<body>{banner(seed)}<header><a href="/"><img src="/logo.svg" alt="Home"></a>
<nav aria-label="Main"><ul>{links(seed, 14)}</ul></nav>
<form role="search" action="/search"><input name="q" aria-label="Search"><button>Search</button></form></header>
<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li aria-current="page">{title}</li></ol></nav>
<main><h1>{title}</h1>
{main}
</main>
<footer><section><h2>Services</h2><ul>{links(seed + "a", 8)}</ul></section>
<section><h2>Follow us</h2><ul><li><a href="https://social.example/@us">Fediverse</a></li><li><a href="/feedback">Feedback</a></li></ul></section>
<p>© 2011–2024 The Board. Last built 22 March 2024.</p></footer></body></html>
"""


def divs(seed: str, title: str, main: str, lang: str = "en", size: int = 60) -> str:
    """Return a page of divs with classes that tools make."""
    name = [hashlib.md5(f"{seed}{number}".encode()).hexdigest()[:6] for number in range(12)]
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"/><title>{title} | Portal</title>{filler(seed, size)}</head>
<body class="css-{name[0]}"><div id="root"><div class="css-{name[1]}">
<div class="css-{name[2]}">{links(seed, 22, '<div class="css-' + name[3] + '"><a class="css-' + name[4] + '" href="{href}">{name}</a></div>')}</div>
<div class="css-{name[5]}"><div class="css-{name[6]}"><span class="css-{name[7]}">{title}</span></div>
{main}
</div>
<div class="css-{name[8]}"><div>{links(seed + "b", 12, '<a class="css-' + name[9] + '" href="{href}">{name}</a>')}</div>
<div class="css-{name[10]}">All rights reserved 2024</div></div></div></div>{banner(seed)}</body></html>
"""


def tables(seed: str, title: str, main: str, lang: str = "en", size: int = 4) -> str:
    """Return a page laid out by tables, as in 1999."""
    return f"""<html><head><title>{title}</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
</head><body bgcolor="#FFFFFF" link="#0000CC">
<table width="100%" border="0" cellpadding="4"><tr><td colspan="2" bgcolor="#003366"><font color="white" size="5">{title}</font></td></tr>
<tr><td width="180" valign="top" bgcolor="#EEEEEE">{links(seed, 16, '<font size="2"><a href="{href}">{name}</a></font><br>')}</td>
<td valign="top">
{main}
</td></tr><tr><td colspan="2" align="center"><font size="1">{links(seed + "c", 6, '<a href="{href}">{name}</a> | ')}<br>webmaster</font></td></tr></table></body></html>
"""


def utilities(seed: str, title: str, main: str, lang: str = "en", size: int = 80) -> str:
    """Return a page of utility classes, its menu in a drawer and again in the foot."""
    return f"""<!DOCTYPE html><html lang="{lang}" class="h-full scroll-smooth"><head><meta charset="utf-8"><title>{title}</title>
{filler(seed, size)}</head><body class="flex min-h-full flex-col bg-white antialiased">
<a href="#content" class="sr-only focus:not-sr-only">Skip to content</a>
<header class="sticky top-0 z-40 flex items-center px-4 py-3 shadow"><svg class="h-6 w-6" viewBox="0 0 24 24"><path d="M3 12h18"/></svg>
<div class="ml-6 hidden gap-x-8 lg:flex">{links(seed, 9, '<a class="text-sm font-semibold leading-6" href="{href}">{name}</a>')}</div></header>
<div id="content" class="mx-auto max-w-7xl px-6 lg:px-8"><p class="text-3xl font-bold tracking-tight">{title}</p>
{main}
</div><div class="mt-16 grid grid-cols-4 gap-8 border-t px-6 py-10 text-sm">
{"".join(f'<div class="space-y-3"><p class="font-semibold">{name}</p>' + links(seed + name, 7, '<p><a href="{href}" class="hover:underline">{name}</a></p>') + "</div>" for name in ("Product", "Company", "Legal", "Support"))}
</div><script src="/app.js" defer></script></body></html>
"""


FRAMES: tuple[Callable[..., str], ...] = (plain, divs, tables, utilities)


def most_read(seed: str, count: int) -> str:
    """Return a sidebar of undated links, longer than the list beside it."""
    names = titles(seed + " most read", "city", count)
    rows = "".join(
        f'<li><span>{n}</span> <a href="/top/{n}">{escape(name)}</a></li>' for n, name in enumerate(names, 1)
    )
    return f"<aside><h2>Most read</h2><ol>{rows}</ol></aside>"


def comments(seed: str, count: int) -> str:
    """Return a sidebar of recent comments with dates."""
    rows = "".join(
        f'<li><a href="/u/{n}">user{n}</a> on <a href="/thread/{n}#c{n}">{escape(name)}</a> <small>{n + 2} March 2024</small></li>'
        for n, name in enumerate(titles(seed + " comments", "city", count))
    )
    return f"<aside><h3>Recent comments</h3><ul>{rows}</ul></aside>"


def calendar(month: str = "2024-03") -> str:
    """Return the grid of a month with links on some days."""
    cells = [
        f'<td><a href="/events/{month}-{day:02}">{day}</a></td>' if day % 3 else f"<td>{day}</td>"
        for day in range(1, 32)
    ]
    weeks = "".join(f"<tr>{''.join(cells[start : start + 7])}</tr>" for start in range(0, 31, 7))
    return f"<table><caption>March 2024</caption><tr><th>M<th>T<th>W<th>T<th>F<th>S<th>S</tr>{weeks}</table>"


def pager(path: str = "?page=") -> str:
    """Return links to the other pages of a list."""
    numbers = " ".join(f'<a href="{path}{number}">{number}</a>' for number in range(2, 9))
    return f'<p><span aria-current="page">1</span> {numbers} <a rel="next" href="{path}2">Next »</a></p>'
