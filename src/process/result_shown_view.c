/* result_shown_view.c - see result_shown_view.h. */
#include "process/result_shown_view.h"

#include <stdio.h>

#include "ledger/history.h"
#include "messages_result.h"

bool result_sees_drafts(const struct page *page)
{
	return rights_has_everywhere(&page->rights, PERMISSION_DERIVATION_READ);
}

static const struct result *newest(const struct result_list *versions, bool public_only)
{
	for (size_t i = 0; i < versions->count; i++) {
		const struct result *result = &versions->items[i];
		bool public = result->state == RESULT_PUBLICITY || result->state == RESULT_FINAL;

		if (public || (!public_only && result->state != RESULT_DROPPED))
			return result;
	}
	return NULL;
}

static void show(struct page *page, struct result_shown *shown, const struct result *result)
{
	shown->result = result;
	shown->state = result ? (enum result_state)result->state : RESULT_DRAFT;
	shown->hidden = shown->state == RESULT_DRAFT && !result_sees_drafts(page);
	if (result) {
		shown->request = result_request(result);
		return;
	}
	shown->request = (struct appraisal_request){
		.jurisdiction_id = shown->place.jurisdiction_id,
		.year = shown->place.year,
		.subject = shown->place.subject,
		.group_id = shown->place.group_id,
		.level = shown->place.level,
	};
}

void result_shown_default(struct page *page, struct result_shown *shown)
{
	const struct result *public = newest(&shown->versions, true);

	shown->latest = newest(&shown->versions, false);
	shown->as_of_day = CIVIL_NO_DAY;
	show(page, shown, public ? public : shown->latest);
}

static int choose_version(struct page *page, struct result_shown *shown, struct error *err)
{
	int64_t version;

	if (!str_parse_int(form_value(page->query, "version"), 1, 9999, &version))
		return error_invalid(err, "version", "", "the number of a version", "版本号");
	for (size_t i = 0; i < shown->versions.count; i++) {
		if (shown->versions.items[i].version != version)
			continue;
		show(page, shown, &shown->versions.items[i]);
		return 0;
	}
	return error_set(err, ERR_NOT_FOUND, "There is no such version of this result.",
			 "该结果没有这个版本。");
}

/* The figures of the day, whatever the result's state was then. */
static int choose_day(struct page *page, struct result_shown *shown, struct error *err)
{
	struct str text = form_value(page->query, "as_of");
	char found[40];
	int rc;

	snprintf(found, sizeof(found), "%.*s", (int)(text.length < 39 ? text.length : 39),
		 text.bytes ? text.bytes : "");
	if (!civil_parse(text, &shown->as_of_day))
		return error_invalid(err, "as_of", found, "a day such as 2009-01-31",
				     "日期，例如 2009-01-31");
	rc = history_size_on(page->db, shown->place.jurisdiction_id, shown->as_of_day,
			     &shown->request.as_of, err);
	if (rc == 0 && shown->request.as_of == 0)
		return error_invalid(err, "as_of", found, "a day on which there were records",
				     "已有记录之后的日期");
	shown->hidden = !result_sees_drafts(page);
	return rc;
}

int result_shown_load(struct page *page, const struct result_place *place,
		      struct result_shown *out, struct error *err)
{
	int rc = result_load(page->db, place, page->arena, &out->versions, err);

	if (rc < 0)
		return rc;
	out->place = *place;
	result_shown_default(page, out);
	if (form_has(page->query, "version"))
		rc = choose_version(page, out, err);
	if (rc == 0 && form_value(page->query, "as_of").length)
		rc = choose_day(page, out, err);
	return rc;
}

int result_shown_check(const struct result_shown *shown, struct error *err)
{
	if (!shown->hidden)
		return 0;
	return error_set(err, ERR_NOT_FOUND, "This result has not been published yet.",
			 "该结果尚未公示。");
}

const char *result_state_light(enum result_state state)
{
	static const char *const lights[RESULT_STATE_COUNT] = {
		[RESULT_DRAFT] = "light idle",
		[RESULT_PUBLICITY] = "light warn",
		[RESULT_FINAL] = "light ok",
		[RESULT_DROPPED] = "light idle",
	};

	return lights[state];
}

struct str result_state_text(struct page *page, const struct result_shown *shown)
{
	const struct result *result = shown->result;
	struct message_value values[3];

	if (!result || shown->state == RESULT_DRAFT || shown->state == RESULT_DROPPED)
		return str_from(page_text(page, result_states[shown->state].label));
	values[0] = (struct message_value){ "from", page_day(page, result->publicity_from) };
	values[1] = (struct message_value){ "to", page_day(page, result->publicity_to) };
	if (shown->state == RESULT_PUBLICITY)
		return page_message(page, MESSAGE_RESULT_PAGE_IN_PUBLICITY, values, 2);
	values[0] = (struct message_value){ "day", page_day(page, result->final_day) };
	values[1] = (struct message_value){ "version", page_number(page, result->version) };
	return page_message(page, MESSAGE_RESULT_PAGE_IS_FINAL, values, 2);
}

struct safe_url link_result(struct page *page, const struct result_place *place)
{
	return link_result_file(page, place, "/result");
}

struct safe_url link_result_ranking(struct page *page, const struct result_place *place,
				    int64_t version)
{
	int64_t year = place->year;
	struct safe_url url =
		place->subject == SCHEME_PERSON
			? safe_url_format(page->arena, "/years/%d/levels/%S", year, &place->level)
			: safe_url_format(page->arena, "/years/%d/groups/%I", year,
					  place->group_id);

	if (!version)
		return url;
	return safe_url_with(page->arena, url, "version",
			     arena_format(page->arena, "%lld", (long long)version));
}

struct safe_url link_result_file(struct page *page, const struct result_place *place,
				 const char *tail)
{
	struct safe_url url = link_result_ranking(page, place, 0);

	/* `tail` is ours: its slash stays one. */
	if (url.text.bytes)
		url.text = arena_format(page->arena, "%.*s%s", STR_ARG(url.text), tail);
	return url;
}

static struct str notice_of(struct page *page, const struct result_shown *shown)
{
	struct message_value value = { "day", STR_EMPTY };

	if (shown->as_of_day != CIVIL_NO_DAY) {
		value.text = page_day(page, shown->as_of_day);
		return page_message(page, MESSAGE_RESULT_PAGE_AS_OF, &value, 1);
	}
	if (shown->latest == shown->result || !shown->latest)
		return STR_EMPTY;
	value = (struct message_value){ "version", page_number(page, shown->latest->version) };
	if (shown->result->version > shown->latest->version)
		return STR_EMPTY;
	if (shown->latest->state == RESULT_DRAFT)
		return page_message(page, MESSAGE_RESULT_PAGE_CORRECTING, &value, 1);
	return page_message(page, MESSAGE_RESULT_PAGE_NEWER, &value, 1);
}

void result_banner_fill(struct page *page, const struct result_shown *shown,
			struct result_banner *out)
{
	bool chosen = form_has(page->query, "version") || form_value(page->query, "as_of").length;

	out->light = result_state_light(shown->state);
	out->state = result_state_text(page, shown);
	out->notice = notice_of(page, shown);
	if (shown->place.subject == SCHEME_UNIT || result_sees_drafts(page))
		out->url = link_result(page, &shown->place);
	if (chosen)
		out->newest = link_result_ranking(page, &shown->place, 0);
}
