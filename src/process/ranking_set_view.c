/* ranking_set_view.c - see ranking_set_view.h. */
#include "process/ranking_set_view.h"

#include "process/scheme_version.h"
#include "statements_appraisal.h"

#define GROUPS_MAXIMUM 500

static int read_groups(struct page *page, struct ranking_set *set, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_APPRAISAL_GROUPS,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("year", set->year), db_int("group_id", 0)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (set->count < GROUPS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		set->items[set->count++] = (struct ranking_group){
			.id = db_query_int(query, 0),
			.name = db_query_copy(query, 1, page->arena),
		};
	db_query_close(query);
	return rc < 0 ? rc : 0;
}

static void make_levels(struct page *page, struct ranking_set *set)
{
	for (size_t i = 0; i < set->scheme->class_count && i < GROUPS_MAXIMUM; i++)
		set->items[set->count++] = (struct ranking_group){
			.level = set->scheme->classes[i].code,
			.name = page->language == LANGUAGE_ZH ? set->scheme->classes[i].title.zh
							      : set->scheme->classes[i].title.en,
		};
}

/* The versions of one group among those of the year, which come group by group. */
static struct result_list versions_of(const struct result_list *all,
				      const struct ranking_group *group)
{
	struct result_list list = { NULL, 0 };

	for (size_t i = 0; i < all->count; i++) {
		if (!str_equal(all->items[i].level, group->level) ||
		    (!group->level.length && all->items[i].group_id != group->id))
			continue;
		if (!list.items)
			list.items = &all->items[i];
		list.count++;
	}
	return list;
}

static int load_group(struct page *page, struct ranking_set *set, struct ranking_group *group,
		      struct error *err)
{
	struct appraisal_request request = group->shown.request;

	if (group->shown.hidden)
		return 0;
	if (!request.scheme_id || request.scheme_id == set->scheme->record_id)
		request.scheme = set->scheme;
	int rc = appraisal_load(page->db, &request, page->arena, &group->year, err);
	if (rc == 0)
		set->subjects += group->year->subject_count;
	return rc;
}

int ranking_set_load(struct page *page, int year, enum scheme_subject subject,
		     struct ranking_set *out, struct error *err)
{
	const struct scheme_request wanted = { page->jurisdiction_id, subject, year };
	const struct result_place place = { page->jurisdiction_id, year, subject, 0, STR_EMPTY };
	struct result_list all;
	struct scheme *scheme = NULL;
	int rc = scheme_load(page->db, &wanted, page->arena, &scheme, err);

	*out = (struct ranking_set){ .year = year, .subject = subject, .scheme = scheme };
	if (rc < 0)
		return rc;
	out->items = ARENA_ARRAY(page->arena, struct ranking_group, GROUPS_MAXIMUM);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "groups");
	if (subject == SCHEME_PERSON)
		make_levels(page, out);
	else
		rc = read_groups(page, out, err);
	if (rc == 0)
		rc = result_load(page->db, &place, page->arena, &all, err);
	for (size_t i = 0; rc == 0 && i < out->count; i++) {
		struct ranking_group *group = &out->items[i];

		group->shown.place = place;
		group->shown.place.group_id = group->id;
		group->shown.place.level = group->level;
		group->shown.versions = versions_of(&all, group);
		result_shown_default(page, &group->shown);
		rc = load_group(page, out, group, err);
	}
	return rc;
}

void ranking_set_of(const struct result_shown *shown, struct appraisal_year *year,
		    struct ranking_group *item, struct ranking_set *out)
{
	*item = (struct ranking_group){ .id = shown->place.group_id,
					.level = shown->place.level,
					.name = year->groups[0].name,
					.shown = *shown,
					.year = year };
	*out = (struct ranking_set){ .year = year->year,
				     .subject = year->subject,
				     .scheme = year->scheme,
				     .items = item,
				     .count = 1,
				     .subjects = year->subject_count };
}
