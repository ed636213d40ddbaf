/*
 * handover_view.c - see handover_view.h.
 */
#include "people/handover_view.h"

#include "messages_common.h"
#include "messages_handover.h"
#include "messages_people.h"
#include "messages_register.h"
#include "people/post.h"
#include "people/unit.h"
#include "statements_handover_pages.h"
#include "web/links.h"

const struct picker handover_person_picker = { STATEMENT_HANDOVER_PAGES_MATCHING,
					       "the code or the full name of a person in service",
					       "在职人员的编号或姓名" };

const struct form_label handover_labels[] = {
	{ "giver", MESSAGE_HANDOVER_FROM },
	{ "receiver", MESSAGE_HANDOVER_TO },
	{ "unit", MESSAGE_HANDOVER_UNIT },
	{ "last_day", MESSAGE_HANDOVER_LAST_DAY },
	{ "reason", MESSAGE_COMMON_REASON },
	{ "reference", MESSAGE_UNIT_CHANGE_REFERENCE },
	{ "note", MESSAGE_HANDOVER_NOTE },
	{ NULL, MESSAGE_NONE },
};

struct safe_url link_handover(struct page *page, int64_t id)
{
	return safe_url_format(page->arena, "/handovers/%I", id);
}

const char *handover_light(int state)
{
	static const char *const lights[HANDOVER_STATE_COUNT] = {
		[HANDOVER_OPEN] = "light warn",
		[HANDOVER_HANDED] = "light warn",
		[HANDOVER_CONFIRMED] = "light ok",
		[HANDOVER_CANCELLED] = "light idle",
	};

	return lights[state];
}

/* out->head.id says which list. */
static int read_list(struct page *page, struct db *db, bool alone, struct handover *out,
		     struct handover_asker *out_asker, struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, out->head.id };
	int rc = record_get(db, &handover_record, key, page->arena, out, err);

	if (rc < 0)
		return rc;
	*out_asker = (struct handover_asker){ .person_id = page->rights.person_id,
					      .permissions = page->permissions };
	/* Whoever acts for themself is not recorded as the office's deputy. */
	if (!alone || !handover_is_readable(out, out_asker))
		out_asker->is_office = page_may(page, PERMISSION_PERSON_WRITE, out->unit_id, 0);
	if (!handover_is_readable(out, out_asker))
		return error_set(err, ERR_NOT_FOUND,
				 "There is no such record, or you may not see it.",
				 "没有这条记录，或您无权查看。");
	return 0;
}

int handover_load(struct page *page, struct db *db, bool alone, struct handover *out,
		  struct handover_asker *out_asker, struct error *err)
{
	int rc = page_parameter_id(page, 0, &out->head.id, err);

	if (rc == 0)
		rc = read_list(page, db, alone, out, out_asker, err);
	return rc < 0 ? rc : handover_asker_fill(db, out, page->arena, out_asker, err);
}

int handover_check(struct page *page, int64_t id, struct error *err)
{
	struct handover handover = { .head = { .id = id } };
	struct handover_asker asker;

	return read_list(page, page->db, false, &handover, &asker, err);
}

/* What was seen ------------------------------------------------------------------------------ */

static void note(struct hash *digest, int64_t a, int64_t b)
{
	const struct str parts[] = { hash_str(digest),
				     { (const char *)&a, sizeof(a) },
				     { (const char *)&b, sizeof(b) } };

	*digest = hash_parts(parts, ARRAY_LENGTH(parts));
}

struct str handover_seen(struct page *page, const struct handover *handover,
			 const struct handover_listing *listing)
{
	struct hash digest = { { 0 } };
	char text[HASH_HEX_BYTES];

	note(&digest, handover->head.id, handover->head.revision);
	for (size_t i = 0; i < listing->count; i++) {
		const struct handover_entry *entry = &listing->items[i];

		note(&digest, entry->item.subject_id, entry->item.head.revision);
		note(&digest, entry->item.state, entry->closed);
	}
	hex_encode(hash_str(&digest), text);
	return arena_str(page->arena, str_from(text));
}

/* Items -------------------------------------------------------------------------------------- */

static struct str kind_text(struct page *page, struct str kind)
{
	const struct handover_source *source = handover_source_find(kind);

	return source ? str_from(page_text(page, source->label)) : kind;
}

static struct str title_text(struct page *page, struct str title, struct str title_en)
{
	return page->language == LANGUAGE_EN && title_en.length ? title_en : title;
}

/* A path that a source composed: letters, digits and what stands between them on this site. */
static struct safe_url address_url(struct str address)
{
	for (size_t i = 0; i < address.length; i++) {
		char c = address.bytes[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || strchr("/_-?=&", c);

		if (!plain || (i < 2 && (c == '/') != (i == 0)))
			return (struct safe_url){ STR_EMPTY };
	}
	return (struct safe_url){ address };
}

static struct str due_text(struct page *page, int32_t day)
{
	return day == CIVIL_NO_DAY ? STR_EMPTY : page_day(page, day);
}

static void item_columns(struct page *page, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_HANDOVER_ITEMS),
		   page_text(page, MESSAGE_HANDOVER_NO_ITEMS));
	table_column(table, page_text(page, MESSAGE_HANDOVER_ITEM_TITLE), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_HANDOVER_ITEM_DUE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_HANDOVER_STATE), COLUMN_NARROW);
}

static void put_state(struct page *page, const struct handover_entry *entry,
		      struct table_view *table)
{
	static const char *const lights[HANDOVER_ITEM_STATE_COUNT] = {
		[HANDOVER_ITEM_PENDING] = "light warn",
		[HANDOVER_ITEM_ACCEPTED] = "light ok",
		[HANDOVER_ITEM_RETURNED] = "light late",
		[HANDOVER_ITEM_DONE] = "light idle",
	};
	int state = entry->closed ? HANDOVER_ITEM_DONE : entry->item.state;
	enum message word = entry->item.head.id ? handover_item_states[state].label
						: MESSAGE_HANDOVER_ITEM_NEW;
	struct table_cell *cell =
		table_light(table, lights[state], str_from(page_text(page, word)));

	cell->note = entry->item.note;
}

static void put_item(struct page *page, const struct handover_entry *entry,
		     struct table_view *table)
{
	const struct handover_item *item = &entry->item;

	table_row(table);
	table_heading(table, title_text(page, item->title, item->title_en),
		      address_url(item->address))
		->note = kind_text(page, item->kind);
	table_cell(table, entry->unit_name);
	table_cell(table, due_text(page, item->due_day));
	put_state(page, entry, table);
}

int handover_matters_table(struct page *page, const struct handover_matters *matters,
			   struct table_view *out, struct error *err)
{
	table_init(out, page->arena, page_text(page, MESSAGE_HANDOVER_MATTERS),
		   page_text(page, MESSAGE_HANDOVER_NO_MATTERS));
	table_column(out, page_text(page, MESSAGE_HANDOVER_MATTERS), 0);
	table_column(out, page_text(page, MESSAGE_HANDOVER_ITEM_KIND), 0);
	table_column(out, page_text(page, MESSAGE_HANDOVER_ITEM_DUE), COLUMN_NARROW);
	for (size_t i = 0; i < matters->count; i++) {
		const struct handover_matter *matter = &matters->items[i];

		table_row(out);
		table_heading(out, title_text(page, matter->title, matter->title_en),
			      address_url(matter->address));
		table_cell(out, str_from(page_text(page, matter->source->label)));
		table_cell(out, due_text(page, matter->due_day));
	}
	return table_check(out, err);
}

/* The page ----------------------------------------------------------------------------------- */

static int fill_person(struct page *page, int64_t person_id, struct str *name,
		       struct safe_url *url, struct error *err)
{
	struct handover_person person;
	int rc;

	if (!person_id)
		return 0;
	rc = handover_person_get(page->db, (struct record_key){ page->jurisdiction_id, person_id },
				 page->arena, &person, err);
	if (rc < 0)
		return rc;
	*name = person.name;
	if (page_may(page, PERMISSION_PERSON_READ, 0, person_id))
		*url = link_person(page, person_id);
	return 0;
}

static int fill_place(struct page *page, const struct handover *handover,
		      struct handover_page_view *view, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, handover->unit_id };
	struct unit unit;
	struct post post;
	int rc = 0;

	view->unit = str_from(page_text(page, MESSAGE_HANDOVER_WHOLE));
	if (key.id)
		rc = record_get(page->db, &unit_record, key, page->arena, &unit, err);
	if (rc == 0 && key.id)
		view->unit = unit.name;
	key.id = handover->post_id;
	if (rc == 0 && key.id)
		rc = record_get(page->db, &post_record, key, page->arena, &post, err);
	if (rc == 0 && key.id)
		view->post = post.title;
	return rc;
}

static void fill_texts(struct page *page, const struct handover *handover,
		       struct handover_page_view *view)
{
	const char *nobody = page_text(page, MESSAGE_HANDOVER_NOBODY);

	view->title = arena_format(page->arena, "%.*s → %.*s", STR_ARG(view->giver),
				   STR_ARG(view->receiver.length ? view->receiver
								 : str_from(nobody)));
	view->light = handover_light(handover->state);
	view->state = str_from(page_text(page, handover_states[handover->state].label));
	view->last_day = page_day(page, handover->last_day);
	view->reason = handover->reason;
	view->reference = handover->reference;
	view->opened = page_day(page, handover->opened_day);
	view->handed = due_text(page, handover->handed_day);
	view->confirmed = due_text(page, handover->confirmed_day);
	view->note = handover->note;
	view->proof = link_proof(page, "handover", handover->head.id);
	if (handover->previous_id)
		view->previous = link_handover(page, handover->previous_id);
}

static void fill_choice(struct page *page, const struct handover_item *item,
			struct handover_choice *choice)
{
	char id[ID_TEXT_BYTES];

	id_format(item->head.id, id);
	*choice = (struct handover_choice){
		.choice_name = arena_format(page->arena, "item-%s", id),
		.note_name = arena_format(page->arena, "note-%s", id),
		.kind = kind_text(page, item->kind),
		.title = title_text(page, item->title, item->title_en),
		.url = address_url(item->address),
		.note = item->note,
		.returns = item->state == HANDOVER_ITEM_RETURNED,
	};
	if (!choice->choice_name.bytes || !form_has(page->form, choice->choice_name.bytes))
		return;
	struct str chosen = form_value(page->form, choice->choice_name.bytes);
	choice->note = form_value(page->form, choice->note_name.bytes);
	choice->accepts = str_equal(chosen, STR("accept"));
	choice->returns = str_equal(chosen, STR("return"));
}

/* Items that can still be decided. */
static int fill_choices(struct page *page, const struct handover_listing *listing,
			struct handover_choices *out, struct error *err)
{
	out->items = ARENA_ARRAY(page->arena, struct handover_choice, listing->count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "choices");
	for (size_t i = 0; i < listing->count; i++) {
		const struct handover_entry *entry = &listing->items[i];
		bool decides = entry->item.state == HANDOVER_ITEM_PENDING ||
			       entry->item.state == HANDOVER_ITEM_RETURNED;

		if (decides && !entry->closed && entry->item.head.id)
			fill_choice(page, &entry->item, &out->items[out->count++]);
	}
	return 0;
}

int handover_fill(struct page *page, const struct handover *handover,
		  const struct handover_listing *listing, struct handover_page_view *view,
		  struct error *err)
{
	int rc = fill_person(page, handover->from_person_id, &view->giver, &view->url_giver, err);

	if (rc == 0)
		rc = fill_person(page, handover->to_person_id, &view->receiver,
				 &view->url_receiver, err);
	if (rc == 0)
		rc = fill_place(page, handover, view, err);
	if (rc < 0)
		return rc;
	fill_texts(page, handover, view);
	item_columns(page, &view->items);
	for (size_t i = 0; i < listing->count; i++) {
		put_item(page, &listing->items[i], &view->items);
		view->relisted |= listing->items[i].closed || !listing->items[i].item.head.id;
	}
	view->more = listing->more;
	view->seen = handover_seen(page, handover, listing);
	rc = fill_choices(page, listing, &view->choices, err);
	return rc < 0 ? rc : table_check(&view->items, err);
}

/* On other pages ------------------------------------------------------------------------------- */

#define LISTS_SHOWN 50

struct person_list {
	int64_t id, from_id, to_id, unit_id;
	struct str from, to, unit;
	int32_t last_day;
	int state;
};

static int read_lists(struct page *page, int64_t person_id, struct person_list *lists, size_t *count,
		      struct error *err)
{
	const struct field *state = record_field(&handover_record, STR("state"));
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_HANDOVER_PAGES_OF_PERSON,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (*count < LISTS_SHOWN && (rc = db_query_step(query, err)) > 0)
		lists[(*count)++] = (struct person_list){
			.id = db_query_int(query, 0),
			.from_id = db_query_int(query, 1),
			.from = db_query_copy(query, 2, page->arena),
			.to_id = db_query_is_null(query, 3) ? 0 : db_query_int(query, 3),
			.to = db_query_copy(query, 4, page->arena),
			.unit_id = db_query_is_null(query, 5) ? 0 : db_query_int(query, 5),
			.unit = db_query_copy(query, 6, page->arena),
			.last_day = (int32_t)db_query_int(query, 7),
			.state = field_choice_value(state, db_query_bytes(query, 8)),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void person_row(struct page *page, const struct person_list *list, struct table_view *table)
{
	struct str nobody = str_from(page_text(page, MESSAGE_HANDOVER_NOBODY));
	int64_t own = page->rights.person_id;
	bool readable = (own && (own == list->from_id || own == list->to_id)) ||
			page_may(page, PERMISSION_PERSON_WRITE, list->unit_id, 0);
	enum message word = list->state < 0 ? MESSAGE_NONE : handover_states[list->state].label;

	table_row(table);
	table_heading(table,
		      arena_format(page->arena, "%.*s → %.*s", STR_ARG(list->from),
				   STR_ARG(list->to.length ? list->to : nobody)),
		      readable ? link_handover(page, list->id) : (struct safe_url){ STR_EMPTY });
	table_cell(table, list->unit_id ? list->unit
					: str_from(page_text(page, MESSAGE_HANDOVER_WHOLE)));
	table_cell(table, page_day(page, list->last_day));
	table_light(table, list->state < 0 ? "light idle" : handover_light(list->state),
		    str_from(page_text(page, word)));
}

int handover_table_of_person(struct page *page, int64_t person_id, struct table_view *out,
			     struct error *err)
{
	struct person_list *lists = ARENA_ARRAY(page->arena, struct person_list, LISTS_SHOWN);
	size_t count = 0;
	int rc = lists ? read_lists(page, person_id, lists, &count, err)
		       : error_broken(err, ERR_MEMORY, "handover lists of a person");

	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_HANDOVER_TITLE), "");
	table_column(out, page_text(page, MESSAGE_HANDOVER_LABEL), 0);
	table_column(out, page_text(page, MESSAGE_HANDOVER_UNIT), COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_HANDOVER_LAST_DAY), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_HANDOVER_STATE), COLUMN_NARROW);
	for (size_t i = 0; i < count; i++)
		person_row(page, &lists[i], out);
	return table_check(out, err);
}
