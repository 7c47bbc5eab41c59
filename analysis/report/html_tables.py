"""Tables of a report: headers with a scope, numbers to the right, wide ones that scroll by themselves."""

from __future__ import annotations

import base64
import csv
import io
import re
import struct
from collections.abc import Callable, Container

from bs4 import BeautifulSoup, Tag

LABELS = {
    "a_only": "앞만", "ac1": "AC1", "adjudicated": "합의한 값", "after": "후", "agent": "주어",
    "agent_kind": "주어의 유형", "alpha": "크리펜도르프 α", "alpha_high": "α 위 끝", "alpha_low": "α 아래 끝",
    "ambiguous": "모호", "analyser": "분석기", "analysis": "분석", "approximate": "어림수", "author": "필자",
    "b_only": "뒤만", "before": "전", "bias": "치우침", "bic": "BIC", "bin": "점수 구간", "both": "둘 다",
    "bound": "한도", "cap": "문장 상한", "carroll_d2": "Carroll D2(1 고름)", "certainty": "확신", "change": "바뀜",
    "characters": "글자 수", "near_duplicate_of": "거의 같은 글", "period": "때",
    "characters_after": "글자 수(뒤)", "characters_before": "글자 수(앞)", "check": "시험", "chi2": "카이제곱",
    "coded": "코딩한 수", "coder": "코더", "coders": "코더 수", "confidence": "확신 정도", "content": "내용 형태소",
    "contribution": "기여", "contribution1": "1축 기여", "contribution2": "2축 기여", "converted": "환산액",
    "corrected": "보정한 값", "corrected_high": "보정한 값 위 끝", "corrected_low": "보정한 값 아래 끝",
    "counted": "셈", "counted_after": "셈(후)", "counted_before": "셈(전)", "coverage": "문장 비율",
    "coverage_pooled": "합친 문장 비율", "cusum": "누적합", "date": "날짜", "date_a": "앞 날짜", "date_b": "뒤 날짜",
    "declarative": "평서형 비율", "delta_p_node": "ΔP(중심어)", "delta_p_term": "ΔP(둘레말)",
    "density": "밀도(점/100형태소)", "density_pooled": "합친 밀도", "detail": "내용", "device": "장치",
    "dice": "다이스", "difference": "차이", "dim1": "1축", "dim2": "2축", "directive": "명령·청유형 비율",
    "doc": "문서", "doc_a": "앞 문서", "doc_b": "뒤 문서", "docs": "문서 수", "docs_a": "앞 문서 수",
    "docs_b": "뒤 문서 수", "docs_reference": "문서 수(견준 글)", "docs_with": "나온 문서 수", "dp": "DP(0 고름)",
    "dp_norm": "표준화 DP", "draw": "뽑은 방식", "element": "요소", "empty": "빈칸", "end": "끝",
    "entry": "목록의 항목", "eojeol": "어절", "eojeol_per_sentence": "문장당 어절", "expected": "기댓값", "f1": "F1",
    "field": "항목", "fleiss": "Fleiss 카파", "foreign": "외국 문자 비율", "form": "형태", "found": "찾은 것",
    "frame": "프레임", "frame_a": "앞 프레임", "frame_b": "뒤 프레임", "frame_minus": "− 프레임",
    "frame_plus": "+ 프레임", "g2": "로그우도비(G²)", "g2_two_term": "로그우도비(두 칸)", "group": "집단",
    "group_a": "앞 집단", "group_b": "뒤 집단", "guiraud": "Guiraud R", "half_width": "구간 폭의 절반",
    "hanja": "한자 비율", "hdd": "HD-D", "hearsay": "전언", "herdan_c": "Herdan C", "high": "위 끝",
    "highest": "위 끝을 만든 것", "i": "순번", "idf": "IDF", "inertia": "관성", "inside_quote": "인용문 안",
    "intensity": "강도", "interrogative": "의문형 비율", "jaccard": "자카드", "juilland_d": "Juilland D(1 고름)",
    "kappa": "카파", "kind": "종류", "kld": "KLD", "L1": "왼쪽 1", "L2": "왼쪽 2", "L3": "왼쪽 3", "L4": "왼쪽 4",
    "L5": "왼쪽 5", "label": "이름", "lambda": "λ", "layer": "층위", "left": "왼쪽", "lemma": "표제형",
    "licence": "이용 조건", "line": "줄", "lines": "줄 수", "lines_after": "줄 수(뒤)", "lines_before": "줄 수(앞)",
    "log_dice": "로그 다이스", "log_odds": "로그 오즈비", "log_ratio": "로그비(밑 2)",
    "log_ratio_high": "로그비 위 끝", "log_ratio_low": "로그비 아래 끝", "lost": "줄어든 횟수", "low": "아래 끝",
    "lowest": "아래 끝을 만든 것", "lrc": "LRC", "maas": "Maas a²", "mass": "질량", "mattr": "MATTR", "mean": "평균",
    "mean_a": "앞 평균", "mean_b": "뒤 평균", "mean_high": "평균 위 끝", "mean_low": "평균 아래 끝",
    "mean_position": "평균 자리", "mi": "상호정보량", "mi3": "MI3", "morphemes": "형태소", "msttr": "MSTTR",
    "mtld": "MTLD", "n": "횟수", "n_a": "앞 횟수", "n_b": "뒤 횟수", "n_both": "겹친 문장의 횟수",
    "n_closed": "횟수(붙여 씀)", "n_left": "왼쪽 횟수", "n_morphs": "횟수(형태소 층)", "n_near": "곁 문장 수",
    "n_reference": "횟수(견준 글)", "n_right": "오른쪽 횟수", "n_source": "창의 수(앞말)",
    "n_spaced": "횟수(띄어 씀)", "n_target": "창의 수(뒷말)", "n_total": "전체 횟수", "n_units": "횟수(단위 층)",
    "n_without": "횟수(목록 없이)", "near": "가까운 낱말", "negated": "부정",
    "negative_effective": "유효 표본 수(없음)", "neither": "둘 다 없음", "node": "중심어",
    "nominalised": "명사형 어미(100어절당)", "note": "코더의 말", "nouns_per_predicate": "용언당 명사",
    "npmi": "NPMI", "obligation": "당위", "odds_ratio": "오즈비", "open_ended": "여러 유형 어미 비율",
    "outlet": "실린 곳", "outlet_a": "앞 실린 곳", "outlet_b": "뒤 실린 곳", "p": "p", "p_adjusted": "보정한 p",
    "paragraph": "문단", "part": "표본의 부분", "passed": "통과", "per_10k": "1만 개당",
    "per_10k_reference": "1만 개당(견준 글)", "percent": "일치율", "percent_diff": "%DIFF", "perturbation": "바꾼 것",
    "place": "순번", "places": "자리", "plan": "계획", "pmi": "PMI", "pooled": "합친 값",
    "pooled_high": "합친 값 위 끝", "pooled_low": "합친 값 아래 끝", "position": "자리(0~1)",
    "positive": "있음(코더)", "positive_effective": "유효 표본 수(있음)", "possibility": "가능", "post": "직함",
    "precision": "정밀도", "precision_high": "정밀도 위 끝", "precision_low": "정밀도 아래 끝",
    "predicted": "있음(코드북)", "prevalence": "출현율", "quality": "나타난 몫", "quotes": "인용문", "R1": "오른쪽 1",
    "R2": "오른쪽 2", "R3": "오른쪽 3", "R4": "오른쪽 4", "R5": "오른쪽 5", "range": "나온 부분의 수", "rank": "순위",
    "readings": "코더별 판단", "reason": "이유", "recall": "재현율", "recall_high": "재현율 위 끝",
    "recall_low": "재현율 아래 끝", "rho_coded": "ρ(코딩과 길이)", "rho_score": "ρ(점수와 길이)", "right": "오른쪽",
    "rosengren_s": "Rosengren S(1 고름)", "rule": "규칙", "section": "구분", "sentence": "문장",
    "sentences": "문장 수", "sha256": "SHA-256", "share": "몫(0~1)", "share_high": "몫 위 끝",
    "share_low": "몫 아래 끝", "share_reference": "몫(견준 글)", "share_removed": "덜어 낸 몫",
    "similarity": "유사도", "simpson_d": "Simpson D", "source": "출처", "spaced": "띄어 쓴 꼴", "speaker": "말한 이",
    "specification": "셈법", "specificity": "특이도", "start": "시작", "status": "상태", "stops": "불용어",
    "stratum": "층", "support": "보조 낱말", "surface": "표면형", "survives": "유지", "t": "t", "tag": "품사",
    "tags": "품사 범위", "target": "뒷말", "term": "낱말", "terms": "낱말들", "tests": "검사", "text": "글",
    "tfidf": "TF-IDF", "tier": "단계", "time": "시각", "title": "제목", "tokens": "토큰",
    "true_positive": "둘 다 있음", "ttr": "TTR", "types": "타입", "undecided": "미정", "undefined": "값 없음",
    "unit": "단위", "units": "단위 수", "unsure": "판단 못 한 수", "value": "값", "variants": "변형 수",
    "verdict": "판정", "was": "바뀌기 전", "weight": "가중 점수", "weight_a": "앞 점수", "weight_after": "점수(후)",
    "weight_b": "뒤 점수", "weight_before": "점수(전)", "weight_minus": "− 점수", "weight_plus": "+ 점수",
    "weights": "가중치", "when": "때", "why": "까닭", "without_ending": "종결 어미 없는 비율", "word": "어절",
    "worst": "가장 불리한 것", "yule_k": "Yule K", "z": "z",
}  # fmt: skip
# What a name means where a certain other column stands beside it.
BESIDE = {
    ("left", "was"): "그대로 둔 수",
    ("expected", "found"): "찾아야 할 것",
    ("label", "surface"): "표지",
    ("position", "lemma"): "위치(유사도의 차)",
    ("source", "target"): "앞말",
    ("source", "variants"): "흔들림의 원천",
    ("source", "similarity"): "찾은 방법",
    ("n", "n_source"): "함께 나온 창의 수",
    ("n", "verdict"): "단위 수",
    ("n", "undecided"): "단위 수",
    ("n", "bin"): "단위 수",
    ("n", "rho_score"): "단위 수",
    ("n", "corrected"): "단위 수",
    ("n", "half_width"): "단위 수",
    ("text", "passed"): "시험한 문장",
    ("unit", "n_without"): "단위 목록의 낱말",
    ("unit", "n_closed"): "제안하는 낱말",
    ("unit", "stratum"): "코딩 단위",
    ("unit", "coder"): "코딩 단위",
    ("unit", "readings"): "코딩 단위",
    ("unit", "terms"): "코딩 단위",
    ("weight", "tier"): "가중치",
    ("weight", "stratum"): "가중치",
    ("weight", "terms"): "가중치",
}
_NUMBER = re.compile(r"^[-+−]?(\d[\d,]*)?\.?\d+([eE][-+]?\d+)?%?$")
_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2})?$")
_NOTHING = {"", "NaN", "nan", "inf", "-inf", "<NA>", "None"}
_ROWS = 60
_DIGITS = 3
_PRINT_DPI, _SCREEN_DPI = 300, 96

Linker = Callable[[BeautifulSoup, Tag], None]


def tidy(table: Tag) -> None:
    """Make a table as pandas writes it readable for everyone."""
    for tag in [table, *table.find_all(True)]:
        for name in ("border", "style", "align", "bgcolor", "valign"):
            if name in tag.attrs:
                del tag[name]
    for header in table.find_all("th"):
        if not header.get_text(strip=True):
            header.name = "td"
        else:
            header["scope"] = "col" if header.find_parent("thead") else "row"
    _align([row.find_all(["th", "td"]) for row in table.find_all("tr")])
    _name(table)


def scroll(soup: BeautifulSoup, table: Tag, *, label: str) -> None:
    """Wrap a table in a named region that scrolls sideways and can be reached with the keyboard."""
    make_region(table.wrap(soup.new_tag("div")), kind="scroll", label=label)


def make_region(tag: Tag, *, kind: str, label: str) -> None:
    """Make a tag a named place that the keyboard reaches, so that what is cut off can be scrolled to."""
    tag.attrs |= {"class": kind, "role": "region", "tabindex": "0", "aria-label": label}


def data_table(soup: BeautifulSoup, text: str, *, label: str, link: Linker | None = None) -> Tag:
    """Build the folded table of the numbers that a figure draws."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    details = soup.new_tag("details", attrs={"class": "data"})
    summary = soup.new_tag("summary")
    summary.string = f"자료표 ({len(rows) - 1}행)"
    details.append(summary)
    table, head, body = (soup.new_tag(name) for name in ("table", "thead", "tbody"))
    table.extend([head, body])
    details.append(table)
    for place, row in enumerate(rows[: _ROWS + 1]):
        line = soup.new_tag("tr")
        for value in row:
            cell = soup.new_tag("td") if place else soup.new_tag("th", attrs={"scope": "col"})
            cell.string = value
            line.append(cell)
        (body if place else head).append(line)
    if link:
        link(soup, table)
    tidy(table)
    scroll(soup, table, label=label)
    if len(rows) > _ROWS + 1:
        more = soup.new_tag("p")
        more.string = f"처음 {_ROWS}행이다. 나머지 {len(rows) - 1 - _ROWS}행은 CSV 파일에 있다."
        details.append(more)
    return details


def css_size(address: str) -> tuple[int, int]:
    """Return width and height in CSS pixels of a PNG of 300 dots per inch, given as a ``data:`` address."""
    head = base64.b64decode(address.partition(",")[2][:48])
    width, height = struct.unpack(">II", head[16:24])
    return round(width * _SCREEN_DPI / _PRINT_DPI), round(height * _SCREEN_DPI / _PRINT_DPI)


def _align(rows: list[list[Tag]]) -> None:
    """Mark the columns that hold numbers or dates; a column is told by its place from the right end of its row."""
    body = [row for row in rows if row and not row[0].find_parent("thead")]
    for place in range(1, min((len(row) for row in body), default=0) + 1):
        texts = [row[-place].get_text(strip=True) for row in body]
        filled = [text for text in texts if text not in _NOTHING]
        if filled and all(_NUMBER.match(text) for text in filled):
            for row in rows:
                if len(row) >= place:
                    row[-place]["class"] = "num"
        elif filled and all(_DATE.match(text) for text in filled):
            for row in body:
                row[-place]["class"] = "date"
        if all(text in _NOTHING or _NUMBER.match(text) for text in texts) and any(texts):
            for row in body:
                _round(row[-place])


def _round(cell: Tag) -> None:
    """Show a number with three significant digits, and no number as a dash; whole numbers stay as they are."""
    first = cell.contents[0] if cell.contents else None
    inner = first if isinstance(first, Tag) else cell  # a link around the number
    text = inner.get_text(strip=True)
    if text in _NOTHING and cell.name == "td":
        inner.string = "–"
    elif _NUMBER.match(text) and not text.endswith("%") and ("." in text or "e" in text.lower()):
        value = float(text.replace(",", "").replace("−", "-"))
        whole = len(f"{abs(value):.0f}")
        inner.string = f"{value:,.0f}" if whole >= _DIGITS else f"{value:.{_DIGITS}g}"


def _name(table: Tag) -> None:
    """Give headers that are columns of the kit their Korean names, with the column's own beside them."""
    head = table.find("thead")
    heads = [cell for cell in (head.find_all(["th", "td"]) if head else []) if cell.get_text(strip=True)]
    rows = [cell for body in table.find_all("tbody") for cell in body.find_all("th")]
    if rows and all(cell.get_text(strip=True) in LABELS for cell in rows):
        heads += rows  # a table laid on its side
    names = [cell.get_text(strip=True) for cell in heads]
    for cell, own in zip(heads, names, strict=True):
        label = heading(own, names)
        if label and label != own:
            cell.string = f"{label} "
            small = Tag(name="span", attrs={"class": "column"})
            small.string = own
            cell.append(small)


def heading(name: str, beside: Container[str]) -> str:
    """Return the Korean header of a column that stands beside others; empty if it has none."""
    said = (label for (own, other), label in BESIDE.items() if own == name and other in beside)
    return next(said, LABELS.get(name, ""))
