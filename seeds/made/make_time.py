"""Write the made articles of notebook 09: bursts, a change and stories are planted, so that a learner sees them again.

Sixty days from 2025-03-01 on, three outlets and an agency, fewer articles on Sundays; 마바경제 begins on day 15.
- 우산 bursts from 20 to 23 March: half of the articles have it, elsewhere one in fifteen.
- 전차 goes from one in twenty to one in four on 5 April, and stays there.
- 군밤 is in one in eight, always: nothing is to be found.
- Eight stories of five to nine articles in two days, each of its own place and thing; in four of them the agency is
  first and two outlets print its words.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
START, DAYS = date(2025, 3, 1), 60
OUTLETS = ("가나일보", "다라신문", "마바경제")
AGENCY = "한들통신"
LATE = 14  # days without 마바경제
BURST, CHANGE = range(19, 23), 35
PLACES = (
    "강릉 군산 목포 속초 여수 원주 익산 제천 진주 창원 춘천 통영 거제 경주 공주 나주 김해 남원 동해 보령 삼척 상주 "
    "서산 안동 영주 정읍 충주 태백 포항 하동 함안 해남 홍성 횡성 구례 담양 무주 밀양 부안 순천"
).split()
THINGS = (
    "다리 도서관 방파제 박물관 수영장 시장 온실 운동장 전시관 체육관 터미널 학교 등대 분수 식물원 화랑 목욕탕 빵집 "
    "서점 세탁소 약국 우체국 이발소 정류장 찻집 철길 공방 극장 놀이터 느티나무 물레방아 미술관 방앗간 병원 빨래터 "
    "사진관 산책로 선착장 성벽 소방서 수목원 양조장 연못 염전 옥상 온천 우물 유치원 저수지 전망대 정자 제재소 창고 "
    "천문대 초소 탁구장 텃밭 폭포 향교 호수"
).split()
WHO = (
    "주민 상인 학생 어부 농부 교사 화가 목수 간호사 사서 요리사 재봉사 시인 피아니스트 조각가 우체부 제빵사 약사 "
    "정원사 지휘자 통역사 배우 사진가 경비원 미용사 석공 양봉가 운전사 잠수부 재단사 측량사 택배원 해설사 회계사"
).split()
ACTS = (
    "청소 칠 구경 산책 촬영 손질 자랑 스케치 소개 조사 측량 점검 낭독 합창 연주 응원 환송 토론 실험 관찰 수리 복원 "
    "기증 경매 발표 견학 봉사 채집 번역 녹음"
).split()
UMBRELLA = ("{p} 거리에 우산이 줄지었다.", "우산 가게는 {p}에서 종일 바빴다.", "{w} {n}명은 우산을 나눠 썼다.")
TRAM = ("{p}의 전차가 {n}분마다 다닌다.", "{w} {n}명이 전차를 탔다.", "전차는 {p}에서 {t}까지 간다.")
CHESTNUT = ("{p} 골목에서 군밤 냄새가 났다.", "군밤 장수는 {p}에만 {n}명이다.")
PLAIN = (
    "{w} {n}명이 {p}의 {t}에서 {a} 행사를 열었다.", "{p} {t} 앞에서 {w} 모임의 {a} 소식이 나왔다.",
    "{p}의 {t}에서 {a} 강좌가 {n}번째로 열린다.", "{w} {n}명은 {p}에서 {t}까지 걸으며 {a} 계획을 짰다.",
    "{t} 옆 {p} 시청은 {w}의 {a} 제안을 {n}번 들었다.",
)  # fmt: skip
# Of each story: first day, articles, and whether the agency is first and copied.
STORIES = ((6, 6, True), (12, 5, False), (17, 8, True), (26, 7, False), (32, 9, True), (40, 6, False), (47, 8, True),
           (54, 5, False))  # fmt: skip
EVENTS = (
    ("돌고래", "항구에서 돌고래 무리를 {n}마리 보았다고 어민회가 알렸다", "돌고래를 살피는 배가 항구를 떠났다"),
    ("열기구", "열기구 대회에 열기구 {n}대가 올랐다고 대회 위원회가 밝혔다", "열기구 조종사들은 바람을 기다렸다"),
    ("화석", "채석장에서 공룡 화석 {n}점이 나왔다고 발굴단이 설명했다", "화석을 감싼 암석은 실험실로 옮긴다"),
    ("풍차", "언덕의 풍차 {n}기를 다시 돌린다고 발전소가 전했다", "풍차 날개는 목재로 새로 깎았다"),
    ("종소리", "성당의 종을 {n}년 만에 울린다고 보존회가 발표했다", "종지기는 종소리를 녹음해 두었다"),
    ("썰매", "눈 축제의 썰매 경주에 썰매 {n}대가 나온다고 연맹이 밝혔다", "썰매 선수들은 비탈을 점검했다"),
    ("도자기", "가마터에서 백자 도자기 {n}점을 찾았다고 연구소가 알렸다", "도자기 조각은 유약이 그대로였다"),
    ("반딧불이", "습지에서 반딧불이 {n}마리를 셌다고 생태원이 설명했다", "반딧불이를 보려는 탐방은 예약을 받는다"),
)


def fill(dice: random.Random, line: str) -> str:
    """Fill a sentence."""
    return line.format(
        p=dice.choice(PLACES), t=dice.choice(THINGS), w=dice.choice(WHO), a=dice.choice(ACTS), n=dice.randint(3, 97)
    )


def article(dice: random.Random, day: int) -> str:
    """Write an article of no story."""
    lines = [fill(dice, dice.choice(PLAIN)) for _ in range(dice.randint(3, 5))]
    planted = (
        (UMBRELLA, 0.5 if day in BURST else 1 / 15),
        (TRAM, 0.25 if day >= CHANGE else 0.05),
        (CHESTNUT, 0.125),
    )
    lines += [fill(dice, dice.choice(kinds)) for kinds, share in planted if dice.random() < share]
    dice.shuffle(lines)
    return " ".join(lines)


def story(dice: random.Random, number: int) -> list[tuple[int, str, str, str, str]]:
    """Write the articles of a story: day, time, outlet, title, text."""
    first, size, copied = STORIES[number]
    thing, news, more = EVENTS[number]
    place, n = PLACES[number], dice.randint(11, 89)
    core = f"{place} {news.format(n=n)}. {more}. {place} 시청은 {thing} 안내소를 세우기로 했다."
    wire = f"{core} {fill(dice, PLAIN[0])} {fill(dice, PLAIN[2])}"
    rows = []
    if copied:
        rows.append((first, "07:00", AGENCY, f"{place} {thing} 소식", wire))
        rows += [(first, f"{9 + k}:10", outlet, f"{place}의 {thing}", wire) for k, outlet in enumerate(OUTLETS[:2])]
    while len(rows) < size:
        k = len(rows)
        lines = [f"{place} {news.format(n=n)}.", f"{more}.",
                 f"{thing} 이야기에 {dice.choice(WHO)}들이 {place}로 모였다.",
                 f"{place} {thing} 안내소는 {dice.choice(THINGS)} 옆에 선다.", fill(dice, PLAIN[k % 5])]  # fmt: skip
        dice.shuffle(lines)
        hour = f"{10 + k}:{dice.randint(10, 59)}"
        rows.append((first + k // 5, hour, OUTLETS[k % 2], f"{place} {thing} {k}보", " ".join(lines)))
    return rows


def main() -> None:
    """Write the file."""
    dice = random.Random(9)
    rows = []
    for day in range(DAYS):
        sunday = (START + timedelta(days=day)).weekday() == 6
        for outlet in OUTLETS[: 2 if day < LATE else 3]:
            for _ in range(2 if sunday else dice.randint(4, 6)):
                time = f"{dice.randint(6, 22):02}:{dice.randint(0, 59):02}"
                rows.append((day, time, outlet, "", article(dice, day)))
    rows += [row for number in range(len(STORIES)) for row in story(dice, number)]
    rows.sort(key=lambda row: (row[0], row[1].zfill(5), row[2]))
    with (HERE / "days.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("doc", "제목", "언론사", "일자", "본문"))
        for k, (day, time, outlet, title, text) in enumerate(rows, 1):
            when = (START + timedelta(days=day)).isoformat()
            named = title or f"지은 기사 {k}"
            writer.writerow((f"day-{k:04}", named, outlet, f"{when} {time.zfill(5)}", text))


if __name__ == "__main__":
    main()
