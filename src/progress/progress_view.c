/* progress_view.c - see progress_view.h. */
#include "progress/progress_view.h"

#include "people/person.h"
#include "people/record_find.h"
#include "statements_assignment.h"

const char *progress_light_class(enum light_colour colour)
{
	static const char *const classes[LIGHT_COLOUR_COUNT] = {
		[LIGHT_DONE] = "light done",	[LIGHT_GREY] = "light idle",
		[LIGHT_GREEN] = "light ok",	[LIGHT_UNKNOWN] = "light idle",
		[LIGHT_YELLOW] = "light warn",	[LIGHT_RED] = "light late",
	};

	return classes[colour];
}

struct str progress_light_word(const struct page *page, enum light_colour colour)
{
	return str_from(page_text(page, light_colours[colour].label));
}

struct str progress_words(const struct page *page, struct light_words words)
{
	return page->language == LANGUAGE_ZH ? words.zh : words.en;
}

struct safe_url link_assignment(struct page *page, int64_t assignment_id)
{
	return safe_url_format(page->arena, "/assignments/%I", assignment_id);
}

struct safe_url link_report(struct page *page, int64_t report_id)
{
	return safe_url_format(page->arena, "/reports/%I", report_id);
}

struct safe_url link_progress_item(struct page *page, int64_t year, int64_t item_id)
{
	return safe_url_format(page->arena, "/plans/%d/items/%I", year, item_id);
}

size_t progress_place(struct page *page, const char *name, size_t count)
{
	int64_t number = 1;

	if (!count || !str_parse_int(form_value(page->query, name), 1, (int64_t)count, &number))
		return 0;
	return (size_t)(number - 1);
}

struct safe_url progress_place_url(struct page *page, struct safe_url url, const char *name, size_t place)
{
	return safe_url_with(page->arena, url, name, arena_format(page->arena, "%zu", place + 1));
}

struct safe_url link_progress(struct page *page, int64_t year, int64_t unit_id, int64_t item_id)
{
	struct safe_url url = safe_url_format(page->arena, "/plans/%d/progress", year);
	char text[ID_TEXT_BYTES];

	if (unit_id)
		url = safe_url_with(page->arena, url, "unit",
				    arena_str(page->arena, str_from(id_format(unit_id, text))));
	if (item_id)
		url = safe_url_with(page->arena, url, "item",
				    arena_str(page->arena, str_from(id_format(item_id, text))));
	return url;
}

/* Rights ------------------------------------------------------------------------------------------- */

static bool is_named(const struct page *page, const struct assignment_person *persons, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (page->rights.person_id && persons[i].person_id == page->rights.person_id)
			return true;
	return false;
}

static bool reads_unit(struct page *page, int64_t unit_id)
{
	return page_may(page, (permission_set)(PERMISSION_DERIVATION_READ | PERMISSION_PLAN_RESPOND |
						PERMISSION_PLAN_REVIEW | PERMISSION_PLAN_MANAGE),
			unit_id, 0);
}

/* A confidential item is for its own units and the office. */
static bool keeps_secret(struct page *page, int64_t unit_id)
{
	return page_may(page, (permission_set)(PERMISSION_PLAN_RESPOND | PERMISSION_PLAN_MANAGE),
			unit_id, 0);
}

static bool leads(const struct page *page, const struct plan_item *item)
{
	return item->leader_id && item->leader_id == page->rights.person_id;
}

struct progress_rights progress_rights_of(struct page *page, const struct assignment *assignment,
					  const struct plan_item *item,
					  const struct assignment_person *persons, size_t count)
{
	int64_t unit = assignment->unit_id;
	bool named = is_named(page, persons, count);
	struct progress_rights rights = {
		.unit = page_may(page, PERMISSION_PLAN_RESPOND, unit, 0),
		.review = page_may(page, PERMISSION_PLAN_REVIEW, unit, 0),
		.answer = page_may(page, PERMISSION_PLAN_MANAGE, unit, 0),
	};

	rights.report = rights.unit || named;
	rights.read = named || leads(page, item) ||
		      (item->confidential ? keeps_secret(page, unit) : reads_unit(page, unit));
	rights.review &= rights.read && !rights.report;
	return rights;
}

static size_t unit_index(const struct plan_tree *tree, const struct plan_unit *unit)
{
	return (size_t)(unit - tree->units);
}

int progress_readable(struct page *page, const struct board *board, bool **out, struct error *err)
{
	const struct plan_tree *tree = &board->tree;
	bool *open = ARENA_ARRAY(page->arena, bool, tree->unit_count + 1);
	bool *secret = ARENA_ARRAY(page->arena, bool, tree->unit_count + 1);
	bool *rows = ARENA_ARRAY(page->arena, bool, tree->lead_count + 1);

	if (!open || !secret || !rows)
		return error_broken(err, ERR_MEMORY, "%zu assignments", tree->lead_count);
	for (size_t i = 0; i < tree->unit_count; i++) {
		open[i] = reads_unit(page, tree->units[i].id);
		secret[i] = open[i] && keeps_secret(page, tree->units[i].id);
	}
	for (size_t i = 0; i < tree->lead_count; i++) {
		const struct plan_item *item = &board->rows[i].node->item;
		size_t unit = unit_index(tree, tree->leads[i].unit);
		rows[i] = leads(page, item) || (item->confidential ? secret[unit] : open[unit]);
	}
	*out = rows;
	return 0;
}

int progress_persons(struct page *page, struct db *db, int64_t assignment_id,
		     struct assignment_person **out, size_t *out_count, struct error *err)
{
	const struct record_query query = {
		&assignment_person_record, STATEMENT_ASSIGNMENT_PERSONS_OF,
		DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
			db_int("assignment_id", assignment_id))
	};

	return record_find_all(db, &query, page->arena, out, out_count, err);
}

int progress_person_name(struct page *page, int64_t person_id, struct str *out, struct error *err)
{
	struct person person;
	int code;

	*out = STR("—");
	if (!person_id)
		return 0;
	code = record_get(page->db, &person_record,
			  (struct record_key){ page->jurisdiction_id, person_id }, page->arena,
			  &person, err);
	if (!code)
		*out = person.name;
	return code;
}
