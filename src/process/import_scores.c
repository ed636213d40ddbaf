/*
 * import_scores.c - profile scores: the points of one scorer for one indicator of one unit.
 *
 * The file's rows make the map; the stored marks of its years stream past it, so that memory
 * follows the file and not the database. Marks of one cell (year, unit, indicator) hang together
 * in a list: its scorers must agree about whether the indicator applies at all.
 */
#include <stdio.h>

#include "messages_import.h"
#include "people/code.h"
#include "people/unit.h"
#include "process/import_internal.h"
#include "process/result_store.h"
#include "process/scheme_version.h"
#include "process/score.h"
#include "statements_import.h"

enum { YEAR, UNIT, INDICATOR, POINTS, SCORER, PERSON };
#define POINTS_BYTES  600
#define NO_CLASS      (-1)

struct score_row {
	struct import_row row;
	int64_t year;
	struct str unit_code, indicator, points_text, scorer, person_code;
	/* planned */
	bool known; /* score.subject_id */
	struct score was;	/* as stored */
	struct score score;	/* as it is to be; head.id 0: to be created */
	struct score_row *next; /* of the same cell */
	bool repeats;		/* an earlier row says the same */
};

/* The scheme of a year of the file, or why there is none. */
struct year_scheme {
	int64_t year;
	enum scheme_subject subject;
	struct scheme *scheme; /* NULL: none in force */
};

struct plan {
	struct map years; /* year, subject → struct year_scheme */
	struct map marks; /* year, unit id, indicator, scorer → struct score_row */
	struct map cells; /* year, unit id, indicator → first struct score_row of the list */
};

static const struct field columns[] = {
	[YEAR] = { .name = "year",
		   .type = FIELD_INTEGER,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct score_row, year),
		   .label = MESSAGE_IMPORT_COLUMN_YEAR,
		   .minimum = CIVIL_FIRST_YEAR,
		   .maximum = CIVIL_LAST_YEAR },
	[UNIT] = { .name = "unit_code",
		   .type = FIELD_TEXT,
		   .offset = offsetof(struct score_row, unit_code),
		   .label = MESSAGE_IMPORT_COLUMN_UNIT_CODE,
		   .maximum = CODE_MAXIMUM },
	[INDICATOR] = { .name = "indicator_code",
			.type = FIELD_TEXT,
			.flags = FIELD_REQUIRED,
			.offset = offsetof(struct score_row, indicator),
			.label = MESSAGE_IMPORT_COLUMN_INDICATOR_CODE,
			.minimum = 1,
			.maximum = 40 },
	[POINTS] = { .name = "points",
		     .type = FIELD_TEXT,
		     .flags = FIELD_REQUIRED,
		     .offset = offsetof(struct score_row, points_text),
		     .label = MESSAGE_IMPORT_COLUMN_SCORE_POINTS,
		     .minimum = 1,
		     .maximum = 520 },
	[SCORER] = { .name = "scorer",
		     .type = FIELD_TEXT,
		     .flags = FIELD_REQUIRED,
		     .offset = offsetof(struct score_row, scorer),
		     .label = MESSAGE_IMPORT_COLUMN_SCORER,
		     .minimum = 1,
		     .maximum = 100 },
	[PERSON] = { .name = "person_code",
		     .type = FIELD_TEXT,
		     .offset = offsetof(struct score_row, person_code),
		     .label = MESSAGE_IMPORT_COLUMN_PERSON_CODE,
		     .maximum = CODE_MAXIMUM },
};

/* One row by itself --------------------------------------------------------------------------- */

static void parse_points(struct import *import, struct score_row *row)
{
	struct score *score = &row->score;
	score->reason = STR("");
	score->change_reason = STR("");
	if (import_is_bad(&row->row, POINTS))
		return;
	if (score_is_not_applicable(row->points_text, &score->reason)) {
		score->not_applicable = true;
		if (!score->reason.length)
			import_refuse(import, &row->row, POINTS,
				      "the reason too, as \"n/a: reason\"",
				      "并写明理由，如“不适用：理由”");
		return;
	}
	if (!decimal_parse(row->points_text, &score->points))
		import_refuse(import, &row->row, POINTS,
			      "a number with at most 4 decimal places, or \"n/a: reason\"",
			      "数字（至多四位小数），或“不适用：理由”");
}

/* The scheme of the row's year; NULL with the year refused when there is none. */
static int scheme_of(struct import *import, struct score_row *row, const struct scheme **out,
		     struct error *err)
{
	struct plan *plan = import->plan;
	struct str key = import_key(import, row->year, row->score.subject, STR(""), STR(""));
	void *found = map_find(&plan->years, key);
	if (!found) {
		struct year_scheme *year = import_alloc(import, sizeof(*year), err);
		struct scheme_request request = { import->jurisdiction_id,
						  (enum scheme_subject)row->score.subject,
						  (int)row->year };
		int code = year ? scheme_load(import->db, &request, import->arena, &year->scheme,
					      err)
				: -ERR_MEMORY;
		if (code == -ERR_NOT_FOUND)
			year->scheme = NULL;
		else if (code)
			return code;
		year->year = row->year;
		year->subject = (enum scheme_subject)row->score.subject;
		code = import_add(&plan->years, key, year, &found, err);
		if (code)
			return code;
	}
	*out = ((const struct year_scheme *)found)->scheme;
	if (!*out && row->score.subject == SCHEME_PERSON)
		import_refuse(import, &row->row, YEAR,
			      "a year for which an appraisal scheme for persons was adopted",
			      "已采用人员考核方案的年度");
	else if (!*out)
		import_refuse(import, &row->row, YEAR,
			      "a year for which an appraisal scheme for units was adopted",
			      "已采用单位考核方案的年度");
	return 0;
}

static void check_maximum(struct import *import, struct score_row *row,
			  const struct scheme_indicator *indicator)
{
	char maximum[DECIMAL_TEXT_BYTES];
	const struct score *score = &row->score;
	if (import_is_bad(&row->row, POINTS) || score->not_applicable ||
	    (score->points.scaled >= 0 &&
	     decimal_compare(score->points, indicator->maximum) <= 0))
		return;
	import_refuse_text(import, &row->row, POINTS, "points from 0 to {}", "0 至 {} 分",
			   str_from(decimal_format_short(indicator->maximum, maximum)));
}

static void check_kind(struct import *import, struct score_row *row, const struct scheme *scheme,
		       int indicator)
{
	const struct unit *unit = map_find(&import->units, row->unit_code);
	const char *kind = unit_kinds[unit->kind].name;
	if (!scheme_applies(scheme, indicator, scheme_class_find(scheme, str_from(kind))))
		import_refuse_text(import, &row->row, INDICATOR,
				   "an indicator that applies to units of the kind {}",
				   "适用于该单位类别（{}）的指标", str_from(kind));
}

/* A person is appraised at the level of a post held on the year's last day. */
static void check_level(struct import *import, struct score_row *row, const struct scheme *scheme,
			int indicator)
{
	const struct import_person *person = map_find(&import->persons, row->person_code);
	int32_t day = civil_year_end((int)row->year);
	bool is_appraised = false;
	for (const struct import_post *held = person->posts; held; held = held->next) {
		const struct post *post = &held->post;
		int level = scheme_class_find(scheme, str_from(post_levels[post->level].name));
		if (level < 0 || post->from_day > day ||
		    (post->to_day != CIVIL_NO_DAY && post->to_day < day))
			continue;
		if (scheme_applies(scheme, indicator, level))
			return;
		is_appraised = true;
	}
	if (is_appraised)
		import_refuse(import, &row->row, INDICATOR,
			      "an indicator that applies to the level of this person",
			      "适用于该人员级别的指标");
	else
		import_refuse(import, &row->row, PERSON,
			      "a person who holds, on the year's last day, a post of a level that "
			      "the scheme appraises",
			      "年末任有方案所考核级别职务的人员");
}

static void check_indicator(struct import *import, struct score_row *row,
			    const struct scheme *scheme)
{
	char year[16];
	int at = scheme_indicator_find(scheme, row->indicator);
	snprintf(year, sizeof(year), "%d", (int)row->year);
	if (at < 0) {
		import_refuse_text(import, &row->row, INDICATOR,
				   "an indicator of the scheme in force in {}",
				   "{} 年度考核方案中的指标代码", str_from(year));
		return;
	}
	check_maximum(import, row, &scheme->indicators[at]);
	if (row->known && row->score.subject == SCHEME_PERSON)
		check_level(import, row, scheme, at);
	else if (row->known)
		check_kind(import, row, scheme, at);
}

static int judge_row(struct import *import, struct score_row *row, struct error *err)
{
	const struct scheme *scheme = NULL;
	int code = 0;
	const struct import_subject_columns columns_of_subject = { UNIT, PERSON, row->unit_code,
								   row->person_code };
	parse_points(import, row);
	row->score.subject_id = import_subject(import, &row->row, &columns_of_subject,
					       &row->score.subject);
	row->known = row->score.subject_id != 0;
	if (!import_is_bad(&row->row, YEAR))
		code = scheme_of(import, row, &scheme, err);
	if (!code && scheme && !import_is_bad(&row->row, INDICATOR))
		check_indicator(import, row, scheme);
	return code;
}

/* Rows against each other --------------------------------------------------------------------- */

static struct str mark_key(struct import *import, const struct score *score)
{
	return import_key(import, score->year, score->subject_id, score->indicator, score->scorer);
}

static struct str cell_key(struct import *import, const struct score *score)
{
	return import_key(import, score->year, score->subject_id, score->indicator, STR(""));
}

static bool same_mark(const struct score *a, const struct score *b)
{
	return a->points.scaled == b->points.scaled && a->not_applicable == b->not_applicable &&
	       str_equal(a->reason, b->reason);
}

static void refuse_contradiction(struct import *import, struct score_row *row, struct str scorer)
{
	import_refuse_text(import, &row->row, POINTS,
			   "the same about applying as {} says about this indicator and unit",
			   "与“{}”对该单位该指标是否适用的意见一致", scorer);
}

/* An earlier row has the same key. */
static void compare_repeat(struct import *import, struct score_row *row,
			   const struct score_row *first)
{
	row->repeats = true;
	if (!same_mark(&row->score, &first->score))
		import_refuse_number(import, &row->row, POINTS,
				     "one row per mark: row {} has the same year, unit, indicator "
				     "and scorer with other points",
				     "同一评分只写一行：第 {} 行的年度、单位、指标、评分人相同而得分不同",
				     first->row.number);
}

static int join_cell(struct import *import, struct score_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	void *head;
	int code = import_add(&plan->cells, cell_key(import, &row->score), row, &head, err);
	if (code || head == row)
		return code;
	struct score_row *first = head;
	row->next = first->next;
	first->next = row;
	if (first->score.not_applicable != row->score.not_applicable)
		refuse_contradiction(import, row, first->scorer);
	return 0;
}

static int place_row(struct import *import, struct score_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	struct score *score = &row->score;
	void *first;
	if (row->row.bad)
		return 0;
	score->year = row->year;
	score->indicator = row->indicator;
	score->scorer = row->scorer;
	row->row.outcome = IMPORT_CREATED;
	int code = import_add(&plan->marks, mark_key(import, score), row, &first, err);
	if (code)
		return code;
	if (first == row)
		return join_cell(import, row, err);
	row->row.outcome = IMPORT_UNCHANGED;
	compare_repeat(import, row, first);
	return 0;
}

/* Rows against what is stored ----------------------------------------------------------------- */

/* A stored mark of a cell of the file. */
static void meet(struct import *import, const struct score *stored, struct score_row *cell)
{
	const struct plan *plan = import->plan;
	struct score_row *row = map_find(&plan->marks, mark_key(import, stored));
	if (row) {
		bool same = same_mark(&row->score, stored);
		row->score.head = stored->head;
		row->was = *stored;
		row->was.reason = arena_str(import->arena, stored->reason);
		row->row.outcome = same ? IMPORT_UNCHANGED : IMPORT_CHANGED;
		return;
	}
	for (; cell; cell = cell->next)
		if (!cell->row.bad && cell->score.not_applicable != stored->not_applicable)
			refuse_contradiction(import, cell, stored->scorer);
}

static int stream_year(struct import *import, const struct year_scheme *year, struct error *err)
{
	const struct plan *plan = import->plan;
	const char *subject = appraisal_subjects[year->subject].name;
	struct db_query *query;
	struct arena *scratch = arena_new((size_t)1024 * 1024);
	int code = scratch ? db_query_open(import->db, STATEMENT_IMPORT_SCORES_OF_YEAR,
					   DB_ARGS(db_int("jurisdiction_id",
							  import->jurisdiction_id),
						   db_int("year", year->year),
						   db_text("subject", str_from(subject))),
					   &query, err)
			   : error_broken(err, ERR_MEMORY, "scratch");
	if (code) {
		arena_free(scratch);
		return code;
	}
	struct arena *kept = import->arena;
	import->arena = scratch; /* keys of marks that stream past */
	while ((code = db_query_step(query, err)) > 0) {
		struct score stored;
		arena_reset(scratch);
		code = record_read(query, &score_record, scratch, &stored, err);
		if (code)
			break;
		struct score_row *cell = map_find(&plan->cells, cell_key(import, &stored));
		import->arena = kept; /* problems stay */
		if (cell)
			meet(import, &stored, cell);
		import->arena = scratch;
	}
	import->arena = kept;
	db_query_close(query);
	arena_free(scratch);
	return code;
}

/* What an export wrote may come again; nobody changes by a file what the plan gives. */
static void check_typed(struct import *import, struct score_row *row)
{
	const struct plan *plan = import->plan;
	const struct year_scheme *year = map_find(&plan->years, import_key(import, row->year,
									   row->score.subject,
									   STR(""), STR("")));
	int at = year && year->scheme ? scheme_indicator_find(year->scheme, row->indicator) : -1;

	if (at >= 0 && year->scheme->indicators[at].source == SCHEME_PLAN)
		import_refuse(import, &row->row, INDICATOR,
			      "an indicator that people score: this one takes its points from the plan",
			      "由人评分的指标：该指标的得分取自责任分解");
}

/* Rows that would change something, against the state of the results. */
static int check_results(struct import *import, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct score_row *row = (struct score_row *)import->rows[i];
		const struct result_cell cell = { (int)row->score.year,
						  (enum scheme_subject)row->score.subject,
						  row->score.subject_id, row->score.indicator };
		if (!row->row.bad && row->row.outcome != IMPORT_UNCHANGED)
			check_typed(import, row);
		if (!row->row.bad && row->known && row->row.outcome != IMPORT_UNCHANGED)
			code = import_check_open(import, &row->row, YEAR, &cell, err);
	}
	return code;
}

static int plan_scores(struct import *import, struct error *err)
{
	struct plan *plan = import->plan = import_alloc(import, sizeof(struct plan), err);
	int code = plan ? import_load_units(import, err) : -ERR_MEMORY;
	if (!code && import_has(import, PERSON))
		code = import_load_persons(import, err);
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct score_row *row = (struct score_row *)import->rows[i];
		code = judge_row(import, row, err);
		if (!code)
			code = place_row(import, row, err);
	}
	for (size_t i = 0; !code && i < plan->years.capacity; i++) {
		const struct year_scheme *year = plan->years.slots[i].value;
		if (year && year->scheme)
			code = stream_year(import, year, err);
	}
	return code ? code : check_results(import, err);
}

static void release(struct import *import)
{
	struct plan *plan = import->plan;
	if (!plan)
		return;
	map_release(&plan->years);
	map_release(&plan->marks);
	map_release(&plan->cells);
}

/* Writing ------------------------------------------------------------------------------------- */

static int apply(struct import *import, struct act *act, struct import_row *base,
		 struct error *err)
{
	struct score_row *row = (struct score_row *)base;
	if (row->repeats || base->outcome == IMPORT_UNCHANGED)
		return 0;
	row->score.day = import->day;
	return row->score.head.id ? act_update(act, &score_record, &row->score, err)
				  : act_create(act, &score_record, &row->score, err);
}

/* What is stored, for people ------------------------------------------------------------------ */

static struct str was(struct import *import, const struct import_row *base, size_t column)
{
	const struct score_row *row = (const struct score_row *)base;
	char points[DECIMAL_TEXT_BYTES];
	if (column != POINTS || !row->score.head.id || same_mark(&row->score, &row->was))
		return STR_EMPTY;
	if (row->was.not_applicable)
		return arena_format(import->arena, "n/a: %.*s", STR_ARG(row->was.reason));
	return arena_str(import->arena, str_from(decimal_format_short(row->was.points, points)));
}

const struct import_profile import_scores = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct score_row),
	.plan = plan_scores,
	.release = release,
	.apply = apply,
	.was = was,
};
