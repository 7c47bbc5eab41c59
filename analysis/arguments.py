"""What public functions are given: a wrong object, swapped places, a misspelt keyword or name, said in a sentence.

`guard` stands at the end of a package and puts every public function behind these checks. What a parameter takes is
read from its annotation, by the names of classes, so that nothing is loaded for it. A call with the right kinds costs
one look-up an argument; the rest is done for a call that fails.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, wraps
from pathlib import Path
from types import FunctionType
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from analysis.errors import KindError, KitError
from analysis.messages import later, message
from analysis.options import near

# Objects that are nothing else: where a parameter does not name them, they are wrong.
_OWN = {"Corpus", "Tokens", "Study", "Codebook", "DataFrame", "Axes", "Figure", "module", "function", "type"}
_STRICT = _OWN | {"bool"}  # a parameter that takes one of these alone is held to it
_PLAIN = {"str", "int", "float", "Path", "bytes", "NoneType"}
_ALSO = {  # names of classes that a name in an annotation covers besides itself
    "int": {"integer"},
    "float": {"int", "integer", "floating", "Fraction", "Decimal"},
    "bool": {"bool_"},
    "Path": {"PurePath"},
    "PathLike": {"PurePath"},
    "Callable": {"function", "method", "builtin_function_or_method", "partial", "type"},
    "date": {"datetime"},
    "HasTable": {"Tokens"},
    "HasMorphemes": {"Tokens"},
    "HasDocuments": {"Corpus"},
    "_HasDocuments": {"Corpus"},
    "None": {"NoneType"},
}
_ALIASES = {"Counts": ["ArrayLike", "_spbase"]}  # aliases of Any that mean more: of numpy or scipy.sparse
_LISTS = {"Sequence", "Iterable", "Collection", "ArrayLike", "Mapping"}
_MARK = "_checked_as"  # attribute of a function that stands behind the checks
_RAW = (TypeError, AttributeError, LookupError, ValueError, AssertionError)

_CLASSES = {"Size", "Units", "Stance", "Variants", "StopWords", "Permutation", "LabelledUnits"}
_TAKEN = {
    "Corpus": later("a corpus"),
    "Tokens": later("tokens"),
    "HasTable": later("tokens"),
    "HasMorphemes": later("tokens"),
    "HasDocuments": later("a corpus"),
    "_HasDocuments": later("a corpus"),
    "Study": later("a study"),
    "Codebook": later("a codebook"),
    "DataFrame": later("a table (DataFrame)"),
    "Series": later("a column (Series)"),
    "Axes": later("the Axes of a chart"),
    "Figure": later("a figure"),
    "str": later("a text"),
    "Path": later("a path"),
    "PurePath": later("a path"),
    "int": later("a whole number"),
    "float": later("a number"),
    "bool": later("True or False"),
    "date": later("a date"),
    "Sequence": later("a list"),
    "Iterable": later("a list"),
    "Collection": later("a list"),
    "ArrayLike": later("an array or a list of numbers"),
    "_spbase": later("an array or a list of numbers"),
    "Mapping": later("a dict"),
    "Callable": later("a function"),
    "function": later("a function"),
    "module": later("a module"),
    "list": later("a list"),
    "tuple": later("a tuple"),
    "dict": later("a dict"),
}
_OTHER_WORDS = {  # what other tools call an argument
    "window": "span", "width": "span", "min": "minimum", "min_count": "minimum", "min_freq": "minimum", "pos": "tags",
    "tag": "tags", "stopwords": "stop", "group": "by", "groups": "by", "groupby": "by", "code": "codebook",
}  # fmt: skip
_FIRST_ROWS = {"top", "top_n", "limit", "head"}
_READ = later("; read a file by da.read(path), or give a text as da.Corpus.from_texts({{'id': text}})")
_CUT = later("; cut it first: da.segment(corpus)")
_COUNT = later("; make a table first, such as da.stats.frequency(tokens)")
_MADE_BY = {  # arguments of the kit that take a table of one kind: the call that makes it
    "codings": "da.validation.read(path, sample=sample, codebook=codebook)", "edges": "da.stats.cooccurrence(tokens)",
    "hits": "da.framing.hits(tokens, codebook)", "sample": "da.validation.sample(corpus, tokens, codebook, n=400)",
    "scores": "da.framing.score(hits, tokens)", "similarity": "da.stats.similarity(tokens)",
}  # fmt: skip
_WAYS = {  # what was given and what is taken: how one becomes the other
    ("str", "Corpus"): _READ,
    ("str", "Tokens"): later("; read and cut it first: da.segment(da.read(path))"),
    ("str", "Codebook"): later("; read it first: da.codebook.read(path)"),
    ("str", "DataFrame"): _COUNT,
    ("Corpus", "Tokens"): _CUT,
    ("Corpus", "HasTable"): _CUT,
    ("Corpus", "DataFrame"): later("; a corpus has its table in corpus.documents"),
    ("Tokens", "Corpus"): later("; give the corpus that they were cut from"),
    ("Tokens", "DataFrame"): _COUNT,
    ("DataFrame", "Corpus"): later("; save the table as CSV and read that: da.read(path)"),
    ("DataFrame", "Tokens"): later("; give the tokens that the table was counted from"),
    ("DataFrame", "ArrayLike"): later("; give a column of it, such as table['n']"),
    ("DataFrame", "Axes"): later("; draw it first, such as da.plots.frequency(table)"),
    ("Study", "Corpus"): later("; a study has it as study.corpus"),
    ("Study", "Tokens"): later("; a study has them as study.tokens, units joined as study.words"),
    ("Study", "Codebook"): later("; a study has it as study.frames"),
}

_P = ParamSpec("_P")
_R = TypeVar("_R")


class _Parameter:
    """What one parameter takes, and the types that it was found to take."""

    def __init__(self, name: str, annotation: str, scope: Mapping[str, Any]) -> None:
        self.name = name
        self.taken = tuple(dict.fromkeys(_names(annotation, scope)))
        self.open = not self.taken or "Any" in self.taken or "object" in self.taken
        self.known: set[type] = set()

    def fits(self, value: object) -> bool:
        """Whether a value is of a kind that the parameter takes."""
        return self.open or any(_is(value, name) for name in self.taken)

    def refuses(self, value: object) -> bool:
        """Whether a value must not get in, since the function could take it for something else."""
        # A text for a list of texts would be read character by character, "no" for a bool as yes.
        if self.fits(value):
            self.known.add(type(value))
            return False
        strict = _STRICT.intersection(self.taken)
        if isinstance(value, str | Path):
            strict |= (_LISTS - {"Mapping"}).intersection(self.taken)
        return bool(strict) or _classes(type(value))[0] in _OWN


class _Guarded:
    """A public function with its parameters, read when it is first called."""

    def __init__(self, function: FunctionType, name: str) -> None:
        self.function, self.name = function, name

    @cached_property
    def signature(self) -> inspect.Signature:
        """The signature, with annotations as they are written."""
        return inspect.signature(self.function)

    @cached_property
    def by_name(self) -> dict[str, _Parameter]:
        """Parameters in their order."""
        given = self.signature.parameters.values()
        held = (p for p in given if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD))
        return {p.name: _Parameter(p.name, _annotation(p), inspect.unwrap(self.function).__globals__) for p in held}

    @cached_property
    def in_order(self) -> tuple[_Parameter, ...]:
        """Parameters that may be given by their place."""
        places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        return tuple(self.by_name[p.name] for p in self.signature.parameters.values() if p.kind in places)

    def explain(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """Refuse a call that cannot be meant; nothing where every argument is of a kind that is taken."""
        arguments = self._bound(args, kwargs)
        wrong = [(p, arguments[p.name]) for p in self.by_name.values() if p.name in arguments]
        wrong = [(p, value) for p, value in wrong if not p.fits(value)]
        if wrong:
            self._refuse(*wrong[0], arguments)
        for parameter in self.by_name.values():
            value = arguments.get(parameter.name)
            self._require_texts(parameter, value)
            if "ArrayLike" in parameter.taken and "DataFrame" in _classes(type(value)):
                self._refuse(parameter, value, arguments)

    def _bound(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Give every argument its parameter; refuse one too many, too few or misspelt."""
        takes = ", ".join(self.by_name)
        any_name = any(p.kind is p.VAR_KEYWORD for p in self.signature.parameters.values())
        for name in () if any_name else kwargs.keys() - self.by_name.keys():
            meant = _OTHER_WORDS.get(name, "")
            meant = meant if meant in self.by_name else near(name, self.by_name)
            hint = message("; did you mean {name}?", name=meant) if meant else ""
            hint = message("; take the first rows by table.head(10)") if name in _FIRST_ROWS else hint
            raise KindError(
                message(
                    "{function} has no argument {given}{hint} (it has {takes})",
                    function=self.name,
                    given=repr(name),
                    hint=hint,
                    takes=takes,
                )
            )
        try:
            return self.signature.bind(*args, **kwargs).arguments
        except TypeError:
            pass
        for parameter, argument in zip(self.in_order, args, strict=False):
            if not parameter.fits(argument):
                self._refuse(parameter, argument, dict(zip(self.by_name, args, strict=False)))
        if len(args) > len(self.in_order):
            rest = [name for name in self.by_name if name not in {p.name for p in self.in_order}]
            named = message("; name it, such as {name}=", name=rest[0]) if rest else ""
            counts = {"n": len(self.in_order), "given": len(args)}
            raise KindError(
                message(
                    "{function} takes {n} argument(s) without a name, not {given}{hint} (it has {takes})",
                    function=self.name,
                    hint=named,
                    takes=takes,
                    **counts,
                )
            )
        twice = [p.name for p in self.in_order[: len(args)] if p.name in kwargs]
        if twice:
            raise KindError(
                message(
                    "{function}: {argument} is given twice, by its place and by its name; leave one",
                    function=self.name,
                    argument=twice[0],
                )
            )
        needed = [p.name for p in self.signature.parameters.values() if p.default is p.empty and p.name in self.by_name]
        placed = {p.name for p in self.in_order[: len(args)]}
        lacking = [name for name in needed if name not in kwargs and name not in placed]
        first = self.by_name[lacking[0]]
        hint = "" if first.open else message(": {taken}", taken=_taken(first.taken))
        raise KindError(
            message(
                "{function} needs {argument}, which is not given{hint}",
                function=self.name,
                argument=", ".join(lacking),
                hint=hint,
            )
        )

    def _refuse(self, parameter: _Parameter, value: object, arguments: Mapping[str, Any]) -> NoReturn:
        """Say what was given, what is taken, and what was probably meant."""
        names, held = list(self.by_name), list(arguments)
        first = [name for name in names[:2] if name in held]
        if len(first) == 2 and all(not self.by_name[name].open for name in first):
            one, other = (arguments[name] for name in first)
            left, right = (self.by_name[name] for name in first)
            if left.fits(other) and right.fits(one) and not (left.fits(one) and right.fits(other)):
                raise KindError(
                    message(
                        "{function}: the first two arguments are swapped; write {function}({first}, {second}, ...)",
                        function=self.name,
                        first=first[0],
                        second=first[1],
                    )
                )
        told = {
            "taken": _taken(parameter.taken),
            "given": _given(value),
            "hint": _way(value, parameter.taken, parameter.name),
        }
        raise KindError(
            message(
                "{function}: {argument} takes {taken}, not {given}{hint}",
                function=self.name,
                argument=parameter.name,
                **told,
            )
        )

    def _require_texts(self, parameter: _Parameter, value: object) -> None:
        """Refuse what is no text in a list of texts."""
        if "of texts" in parameter.taken and isinstance(value, list | tuple | set):
            for one in value:
                if not isinstance(one, str):
                    raise KindError(
                        message(
                            "{function}: {argument} takes a list of texts, and {given} is in it",
                            function=self.name,
                            argument=parameter.name,
                            given=_given(one),
                        )
                    )


def checked(function: Callable[_P, _R], name: str, *, module: str = "") -> Callable[_P, _R]:
    """Put a function behind the checks, under the name that messages give it, as a function of a module."""
    if not isinstance(function, FunctionType) or vars(function).get(_MARK):
        return function
    guarded, body = _Guarded(function, name), cast("Callable[_P, _R]", function)

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        for parameter, value in zip(guarded.in_order, args, strict=False):
            if type(value) not in parameter.known and parameter.refuses(value):
                guarded.explain(args, kwargs)
        for key, value in kwargs.items():
            named = guarded.by_name.get(key)
            if named is not None and type(value) not in named.known and named.refuses(value):
                guarded.explain(args, kwargs)
        try:
            return body(*args, **kwargs)
        except KitError:
            raise
        except _RAW:
            try:
                guarded.explain(args, kwargs)
            except KindError as said:
                raise said from None
            raise

    setattr(call, _MARK, name)
    call.__module__ = module or call.__module__  # where a pickle finds it
    return call


def guard(package: str, names: Iterable[str]) -> None:
    """Put the public functions of a package behind the checks, and answer a name that it does not have."""
    module = sys.modules[package]
    short = package.removeprefix("analysis.")
    names, of_face = list(names), vars(sys.modules["analysis"])["_NAMES"]
    for name in names:
        if name in vars(module):
            where = "da" if of_face.get(name) == package else short
            setattr(module, name, checked(vars(module)[name], f"{where}.{name}", module=package))
    before = vars(module).get("__getattr__")

    def missing(name: str) -> Any:
        if name.startswith("_"):
            msg = message("module {package!r} has no attribute {name!r}", package=package, name=name)
            raise AttributeError(msg)
        if before is not None and name in names:
            value = checked(before(name), f"{short}.{name}", module=package)
            setattr(module, name, value)
            return value
        refuse_name(short, name, names)

    vars(module)["__getattr__"] = missing


def refuse_name(where: str, name: str, known: Iterable[str], *, elsewhere: Iterable[str] = ()) -> NoReturn:
    """Say that something has no such name, and which was probably meant."""
    known = sorted(known)
    meant = [*elsewhere] or [near(name, known) or next((k for k in known if len(name) > 2 and k.startswith(name)), "")]
    hint = message("; did you mean {name}?", name=meant[0]) if meant[0] else ""
    raise KindError(
        message(
            "{where} has no {given}{hint} (it has {known})",
            where=where,
            given=repr(name),
            hint=hint,
            known=", ".join(known),
        )
    )


def _annotation(parameter: inspect.Parameter) -> str:
    """Write an annotation as text."""
    held = parameter.annotation
    return "Any" if held is parameter.empty else held if isinstance(held, str) else _written(held)


def _written(held: object) -> str:
    """Write a type or an alias as text."""
    return held.__name__ if isinstance(held, type) else repr(held)


def _names(annotation: str, scope: Mapping[str, Any]) -> list[str]:
    """List the classes in an annotation; choices of a Literal as they are written, and "of texts" for Sequence[str]."""
    # Example: "Sequence[str] | None" gives Sequence, "of texts", None; "Literal['a', 'b']" gives str, 'a', 'b'
    if "_SupportsArray" in annotation:  # numpy's ArrayLike written out
        choices = re.findall(r"Literal(\[[^\]]*\])", annotation)
        return ["ArrayLike", *(name for each in choices for name in _names(f"Literal{each}", {}))]
    return _of_node(ast.parse(annotation, mode="eval").body, scope)


def _of_node(node: ast.expr, scope: Mapping[str, Any]) -> list[str]:
    """List the classes in a part of an annotation."""
    if isinstance(node, ast.BinOp):
        return [*_of_node(node.left, scope), *_of_node(node.right, scope)]
    if isinstance(node, ast.Constant):
        return ["None"] if node.value is None else _names(str(node.value), scope)
    if isinstance(node, ast.Subscript):
        return _of_subscript(node, scope)
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return _of_name(node.id, scope) if isinstance(node, ast.Name) else ["Any"]


def _of_subscript(node: ast.Subscript, scope: Mapping[str, Any]) -> list[str]:
    """List the classes in what stands before and in square brackets."""
    base, inner = _of_node(node.value, scope), node.slice
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if base == ["Literal"]:
        held = [ast.literal_eval(value) for value in parts]
        return [*dict.fromkeys(type(value).__name__ for value in held), *map(repr, held)]
    if base == ["Annotated"]:
        return _of_node(parts[0], scope)
    return [*base, "of texts"] if ast.unparse(inner) == "str" and base[0] in _LISTS else base


def _of_name(name: str, scope: Mapping[str, Any]) -> list[str]:
    """Return a class by its name, or the classes that an alias stands for."""
    held = scope.get(name)
    if held is Any:
        return _ALIASES.get(name, ["Any"])
    if name in _OWN or name in _PLAIN or name in _ALSO or name in _LISTS or name == "Literal":
        return [name]
    if held is None:  # imported for checkers of types alone
        return [name if name in _CLASSES else "Any"]
    if isinstance(held, type):
        return ["Any" if getattr(held, "_is_protocol", False) else name]
    return _names(_written(held), {}) if name != _written(held) else ["Any"]


def _classes(kind: type) -> tuple[str, ...]:
    """Names of a type and of those that it comes from."""
    return tuple(one.__name__ for one in kind.__mro__)


def _is(value: object, name: str) -> bool:
    """Whether a value is of a class by its name, or of one that stands in for it."""
    held = set(_classes(type(value)))
    if name in held or held & _ALSO.get(name, set()):
        return True
    if name == "Callable":
        return callable(value)
    if isinstance(value, Mapping):
        return name in {"Mapping", "Iterable", "Collection"}
    if (
        name not in _LISTS
        or name == "Mapping"
        or isinstance(value, str | bytes | Path)
        or held & (_OWN - {"DataFrame"})
    ):
        return False
    if name == "ArrayLike":
        return hasattr(value, "__array__") or isinstance(value, Sequence | int | float | complex)
    return hasattr(value, "__iter__") and "DataFrame" not in held


def _taken(names: Sequence[str]) -> str:
    """Write what a parameter takes."""
    choices = [name for name in names if name.startswith(("'", '"'))]
    told = [message("one of {choices}", choices=", ".join(choices))] if choices else []
    for name in names:
        if name in {"None", "of texts"} or name in choices or (name == "str" and choices):
            continue
        if name in {"Sequence", "Iterable", "Collection"} and "of texts" in names:
            told.append(message("a list of texts"))
        else:
            told.append(message(_TAKEN.get(name, name)))
    return message(" or ").join(dict.fromkeys(told))


def _given(value: object) -> str:
    """Write what was given."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return message("the text {text}", text=repr(value if len(value) <= 40 else f"{value[:40]}…"))
    if isinstance(value, int | float):
        return message("the number {number}", number=value)
    found = (message(_TAKEN[name]) for name in _classes(type(value)) if name in _TAKEN)
    return next(found, type(value).__name__)


def _way(value: object, taken: Sequence[str], name: str) -> str:
    """Write how one comes from what was given to what is taken; empty where there is no way."""
    if isinstance(value, str) and "of texts" in taken:
        return message("; put it into a list: {listed}", listed=repr([value if len(value) <= 40 else f"{value[:40]}…"]))
    given = _classes(type(value))[0]
    given = "str" if isinstance(value, str | Path) else given
    for wanted in taken:
        if _WAYS.get((given, wanted)) == _COUNT and name in _MADE_BY:
            return message("; make it first: {call}", call=_MADE_BY[name])
        if (given, wanted) in _WAYS:
            return message(_WAYS[given, wanted])
    return ""
