/*
 * scoring_typed_view.c - see scoring_typed_view.h; and scoring_save() of scoring_sheet_view.h, which
 * enters what was typed.
 *
 * The fields of one cell follow each other in the form, so that finding them costs nothing; forms that
 * are put together otherwise are read too.
 */
#include "process/scoring_typed_view.h"

#include "messages_appraisal.h"
#include "messages_scoring.h"
#include "process/score_change.h"
#include "process/scoring_sheet_view.h"
#include "web/form_error.h"

static const struct form_label labels[] = {
	{ "points", MESSAGE_SCORE_POINTS },
	{ "reason", MESSAGE_SCORING_NOT_APPLICABLE_REASON },
	{ "change_reason", MESSAGE_SCORE_CHANGE_REASON },
	{ "scorer", MESSAGE_SCORE_SCORER },
	{ "as", MESSAGE_SCORE_SCORER },
	{ NULL, MESSAGE_NONE },
};

/* Reading the form ----------------------------------------------------------------------------- */

/* The value of "x.KEY", looked for just behind field `at` first. */
static struct str beside(const struct page *page, size_t at, char letter, struct str key)
{
	const struct form *form = page->form;
	struct str name = arena_format(page->arena, "%c.%.*s", letter, STR_ARG(key));

	for (size_t i = at + 1; i < form->count && i <= at + 2; i++)
		if (str_equal(form->fields[i].name, name))
			return form->fields[i].value;
	return name.bytes ? form_value(form, name.bytes) : STR_EMPTY;
}

bool scoring_typed_read(struct page *page, size_t at, struct scoring_typed *out)
{
	const struct form_field *field = &page->form->fields[at];
	struct str rest, shown;

	if (!str_starts_with(field->name, STR("p.")))
		return false;
	*out = (struct scoring_typed){ .key = str_slice(field->name, 2, field->name.length),
				       .text = str_trim(field->value) };
	rest = out->key;
	if (!id_parse(str_split(&rest, '.'), &out->subject_id))
		return false;
	out->indicator = rest;
	shown = beside(page, at, 'w', out->key);
	out->seen = str_split(&shown, ':');
	out->original = str_trim(shown);
	out->reason = str_trim(beside(page, at, 'n', out->key));
	out->both = out->reason.length && out->text.length;
	if (out->reason.length && !out->both)
		out->text = arena_format(page->arena, "n/a: %.*s", STR_ARG(out->reason));
	return true;
}

static bool says_the_same(struct str a, struct str b)
{
	struct score left = { .year = 0 }, right = { .year = 0 };
	struct error ignored;

	if (str_equal(a, b))
		return true;
	return a.length && b.length && score_parse(a, &left, &ignored) == 0 &&
	       score_parse(b, &right, &ignored) == 0 &&
	       left.points.scaled == right.points.scaled &&
	       left.not_applicable == right.not_applicable &&
	       str_equal(left.reason, right.reason);
}

/* Showing it again ----------------------------------------------------------------------------- */

static struct str problem_of(const struct page *page, struct str key)
{
	const struct scoring_problems *problems = page->state;

	for (size_t i = 0; problems && i < problems->count; i++)
		if (str_equal(problems->items[i].key, key))
			return problems->items[i].sentence;
	return STR_EMPTY;
}

void scoring_typed_fill(struct page *page, struct scoring_cell_view *cell)
{
	struct scoring_typed typed;

	for (size_t i = 0; i < page->form->count; i++) {
		const struct form_field *field = &page->form->fields[i];
		if (field->name.length != cell->key.length + 2 ||
		    !str_ends_with(field->name, cell->key) || field->name.bytes[0] != 'p')
			continue;
		if (!scoring_typed_read(page, i, &typed) ||
		    (!typed.both && says_the_same(typed.text, typed.original)))
			return;
		cell->value = typed.text;
		cell->reason = typed.both ? typed.reason : STR_EMPTY;
		cell->problem = problem_of(page, cell->key);
		return;
	}
}

/* Saving --------------------------------------------------------------------------------------- */

void scoring_relabel(struct page *page, struct error *err)
{
	struct error kept = page->error;

	page->error = *err;
	struct str sentence = arena_str(page->arena, form_error_text(page, labels));
	page->error = kept; /* the sentence may have been a part of it */
	if (page->language == LANGUAGE_ZH)
		error_zh(err, "%.*s", STR_ARG(sentence));
	else
		error_en(err, "%.*s", STR_ARG(sentence));
}

int scoring_enter(struct page *page, struct act *act, const struct scoring_desk *desk,
		  const struct scoring_entry *entry, enum score_outcome *out, struct error *err)
{
	const struct scheme_indicator *indicator =
		&desk->place.scheme->indicators[entry->indicator];
	struct score_change change = {
		.score = { .year = desk->place.year,
			   .subject = (int)desk->place.subject,
			   .subject_id = entry->subject->id,
			   .indicator = indicator->code,
			   .reason = STR(""),
			   .change_reason = entry->change_reason,
			   .scorer = scoring_scorer(page, desk, indicator),
			   .day = act->day },
		.remove = entry->text.length == 0,
	};
	int rc = 0;

	if (!scoring_seen_parse(entry->seen, &change.seen_id, &change.seen_revision))
		return error_invalid(err, "seen", "", "the form as it was opened", "原样打开的表单");
	if (!change.remove)
		rc = score_parse(entry->text, &change.score, err);
	if (rc == 0)
		rc = score_change(act, &change, desk->place.scheme, entry->subject->class_index,
				  out, err);
	return rc;
}

struct saving {
	struct page *page;
	struct act *act;
	const struct scoring_desk *desk;
	struct scoring_subject subject; /* of the cell before */
	struct scoring_problems *problems;
	int first_code;
	size_t changed;
};

/* What concerns one cell and leaves the others as they are. */
static bool is_of_the_cell(int code)
{
	return code == -ERR_INVALID || code == -ERR_RULE || code == -ERR_CONFLICT;
}

static int load_subject(struct saving *saving, int64_t id, struct error *err)
{
	if (saving->subject.id == id)
		return 0;
	if (!scoring_may(saving->page, saving->desk, id))
		return error_set(err, ERR_NOT_FOUND,
				 "There is no such record, or you may not see it.",
				 "没有这条记录，或您无权查看。");
	return scoring_subject_load(saving->act->db, &saving->desk->place, id,
				    saving->page->arena, &saving->subject, err);
}

static int save_cell(struct saving *saving, const struct scoring_typed *typed, struct error *err)
{
	struct scoring_entry entry = {
		.subject = &saving->subject,
		.indicator = scheme_indicator_find(saving->desk->place.scheme, typed->indicator),
		.text = typed->text,
		.seen = typed->seen,
		.change_reason = form_value(saving->page->form, "change_reason"),
	};
	enum score_outcome outcome = SCORE_UNCHANGED;
	int rc;

	if (!typed->both && says_the_same(typed->text, typed->original))
		return 0;
	if (entry.indicator < 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such indicator.",
				 "没有这个指标。");
	rc = load_subject(saving, typed->subject_id, err);
	if (rc == 0 && typed->both)
		rc = error_invalid(err, "points", "", "points, or why it is not applicable, not both",
				   "得分或不适用理由，二者只填其一");
	if (rc == 0)
		rc = scoring_enter(saving->page, saving->act, saving->desk, &entry, &outcome, err);
	if (rc == 0 && outcome != SCORE_UNCHANGED)
		saving->changed++;
	if (!is_of_the_cell(rc))
		return rc;
	scoring_relabel(saving->page, err);
	saving->problems->items[saving->problems->count++] = (struct scoring_problem){
		typed->key,
		arena_str(saving->page->arena, str_from(page_error_text(saving->page, err)))
	};
	if (!saving->first_code)
		saving->first_code = rc;
	return 0;
}

/* One refused cell is the form's refusal; of several it is said how many. */
static int refuse(const struct saving *saving, struct error *err)
{
	size_t count = saving->problems->count;
	char field[ERROR_NAME_BYTES];

	if (count == 0)
		return 0;
	memcpy(field, err->field, sizeof(field));
	error_set(err, (enum error_code)-saving->first_code, "", "");
	memcpy(err->field, field, sizeof(field));
	error_en(err, "Nothing was stored. Cells refused: %zu; the reason stands in each.", count);
	error_zh(err, "未保存：有 %zu 格不能接受，原因写在该格下方。", count);
	return saving->first_code;
}

int scoring_save(struct page *page, struct act *act, const struct scoring_desk *desk,
		 size_t *out_count, struct error *err)
{
	struct saving saving = { .page = page, .act = act, .desk = desk };
	int rc = 0;

	saving.problems = ARENA_NEW(page->arena, struct scoring_problems);
	if (saving.problems)
		saving.problems->items = ARENA_ARRAY(page->arena, struct scoring_problem,
						     page->form->count + 1);
	if (!saving.problems || !saving.problems->items)
		return error_broken(err, ERR_MEMORY, "scoring form");
	for (size_t i = 0; rc == 0 && i < page->form->count; i++) {
		struct scoring_typed typed;
		if (scoring_typed_read(page, i, &typed))
			rc = save_cell(&saving, &typed, err);
	}
	page->state = saving.problems;
	*out_count = saving.changed;
	return rc < 0 ? rc : refuse(&saving, err);
}
