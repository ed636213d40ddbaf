/*
 * search_pages.c - one box for units, persons, schemes, bonuses and deductions, evidence, items of plans.
 *
 * /search?q= gives the first hits of each kind with their count; with &kind= all of one kind, page by
 * page. What the asker may not see is neither shown nor counted: each list has the conditions of the
 * kind's own list page. The words are matched against the index (store/search_index.h).
 */
#include "evidence/evidence.h"
#include "evidence/evidence_access_view.h"
#include "messages_evidence.h"
#include "messages_plan.h"
#include "messages_register.h"
#include "messages_search.h"
#include "messages_web.h"
#include "people/person.h"
#include "people/unit.h"
#include "plan/plan_item.h"
#include "process/entry.h"
#include "process/scheme_version.h"
#include "statements_search_pages.h"
#include "store/search_index.h"
#include "templates_web.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/routes.h"
#include "web/scope.h"
#include "web/search_view.h"

#define HITS_OF_EACH  5
#define HITS_OF_ONE   50
#define QUERY_ARGS    10

struct kind {
	const char *name;
	const struct record_type *record;
	enum listing listing;
	permission_set permission;
	enum message label;
	bool has_scope, has_person, is_evidence;
	void (*fill)(struct page *page, struct db_query *row, struct search_hit *hit);
};

/* Hits ---------------------------------------------------------------------------------------- */

static struct str dotted(struct page *page, struct str a, struct str b)
{
	if (!a.length || !b.length)
		return arena_str(page->arena, a.length ? a : b);
	return arena_format(page->arena, "%.*s · %.*s", STR_ARG(a), STR_ARG(b));
}

static void fill_unit(struct page *page, struct db_query *row, struct search_hit *hit)
{
	enum message kind = list_page_word(unit_kinds, db_query_bytes(row, 3));

	hit->url = link_unit(page, db_query_int(row, 0));
	hit->detail = dotted(page, str_from(page_text(page, kind)), db_query_bytes(row, 4));
	if (!db_query_is_null(row, 5) && db_query_int(row, 5) < page->today)
		hit->detail = dotted(page, hit->detail,
				     str_from(page_text(page, MESSAGE_REGISTER_ENDED)));
}

static void fill_person(struct page *page, struct db_query *row, struct search_hit *hit)
{
	hit->url = link_person(page, db_query_int(row, 0));
	hit->detail = dotted(page, db_query_bytes(row, 4), db_query_bytes(row, 3));
}

static void fill_scheme(struct page *page, struct db_query *row, struct search_hit *hit)
{
	struct message_value values[] = { { "code", db_query_copy(row, 1, page->arena) },
					  { "version", page_number(page, db_query_int(row, 4)) } };

	hit->url = link_scheme(page, db_query_int(row, 0));
	hit->detail = page_message(page, MESSAGE_SCHEME_PAGE_VERSION, values, 2);
}

static void fill_entry(struct page *page, struct db_query *row, struct search_hit *hit)
{
	enum message kind = list_page_word(entry_kinds, db_query_bytes(row, 3));
	struct str what = dotted(page, str_from(page_text(page, kind)),
				 page_day(page, (int32_t)db_query_int(row, 5)));

	hit->url = safe_url_format(page->arena, "/entries/%I", db_query_int(row, 0));
	hit->detail = dotted(page, db_query_bytes(row, 4), what);
}

static void fill_evidence(struct page *page, struct db_query *row, struct search_hit *hit)
{
	enum message kind = list_page_word(evidence_kinds, db_query_bytes(row, 3));
	struct str what = dotted(page, str_from(page_text(page, kind)),
				 page_day(page, (int32_t)db_query_int(row, 5)));

	hit->url = link_evidence(page, db_query_int(row, 0));
	hit->detail = dotted(page, db_query_bytes(row, 4), what);
}

static void fill_plan_item(struct page *page, struct db_query *row, struct search_hit *hit)
{
	enum message kind = list_page_word(plan_item_kinds, db_query_bytes(row, 5));

	hit->url = safe_url_format(page->arena, "/plans/%d/items/%I", db_query_int(row, 3),
				   db_query_int(row, 4));
	hit->detail = arena_format(page->arena, "%lld · %s", (long long)db_query_int(row, 3),
				   page_text(page, kind));
}

static const struct kind kinds[] = {
	{ "units", &unit_record, LISTING_SEARCH_UNIT, PERMISSION_UNIT_READ, MESSAGE_MENU_UNITS, true,
	  false, false, fill_unit },
	{ "persons", &person_record, LISTING_SEARCH_PERSON, PERMISSION_PERSON_READ,
	  MESSAGE_MENU_PERSONS, true, true, false, fill_person },
	{ "schemes", &scheme_record, LISTING_SEARCH_SCHEME, PERMISSION_SCHEME_READ,
	  MESSAGE_MENU_SCHEMES, false, false, false, fill_scheme },
	{ "entries", &entry_record, LISTING_SEARCH_ENTRY, PERMISSION_DERIVATION_READ,
	  MESSAGE_MENU_ENTRIES, true, false, false, fill_entry },
	{ "evidence", &evidence_record, LISTING_SEARCH_EVIDENCE, PERMISSION_EVIDENCE_READ,
	  MESSAGE_MENU_EVIDENCE, true, false, true, fill_evidence },
	{ "plan_items", &plan_item_record, LISTING_SEARCH_PLAN_ITEM, PERMISSION_PLAN_READ,
	  MESSAGE_PLAN_PAGE_ITEMS, false, false, false, fill_plan_item },
};

/* Who sees a confidential item: the office all, units by what they answer for, a leader their own. */
static int plan_item_args(struct page *page, struct db_arg *items, size_t count, struct db_args *out,
			  struct error *err)
{
	items[count++] = db_int("person_id", page->rights.person_id);
	*out = scope_args(page, PERMISSION_PLAN_RESPOND, (struct db_args){ items, count });
	struct db_arg *own = ARENA_ARRAY(page->arena, struct db_arg, out->count + 1);
	if (!own || !out->count)
		return error_broken(err, ERR_MEMORY, "search");
	memcpy(own, out->items, out->count * sizeof(*own));
	own[1] = db_int("everywhere", rights_has_everywhere(&page->rights, PERMISSION_PLAN_MANAGE));
	out->items = own;
	return 0;
}

/* Asking -------------------------------------------------------------------------------------- */

/* The parameters that every kind's list has; in the page's arena. */
static int query_args(struct page *page, const struct search_query *query,
		      const struct search_gram *gram, struct db_args *out, struct error *err)
{
	static const char *const words[SEARCH_WORDS_MAXIMUM] = { "word_1", "word_2", "word_3",
								 "word_4", "word_5", "word_6" };
	struct db_arg *items = ARENA_ARRAY(page->arena, struct db_arg, QUERY_ARGS);
	struct str token = query->count == 1
				   ? arena_format(page->arena, "%%\n%.*s\n%%",
						  STR_ARG(query->words[0].text))
				   : STR("\n\n");
	size_t count = 0;

	if (!items || !token.bytes)
		return error_broken(err, ERR_MEMORY, "search");
	items[count++] = db_text("whole", query->whole);
	items[count++] = db_text("token", token);
	items[count++] = db_text("gram_from", gram->from);
	items[count++] = db_text("gram_to", gram->to);
	for (size_t i = 0; i < SEARCH_WORDS_MAXIMUM; i++)
		items[count++] = db_text(words[i], i < query->count ? query->words[i].pattern
								     : STR("%"));
	*out = (struct db_args){ items, count };
	return 0;
}

static int kind_args(struct page *page, const struct kind *kind, const struct search_query *query,
		     struct db_args *out, struct error *err)
{
	struct search_gram gram;
	struct db_args base = DB_NO_ARGS;
	int rc = search_index_rarest(page->db, kind->record, page->jurisdiction_id, query, &gram, err);

	if (rc == 0)
		rc = query_args(page, query, &gram, &base, err);
	if (rc < 0)
		return rc;
	struct db_arg *items = ARENA_ARRAY(page->arena, struct db_arg, base.count + 2);
	size_t count = base.count;
	if (!items)
		return error_broken(err, ERR_MEMORY, "search");
	memcpy(items, base.items, base.count * sizeof(*items));
	if (kind->has_person) {
		items[count++] = db_int("day", page->today);
		items[count++] = db_int("person_id", page->rights.person_id);
	}
	if (kind->record == &plan_item_record)
		return plan_item_args(page, items, count, out, err);
	if (kind->is_evidence) {
		*out = evidence_list_args(page, (struct db_args){ items, count });
		return 0;
	}
	if (kind->has_scope) {
		*out = scope_args(page, kind->permission, (struct db_args){ items, count });
		return 0;
	}
	items[count++] = db_int("jurisdiction_id", page->jurisdiction_id);
	*out = (struct db_args){ items, count };
	return 0;
}

/* A kind's hits as they are shown and sent. */
struct found {
	const struct kind *kind;
	int64_t total;
	struct search_group group;
	struct str cursor; /* where the next page begins; empty: none */
};

static int hit_read(struct page *page, const struct kind *kind, const struct search_query *query,
		    struct db_query *row, struct search_hit *hit, struct error *err)
{
	int name = kind->listing == LISTING_SEARCH_SCHEME && page->language == LANGUAGE_EN ? 3 : 2;
	struct str code = db_query_copy(row, 1, page->arena);
	struct str text = db_query_copy(row, name, page->arena);
	int rc = search_highlight(query, text, page->arena, &hit->name, err);

	if (rc == 0)
		rc = search_highlight(query, code, page->arena, &hit->code, err);
	if (rc == 0)
		kind->fill(page, row, hit);
	return rc;
}

static int hits_read(struct page *page, const struct search_query *query,
		     const struct list_request *request, struct found *found, struct error *err)
{
	struct search_hits *hits = &found->group.hits;
	struct db_query *row;
	int rc = list_open(page->db, request, &row, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(row, err)) == 1 && hits->count < (size_t)request->limit) {
		rc = hit_read(page, found->kind, query, row, &hits->items[hits->count++], err);
		if (rc < 0)
			break;
		if (hits->count == (size_t)request->limit)
			found->cursor = list_cursor(row, request, page->arena);
	}
	if (rc == 0)
		found->cursor = STR_EMPTY;
	db_query_close(row);
	return rc < 0 ? rc : 0;
}

static int kind_find(struct page *page, const struct kind *kind, const struct search_query *query,
		     bool only, struct found *found, struct error *err)
{
	struct list_request request = { .listing = kind->listing,
					.sort = "place",
					.limit = only ? HITS_OF_ONE : HITS_OF_EACH };
	int rc = kind_args(page, kind, query, &request.args, err);

	*found = (struct found){ .kind = kind };
	found->group.label = kind->label;
	found->group.hits.items = ARENA_ARRAY(page->arena, struct search_hit, (size_t)request.limit);
	if (rc == 0 && !found->group.hits.items)
		rc = error_broken(err, ERR_MEMORY, "hits");
	if (rc == 0)
		rc = list_count(page->db, &request, &found->total, err);
	if (only)
		request.after = form_value(page->query, "after");
	if (rc == 0 && found->total)
		rc = hits_read(page, query, &request, found, err);
	return rc;
}

/* Answers ------------------------------------------------------------------------------------- */

static struct safe_url url_of(struct page *page, struct safe_url base, const struct kind *kind)
{
	struct safe_url url =
		safe_url_with(page->arena, base, "q", form_value(page->query, "q"));

	return kind ? safe_url_with(page->arena, url, "kind", str_from(kind->name)) : url;
}

static void group_finish(struct page *page, struct found *found, bool only)
{
	struct safe_url all = url_of(page, SAFE_URL("/search"), found->kind);
	struct search_group *group = &found->group;

	group->count = page_number(page, found->total);
	if (!only && found->total > (int64_t)group->hits.count)
		group->all = all;
	if (only && found->cursor.length)
		group->next = safe_url_with(page->arena, all, "after", found->cursor);
	if (only && form_value(page->query, "after").length)
		group->first = all;
}

static void pieces_json(struct json *json, const char *name, const struct search_pieces *pieces,
			struct arena *arena)
{
	struct str text = STR("");

	for (size_t i = 0; i < pieces->count; i++)
		text = arena_format(arena, "%.*s%.*s", STR_ARG(text),
				    STR_ARG(pieces->items[i].text));
	json_name(json, name);
	json_str(json, text);
}

static void found_json(struct page *page, struct json *json, const struct found *found)
{
	json_object_begin(json);
	json_name(json, "kind");
	json_text(json, found->kind->name);
	json_name(json, "total");
	json_int(json, found->total);
	json_name(json, "items");
	json_array_begin(json);
	for (size_t i = 0; i < found->group.hits.count; i++) {
		const struct search_hit *hit = &found->group.hits.items[i];

		json_object_begin(json);
		pieces_json(json, "code", &hit->code, page->arena);
		pieces_json(json, "name", &hit->name, page->arena);
		json_name(json, "detail");
		json_str(json, hit->detail);
		json_name(json, "url");
		json_str(json, hit->url.text);
		json_object_end(json);
	}
	json_array_end(json);
	json_name(json, "next");
	if (found->cursor.length)
		json_str(json, found->cursor);
	else
		json_null(json);
	json_object_end(json);
}

static int answer_json(struct page *page, const struct found *found, size_t count)
{
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "query");
	json_str(&json, form_value(page->query, "q"));
	json_name(&json, "groups");
	json_array_begin(&json);
	for (size_t i = 0; i < count; i++)
		found_json(page, &json, &found[i]);
	json_array_end(&json);
	json_object_end(&json);
	return 0;
}

static int answer_page(struct page *page, const struct search_query *query, struct found *found,
		       size_t count, struct error *err)
{
	bool only = form_value(page->query, "kind").length != 0;
	struct search_group *groups = ARENA_ARRAY(page->arena, struct search_group, count + 1);
	struct search_view view = { .query = form_value(page->query, "q"),
				    .has_words = query->count != 0,
				    .cut = query->cut,
				    .single = only };
	int64_t total = 0;

	if (!groups)
		return error_broken(err, ERR_MEMORY, "search");
	for (size_t i = 0; i < count; i++) {
		if (!found[i].total)
			continue;
		group_finish(page, &found[i], only);
		groups[view.groups.count++] = found[i].group;
		total += found[i].total;
	}
	view.asked = view.query.length != 0;
	view.back = url_of(page, SAFE_URL("/search"), NULL);
	view.json = url_of(page, SAFE_URL("/search.json"), only && count ? found[0].kind : NULL);
	view.total = page_number(page, total);
	view.groups.items = groups;
	return page_render(page, str_from(page_text(page, MESSAGE_SEARCH_TITLE)),
			   template_search_page_slot(&view), err);
}

/* The kinds asked for that the asker may search at all. */
static int kinds_chosen(struct page *page, bool chosen[ARRAY_LENGTH(kinds)], struct error *err)
{
	struct str name = form_value(page->query, "kind");
	bool known = !name.length;

	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		bool asked = !name.length || str_equal(name, str_from(kinds[i].name));

		known |= asked;
		chosen[i] = asked && (page->permissions & kinds[i].permission);
	}
	if (known)
		return 0;
	return error_invalid(err, "kind", arena_text(page->arena, name),
			     "units, persons, schemes, entries, evidence or plan_items",
			     "units、persons、schemes、entries、evidence 或 plan_items");
}

static int show_search(struct page *page, struct error *err)
{
	struct found found[ARRAY_LENGTH(kinds)];
	bool chosen[ARRAY_LENGTH(kinds)], only = form_value(page->query, "kind").length != 0;
	struct search_query query;
	size_t count = 0;
	int rc = kinds_chosen(page, chosen, err);

	if (rc == 0)
		rc = search_query_parse(form_value(page->query, "q"), page->arena, &query, err);
	for (size_t i = 0; rc == 0 && query.count && i < ARRAY_LENGTH(kinds); i++)
		if (chosen[i])
			rc = kind_find(page, &kinds[i], &query, only, &found[count++], err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON)
		return answer_json(page, found, count);
	return answer_page(page, &query, found, count, err);
}

#define MAY_SEARCH                                                                                 \
	(PERMISSION_UNIT_READ | PERMISSION_PERSON_READ | PERMISSION_SCHEME_READ |                  \
	 PERMISSION_DERIVATION_READ | PERMISSION_PLAN_READ)

const struct route search_routes[] = {
	{ .method = HTTP_GET, .path = "/search", .access = MAY_SEARCH, .flags = ROUTE_JSON,
	  .title = MESSAGE_SEARCH_TITLE, .show = show_search },
	{ .path = NULL },
};
