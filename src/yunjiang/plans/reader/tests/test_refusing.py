"""Quantities that are no promises, each with its reason; and those that look like it and are promises."""

import pytest

from yunjiang.plans.reader.reading import Reading

from .documents import read_by_rules


def reading(sentence: str, heading: str = "扩大就业容量") -> Reading:
    return read_by_rules(
        f"就业促进方案（2023—2025年）\n一、{heading}\n{sentence}\n二、提升就业能力\n加强培训。"
    )


@pytest.mark.parametrize(
    ("sentence", "number", "reason"),
    [
        ("截至2022年底，全省已建成实训基地40个。", "40", "reached"),
        ("目前，全省共有技工院校86所。", "86", "reached"),
        ("2022年，城镇新增就业52万人，同比增长3.1%。", "520000", "reached"),
        ("高技能人才占比由28%提高到32%。", "28", "starting-point"),
        ("本方案明确34项指标。", "34", "own-part"),
        ("实施五大行动，提出12条措施。", "12", "own-part"),
        ("全省16个州市要开展培训。", "16", "scope"),
        ("对50人以上的企业开展走访。", "50", "scope"),
        ("每季度召开2次调度会议。", "2", "meeting"),
        ("对稳岗企业给予每人1500元补贴。", "1500", "standard"),
        ("噪声不超过85分贝。", "85", "technical"),
        ("打造15分钟就业服务圈。", "15", "term"),
        ("为年满16周岁的劳动者提供服务。", "16", "age"),
        ("落实《就业补助30条》规定。", "30", "title"),
        ("开展“百日千万”专项行动，建设一支队伍。", "1", "single"),
        ("每月5日报送进展。", "5", "date"),
        ("推广品牌（6%）、培育企业（4%）。", "6", "weight"),
        ("建立台账，得3分。", "3", "weight"),
        ("实施7件民生实事，包括道路改造。", "7", "own-part"),
        ("该方案包括总则和13个分方案。", "13", "own-part"),
        ("理清了70个流程。", "70", "reached"),
        ("合格率最低仅45.5%。", "45.5", "reached"),
        ("公布试点学校名单（共70所）。", "70", "scope"),
        ("8个水质监测断面中优良比例达到25%。", "8", "scope"),
        ("30县农民收入与全省平均之比达到0.72。", "30", "scope"),
        ("创新区覆盖全域，总规划面积约42.5平方公里。", "42.5", "scope"),
        ("示范区聚集科研机构，面积约7平方公里。", "7", "scope"),
        ("聚焦2万亩高标准设施，推进机械化水平达到60%。", "20000", "scope"),
        ("推动南湖、东岭、西川3个综合园区高质量发展。", "3", "scope"),
        ("重点做好以下9个方面工作。", "9", "own-part"),
        ("据人口部门预测，明年在园幼儿将达到3万人。", "30000", "foreseen"),
        ("未来三年约需新增教师800人。", "800", "foreseen"),
        ("随着老龄化加快，老年人口将超过60万。", "600000", "foreseen"),
        ("据测算，到2025年机动车将达到12万辆。", "120000", "foreseen"),
        ("项目投产后年产值可达2亿元。", "200000000", "foreseen"),
        ("面临困难：技术人才缺口约300人。", "300", "reached"),
        ("小微企业，是指从业人员不超过60人的企业。", "60", "standard"),
        ("该园区规划面积12平方公里。", "12", "scope"),
        ("公交站60米内换乘比例提升至90%。", "60", "scope"),
        ("加快建设规划批复的6个基地。", "6", "scope"),
        ("对销售额30万元以上且订单达900单以上的主体进行补助。", "900", "standard"),
        ("实现最多跑一次。", "1", "single"),
        ("建筑密度不低于40%。", "40", "technical"),
        ("区医院新院区（总投资6亿元、设计床位700张）投用。", "700", "technical"),
        ("贷款利率不高于LPR+50个基点。", "50", "technical"),
        ("该县常住人口43万人。", "430000", "reached"),
        ("任务分解到12个责任单位。", "12", "scope"),
        ("对10个县进行督查。", "10", "meeting"),
        ("覆盖率为62.3%，位居全省第三。", "62.3", "reached"),
        ("与邻县相比，投入强度低0.8个百分点。", "0.8", "reached"),
        ("能耗是全省平均水平的1.5倍。", "1.5", "reached"),
        ("道路建设由省级补助60%，市县自筹40%。", "40", "standard"),
        ("培训时间不少于5天。", "5", "term"),
        ("评审组由7人组成。", "7", "scope"),
        ("目标完成率低于80%的扣减绩效。", "80", "standard"),
        ("游客达到总量的80%时启动限流。", "80", "standard"),
        ("大厅面积不小于200平方米。", "200", "standard"),
        ("预警时间由30分钟延长到45分钟。", "30", "starting-point"),
        ("对新设机构给予累计不超过60万元的经费支持。", "600000", "standard"),
        ("用地出让年限最高不超过40年。", "40", "term"),
        ("全国的37个县组织开展了改革试点。", "37", "reached"),
        ("培育年产值超60亿元、竞争力强的企业2家。", "6000000000", "scope"),
        ("支持5个国家级产业集群提升能级。", "5", "scope"),
        ("推进新一代4.2米直径火箭研制。", "4.2", "scope"),
        ("开工华江300兆瓦储能电站等项目。", "300", "scope"),
    ],
)
def test_a_quantity_that_is_no_promise_is_passed_over_with_its_reason(
    sentence: str, number: str, reason: str
) -> None:
    found = reading(sentence)
    assert reason in {each.reason for each in found.passed if f"{each.quantity.value:f}" == number}
    assert number not in {f"{each.value:f}" for each in found.targets}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("建设实训基地40个。", "40"),
        ("新建90万千瓦光伏电站等项目。", "900000"),
        ("推动500家规模以上企业转型。", "500"),
        ("围绕主导产业新建12个产业园。", "12"),
        ("年内还需完成改造30户。", "30"),
        ("完成投资50亿元用于水利等工程。", "5000000000"),
        ("做强3个百亿级产业集群。", "3"),
        ("支持10个城市开展改革试点。", "10"),
        ("技工院校稳定在86所以上。", "86"),
        ("每年举办招聘会400场。", "400"),
        ("高技能人才占比提高到32%。", "32"),
        ("50人以上企业建会率达到90%。", "90"),
        ("企业开办时间压缩至1个工作日。", "1"),
        ("年度资金投入不低于2亿元。", "200000000"),
        ("在2022年40个的基础上，实训基地增加到60个。", "60"),
        ("力争培育链主企业10家以上。", "10"),
        ("收入倍差缩小到1.7以内。", "1.7"),
        ("群众满意度达到88分。", "88"),
        ("库存要从去年的60亿元降低到40亿元。", "4000000000"),
        ("预计2024年提供300个岗位。", "300"),
        ("粮食产量正常年景达到60万吨。", "600000"),
    ],
)
def test_what_is_wanted_is_a_promise(sentence: str, value: str) -> None:
    assert [f"{each.value:f}" for each in reading(sentence).targets] == [value]


def test_all_numbers_of_a_part_on_what_was_reached_are_passed_over() -> None:
    found = reading("城镇新增就业52万人。登记失业率3.4%。", heading="工作成效")
    assert found.targets == []
    assert {each.reason for each in found.passed} == {"reached"}


def test_a_note_under_a_table_promises_nothing() -> None:
    found = reading("注：2022年末全省常住人口4500万人。")
    assert found.targets == []


@pytest.mark.parametrize(
    ("sentence", "comparator", "direction"),
    [
        ("培训不少于300人。", ">=", 1),
        ("培训300人以上。", ">=", 1),
        ("失业率控制在5.5%以内。", "<=", -1),
        ("失业率不高于5.5%。", "<=", -1),
        ("单位产值能耗下降13.5%。", ">=", -1),
        ("审批时限压缩到15个工作日。", "<=", -1),
        ("建设1—2个实训基地。", "range", 1),
        ("服务业增加值增长6%左右。", "=", 1),
        ("新建管网约40公里。", "=", 1),
        ("失业率5.2%左右。", "=", -1),
        ("失业率控制在5.2%左右。", "<=", -1),
        ("资金按不低于支出的2%安排。", ">=", 1),
    ],
)
def test_a_promise_says_how_it_is_compared_and_whether_less_is_better(
    sentence: str, comparator: str, direction: int
) -> None:
    (found,) = reading(sentence).targets
    assert (found.comparator, found.direction) == (comparator, direction)


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("每年培训300人。", "annual"),
        ("新建实训基地30个。", "cumulative"),
        ("技能人才总量达到300万人。", "stock"),
        ("参保率达到95%。", "ratio"),
        ("高技能人才占比达到32%。", "share"),
        ("劳动生产率提高2个百分点。", "increment"),
        ("工业增加值增长6%。", "growth"),
        ("工业增加值占比达到30%。", "share"),
        ("工业增加值突破90亿元。", "stock"),
        ("国控断面水质优良的比例达到85%。", "ratio"),
        ("住院费用报销比例达到75%。", "ratio"),
        ("发电量达到900亿千瓦时。", "stock"),
        ("新技术年推广面积达到30万亩。", "annual"),
    ],
)
def test_a_promise_says_how_its_values_accrue(sentence: str, basis: str) -> None:
    (found,) = reading(sentence).targets
    assert found.basis == basis


def test_a_baseline_is_kept_with_its_promise() -> None:
    (found,) = reading("高技能人才占比由2022年的28%提高到32%。").targets
    assert (found.value, found.baseline, found.baseline_year) == (32, 28, 2022)


def test_what_is_said_about_a_number_is_kept() -> None:
    (about,) = reading("建设实训基地30个左右。").targets
    assert about.is_about
    (bound,) = reading("参保率达到95%（约束性）。").targets
    assert bound.nature == "binding"


def test_the_same_promise_in_two_places_is_one_with_both_places() -> None:
    found = read_by_rules(
        "就业方案（2023—2025年）\n一、主要目标\n到2025年，建设实训基地20个。\n"
        "二、重点任务\n（一）提升能力\n建设实训基地20个，到2025年全部建成。"
    )
    (one,) = found.targets
    assert len(one.also) == 1
    assert one.part.title == "提升能力"


def test_who_says_it_more_plainly_is_surer() -> None:
    (plain,) = reading("到2025年，参保率达到95%以上。").targets
    (loose,) = reading("参保率95%。").targets
    assert plain.confidence > loose.confidence
    assert 0 < loose.confidence < 1
