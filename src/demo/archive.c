/* archive.c - see archive.h. Who got what follows from the person's number, so that it stays the same. */
#include "demo/archive.h"

#include "base/str.h"

#define HEAD "人员编号,档案类别,日期,标题,文号,出具单位,内容,有效期至\n"

struct told {
	int every, behind; /* persons whose number leaves `behind` when divided by `every` */
	const char *kind, *day, *title, *number, *unit, *content, *until;
};

static const struct told entries[] = {
	{ 1, 0, "教育培训", "2005-06-", "党纪条规培训班", "示例〔2005〕21号", "示例市委党校", "学时 24，考核合格", "" },
	{ 2, 1, "廉政承诺", "2006-01-", "廉洁过节承诺", "", "", "不收受礼金礼券，不用公款拜年", "" },
	{ 3, 2, "廉政谈话", "2006-05-", "任前廉政谈话", "示例〔2006〕34号", "示例市纪委", "", "" },
	{ 4, 1, "表彰奖励", "2006-12-", "年度先进工作者", "示例〔2006〕90号", "示例市委", "", "" },
	{ 5, 3, "表彰奖励", "2005-12-", "勤廉兼优干部", "示例〔2005〕77号", "示例市委", "双十佳评选（示例）", "" },
	{ 13, 5, "处分与问责决定", "2006-09-", "诫勉", "示例〔2006〕61号", "示例市纪委",
	  "公务接待报销审核不严（示例）", "2007-03-31" },
	{ 17, 3, "其他", "2006-11-", "个人有关事项报告", "", "", "已按规定报告", "" },
};

static void write_entry(const struct told *told, int person, struct buf *out)
{
	buf_add_format(out, "P%04d,%s,", person, told->kind);
	buf_add_text(out, told->day);
	buf_add_format(out, "%02d,%s,%s,%s,%s,%s\n", 1 + person % 28, told->title, told->number,
		   told->unit, told->content, told->until);
}

void demo_write_archive(struct buf *out)
{
	buf_add_text(out, HEAD);
	for (int person = DEMO_ARCHIVE_FIRST; person <= DEMO_ARCHIVE_LAST; person++)
		for (size_t i = 0; i < ARRAY_LENGTH(entries); i++)
			if (person % entries[i].every == entries[i].behind)
				write_entry(&entries[i], person, out);
}

void demo_write_archive_case(struct buf *out)
{
	buf_add_text(out, HEAD DEMO_PERSON_CLOSED
			  ",立案审查,2009-03-09,立案审查（示例）,示例〔2009〕5号,示例市纪委,,\n");
}
