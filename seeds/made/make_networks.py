"""Write the made articles of the networks of notebook 08: three groups of words with one bridge between them.

Articles of 가나일보 and 다라신문 speak of the harbour, the school or the forest, and of one alone; 시청 stands beside
the first word of each (부두, 교사, 나무). 마바경제 draws its words from all three at random, so that they are tied to
nothing in particular.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
THEMES = (
    "부두 선박 화물 항로 세관 어선 등대 파도 갑판 항만".split(),
    "교사 학생 교실 시험 교과서 급식 방학 운동장 숙제 칠판".split(),
    "나무 산불 등산로 계곡 산책로 다람쥐 약수터 낙엽 버섯 오솔길".split(),
)
OUTLETS = ("가나일보", "다라신문", "마바경제")
SENTENCES = (
    "{a}의 {b}에 {c}만 남았다.",
    "{a}에서 {b}까지 {c}만 보였다.",
    "{a}보다 {b}부터 고쳤다.",
    "{a}만 {b}처럼 달라졌다.",
)
BRIDGE = "시청에서 {a}부터 살폈다."  # with the first word of a group


def main() -> None:
    """Write the file."""
    dice = random.Random(20)
    rows = []
    for k in range(240):
        outlet = OUTLETS[k % 3]
        theme = dice.choice(THEMES)
        day = date(2025, 1, 1) + timedelta(days=dice.randrange(120))
        lines = []
        for _ in range(dice.randint(6, 10)):
            words = [word for theme in THEMES for word in theme] if outlet == OUTLETS[2] else theme
            a, b, c = dice.sample(words, 3)
            bridge = dice.random() < 0.07
            lines.append(
                BRIDGE.format(a=a if outlet == OUTLETS[2] else theme[0])
                if bridge
                else dice.choice(SENTENCES).format(a=a, b=b, c=c)
            )
        rows.append((f"net-{k + 1:03d}", f"지은 기사 {k + 1}", outlet, day.isoformat(), " ".join(lines)))
    with (HERE / "networks.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("doc", "제목", "언론사", "일자", "본문"), *rows])


if __name__ == "__main__":
    main()
