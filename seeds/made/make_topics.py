"""Write the made articles with planted topics: what is in them is known, so that a learner sees it found again.

Five topics of twelve words each. Every article has a main topic, from which ten of its thirteen lists come; the other
three come from one other topic. The main topic is 바다 in 60 percent of the articles of 가나일보, 경기 in 60 percent of
those of 다라신문 and 부엌 in 60 percent of those of 마바경제, and each of the others in 10 percent.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
OUTLETS = {"가나일보": "바다", "다라신문": "경기", "마바경제": "부엌"}
TOPICS = {
    "바다": "항구 어선 그물 등대 갯벌 조개 파도 선장 어부 포구 밀물 썰물".split(),
    "경기": "선수 감독 관중 결승 심판 득점 응원 훈련 벤치 공격 수비 우승".split(),
    "부엌": "냄비 국물 간장 반찬 식탁 양념 된장 요리 접시 두부 나물 찌개".split(),
    "교실": "학생 교사 시험 숙제 칠판 방학 교과서 급식 입학 졸업 운동장 교장".split(),
    "농사": "농부 고추 비료 수확 논밭 씨앗 가뭄 호미 축사 사료 마늘 양파".split(),
}
LINES = (
    "이번에는 {} 등을 두루 살폈다.",
    "{} 등이 차례로 나왔다.",
    "여기서는 {} 등을 빼놓을 수 없다.",
    "올해도 {} 등에 눈길이 갔다.",
    "{} 등을 다시 적어 둔다.",
)
ARTICLES, LISTS, MAIN = 270, 13, 10


def main() -> None:
    """Write the file."""
    dice = random.Random(9)
    names = list(TOPICS)
    rows = []
    for k in range(ARTICLES):
        outlet = list(OUTLETS)[k % 3]
        own = OUTLETS[outlet]
        first = dice.choices(names, [0.6 if name == own else 0.1 for name in names])[0]
        other = dice.choice([name for name in names if name != first])
        of = [first] * MAIN + [other] * (LISTS - MAIN)
        dice.shuffle(of)
        text = " ".join(dice.choice(LINES).format(", ".join(dice.sample(TOPICS[name], 4))) for name in of)
        day = date(2025, 1, 1) + timedelta(days=dice.randrange(181))
        rows.append((f"topic-{k + 1:03d}", f"지은 글 {k + 1}", outlet, day.isoformat(), first, text))
    with (HERE / "topics.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("doc", "제목", "언론사", "일자", "심은주제", "본문"), *rows])


if __name__ == "__main__":
    main()
