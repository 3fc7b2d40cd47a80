//! How pain points are computed, in words.

/// The method, in Chinese or English.
pub(super) fn words(chinese: bool) -> String {
    if chinese { ZH } else { EN }.to_owned()
}

const ZH: &str = "\
差评归因：一条评价对某个属性的判断为负面，或含有规范形式为负面的观点，即算一次抱怨；近似重复的评价在比较与排序中只算一条。\
检验：切片与对照中出现次数的超几何检验（Fisher 精确检验，双侧 mid-p），对两边合计至少 5 条的所有项（含未显示的与只在对照中出现的）作 Holm 校正，\
未检验的 p 值记为 1。\
倍数：(n+½)/(E+½)，E 是按对照占比预期的条数，即 gamma-Poisson 收缩，只有一条评价时不会超过 3 倍；区间是 95% 可信区间（两个占比的后验区间按 MOVER 合并）。\
得分 = 数量 × 负面程度 × 突出程度 × 走势：数量是收缩后的占比（%）；负面程度是 (1−情感分)/2 的均值，并加 5 条全体均值；突出程度是收缩后的倍数，没有对照时为 1；\
走势在切片内确有上升时为 1+min(1, log₂(变化)/3)，否则为 1。\
起点 since：使似然比最大的时间段，p 值由置换检验或其精确上界得出，在排名前 50 项中作 Holm 校正，低于 0.05 才给出；变化是此后与此前占比之比，同样收缩。\
影响：每条有评分的评价把 (评分−对照均分)/N 平分给它抱怨的各项；点、其他与无抱怨相加，恰为切片均分减对照均分。";

const EN: &str = "\
Complaints: a review complains of an aspect that it judges negative, or of an opinion whose normal form is negative; near-duplicates count \
once in comparison and ranking. \
Test: hypergeometric (Fisher's exact test, two-sided, mid-p) on the counts of slice and baseline, with Holm's correction over every key that \
both together have at least 5 reviews of, those not shown and those of the baseline alone included; 1 where a key is not tested. \
Lift: (n + ½) / (E + ½) with E reviews expected by the baseline's share, gamma-Poisson shrinkage, so that one review alone never shows more \
than 3; the interval holds 95 % (posterior intervals of both shares combined by MOVER). \
Score = volume × negativity × over-representation × movement: volume is the shrunk share in percent; negativity the mean of \
(1 − sentiment) / 2 with 5 reviews of the overall mean added; over-representation the shrunk lift, 1 without a baseline; movement \
1 + min(1, log₂(change) / 3) where a rise inside the slice is certain, else 1. \
Since: the bucket with the greatest likelihood ratio, its p-value by permutation or its exact bound, corrected by Holm over the 50 keys that \
stand out most, given below 0.05; change is the share since then over that before, shrunk alike. \
Impact: each rated review gives (rating − the baseline's mean) / N in equal parts to the keys it complains of; points, other and none add up \
to the slice's mean minus the baseline's.";
