"""Which element of a saved page is which part of it: the marks of outlets and portals, and those of any page.

Each rule for an outlet was read from a page of it in public test data or another public repository, named above it.
"""

from __future__ import annotations

import re

_Rules = list[tuple[str, list[str]]]

# The first rule that fits an element decides its part; children inherit it. "body" is the article itself, "article"
# what is around it as well: the body is what stands in there, if no "body" is marked.
RULES: _Rules = [
    # Naver: softmarshmallow/inked-engine, features/advertisement_section_detaction/examples/3.html, and
    # features/duplicate_check/rsc/news-naver.html (#articleBodyContents); pages of n.news.naver.com (#dic_area).
    ("title", ["#title_area", ".media_end_head_headline"]),
    ("subtitle", [".media_end_summary"]),
    (
        "byline",
        [".media_end_head_journalist", ".media_end_head_info", ".reporter_area", ".media_journalistcard_item",
         ".media_end_head_journalist_name"],
    ),
    ("caption", ["em.img_desc", ".end_photo_org"]),
    ("furniture", [".media_end_categorize", ".vod_player_wrap", ".promotion", ".link_news"]),
    ("body", ["#dic_area", "#articeBody", "#articleBodyContents", "#newsct_article"]),
    # Daum: articles of v.daum.net of 1 November 2023, as kept in a public copy (.article_view, p[dmcf-ptype=general],
    # figcaption.txt_caption); the marks around them were in the kit before.
    ("title", [".tit_view"]),
    ("subtitle", [".summary_view"]),
    ("byline", [".info_view"]),
    ("caption", [".txt_caption", ".desc_thumb"]),
    ("furniture", [".relate_copyright", ".util_view", ".foot_view", ".box_etc", ".alex-area"]),
    ("article", [".article_view"]),
    # 한국일보: flairNLP/fundus, tests/resources/parser/test_data/kr/HankookIlbo_2025_05_15, _2026_01_29 (the body is in
    # a script there) and _2026_07_12.
    ("subtitle", [".sub-tit-ll"]),
    ("caption", ["div.editor-img-box"]),
    ("byline", ["div.writer"]),
    ("furniture", ["div.module-quote", ".reaction-btns", ".newspaper-subscribe", ".edit-subscribe-list"]),
    ("body", ["p.editor-p", "h3.editor-tit"]),
    # 매일경제: flairNLP/fundus, tests/resources/parser/test_data/kr/MBN_2025_06_03.
    ("subtitle", [".midtitle_text"]),
    ("caption", [".thum_figure_txt"]),
    ("byline", ["dl.author", "dl.registration"]),
    ("furniture", [".news_control_group", ".ad_wrap"]),
    ("body", [".news_cnt_detail_wrap"]),
    # 동아일보: goose3/goose3, tests/data/content/test_donga_korean.html.
    ("byline", ["p.title_foot"]),
    ("caption", [".articlePhotoC", ".articlePhotoL", ".articlePhotoR"]),
    ("furniture", [".article_relation", ".replyBtnWrap"]),
    ("body", [".article_txt"]),
    # 뉴스핌: softmarshmallow/inked-engine, features/advertisement_section_detaction/examples/1.html.
    ("caption", ["td.news_img_caption"]),
    # 전남일보 and other papers with the same system for editing: a page of jnilbo.com of December 2025, and
    # the pages of sisajournal.com and jejunews.com in Gawkat/hyangsang, NdSoftNewsParserTest.
    ("subtitle", ["h2.subheading", ".article-head-sub"]),
    ("byline", [".view-editors", "article.writer"]),
    ("furniture", [".ad-template", ".view-copyright", ".article-sytool", ".info-options2"]),
    ("body", ["#article-view-content-div"]),
    # Any page: schema.org and what HTML itself says.
    ("subtitle", ["[itemprop=alternativeHeadline]"]),
    ("caption", ["figcaption", r"~(?:^|\s)(?!has|with|no)[\w-]*caption(?:\s|$)"]),
    ("byline", [".byline", "address"]),
    (
        "furniture",
        ["button", "dialog", "[role=dialog]", "[role=alert]", ".copyright", "nav", "footer",
         "~toast|snackbar|tooltip|font[_-]?size[_-](?:container|dropdown|slider|title|preview|header|layer|popup|btn)"],
    ),
    ("article", ["[itemprop=articleBody]"]),
]  # fmt: skip

DECK = re.compile(r"(?:^|[\s_-])(?:sub[_-]?(?:tit|ttl|head)|(?:head|tit|title)[_-]?sub)", re.IGNORECASE)
