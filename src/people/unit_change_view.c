/*
 * unit_change_view.c - see unit_change_view.h.
 */
#include "people/unit_change_view.h"

#include "messages_common.h"
#include "messages_handover.h"
#include "messages_people.h"
#include "messages_register.h"
#include "messages_web.h"
#include "statements_handover_pages.h"
#include "web/links.h"

#define NO_LINK ((struct safe_url){ STR_EMPTY })

static struct str text_of(struct page *page, enum message message)
{
	return str_from(page_text(page, message));
}

/* Sentences ---------------------------------------------------------------------------------- */

static struct str joined(struct page *page, struct str list, struct str name)
{
	const char *comma = page->language == LANGUAGE_ZH ? "、" : ", ";

	return arena_format(page->arena, "%.*s%s%.*s", STR_ARG(list), list.length ? comma : "",
			    STR_ARG(name));
}

static struct str arrow(struct page *page, struct str before, struct str after)
{
	if (!after.length)
		after = text_of(page, MESSAGE_UNIT_CHANGE_NO_SUCCESSOR);
	return arena_format(page->arena, "%.*s → %.*s", STR_ARG(before), STR_ARG(after));
}

struct str unit_change_sentence(struct page *page, const struct unit_change_plan *plan)
{
	struct str before = STR_EMPTY, after = STR_EMPTY;

	if (plan->change.kind == UNIT_RENAME)
		return arrow(page, plan->change.name_before, plan->change.name_after);
	for (size_t i = 0; i < plan->before_count; i++)
		before = joined(page, before, plan->before[i].name);
	for (size_t i = 0; i < plan->after_count; i++)
		after = joined(page, after, plan->after[i].name);
	return arrow(page, before, after);
}

struct str unit_change_seen_sentence(struct page *page, const struct unit_change_seen *seen)
{
	struct str before = STR_EMPTY, after = STR_EMPTY;

	if (seen->change.kind == UNIT_RENAME)
		return arrow(page, seen->change.name_before, seen->change.name_after);
	for (size_t i = 0; i < seen->unit_count; i++)
		if (seen->units[i].side == UNIT_CHANGE_BEFORE)
			before = joined(page, before, seen->units[i].name);
		else
			after = joined(page, after, seen->units[i].name);
	return arrow(page, before, after);
}

int unit_change_table(struct page *page, int64_t unit_id, struct table_view *out, struct error *err)
{
	struct unit_change_seen *changes;
	size_t count;
	int rc = unit_changes_of(page->db, (struct record_key){ page->jurisdiction_id, unit_id },
				 page->arena, &changes, &count, err);

	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_UNIT_CHANGE_HISTORY), "");
	table_column(out, page_text(page, MESSAGE_UNIT_CHANGE_DAY), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_UNIT_CHANGE_KIND), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_UNIT_CHANGE_UNITS), 0);
	table_column(out, page_text(page, MESSAGE_COMMON_REASON), COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_UNIT_CHANGE_REFERENCE), COLUMN_WIDE);
	for (size_t i = 0; i < count; i++) {
		const struct unit_change *change = &changes[i].change;
		table_row(out);
		table_cell(out, page_day(page, change->day));
		table_heading(out, text_of(page, unit_change_kinds[change->kind].label),
			      link_unit_change(page, change->head.id));
		table_cell(out, unit_change_seen_sentence(page, &changes[i]));
		table_cell(out, change->reason);
		table_cell(out, change->reference);
	}
	return table_check(out, err);
}

/* The preview -------------------------------------------------------------------------------- */

static void unit_rows(struct page *page, const struct unit_change_plan *plan,
		      struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_CHANGE_UNITS), "");
	table_column(table, page_text(page, MESSAGE_UNIT_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_UNIT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_CHANGE_EFFECT), 0);
	for (size_t i = 0; i < plan->before_count; i++) {
		const struct unit *unit = &plan->before[i];
		enum message word = plan->ends[i] ? MESSAGE_UNIT_CHANGE_UNIT_ENDS
						  : MESSAGE_UNIT_CHANGE_UNIT_GOES_ON;
		table_row(table);
		table_cell(table, unit->code);
		table_heading(table, unit->name, link_unit(page, unit->head.id));
		if (plan->change.kind == UNIT_RENAME)
			word = MESSAGE_UNIT_CHANGE_UNIT_RENAMED;
		table_cell(table, text_of(page, word));
	}
	for (size_t i = 0; i < plan->after_count; i++) {
		const struct unit *unit = &plan->after[i];
		if (unit->head.id)
			continue;
		table_row(table);
		table_cell(table, unit->code);
		table_heading(table, unit->name, NO_LINK);
		table_cell(table, text_of(page, MESSAGE_UNIT_CHANGE_UNIT_NEW));
	}
}

static void grant_rows(struct page *page, const struct unit_change_plan *plan,
		       struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_CHANGE_GRANTS),
		   page_text(page, MESSAGE_UNIT_CHANGE_NO_GRANTS));
	table_column(table, page_text(page, MESSAGE_ACCOUNT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_ROLE), 0);
	for (size_t i = 0; i < plan->grant_count; i++) {
		table_row(table);
		table_heading(table, plan->grants[i].account_name, NO_LINK);
		table_cell(table,
			   text_of(page, role_label((enum role)plan->grants[i].grant.role)));
	}
}

static struct str heirs_of(struct page *page, const struct unit_change_plan *plan, unsigned heirs)
{
	struct str names = STR_EMPTY;

	for (size_t i = 0; i < plan->after_count; i++)
		if (heirs >> i & 1u)
			names = joined(page, names, plan->after[i].name);
	return names.length ? names : text_of(page, MESSAGE_UNIT_CHANGE_NO_HEIR);
}

static void member_rows(struct page *page, const struct unit_change_plan *plan,
			struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_CHANGE_MEMBERS),
		   page_text(page, MESSAGE_UNIT_CHANGE_NO_MEMBERS));
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_CHANGE_HEIR), 0);
	for (size_t i = 0; i < plan->member_count; i++) {
		table_row(table);
		table_cell(table, page_number(page, plan->members[i].member.year));
		table_heading(table, plan->members[i].group_name, NO_LINK);
		table_cell(table, heirs_of(page, plan, plan->members[i].heirs));
	}
}

static void child_rows(struct page *page, const struct unit_change_plan *plan,
		       struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_UNIT_PAGE_CHILDREN),
		   page_text(page, MESSAGE_UNIT_CHANGE_NO_CHILDREN));
	table_column(table, page_text(page, MESSAGE_UNIT_NAME), 0);
	table_column(table, page_text(page, MESSAGE_UNIT_CHANGE_NEW_PARENT), 0);
	for (size_t i = 0; i < plan->child_count; i++) {
		const struct unit_change_child *child = &plan->children[i];
		table_row(table);
		table_heading(table, child->unit.name, link_unit(page, child->unit.head.id));
		table_cell(table, child->parent < 0 ? text_of(page, MESSAGE_UNIT_CHANGE_PARENT_ABOVE)
						    : plan->after[child->parent].name);
	}
}

static void target_add(struct unit_change_post_row *row, struct str value, struct str label,
		       bool selected)
{
	row->targets.items[row->targets.count++] = (struct list_option){ value, label, selected };
}

static bool fill_post(struct page *page, const struct unit_change_plan *plan,
		      const struct unit_change_post *post, struct unit_change_post_row *row)
{
	char id[ID_TEXT_BYTES];

	row->field = arena_format(page->arena, "post-%s", id_format(post->post.head.id, id));
	row->person = post->person_name;
	row->unit = post->unit_name;
	row->title = post->post.title;
	if (post->held)
		row->note = text_of(page, MESSAGE_UNIT_CHANGE_POST_HELD);
	row->targets.items =
		ARENA_ARRAY(page->arena, struct list_option, UNIT_CHANGE_UNITS + 1);
	if (!row->targets.items || !row->field.bytes)
		return false;
	for (size_t i = 0; i < plan->after_count; i++) {
		bool same = plan->after[i].head.id == post->post.unit_id;
		struct message_value name = { "name", plan->after[i].name };
		target_add(row, page_number(page, (int64_t)i),
			   page_message(page,
					same ? MESSAGE_UNIT_CHANGE_POST_STAYS
					     : MESSAGE_UNIT_CHANGE_POST_MOVES,
					&name, 1),
			   post->target == (int)i);
	}
	target_add(row, STR("end"), text_of(page, MESSAGE_UNIT_CHANGE_POST_ENDS),
		   post->target == UNIT_CHANGE_ENDS);
	return true;
}

static int fill_posts(struct page *page, const struct unit_change_plan *plan,
		      struct unit_change_preview_view *out, struct error *err)
{
	out->posts.items =
		ARENA_ARRAY(page->arena, struct unit_change_post_row, plan->post_count + 1);
	for (size_t i = 0; out->posts.items && i < plan->post_count; i++)
		if (!fill_post(page, plan, &plan->posts[i], &out->posts.items[out->posts.count++]))
			out->posts.items = NULL;
	return out->posts.items ? 0 : error_broken(err, ERR_MEMORY, "posts of a change");
}

/* A count that leads to its list. */
static void put_count(struct page *page, struct table_view *table, int64_t count,
		      struct safe_url url)
{
	struct str text = page_number(page, count);

	if (count)
		table_link(table, text, url);
	else
		table_cell(table, text);
}

static int open_row(struct page *page, const struct unit *unit, struct table_view *table,
		    struct error *err)
{
	int64_t objections = 0, handovers = 0;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_HANDOVER_PAGES_OF_UNIT,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("unit_id", unit->head.id)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		objections = db_query_int(query, 0);
		handovers = db_query_int(query, 1);
	}
	db_query_close(query);
	table_row(table);
	table_heading(table, unit->name, link_unit(page, unit->head.id));
	put_count(page, table, objections,
		  safe_url_with(page->arena, SAFE_URL("/objections?state=raised"), "name",
				unit->name));
	put_count(page, table, handovers,
		  safe_url_format(page->arena, "/handovers?unit_id=%I", unit->head.id));
	return rc < 0 ? rc : 0;
}

/* What is open in the units before: the change leaves it where it is. */
static int open_rows(struct page *page, const struct unit_change_plan *plan,
		     struct table_view *table, struct error *err)
{
	int rc = 0;

	table_init(table, page->arena, page_text(page, MESSAGE_HANDOVER_OPEN_MATTERS), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_HANDOVER_OPEN_OBJECTIONS), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_HANDOVER_OPEN_LISTS), COLUMN_NUMBER);
	for (size_t i = 0; rc == 0 && i < plan->before_count; i++)
		rc = open_row(page, &plan->before[i], table, err);
	return rc < 0 ? rc : table_check(table, err);
}

int unit_change_preview_fill(struct page *page, const struct unit_change_plan *plan,
			     struct unit_change_preview_view *out, struct error *err)
{
	char digest[HASH_HEX_BYTES];
	int rc = fill_posts(page, plan, out, err);

	if (rc < 0)
		return rc;
	hex_encode(hash_str(&plan->digest), digest);
	out->digest = arena_str(page->arena, str_from(digest));
	out->kind = unit_change_kinds[plan->change.kind].label;
	out->sentence = unit_change_sentence(page, plan);
	out->day = page_day(page, plan->change.day);
	out->reason = plan->change.reason;
	out->reference = plan->change.reference;
	unit_rows(page, plan, &out->units);
	grant_rows(page, plan, &out->grants);
	member_rows(page, plan, &out->members);
	child_rows(page, plan, &out->children);
	rc = open_rows(page, plan, &out->open_matters, err);
	if (rc == 0)
		rc = table_check(&out->units, err);
	if (rc == 0)
		rc = table_check(&out->grants, err);
	if (rc == 0)
		rc = table_check(&out->members, err);
	return rc < 0 ? rc : table_check(&out->children, err);
}
