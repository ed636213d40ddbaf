/*
 * county.c - units and persons of the demonstration county.
 *
 * Every unit has its posts filled from 2005 on; about one in eight holders came later, and principals
 * who did have a predecessor, so that the register has history.
 */
#include "demo/county.h"

#include <stdio.h>
#include <string.h>

static const char *const stems[10] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" };
static const char *const branches[12] = { "子", "丑", "寅", "卯", "辰", "巳",
					  "午", "未", "申", "酉", "戌", "亥" };
static const char *const surnames[] = { "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈",
					"褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许" };
static const char *const department_suffixes[5] = { "局", "委", "办", "局", "中心" };
static const char *const group_names[] = { "镇组",	   "街道组",	 "综合部门组",
					   "经济管理组", "执法监管组", "社会事业组",
					   "公共服务组" };

struct demo_post {
	const char *title;
	const char *level;
	bool principal;
	int holders; /* how many persons hold it in one unit */
};

static const struct demo_post body_posts[] = { { "市委书记", "county", true, 1 },
					       { "市长", "county", true, 1 },
					       { "纪委书记", "deputy_county", false, 1 },
					       { "市委常委", "deputy_county", false, 8 },
					       { "副市长", "deputy_county", false, 6 } };
static const struct demo_post town_posts[] = { { "党委书记", "section", true, 1 },
					       { "镇长", "section", true, 1 },
					       { "副书记", "deputy_section", false, 1 },
					       { "纪委书记", "deputy_section", false, 1 },
					       { "副镇长", "deputy_section", false, 4 },
					       { "科员", "other", false, 8 } };
static const struct demo_post department_posts[] = { { "局长", "section", true, 1 },
						     { "党组书记", "section", true, 1 },
						     { "副局长", "deputy_section", false, 3 },
						     { "纪检组长", "deputy_section", false, 1 },
						     { "科员", "other", false, 8 } };

void demo_units(struct demo_unit out[DEMO_UNITS])
{
	out[0] = (struct demo_unit){ .kind = DEMO_BODY, .code = "B00", .name = "示例市委市政府" };
	for (int i = 0; i < DEMO_TOWNS; i++) {
		struct demo_unit *unit = &out[1 + i];
		unit->kind = DEMO_TOWN;
		snprintf(unit->code, sizeof(unit->code), "T%02d", i + 1);
		snprintf(unit->name, sizeof(unit->name), "%s%s", i < 10 ? stems[i] : branches[i - 10],
			 i < 10 ? "镇" : "街道");
		snprintf(unit->group, sizeof(unit->group), "%s", group_names[i / DEMO_GROUP_SIZE]);
	}
	for (int i = 0; i < DEMO_DEPARTMENTS; i++) {
		struct demo_unit *unit = &out[1 + DEMO_TOWNS + i];
		unit->kind = DEMO_DEPARTMENT;
		snprintf(unit->code, sizeof(unit->code), "D%02d", i + 1);
		snprintf(unit->name, sizeof(unit->name), "%s%s%s", stems[i % 10], branches[i % 12],
			 department_suffixes[i / DEMO_GROUP_SIZE]);
		snprintf(unit->group, sizeof(unit->group), "%s",
			 group_names[2 + i / DEMO_GROUP_SIZE]);
	}
}

static const char *kind_name(enum demo_kind kind)
{
	static const char *const names[] = { "body", "town", "department" };

	return names[kind];
}

void demo_write_units(const struct demo_unit units[DEMO_UNITS], struct buf *out)
{
	buf_add_text(out, "code,name,parent_code,kind,group,year\r\n");
	buf_add_format(out, "%s,%s,,body,,\r\n", units[0].code, units[0].name);
	for (int year = DEMO_FIRST_YEAR; year <= DEMO_LAST_YEAR; year++)
		for (int i = 1; i < DEMO_UNITS; i++)
			buf_add_format(out, "%s,%s,%s,%s,%s,%d\r\n", units[i].code, units[i].name,
				       units[0].code, kind_name(units[i].kind), units[i].group,
				       year);
}

/* Who writes the register: numbers persons and draws the dates of changes. */
struct register_writer {
	struct buf *out;
	struct demo_random random;
	int persons;
};

static void write_day(struct buf *out, int32_t day)
{
	char text[CIVIL_TEXT_BYTES];

	buf_add_text(out, civil_format(day, text));
}

struct tenure {
	int person; /* number from 1 */
	const struct demo_unit *unit;
	const struct demo_post *post;
	int32_t from, to; /* to: CIVIL_NO_DAY while it lasts */
};

static void write_tenure(struct register_writer *writer, const struct tenure *tenure)
{
	int n = tenure->person - 1;

	buf_add_format(writer->out, "P%04d,%s%s%s,%s,%s,%s,%s,", tenure->person,
		       surnames[(n / 60) % (int)ARRAY_LENGTH(surnames)], stems[n % 10],
		       branches[n % 12], tenure->unit->code, tenure->post->title,
		       tenure->post->level, tenure->post->principal ? "yes" : "no");
	write_day(writer->out, tenure->from);
	buf_add_byte(writer->out, ',');
	write_day(writer->out, tenure->to);
	buf_add_text(writer->out, "\r\n");
}

/* The first of a month in [from_year, to_year], never of January: predecessors need a day in post. */
static int32_t random_month(struct register_writer *writer, int from_year, int to_year)
{
	struct civil_date date = { (int)demo_random_between(&writer->random, from_year, to_year),
				   (int)demo_random_between(&writer->random, 2, 12), 1 };
	int32_t day = 0;

	if (!civil_to_day(date, &day))
		return civil_year_start(from_year);
	return day;
}

/* When the present holder of a principal's post took it. Most before 2007; the planted unit in June 2008. */
static int32_t principal_change(struct register_writer *writer, const struct demo_unit *unit)
{
	struct civil_date planted = { 2008, 6, 16 };
	int32_t day = 0;

	if (strcmp(unit->code, DEMO_UNIT_LAST_CHANGED) == 0 && civil_to_day(planted, &day))
		return day;
	return random_month(writer, 2005, 2006);
}

/* A post with a change of holder: the predecessor leaves on the day before the successor begins. */
static void write_changed_post(struct register_writer *writer, const struct demo_unit *unit,
			       const struct demo_post *post, int32_t change)
{
	struct tenure before = { ++writer->persons, unit, post, civil_year_start(2005), change - 1 };
	struct tenure after = { ++writer->persons, unit, post, change, CIVIL_NO_DAY };

	write_tenure(writer, &before);
	write_tenure(writer, &after);
}

static void write_post(struct register_writer *writer, const struct demo_unit *unit,
		       const struct demo_post *post)
{
	for (int i = 0; i < post->holders; i++) {
		struct tenure tenure = { 0, unit, post, civil_year_start(2005), CIVIL_NO_DAY };
		bool planted = post->principal && strcmp(unit->code, DEMO_UNIT_LAST_CHANGED) == 0;
		bool changed = demo_random_between(&writer->random, 1, 100) <= 12;

		if (planted || (post->principal && changed)) {
			write_changed_post(writer, unit, post, principal_change(writer, unit));
			continue;
		}
		if (changed)
			tenure.from = random_month(writer, 2006, 2008);
		tenure.person = ++writer->persons;
		write_tenure(writer, &tenure);
	}
}

static void write_unit_posts(struct register_writer *writer, const struct demo_unit *unit)
{
	static const struct {
		const struct demo_post *items;
		size_t count;
	} tables[] = { { body_posts, ARRAY_LENGTH(body_posts) },
		       { town_posts, ARRAY_LENGTH(town_posts) },
		       { department_posts, ARRAY_LENGTH(department_posts) } };

	for (size_t i = 0; i < tables[unit->kind].count; i++)
		write_post(writer, unit, &tables[unit->kind].items[i]);
}

void demo_write_persons(const struct demo_unit units[DEMO_UNITS], uint64_t seed, struct buf *out)
{
	struct register_writer writer = { out, { seed }, 0 };

	buf_add_text(out, "person_code,name,unit_code,post,level,principal,from,to\r\n");
	for (int i = 0; i < DEMO_UNITS; i++)
		write_unit_posts(&writer, &units[i]);
}
