/*
 * plan.c - the plans of the demonstration, as import files (plan.h).
 *
 * Plainly generic items, no real body's plan. Due rules name the year as {y}.
 */
#include "demo/plan.h"

#include <string.h>

struct area {
	const char *code, *parent, *title;
	int weight;
};

static const struct area areas[] = {
	{ "1", "", "学习教育", 3 },
	{ "2", "", "过程监督", 4 },
	{ "3", "", "责任追究", 3 },
	{ "1.1", "1", "理论学习", 2 },
	{ "1.2", "1", "宣传与警示教育", 1 },
	{ "1.3", "1", "廉政文化", 1 },
	{ "2.1", "2", "责任分解与落实", 2 },
	{ "2.2", "2", "权力运行监督", 3 },
	{ "2.3", "2", "民主监督", 2 },
	{ "2.4", "2", "作风建设", 2 },
	{ "3.1", "3", "案件与线索", 2 },
	{ "3.2", "3", "问责与整改", 2 },
	{ "3.3", "3", "信访", 1 },
};

enum who { ALL, TOWNS, DEPARTMENTS };

struct item {
	const char *code, *title, *measure;
	int weight;
	const char *due;
	enum who who;
	const char *source;
};

static const struct item items[] = {
	{ "1.1.1", "领导班子专题学习廉政规定", "每季度一次，有议题、有记录", 2, "quarterly",
	  ALL, "rule" },
	{ "1.1.2", "主要负责人讲廉政党课", "全年不少于一次，听课范围为正科职以上干部", 2, "{y}-06-30",
	  ALL, "rule" },
	{ "1.1.3", "领导班子成员撰写学习体会", "每人一篇", 1, "{y}-09-30",
	  ALL, "rule" },
	{ "1.1.4", "新任副科职干部任前廉政学习与考试", "随任命办理，不漏一人", 1, "half-yearly",
	  ALL, "rule" },
	{ "1.1.5", "中心组学习计划报备", "年初报责任制办公室", 1, "{y}-01-31",
	  ALL, "rule" },
	{ "1.2.1", "春节前自律民主生活会", "会前征求意见，会后报告", 2, "{y}-01-25",
	  ALL, "last_year" },
	{ "1.2.2", "领导干部公开承诺", "在单位公示栏公开", 1, "{y}-02-05",
	  ALL, "rule" },
	{ "1.2.3", "组织观看警示教育片", "全体干部参加", 1, "{y}-05-31",
	  ALL, "meeting" },
	{ "1.2.4", "用本系统案例开展警示教育", "一案一剖析", 1, "{y}-10-31",
	  ALL, "last_year" },
	{ "1.2.5", "村（社区）干部廉政培训", "村、社区主要干部全覆盖", 1, "{y}-08-31",
	  TOWNS, "inspection" },
	{ "1.3.1", "廉政文化进机关", "有阵地、有内容", 1, "half-yearly",
	  DEPARTMENTS, "rule" },
	{ "1.3.2", "廉政文化进村入户", "每村至少一处", 1, "half-yearly",
	  TOWNS, "rule" },
	{ "1.3.3", "廉政文化示范点申报", "符合条件的申报", 1, "{y}-07-31",
	  ALL, "rule" },
	{ "2.1.1", "本单位责任分解表", "落实到人", 3, "{y}-02-28",
	  ALL, "rule" },
	{ "2.1.2", "签订责任书", "科职以上干部全部签订", 3, "{y}-02-28",
	  ALL, "rule" },
	{ "2.1.3", "半年责任制落实情况报告", "一页纸，写问题和措施", 2, "{y}-07-10",
	  ALL, "rule" },
	{ "2.1.4", "全年责任制落实情况报告", "一页纸，写问题和措施", 2, "{y}-12-20",
	  ALL, "rule" },
	{ "2.1.5", "重点工作联席会议议定事项办理", "按议定时限办结", 2, "quarterly 20",
	  ALL, "meeting" },
	{ "2.2.1", "重大事项集体研究", "有记录可查", 3, "quarterly",
	  ALL, "rule" },
	{ "2.2.2", "公务接待费公开", "每月公开", 1, "monthly 10",
	  ALL, "rule" },
	{ "2.2.3", "公务用车登记", "每月核对", 1, "quarterly",
	  ALL, "last_year" },
	{ "2.2.4", "政府采购按规定程序办理", "无规避招标", 2, "half-yearly",
	  ALL, "inspection" },
	{ "2.2.5", "工程建设项目廉政合同", "开工前签订", 2, "half-yearly",
	  DEPARTMENTS, "rule" },
	{ "2.2.6", "行政审批事项公开", "事项、时限、收费公开", 2, "{y}-04-30",
	  DEPARTMENTS, "hearing" },
	{ "2.2.7", "行政处罚裁量基准", "制定并公布", 2, "{y}-06-30",
	  DEPARTMENTS, "inspection" },
	{ "2.2.8", "村级财务公开", "每季度公开，村民代表签字", 2, "quarterly",
	  TOWNS, "hearing" },
	{ "2.2.9", "农村集体资产处置监督", "公开发包，合同备案", 2, "half-yearly",
	  TOWNS, "inspection" },
	{ "2.2.10", "征地补偿款发放公示", "发放前公示", 2, "half-yearly",
	  TOWNS, "hearing" },
	{ "2.2.11", "专项资金使用检查", "自查并整改", 2, "{y}-08-31",
	  DEPARTMENTS, "inspection" },
	{ "2.2.12", "下属单位收费清理", "不合规收费全部取消", 2, "{y}-05-31",
	  DEPARTMENTS, "hearing" },
	{ "2.3.1", "质询会意见办理", "逐条答复提出人", 2, "{y}-05-31; {y}-10-31",
	  ALL, "hearing" },
	{ "2.3.2", "领导班子述职述廉", "接受民主评议", 2, "{y}-12-10",
	  ALL, "rule" },
	{ "2.3.3", "政务公开栏更新", "每月更新", 1, "monthly",
	  TOWNS, "rule" },
	{ "2.3.4", "服务对象满意度回访", "每半年一次，有结果运用", 1, "half-yearly",
	  DEPARTMENTS, "hearing" },
	{ "2.3.5", "特邀监督员座谈", "听取意见并反馈", 1, "{y}-09-30",
	  DEPARTMENTS, "rule" },
	{ "2.4.1", "机关作风自查", "查纪律、查效率、查态度", 1, "quarterly",
	  ALL, "rule" },
	{ "2.4.2", "会议文件精简", "数量不高于上年", 1, "{y}-12-31",
	  ALL, "meeting" },
	{ "2.4.3", "首问负责与限时办结", "公布时限并执行", 1, "half-yearly",
	  DEPARTMENTS, "hearing" },
	{ "2.4.4", "便民服务中心窗口纪律", "在岗在位", 1, "quarterly",
	  TOWNS, "inspection" },
	{ "2.4.5", "惠农补贴发放核对", "与名册逐户核对", 2, "{y}-11-30",
	  TOWNS, "inspection" },
	{ "3.1.1", "线索及时报告", "发现之日起按规定报告", 2, "half-yearly",
	  ALL, "rule" },
	{ "3.1.2", "案件审理配合", "材料齐全", 1, "yearly",
	  ALL, "rule" },
	{ "3.1.3", "廉政账户宣传", "告知每名干部", 1, "{y}-01-31",
	  ALL, "rule" },
	{ "3.2.1", "上年检查问题整改", "逐条销号", 3, "{y}-03-31; {y}-06-30",
	  ALL, "last_year" },
	{ "3.2.2", "诫勉谈话落实", "应谈尽谈", 1, "half-yearly",
	  ALL, "rule" },
	{ "3.2.3", "整改报告按期报送", "一个月内报送", 2, "yearly",
	  ALL, "rule" },
	{ "3.2.4", "重点监控单位约谈整改", "解除监控前每季度报告", 1, "quarterly",
	  DEPARTMENTS, "inspection" },
	{ "3.3.1", "信访事项按期办结", "法定期限内办结", 2, "quarterly",
	  ALL, "rule" },
	{ "3.3.2", "领导接访", "每月至少一次", 1, "monthly 15",
	  ALL, "meeting" },
	{ "3.3.3", "重复信访化解", "逐件落实包案领导", 2, "half-yearly",
	  TOWNS, "last_year" },
	{ "3.3.4", "涉农信访专项治理", "农民负担问题全部办结", 1, "{y}-10-31",
	  TOWNS, "last_year" },
	{ "3.3.5", "教育收费信访专项治理", "逐件答复", 1, "{y}-09-30",
	  DEPARTMENTS, "last_year" },
};

/* What the second version of the last year adds, and the dates that it changes. */
static const struct item added[] = {
	{ "2.2.13", "岗位廉政风险点排查", "每个岗位有风险点和措施", 2, "2008-09-30; 2008-11-30", ALL,
	  "meeting" },
};
static const struct item changed[] = {
	{ "1.2.4", "用本系统案例开展警示教育", "一案一剖析，有反思材料", 1, "2008-11-30", ALL,
	  "last_year" },
};

static const char header[] =
	"year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,"
	"source_note,confidential\r\n";

static const char *units_of(enum who who)
{
	static const char *const units[] = {
		[ALL] = "组:镇组；组:街道组；组:综合部门组；组:经济管理组；组:执法监管组；组:社会事业组；"
			"组:公共服务组",
		[TOWNS] = "组:镇组；组:街道组",
		[DEPARTMENTS] = "组:综合部门组；组:经济管理组；组:执法监管组；组:社会事业组；组:公共服务组",
	};

	return units[who];
}

static void write_due(int year, const char *due, struct buf *out)
{
	for (const char *at; (at = strstr(due, "{y}")); due = at + 3) {
		buf_add(out, due, (size_t)(at - due));
		buf_add_int(out, year);
	}
	buf_add_text(out, due);
}

static void write_parent(const char *code, struct buf *out)
{
	const char *dot = strrchr(code, '.');

	if (dot)
		buf_add(out, code, (size_t)(dot - code));
}

/* Ten members of the leading body take the items in turn: P0006 to P0015 hold no principal's post. */
static void write_item(int year, const struct item *item, int number, struct buf *out)
{
	buf_add_format(out, "%d,%s,", year, item->code);
	write_parent(item->code, out);
	buf_add_format(out, ",item,%s,%s,%d,", item->title, item->measure, item->weight);
	write_due(year, item->due, out);
	buf_add_format(out, ",%s,%s,P%04d,%s,%s,no\r\n", units_of(item->who),
		       number % 9 == 4 ? "D01（指导）" : "", 6 + number % 10, item->source,
		       strcmp(item->source, "meeting") == 0 ? "示例会议纪要" : "");
}

void demo_write_plan(int year, struct buf *out)
{
	buf_add_text(out, header);
	for (size_t i = 0; i < ARRAY_LENGTH(areas); i++)
		buf_add_format(out, "%d,%s,%s,%s,%s,,%d,,,,,rule,,no\r\n", year, areas[i].code,
			       areas[i].parent, *areas[i].parent ? "task" : "area", areas[i].title,
			       areas[i].weight);
	for (size_t i = 0; i < ARRAY_LENGTH(items); i++)
		write_item(year, &items[i], (int)i, out);
}

void demo_write_plan_change(int year, struct buf *out)
{
	buf_add_text(out, header);
	write_item(year, &added[0], 0, out);
	write_item(year, &changed[0], 8, out);
}
