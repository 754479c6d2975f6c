"""Old characters: a text in the characters of before 1949 goes in, the same in today's forms comes out.

Only the normalized text changes, which analysis reads; quotations keep the characters of the source. One or two old
characters are as a rule a name, which is left as it is.
"""

from __future__ import annotations

# Source: 「常用漢字表」 (内閣告示, 2010): the forms in brackets (康熙字典体), without those that names keep.
_OLD = (
    "國學會經濟關發體對應變戰爭歷勞條圖點鐵敎數實讀寫聲總續縣驗區驛單圓價假來氣處擧舊號燈當傳轉專獨讓釋譯"
    "壞懷壓圍醫營衞鹽橫殘兒濕收從縱緖敍奬將燒乘淨剩疊盡隨樞靜攝淺踐錢纖雙搜裝騷增臟屬帶滯臺擇擔團彈遲晝蟲"
    "鑄廳鎭遞黨盜稻屆惱腦廢拜賣麥拔竝舖豐沒每滿默藥與餘譽搖樣謠賴亂覽兩獵綠壘淚勵禮靈齡戀爐樓錄灣硏槪效敕"
    "卽旣鄕强徵祕郞鷄畫覺觀歸據狹曉勳徑輕繼藝劍險圈檢權獻顯恆黃碎劑雜參慘棧贊辭澁肅證觸囑寢醉"
)
_NEW = (
    "国学会経済関発体対応変戦争歴労条図点鉄教数実読写声総続県験区駅単円価仮来気処挙旧号灯当伝転専独譲釈訳"
    "壊懐圧囲医営衛塩横残児湿収従縦緒叙奨将焼乗浄剰畳尽随枢静摂浅践銭繊双捜装騒増臓属帯滞台択担団弾遅昼虫"
    "鋳庁鎮逓党盗稲届悩脳廃拝売麦抜並舗豊没毎満黙薬与余誉揺様謡頼乱覧両猟緑塁涙励礼霊齢恋炉楼録湾研概効勅"
    "即既郷強徴秘郎鶏画覚観帰拠狭暁勲径軽継芸剣険圏検権献顕恒黄砕剤雑参惨桟賛辞渋粛証触嘱寝酔"
)
_TABLE = str.maketrans(_OLD, _NEW)
_LEAST_KINDS = 5  # different old characters in a text; fewer may all be names


def is_old_style(text: str) -> bool:
    """Tell whether a text is written in old characters throughout, and not just a name in it.

    Parameters
    ----------
    text
        A text.

    Returns
    -------
    bool
        True from five different old characters on.
    """
    return len(set(text).intersection(_OLD)) >= _LEAST_KINDS


def modernize(text: str) -> str:
    """Return a text with old characters in today's forms, one for one.

    Parameters
    ----------
    text
        A text.

    Returns
    -------
    str
        A text of the same length.

    Examples
    --------
    >>> modernize("國際共同硏究")
    '国際共同研究'
    """
    return text.translate(_TABLE)
