"""Formulas: arrays in, arrays out. Each names its source and says which variant it is."""

from analysis.measures.adjust import ADJUSTMENTS, adjust
from analysis.measures.agreement import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    krippendorff_interval,
    percent_agreement,
    prevalence,
)
from analysis.measures.association import (
    delta_p_node,
    delta_p_term,
    dice,
    log_dice,
    mi3,
    mutual_information,
    npmi,
    t_score,
    z_score,
)
from analysis.measures.bootstrap import percentile_interval, resampled_sums
from analysis.measures.contingency import cells, chi2, expected, g2, g2_two_term, p_value
from analysis.measures.dispersion import carroll_d2, dp, dp_norm, idf, juilland_d, kld, part_range, rosengren_s
from analysis.measures.diversity import guiraud, hdd, herdan_c, maas, mattr, msttr, mtld, simpson_d, ttr, yule_k
from analysis.measures.keyness import bic, log_odds, log_ratio, log_ratio_interval, lrc, odds_ratio, percent_diff
from analysis.measures.proportions import needed_n, rogan_gladen, wilson
from analysis.measures.resampling import Permutation, permutation, welch
from analysis.measures.shift import jsd_shift, proportion_shift

__all__ = [
    "ADJUSTMENTS",
    "Permutation",
    "adjust",
    "bic",
    "carroll_d2",
    "cells",
    "chi2",
    "cohen_kappa",
    "delta_p_node",
    "delta_p_term",
    "dice",
    "dp",
    "dp_norm",
    "expected",
    "fleiss_kappa",
    "g2",
    "g2_two_term",
    "guiraud",
    "gwet_ac1",
    "hdd",
    "herdan_c",
    "idf",
    "jsd_shift",
    "juilland_d",
    "kld",
    "krippendorff_alpha",
    "krippendorff_interval",
    "log_dice",
    "log_odds",
    "log_ratio",
    "log_ratio_interval",
    "lrc",
    "maas",
    "mattr",
    "mi3",
    "msttr",
    "mtld",
    "mutual_information",
    "needed_n",
    "npmi",
    "odds_ratio",
    "p_value",
    "part_range",
    "percent_agreement",
    "percent_diff",
    "percentile_interval",
    "permutation",
    "prevalence",
    "proportion_shift",
    "resampled_sums",
    "rogan_gladen",
    "rosengren_s",
    "simpson_d",
    "t_score",
    "ttr",
    "welch",
    "wilson",
    "yule_k",
    "z_score",
]
