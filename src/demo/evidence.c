/* evidence.c - see evidence.h. */
#include "demo/evidence.h"

#include <string.h>

#define EVERY 6 /* unit has a file in 2008; in 2007 every second of these */
#define SENTENCES 9 /* of a text */

static const char *const sentences[] = {
	"年初召开专题会议，把责任制各项任务逐条分到科室，明确完成标准和时限。",
	"班子成员对分管范围内的重点岗位逐一谈话，谈话要点记入工作记录本。",
	"对上年检查指出的三个问题列出整改清单，按期完成后请服务对象回访评价。",
	"办事大厅公开办理流程、所需材料和收费依据，群众随时可以查询进度。",
	"每季度抽查公务接待和车辆使用台账，发现手续不全的当场退回补正。",
	"组织全体人员旁听一次庭审，回来后分组讨论身边可能出现的风险环节。",
	"工程建设项目全部进入公开交易场所，变更签证须两人以上到现场核实。",
	"选拔任用坚持集体研究，票决结果当场公布，个别意见如实写入会议纪要。",
	"设立意见箱和来访接待日，收到的来信来访五个工作日内给予答复。",
	"修订财务审批办法，单笔大额支出须经班子会议通过后方可列支。",
	"新任科级干部任职前参加廉政知识测试，成绩不合格的推迟到岗。",
	"与辖区企业建立联络卡制度，请企业对工作人员作风逐季打分并反馈。",
	"结合行业特点编写岗位风险提示，张贴在窗口和执法车内醒目位置。",
	"春节前组织家属座谈，请家属当好廉政监督员，共同签下家庭约定。",
	"对惠农补贴发放实行张榜公示，公示期内接到的疑问逐户上门核对。",
	"将执法文书随机交叉评查，评查结果与个人季度考评一并讲评。",
	"物资采购实行询价记录留存，三家以上比价后由使用部门验收签字。",
	"开展一次岗位轮换，在同一关键岗位满五年的人员全部调整到位。",
	"党务政务信息按月更新，逾期未更新的栏目由联络员书面说明原因。",
	"邀请离退休老同志参加民主生活会，对班子提出的意见逐条作出回应。",
	"建立礼品登记簿，无法拒收的一律上交，登记情况每半年公布一次。",
	"对外出考察学习实行事前报批，行程、人数和经费在内网公开。",
	"完善值班备勤制度，节假日由班子成员带班，带班记录存档备查。",
	"围绕群众反映集中的收费问题开展自查，清退不合规收费并公布结果。",
};

/* Whose text it is: of the planted pairs the first unit's. */
static const char *author_of(const char *code)
{
	if (strcmp(code, DEMO_SAME_B) == 0)
		return DEMO_SAME_A;
	return strcmp(code, DEMO_COPIER) == 0 ? DEMO_COPIED : code;
}

static bool is_planted(const char *code)
{
	static const char *const planted[] = { DEMO_SAME_A, DEMO_SAME_B, DEMO_COPIED, DEMO_COPIER,
					       DEMO_REPEATED };

	for (size_t i = 0; i < ARRAY_LENGTH(planted); i++)
		if (strcmp(code, planted[i]) == 0)
			return true;
	return false;
}

bool demo_has_file(const struct demo_unit units[DEMO_UNITS], int unit, int year)
{
	if (units[unit].kind == DEMO_BODY)
		return false;
	if (year == DEMO_LAST_YEAR)
		return is_planted(units[unit].code) || unit % EVERY == 0;
	return strcmp(units[unit].code, DEMO_REPEATED) == 0 || unit % (2 * EVERY) == 0;
}

static int place_of(const struct demo_unit units[DEMO_UNITS], const char *code)
{
	for (int i = 0; i < DEMO_UNITS; i++)
		if (strcmp(units[i].code, code) == 0)
			return i;
	return 0;
}

void demo_write_file(const struct demo_unit units[DEMO_UNITS], int unit, int year, struct buf *out)
{
	const char *code = units[unit].code;
	int author = place_of(units, author_of(code));
	/* The same file bears the first unit's name; a copy has one's own. */
	const char *name = units[strcmp(code, DEMO_SAME_B) == 0 ? author : unit].name;
	int seed_year = strcmp(code, DEMO_REPEATED) == 0 ? DEMO_LAST_YEAR : year;
	struct demo_random random = { (uint64_t)(author * 10000 + seed_year) };
	bool told[ARRAY_LENGTH(sentences)] = { false };

	buf_add_format(out, "%s%d年度落实党风廉政建设责任制情况小结\n\n", name, year);
	for (int i = 0; i < SENTENCES;) {
		size_t at = (size_t)demo_random_between(&random, 0, ARRAY_LENGTH(sentences) - 1);
		if (told[at])
			continue;
		told[at] = true;
		buf_add_format(out, "%d．%s\n", ++i, sentences[at]);
	}
	buf_add_format(out, "\n全年共谈话%d人次，整改问题%d个，答复来信来访%d件。\n%s\n",
		       (int)demo_random_between(&random, 20, 180),
		       (int)demo_random_between(&random, 2, 19),
		       (int)demo_random_between(&random, 5, 90), name);
}
