/*
 * plan_shown_view.c - see plan_shown_view.h.
 */
#include "plan/plan_shown_view.h"

#include "messages_plan.h"
#include "plan/plan_due.h"

bool plan_manages(struct page *page)
{
	return page_may(page, PERMISSION_PLAN_MANAGE, 0, 0);
}

static bool sees_draft(struct page *page, const struct plan_version *draft)
{
	if (plan_manages(page))
		return true;
	return draft->state == PLAN_CONSULTING && (page->permissions & PERMISSION_PLAN_RESPOND);
}

static int find_draft(struct page *page, struct db *db, struct plan_shown *shown,
		      struct error *err)
{
	int code = plan_version_find_open(db, &shown->plan, page->arena, &shown->draft, err);

	if (code == -ERR_NOT_FOUND || (code == 0 && !sees_draft(page, &shown->draft))) {
		error_clear(err);
		shown->draft.head.id = 0;
		return 0;
	}
	return code;
}

static int refuse_version(struct error *err)
{
	return error_set(err, ERR_NOT_FOUND, "The plan has no such version.",
			 "计划没有这个版本。");
}

/* The version that the query asks for. */
static int choose(struct page *page, struct db *db, struct plan_shown *shown, struct error *err)
{
	struct str wanted = form_value(page->query, "version");
	int64_t number = shown->plan.version;

	if (wanted.length && !str_equal(wanted, STR("draft")) &&
	    !str_parse_int(wanted, 1, INT32_MAX, &number))
		return refuse_version(err);
	if (str_equal(wanted, STR("draft")) || (!wanted.length && !number))
		number = shown->draft.head.id ? shown->draft.version : 0;
	if (shown->draft.head.id && number == shown->draft.version) {
		shown->version = shown->draft;
		shown->is_draft = true;
		return 0;
	}
	if (!number || number > shown->plan.version)
		return refuse_version(err);
	return plan_version_find(db, &shown->plan, number, page->arena, &shown->version, err);
}

int plan_shown_find(struct page *page, struct db *db, struct plan_shown *out, struct error *err)
{
	int year, code = page_parameter_year(page, 0, &year, err);

	*out = (struct plan_shown){ .is_draft = false };
	if (!code)
		code = plan_find(db, page->jurisdiction_id, year, page->arena, &out->plan, err);
	if (!code)
		code = find_draft(page, db, out, err);
	return code ? code : choose(page, db, out, err);
}

int plan_shown_load(struct page *page, struct db *db, struct plan_shown *out, struct error *err)
{
	int code = plan_shown_find(page, db, out, err);

	return code ? code
		    : plan_tree_load(db, &out->plan, out->version.version, page->arena, &out->tree,
				     err);
}

static bool answers(struct page *page, int64_t unit_id)
{
	return page_may(page, PERMISSION_PLAN_RESPOND, unit_id, 0);
}

bool plan_sees(struct page *page, const struct plan_node *node)
{
	if (!node->item.confidential || plan_manages(page) ||
	    (page->rights.person_id && node->item.leader_id == page->rights.person_id))
		return true;
	for (size_t i = 0; i < node->lead_count; i++) {
		const struct plan_lead *lead = &node->leads[i];
		if (answers(page, lead->unit->id))
			return true;
		for (size_t j = 0; j < lead->co_count; j++)
			if (answers(page, lead->co_units[j].unit->id))
				return true;
	}
	return false;
}

struct safe_url link_plan(struct page *page, int64_t year, bool draft)
{
	return safe_url_format(page->arena, draft ? "/plans/%d?version=draft" : "/plans/%d",
			       year);
}

struct safe_url link_plan_item(struct page *page, const struct plan_shown *shown, int64_t item_id)
{
	int64_t year = shown->plan.year;

	if (shown->is_draft)
		return safe_url_format(page->arena, "/plans/%d/items/%I?version=draft", year,
				       item_id);
	if (shown->version.version != shown->plan.version)
		return safe_url_format(page->arena, "/plans/%d/items/%I?version=%d", year, item_id,
				       shown->version.version);
	return safe_url_format(page->arena, "/plans/%d/items/%I", year, item_id);
}

struct str plan_standing(struct page *page, const struct plan_version *version)
{
	struct message_value values[] = {
		{ "version", page_number(page, version->version) },
		{ "day", STR_EMPTY },
	};
	enum message message = MESSAGE_PLAN_PAGE_DRAFTING;

	if (version->state == PLAN_PUBLISHED) {
		values[1].text = page_day(page, version->published_day);
		message = MESSAGE_PLAN_PAGE_PUBLISHED;
	} else if (version->state == PLAN_CONSULTING && version->consult_until != CIVIL_NO_DAY) {
		values[1].text = page_day(page, version->consult_until);
		message = MESSAGE_PLAN_PAGE_CONSULTING_UNTIL;
	} else if (version->state == PLAN_CONSULTING) {
		message = MESSAGE_PLAN_PAGE_CONSULTING;
	}
	return page_message(page, message, values, values[1].text.length ? 2 : 1);
}

struct str plan_weight(struct page *page, struct decimal weight)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_str(page->arena, str_from(decimal_format_short(weight, text)));
}

struct str plan_due_text(struct page *page, struct str canonical)
{
	return plan_due_shown(canonical, page->language == LANGUAGE_ZH, page->arena);
}
