"""What click finds wrong with a command line, in the words of all other errors: what it is, and what to do next."""

from __future__ import annotations

import click


def explained(error: click.ClickException) -> tuple[str, str]:
    """Return the message and the hint of an error; the hint is "" where click leaves no context."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"`{context.command_path} --help` says what there is" if context is not None else ""
    if isinstance(error, click.NoSuchOption):
        near = [f"--{name.lstrip('-')}" for name in error.possibilities or ()]
        return f'no option "{error.option_name}"', _meant(near[:3]) or hint
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return f"{_name(error.param)} is missing", _choices(error.param) or hint
    if isinstance(error, click.BadParameter) and error.param is not None:
        message = _lowered(error.message).replace("'", '"' if _choices(error.param) else "'")
        return f"{_name(error.param)}: {message}", _near_choice(error) or hint
    return _lowered(error.format_message()), hint


def _name(param: click.Parameter) -> str:
    """Return an option as it is written at its longest, an argument as --help calls it."""
    if isinstance(param, click.Argument):
        return (param.metavar or str(param.name).upper()).strip("[].")
    return max(param.opts, key=len)


def _choices(param: click.Parameter) -> str:
    """Return the values that a parameter can have, "" where they are not counted."""
    if not isinstance(param.type, click.Choice):
        return ""
    return f"it is one of {', '.join(map(str, param.type.choices))}"


def _near_choice(error: click.BadParameter) -> str:
    """Return what was meant in place of a value that is not among the choices, as click quotes it; or ""."""
    from difflib import get_close_matches

    if error.param is None or not isinstance(error.param.type, click.Choice):
        return ""
    given = error.message[1:].partition("' is not")[0]
    return _meant(get_close_matches(given, list(map(str, error.param.type.choices)), 2))


def _meant(names: list[str]) -> str:
    return f"did you mean {' or '.join(names)}?" if names else ""


def _lowered(message: str) -> str:
    """Return a sentence of click's as a part of one."""
    message = message.replace("a valid integer range", "a whole number").replace(
        "a valid integer", "a whole number"
    )
    return (message[:1].lower() + message[1:]).removesuffix(".")
