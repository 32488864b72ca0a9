"""The properties of views, as Cython and as stubs: one field, one to four of them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

# What messages.pyx takes from view.pyx.
HELPERS = (
    "age_us", "as_decimal", "as_float", "as_label", "as_mantissa", "as_name", "as_optional", "as_request", "as_text",
    "as_word", "copy_arrays", "levels_of", "symbol_str",
)  # fmt: skip
PYTHON_TYPES = {
    "text": "str", "flag": "bool", "buyer_maker": "bool", "optional_flag": "bool | None", "levels": "Levels",
    "name": "str", "symbol": "str", "client_id": "str", "request_id": "int | str | None",
}  # fmt: skip
DECIMALS = ("price", "qty", "amount", "optional_price")


def prop(name: str, doc: str, value: str) -> list[str]:
    return ["", "    @property", f"    def {name}(self):", f'        """{doc}"""', f"        return {value}"]


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def getter(tool: ModuleType, field: Any) -> list[str]:
    """The properties that a field has in a view."""
    name, doc = field.name, sentence(field.meaning)
    if field.plain in DECIMALS:
        return _decimal(name, field.plain, doc)
    out = prop(name, doc, _value(tool, field))
    if field.kind == "buyer_maker":
        out += prop(
            "aggressor", 'The side that crossed the spread: "BUY" or "SELL".', "SELL if self.c.is_buyer_maker else BUY"
        )
    return out


def _exponent(kind: str, name: str) -> str:
    return {"qty": "qty_exponent", "amount": f"{name}_exponent"}.get(kind, "price_exponent")


def _decimal(name: str, kind: str, doc: str) -> list[str]:
    exponent = f"self.c.{_exponent(kind, name)}"
    out = prop(name, f"{doc} As a float, the nearest to the venue's text.", f"as_float(self.c.{name}, {exponent})")
    out += prop(f"{name}_decimal", f"{doc} As an exact Decimal.", f"as_decimal(self.c.{name}, {exponent})")
    out += prop(
        f"{name}_mantissa", f"{doc} As an integer, to be scaled by the exponent.", f"as_mantissa(self.c.{name})"
    )
    if kind == "amount":
        out += prop(f"{name}_exponent", f"The power of ten that scales {name}_mantissa.", exponent)
    return out


def _value(tool: ModuleType, field: Any) -> str:
    name, is_maybe = field.name, field.kind.startswith("maybe_")
    at = f"self.c.{name}"
    match field.plain:
        case "levels":
            return f"levels_of(self, {at}, self.c.num_{name}, self.c.price_exponent, self.c.qty_exponent)"
        case "parts":
            parts = f"{tool.snake(field.inner.__name__)}s({at}, self.c.num_{name})"
            return f"None if {at} is NULL else {parts}" if is_maybe else parts
        case "enum":
            return f"as_word({tool.ENUMS.index(field.inner)}, {at})"
        case "name" | "symbol":
            return f"as_name({at})" if field.kind != "name" and field.kind != "symbol" else f"symbol_str({at})"
        case "client_id":
            return f"as_label({at})" if is_maybe else f"as_text({at})"
        case "request_id":
            return f"as_request({at}, {at}_text)"
        case "text":
            return f"as_text({at})"
        case "optional_flag":
            return f"as_optional({at})"
        case "flag" | "buyer_maker":
            return f"{at} != 0"
        case _:
            return f"as_mantissa({at})" if is_maybe else at


def stub(field: Any) -> list[str]:
    """The same properties with their types."""
    name, kind = field.name, field.plain
    none = " | None" if field.kind.startswith("maybe_") or field.kind in ("optional_price", "optional_name") else ""
    types = {name: PYTHON_TYPES.get(kind, "int") + none}
    if kind == "enum":
        types = {name: f"schema.{field.inner.__name__}{none}"}
    if kind == "parts":
        types = {name: f"tuple[{field.inner.__name__}, ...]{none}"}
    if kind in DECIMALS:
        types = {name: f"float{none}", f"{name}_decimal": f"Decimal{none}", f"{name}_mantissa": f"int{none}"}
    if kind == "amount":
        types[f"{name}_exponent"] = "int"
    if kind == "buyer_maker":
        types["aggressor"] = 'Literal["BUY", "SELL"]'
    return [line for n, t in types.items() for line in ("    @property", f"    def {n}(self) -> {t}: ...")]
