"""Contracts of validation: samples, codings, agreement, accuracy and what follows from them."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, Column, Contract

STATUS = {
    "unvalidated": "검증 안 됨",
    "piloted": "예비 검증",
    "validated": "검증됨",
}  # what a codebook may be, in print

_UNIT = Column("unit", "text", "", "id of the coded unit, a hash")
_PART = Column("part", "text", "", "tune (for adjusting the codebook), test (for measuring it), or a name of its own")
_REASON = Column("reason", "text", "", "why a number is NaN or weak, empty if it is not")

SAMPLE: Contract = (
    _UNIT,
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("stratum", "text", "", "class that the unit was drawn from: zero, low or high score"),
    Column("draw", "text", "", "random: of the simple random part; stratified: added from its stratum"),
    Column("weight", "float", "units of the population", "units that this one stands for; NaN where unknown"),
    _PART,
)

CODINGS: Contract = (
    _UNIT,
    FRAME,
    Column("coder", "text", "", "who read it"),
    Column("kind", "text", "", "human, machine, or adjudicator for what was settled after a disagreement"),
    Column("value", "float", "0 or 1", "frame absent or present; NaN for a cell left empty or coded 9"),
    Column("empty", "bool", "", "the cell was left empty, so the sheet is unfinished"),
    Column("confidence", "float", "1 to 3", "how sure the coder was of the unit; NaN if not stated"),
    Column("note", "text", "", "the coder's remark on the unit"),
)

AGREEMENT: Contract = (
    FRAME,
    Column("n", "int", "units", "units with a value from two coders or more"),
    Column("coders", "int", "coders", "coders with a value"),
    Column("percent", "float", "0 to 1", "pairs of readings that agree"),
    Column("alpha", "float", "at most 1", "Krippendorff's alpha, nominal"),
    Column("alpha_low", "float", "at most 1", "lower end of its bootstrap interval over units"),
    Column("alpha_high", "float", "at most 1", "upper end"),
    Column("kappa", "float", "-1 to 1", "Cohen's kappa; mean over pairs of coders (Light)"),
    Column("fleiss", "float", "at most 1", "Fleiss' kappa"),
    Column("ac1", "float", "at most 1", "Gwet's AC1"),
    Column("prevalence", "float", "0 to 1", "readings that say present"),
    Column("verdict", "text", "", "reliable (.80), tentative (.667), unreliable or undefined"),
    _REASON,
)

DISAGREEMENTS: Contract = (
    _UNIT,
    FRAME,
    DOC,
    START,
    END,
    Column("readings", "text", "", "each coder's value, as in a=1, b=0"),
    Column("adjudicated", "float", "0 or 1", "what was settled; NaN if nothing was"),
    Column("text", "text", "", "the unit's text; empty without a corpus"),
)

ACCURACY: Contract = (
    FRAME,
    _PART,
    Column("n", "int", "units", "units with a settled coding"),
    Column("undecided", "int", "units", "units left out: coders differ and nothing was settled, or no value"),
    Column("positive", "int", "units", "units in which coders see the frame"),
    Column("predicted", "int", "units", "units in which the codebook finds it"),
    Column("true_positive", "int", "units", "units with both"),
    Column("precision", "float", "0 to 1", "found and present, of found"),
    Column("precision_low", "float", "0 to 1", "lower end of its interval"),
    Column("precision_high", "float", "0 to 1", "upper end"),
    Column("recall", "float", "0 to 1", "found and present, of present"),
    Column("recall_low", "float", "0 to 1", "lower end of its interval"),
    Column("recall_high", "float", "0 to 1", "upper end"),
    Column("f1", "float", "0 to 1", "harmonic mean of precision and recall"),
    Column("specificity", "float", "0 to 1", "left alone, of absent"),
    Column("positive_effective", "float", "units", "positive units after weighting (Kish)"),
    Column("negative_effective", "float", "units", "negative units after weighting (Kish)"),
    Column("alpha", "float", "at most 1", "agreement of the coders, which must hold first"),
    _REASON,
)

CONFUSIONS: Contract = (
    FRAME,
    _PART,
    Column("kind", "text", "", "false_positive: found but absent; false_negative: present but not found"),
    _UNIT,
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("weight", "float", "units of the population", "units that this one stands for"),
    Column("terms", "text", "", "terms that were counted in it, by id"),
)

CALIBRATION: Contract = (
    FRAME,
    _PART,
    Column("bin", "text", "points", "scores from low to high"),
    Column("low", "float", "points", "scores of the bin are above it; 0 for the first, which holds 0 alone"),
    Column("n", "int", "units", "units with such a score and a settled coding"),
    Column("positive", "int", "units", "of them, units in which coders see the frame"),
    Column("share", "float", "0 to 1", "positive / n; NaN when n is 0"),
    Column("share_low", "float", "0 to 1", "lower end of its Wilson interval"),
    Column("share_high", "float", "0 to 1", "upper end"),
    Column(
        "precision", "float", "0 to 1", "precision if scores above low counted as found; all units in the first row"
    ),
    Column("recall", "float", "0 to 1", "recall if scores above low counted as found"),
    _REASON,
)

LENGTHS: Contract = (
    FRAME,
    Column("n", "int", "units", "units with a settled coding"),
    Column("rho_score", "float", "-1 to 1", "Spearman's rank correlation of score and content morphemes"),
    Column("rho_coded", "float", "-1 to 1", "the same of the coders' value: what length does to the frame itself"),
)

PREVALENCE: Contract = (
    FRAME,
    Column("n", "int", "sentences", "units of the texts that were scored"),
    Column("share", "float", "0 to 1", "units in which the codebook finds the frame"),
    Column("corrected", "float", "0 to 1", "share freed of the codebook's known errors (Rogan & Gladen)"),
    Column("corrected_low", "float", "0 to 1", "lower end of its interval"),
    Column("corrected_high", "float", "0 to 1", "upper end"),
    _REASON,
)

PROGRESS: Contract = (
    Column("coder", "text", "", "who"),
    Column("kind", "text", "", "human, machine or adjudicator"),
    FRAME,
    Column("units", "int", "units", "units of the sample"),
    Column("coded", "int", "units", "units coded 0 or 1"),
    Column("unsure", "int", "units", "units coded 9, cannot tell"),
    Column("empty", "int", "units", "units not coded yet"),
)

NEEDED: Contract = (
    Column("share", "float", "0 to 1", "precision or recall that is expected"),
    Column("half_width", "float", "0 to 1", "half of the interval's width that is wanted"),
    Column("n", "int", "units", "units needed: found ones for a precision, positive ones for a recall"),
)
