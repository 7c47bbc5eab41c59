"""Words behind a number: which kind of quantity they make, in which unit, and where such a word ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

_CURRENCIES = {  # ISO 4217; words that serve several countries stand for themselves
    "KRW": "원 원화", "USD": "달러 미국_달러 미_달러 US달러 불 USD", "EUR": "유로 EUR", "JPY": "엔 일본_엔 JPY",
    "CNY": "위안 중국_위안 CNY", "GBP": "파운드", "HKD": "홍콩_달러", "AUD": "호주_달러", "CAD": "캐나다_달러",
    "SGD": "싱가포르_달러", "TWD": "대만_달러", "NZD": "뉴질랜드_달러", "RUB": "루블", "INR": "인도_루피",
    "THB": "바트", "IDR": "루피아", "MYR": "링깃", "VND": "베트남_동", "BRL": "헤알", "CHF": "스위스_프랑",
    "PHP": "필리핀_페소", "MXN": "멕시코_페소", "SEK": "스웨덴_크로나", "NOK": "노르웨이_크로네",
    "DKK": "덴마크_크로네", "TRY": "튀르키예_리라", "AED": "디르함", "PLN": "즈워티",
    "루피": "루피", "페소": "페소", "프랑": "프랑", "크로나": "크로나", "크로네": "크로네", "리라": "리라",
}  # fmt: skip
SIGNS = {"$": "USD", "US$": "USD", "HK$": "HKD", "₩": "KRW", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY"}
SIGN = r"(?:(?:US|us|HK)\s?\$|[$₩€£¥￥])"
_SCALED: dict[str, tuple[str, dict[str, float]]] = {
    "area": ("m2", {
        "㎡ m² m2 제곱_미터 제곱_m 평방_미터": 1, "㎢ km² km2 제곱_킬로미터 제곱_km 평방_킬로미터": 1e6, "㎠ cm²": 1e-4,
        "스퀘어_마일 제곱_마일 평방_마일": 2589988.110336, "평": 400 / 121, "헥타르 ha ㏊": 1e4,
        "에이커": 4046.8564224}),
    "length": ("m", {
        "km ㎞ Km KM 킬로미터": 1e3, "m 미터": 1, "cm ㎝ 센티미터 센티": 1e-2, "mm ㎜ 밀리미터": 1e-3,
        "㎛ μm µm 마이크로미터": 1e-6, "nm ㎚ 나노미터 나노": 1e-9, "마일": 1609.344, "해리": 1852, "피트": 0.3048,
        "인치": 0.0254, "야드": 0.9144}),
    "weight": ("kg", {
        "kg ㎏ Kg KG 킬로그램": 1, "g 그램": 1e-3, "mg ㎎ 밀리그램": 1e-6, "t 톤": 1e3, "온스": 0.028349523125}),
    "volume": ("L", {
        "L ℓ l 리터": 1, "mL ml ㎖ 밀리리터 cc": 1e-3, "㎥ m³ m3 세제곱_미터 입방_미터 루베": 1e3,
        "배럴": 158.987294928, "갤런": 3.785411784}),
    "power": ("W", {
        "W 와트": 1, "kW KW kw ㎾ 킬로와트": 1e3, "MW ㎿ 메가와트": 1e6, "GW 기가와트": 1e9, "TW 테라와트": 1e12}),
    "energy": ("Wh", {
        "Wh 와트시": 1, "kWh KWh kwh ㎾h 킬로와트시": 1e3, "MWh 메가와트시": 1e6, "GWh 기가와트시": 1e9,
        "TWh 테라와트시": 1e12}),
    "data": ("B", {
        "KB 킬로바이트": 1e3, "MB 메가바이트": 1e6, "GB 기가바이트": 1e9, "TB 테라바이트": 1e12,
        "PB 페타바이트": 1e15}),
    "temperature": ("°C", {"℃ °C": 1}),
    "percent": ("%", {"% ％ 퍼센트 프로": 1}),
    "percentage_point": ("%p", {
        "%포인트 %_포인트 %p %P %Point ％포인트 퍼센트_포인트": 1, "bp 베이시스_포인트": 0.01}),
    "ratio": ("배", {"배": 1}),
    "duration": ("", {}),
}  # fmt: skip
DURATIONS = {
    "year": "년 개년", "month": "개월 달", "week": "주 주일", "day": "일",
    "hour": "시간", "minute": "분", "second": "초",
}  # fmt: skip
_COUNTERS = (
    "개국 사 개사 개소 개교 개 건 명 곳 가지 종 종류 대 마리 권 편 채 차례 회 번 인 사람 군데 척 기 팀 쌍 그루 가구 "
    "세대 석 표 매 장 통 잔 병 벌 켤레 자루 송이 포기 필지 동 호 면 실 객실 좌석 병상 학급 과목 문항 품목 쪽 "
    "페이지 골 점 승 패 인분 인승 끼 봉지 상자 박스 구 구간 노선 량 발 문 정 줄 교대 "
    "인조 자리 글자 자 단 모 부 그릇 갑 세트 회차 회분 건설사 만점 폭 필 톨 축 라운드 부작 박"
)
_ORDINALS = (
    "차 위 등 번째 순위 단계 학년 학기 등급 급 심 년_차 주년 주_차 일_차 호기 호선 회째 년째 달째 개월째 일째 번째 "
    "주째 명째 곳째 건째 층 군 종 대손 쇄 판 관왕 선 월호 세손"
)
_OTHER = (
    "도 p 포인트 데시벨 dB 볼트 V 암페어 칼로리 kcal 킬로칼로리 ㎉ Hz ㎐ MHz GHz ppm ppb 마력 노트 럭스 TOPS 큐비트"
)
_NOT_BEFORE = {"분": "과", "대": "선"}  # 제1분과, 6·3 대선
_KOREAN_ONLY = {"종"}  # an ordinal only behind 제


@dataclass(frozen=True)
class _Unit:
    """What a word behind a number makes of it."""

    kind: str
    unit: str
    factor: float = 1.0


def _units() -> dict[str, _Unit]:
    """Give every word behind a number its kind, unit and factor."""
    table: dict[str, _Unit] = {}
    for kind, (unit, words_of) in _SCALED.items():
        for spelt, factor in words_of.items():
            table |= dict.fromkeys(spelt.split(), _Unit(kind, unit, factor))
    for unit, spelt in DURATIONS.items():
        table |= dict.fromkeys(spelt.split(), _Unit("duration", unit))
    for code, spelt in _CURRENCIES.items():
        table |= dict.fromkeys(spelt.split(), _Unit("money", code))
    table |= {word: _Unit("number", word) for word in _OTHER.split()}
    table |= {word: _Unit("ordinal", word.replace("_", "")) for word in _ORDINALS.split() if word not in _KOREAN_ONLY}
    table |= {word: _Unit("count", word.replace("_", "")) for word in _COUNTERS.split()}
    return table | {word: _Unit("age", word) for word in ("세", "살")}


_SPELT = _units()
UNITS = {word.replace("_", ""): unit for word, unit in _SPELT.items()}
_TAIL = (
    "이 가 은 는 을 를 의 에 에는 에도 에서 에게 께 와 과 로 으로 도 만 부터 까지 보다 처럼 마다 나 이나 라도 이라도 "
    "든 든지 란 이란 라는 이라는 라고 이라고 고 이고 며 이며 뿐 밖에 조차 마저 자 이자 씩 당 중 및 내 등 간 들 째 쯤 "
    "꼴 여 가량 정도 이상 이하 미만 초과 이내 안팎 남짓 내외 대 짜리 규모 어치 상당 분 용 급 형 차 전 후 초 말 화 "
    "이었다 이었던 이었고 이었으며 이었지만 였다 였던 였고 였으며 였지만 인 인데 인지 일 이던 이지만 지만 이라면 라면 "
    "이면 면 이어서 여서 다 이다 입니다 이에요 예요 죠 이죠 이니 니 임 한테 서 써 라 이라 경 께 동안 만에 치 산 "
    "생 제 반 이어 이었 였 이므로 므로 이기 에만 이든 물 이야 인가 일까 하고 랑 이랑 선 권 넘게 별"
).split()
STOP = rf"(?=(?:{'|'.join(sorted(set(_TAIL), key=len, reverse=True))}){{0,4}}(?![가-힣]))"


def words_of(*kinds: str) -> str:
    """Write the words of some kinds as one regular expression, the longest first, wherever they end."""
    return _one_of(_sorted_words(kinds))


def ended_words_of(*kinds: str) -> str:
    """Write the words of some kinds as one regular expression, the longest first, each with its end."""
    # 명, 개 and ℃ give (?:명|개)END|℃ in place of 명END|개END|℃: the same matches, at a tenth of the length.
    runs = groupby(_sorted_words(kinds), key=lambda word: _end(word, _SPELT[word].kind))
    return rf"(?:{'|'.join(f'{_one_of(words)}{end}' for end, words in runs)})"


def _sorted_words(kinds: tuple[str, ...]) -> list[str]:
    """List the words of some kinds, the longest first."""
    return sorted((w for w, unit in _SPELT.items() if unit.kind in kinds), key=lambda w: (-len(w), w))


def _one_of(words: Iterable[str]) -> str:
    """Write words as one regular expression."""
    return rf"(?:{'|'.join(_with_spaces(word) for word in words)})"


def _with_spaces(word: str) -> str:
    """Write a word as a regular expression; where it has an underscore a space may stand."""
    return re.escape(word).replace("_", r"\s?")


def _end(word: str, kind: str) -> str:
    """Write as a regular expression what may follow a word."""
    if word in _NOT_BEFORE:
        return rf"(?!{_NOT_BEFORE[word]}){STOP}"
    if re.search("[A-Za-z0-9²³]$", word):
        return r"(?![A-Za-z0-9²³])"
    open_ended = kind in {"count", "age", "ordinal", "duration", "number"} or re.fullmatch("[가-힣]{1,2}", word)
    return STOP if open_ended and re.search("[가-힣]$", word) else ""
