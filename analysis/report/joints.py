"""Places where a browser would end a line of Korean and a reader would not."""

from __future__ import annotations

import re
from itertools import pairwise

from markupsafe import Markup, escape

from analysis.record.safe_text import shown

# Chromium ends a line before a middle dot, behind a hyphen (K-팝, 2026-05-04) and between a bracket and a particle,
# even where words are kept whole. An empty element whose style holds a word joiner forbids it; copied text has none.
_JOINT = Markup('<i class="j"></i>')
_AT = re.compile(r"(?<=[^\s·])(?=·\S)|(?<=[A-Za-z0-9]-)(?=[가-힣A-Z0-9])|(?<=\))(?=[가-힣])")


def joined(text: str, start: int = 0, end: int | None = None) -> Markup:
    """Escape a stretch of a text, with a joint wherever no line may end; one at its edge is written by the next."""
    # Example: 의료·바이오 from 2 on gives a joint and ·바이오: the line may end behind the dot
    end = len(text) if end is None else end
    cuts = [found.start() for found in _AT.finditer(text, max(start - 2, 0), min(end + 2, len(text)))]
    edges = [start, *(at for at in cuts if start <= at < end), end]
    return _JOINT.join(escape(shown(text[a:b])) for a, b in pairwise(edges))
