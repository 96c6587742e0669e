"""Help and usage errors in the reader's language. Texts are found by command and option name: none can be forgotten."""

from typing import Any

from typer import BadParameter
from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

from data_pipeline.cli.exits import Exits
from data_pipeline.words import catalogue, say

PROG = "python -m data_pipeline"
COLUMN = 26  # where an option's explanation begins


class Command(TyperCommand):
    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_of(self, ctx, ctx.obj.lang))


class Group(TyperGroup):
    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_of(self, ctx, ctx.obj.lang))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)  # as registered, not by alphabet

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise UnknownCommand(args[0])
        return super().resolve_command(ctx, args)


class UnknownCommand(TyperException):
    exit_code = Exits.USAGE


def help_of(command: Any, ctx: Any, lang: str) -> str:
    """The whole help page of a command or of the group."""
    group = isinstance(command, TyperGroup)
    table = "cli_main" if group else f"cli_{command.name}"
    params = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in params if isinstance(p, TyperArgument)]
    options = [p for p in params if p not in arguments]
    usage = [PROG, *([] if group else [command.name]), *(_metavar(a) for a in arguments)]
    usage += [say(lang, "cli_help.some_command")] if group else []
    parts = [
        say(lang, "cli_help.usage", line=" ".join(usage)),
        say(lang, f"{table}.help"),
        *([_commands(command, lang)] if group else []),
        _section(lang, "arguments", [(_metavar(p), _explained(lang, table, p)) for p in arguments]),
        _section(lang, "options", [(_switches(p), _explained(lang, table, p)) for p in options]),
        say(lang, f"{table}.more") if f"{table}.more" in catalogue(lang) else "",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def usage_sentence(why: TyperException, lang: str) -> str:
    """What is wrong with the command line, and how to ask for help."""
    ctx = getattr(why, "ctx", None)
    command = ctx.command.name if ctx and not isinstance(ctx.command, TyperGroup) else ""
    ask = " ".join(filter(None, (PROG, command, "--help")))
    return _fault(why, lang) + say(lang, "cli_usage.hint", command=ask)


def _fault(why: Any, lang: str) -> str:
    """The kinds of fault are told apart by what they carry: their classes are not public."""
    if isinstance(why, UnknownCommand):
        return say(lang, "cli_usage.no_command", name=why.message)
    if hasattr(why, "possibilities"):
        return say(lang, "cli_usage.no_option", name=why.option_name)
    if hasattr(why, "param_type") and why.param is not None:
        return say(lang, "cli_usage.missing", name=_shown(why.param))
    if isinstance(why, BadParameter):
        name = why.param_hint or (_shown(why.param) if why.param is not None else "")
        return say(lang, "cli_usage.bad_value", name=name, why=why.message)
    return say(lang, "cli_usage.other", why=why.format_message())


def _commands(group: Any, lang: str) -> str:
    return _section(lang, "commands", [(name, say(lang, f"cli_{name}.help").split("\n")[0]) for name in group.commands])


def _section(lang: str, title: str, rows: list[tuple[str, str]]) -> str:
    lines = [
        f"  {name:<{COLUMN - 2}}{text}" if len(name) < COLUMN - 3 else f"  {name}\n{'':{COLUMN}}{text}"
        for name, text in rows
    ]
    return "\n".join([say(lang, f"cli_help.{title}"), *lines]) if rows else ""


def _explained(lang: str, table: str, param: Any) -> str:
    own = f"{table}.{param.name}"
    known = own in catalogue(lang) and param.name != "help"
    text = say(lang, own if known else f"cli_option.{param.name}")
    return text + (say(lang, "cli_help.required") if param.required and not isinstance(param, TyperArgument) else "")


def _metavar(argument: Any) -> str:
    name = (argument.metavar or argument.name).upper() + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _switches(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if getattr(option, "is_flag", False) else f"{names} {(option.metavar or option.name).upper()}"


def _shown(param: Any) -> str:
    return _metavar(param) if isinstance(param, TyperArgument) else ", ".join(param.opts)
