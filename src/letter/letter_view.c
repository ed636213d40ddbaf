/* letter_view.c - see letter_view.h. */
#include "letter/letter_view.h"

#include "letter/letter_waiting.h"
#include "messages_common.h"
#include "messages_letter.h"
#include "messages_people.h"
#include "people/rights.h"
#include "progress/board_view.h"
#include "web/links.h"

struct safe_url link_letter_page(struct page *page, int64_t letter_id)
{
	return safe_url_format(page->arena, "/letters/%I", letter_id);
}

struct safe_url link_letter_year(struct page *page, int64_t year)
{
	return safe_url_format(page->arena, "/letters/years/%d", year);
}

const char *letter_state_light(int state)
{
	static const char *const lights[LETTER_STATE_COUNT] = {
		[LETTER_DRAFT] = "light idle",	  [LETTER_ISSUED] = "light warn",
		[LETTER_ACCEPTED] = "light warn", [LETTER_SIGNED] = "light done",
		[LETTER_COUNTERSIGNED] = "light done", [LETTER_SUPERSEDED] = "light idle",
		[LETTER_ENDED] = "light idle",	  [LETTER_WITHDRAWN] = "light idle",
	};

	return state >= 0 && state < LETTER_STATE_COUNT ? lights[state] : "light idle";
}

const char *letter_situation_light(int situation)
{
	if (situation == LETTER_IS_COMPLETE)
		return "light done";
	if (situation == LETTER_IS_CHANGED || situation == LETTER_IS_MISSING)
		return "light late";
	if (situation == LETTER_IS_LEFT_OUT || situation == LETTER_HAS_ENDED)
		return "light idle";
	return "light warn";
}

/* Who reads ---------------------------------------------------------------------------------------- */

bool letter_is_self(const struct page *page, int64_t person_id)
{
	return person_id && person_id == page->rights.person_id &&
	       !(page->rights.withheld & PERMISSION_LETTER_READ);
}

bool letter_may_read(struct page *page, int64_t unit_id, int64_t person_id,
		     const struct letter_brief *brief)
{
	return letter_is_self(page, person_id) ||
	       (brief && (letter_is_self(page, brief->superior_id) ||
			  letter_is_self(page, brief->countersigner_id))) ||
	       page_may(page, PERMISSION_LETTER_READ | PERMISSION_LETTER_MANAGE, unit_id, 0);
}

bool letter_is_signer(const struct page *page, const struct letter *letter)
{
	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++)
		if (letter_is_self(page, letter_signer_id(letter, (enum letter_signer)signer)))
			return true;
	return false;
}

int letter_open(struct page *page, struct db *db, struct letter_opened *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	out->changes = (struct letter_changes){ .count = 0 };
	if (rc == 0)
		rc = record_get(db, &letter_record, key, page->arena, &out->letter, err);
	if (rc == 0 && !letter_is_signer(page, &out->letter))
		rc = page_check(page, PERMISSION_LETTER_READ | PERMISSION_LETTER_MANAGE,
				out->letter.unit_id, 0, err);
	if (rc == 0)
		rc = letter_text_load(db, &out->letter, page->arena, &out->text, err);
	if (rc == 0)
		rc = letter_content_read(out->text, page->arena, &out->content, err);
	return rc < 0 ? rc
		      : letter_signatures_load(db, key, page->arena, out->signatures, err);
}

bool letter_shows_secrets(struct page *page, const struct letter *letter)
{
	return letter_is_signer(page, letter) ||
	       page_may(page, PERMISSION_LETTER_MANAGE | PERMISSION_PLAN_MANAGE |
				      PERMISSION_PLAN_RESPOND,
			letter->unit_id, 0);
}

bool letter_is_open(struct page *page, const struct letter *letter,
		    const struct letter_content *content)
{
	bool secret = false;

	for (size_t i = 0; i < content->item_count; i++)
		secret |= content->items[i].confidential;
	return !secret || letter_shows_secrets(page, letter);
}

/* What it says ------------------------------------------------------------------------------------- */

static void put_item(struct page *page, const struct letter_item *item, bool secrets,
		     struct table_view *table)
{
	bool hidden = item->confidential && !secrets;
	struct str hides = str_from(page_text(page, MESSAGE_LETTER_PAGE_HIDDEN));
	struct table_cell *cell;

	table_row(table);
	table_cell(table, item->code);
	cell = table_heading(table, hidden ? hides : item->title, (struct safe_url){ STR_EMPTY });
	if (!hidden)
		cell->note = item->measure;
	table_cell(table, letter_due_words(item->due, page->language, page->arena));
	table_cell(table, str_from(page_text(page, letter_role_word(item->role))));
}

int letter_text_fill(struct page *page, const struct letter *letter,
		     const struct letter_content *content, struct letter_text_view *out,
		     struct error *err)
{
	bool secrets = letter_shows_secrets(page, letter);
	struct table_view *table = &out->items;

	out->title = letter_title_words(content, page->language);
	out->has_items = content->item_count > 0;
	out->items_count = page_number(page, (int64_t)content->item_count);
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_ITEMS),
		   page_text(page, MESSAGE_LETTER_PAGE_NO_ITEMS));
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_CODE), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_DUE), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_PAGE_ROLE), COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = 0; i < content->item_count; i++)
		put_item(page, &content->items[i], secrets, table);
	int rc = table_check(table, err);
	return rc < 0 ? rc
		      : letter_lines_make(content, page->language, page->arena, &out->lines, err);
}

int letter_changes_fill(struct page *page, const struct letter_changes *changes, bool secrets,
			struct table_view *out, struct error *err)
{
	struct str hides = str_from(page_text(page, MESSAGE_LETTER_PAGE_HIDDEN));

	table_init(out, page->arena, page_text(page, MESSAGE_LETTER_PAGE_DIFFERENCE),
		   page_text(page, MESSAGE_LETTER_PAGE_DIFFERENCE_NONE));
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_KIND), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_ITEM), 0);
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_BEFORE), 0);
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_AFTER), 0);
	for (size_t i = 0; i < changes->count; i++) {
		const struct letter_change *one = &changes->items[i];
		bool hidden = one->confidential && !secrets;

		table_row(out);
		table_cell(out, str_from(page_text(page, letter_change_word(one->kind))));
		table_cell(out, hidden ? hides
				       : arena_format(page->arena, "%.*s %.*s", STR_ARG(one->code),
						      STR_ARG(one->title)));
		table_cell(out, hidden ? STR("—")
				       : letter_change_value(one, one->before, page->language,
							     page->arena));
		table_cell(out, hidden ? STR("—")
				       : letter_change_value(one, one->after, page->language,
							     page->arena));
	}
	return table_check(out, err);
}

/* Of a whole difference, what demands a new signature; and another signer. */
static void keep_demanding(struct letter_changes *changes)
{
	size_t kept = 0;

	for (size_t i = 0; i < changes->count; i++) {
		int kind = changes->items[i].kind;
		if (letter_change_is_material(kind) || kind == LETTER_SUPERIOR_CHANGED ||
		    kind == LETTER_COUNTERSIGNER_CHANGED)
			changes->items[kept++] = changes->items[i];
	}
	changes->count = kept;
}

int letter_changes_now(struct page *page, struct letter_opened *it, struct error *err)
{
	struct letter_content now;
	struct letter_book book;

	if (!letter_stands(it->letter.state))
		return 0;
	const struct letter_when when = { page->jurisdiction_id, (int)it->letter.year, page->today };
	int rc = letter_book_load(page->db, &when, page->arena, &book, err);
	if (rc == -ERR_NOT_FOUND) { /* no plan or templates any more: nothing to compare with */
		error_clear(err);
		return 0;
	}
	for (size_t i = 0; rc == 0 && i < book.count; i++) {
		const struct letter_row *row = &book.rows[i];
		if (!row->letter || row->letter->id != it->letter.head.id ||
		    row->situation != LETTER_IS_CHANGED)
			continue;
		rc = letter_book_content(&book, row, page->arena, &now, err);
		if (rc == 0)
			rc = letter_difference(&it->content, &now, page->arena, &it->changes,
					       err);
		keep_demanding(&it->changes);
	}
	return rc;
}

int letter_newest_year(struct page *page, int *out, struct error *err)
{
	return board_year(page, out, err);
}

/* Workbench ---------------------------------------------------------------------------------------- */

static void waiting_row(struct page *page, const struct letter_waiting *one, struct table_view *out)
{
	struct message_value values[] = { { "name", one->person_name }, { "unit", one->unit_name } };

	table_row(out);
	table_heading(out, page_message(page, MESSAGE_LETTER_PAGE_WHOSE, values, 2),
		      safe_url_format(page->arena, "/letters/%I/sign", one->letter_id));
	table_cell(out, page_number(page, one->year));
	table_cell(out, str_from(page_text(page, letter_signers[one->signer].label)));
	table_cell(out, one->since_day == CIVIL_NO_DAY ? STR("—") : page_day(page, one->since_day));
}

int letter_waiting_table(struct page *page, size_t limit, struct table_view *out, int64_t *out_count,
			 struct error *err)
{
	struct letter_waiting *items;
	size_t count;
	int64_t person_id = letter_is_self(page, page->rights.person_id) ? page->rights.person_id : 0;
	const struct record_key person = { page->jurisdiction_id, person_id };
	int rc = letter_waiting_load(page->db, person, page->arena, &items, &count, err);

	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_LETTER_PAGE_WAITING_OWN),
		   page_text(page, MESSAGE_LETTER_PAGE_NOTHING_WAITS));
	table_column(out, page_text(page, MESSAGE_LETTER_LABEL), 0);
	table_column(out, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_AS), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_LETTER_PAGE_SINCE), COLUMN_NARROW | COLUMN_WIDE);
	for (size_t i = 0; i < count && i < limit; i++)
		waiting_row(page, &items[i], out);
	*out_count = (int64_t)count;
	return table_check(out, err);
}
