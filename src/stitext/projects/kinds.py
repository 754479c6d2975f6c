"""Kinds of results: the wording of a result goes in, what kind of thing it is comes out, where the wording tells.

Rules written by hand, read in order; the first that fits decides. What they say of each result of the shipped
catalogue was read and corrected there. Meetings, findings, methods and plans have no kind.
"""

from __future__ import annotations

import re
import unicodedata

from stitext.records import ResultKind

_MADE = r"(?:を|の)?(?:新設|設置|整備|開発|製作|作製|展開|供与|増強|導入|試作|完成|引き渡|据え|埋設|設け)"

# Source: the wording of results in corpora/projects, and of outcomes in reports of Japanese and European programmes.
_RULES: tuple[tuple[ResultKind, tuple[str, ...]], ...] = (
    (
        "政策採用",
        (
            r"(?:政府|省|州|国|県|市|当局|官庁|局|議会)[^。]{0,24}(?:採用され|採択され|に採用|に採択|が採用|採り入れ|に導入|に組み入れ|に盛り込)",
            r"(?:宣言|適応計画|国家計画|行政計画|検査指針|政策|法令)[^。]{0,12}(?:反映され|に成果が反映|に入り|に採用|に貢献|に組み込)",
            r"条例[^。]{0,8}(?:制定|施行)|標準検査法に採用|制度化された",
            r"adopted (?:by|into) (?:the )?(?:national |local )?(?:government|ministry|parliament|law|polic)",
        ),
    ),
    ("特許", (r"特許|実用新案|意匠登録", r"\bpatent(?:s|ed)?\b|utility model")),
    (
        "標準・指針",
        (
            r"手引|手順書|指針|ガイドライン|マニュアル|標準化|規格|運用基準|基準づくり|対照表|プロトコル",
            r"guidelines?\b|handbook|\bmanuals?\b|standardi[sz]|\bISO\b|best practices?",
        ),
    ),
    (
        "論文群",
        (
            r"(?<!博士)(?<!修士)論文|学術誌に|学術雑誌|専門誌|特集号|原著",
            r"peer[- ]reviewed|journal (?:article|paper)s?|(?:papers?|articles?) (?:were |was |have been )?published",
        ),
    ),
    (
        "データベース",
        (
            r"データベース|データセット|データバンク|目録|台帳|(?<!ロード)マップ|地図|リポジトリ|アーカイブ|標高モデル",
            r"調査データを[^。]{0,10}(?:共有|公開)|データを[^。]{0,12}公開",
            r"databases?\b|data ?sets?\b|open (?:research )?data|repository|repositories|biobank",
        ),
    ),
    (
        "ソフトウェア",
        (
            r"ソフトウェア|ソフト(?=を|の)|アプリ(?!ケーション分野)|プログラムを(?:開発|公開)|計算モデル|解析ツール|ポータルサイト",
            r"診断サービス|シミュレータ|ソースコード|通報ネットワーク",
            r"\bsoftware\b|source code|\bapps?\b|toolbox|web (?:tool|portal|platform)|simulators?\b|open[- ]source",
        ),
    ),
    (
        "人材",
        (
            r"人材|研修|育成|留学|博士|学位|修士|常勤化|派遣|受け入れ|講義|能力の?向上|農民学校|修了生",
            r"training (?:course|school|program(?:me)?|workshop)s?|\btrained\b|\bPhDs?\b|doctoral|early[- ]stage",
        ),
    ),
    (
        "ネットワーク",
        (
            r"覚書|協定|連携網|連携体制|協議会|コンソーシアム|共同体|ネットワーク|(?:研究|連携|行政をまたぐ)の?網を|相手拠点|国際ラボ|会議の設置",
            r"広域の共同|拠点を?(?:設置|設立|開設)|拠点[^。]{0,14}を[^。]{0,8}(?:設立|開設|設置)|拠点[^。]{0,8}の推進室",
            r"memorandum of understanding|consortium|\bnetworks?\b(?! (?:architecture|traffic|layer))",
        ),
    ),
    (
        "実証サイト",
        (
            r"圃場試験|実験圃場|野外試験|試験地(?!区)|試行地|実証プラント|試験プラント|小型プラント|実証設備|試験設備|フィールドステーション",
            r"定点観測地|試験区を|実験施設|モデル地区|(?:村|家庭|農家|地区)[^。]{0,20}の試行|(?<!と)実証$|で実証",
            r"pilot (?:site|plant)s?|(?:demonstrator|demonstration) (?:site|plant)s?|living labs?|test ?beds?\b",
        ),
    ),
    (
        "装置・キット",
        (
            r"キット|試験機|観測施設|地震観測室|保存施設",
            r"(?:装置|機器|機材|車両|センサー?|地震計|圧力計|観測点|観測網|実験室|検査室|研究室|研究棟)" + _MADE,
            r"(?:機器|機材|観測点|実験室|検査室|研究室|研究棟|地震計)[^。、]{0,16}" + _MADE,
            r"\bprototypes?\b|\bkits?\b|\bsensors?\b",
        ),
    ),
)
_KINDS = tuple((kind, re.compile("|".join(patterns), re.IGNORECASE)) for kind, patterns in _RULES)


def result_kind(text: str) -> ResultKind | None:
    """Tell the kind of a result by its wording.

    Parameters
    ----------
    text
        The result, in Japanese or English.

    Returns
    -------
    ResultKind or None
        None where the wording does not tell.
    """
    normalized = unicodedata.normalize("NFKC", text)
    return next((kind for kind, pattern in _KINDS if pattern.search(normalized)), None)
