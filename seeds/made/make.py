"""Write the made articles and codings of notebook 08: what is in them is known, so that a learner sees it found again.

Outlet 가나일보 writes of the alliance in 35 percent of its sentences, the two others in 15; section 경제 writes of
startups in 30 percent, 정치 in 10. Date and length do nothing. Coders read the tone of an article: mostly in favour in
가나일보, mostly against in 다라신문, in the middle in 마바경제; the second coder reads one article in ten at random.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
OUTLETS = ("가나일보", "다라신문", "마바경제")
ALLIANCE = {"가나일보": 0.35, "다라신문": 0.15, "마바경제": 0.15}
STARTUP = {"정치": 0.10, "경제": 0.30}
TONES = ("찬성", "중립", "반대")
TONE = {"가나일보": (0.60, 0.25, 0.15), "다라신문": (0.20, 0.30, 0.50), "마바경제": (0.30, 0.40, 0.30)}
PLACES = "강릉 군산 목포 속초 여수 원주 익산 제천 진주 창원 춘천 통영".split()
THINGS = "다리 도서관 방파제 박물관 수영장 시장 온실 운동장 전시관 체육관 터미널 학교".split()
ABOUT_ALLIANCE = (
    "{p}에서 만난 두 나라 대표는 한미 동맹을 다시 다졌다.",
    "{p} 회담의 말미에 한미 동맹이 거듭 언급됐다.",
    "한미 동맹은 {p} 회의에서도 첫째 안건이었다.",
    "{p}의 한 모임은 한미 동맹의 다음 {n}년을 물었다.",
)
ABOUT_STARTUP = (
    "{p}의 스타트업 {n}곳이 새 사무실을 얻었다.",
    "{p}에 스타트업을 위한 작업실이 문을 연다.",
    "{p} 시청은 스타트업 {n}곳의 세금을 미뤄 주었다.",
    "스타트업 {n}곳이 {p}의 {t} 옆에 모였다.",
)
OTHER = (
    "{p}의 {t}에 이번 달 {n}명이 다녀갔다.",
    "{p} 시청은 {t}의 지붕을 고치기로 했다.",
    "비가 그치자 {p}의 {t} 앞에 줄이 생겼다.",
    "{p}에서는 {t}까지 걸어서 {n}분이 걸린다.",
    "{p}의 {t}은 올해로 {n}년이 됐다.",
    "주민 {n}명이 {p}의 {t}을 청소했다.",
)


def sentence(dice: random.Random, kinds: tuple[str, ...]) -> str:
    """Fill a sentence."""
    return dice.choice(kinds).format(p=dice.choice(PLACES), t=dice.choice(THINGS), n=dice.randint(3, 97))


def main() -> None:
    """Write both files."""
    dice = random.Random(8)
    articles, codings = [], []
    for k in range(180):
        outlet, section = OUTLETS[k % 3], ("정치", "경제")[dice.randrange(2)]
        day = date(2025, 1, 1) + timedelta(days=dice.randrange(181))
        lines = []
        for _ in range(dice.randint(8, 16)):
            draw = dice.random()
            alliance, startup = ALLIANCE[outlet], STARTUP[section]
            kinds = ABOUT_ALLIANCE if draw < alliance else ABOUT_STARTUP if draw < alliance + startup else OTHER
            lines.append(sentence(dice, kinds))
        name = f"made-{k + 1:03d}"
        articles.append((name, f"지은 기사 {k + 1}", outlet, day.isoformat(), section, " ".join(lines)))
        tone = dice.choices(TONES, TONE[outlet])[0]
        other = dice.choice(TONES) if dice.random() < 0.1 else tone
        codings += [(name, "가", tone), (name, "나", other)]
    write("articles.csv", ("doc", "제목", "언론사", "일자", "지면", "본문"), articles)
    write("codings.csv", ("unit", "coder", "value"), codings)


def write(name: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Write a CSV file."""
    with (HERE / name).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


if __name__ == "__main__":
    main()
