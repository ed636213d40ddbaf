/*
 * scheme_version.c - see scheme_version.h.
 */
#include "process/scheme_version.h"

#include "messages_appraisal.h"
#include "people/record_find.h"
#include "process/score.h"
#include "statements_scheme.h"

static const struct field fields[] = {
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FIXED |
		   FIELD_SEARCH_CODE,
	  .offset = offsetof(struct scheme_version, code),
	  .label = MESSAGE_SCHEME_CODE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct scheme_version, version),
	  .label = MESSAGE_SCHEME_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "subject",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct scheme_version, subject),
	  .label = MESSAGE_SCHEME_SUBJECT,
	  .choices = appraisal_subjects,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED |
		   FIELD_SEARCH_NAME,
	  .offset = offsetof(struct scheme_version, title),
	  .label = MESSAGE_SCHEME_TITLE,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "title_en",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED |
		   FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct scheme_version, title_en),
	  .label = MESSAGE_SCHEME_TITLE_EN,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "from_year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct scheme_version, from_year),
	  .label = MESSAGE_SCHEME_FROM_YEAR,
	  .minimum = CIVIL_FIRST_YEAR,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "to_year",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct scheme_version, to_year),
	  .label = MESSAGE_SCHEME_TO_YEAR,
	  .minimum = 0,
	  .maximum = CIVIL_LAST_YEAR,
	  .since = 1 },
	{ .name = "source",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct scheme_version, source),
	  .label = MESSAGE_SCHEME_SOURCE,
	  .minimum = 1,
	  .maximum = RULE_TREE_MAXIMUM_BYTES,
	  .since = 1 },
	{ .name = "adopted_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FIXED,
	  .offset = offsetof(struct scheme_version, adopted_day),
	  .label = MESSAGE_SCHEME_ADOPTED_DAY,
	  .since = 1 },
};

const struct record_type scheme_record = {
	.name = "scheme",
	.label = MESSAGE_SCHEME_LABEL,
	.size = sizeof(struct scheme_version),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SCHEME_INSERT,
	.update = STATEMENT_SCHEME_UPDATE,
	.remove = -1,
	.get = STATEMENT_SCHEME_GET,
	.all = STATEMENT_SCHEME_ALL,
};

/* Adopting ------------------------------------------------------------------------------------ */

static int check_version(struct act *act, const struct scheme *scheme, struct error *err)
{
	int64_t latest = 0;
	int code = db_get_int(act->db, STATEMENT_SCHEME_LATEST_VERSION,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_text("code", scheme->code)),
			      &latest, err);
	if (code || scheme->version > latest)
		return code;
	error_set(err, ERR_RULE, "", "");
	error_en(err,
		 "Version %d of the scheme %.*s cannot be adopted: the latest is version %lld and an "
		 "adopted version never changes. Raise the version.",
		 scheme->version, STR_ARG(scheme->code), (long long)latest);
	error_zh(err,
		 "不能采用方案 %.*s 第 %d 版：最新为第 %lld 版，已采用的版本不可修改。请提高版本号。",
		 STR_ARG(scheme->code), scheme->version, (long long)latest);
	return -ERR_RULE;
}

static int check_years(struct act *act, const struct scheme *scheme, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(
		act->db, STATEMENT_SCHEME_OTHER_IN_YEARS,
		DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			db_text("subject", str_from(scheme_subject_name(scheme->subject))),
			db_text("code", scheme->code), db_int("from_year", scheme->from_year),
			db_int("to_year", scheme->to_year)),
		&query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		struct str other = db_query_copy(query, 0, act->arena);
		int64_t version = db_query_int(query, 1);
		code = error_set(err, ERR_RULE, "", "");
		error_en(err, "The scheme %.*s, version %lld, rules some of these years already.",
			 STR_ARG(other), (long long)version);
		error_zh(err, "其中有的年度已由方案 %.*s 第 %lld 版规定。", STR_ARG(other),
			 (long long)version);
	}
	db_query_close(query);
	return code;
}

int scheme_adopt(struct act *act, struct str source, struct rule_problems *problems,
		 struct scheme_version *out, struct error *err)
{
	struct scheme *scheme = NULL;
	int code = scheme_parse(source, act->arena, problems, &scheme, err);
	if (!code)
		code = check_version(act, scheme, err);
	if (!code)
		code = check_years(act, scheme, err);
	if (code)
		return code;
	struct scheme_version version = {
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.code = scheme->code,
		.version = scheme->version,
		.subject = (int)scheme->subject,
		.title = scheme->title.zh,
		.title_en = scheme->title.en,
		.from_year = scheme->from_year,
		.to_year = scheme->to_year,
		.source = source,
		.adopted_day = act->day,
	};
	code = act_create(act, &scheme_record, &version, err);
	if (!code)
		*out = version;
	return code;
}

/* Using --------------------------------------------------------------------------------------- */

static int no_scheme(const struct scheme_request *request, struct error *err)
{
	bool unit = request->subject == SCHEME_UNIT;
	error_set(err, ERR_NOT_FOUND, "", "");
	error_en(err, "No scheme for %s is in force in %d.", unit ? "units" : "persons",
		 request->year);
	error_zh(err, "%d 年度没有适用于%s的考核方案。", request->year, unit ? "单位" : "个人");
	return -ERR_NOT_FOUND;
}

static int parse_stored(const struct scheme_version *version, struct arena *arena,
			struct scheme **out, struct error *err)
{
	struct error parse;
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	if (!problems)
		return error_broken(err, ERR_MEMORY, "scheme");
	int code = scheme_parse(version->source, arena, problems, out, &parse);
	if (code == -ERR_INVALID)
		return error_broken(err, ERR_CORRUPT, "scheme %.*s version %lld: %s",
				    STR_ARG(version->code), (long long)version->version, parse.en);
	if (code)
		return error_broken(err, ERR_MEMORY, "scheme");
	(*out)->record_id = version->head.id;
	return 0;
}

int scheme_load(struct db *db, const struct scheme_request *request, struct arena *arena,
		struct scheme **out, struct error *err)
{
	struct scheme_version version;
	const char *subject = scheme_subject_name(request->subject);
	struct record_query query = {
		&scheme_record, STATEMENT_SCHEME_IN_FORCE,
		DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
			db_text("subject", str_from(subject)), db_int("year", request->year))
	};
	int code = record_find(db, &query, arena, &version, err);
	if (code == -ERR_NOT_FOUND)
		return no_scheme(request, err);
	return code ? code : parse_stored(&version, arena, out, err);
}

int scheme_load_version(struct db *db, int64_t jurisdiction_id, int64_t scheme_id,
			struct arena *arena, struct scheme **out, struct error *err)
{
	struct scheme_version version;
	int code = record_get(db, &scheme_record, (struct record_key){ jurisdiction_id, scheme_id },
			      arena, &version, err);
	return code ? code : parse_stored(&version, arena, out, err);
}
