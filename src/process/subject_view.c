/* subject_view.c - see subject_view.h. */
#include "process/subject_view.h"

#include "process/result_shown_view.h"
#include "web/links.h"
#include "web/route.h"

bool subject_may(struct page *page, permission_set permission, enum scheme_subject subject,
		 int64_t id)
{
	return subject == SCHEME_PERSON ? page_may(page, permission, 0, id)
					: page_may(page, permission, id, 0);
}

int subject_check(struct page *page, permission_set permission, enum scheme_subject subject,
		  int64_t id, struct error *err)
{
	return subject == SCHEME_PERSON ? page_check(page, permission, 0, id, err)
					: page_check(page, permission, id, 0, err);
}

enum scheme_subject subject_of_route(const struct page *page)
{
	struct str path = str_from(page->route->path);
	bool person = str_find(path, STR("/levels")) >= 0 || str_find(path, STR("/persons/")) >= 0;

	return person ? SCHEME_PERSON : SCHEME_UNIT;
}

struct result_place subject_group_place(const struct page *page, const struct appraisal_year *year,
					int group)
{
	const struct appraised_group *it = &year->groups[group];

	return (struct result_place){ page->jurisdiction_id, year->year, year->subject,
				      it->level.length ? 0 : it->id, it->level };
}

struct result_place subject_place(const struct page *page, const struct appraisal_year *year)
{
	return subject_group_place(page, year, 0);
}

struct str subject_group_name(const struct page *page, const struct appraised_group *group)
{
	return page->language == LANGUAGE_EN && group->name_en.length ? group->name_en
								      : group->name;
}

struct safe_url link_subject(struct page *page, enum scheme_subject subject, int64_t id)
{
	bool person = subject == SCHEME_PERSON;

	if (!subject_may(page, person ? PERMISSION_PERSON_READ : PERMISSION_UNIT_READ, subject, id))
		return (struct safe_url){ STR_EMPTY };
	return person ? link_person(page, id) : link_unit(page, id);
}

struct safe_url link_subject_derivation(struct page *page, enum scheme_subject subject, int64_t year,
					int64_t id)
{
	if (subject == SCHEME_UNIT)
		return link_derivation(page, year, id);
	return safe_url_format(page->arena, "/years/%d/persons/%I", year, id);
}

struct safe_url link_subject_letter(struct page *page, enum scheme_subject subject, int64_t year,
				    int64_t id)
{
	if (subject == SCHEME_UNIT)
		return link_letter(page, year, id);
	return safe_url_format(page->arena, "/years/%d/persons/%I/letter.pdf", year, id);
}

struct safe_url link_subject_year(struct page *page, enum scheme_subject subject, int64_t year)
{
	if (subject == SCHEME_UNIT || !result_sees_drafts(page))
		return link_year(page, year);
	return safe_url_format(page->arena, "/years/%d/levels", year);
}

struct safe_url link_subject_ranking(struct page *page, const struct result_place *place, int64_t id)
{
	if (place->subject == SCHEME_UNIT)
		return link_ranking(page, place->year, place->group_id, id);
	if (!result_sees_drafts(page))
		return (struct safe_url){ STR_EMPTY };
	if (!id)
		return link_result_ranking(page, place, 0);
	return safe_url_format(page->arena, "/years/%d/levels/%S?person=%I", (int64_t)place->year,
			       &place->level, id);
}

static struct safe_url level_scores(struct page *page, const struct appraisal_year *year, int64_t id)
{
	const struct str *code = &year->groups[0].level;

	if (!id)
		return safe_url_format(page->arena, "/years/%d/levels/%S/scores",
				       (int64_t)year->year, code);
	return safe_url_format(page->arena, "/years/%d/levels/%S/scores/%I", (int64_t)year->year,
			       code, id);
}

struct safe_url link_subject_scores(struct page *page, const struct appraisal_year *year, int64_t id)
{
	int64_t group = year->groups[0].id;

	if (id && !subject_may(page, PERMISSION_SCORE_WRITE, year->subject, id))
		return (struct safe_url){ STR_EMPTY };
	if (year->subject == SCHEME_PERSON)
		return level_scores(page, year, id);
	return id ? link_scores_of(page, year->year, group, id)
		  : link_scores(page, year->year, group);
}
