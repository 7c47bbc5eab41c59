"""Beginning a codebook: a commented file that passes its self-test, filled from a text or to be filled."""

from __future__ import annotations

import re
from pathlib import Path

from analysis import paths
from analysis.codebook.draft import HasDocuments, HasMorphemes, draft
from analysis.errors import CodebookError, OptionError
from analysis.files import atomic
from analysis.messages import message

_OWN = (paths.PRIVATE, paths.ROOT / "work", paths.REPORTS)  # folders of the kit that are never published
_NAME = re.compile(r"\w[\w.-]*")
_TEMPLATE = """\
# 코드북 {id}. 아래의 두 프레임은 본보기이니 지우고 자기 것을 적는다.
# 고칠 때마다: python -m analysis codebook check {id}.yaml
schema: kfa-codebook/1       # 형식의 이름. 고치지 않는다
id: "{id}"
version: "0.1.0"             # 용어나 정의를 고치면 올린다
status: unvalidated          # unvalidated(검증 안 됨) | piloted | validated
title: {{ko: "협동 · 경쟁 프레임 코드북", en: "cooperation / competition frames"}}
unit: sentence               # 사람이 코딩할 단위: sentence(문장) | paragraph(문단)
multi_label: true            # 한 단위에 여러 프레임이 있을 수 있으면 true
compare: [together, contest] # 비교할 두 프레임의 id. 비교하지 않으면 이 줄을 지운다
defaults:
  weight: 1.0
  tier: core
  cap_per_sentence: 1        # 한 문장에서 한 용어를 몇 번까지 셀지
  support_scope: paragraph   # 보조 용어는 이 안에 중심 용어가 있을 때만 센다: sentence | paragraph | document
  nested_scope: frame        # 겹친 말은 프레임마다(frame) 또는 코드북 전체에서(codebook) 긴 것만 센다
variants: {{}}                 # 표기 변이. 예: {{한미: [韓美, 한·미]}}
mask: []                     # 이 이름 안에서는 아무것도 세지 않는다. 예: [중소벤처기업부]
provenance:
  author: "이름을 적는다"
  basis: "정의와 용어를 어디에서 얻었는지 적는다"
  tuned_on: []               # 용어를 다듬는 데 쓴 글. 검증에는 쓸 수 없다
  licence: "이용허락을 적는다"
changelog:
- {{version: "0.1.0", note: "첫 초안"}}
frames:
- id: together               # 영문 소문자가 편하다. 결과 표에 이 이름으로 나온다
  label: {{ko: 협동, en: cooperation}}
  colour: blue               # blue orange green purple yellow red sky black
  definition: 일을 함께 하고 함께 쓰는 문제로 다룬다.
  present_if: ["함께 하거나 함께 쓰는 일이 문장의 초점이다"]
  absent_if: ["기관이나 물건의 이름에만 나온다"]
  questions: ["함께 하거나 함께 쓰자는 말인가?"]
  elements: {{problem: "", cause: "", moral: "", remedy: "함께 쓰는 제도"}}
  examples:                  # 이 문장들은 0보다 커야 한다
  - 주민의 협동으로 다리를 놓았다.
  - 골목에 공유부엌이 생겼다.
  counterexamples:           # 이 문장들은 0이어야 한다
  - 공유기를 새로 샀다.
  - 말로만 돕는다고 한다.   # 보조 용어만으로는 세지 않는다
  terms:
  - {{id: to01, match: "협동", pos: [NNG], not_after: [조합]}}   # 바로 뒤에 오면 세지 않는다
  - {{id: to02, match: "공유 (부엌|주방|냉장고)"}}              # (가|나)는 둘 가운데 하나. 띄어쓰기는 자유
  - {{id: to03, match: "돕/VV", tier: support, weight: 0.5}}  # 꼴/품사. 보조 용어이고 무게는 절반이다
- id: contest
  label: {{ko: 경쟁, en: competition}}
  colour: orange
  definition: 일을 이기고 지는 문제로 다룬다.
  present_if: ["다툼, 순위, 승부가 문장의 초점이다"]
  absent_if: ["운동 경기의 결과만 전한다"]
  questions: ["이기고 지는 것을 따지는가?"]
  examples:
  - 두 도시는 유치 경쟁을 벌였다.
  - 순위 다툼이 학교를 바꾸어 놓았다.
  counterexamples:
  - 축구 경기에서 순위가 갈렸다.
  - 나라마다 경쟁법이 다르다.
  terms:
  - {{id: co01, match: "경쟁", pos: [NNG], not_after: [법]}}
  - {{id: co02, match: "순위", pos: [NNG], not_near: [경기]}}   # 같은 문장에 있으면 세지 않는다
"""


def start(
    name: str,
    *,
    corpus: HasDocuments | None = None,
    tokens: HasMorphemes | None = None,
    folder: str | Path | None = None,
) -> Path:
    """Begin a codebook: write a commented file that passes its self-test.

    From a text it is filled: the frequent nouns and compounds, in two frames that a person is to define, rename and
    sort anew; words that often stand in the same or the next sentence are in one frame. Each frame has sentences of the
    text as examples and, as counterexamples, sentences of the other frame. Names, and the words that are in no frame,
    stand in comments. The documents are in `provenance.tuned_on`, so that nobody validates with them. Without a text
    the file has two frames to be replaced.

    Parameters
    ----------
    name : str
        Id of the codebook and name of its file: letters, digits, hyphens, dots and underscores.
    corpus : Corpus, optional
        The text or texts to fill it from, not redacted.
    tokens : Tokens, optional
        Morpheme layer of the corpus, as `segment(corpus)` gives it; goes with `corpus`.
    folder : str or Path, optional
        Where to put NAME.yaml. Default is seeds/codebooks; with a text, whose sentences are in the file, it is
        seeds/private/codebooks, which git leaves out.

    Returns
    -------
    Path
        The new file.

    Raises
    ------
    OptionError
        If the name is not fit for a file, the file cannot be written, or one of corpus and tokens is missing.
    RefusalError
        If the text is redacted, or has fewer than four words to begin with.
    CodebookError
        If there is a file of that name, which stays as it is, or sentences of a text would come into the kit's own
        folders.

    Notes
    -----
    The split is no finding. Words are vectors over sentences, a sentence counting half for its neighbours; from the two
    frequent words that are least alike each word joins the group whose mean is nearer by the cosine, until none moves;
    a quarter of the words is in each group at least.

    Examples
    --------
    >>> import analysis as da, tempfile
    >>> da.codebook.read(da.codebook.start("housing", folder=tempfile.mkdtemp())).frame_ids
    ('together', 'contest')
    """
    if not _NAME.fullmatch(name):
        msg = message("{name!r} is no name for a file; use letters, digits, hyphens, dots and underscores", name=name)
        raise OptionError(msg)
    if (corpus is None) != (tokens is None):
        msg = message("codebook.start takes a text as corpus and tokens together; write tokens=da.segment(corpus)")
        raise OptionError(msg)
    filled = corpus is not None and tokens is not None
    home = Path(folder or (paths.PRIVATE / "codebooks" if filled else paths.CODEBOOKS))
    target = home / f"{name.removesuffix('.yaml')}.yaml"
    if filled:
        require_own(target)
    text = draft(target.stem, corpus, tokens) if corpus is not None and tokens is not None else _template(target.stem)
    if not atomic.create(target, text.encode("utf-8")):
        msg = message("there is a codebook at {target} already; choose another name or folder", target=target)
        raise CodebookError(msg)
    return target


def _template(name: str) -> str:
    """Write a codebook with two frames that are there to be replaced."""
    return _TEMPLATE.format(id=name)


def require_own(file: Path) -> None:
    """Refuse a file for sentences of a text in a folder that is published with the kit."""
    place = file.resolve()
    if place.is_relative_to(paths.ROOT) and not any(place.is_relative_to(own) for own in _OWN):
        msg = message(
            "{file} would hold sentences of the text, and {parent} is a folder of the kit, where they "
            "would be published; choose seeds/private/codebooks or a folder outside the kit",
            file=file.name,
            parent=place.parent,
        )
        raise CodebookError(msg)
