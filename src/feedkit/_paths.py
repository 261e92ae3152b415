"""Paths into JSON: JMESPath behind a `$`, as in `$.entries[].title`.

It takes the text of a path and gives a function from a value to what stands there, always as a list.
It never raises for a value: what a path cannot be applied to gives nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def is_path(text: str) -> bool:
    """Return whether a selector's text is a path into JSON."""
    return text.lstrip().startswith("$")


def compiled(text: str) -> Callable[[Any], list[Any]]:
    """Return the function of a path; `ValueError` of a cause and a position in the text."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    path = text.strip()[1:]
    path = path.removeprefix(".") if not path.startswith("..") else path
    shift = len(text) - len(text.lstrip()) + len(text.strip()) - len(path)
    try:
        expression = jmespath.compile(path or "@")
        expression.search({})
    except JMESPathError as error:
        if not _is_of_value(error):
            place = getattr(error, "lex_position", None) or getattr(error, "lexer_position", None) or 0
            raise ValueError(_cause(error), min(place + shift, len(text))) from error
    except RecursionError as error:
        raise ValueError("nested too deep", 0) from error

    def find(value: Any) -> list[Any]:
        try:
            return _as_list(expression.search(value))
        except (JMESPathError, RecursionError):
            return []

    return find


def _is_of_value(error: Exception) -> bool:
    """Return whether an error is about the value alone, such as the length of nothing."""
    from jmespath.exceptions import JMESPathTypeError

    return isinstance(error, JMESPathTypeError)


def _cause(error: Exception) -> str:
    token = getattr(error, "token_value", None) or getattr(error, "lexer_value", None)
    cause = f"unexpected {token!r}" if token else str(error).partition("\n")[0].rstrip(".")
    return cause[:1].lower() + cause[1:]


def _as_list(found: Any) -> list[Any]:
    if isinstance(found, list):
        return [each for each in found if each is not None]
    return [] if found is None or found is False else [found]
