/* workbench_scoring.c - see workbench_scoring.h. */
#include "web/workbench_scoring.h"

#include "messages_common.h"
#include "messages_people.h"
#include "messages_scoring.h"
#include "people/appraisal_group.h"
#include "process/appraisal_store.h"
#include "statements_appraisal_group.h"
#include "web/links.h"

/* The newest year that has groups; 0 when there is none. */
static int newest_year(struct page *page, int64_t *out, struct error *err)
{
	int rc = db_get_int(page->db, STATEMENT_APPRAISAL_GROUP_YEARS,
			    DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id)), out, err);

	if (rc != -ERR_NOT_FOUND)
		return rc;
	error_clear(err);
	*out = 0;
	return 0;
}

static bool may_score(struct page *page, const struct appraisal_year *year, size_t member)
{
	bool unit = year->subject == SCHEME_UNIT;
	int64_t id = year->subjects[member].id;

	return page_may(page, PERMISSION_SCORE_WRITE, unit ? id : 0, unit ? 0 : id);
}

static void group_row(struct page *page, const struct appraisal_year *year, size_t group,
		      int64_t missing, struct table_view *table)
{
	const struct appraised_group *named = &year->groups[group];
	struct message_value count = { "count", page_number(page, missing) };
	struct safe_url url;

	if (year->subject == SCHEME_UNIT)
		url = link_scores(page, year->year, named->id);
	else
		url = safe_url_format(page->arena, "/years/%d/levels/%S/scores",
				      (int64_t)year->year,
				      &year->scheme->classes[named->id - 1].code);
	if (year->subject == SCHEME_UNIT)
		url = safe_url_with(page->arena, url, "missing", STR("1"));
	table_row(table);
	table_heading(table,
		      page->language == LANGUAGE_EN && named->name_en.length ? named->name_en
									     : named->name,
		      url);
	table_cell(table, arena_format(page->arena, "%d", year->year));
	table_light(table, "light warn", page_message(page, MESSAGE_SCORING_MISSING, &count, 1));
}

static int add_groups(struct page *page, int64_t year, enum scheme_subject subject,
		      struct table_view *table, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .year = (int)year,
					     .subject = subject };
	struct appraisal_year *loaded;
	int64_t *missing;
	int rc = appraisal_load(page->db, &request, page->arena, &loaded, err);

	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0; /* no scheme */
	}
	if (rc < 0)
		return rc;
	missing = ARENA_ARRAY(page->arena, int64_t, loaded->group_count + 1);
	if (!missing)
		return error_broken(err, ERR_MEMORY, "workbench scoring");
	for (size_t i = 0; i < loaded->subject_count; i++) {
		int count = appraisal_result(loaded->appraisal, (int)i)->missing;
		if (count && may_score(page, loaded, i))
			missing[loaded->members[i].group] += count;
	}
	for (size_t group = 0; group < loaded->group_count; group++)
		if (missing[group])
			group_row(page, loaded, group, missing[group], table);
	return 0;
}

int workbench_scoring(struct page *page, struct workbench_view *view, struct error *err)
{
	struct table_view *table = &view->scoring;
	int64_t year;
	int rc = newest_year(page, &year, err);

	if (rc < 0 || !year)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_SCORING_TO_SCORE), "");
	table_column(table, page_text(page, MESSAGE_APPRAISAL_GROUP_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_YEAR), COLUMN_NARROW | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	rc = add_groups(page, year, SCHEME_UNIT, table, err);
	if (rc == 0)
		rc = add_groups(page, year, SCHEME_PERSON, table, err);
	if (rc < 0)
		return rc;
	view->has_scoring = table->rows.count > 0;
	return table_check(table, err);
}
