"""Which openings are entries: decided by the whole page.

It takes the lines of a page and gives the openings among them, in order, and the lines of each. A
date inside a text, at the start of a paragraph or of a broken line opens nothing; an entry without
a date is known by what sets the others apart: an image line, a number, an empty line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from feedkit import _images
from feedkit.parsers.text._inside import without_mentioned
from feedkit.parsers.text._lines import (
    Line,
    ends_sentence,
    ends_with_stop,
    flows,
    is_whole_label,
    joined,
    label_end,
    title_end,
    width,
)
from feedkit.parsers.text._navigation import is_margin, total
from feedkit.parsers.text._openings import Kind, Opening, lone, read

_LONGEST_TITLE = 200
_LONGEST_DATE = 40
_FEW = 4
_NUMBER = re.compile(r"\(?(\d{1,4})[.):\]]\s+(?=\S)")


def find(lines: Sequence[Line]) -> tuple[list[Opening], int | None]:
    """Return the openings among the lines of a page, and the width at which its lines were broken.

    The width is None when they were not, and 0 when empty lines part the paragraphs anyhow, so that
    lines without one between them are one, however long they are.
    """
    could = [found for place, line in enumerate(lines) if (found := read(line, place))]
    could = _without_page_date(could, lines)
    opening = {found.place for found in could if found.kind not in ("prose", "titled")}
    whole = {found.place for found in could if found.kind == "bare" or is_whole_label(found.label or "")}
    broken_at = width(lines, opening, whole)
    could = _without_broken(could, lines, broken_at)
    dated = _chosen(_settled([found for found in could if found.kind != "lone"]), lines)
    lone = [found for found in could if found.kind == "lone"]
    dated = _with_categories(without_mentioned(dated, lone, lines), lines)
    openings = _with_lone(dated, lone, lines)
    openings = _with_titles_above(_with_undated(openings, lines, broken_at), lines, broken_at)
    return openings, 0 if broken_at and _are_parted(openings, lines) else broken_at


def _are_parted(openings: Sequence[Opening], lines: Sequence[Line]) -> bool:
    """Return whether empty lines part the paragraphs: they stand below the openings."""
    return 10 * sum(_gaps(found, lines)[1] for found in openings) >= 7 * len(openings)


def _without_page_date(could: list[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return the openings without the page's own date: only a menu or the total stands below it."""
    while len(could) > 1 and could[0].kind in ("bare", "led") and could[1].kind != "lone":
        if lines[could[0].place].cells or not _is_above_list(could, lines):
            break
        del could[0]
    return could


def _is_above_list(could: Sequence[Opening], lines: Sequence[Line]) -> bool:
    """Return whether the first date stands above the list, as what is between it and the next one tells."""
    between = lines[could[0].place + 1 : could[1].place]
    if any(total(line.text) is not None for line in between):
        return not any(line.is_sentence for line in between)
    is_odd = could[0].form != could[1].form
    return not between or (is_odd and all(is_margin(line.text) for line in between))


def _without_broken(could: Sequence[Opening], lines: Sequence[Line], broken_at: int | None) -> list[Opening]:
    """Return the openings with their image lines whole, without lines that go on with the one above."""
    usual = _usual_form(could, lines)
    is_dense = 2 * sum(lines[found.place].gap == 0 for found in could) > len(could)
    kept: list[Opening] = []
    for found in could:
        last = kept[-1].place + kept[-1].taken - 1 if kept else -1
        if found.place <= last:
            continue
        found = _with_broken_label(found, lines, broken_at)
        is_new = found.kind == "titled" and (last == found.place - 1 or usual in (None, found.form))
        if is_new or not _goes_on(found, lines, broken_at, is_dense=is_dense):
            kept.append(found)
    return kept


def _usual_form(could: Sequence[Opening], lines: Sequence[Line]) -> str | None:
    """Return the form and sign of most dates with a title; None where what stands above them ends no sentence."""
    titled = [found for found in could if found.kind == "titled" and found.place]
    after_stop = sum(ends_sentence(lines[found.place - 1].text) for found in titled)
    if 2 * after_stop < len(titled):
        return None
    forms = Counter(found.form for found in titled)
    return forms.most_common(1)[0][0] if forms else ""


def _with_broken_label(found: Opening, lines: Sequence[Line], broken_at: int | None) -> Opening:
    """Return the opening with the rest of its image line, if that was broken."""
    start = found.label or found.rest
    end = label_end(start, lines, found.place, broken_at) if start else None
    if end is None or found.kind == "led":
        return found
    text = joined([Line(start), *lines[found.place + 1 : end]]).text
    kind: Kind = "lone" if found.kind == "lone" else "label"
    return replace(
        found, kind=kind, rest=found.rest if found.label else "", label=text, taken=end - found.place
    )


def _goes_on(found: Opening, lines: Sequence[Line], broken_at: int | None, *, is_dense: bool) -> bool:
    """Return whether a line only goes on with the text of the line above.

    `is_dense` says that there are no empty lines above the entries of the page.
    """
    if found.place == 0 or found.kind in ("label", "lone"):
        return False
    upper = lines[found.place - 1]
    if ends_sentence(upper.text) or not flows(upper, lines[found.place], broken_at):
        return False
    below = lines[found.place + 1 : found.place + 2]
    if found.kind == "bare" and is_dense:
        return bool(below) and below[0].gap == 0 and below[0].text[0].islower() and not lone(below[0].text, 0)
    return True


def _settled(dated: Sequence[Opening]) -> list[Opening]:
    """Return the dates with texts that could be a title or an image line taken for what most are."""
    counts = Counter(found.kind for found in dated)
    if counts["titled"] > counts["label"] + counts["bare"] + counts["sized"]:
        return [replace(found, kind="titled") if found.kind == "sized" else found for found in dated]
    return [
        replace(found, kind="label", rest="", label=found.rest)
        if found.kind == "sized" or (counts["label"] and _is_code(found))
        else found
        for found in dated
    ]


def _is_code(found: Opening) -> bool:
    """Return whether a code and a caption stand beside a date, with no size."""
    label = _images.read_label(found.rest)
    return found.kind in ("titled", "prose") and label.name is not None and label.caption is not None


def _chosen(dated: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return the dates that open entries: those of the kind that the page goes by."""
    plain = [found for found in dated if found.is_plain]
    titled = [found for found in dated if found.kind == "titled"]
    led = [found for found in dated if found.kind == "led"]
    if len(led) > 1 and len(led) > len(plain) + len(titled):
        return _sorted(plain + led)
    if len(dated) > 1 and 4 * sum(found.kind in ("titled", "prose") for found in dated) >= 3 * len(lines):
        return [found for found in dated if found.kind != "led"]
    if not plain and not titled:
        prose = [found for found in dated if found.kind == "prose"]
        return prose if len(prose) > 1 and 3 * len(prose) > len(lines) else []
    labels = sum(found.kind == "label" for found in plain)
    if 4 * labels > len(titled) or (2 * len(plain) > len(titled) and (len(plain) > 1 or len(titled) < 2)):
        return _sorted(plain + _alike(titled, plain, lines))
    return _sorted(plain + _titles(titled))


def _sorted(openings: Sequence[Opening]) -> list[Opening]:
    return sorted(openings, key=lambda found: found.place)


def _alike(titled: Sequence[Opening], plain: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return the dates with words beside them that stand where the page's other dates stand alone."""
    forms = {found.form for found in plain}
    usual = Counter(_gaps(found, lines) for found in plain).most_common(1)[0][0]
    ends = {found.place + found.taken for found in plain}
    return [
        found
        for found in titled
        if replace(found, sign="").form in forms and found.place not in ends and _gaps(found, lines) == usual
        if not ends_with_stop(found.rest) and len(found.rest) <= _LONGEST_TITLE
    ]


def _titles(titled: Sequence[Opening]) -> list[Opening]:
    """Return the dates with a title beside them; a sentence behind a named month among titles is none."""
    stops = Counter(found.sign for found in titled if ends_with_stop(found.rest))
    return [
        found
        for found in titled
        if not ends_with_stop(found.rest)
        or 2 * stops[found.sign] >= len(titled)
        or not any(map(str.isalpha, found.date or ""))
    ]


def _gaps(found: Opening, lines: Sequence[Line]) -> tuple[bool, bool]:
    """Return whether empty lines stand above and below."""
    below = lines[found.place + found.taken : found.place + found.taken + 1]
    return lines[found.place].gap > 0, bool(below) and below[0].gap > 0


def _with_lone(dated: Sequence[Opening], lone: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return all openings: an image line by itself opens an entry where the others have theirs beside the date."""
    beside = sum(found.kind == "label" for found in dated)
    has_spaces = any(found.label and " " in (_images.read_label(found.label).name or "") for found in dated)
    openings: list[Opening] = []
    for found in _sorted([*dated, *lone]):
        last = openings[-1] if openings else None
        if (
            found.kind == "lone"
            and last
            and (last.place + last.taken == found.place or (dated and not (beside or found.mark)))
        ):
            continue
        openings.append(_whole(found, lines) if found.kind == "lone" and has_spaces else found)
    return openings


def _whole(found: Opening, lines: Sequence[Line]) -> Opening:
    """Return an image line whose name begins with the words in front of it."""
    if found.date is None or any(map(str.isdigit, found.date)):
        return found
    return replace(found, date=None, label=f"{found.date} {found.label}")


def _with_categories(openings: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return the openings with words that repeat beside the dates, `Press release`, taken for categories."""
    titled = [found for found in openings if found.kind == "titled"]
    texts = {found.rest for found in titled}
    starts = {found.place for found in openings} | {len(lines)}
    if (
        len(titled) < _FEW
        or 2 * len(texts) > len(titled)
        or any(found.place + 1 in starts for found in titled)
    ):
        return list(openings)
    return [
        replace(found, kind="bare", rest="", category=found.rest) if found.kind == "titled" else found
        for found in openings
    ]


def _with_undated(openings: list[Opening], lines: Sequence[Line], broken_at: int | None) -> list[Opening]:
    """Return the openings with those entries that only a number or the empty lines above them tell."""
    if len(openings) < _FEW - 1:
        return openings
    found = _numbered(openings, lines) or _spaced(openings, lines, broken_at)
    return _sorted([*openings, *found])


def _numbered(openings: Sequence[Opening], lines: Sequence[Line]) -> list[Opening]:
    """Return the entries whose number is missing between those of the others."""
    numbers = [int(digits[0]) if (digits := re.search(r"\d+", found.mark)) else None for found in openings]
    if None in numbers:
        return []
    undated = []
    for (upper, number), (lower, last) in pairwise(zip(openings, numbers, strict=True)):
        for place in range(upper.place + 1, lower.place):
            mark = _NUMBER.match(lines[place].text)
            if mark and number is not None and last is not None and int(mark[1]) == number + 1 < last:
                number += 1
                undated.append(Opening("titled", place, rest=lines[place].text[mark.end() :], mark=mark[0]))
    return undated


def _spaced(openings: Sequence[Opening], lines: Sequence[Line], broken_at: int | None) -> list[Opening]:
    """Return the entries above which there are as many empty lines as above the others, and above no other line."""
    gaps = Counter(lines[found.place].gap for found in openings[1:])
    usual, count = gaps.most_common(1)[0]
    starts = {found.place for found in openings}
    heads = {place for found in openings for place in range(found.place, found.place + found.taken + 1)}
    inside = [place for place in range(openings[0].place + 1, openings[-1].place) if place not in starts]
    alike = [place for place in inside if lines[place].gap == usual and place not in heads]
    wider = usual and any(lines[place].gap > usual for place in inside)
    if count < len(openings) - 1 or wider or _FEW * len(alike) > len(openings) + 1:
        return []
    could = (place for place in alike if place + 1 not in starts and _could_open(lines, place, broken_at))
    return [_undated(place, lines) for place in could]


def _could_open(lines: Sequence[Line], place: int, broken_at: int | None) -> bool:
    """Return whether a line could be a title, or what stands for a date: short, below a text and above one."""
    upper, line, below = lines[place - 1 : place + 2]
    if line.is_sentence or is_margin(line.text) or flows(upper, line, broken_at):
        return False
    if (found := read(line, place)) and found.kind == "bare":
        return False
    return upper.is_sentence and below.gap != line.gap


def _undated(place: int, lines: Sequence[Line]) -> Opening:
    """Return the opening of a line that is a title; or of one that stands for a date, with its title below."""
    text = lines[place].text
    if lines[place + 1].is_sentence or len(text) > _LONGEST_DATE:
        return Opening("titled", place, rest=text)
    return Opening("bare", place, date=text)


def _with_titles_above(
    openings: list[Opening], lines: Sequence[Line], broken_at: int | None
) -> list[Opening]:
    """Return the openings with the line above each as its title, where all of them have one there."""
    if len(openings) < 2 or any(found.rest for found in openings):
        return openings
    with_title = []
    below = Counter[bool]()
    for upper, found in zip([None, *openings[:-1]], openings, strict=True):
        start = upper.place + upper.taken if upper else 0
        title = _title_above(found, lines, start, broken_at)
        if title is None:
            return openings
        with_title.append(title)
    for found, lower in zip(openings, [*with_title[1:], None], strict=True):
        end = lower.place - lower.above if lower else len(lines)
        first = lines[found.place + found.taken : end][:1]
        if first and not is_margin(first[0].text):
            below[first[0].is_sentence] += 1
    has_texts = 2 * below[True] > len(openings) and below[True] > 2 * below[False]
    return with_title if has_texts or not below else openings


def _title_above(found: Opening, lines: Sequence[Line], start: int, broken_at: int | None) -> Opening | None:
    """Return the opening with the title that stands above it; None when none does."""
    first = found.place - 1
    if (
        first < start
        or lines[first].is_sentence
        or is_margin(lines[first].text)
        or lines[first].gap < lines[found.place].gap
    ):
        return None
    while first > start and flows(lines[first - 1], lines[first], broken_at):
        first -= 1
    return replace(found, rest=joined(lines[first : found.place]).text, above=found.place - first)


def groups(
    openings: Sequence[Opening], lines: Sequence[Line], broken_at: int | None
) -> Iterator[tuple[Opening, list[Line]]]:
    """Give each opening, its title whole, with the lines below it up to the next."""
    ends = [opening.place - opening.above for opening in openings[1:]] + [len(lines)]
    for opening, end in zip(openings, ends, strict=True):
        place = opening.place
        below = place + opening.taken
        if opening.rest and broken_at is not None and not opening.above:
            below = title_end(lines[:end], place, broken_at)
            opening = replace(opening, rest=joined([Line(opening.rest), *lines[place + 1 : below]]).text)
        yield opening, [*map(Line, lines[place].cells[1:]), *lines[below:end]]
