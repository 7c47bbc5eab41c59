"""Words of the scripts of pages and screens: they stand there in English, as the messages of the kit in its code."""

from __future__ import annotations

import json
import re

from analysis.messages import form

_SAID = re.compile(r'\bsay\("([^"\\]+)"')
_SAY = "const say = (said, values = {}) => (WORDS[said] ?? said).replace(/\\{(\\w+)\\}/g, (_, name) => values[name]);"


def spoken(script: str, *, lang: str) -> str:
    """Give a script the forms of its templates in a language, and the function that fills them."""
    forms = {template: form(template, lang=lang) for template in _SAID.findall(script)}
    held = json.dumps({key: value for key, value in forms.items() if key != value}, ensure_ascii=False)
    return f"const WORDS = {held};\n{_SAY}\n{script}"
