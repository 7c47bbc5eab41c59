"""Measures of topics against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis import measures
from analysis.errors import OptionError

PHI = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]])
THERE = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1]])


def test_u_mass_by_hand() -> None:
    # words 0, 1, 2 in 3, 3, 2 documents; 0 and 1 meet in 2, 0 and 2 in 0, 1 and 2 in 1
    wanted = math.log(3 / 3) + math.log(1 / 3) + math.log(2 / 3)
    assert measures.coherence(THERE, [[0, 1, 2]], measure="u_mass")[0] == pytest.approx(wanted)


def test_npmi_by_hand() -> None:
    # words 0 and 1 meet in 2 of 6: ln((1/3) / (1/2 * 1/2)) / -ln(1/3)
    assert measures.coherence(THERE, [[0, 1]])[0] == pytest.approx(math.log(4 / 3) / math.log(3))
    assert measures.coherence(THERE, [[0, 3]])[0] == -1
    always = np.column_stack([THERE, np.ones(6), np.zeros(6)])
    assert np.isnan(measures.coherence(always, [[0], [0, 5], [4, 4]])).all()  # one word; no document; every document
    with pytest.raises(OptionError):
        measures.coherence(THERE, [[0, 1]], measure="c_v")  # type: ignore[arg-type]


def test_exclusivity_lift_and_frex() -> None:
    assert measures.exclusivity(PHI)[0].tolist() == pytest.approx([0.8, 0.6, 0.4, 0.2])
    assert measures.lift(PHI, share=[0.25, 0.25, 0.5, 0])[0, :3].tolist() == pytest.approx([1.6, 1.2, 0.4])
    assert np.isnan(measures.lift(PHI, share=[0.25, 0.25, 0.5, 0])[0, 3])
    assert measures.frex(PHI)[0].tolist() == pytest.approx([1, 0.75, 0.5, 0.25])
    # topic 1: exclusivity 1 1 0.2 ranks 3 3 1, probability .5 .3 .2 ranks 3 2 1
    other = measures.frex([[0.5, 0.3, 0.2], [0.0, 0.0, 0.8]])
    assert other[0].tolist() == pytest.approx([1, 1 / (0.7 + 0.3 / (2 / 3)), 1 / 3])
    with pytest.raises(OptionError):
        measures.frex(PHI, weight=1.5)


def test_diversity_and_words_kept() -> None:
    assert measures.topic_diversity([[1, 2, 3], [3, 4, 5]]) == pytest.approx(5 / 6)
    assert math.isnan(measures.topic_diversity([]))
    assert measures.words_kept([[1, 2, 3, 4]], [[4, 3, 9, 8]]).tolist() == [0.5]


def test_topics_are_paired_by_the_best_sum_and_not_one_by_one() -> None:
    # topic 0 is most like the first of both; taken one by one, topic 1 would be left with what it is nothing like
    a, b = np.array([[1, 1, 0.0], [1, 0, 0.0]]), np.array([[1, 0.9, 0.0], [1, 1, 0.2]])
    pairs, cosine = measures.match_topics(a, b)
    wanted = a @ b.T / np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
    best = max((wanted[0, 0] + wanted[1, 1], [0, 1]), (wanted[0, 1] + wanted[1, 0], [1, 0]))
    assert pairs.tolist() == best[1]
    assert cosine.sum() == pytest.approx(best[0])
    with pytest.raises(OptionError, match="2 x 3 and 2 x 4"):
        measures.match_topics(a, PHI)
    with pytest.raises(OptionError):
        measures.match_topics([[-1.0]], [[1.0]])


def test_document_completion_by_hand() -> None:
    # one topic: theta is 1, and every scored word has its probability there; words 0 0 1 2 -> 0 and 2 are scored
    mean, words = measures.document_completion([[0.5, 0.3, 0.2]], alpha=[0.1], documents=[[2, 1, 1]])
    assert (mean, words) == (pytest.approx((math.log(0.5) + math.log(0.2)) / 2), 2)
    # two topics that share no word: of words 0 0 the first gives theta = (1 + a) / (1 + 2a), .1 / .2 from alpha
    mean, _ = measures.document_completion([[1.0, 0.0], [0.0, 1.0]], alpha=[0.1, 0.1], documents=[[2, 0]])
    assert mean == pytest.approx(math.log(1.1 / 1.2))
    mean, words = measures.document_completion([[1.0, 0.0]], alpha=[0.1], documents=[[1, 5]])  # nobody knows word 1
    assert math.isnan(mean)
    assert words == 0


def test_topic_log_odds() -> None:
    theta = [0.6, 0.3, 0.1]
    assert measures.topic_log_odds(theta, intruder=2, chosen=[2]) == 0
    assert measures.topic_log_odds(theta, intruder=2, chosen=[2, 1]) == pytest.approx(math.log(0.1 / 0.3) / 2)
    assert math.isnan(measures.topic_log_odds(theta, intruder=2, chosen=[]))
