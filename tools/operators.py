"""Small changes that a slip could make, by rule: what `tools/mutate.py` tries.

Comparisons swapped, "and" and "or" exchanged or one side dropped, "not" dropped, numbers one off, truth values turned,
nothing returned, a statement removed, a condition turned or a filter dropped, flags of a pattern removed.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_SWAPS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_FLAGS = ("IGNORECASE", "MULTILINE", "DOTALL")
# Left out: they are checked by the type checker, or change nothing (`strict` of a zip over equal lengths).
_UNREAD = ("annotation", "returns", "decorator_list", "bases")
_KEYWORD_UNREAD = "strict"


@dataclass(frozen=True)
class Change:
    """In `file`, what stands between two places becomes `new`."""

    file: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    def applied(self, source: str) -> str:
        """The file with the change in it."""
        raw = source.encode()
        return (raw[: self.start] + self.new.encode() + raw[self.end :]).decode()

    def __str__(self) -> str:
        """Where and what, on one line."""
        return f"{self.file.name}:{self.line}: {' '.join(self.old.split())} -> {' '.join(self.new.split())}"


def changes(file: Path, source: str) -> list[Change]:
    """All changes of a file, in order."""
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, inside in _nodes(ast.parse(source), inside=False):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        old = source.encode()[start:end].decode()
        news = dict.fromkeys(new for new in _instead(node, inside=inside) if new != ast.unparse(node))
        found += [Change(file, node.lineno, start, end, old, new) for new in news]
    return sorted(set(found), key=lambda one: (one.start, one.end, one.new))


def _nodes(node: ast.AST, *, inside: bool) -> Iterator[tuple[ast.expr | ast.stmt, bool]]:
    """Yield all that can be changed, each with whether it is in a function."""
    for name, value in ast.iter_fields(node):
        if name in _UNREAD:
            continue
        for child in value if isinstance(value, list) else [value]:
            skipped = isinstance(child, ast.JoinedStr) or (
                isinstance(child, ast.keyword) and child.arg == _KEYWORD_UNREAD
            )
            if not isinstance(child, ast.AST) or skipped:  # the places of what stands in an f-string are not exact
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child, inside
            yield from _nodes(child, inside=inside or isinstance(child, ast.FunctionDef))


def _instead(node: ast.expr | ast.stmt, *, inside: bool) -> Iterator[str]:
    """Yield what could stand in the place of a piece of code."""
    for kind, rule in _RULES.items():
        if isinstance(node, kind):
            yield from rule(node)
    if inside and isinstance(node, ast.Assign | ast.AugAssign | ast.Raise | ast.Continue | ast.Break):
        yield "pass"


def _of_compare(node: ast.Compare) -> Iterator[str]:
    for at, operator in enumerate(node.ops):
        for swapped in _SWAPS[type(operator)]:
            yield _changed(node, ops=[*node.ops[:at], swapped(), *node.ops[at + 1 :]])


def _of_bool(node: ast.BoolOp) -> Iterator[str]:
    yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for at in range(len(node.values)):
        left = node.values[:at] + node.values[at + 1 :]
        yield f"({ast.unparse(left[0] if len(left) == 1 else ast.BoolOp(node.op, left))})"


def _of_not(node: ast.UnaryOp) -> Iterator[str]:
    if isinstance(node.op, ast.Not):
        yield f"({ast.unparse(node.operand)})"


def _of_sign(node: ast.BinOp) -> Iterator[str]:
    flags = [one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)]
    if type(node.op) in _SIGNS and not set(flags) & set(_FLAGS):
        yield _changed(node, op=_SIGNS[type(node.op)]())


def _of_constant(node: ast.Constant) -> Iterator[str]:
    if isinstance(node.value, bool):
        yield str(not node.value)
    elif isinstance(node.value, int | float):
        yield from (f"{node.value + by}" for by in (1, -1))


def _of_call(node: ast.Call) -> Iterator[str]:
    if isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield _changed(node, func=ast.Name(_CALLS[node.func.id]))
    flags = [one for one in node.args if any(flag in ast.unparse(one) for flag in _FLAGS) and "re." in ast.unparse(one)]
    if ast.unparse(node.func) == "re.compile" and flags:
        yield _changed(node, args=[one for one in node.args if one not in flags])


def _of_return(node: ast.Return) -> Iterator[str]:
    if node.value is not None:
        yield "return None"


def _of_statement(node: ast.Expr) -> Iterator[str]:
    if isinstance(node.value, ast.Call):
        yield "pass"


def _of_if(node: ast.IfExp) -> Iterator[str]:
    yield f"({ast.unparse(node.body)})"
    yield f"({ast.unparse(node.orelse)})"


def _of_filter(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[str]:
    for at, part in enumerate(node.generators):
        for drop in range(len(part.ifs)):
            left = ast.comprehension(part.target, part.iter, part.ifs[:drop] + part.ifs[drop + 1 :], part.is_async)
            yield _changed(node, generators=[*node.generators[:at], left, *node.generators[at + 1 :]])


_RULES: dict[type | tuple[type, ...], Callable[..., Iterator[str]]] = {
    ast.Compare: _of_compare,
    ast.BoolOp: _of_bool,
    ast.UnaryOp: _of_not,
    ast.BinOp: _of_sign,
    ast.Constant: _of_constant,
    ast.Call: _of_call,
    ast.Return: _of_return,
    ast.Expr: _of_statement,
    ast.IfExp: _of_if,
    (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp): _of_filter,
}


def _changed(node: ast.expr, **parts: object) -> str:
    """The code of a piece with some of its parts exchanged; in brackets, so that it can stand anywhere."""
    fields = dict(ast.iter_fields(node)) | parts
    text = ast.unparse(type(node)(**fields))
    return text if text.startswith(("(", "[", "{")) or isinstance(node, ast.Call) else f"({text})"
