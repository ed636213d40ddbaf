/*
 * calendar_year.c - see calendar_year.h.
 */
#include "process/calendar_year.h"

#include <stdio.h>

#include "embedded.h"
#include "messages_calendar.h"
#include "people/record_find.h"
#include "statements_calendar_year.h"

#define FIXED_TEXT (FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED)

static const struct field fields[] = {
	{ .name = "year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct calendar_year, year),
	  .label = MESSAGE_CALENDAR_YEAR,
	  .minimum = CIVIL_FIRST_YEAR + 1,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct calendar_year, version),
	  .label = MESSAGE_CALENDAR_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIXED_TEXT,
	  .offset = offsetof(struct calendar_year, title),
	  .label = MESSAGE_CALENDAR_TITLE,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "title_en",
	  .type = FIELD_TEXT,
	  .flags = FIXED_TEXT,
	  .offset = offsetof(struct calendar_year, title_en),
	  .label = MESSAGE_CALENDAR_TITLE_EN,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "verified",
	  .type = FIELD_BOOLEAN,
	  .flags = FIXED_TEXT,
	  .offset = offsetof(struct calendar_year, verified),
	  .label = MESSAGE_CALENDAR_VERIFIED,
	  .since = 1 },
	{ .name = "days_off",
	  .type = FIELD_INTEGER,
	  .flags = FIXED_TEXT,
	  .offset = offsetof(struct calendar_year, days_off),
	  .label = MESSAGE_CALENDAR_DAYS_OFF,
	  .minimum = 0,
	  .maximum = 366,
	  .since = 1 },
	{ .name = "days_made_up",
	  .type = FIELD_INTEGER,
	  .flags = FIXED_TEXT,
	  .offset = offsetof(struct calendar_year, days_made_up),
	  .label = MESSAGE_CALENDAR_DAYS_MADE_UP,
	  .minimum = 0,
	  .maximum = 366,
	  .since = 1 },
	{ .name = "source",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct calendar_year, source),
	  .label = MESSAGE_CALENDAR_SOURCE,
	  .minimum = 1,
	  .maximum = CALENDAR_FILE_BYTES,
	  .since = 1 },
	{ .name = "adopted_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct calendar_year, adopted_day),
	  .label = MESSAGE_CALENDAR_ADOPTED_DAY,
	  .since = 1 },
};

const struct record_type calendar_year_record = {
	.name = "calendar_year",
	.label = MESSAGE_CALENDAR_LABEL,
	.size = sizeof(struct calendar_year),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_CALENDAR_YEAR_INSERT,
	.update = STATEMENT_CALENDAR_YEAR_UPDATE,
	.remove = -1,
	.get = STATEMENT_CALENDAR_YEAR_GET,
	.all = STATEMENT_CALENDAR_YEAR_ALL,
};

/* Adopting ------------------------------------------------------------------------------------ */

static int latest_version(struct db *db, int year, int64_t *out, struct error *err)
{
	return db_get_int(db, STATEMENT_CALENDAR_YEAR_LATEST_VERSION, DB_ARGS(db_int("year", year)),
			  out, err);
}

static int check_version(struct act *act, const struct calendar *calendar, struct error *err)
{
	int64_t latest = 0;
	int rc = latest_version(act->db, calendar->days.year, &latest, err);

	if (rc < 0 || calendar->version > latest)
		return rc;
	error_set(err, ERR_RULE, "", "");
	error_en(err,
		 "Version %d of the calendar of %d cannot be adopted: the latest is version %lld and an "
		 "adopted version never changes. Raise the version.",
		 calendar->version, calendar->days.year, (long long)latest);
	error_zh(err,
		 "不能采用第 %d 版（%d 年日历）：最新为第 %lld 版，已采用的版本不可修改。请提高版本号。",
		 calendar->version, calendar->days.year, (long long)latest);
	return -ERR_RULE;
}

int calendar_adopt(struct act *act, struct str source, struct rule_problems *problems,
		   struct calendar_year *out, struct error *err)
{
	struct calendar *calendar = NULL;
	int rc = calendar_parse(source, act->arena, problems, &calendar, err);

	if (rc == 0)
		rc = check_version(act, calendar, err);
	if (rc < 0)
		return rc;
	struct calendar_figures figures = calendar_figures(calendar);
	struct calendar_year year = {
		.year = calendar->days.year,
		.version = calendar->version,
		.title = calendar->notices[0].zh,
		.title_en = calendar->notices[0].en,
		.verified = calendar->verified,
		.days_off = figures.off,
		.days_made_up = figures.made_up,
		.source = source,
		.adopted_day = act->day,
	};
	rc = act_create(act, &calendar_year_record, &year, err);
	if (rc == 0)
		*out = year;
	return rc;
}

static int adopt_absent(struct act *act, struct str source, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	struct calendar *calendar = NULL;
	struct calendar_year year;
	int64_t latest = 0;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "calendar");
	int rc = calendar_parse(source, act->arena, problems, &calendar, err);
	if (rc == 0)
		rc = latest_version(act->db, calendar->days.year, &latest, err);
	if (rc < 0 || latest)
		return rc;
	return calendar_adopt(act, source, problems, &year, err);
}

int calendar_adopt_shipped(struct act *act, struct error *err)
{
	for (int i = 0; i < embedded_rules_count; i++) {
		int rc = 0;

		if (str_starts_with(str_from(embedded_rules[i].name), STR("calendar/")))
			rc = adopt_absent(act, embedded_rules[i].text, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Using --------------------------------------------------------------------------------------- */

static int parse_stored(const struct calendar_year *year, struct arena *arena,
			struct calendar **out, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	struct error parse;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "calendar");
	int rc = calendar_parse(year->source, arena, problems, out, &parse);
	if (rc == -ERR_INVALID)
		return error_broken(err, ERR_CORRUPT, "calendar %lld version %lld: %s",
				    (long long)year->year, (long long)year->version, parse.en);
	return rc < 0 ? error_broken(err, ERR_MEMORY, "calendar") : 0;
}

int calendar_get(struct db *db, int year, struct arena *arena, struct calendar_year *out,
		 struct calendar **out_calendar, struct error *err)
{
	struct record_query query = { &calendar_year_record, STATEMENT_CALENDAR_YEAR_IN_FORCE,
				      DB_ARGS(db_int("from_year", year), db_int("to_year", year)) };
	int rc = record_find(db, &query, arena, out, err);

	if (rc == -ERR_NOT_FOUND) {
		error_en(err, "The calendar of %d is not loaded.", year);
		error_zh(err, "%d 年的工作日历尚未载入。", year);
	}
	return rc < 0 ? rc : parse_stored(out, arena, out_calendar, err);
}

static int load_next(struct db_query *query, struct arena *arena, struct workday_year *out,
		     struct error *err)
{
	struct calendar *calendar = NULL;
	struct calendar_year year;
	int rc = record_read(query, &calendar_year_record, arena, &year, err);

	if (rc == 0)
		rc = parse_stored(&year, arena, &calendar, err);
	if (rc == 0)
		*out = calendar->days;
	return rc;
}

int calendar_load(struct db *db, int from_year, int to_year, struct arena *arena,
		  struct workday_calendar *out, struct error *err)
{
	size_t most = to_year < from_year ? 0 : (size_t)(to_year - from_year) + 1, count = 0;
	struct workday_year *years = ARENA_ARRAY(arena, struct workday_year, most + 1);
	struct db_query *query;

	if (!years)
		return error_broken(err, ERR_MEMORY, "calendars");
	int rc = db_query_open(db, STATEMENT_CALENDAR_YEAR_IN_FORCE,
			       DB_ARGS(db_int("from_year", from_year), db_int("to_year", to_year)),
			       &query, err);
	if (rc < 0)
		return rc;
	while (count < most && (rc = db_query_step(query, err)) == 1) {
		rc = load_next(query, arena, &years[count++], err);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out = (struct workday_calendar){ years, count };
	return 0;
}
