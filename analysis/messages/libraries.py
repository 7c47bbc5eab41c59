"""What libraries and the system say in English, for the user's language."""

from __future__ import annotations

import errno
import re
import string
from functools import cache

from analysis.messages import english, later, message

# Each template is what the library says, with holes for what changes; its Korean form takes them over.
_SAID = (
    # json
    later("Expecting value"),
    later("Expecting ',' delimiter"),
    later("Expecting ':' delimiter"),
    later("Expecting property name enclosed in double quotes"),
    later("Illegal trailing comma before end of {kind}"),
    later("Unterminated string starting at"),
    later("Extra data"),
    later("Invalid control character at"),
    later("Invalid \\escape"),
    later("{what}: line {line} column {column} (char {char})"),
    # csv
    later("'{delimiter}' expected after '{quote}'"),
    later("unexpected end of data"),
    later("line contains NUL"),
    later("field larger than field limit ({limit})"),
    later("new-line character seen in unquoted field - {advice}"),
    # decoding
    later("'{codec}' codec can't decode byte {byte} in position {position}: {why}"),
    later("'{codec}' codec can't decode bytes in position {position}: {why}"),
    later("invalid start byte"),
    later("invalid continuation byte"),
    # numbers and dates
    later("could not convert string to float: {value}"),
    later("invalid literal for int() with base {base}: {value}"),
    later("Out of range float values are not JSON compliant"),
    later("Out of range float values are not JSON compliant: {value}"),
    later("Object of type {kind} is not JSON serializable"),
    # re
    later("missing ), unterminated subpattern at position {n}"),
    later("unterminated character set at position {n}"),
    later("unbalanced parenthesis at position {n}"),
    later("nothing to repeat at position {n}"),
    later("multiple repeat at position {n}"),
    later("bad character range {range} at position {n}"),
    later("bad escape {escape} at position {n}"),
    # YAML, as libyaml and as PyYAML say it
    later("did not find expected ',' or ']'"),
    later("did not find expected ',' or '}}'"),
    later("did not find expected key"),
    later("did not find expected '-' indicator"),
    later("did not find expected node content"),
    later("did not find expected <document start>"),
    later("could not find expected ':'"),
    later("mapping values are not allowed in this context"),
    later("mapping values are not allowed here"),
    later("block sequence entries are not allowed in this context"),
    later("found character that cannot start any token"),
    later("found character '{sign}' that cannot start any token"),
    later("found unexpected end of stream"),
    later("found unexpected ':'"),
    later("found undefined alias"),
    later("found undefined alias '{alias}'"),
    later("found unknown escape character"),
    later("found a tab character that violates indentation"),
    later("but found another document"),
    later("expected ',' or ']', but got '{token}'"),
    later("expected ',' or '}}', but got '{token}'"),
    later("expected <block end>, but found '{token}'"),
    # pydantic
    later("Field required"),
    later("Extra inputs are not permitted"),
    later("Value error, {what}"),
    later("Input should be a valid string"),
    later("Input should be a valid number"),
    later("Input should be a valid number, unable to parse string as a number"),
    later("Input should be a finite number"),
    later("Input should be a valid integer"),
    later("Input should be a valid integer, unable to parse string as an integer"),
    later("Input should be a valid integer, got a number with a fractional part"),
    later("Input should be a valid boolean"),
    later("Input should be a valid boolean, unable to interpret input"),
    later("Input should be a valid list"),
    later("Input should be a valid tuple"),
    later("Input should be a valid dictionary"),
    later("Input should be a valid dictionary or instance of {kind}"),
    later("Input should be a valid date"),
    later("Input should be a valid date in the format YYYY-MM-DD, {why}"),
    later("Input should be a valid date or datetime, {why}"),
    later("input is too short"),
    later("invalid character in year"),
    later("month value is outside expected range of 1-12"),
    later("day value is outside expected range"),
    later("Input should be greater than or equal to {limit}"),
    later("Input should be greater than {limit}"),
    later("Input should be less than or equal to {limit}"),
    later("Input should be less than {limit}"),
    later("String should have at least {n} character"),
    later("String should have at least {n} characters"),
    later("String should have at most {n} characters"),
    later("String should match pattern '{pattern}'"),
    later("Tuple should have at least {n} item after validation, not {found}"),
    later("List should have at least {n} item after validation, not {found}"),
    later("Input should be {choices}"),
)
_SYSTEM = {  # what an error of the system means where something is read
    "ENOENT": later("it is not there"),
    "EACCES": later("you may not read it, or another program holds it"),
    "EPERM": later("the system does not allow it"),
    "EISDIR": later("it is a folder"),
    "ENOTDIR": later("a part of its path is no folder"),
    "ENAMETOOLONG": later("the name is too long"),
    "EMFILE": later("too many files are open"),
    "ENOMEM": later("the memory is used up"),
    "EIO": later("the disk gives an error"),
    "EINVAL": later("the system does not take such a name"),
    "ESTALE": later("the disk of the network is gone"),
}
_OURS, _THEIRS = re.compile("[가-힣]"), re.compile("[A-Za-z]{2,} +[a-z]{2,}")


def told(said: object) -> str:
    """Give what a library says in the user's language; in Korean what is not known here is marked as its own words."""
    # Example: told("Expecting value: line 1 column 5 (char 4)") gives '1번째 줄 5번째 칸(처음부터 4자 뒤): 값이 없다'
    text = str(said).strip()
    if english() or not text:
        return text
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return message(template, **{name: _part(name, value) for name, value in found.groupdict().items()})
    ours = _OURS.search(text) and not _THEIRS.search(text)
    return text if ours else message("in its own words: {said}", said=text)


def system(error: OSError) -> str:
    """Say why the system does not give a file."""
    known = _SYSTEM.get(errno.errorcode.get(error.errno or 0, ""))
    return message(known) if known else told(error.strerror or type(error).__name__)


def _part(name: str, value: str) -> str:
    """Give a hole in the user's language where a sentence or choices stand in it."""
    if name == "choices":
        return value.replace(" or ", ", ")
    return told(value) if name in {"what", "why"} else value


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile what libraries say; whole sentences come before those with holes, and long ones before short."""
    found = []
    for template in _SAID:
        parts = list(string.Formatter().parse(template))
        pattern = "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts)
        holes = sum(bool(name) for _, name, _, _ in parts)
        found.append((holes > 0, -len(template), template, re.compile(pattern, re.DOTALL)))
    return tuple((template, pattern) for *_, template, pattern in sorted(found, key=lambda one: one[:3]))
