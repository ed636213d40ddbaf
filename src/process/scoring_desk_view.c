/* scoring_desk_view.c - see scoring_desk_view.h. */
#include "process/scoring_desk_view.h"

#include "messages_scoring.h"
#include "messages_web.h"
#include "people/appraisal_group.h"
#include "process/scheme_version.h"
#include "web/route.h"

#define AVERAGE_PLACES 2
#define SCORER_SHOWN_BYTES 60 /* of one that is refused */

static const char *const cell_states[CELL_STATE_COUNT] = {
	[CELL_SCORED] = "scored",
	[CELL_NOT_APPLICABLE] = "not_applicable",
	[CELL_OTHER_CLASS] = "other_class",
	[CELL_MISSING] = "missing",
	[CELL_CONTRADICTORY] = "contradictory",
	[CELL_OUT_OF_RANGE] = "out_of_range",
};

/* The desk ------------------------------------------------------------------------------------ */

static int no_such_group(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "There is no such group in that year.",
			 "该年度没有这个考核组。");
}

static int read_units(struct page *page, struct db *db, struct scoring_desk *desk,
		      struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct appraisal_group group;
	int rc = page_parameter_id(page, 1, &key.id, err);

	if (rc == 0)
		rc = record_get(db, &appraisal_group_record, key, page->arena, &group, err);
	if (rc == 0 && group.year != desk->place.year)
		rc = no_such_group(err);
	if (rc < 0)
		return rc;
	desk->place.group_id = key.id;
	desk->group_name = group.name;
	desk->base = safe_url_format(page->arena, "/years/%d/groups/%I",
				     (int64_t)desk->place.year, key.id)
			     .text;
	return 0;
}

/* A level by its code in the scheme. */
static int read_level(struct page *page, struct scoring_desk *desk, struct error *err)
{
	const struct scheme *scheme = desk->place.scheme;
	int at = scheme_class_code_find(scheme, page->parameters[1]);

	if (at < 0)
		return no_such_group(err);
	desk->place.group_id = at + 1;
	desk->place.level = scheme->classes[at].code;
	desk->group_name = scoring_title(page, &scheme->classes[at].title);
	desk->base = safe_url_format(page->arena, "/years/%d/levels/%S", (int64_t)desk->place.year,
				     &desk->place.level)
			     .text;
	return 0;
}

/* `other` is typed, `as` chosen from what there is. */
static int read_scorer(struct page *page, struct scoring_desk *desk, struct error *err)
{
	const struct form *form = form_has(page->form, "as") ? page->form : page->query;
	struct str other = str_trim(form_value(form, "other"));
	struct str as = other.length ? other : str_trim(form_value(form, "as"));

	if (!utf8_is_valid(as) || utf8_length(as) > SCORING_SCORER_CHARACTERS)
		return error_invalid(err, "as", arena_text(page->arena, utf8_cut(as, SCORER_SHOWN_BYTES)),
				     "a scorer's name of at most 100 characters",
				     "至多 100 个字的评分人名称");
	desk->as = as;
	return 0;
}

/* A scheme without a last year rules any later one: nobody scores what has not begun. */
static int check_begun(const struct page *page, int year, struct error *err)
{
	int rc;

	if (civil_year_start(year) <= page->today)
		return 0;
	rc = error_set(err, ERR_NOT_FOUND, "", "");
	error_en(err, "The year %d has not begun: nothing is scored in it yet.", year);
	error_zh(err, "%d年度尚未开始，还不能评分。", year);
	return rc;
}

int scoring_desk_read(struct page *page, struct db *db, struct scoring_desk *out,
		      struct error *err)
{
	bool persons = str_find(str_from(page->route->path), STR("/levels/")) >= 0;
	struct scheme *scheme;
	int rc;

	*out = (struct scoring_desk){
		.place = { .jurisdiction_id = page->jurisdiction_id,
			   .subject = persons ? SCHEME_PERSON : SCHEME_UNIT }
	};
	rc = page_parameter_year(page, 0, &out->place.year, err);
	if (rc == 0)
		rc = check_begun(page, out->place.year, err);
	struct scheme_request request = { page->jurisdiction_id, out->place.subject,
					  out->place.year };
	if (rc == 0)
		rc = scheme_load(db, &request, page->arena, &scheme, err);
	if (rc < 0)
		return rc;
	out->place.scheme = scheme;
	rc = persons ? read_level(page, out, err) : read_units(page, db, out, err);
	return rc < 0 ? rc : read_scorer(page, out, err);
}

bool scoring_may(struct page *page, const struct scoring_desk *desk, int64_t subject_id)
{
	bool unit = desk->place.subject == SCHEME_UNIT;

	return page_may(page, PERMISSION_SCORE_WRITE, unit ? subject_id : 0,
			unit ? 0 : subject_id);
}

int scoring_desk_subject(struct page *page, struct db *db, const struct scoring_desk *desk,
			 struct scoring_subject *out, struct error *err)
{
	bool unit = desk->place.subject == SCHEME_UNIT;
	int64_t id;
	int rc = page_parameter_id(page, 2, &id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_SCORE_WRITE, unit ? id : 0, unit ? 0 : id, err);
	return rc < 0 ? rc : scoring_subject_load(db, &desk->place, id, page->arena, out, err);
}

struct str scoring_title(const struct page *page, const struct scheme_text *text)
{
	return page->language == LANGUAGE_ZH ? text->zh : text->en;
}

struct str scoring_scorer(const struct page *page, const struct scoring_desk *desk,
			  const struct scheme_indicator *indicator)
{
	if (desk->as.length)
		return desk->as;
	return indicator->scorer.zh.length ? indicator->scorer.zh
					   : str_from(page->session.display_name);
}

/* Marks --------------------------------------------------------------------------------------- */

const struct appraisal_mark *scoring_own_mark(const struct page *page,
					      const struct scoring_desk *desk, int indicator,
					      const struct appraisal_line *line)
{
	struct str scorer =
		scoring_scorer(page, desk, &desk->place.scheme->indicators[indicator]);

	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next)
		if (str_equal(mark->scorer, scorer))
			return mark;
	return NULL;
}

bool scoring_is_missing(const struct appraisal_line *line)
{
	return line->state == CELL_MISSING || line->state == CELL_CONTRADICTORY ||
	       line->state == CELL_OUT_OF_RANGE;
}

struct str scoring_seen(const struct page *page, const struct appraisal_mark *mark)
{
	char id[ID_TEXT_BYTES];

	return arena_format(page->arena, "%s.%lld", id_format(mark->id, id),
			    (long long)mark->revision);
}

bool scoring_seen_parse(struct str text, int64_t *out_id, int64_t *out_revision)
{
	struct str rest = text, id = str_split(&rest, '.');

	*out_id = *out_revision = 0;
	if (text.length == 0)
		return true;
	return id_parse(id, out_id) && str_parse_int(rest, 1, INT64_MAX, out_revision);
}

struct str scoring_mark_text(const struct page *page, const struct appraisal_mark *mark)
{
	struct score score = { .points = mark->points,
			       .not_applicable = mark->not_applicable,
			       .reason = mark->reason };

	return score_format(&score, page->language, page->arena);
}

/* Addresses ----------------------------------------------------------------------------------- */

static struct safe_url with_scorer(struct page *page, const struct scoring_desk *desk,
				   struct safe_url url)
{
	return desk->as.length ? safe_url_with(page->arena, url, "as", desk->as) : url;
}

struct safe_url scoring_table_url(struct page *page, const struct scoring_desk *desk)
{
	struct str text = arena_format(page->arena, "%.*s/scores", STR_ARG(desk->base));

	return with_scorer(page, desk, (struct safe_url){ text });
}

struct safe_url scoring_subject_url(struct page *page, const struct scoring_desk *desk,
				    int64_t subject_id)
{
	struct safe_url part = safe_url_format(page->arena, "/scores/%I", subject_id);
	struct str text = arena_format(page->arena, "%.*s%.*s", STR_ARG(desk->base),
				       STR_ARG(part.text));

	return with_scorer(page, desk, (struct safe_url){ text });
}

struct safe_url scoring_cell_url(struct page *page, const struct scoring_desk *desk,
				 int64_t subject_id, int indicator)
{
	struct safe_url part =
		safe_url_format(page->arena, "/scores/%I/%S", subject_id,
				&desk->place.scheme->indicators[indicator].code);
	struct str text = arena_format(page->arena, "%.*s%.*s", STR_ARG(desk->base),
				       STR_ARG(part.text));

	return with_scorer(page, desk, (struct safe_url){ text });
}

/* Cells --------------------------------------------------------------------------------------- */

static size_t count_marks(const struct appraisal_line *line)
{
	size_t count = 0;

	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next)
		count++;
	return count;
}

/* "8.33", or "≈8.33" when that is not all of it. */
static struct str average_text(const struct page *page, struct rational average)
{
	struct decimal exact, rounded;
	char text[DECIMAL_TEXT_BYTES];

	if (rational_to_decimal(average, &exact))
		return arena_str(page->arena, str_from(decimal_format_short(exact, text)));
	if (!rational_round(average, AVERAGE_PLACES, &rounded))
		return STR_EMPTY;
	return arena_format(page->arena, "≈%s", decimal_format(rounded, AVERAGE_PLACES, text));
}

static enum message state_word(enum cell_state state)
{
	if (state == CELL_CONTRADICTORY)
		return MESSAGE_DERIVATION_PAGE_CONTRADICTORY;
	if (state == CELL_OUT_OF_RANGE)
		return MESSAGE_DERIVATION_PAGE_OUT_OF_RANGE;
	return state == CELL_NOT_APPLICABLE ? MESSAGE_DERIVATION_PAGE_NOT_APPLICABLE
					    : MESSAGE_NONE;
}

/* Nothing when the asker's own mark is all there is. */
static struct str summary_of(const struct page *page, const struct appraisal_line *line,
			     const struct appraisal_mark *own)
{
	size_t count = count_marks(line);
	enum message word = state_word(line->state);
	struct message_value values[] = {
		{ "average", STR_EMPTY },
		{ "count", arena_format(page->arena, "%zu", count) },
	};

	if (count == (own ? 1 : 0) && line->state != CELL_OUT_OF_RANGE)
		return STR_EMPTY;
	if (word)
		return str_from(page_text(page, word));
	if (line->state != CELL_SCORED)
		return STR_EMPTY;
	values[0].text = average_text(page, line->average);
	return page_message(page, MESSAGE_SCORING_AVERAGE, values, 2);
}

/* What the plan gives: "8.33", or why there is nothing. */
static struct str automatic_text(const struct page *page, const struct appraisal_line *line)
{
	enum message word = state_word(line->state);

	if (line->state == CELL_SCORED)
		return average_text(page, line->average);
	return str_from(page_text(page, word ? word : MESSAGE_DERIVATION_PAGE_MISSING));
}

static const char *class_of(const struct appraisal_line *line)
{
	if (line->state == CELL_OTHER_CLASS)
		return "cell none";
	return scoring_is_missing(line) ? "cell missing" : "cell";
}

static int indicator_of(const struct scoring_desk *desk, const struct scoring_cell *cell)
{
	return scheme_indicator_find(desk->place.scheme, cell->indicator);
}

void scoring_cell_fill(struct page *page, const struct scoring_desk *desk,
		       const struct scoring_cell *cell, const struct appraisal_line *line,
		       struct scoring_cell_view *out)
{
	int indicator = indicator_of(desk, cell);
	const struct appraisal_mark *own = scoring_own_mark(page, desk, indicator, line);
	bool automatic = desk->place.scheme->indicators[indicator].source == SCHEME_PLAN;
	char id[ID_TEXT_BYTES];

	id_format(cell->subject_id, id);
	*out = (struct scoring_cell_view){
		.key = arena_format(page->arena, "%s.%.*s", id, STR_ARG(cell->indicator)),
		.class = class_of(line),
		.enterable = line->state != CELL_OTHER_CLASS && !automatic,
		.automatic = line->state != CELL_OTHER_CLASS && automatic,
		.summary = automatic ? automatic_text(page, line) : summary_of(page, line, own),
		.labels = arena_format(page->arena, "s-%s i-%d", id, indicator),
		.note_id = arena_format(page->arena, "e-%s-%d", id, indicator),
		.url = scoring_cell_url(page, desk, cell->subject_id, indicator),
	};
	if (own) {
		out->value = scoring_mark_text(page, own);
		struct str seen = scoring_seen(page, own);
		out->shown = arena_format(page->arena, "%.*s:%.*s", STR_ARG(seen),
					  STR_ARG(out->value));
	}
}

static void json_marks(const struct page *page, const struct appraisal_line *line, struct json *json)
{
	json_name(json, "marks");
	json_array_begin(json);
	for (const struct appraisal_mark *mark = line->marks; mark; mark = mark->next) {
		json_object_begin(json);
		json_name(json, "id");
		json_id(json, mark->id);
		json_name(json, "revision");
		json_int(json, mark->revision);
		json_name(json, "scorer");
		json_str(json, mark->scorer);
		json_name(json, "value");
		json_str(json, scoring_mark_text(page, mark));
		json_name(json, "date");
		json_day(json, mark->day);
		json_object_end(json);
	}
	json_array_end(json);
}

void scoring_cell_json(const struct page *page, const struct scoring_desk *desk,
		       const struct scoring_cell *cell, const struct appraisal_line *line,
		       struct json *json)
{
	const struct appraisal_mark *own =
		scoring_own_mark(page, desk, indicator_of(desk, cell), line);
	char average[RATIONAL_TEXT_BYTES];

	json_object_begin(json);
	json_name(json, "subject_id");
	json_id(json, cell->subject_id);
	json_name(json, "indicator");
	json_str(json, cell->indicator);
	json_name(json, "state");
	json_text(json, cell_states[line->state]);
	json_name(json, "missing");
	json_bool(json, scoring_is_missing(line));
	json_name(json, "average");
	json_text(json, line->state == CELL_SCORED ? rational_format(line->average, average)
						   : NULL);
	json_name(json, "summary");
	json_str(json, summary_of(page, line, own));
	json_name(json, "value");
	json_str(json, own ? scoring_mark_text(page, own) : STR(""));
	json_name(json, "seen");
	json_str(json, own ? scoring_seen(page, own) : STR(""));
	json_marks(page, line, json);
	json_object_end(json);
}

static const struct view_field mark_fields[] = {
	{ .name = "id", .type = VIEW_ID, .flags = VIEW_NULL }, /* null: it follows the plan */
	{ .name = "revision", .type = VIEW_INTEGER },
	{ .name = "scorer", .type = VIEW_TEXT },
	{ .name = "value", .type = VIEW_TEXT },
	{ .name = "date", .type = VIEW_DAY },
	{ .name = NULL },
};

const struct view_field scoring_cell_fields[] = {
	{ .name = "subject_id", .type = VIEW_ID },
	{ .name = "indicator", .type = VIEW_TEXT },
	{ .name = "state", .type = VIEW_TEXT },
	{ .name = "missing", .type = VIEW_BOOLEAN },
	{ .name = "average", .type = VIEW_TEXT, .flags = VIEW_NULL },
	{ .name = "summary", .type = VIEW_TEXT },
	{ .name = "value", .type = VIEW_TEXT },
	{ .name = "seen", .type = VIEW_TEXT, .label = MESSAGE_SCORING_SEEN },
	{ .name = "marks", .type = VIEW_ARRAY, .items = mark_fields },
	{ .name = NULL },
};
