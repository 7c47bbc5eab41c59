"""Korean of the reasons that tables state in English: the one place that has it; and what else is shown by its key."""

# Reasons stand in `removed`, in tables of validation and in sealed files, which other programs read, so that they stay
# as they are there; people read them here. A template says what a reason looks like: `{}` is any text, and what stands
# there goes into the Korean in the same order, or at {0}, {1} where the order is another.

from __future__ import annotations

import re
from functools import cache

from analysis.messages import english
from analysis.messages.statements import stated
from analysis.schema.validation import STATUS
from analysis.schema.vocabulary import LAYERS, REMOVED_KINDS

__all__ = ["korean", "layer_shown", "shown", "status_shown"]

_TEMPLATES = {
    # lines that cleaning takes away
    "author line below the article": "기사 아래의 필자 줄",
    "call to subscribe or to write in": "구독이나 제보를 권하는 줄",
    "calls the reader to a newsletter or a page": "뉴스레터나 다른 화면을 권하는 줄",
    "caption or credit of a picture": "사진 설명이나 출처",
    "caption under a picture": "사진 아래의 설명",
    "caption with its credit": "출처가 붙은 사진 설명",
    "copyright line": "저작권 표시",
    "font-size widget": "글자 크기 단추",
    "header of related headlines": "관련 기사 목록의 머리",
    "header of the portal's summary": "포털 요약의 머리",
    "heading inside the article": "기사 안의 소제목",
    "headline, kept in documents.title": "제목(documents.title에 있다)",
    "invitation to comment": "댓글을 권하는 줄",
    "its words stand above, cut otherwise": "위에 있는 말을 달리 끊어 되풀이했다",
    "label among the page's widgets": "화면 단추 사이의 말머리",
    "label of the series or rubric": "연재나 지면의 말머리",
    "letterhead or label of a release, kept in the columns date, outlet, distributed and department":
        "보도자료의 머리말(date, outlet, distributed, department 열에 있다)",
    "licence of a release": "보도자료의 이용 조건",
    "line of dates": "입력·수정 날짜 줄",
    "line of signs": "부호뿐인 줄",
    "link below the article": "기사 아래의 링크",
    "message of the page to its reader": "화면이 독자에게 하는 말",
    "name and dates beside the article": "기사 곁의 이름과 날짜",
    "name and post of the author": "필자의 이름과 직함",
    "name, post and date of publication": "이름, 직함, 실린 날짜",
    "note of a release to the press": "보도자료가 기자에게 하는 말",
    "note of the portal to the reader": "포털이 독자에게 하는 말",
    "note of the portal's summary": "포털 요약에 붙은 말",
    "number of pages, pictures or files of a release": "보도자료의 쪽·사진·파일 수",
    "outlet's name": "매체의 이름",
    "outside the article, by the body that the page states": "화면이 밝힌 본문의 밖",
    "outside the article, by the page's own marks": "화면의 표시로 본 기사의 밖",
    "outside the article, by {}": "{}로 가려낸 기사의 밖",
    "page widget": "화면 단추",
    "part of the page, marked as such inside the article": "기사 안에 있으나 화면의 일부라고 표시된 곳",
    "people to ask and their telephone numbers, kept in the column contact": "담당자와 전화번호(contact 열에 있다)",
    "photo credit": "사진 출처",
    "photo credit or caption": "사진 출처나 설명",
    "picture": "그림",
    "points to a picture": "그림을 가리키는 말",
    "printed by a news agency before or behind the text, inside its line": "통신사가 본문 줄의 앞뒤에 붙인 말",
    "prompt to the reader": "독자에게 권하는 말",
    "reporter line": "기자 이름 줄",
    "sample text of the font-size widget": "글자 크기 단추의 보기",
    "speaks to the reader above the article": "기사 위에서 독자에게 하는 말",
    "speaks to the reader below the article": "기사 아래에서 독자에게 하는 말",
    "stands behind the end of the article (line {})": "기사의 끝({}번째 줄) 뒤에 있다",
    "stands in the list of furniture that was given": "넣어 준 고정 문구 목록에 있다",
    "subtitle above the body": "본문 위의 부제",
    "summary of what stands below, or a note to it": "아래 글의 요약이나 요약에 붙은 말",
    "the outlet names itself as the one that asked": "매체가 자기를 물은 이로 적은 말",
    "the portal speaks of itself": "포털이 자기를 이르는 말",
    "the same words stand in line {}": "{}번째 줄과 같은 말이다",
    "time of the entry": "올린 시각",
    # pages and files of documents
    "comment on the text": "글에 붙은 메모",
    "deleted with changes tracked": "변경 내용 추적으로 지운 글",
    "equation, written in its own notation": "수식",
    "footer of the pages": "바닥글",
    "header of the pages": "머리글",
    "page number": "쪽 번호",
    "reading printed beside a word": "단어 곁의 덧말",
    "stands at the head or foot of {} of {} pages": "{1}쪽 가운데 {0}쪽의 머리나 바닥에 있다",
    "page {} is a scan": "{}쪽은 그림(스캔)이다",
    "page {} has no text layer": "{}쪽에 글자가 없다",
    "page {}: {} of {} Hangul letters stand in runs of 13 and more without a space":
        "{0}쪽: 한글 {2}자 가운데 {1}자가 띄어쓰기 없이 13자 넘게 이어진다",
    "{} letter(s) of page {} have no map to Unicode and are left out":
        "{1}쪽의 글자 {0}자는 유니코드로 옮길 수 없어 뺐다",
    "the file is damaged: {} ({} time(s))": "파일이 손상되었다: {}({}번)",
    "{} line end(s) inside a word joined": "단어 안에서 끊긴 줄 {}곳을 이었다",
    "{} line end(s) joined, {} of them inside a word": "끊긴 줄 {}곳을 이었다(단어 안은 {}곳)",
    "{} letter(s) lost before the file was saved": "저장하기 전에 잃은 글자 {}자",
    "HTML entities, written as the characters they stand for": "HTML 부호를 글자로 되살렸다",
    "HTML signs, written as the characters they stand for or taken out": "HTML 부호를 글자로 되살리거나 뺐다",
    "mark of a heading": "제목 표시",
    "target of a link": "링크의 주소",
    # tables
    "a readme is about the folder": "폴더를 설명하는 파일(readme)이다",
    "another sheet of the workbook, {} row(s); name it with sheet=": "다른 시트({}행)이다. 읽으려면 sheet=로 적는다",
    "another sheet of the workbook (hidden), {} row(s); name it with sheet=":
        "숨긴 다른 시트({}행)이다. 읽으려면 sheet=로 적는다",
    "column {} is hidden in the workbook, and was read like the others": "숨긴 열 {}도 다른 열처럼 읽었다",
    "hidden file of the system or of another program": "시스템이나 다른 프로그램의 숨은 파일이다",
    "marked {} by BIGKINDS (분석제외 여부)": "빅카인즈의 표시: {}",
    "no title stated": "제목이 없다",
    "row {} is empty": "{}행이 비어 있다",
    "rows {} to {} are empty": "{}~{}행이 비어 있다",
    "repeats the headers": "열 이름을 되풀이한 행이다",
    "stands above the headers": "열 이름 위에 있다",
    "sub-folders are read when the folder itself holds no article": "폴더 안에 글이 있어 하위 폴더는 읽지 않았다",
    "the cell holds no word ({})": "칸에 단어가 없다({})",
    "row {}: the cell under {} holds 32,767 characters, the most that Excel keeps: the rest may be lost":
        "{}행: {} 칸이 엑셀의 한도인 32,767자이므로 나머지를 잃었을 수 있다",
    "row {}: the text is not the one that was saved, and was read as it stands now":
        "{}행: 저장한 본문과 달라져 지금 있는 대로 읽었다",
    "the column {} was read as the text, because none is headed {}": "‘{1}’ 열이 없어 ‘{0}’ 열을 본문으로 읽었다",
    "{} is no date here: row {} holds {}; it is a variable": "{} 열은 날짜가 아니다({}행이 {}). 변수로 읽었다",
    "the document is a near duplicate of {} (jaccard {})": "{}의 글과 거의 같다(자카드 {})",
    "the kit does not read files without ending": "끝이 없는 이름의 파일은 읽지 않는다",
    "the kit does not read {}": "{} 파일은 읽지 않는다",
    "the variable {} is read by validation.variable": "변수 {}의 값은 validation.variable로 읽는다",
    "the code {} is none of the sheet's and was not read": "코드 {} 값은 시트에 없는 것이어서 읽지 않았다",
    "a font has two maps to Unicode, of which the first is taken": "한 글꼴에 유니코드 표가 둘이어서 앞의 것을 썼다",
    "the row has no text": "본문이 없는 행이다",
    "the same document stands in {}": "같은 글이 {}에 있다",
    "the sheet {} is hidden in the workbook, and was read": "숨긴 시트 {}도 읽었다",
    "the text holds only what a page prints around an article": "기사는 없고 화면의 문구만 있다",
    "what was removed from a saved corpus is read with the table beside it":
        "저장한 말뭉치에서 제외한 것은 곁의 표와 함께 읽는다",
    "{} has the same id and came first; here it is otherwise in {}":
        "{}의 글이 같은 id로 먼저 나왔다. 이 글에서 다른 칸: {}",
    "{} row(s) hidden by a filter or by hand were read like the others: {}": "숨긴 행 {}개도 다른 행처럼 읽었다: {}",
    "BIGKINDS holds {} only from {}, the export begins {}; its absence before is no finding":
        "빅카인즈는 {0}의 기사를 {1}년부터 싣고, 내려받은 것은 {2}부터이다. 그 앞에 없는 것은 결과가 아니다",
    "the body is cut inside its last word, or behind it": "본문이 마지막 단어 안이나 뒤에서 잘렸다",
    "{} in the {} is read as {}: BIGKINDS writes a middle dot as a space":
        "{1}: ‘{0}’ 대신 ‘{2}’(빅카인즈는 가운뎃점을 빈칸으로 적는다)",
    "{} of {} bodies are only the beginning of the article, as BIGKINDS exports them; see the variable truncated":
        "본문 {1}편 가운데 {0}편은 빅카인즈가 앞부분만 내보낸 것이다(truncated 열)",
    "{} (left out: {})": "{}(뺀 것: {})",
    # a codebook and its validation
    "there is no {} beside it": "곁에 검증 파일이 없다({})",
    "{} is about version {}, and the codebook was changed since":
        "검증 파일({})은 {}판의 것이고, 코드북은 그 뒤에 바뀌었다",
    "no unit was read by two coders": "두 코더가 함께 읽은 단위가 없다",
    "no unit was read by two coders, so that their agreement is unknown":
        "두 코더가 함께 읽은 단위가 없어 일치도를 알 수 없다",
    "all readings are the same, so that alpha is undefined": "판독이 모두 같아 α를 정할 수 없다",
    "all readings are the same, so that agreement beyond chance is undefined":
        "판독이 모두 같아 우연을 넘는 일치를 정할 수 없다",
    "all readings, or those of two coders, are the same, so that agreement beyond chance is undefined":
        "판독이 모두, 또는 두 코더 사이에서 같아 우연을 넘는 일치를 정할 수 없다",
    "alpha {} is below .667: mend the definition first": "α({})가 .667보다 낮다. 정의를 먼저 다듬는다",
    "alpha of the texts {} is below .667: mend the definition first":
        "글 전체의 구성비로 잰 α({})가 .667보다 낮다. 정의를 먼저 다듬는다",
    "fewer than {} units were read as present": "있다고 읽은 단위가 {}개보다 적다",
    "its interval is wider than {}; code more units": "구간이 {}보다 넓다. 단위를 더 읽는다",
    "the weights of the sample are unknown": "표본의 가중치를 알 수 없다",
    "rare: {} readings say present, so that alpha rests on few units; code more positive ones":
        "있다는 판독이 {}개뿐이어서 α가 적은 단위에 기댄다. 있는 단위를 더 읽는다",
    "no unit is positive": "있다고 판단한 단위가 없다",
    "no unit is found": "코드북이 찾은 단위가 없다",
    "no unit is positive or found": "있다고 판단한 단위도, 코드북이 찾은 단위도 없다",
    "no coded unit holds the term": "읽은 단위에 그 단어가 없다",
    "no unit was decided": "판단이 정해진 단위가 없다",
    "nothing was measured yet": "아직 잰 것이 없다",
    "recall + specificity is below 1.2 or unknown, so that a correction would mislead":
        "재현율과 특이도의 합이 1.2보다 작거나 알 수 없어 보정하면 잘못될 수 있다",
    "all: {}": "모두: {}",
    "one row": "한 형태소로 나온 것",
    "rows joined": "여러 형태소를 이었다",
    "row split": "한 형태소를 나누었다",
    "left: gloss in brackets": "그대로 둠: 괄호 안의 풀이",
    "left: inside a written word": "그대로 둠: 적힌 단어의 안",
    "left: part of a longer list": "그대로 둠: 더 긴 나열의 일부",
    "left: neighbour": "그대로 둠: 이웃한 말",
    "left: no context word in the document": "그대로 둠: 글에 문맥의 말이 없다",
    "left: unless": "그대로 둠: 목록이 막은 곳",
    "left: several concepts fit": "그대로 둠: 맞는 개념이 여럿이다",
    "left: rows are kept": "그대로 둠: 형태소를 나누지 않는다",
    "the level is nominal, so that categories have no order": "명목 수준이라 값에 차례가 없다",
    "defined for two coders alone": "코더가 둘일 때만 정해진다",
    "the coders never differ, so that the error is 0 and says nothing of other units":
        "코더가 한 번도 엇갈리지 않아 표준오차가 0이고, 다른 단위에 대해 말해 주지 않는다",
}  # fmt: skip
_HOLE = re.compile(r"\{\d?\}")


def korean(reason: str) -> str:
    """Return a reason in Korean; one that is Korean, or that no template fits, as it stands."""
    # Example: korean("the same words stand in line 17") gives "17번째 줄과 같은 말이다"
    if reason in _TEMPLATES:
        return _TEMPLATES[reason]
    for pattern, target in _patterns():
        if found := pattern.fullmatch(reason):
            return target.format(*map(korean, found.groups()))
    # "reported, label: label of the series or rubric": a kind or names before it; several of them, between semicolons
    if "; " in reason:
        return "; ".join(map(korean, reason.split("; ")))
    before, colon, why = reason.partition(": ")
    return f"{REMOVED_KINDS.get(before, before)}: {korean(why)}" if colon else reason


def shown(reason: str) -> str:
    """Return a reason in the language of the user."""
    return stated(reason) if english() else korean(reason)


def status_shown(status: str) -> str:
    """Name the status of a codebook in the language of the user."""
    return status if english() else STATUS.get(status, status)


def layer_shown(layer: str) -> str:
    """Name a layer of tokens in the language of the user."""
    return stated(LAYERS[layer])


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compile the templates that have a place for a text, the longest first."""
    held = sorted((t for t in _TEMPLATES if _HOLE.search(t)), key=lambda t: (-len(t), t))
    return tuple((re.compile("(.+?)".join(map(re.escape, _HOLE.split(t))), re.DOTALL), _TEMPLATES[t]) for t in held)
