"""Congruence: which actors stand on the same sides of the same concepts, from statements that people checked."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import RefusalError
from analysis.framing._hits import typed
from analysis.messages import message
from analysis.options import require_choice

Mode = Literal["subtract", "congruence", "conflict"]
Normalise = Literal["average", "jaccard", "no"]
Duplicates = Literal["document", "once", "include"]

_WHAT = "framing.congruence"
_STATEMENTS, _ACTORS = 30, 5
_UNIT = {"document": ["doc", "actor", "concept", "agreement"], "once": ["actor", "concept", "agreement"]}
_KOREAN = {
    "subtract": "일치에서 대립을 뺀 값", "congruence": "일치", "conflict": "대립",
    "average": "두 행위자의 진술 수의 평균으로 나눔", "jaccard": "자카드 계수", "no": "나누지 않음",
    "document": "한 글의 같은 진술은 한 번", "once": "같은 진술은 전체에서 한 번", "include": "되풀이한 진술도 모두",
}  # fmt: skip


def congruence(
    final: pd.DataFrame,
    *,
    mode: Mode = "subtract",
    normalise: Normalise = "average",
    duplicates: Duplicates = "document",
) -> pd.DataFrame:
    """Measure how far actors agree, concept by concept, as Discourse Network Analyzer does.

    Congruence of two actors is the sum over concepts of the products of their statements on the same side, conflict
    that of opposite sides. Statements whose agreement is unknown say nothing of a side and are left out; their number
    is in `caution`.

    Parameters
    ----------
    final : DataFrame
        A result of `validation.statements`, every row checked by a person.
    mode : {"subtract", "congruence", "conflict"}
        What `value` is: congruence less conflict, or one of both.
    normalise : {"average", "jaccard", "no"}
        "average": both are divided by the mean number of statements of the two actors, over all concepts and sides.
        "jaccard": sides of concepts that both are on / that either is on. DNA's "cosine" divides by the product of the
        numbers of statements, not by its root, and is not offered.
    duplicates : {"document", "once", "include"}
        What counts of one actor saying the same on a concept: once a document, once in all, or every time. Products
        make repeated statements heavy: 3 and 2 weigh 6.

    Returns
    -------
    DataFrame
        Columns schema.CONGRUENCE, one row for every two actors that share a concept, by source and target in
        alphabetical order; it has the columns of a co-occurrence table, so that `stats.write_network` and the words on
        networks take it. `attrs`: mode, normalise, duplicates, statements, positions (statements of every actor on
        every concept, for and against), caution.

    Raises
    ------
    OptionError
        If an option is unknown.
    SchemaError
        If columns are missing.
    RefusalError
        If a row was not checked by a person, or there are fewer than 30 checked statements or 5 actors.

    References
    ----------
    Leifeld, P. (2017), Discourse network analysis: policy debates as dynamic networks, in: The Oxford Handbook of
    Political Networks; the exporter of DNA 3 (read). The formula: `measures.congruence`.

    Examples
    --------
    >>> rows = [(f"d{n}", actor, concept, "true") for n in range(3) for actor in "가나다라마" for concept in "xy"]
    >>> final = pd.DataFrame(rows, columns=["doc", "actor", "concept", "agreement"])
    >>> final = final.assign(sentence=1, start=0, end=1, organisation="", inside=True, rule="verb", checked_by="바")
    >>> congruence(final)[["source", "target", "congruence", "value"]].head(1).values.tolist()
    [['가', '나', 3.0, 3.0]]
    """
    require_choice(f"{_WHAT}: mode", mode, get_args(Mode))
    require_choice(f"{_WHAT}: normalise", normalise, get_args(Normalise))
    require_choice(f"{_WHAT}: duplicates", duplicates, get_args(Duplicates))
    schema.check(final, schema.STATEMENTS, what=message("statements"))
    kept, left = _counted(final)
    counted = kept.drop_duplicates(_UNIT[duplicates]) if duplicates in _UNIT else kept
    actors, concepts = (sorted(counted[name].astype(str).unique()) for name in ("actor", "concept"))
    agree, disagree = (_matrix(counted, side, actors, concepts) for side in ("true", "false"))
    found = measures.congruence(agree, disagree=disagree, normalise=normalise)
    values = {
        "subtract": found.congruence - found.conflict,
        "congruence": found.congruence,
        "conflict": found.conflict,
    }[mode]
    rows = [
        (
            actors[i], actors[j], found.congruence[i, j], found.conflict[i, j], values[i, j], found.shared[i, j],
            found.same[i, j], found.n[i], found.n[j], math.nan, found.jaccard[i, j], *(math.nan,) * 4,
        )
        for i, j in combinations(range(len(actors)), 2)
        if found.shared[i, j]
    ]  # fmt: skip
    table = typed(pd.DataFrame(rows, columns=[c.name for c in schema.CONGRUENCE]), schema.CONGRUENCE)
    positions = tuple(
        schema.Position(actor, concept, int(agree[i, k]), int(disagree[i, k]))
        for i, actor in enumerate(actors)
        for k, concept in enumerate(concepts)
        if agree[i, k] or disagree[i, k]
    )
    about = schema.About(
        chart="congruence",
        base=f"사람이 확인한 진술 {len(counted):,}건(행위자 {len(actors)}, 개념 {len(concepts)}). {_KOREAN[mode]}, "
        f"{_KOREAN[normalise]}, {_KOREAN[duplicates]}",
        mode=mode,
        normalise=normalise,
        duplicates=duplicates,
        statements=len(counted),
        positions=positions,
        frames=schema.about(final).frames,
        codebook=schema.about(final).codebook,
        caution=(f"찬반을 알 수 없거나 행위자가 없는 진술 {left:,}건은 세지 않았다",) if left else None,
    )
    schema.describe(table, about, source=final)
    return schema.check(table, schema.CONGRUENCE, what=message("congruence"))


def _counted(final: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Take the statements with a side, all checked by people; also the number of others."""
    checked = final["checked_by"].astype(str).str.strip() != ""
    if not checked.all():
        msg = message(
            "{n:,} of {all:,} statements were not checked by a person, and what a program guesses of agreement is no "
            "position of an actor; write them with validation.statement_sheet, and read them with "
            "validation.statements once checked_by is filled in",
            n=int((~checked).sum()),
            all=len(final),
        )
        raise RefusalError.alone(msg)
    known = final["agreement"].astype(str).isin(["true", "false"]) & (final["actor"].astype(str).str.strip() != "")
    kept = final[known]
    if len(kept) < _STATEMENTS:
        msg = message(
            "{n:,} statements were checked by people and have a side; a network is made from {least} on",
            n=len(kept),
            least=_STATEMENTS,
        )
        raise RefusalError.alone(msg)
    if (actors := kept["actor"].astype(str).nunique()) < _ACTORS:
        msg = message("the statements are of {n} actors; a network is made from {least} on", n=actors, least=_ACTORS)
        raise RefusalError.alone(msg)
    return kept, int((~known).sum())


def _matrix(counted: pd.DataFrame, side: str, actors: list[str], concepts: list[str]) -> np.ndarray:
    """Count statements of a side, actors by concepts."""
    own = counted[counted["agreement"].astype(str) == side]
    n = own.groupby([own["actor"].astype(str), own["concept"].astype(str)]).size().to_dict()
    return np.array([[n.get((actor, concept), 0) for concept in concepts] for actor in actors], dtype=np.int64)
