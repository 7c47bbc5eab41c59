"""Write the made articles of the voices in notebook 08: whose words are in them is known.

In 가나일보 half of the quotations are of 김나래 대표, in 다라신문 a quarter. Sources without a name are one in ten
in 가나일보 and three in ten in 다라신문. The others are of five persons and bodies. One quotation in ten stands alone
in its paragraph, without a speaker.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
LEADER, UNNAMED, ALONE = {"가나일보": 0.5, "다라신문": 0.25}, {"가나일보": 0.1, "다라신문": 0.3}, 0.1
OTHERS = ("박하늘 의원", "최바다 시장", "가나군청", "다라상인회", "이온누리 교수")
NAMELESS = ("군청 관계자", "한 상인", "업계 관계자", "시장 측")
WORDS = (
    "다리를 먼저 고쳐야 한다", "예산은 아직 넉넉하다", "시장 골목이 너무 어둡다", "여름 전에 공사를 끝내겠다",
    "주차장이 모자란다", "도서관은 밤에도 열어야 한다", "약속을 지키지 않았다", "주민에게 먼저 물어야 한다",
)  # fmt: skip
FORMS = (
    "{who} “{words}”고 말했다.",
    "{who} 이날 회의에서 “{words}”고 밝혔다.",
    "“{words}”고 {who} 강조했다.",
    "{who} “{words}”며 계획을 내놓았다.",
)
OTHER = ("이날 회의는 두 시간 만에 끝났다.", "골목에는 아침부터 비가 내렸다.", "다음 회의는 두 주 뒤에 열린다.")


def topic(name: str) -> str:
    """Add the particle of the topic."""
    return name + ("은" if (ord(name[-1]) - 0xAC00) % 28 else "는")


def main() -> None:
    """Write the file."""
    dice = random.Random(20)
    rows = []
    for k in range(60):
        outlet = ("가나일보", "다라신문")[k % 2]
        paragraphs = []
        for _ in range(dice.randint(2, 4)):
            words, draw = dice.choice(WORDS), dice.random()
            if dice.random() < ALONE:
                paragraphs.append(f"“{words}.”")
                continue
            leader, unnamed = LEADER[outlet], UNNAMED[outlet]
            named = "김나래 대표" if draw < leader else dice.choice(NAMELESS if draw < leader + unnamed else OTHERS)
            said = dice.choice(FORMS).format(who=topic(named), words=words)
            paragraphs.append(f"{said} {dice.choice(OTHER)}")
        day = date(2025, 3, 1) + timedelta(days=dice.randrange(60))
        rows.append((f"speech-{k + 1:02d}", f"지은 기사 {k + 1}", outlet, day.isoformat(), "\n\n".join(paragraphs)))
    with (HERE / "speech.csv").open("w", encoding="utf-8-sig", newline="") as file:
        heads = ("doc", "제목", "언론사", "일자", "본문")
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


if __name__ == "__main__":
    main()
