"""How tables of the kit are laid out for a paper: which columns, in which words, and what the notes say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import grouping, schema
from analysis.files.word_table import Align
from analysis.schema import printed
from analysis.schema.printed import bounded, decimal, p_equals, p_value, variable
from analysis.schema.reasons import korean
from analysis.schema.vocabulary import named

_NOTHING = "–"
_MARKS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
_STARS = {
    "ko": "* p < .05, ** p < .01, *** p < .001(보정한 p)",
    "en": "* p < .05. ** p < .01. *** p < .001 (adjusted).",
}
_UNKNOWN = {"ko": f"{_NOTHING}: 구하지 않은 값", "en": f"{_NOTHING} = not estimated"}
_BOUNDED = {"0 to 1", "0 to 1; bits for jsd", "at most 1", "-1 to 1"}
_MOST_COLUMNS = 9
_MOST_ITEMS = 10  # of a matrix of similarity; of more the pairs are listed
_MEASURES = {
    "cosine": ("단어 횟수의 코사인", "Cosine of word counts"),
    "jaccard": ("단어 종류의 자카드 계수", "Jaccard coefficient of word types"),
    "jsd": ("옌센-섀넌 발산(비트, 0 같음)", "Jensen-Shannon divergence (bits, 0 is the same)"),
    "own": ("주어진 거리", "Distances as given"),
}
_LINKAGES = {"average": "average linkage (UPGMA)", "complete": "complete linkage", "ward.D2": "Ward's method (ward.D2)"}
_FRAMES = {"frame", "frame_a", "frame_b"}
_ENGLISH = {
    "alpha": "α", "ac1": "AC1", "adjusted": "Adjusted", "chi2": "χ²", "coefficient": "B", "covariate": "Covariate",
    "docs": "Documents", "fleiss": "Fleiss' κ", "holsti": "Holsti", "kappa": "Cohen's κ", "n": "n", "p": "p",
    "p_adjusted": "p (Holm)", "percent": "Agreement", "rank": "Rank", "scott_pi": "Scott's π", "se": "SE",
    "term": "Word", "units": "Units", "verdict": "Verdict", "f1": "F1", "per_10k": "Per 10,000", "g2": "G²",
}  # fmt: skip
_TOTALS = {"ko": schema.TOTAL, "en": "Total"}


@dataclass(frozen=True)
class Laid:
    """A table as text: heads, rows, how columns stand, and notes without their opening word."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _How:
    """In which language a table is laid out, and whether stars stand at what holds."""

    language: str
    stars: bool

    def say(self, korean: str, english: str) -> str:
        """Choose the words of the language."""
        return korean if self.language == "ko" else english

    def mark(self, p: float) -> str:
        """Choose the stars of a p, none unless asked for."""
        return next((mark for level, mark in _MARKS if p < level), "") if self.stars else ""


# Columns that a paper prints of a table, of a kind each; value[low,high] is one cell with its interval. A kind that is
# not here has its first columns.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "schema.ACCURACY": ("frame", "part", "n", "positive", "predicted", "precision[precision_low,precision_high]",
                        "recall[recall_low,recall_high]", "f1[f1_low,f1_high]", "reason"),
    "schema.AGREEMENT": ("frame", "categories", "n", "percent", "holsti", "scott_pi", "kappa",
                         "alpha[alpha_low,alpha_high]", "verdict"),
    "schema.BURSTS": ("term", "group", "start", "end", "docs", "docs_all", "share", "share_outside", "weight", "p",
                      "title"),
    "schema.CHANGES": ("term", "group", "at[low,high]", "before", "after", "ratio", "p", "p_adjusted"),
    "schema.COLLOCATES": ("term", "tag", "n", "n_total", "expected", "log_dice", "t", "g2"),
    "schema.COMPARISON": ("frame", "group_a", "group_b", "docs_a", "docs_b", "mean_a", "mean_b",
                          "ratio[ratio_low,ratio_high]", "difference[low,high]", "p", "p_adjusted"),
    "schema.CORRECTED": ("group", "frame", "units", "labels", "found_share", "share[low,high]"),
    "schema.CORRECTED_DIFFERENCE": ("frame", "group_a", "group_b", "share_a", "share_b", "difference[low,high]", "p",
                                    "p_adjusted"),
    "schema.CORRECTED_TREND": ("group", "frame", "units", "labels", "found_share", "share[low,high]",
                               "slope[slope_low,slope_high]", "slope_p"),
    "schema.CORRECTED_REGRESSION": ("frame", "covariate", "found_coefficient", "coefficient[low,high]", "se", "p",
                                    "p_adjusted"),
    "schema.ESTIMATE": ("group", "frame", "docs", "clusters", "n", "mean[mean_low,mean_high]",
                        "pooled[pooled_low,pooled_high]"),
    "schema.GROUP_FREQUENCY": ("group", "rank", "term", "tag", "n", "per_10k", "docs"),
    "schema.GROUP_KEYNESS": ("group", "term", "n", "n_reference", "per_10k", "per_10k_reference",
                             "log_ratio[log_ratio_low,log_ratio_high]", "p_adjusted"),
    "schema.KEYNESS": ("term", "tag", "n", "n_reference", "per_10k", "per_10k_reference",
                       "log_ratio[log_ratio_low,log_ratio_high]", "p_adjusted"),
    "schema.KIT_KEYNESS": ("term", "tag", "n", "n_reference", "per_10k", "per_10k_reference",
                           "log_ratio[log_ratio_low,log_ratio_high]", "one_genre"),
    "schema.POLARITY": ("doc", "positive", "negative", "hits", "negated", "polarity", "logit", "share_covered",
                        "quoted", "unquoted"),
    "schema.PREVALENCE": ("frame", "group", "part", "n", "labels", "share",
                          "corrected[corrected_low,corrected_high]"),
    "schema.QAP": ("group_a", "group_b", "shared_terms", "pairs", "r", "p", "low", "high", "reason"),
    "schema.REGRESSION": ("frame", "covariate", "coefficient[low,high]", "se", "df", "p", "p_adjusted"),
    "schema.STORY_TABLE": ("title", "docs", "outlets", "start", "end", "first_outlet", "copies", "agency", "terms"),
    "schema.TIMELINE": ("term", "group", "period", "docs", "docs_all", "share[low,high]", "per_10k"),
    "schema.CONGRUENCE": ("source", "target", "n_source", "n_target", "shared_concepts", "congruence", "conflict",
                          "value"),
    "schema.TOPIC_SCAN": ("k", "seed", "held_out", "npmi", "u_mass", "exclusivity", "diversity", "steady", "smallest"),
    "schema.TOPIC_SHARES": ("group", "label", "docs", "share[low,high]", "main", "verdict"),
    "schema.TOPIC_STABILITY": ("topic", "label", "cosine_median", "cosine_low", "words_kept", "verdict"),
    "schema.INTRUSION_RESULTS": ("task", "topic", "n", "right", "model_precision[low,high]", "topic_log_odds", "alpha"),
    "schema.TREND": ("group", "frame", "docs", "clusters", "n", "density[low,high]", "coverage"),
}  # fmt: skip


def lay_out(frame: pd.DataFrame, *, language: str, stars: bool) -> Laid:
    """Lay a table out by its kind."""
    how = _How(language, stars)
    kind = _kind(frame)
    made = _OWN.get(kind, _plainly)(frame, how, kind)
    marks = (_STARS[language],) if stars and any("*" in cell for row in made.rows for cell in row) else ()
    told = any(note.startswith(_NOTHING) for note in made.notes)
    unknown = (_UNKNOWN[language],) if not told and any(_NOTHING in row for row in made.rows) else ()
    return Laid(made.heads, made.rows, made.align, (*made.notes, *unknown, *marks))


def _kind(frame: pd.DataFrame) -> str:
    """Find the kind of a table: the one with most columns, all of which are there; empty for none."""
    names = set(map(str, frame.columns))
    kinds = [table for tables in schema.TABLES.values() for table in tables]
    fitting = [table for table in kinds if {c.name for c in table.columns} <= names]
    return max(fitting, key=lambda table: len(table.columns)).address if fitting else ""


def _plainly(frame: pd.DataFrame, how: _How, kind: str) -> Laid:
    """Lay out a table of any kind, a column each."""
    there = set(map(str, frame.columns))
    wanted = _COLUMNS.get(kind) or tuple(list(map(str, frame.columns))[:_MOST_COLUMNS])
    parts = [_part(name) for name in wanted]
    parts = [(name, ends) for name, ends in parts if name in there and _says_something(frame, name)]
    heads = [_head(name, ends, there, how) for name, ends in parts]
    units = {c.name: c.unit for c in _contract(kind)}
    columns = [_cells(frame, name, ends, units.get(name, ""), how) for name, ends in parts]
    align: list[Align] = ["left" if _is_text(frame[name]) else "point" for name, _ in parts]
    shown = {name for name, ends in parts for name in (name, *ends)}
    left = [name for name in map(str, frame.columns) if name not in shown]
    more = how.say(
        f"나머지 열 {len(left)}개는 함께 저장한 CSV와 엑셀에 있다", f"{len(left)} more columns are in the CSV file"
    )
    notes = [*_base(frame, how), *_about_kind(frame, how, kind), *([more] if left and not _COLUMNS.get(kind) else [])]
    return Laid(tuple(heads), tuple(zip(*columns, strict=True)), tuple(align), (*notes, *_reasons(frame, how)))


def _part(name: str) -> tuple[str, tuple[str, ...]]:
    """Read value[low,high] as a column with those of its interval."""
    value, _, ends = name.partition("[")
    return value, tuple(filter(None, ends.rstrip("]").split(",")))


def _says_something(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether a column holds more than nothing."""
    values = frame[name]
    return bool(values.notna().any() and not (_is_text(values) and (values.astype(str) == "").all()))


def _is_text(values: pd.Series[Any]) -> bool:
    """Tell a column of words from one of numbers."""
    return not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values)


def _contract(kind: str) -> schema.Contract:
    """Look up the columns of a kind."""
    return next((t.columns for tables in schema.TABLES.values() for t in tables if t.address == kind), ())


def _head(name: str, ends: Sequence[str], beside: set[str], how: _How) -> str:
    """Name a column."""
    said = schema.heading(name, beside) or name
    english = _ENGLISH.get(name) or name.replace("_", " ").capitalize()
    return how.say(said, english) + (" [95% CI]" if ends else "")


def _cells(frame: pd.DataFrame, name: str, ends: Sequence[str], unit: str, how: _How) -> list[str]:
    """Write the cells of a column, with their interval where they have one."""
    write = _writer(name, frame[name], unit, how, schema.about(frame))
    stars = [""] * len(frame)
    if name in {"coefficient", "residual", "difference"} and "p_adjusted" in frame.columns:
        stars = [how.mark(float(p)) for p in frame["p_adjusted"]]
    cells = [
        f"{write(value)}{star}" if write(value) else _NOTHING for value, star in zip(frame[name], stars, strict=True)
    ]
    for low, high in [ends] if ends and set(ends) <= set(frame.columns) else []:
        pairs = zip(cells, frame[low], frame[high], strict=True)
        cells = [f"{cell} [{write(a)}, {write(b)}]" if pd.notna(a) and pd.notna(b) else cell for cell, a, b in pairs]
    return cells


def _writer(name: str, values: pd.Series[Any], unit: str, how: _How, about: schema.About) -> Callable[[Any], str]:
    """Choose how the values of a column are written."""
    labels = _labels(name, values, about) if how.language == "ko" or name in _FRAMES else {}
    if name == "covariate":
        variables = {part.partition("=")[0] for value in values.astype(str) for part in value.split(" × ")}
        against = printed.references(about.reference, sorted(variables))
        return lambda value: printed.covariate(str(value), against, english=how.language != "ko")
    if pd.api.types.is_bool_dtype(values):
        return lambda value: how.say("예", "yes") if value else how.say("아니요", "no")
    if _is_text(values):
        return lambda value: "" if pd.isna(value) else labels.get(str(value), str(value))
    if pd.api.types.is_integer_dtype(values) or (name == "categories"):
        return lambda value: f"{int(value):,}" if pd.notna(value) else ""
    if name.split("_", maxsplit=1)[0] == "p" or name.endswith("_p"):
        return lambda value: p_value(float(value))
    limited = unit in _BOUNDED
    return lambda value: bounded(float(value)) if limited else decimal(float(value))


def _labels(name: str, values: pd.Series[Any], about: schema.About) -> Mapping[str, str]:
    """Look up the Korean names of the words in a column."""
    if name in _FRAMES:
        return {**(about.labels or {}), **about.frame_labels}
    return named(name, {str(value) for value in values if pd.notna(value)}) if _is_text(values) else {}


def _base(frame: pd.DataFrame, how: _How) -> list[str]:
    """Say what was counted over, and what a reader must mind."""
    about = schema.about(frame)
    said = [about.base] if about.base else []
    cautions = list(about.caution or ())
    if how.language == "ko":
        return [*said, *cautions]
    return [f"{len(cautions)} remark(s) on these numbers are in manifest.json, in Korean"] if cautions else []


def _reasons(frame: pd.DataFrame, how: _How) -> list[str]:
    """Say why values are missing."""
    if "reason" not in frame.columns:
        return []
    given = [str(reason) for reason in dict.fromkeys(frame["reason"]) if pd.notna(reason) and str(reason)]
    if how.language == "ko":
        return [f"{_NOTHING}: {korean(reason)}" for reason in given[:3]]
    return [f"{_NOTHING} = not estimated, for the reasons in the CSV file"] if given else []


def _about_kind(frame: pd.DataFrame, how: _How, kind: str) -> list[str]:
    """Say what a reader of a certain kind of table must know."""
    about = schema.about(frame)
    if kind == "schema.AGREEMENT":
        return [how.say("홀스티 계수와 일치율은 우연히 일치할 확률을 빼지 않은 값이다. 판정은 크리펜도르프 α를 따른다"
                        "(.80부터 신뢰할 만함, .667부터 잠정)",
                        "Holsti's coefficient and the percent agreement are not corrected for chance. The verdict "
                        "follows Krippendorff's α (reliable from .80, tentative from .667)")]  # fmt: skip
    if kind == "schema.REGRESSION":
        tests = frame[frame["joint_p"].notna()].drop_duplicates(["frame", "variable"])
        several = len(frame["frame"].unique()) > 1
        joint = [
            f"{(row['frame'] + ' ') if several else ''}{variable(row['variable'], english=how.language != 'ko')}: "
            f"F({decimal(row['joint_df'], digits=0)}, {decimal(row['joint_df_error'], digits=1)}) = "
            f"{decimal(row['joint_f'])}, {p_equals(row['joint_p'])}"
            for row in tests.to_dict("records")
        ]
        clustered = how.say(
            f"표준오차는 묶음 {int(frame['clusters'].max()):,}개(글 또는 사안)로 구했다. p는 홀름 보정",
            f"Standard errors are clustered by {int(frame['clusters'].max()):,} documents or stories. p by Holm",
        )
        return [clustered, *joint]
    if kind == "schema.STORY_TABLE":
        rule = how.say(
            f"사건은 {about.days}일 안에 나온 글을 명사 tf-idf의 코사인({about.alike:g}부터)과 평균 연결로 묶은 것, "
            f"옮긴 글은 다섯 글자 연쇄의 자카드 계수나 포함 비율이 {about.copied:g} 이상인 글",
            f"Stories are joined by average linkage over the cosine of tf-idf of nouns (from {about.alike:g}) within "
            f"{about.days} days; copies share {about.copied:g} or more of their runs of five characters",
        ) if about.days is not None and about.alike is not None and about.copied is not None else ""  # fmt: skip
        untimed = how.say(
            "시각이 없거나 같은 때이면 먼저 쓴 매체를 적지 않는다", "No first outlet on a tie or without times"
        )
        return [*filter(None, [rule]), untimed]
    if kind == "schema.POLARITY":
        found = about.checked
        rule = how.say(
            "극성은 (긍정 − 부정) / (긍정 + 부정). 부정된 절의 적중도 제 극으로 셌다",
            "Polarity is (positive − negative) / (positive + negative); negated hits count at their own pole",
        )
        proof = how.say(
            f"두 사람이 읽은 문장 {found.units:,}개와 비교한 α {bounded(found.alpha)}, "
            f"매크로 F1 {bounded(found.macro_f1)}",
            f"Against {found.units:,} sentences read by two people: α = {bounded(found.alpha)}, macro F1 = "
            f"{bounded(found.macro_f1)}",
        ) if found else how.say(
            "이 목록이 이 글들에 맞는지 두 사람이 확인하지 않았으므로 비교에 쓸 수 없다",
            "Two people have not checked this list on these texts, so that the values cannot be compared",
        )  # fmt: skip
        return [rule, proof]
    return []


def _frequency(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay words out in two or three blocks side by side, as Korean papers do."""
    # 50 words stand in 2 blocks of 25: ranks 1 to 25 at the left, 26 to 50 at the right
    blocks = 1 if len(frame) <= 15 else 2 if len(frame) <= 50 else 3
    height = math.ceil(len(frame) / blocks)
    names = ("rank", "term", "n", "per_10k", "docs")
    heads = [
        how.say("순위", "Rank"),
        how.say("단어", "Word"),
        how.say("빈도", "n"),
        "%",
        how.say("문서 수", "Documents"),
    ]
    written: list[tuple[str, ...]] = [
        (f"{int(r)}", str(t), f"{int(n):,}", decimal(float(p) / 100), f"{int(d):,}")
        for r, t, n, p, d in zip(*(frame[name] for name in names), strict=True)
    ]
    written += [("",) * len(names)] * (height * blocks - len(written))
    rows = [tuple(cell for b in range(blocks) for cell in written[i + b * height]) for i in range(height)]
    align: list[Align] = ["point", "left", "point", "point", "point"]
    note = how.say("%는 센 형태소 가운데 그 단어의 비율", "% of the morphemes counted")
    return Laid(tuple(heads * blocks), tuple(rows), tuple(align * blocks), (*_base(frame, how), note))


def _crosstab(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay a cross table out as one: n (%) and the adjusted residual in a cell, margins, and the test as a note."""
    about = schema.about(frame)
    rows, columns = (list(dict.fromkeys(frame[name])) for name in ("row", "column"))
    there = {(row["row"], row["column"]): row for row in frame.to_dict("records")}

    def cell(row: str, column: str) -> str:
        """Write a cell: 165 (40.9) [−2.29], without the last on margins."""
        found = there.get((row, column))
        if found is None:
            return _NOTHING
        residual = decimal(float(found["residual"]))
        said = f"{int(found['n']):,} ({100 * float(found['row_share']):.1f})"
        return said + (f" [{residual}]{how.mark(float(found['p_adjusted']))}" if residual else "")

    total = _TOTALS[how.language]
    by = about.by or ""
    heads = (
        how.say(grouping.name(by) if by else "", by),
        *(total if name == schema.TOTAL else name for name in columns),
    )
    body = [(total if row == schema.TOTAL else row, *(cell(row, column) for column in columns)) for row in rows]
    tested = [there.get((schema.TOTAL, column)) for column in columns]
    each = [row for row in tested if row is not None and row["column"] != schema.TOTAL and row["test"]]
    lines = [
        f"{row['column']}: {printed.chi2_line(row['chi2'], int(row['df']), about.n or 0, row['p'])}, "
        f"{how.say('보정', 'adjusted')} {p_equals(row['p_adjusted'])}, V = {bounded(row['v'])}"
        if row["test"] in ("chi2", "yates")
        else f"{row['column']}: {how.say('정확 검정', 'exact test')} {p_equals(row['p'])}, "
        f"{how.say('보정', 'adjusted')} {p_equals(row['p_adjusted'])}, V = {bounded(row['v'])}"
        for row in each
    ]
    line = printed.statistic_line(about, english=how.language == "en")
    held = how.say(
        "칸은 단위 수(행 %) [수정된 잔차]. 잔차의 p는 홀름 보정", "Cells are n (row %) [adjusted residual], p by Holm"
    )
    rule = how.say(
        "기댓값이 5보다 작은 칸이 20%를 넘거나 1보다 작은 칸이 있으면 정확 검정을 쓴다",
        "Exact tests where over 20% of expected counts are below 5 or any is below 1",
    )
    notes = (*_base(frame, how), held, *filter(None, [line]), *lines, rule)
    align: list[Align] = ["left"]
    align += ["point"] * len(columns)
    return Laid(heads, tuple(body), tuple(align), notes)


def _voices(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay shares of voice out: n (%) and interval by group, and the sources without a name as the last row of each."""
    about = schema.about(frame)
    unnamed = {one.group: one for one in about.unnamed or ()}
    by = about.by or ""
    heads = (
        how.say(grouping.name(by) if by else "집단", by or "Group"),
        how.say("행위자", "Source"),
        how.say("인용 수", "Quotations"),
        how.say("비중 [95% 구간]", "Share [95% CI]"),
        how.say("어절 비중", "Share of words"),
        how.say("문서 수", "Documents"),
    )
    rows: list[tuple[str, ...]] = []
    for group in frame["group"].unique():
        own = frame[(frame["group"] == group) & (frame["actor"] != "")]
        for row in own[~own["anonymous"]].to_dict("records"):
            share = _ranged(row["share"], row["low"], row["high"])
            words = bounded(float(row["words_share"])) or _NOTHING
            rows.append(
                (str(group), str(row["actor"]), f"{int(row['quotations']):,}", share, words, f"{int(row['docs']):,}")
            )
        if one := unnamed.get(str(group)):
            label = how.say("이름 없는 취재원", "Unnamed sources")
            rows.append((str(group), label, f"{one.n:,}", _ranged(one.share, one.low, one.high), _NOTHING, _NOTHING))
    rule = how.say(
        "비중은 화자가 있는 인용 가운데의 값이고, 구간은 글을 묶음으로 본 윌슨 구간. 화자는 규칙이 붙였다",
        "Shares of quotations with a speaker; Wilson intervals clustered by document. Speakers were found by rules",
    )
    align: list[Align] = ["left", "left", "point", "left", "point", "point"]
    return Laid(heads, tuple(rows), tuple(align), (*_base(frame, how), rule))


def _ranged(value: float, low: float, high: float) -> str:
    """Write a share with its interval."""
    if math.isnan(value):
        return _NOTHING
    ends = "" if math.isnan(low) else f" [{bounded(low)}, {bounded(high)}]"
    return f"{bounded(value)}{ends}"


def _centrality(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay centralities out as a word with four values, each with its rank in brackets."""
    names = (
        ("degree_share", "rank_degree", "연결 정도 중심성", "Degree"),
        ("betweenness", "rank_betweenness", "매개 중심성", "Betweenness"),
        ("closeness", "rank_closeness", "근접 중심성", "Closeness"),
        ("eigenvector", "rank_eigenvector", "고유벡터 중심성", "Eigenvector"),
    )
    heads = (how.say("단어", "Word"), *(how.say(korean, english) for _, _, korean, english in names))
    rows = tuple(
        (
            str(row["term"]),
            *(
                f"{bounded(float(row[value]), digits=3)} ({int(row[rank]):,})" if pd.notna(row[rank]) else _NOTHING
                for value, rank, _, _ in names
            ),
        )
        for row in frame.to_dict("records")
    )
    about = schema.about(frame)
    held = how.say("칸은 값(순위)", "Cells are values (ranks)")
    cut = (
        how.say(f"연결 기준: {about.cut}", f"Ties: {about.rule}, {about.edges} of {about.edges_before}")
        if about.cut
        else ""
    )
    size = ""
    if about.nodes is not None and about.density is not None:
        size = how.say(
            f"단어 {about.nodes:,}개, 밀도 {bounded(about.density)}",
            f"{about.nodes:,} words, density {bounded(about.density)}",
        )
    align: list[Align] = ["left"]
    align += ["point"] * len(names)
    missing = [f"{_NOTHING}: {about.reason}"] if about.reason and how.language == "ko" else []
    notes = (*_base(frame, how), held, *filter(None, [size, cut]), *missing)
    return Laid(heads, rows, tuple(align), notes)


def _blocks(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay the blocks of CONCOR out with their words, and the density of ties between blocks."""
    about = schema.about(frame)
    density = about.block_density or ()
    blocks = sorted(set(frame["block"]))
    heads = (
        how.say("블록", "Block"),
        how.say("단어 수", "n"),
        how.say("단어", "Words"),
        *(f"{block}" for block in blocks if density),
    )
    rows = []
    for k, block in enumerate(blocks):
        members = frame[frame["block"] == block].sort_values(["degree", "term"], ascending=[False, True])["term"]
        between = [decimal(value) or _NOTHING for value in density[k]] if density else []
        rows.append((str(block), f"{len(members):,}", ", ".join(map(str, members)), *between))
    align: list[Align] = ["left", "point", "left"]
    align += ["point"] * (len(heads) - len(align))
    told = how.say(f"CONCOR: {about.convention}", f"CONCOR: profile {about.profile}, diagonal {about.diagonal}")
    held = how.say("번호 열은 블록 사이의 평균 연결", "Numbered columns are the mean ties between blocks")
    fit = f"R² = {bounded(about.r2)}" if about.r2 is not None and not math.isnan(about.r2) else ""
    notes = (*_base(frame, how), *([told, held] if density else []), *filter(None, [fit]))
    return Laid(heads, tuple(rows), tuple(align), notes)


def _similarity(frame: pd.DataFrame, how: _How, kind: str) -> Laid:
    """Lay a few items out as a matrix, its lower half; many as pairs."""
    items = list(dict.fromkeys([*frame["a"].astype(str), *frame["b"].astype(str)]))
    there = {frozenset(pair): value for *pair, value in zip(frame["a"], frame["b"], frame["value"], strict=True)}
    pairs = len(items) * (len(items) - 1) // 2
    if len(items) > _MOST_ITEMS or not len(there) == len(frame) == pairs:
        made = _plainly(frame, how, kind)
        return Laid(made.heads, made.rows, made.align, (*made.notes, *_measured(frame, how)))

    def cell(i: int, j: int) -> str:
        """Write a cell on or below the diagonal."""
        if j >= i:
            return "" if j > i else "1.00" if schema.about(frame).measure in ("cosine", "jaccard") else ".00"
        return bounded(float(there[frozenset((items[i], items[j]))])) or _NOTHING

    heads = (how.say("항목", "Item"), *items)
    rows = tuple((name, *(cell(i, j) for j in range(len(items)))) for i, name in enumerate(items))
    align: list[Align] = ["left"]
    align += ["point"] * len(items)
    return Laid(heads, rows, tuple(align), (*_base(frame, how), *_measured(frame, how), *_reasons(frame, how)))


def _measured(frame: pd.DataFrame, how: _How) -> list[str]:
    """Name the measure, and the tree where there is one."""
    about = schema.about(frame)
    # the base of a tree says the measure in Korean
    told = [] if about.linkage and how.language == "ko" else [how.say(*_MEASURES.get(about.measure or "", ("", "")))]
    if about.linkage:
        told.append(how.say(about.linkage, _LINKAGES.get(about.method or "", about.method or "").capitalize()))
    if about.cophenetic is not None and not math.isnan(about.cophenetic):
        kept = bounded(about.cophenetic)
        told.append(how.say(f"코페네틱 상관 {kept}", f"Cophenetic correlation {kept}"))
    return [*filter(None, told)]


def _merges(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay the agglomeration schedule out."""
    said = (("단계", "Step"), ("묶음 1", "Cluster 1"), ("묶음 2", "Cluster 2"), ("결합 거리", "Coefficient"),
            ("항목 수", "Items"))  # fmt: skip
    rows = tuple(
        (f"{int(row['step'])}", str(row["left"]), str(row["right"]), decimal(float(row["height"]), digits=3),
         f"{int(row['size']):,}")
        for row in frame.to_dict("records")
    )  # fmt: skip
    read = how.say("#3은 3단계에서 만든 묶음", "#3 is what step 3 made")
    heads = tuple(how.say(*head) for head in said)
    notes = (*_base(frame, how), *_measured(frame, how), read)
    return Laid(heads, rows, ("point", "left", "left", "point", "point"), notes)


def _clusters(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay clusters out with their items; without a cut the items in the order of the tree."""
    about = schema.about(frame)
    cut = bool(frame["cluster"].notna().any())
    rows: list[tuple[str, ...]] = []
    heads: tuple[str, ...]
    align: tuple[Align, ...]
    if cut:
        told = (("묶음", "Cluster"), ("항목 수", "n"), ("항목(실루엣)", "Items (silhouette)"),
                 ("평균 실루엣", "Mean silhouette"), ("다시 나온 비율", "Recurrence"))  # fmt: skip
        heads = tuple(how.say(*head) for head in told)
        align = ("point", "point", "left", "point", "point")
        for number, part in frame.groupby("cluster", sort=True):
            items = zip(part["item"], part["silhouette"], strict=True)
            names = ", ".join(f"{item} ({bounded(float(width))})" for item, width in items)
            mean, back = float(part["silhouette"].mean()), float(part["recurrence"].iloc[0])
            ends = (bounded(mean) or _NOTHING, bounded(back) or _NOTHING)
            rows.append((f"{float(str(number)):.0f}", f"{len(part):,}", names, *ends))
    else:
        heads = (how.say("차례", "Order"), how.say("항목", "Item"), how.say("처음 결합한 거리", "First joined at"))
        align = ("point", "left", "point")
        rows = [
            (f"{int(row['order'])}", str(row["item"]), decimal(float(row["height"]), digits=3))
            for row in frame.to_dict("records")
        ]
    said: list[str] = []
    if about.silhouette is not None:
        whole = bounded(about.silhouette)
        said.append(how.say(f"묶음 {about.k}개, 평균 실루엣 {whole}", f"{about.k} clusters, mean silhouette {whole}"))
    if about.draws:
        drawn = f"다시 나온 비율은 단어를 {about.draws}번 다시 뽑은 값"
        said.append(how.say(drawn, f"Recurrence over {about.draws} draws of the terms"))
    reasons = _reasons(frame, how) if cut else []
    return Laid(heads, tuple(rows), align, (*_base(frame, how), *_measured(frame, how), *said, *reasons))


def _topics(frame: pd.DataFrame, how: _How, _: str) -> Laid:
    """Lay topics out a row each: name, words, share with its interval, and how steady each is."""
    parts = [part for _, part in frame.groupby("topic", sort=True)]
    verdicts = {"steady": ("안정", "steady"), "loose": ("느슨함", "loose"), "unsteady": ("불안정", "unsteady")}
    measured = any(str(part["verdict"].iloc[0]) in verdicts for part in parts)
    heads = [how.say("번호", "No."), how.say("주제 묶음", "Topic"), how.say("단어", "Words"),
             how.say("비중(%) [95% CI]", "Share (%) [95% CI]")]  # fmt: skip
    rows = []
    for part in parts:
        first = part.iloc[0]
        ends = f"[{100 * first['share_low']:.1f}, {100 * first['share_high']:.1f}]"
        row = [str(int(first["topic"])), str(first["label"]), ", ".join(part.sort_values("rank")["term"].astype(str)),
               f"{100 * first['share']:.1f} {ends}"]  # fmt: skip
        if measured:
            row.append(how.say(*verdicts.get(str(first["verdict"]), (_NOTHING, _NOTHING))))
        rows.append(tuple(row))
    align: list[Align] = ["point", "left", "left", "point", *(["left"] if measured else [])]  # type: ignore[list-item]
    notes = [
        *_base(frame, how),
        how.say("단어는 FREX 순서. 비중은 글마다 낸 비중의 평균", "Words by FREX. Shares are means over documents"),
    ]
    if measured:
        heads.append(how.say("안정성", "Stability"))
        notes.append(how.say("안정성: 다른 시드의 짝과의 코사인 중앙값 .80부터 안정, .60부터 느슨함",
                             "Stability: median cosine over seeds; steady from .80, loose from .60"))  # fmt: skip
    return Laid(tuple(heads), tuple(rows), tuple(align), tuple(notes))


_OWN: dict[str, Callable[[pd.DataFrame, _How, str], Laid]] = {
    "schema.CENTRALITY": _centrality,
    "schema.CLUSTERS": _clusters,
    "schema.CONCOR": _blocks,
    "schema.CROSSTAB": _crosstab,
    "schema.FREQUENCY": _frequency,
    "schema.MERGES": _merges,
    "schema.SIMILARITY": _similarity,
    "schema.VOICES": _voices,
    "schema.TOPIC_WORDS": _topics,
}
