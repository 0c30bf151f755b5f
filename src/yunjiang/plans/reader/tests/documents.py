"""A scheme with everything that the reader looks for, in the wording of real ones; nothing in it is real."""

from decimal import Decimal
from functools import partial

from yunjiang.plans.reader.reading import read

# What rules alone read: one sentence is no document to be weighed.
read_by_rules = partial(read, least=Decimal(0))

SCHEME = """西岭省就业促进三年行动方案（2023—2025年）
西就办发〔2023〕7号
为促进高质量充分就业，制定本方案。
一、总体要求
（一）指导思想。坚持就业优先，兜牢民生底线。
（二）基本原则
1.坚持市场主导。发挥市场作用。
2.坚持精准施策。分类帮扶。
（三）主要目标。到2025年，城镇新增就业累计达到300万人以上，城镇调查失业率控制在5.5%以内。
二、重点任务
（一）扩大就业容量
1.支持小微企业吸纳就业。每年新增小微企业5万家。（省工业厅、省人力资源厅按职责分工负责）
2.培育新职业。到2024年底，建成就业大数据平台。
（二）提升就业能力
3.开展职业技能培训。一是大规模培训，三年培训150万人次；二是建设实训基地20个，高技能人才占比由2022年的28%提高到32%。
牵头单位：省人力资源厅；配合单位：省教育厅、省财政厅
三、保障措施
（一）加强组织领导。成立领导小组，定期召开调度会议。
（二）强化督促检查。各市（州）要于每年12月15日前将进展情况报省就业工作领导小组办公室，2024年底开展中期评估。
"""
