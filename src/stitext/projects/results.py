"""Results in reports: a sentence and its heading go in, whether it tells a result comes out.

A result is what a project brought about and what is there now for others to take up: a finding, a thing, data, a
rule, people with a skill, an agreement, a use. Plans, tasks, hindrances, conditions of work and praise are none. The
judgement is a sum of weighted rules. Results of the project and of its predecessors are not told apart.

Measured on 16 reports (657 sentences, 156 of them results), split by report: precision and recall are 0.90 and 0.83 on
the six from which the rules were taken, 0.94 and 0.75 on five for development, and **0.88 and 0.75 on the five of the
test** (212 sentences, 51 results). Taking every sentence under a heading of results gives 0.51 and 0.35 there. One
person labelled all of them before the rules were written; on reports of other styles expect less.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_LEAST_LETTERS = 8
_THRESHOLD = 0.9


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    weight: float


def _rules(*pairs: tuple[float, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(re.compile(pattern), weight) for weight, pattern in pairs)


# Source: the wording of the training and development reports of corpora/projects/report_sentences.jsonl.
_WORDING = _rules(
    # what ends like a thing done
    (0.4, r"(?:した|された|できた|なった|いる|得た|れた|ました|じた|いた|んだ|った|けた|めた|てた)。?$"),
    # made, found, published, taken up
    (
        1.0,
        r"(?:開発|構築|確立|考案|製作|作製|試作|完成|整備|創出|合成|分離|同定|特定|解明|再構成|定量化|実証|検証)(?:し|され|が進み|でき)",
    ),
    (
        1.0,
        r"(?:明らかに(?:し|なっ)|突き止め|見いだ|見いださ|発見|分けられ|示され|示した|世界で?初|前例がな|確かめた|つかんだ|とらえた)",
    ),
    (
        1.0,
        r"(?:掲載され|受賞|賞を受|誌に載|誌面|論文となっ|表紙|発表し|採択され|論文\d+[報編]|引用され|引かれる論文|編を?発表|図が載)",
    ),
    (
        1.0,
        r"(?:公開(?:し|され|地図)|登録(?:し|され)|無償|制限なし|誰でも|だれでも|オープン|公開台帳|データベース|配布し)",
    ),
    (
        1.0,
        r"(?:採用され|採録|採り入れ|組み込ま|取り入れられ|指針|規格|手引|手順書|条例|基準に|標準|約束事|ガイドライン|教科書)",
    ),
    (1.0, r"(?:販売|売られ|出荷|実施許諾|許諾|特許|登録申請|届出|商品|製品化|受託|事業化され|造る)"),
    (
        0.9,
        r"(?:博士号|学位を?(?:得)|学位を?(?:取|得)|修士課程を(?:終|修)|資格を(?:取|得)|研修を(?:行|受)|訓練を|受けた|職を得|復職|採用された|就職|身に付け|習熟|当直長|の実地)",
    ),
    (
        0.9,
        r"(?:協定|覚書|取決め|契約(?:を|に)|約束を交わ|合意(?:に至|し)|締結|結成|発足|連合|連絡会|同窓会|コンソーシアム|部会が常設|準会員)",
    ),
    (0.9, r"(?:引き渡|引渡|設けた|設け、|置かれ|設置し|設置され|新設|埋設|建設し|開設)"),
    (
        0.8,
        r"(?:使われ|用いられ|使い始|をそのまま使い|使って|利用され|採り上げ|活用され|用いた。?$|自前で|自力で|自分たちの手|根付い|日本側の手を離れ)",
    ),
    # what changed, with a figure
    (
        0.9,
        r"\d[\d.,]*\s?(?:%|％|割|倍|分の1|桁|日|時間|dB|名|戸|件|か国|機関|社|か所).{0,16}(?:減|下が|下げ|縮|低下|向上|増|上が|改善|除去|延び|高ま|短縮|伸び)",
    ),
    (0.8, r"(?:から|より)\d[\d.,]*\s?(?:%|％|日|割|倍).{0,4}に"),
    (0.8, r"(?:対照|従来|既往|前例).{0,24}(?:より|比べ|に対し|に比し|のみ|[、,].{0,12}\d)"),
    (
        0.6,
        r"(?:得られた|得た|認めた|認められた|見積もられ|見積もった|一致し|非劣性|同程度|可能となっ|できるようになっ|良くなった|現れ(?:て|た))",
    ),
    (0.8, r"\d[\d.,]*\s?(?:倍|割|%|桁)(?:と|に)なった|\d\s?%が(?:除去|回収)|増加を認め|変化した。?$"),
    (0.8, r"ことが?も?(?:分か|わか)(?:り|っ)"),
    (0.8, r"(?:\d+|一|二|三|四|五|数|い?ず?れ?も?)名.{0,40}(?:務め|立ち|立った|残った|住み着|終え|滞在し、)"),
    (
        0.8,
        r"(?:経路|体制|仕組み|方式|手順)を(?:整え|定め|作)|を作った。?$|(?:造り|設計)とした|(?:に|を)まとめ(?:た|、|上げ)|描いた|に添えられ",
    ),
    (
        0.7,
        r"(?:同窓会|メーリングリスト|年次ワークショップ|研究者の会|の会」|集まり|連携の場).{0,30}(?:続け|維持|開|自立|となった|始ま)",
    ),
    (0.6, r"(?:手法|方法|キット|装置|原器|菌株|化合物|モデル|アルゴリズム|試作機|検査法|診断法|動画|地図|表を)"),
)
_AGAINST = _rules(
    # not done, not known, not yet
    (
        -2.0,
        r"(?:できなかった|できて(?:い|お)(?:な|ら)|なかった|至らな|至って(?:い|は)な|至っていない|ではない|とは言え|実現しな|見送|未達|断念|不十分|不明|欠いて|欠く|失った|中断|中止|閉じた|遅れ|滞|失敗)",
    ),
    (
        -1.6,
        r"(?:ない|ません|いない|あいまい|曖昧|ままとな|ままで|ままであ|とどまる|とどまった|限られ|つながらな|見通せ|及ばな)。?$",
    ),
    (
        -1.6,
        r"(?:予定|計画(?:であ|を相談|です)|期待され|見込み|見込ま|望まれ|必要(?:があ|であ|だ)|べきで|たい。?$|今後|これから|今後の|課題(?:であ|とな|として残)|準備(?:中|に入)|審査中|検討(?:中|し)|目指し|めざし|狙い|ねらい|目標(?:と|を|の|値)|依頼が|求めて)",
    ),
    (-1.0, r"(?:目的と|目的に|ことを目|に端を発|背景|意義|と考え|と思|感じ|感謝|願|思わせ|危惧|悔や|反省)"),
    (-0.8, r"(?:する|しない|移す|図る|進める|努める|渡す|始める|広げる|つなげる)。?$"),
    # conditions of work, money, papers of the office
    (
        -1.2,
        r"(?:用いた。?$|(?<!設計)(?<!造り)とした。?$|に保った|測った|行った。?$|開いた|原則として|ごとに点検|担当|受け持|分担|役割|監査|会計|予算|経費|総額|執行|別紙|添付|付録|一覧|謝辞|略語|転載|帰属|開催し)",
    ),
    (-0.8, r"(?:渡航|感染症の影響|コロナ|往来|派遣は|ビデオ|映像越し|遠隔|画面で|接続して|保険|宿舎|通関|時差|電池)"),
    (
        -0.8,
        r"(?:要望|聞い|聞き取|声が|声を|訴え|意見交換|話し合|協議|アンケート|寄合|困って|頼まれ|配慮|倫理|慣習|信仰|言葉|祭り|友情|敬意|謝意|賛辞|挨拶|縁)",
    ),
    (-0.8, r"(?:前身|過去に|以前|先行した|先行する|そのまま(?:用|活用|使)|引き継い)"),
)
_GOOD_HEADINGS = re.compile(
    r"成果|結果|知見|得られた|得たもの|実用|実装|社会へ|社会実装|波及|活用|利用|届け|根付|残った|残るもの|能力向上|人材|人づくり|担い手|普及|標準|公開|データ|反響"
)
_POOR_HEADINGS = re.compile(
    r"背景|目的|概要|経緯|はじめに|なぜ|体制|運営|経費|収支|予算|反省|課題と|残された|未達|教訓|今後|展望|見通し|参考|付録|別紙|その他|結び|終わりに|謝辞|倫理|保護|管理|安全|日程|取り組んだか|投入|指標|達成状況|期間"
)

# Source: how periodic reports of European projects tell outcomes apart from tasks.
_ENGLISH = re.compile(
    r"\b(?:(?:was|were|been|has|have|we|and|successfully|consortium|project|team)\s+(?:(?:also|successfully|been)\s+)*"
    r"(?:developed|published|produced|demonstrated|established|created|released|validated|implemented|built|identified|"
    r"discovered|deployed|patented|trained|adopted|launched|achieved|obtained|shown|showed|proved|generated)|led to|"
    r"results? (?:in|show|demonstrate|indicate)|available (?:at|on|online|as|in|to)|open[- ]source|patent)\b",
    re.IGNORECASE,
)
_ENGLISH_AGAINST = re.compile(
    r"\b(?:will be|(?:is|are) expected|planned|aims? to|to be (?:developed|published)|not (?:yet|been)|could not)\b",
    re.IGNORECASE,
)


def result_score(text: str, section: str | None) -> float:
    """Add up what speaks for a sentence being a result and what against it.

    Parameters
    ----------
    text
        A sentence of a report, in Japanese.
    section
        The heading above it; None where there is none.

    Returns
    -------
    float
        From about -6 to 6; the judgement is at 0.9.
    """
    sentence = re.sub(r"[.]$", "。", unicodedata.normalize("NFKC", text).strip())
    heading = unicodedata.normalize("NFKC", section or "")
    score = sum(rule.weight for rule in (*_WORDING, *_AGAINST) if rule.pattern.search(sentence))
    if _GOOD_HEADINGS.search(heading):
        score += 0.4
    if _POOR_HEADINGS.search(heading):
        score -= 0.6
    return score


def is_result(text: str, section: str | None) -> bool:
    """Tell whether a sentence of a report tells a result.

    Parameters
    ----------
    text
        A sentence, in Japanese.
    section
        The heading above it; None where there is none.

    Returns
    -------
    bool
        False for headings and scraps too.
    """
    if sum(character.isalpha() for character in text) < _LEAST_LETTERS:
        return False
    return result_score(text, section) >= _THRESHOLD


def is_english_result(text: str) -> bool:
    """Tell whether an English sentence of a report tells a result; not measured, cautious.

    Parameters
    ----------
    text
        A sentence.

    Returns
    -------
    bool
        True where it says that something was made, found, published or taken up.
    """
    return _ENGLISH.search(text) is not None and _ENGLISH_AGAINST.search(text) is None
