/*
 * feedback_pages.c - the feedback letter of a unit or a person, and all of a group, as PDF.
 *
 * A letter is private: whoever may read the derivation may have it (the office, leaders, the unit's own
 * people), anybody else is told that there is no such page. A group's letters are the office's only.
 */
#include "process/feedback.h"

#include "web/app.h"
#include "web/route.h"

#define LETTERS_MAXIMUM 400 /* in one file: about ten seconds of a worker */

static int answer(struct page *page, const struct appraisal_year *year, const int *members,
		  size_t count, struct str file_name, struct error *err)
{
	struct feedback_request request = {
		.jurisdiction_id = page->jurisdiction_id,
		.jurisdiction_name = page->jurisdiction_name,
		.demonstration = page->demonstration,
		.language = page->language,
		.today = page->today,
		.family = page->app->options.pdf_family,
		.year = year,
		.members = members,
		.member_count = count,
	};

	if (!file_name.bytes)
		return error_broken(err, ERR_MEMORY, "letter");
	page_begin_file(page, "application/pdf", file_name.bytes);
	int rc = feedback_write(page->db, &request, page->arena, &page->http->out, err);
	if (rc < 0)
		http_forget_headers(page->http); /* the answer is no file */
	return rc;
}

static int show_letter(struct page *page, enum scheme_subject subject, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .subject = subject };
	struct appraisal_year *year;
	bool unit = subject == SCHEME_UNIT;
	int rc = page_parameter_year(page, 0, &request.year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &request.subject_id, err);
	if (rc == 0)
		rc = page_check(page, PERMISSION_DERIVATION_READ, unit ? request.subject_id : 0,
				unit ? 0 : request.subject_id, err);
	if (rc == 0)
		rc = appraisal_load(page->db, &request, page->arena, &year, err);
	if (rc < 0)
		return rc;
	return answer(page, year, &year->member, 1,
		      feedback_file_name(year, year->member, page->arena), err);
}

static int show_unit_letter(struct page *page, struct error *err)
{
	return show_letter(page, SCHEME_UNIT, err);
}

static int show_person_letter(struct page *page, struct error *err)
{
	return show_letter(page, SCHEME_PERSON, err);
}

static int too_many(size_t count, struct error *err)
{
	error_set(err, ERR_TOO_LARGE, "", "");
	error_en(err,
		 "The group has %zu members; one file holds at most %d letters. The command "
		 "“lianze letter --all” makes a file for each.",
		 count, LETTERS_MAXIMUM);
	error_zh(err, "该组有 %zu 个对象，一个文件最多 %d 份反馈函。请用命令 lianze letter --all 逐份生成。",
		 count, LETTERS_MAXIMUM);
	return -ERR_TOO_LARGE;
}

static int show_group_letters(struct page *page, struct error *err)
{
	struct appraisal_request request = { .jurisdiction_id = page->jurisdiction_id,
					     .subject = SCHEME_UNIT };
	struct appraisal_year *year;
	int rc = page_parameter_year(page, 0, &request.year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &request.group_id, err);
	if (rc == 0)
		rc = page_check(page, PERMISSION_RESULT_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = appraisal_load(page->db, &request, page->arena, &year, err);
	if (rc == 0 && year->subject_count > LETTERS_MAXIMUM)
		rc = too_many(year->subject_count, err);
	if (rc < 0)
		return rc;
	int *members = ARENA_ARRAY(page->arena, int, year->subject_count + 1);
	if (!members)
		return error_broken(err, ERR_MEMORY, "letters");
	for (size_t i = 0; i < year->subject_count; i++)
		members[i] = (int)i;
	return answer(page, year, members, year->subject_count,
		      arena_format(page->arena, "letters-%d.pdf", year->year), err);
}

const struct route feedback_routes[] = {
	{ .method = HTTP_GET, .path = "/years/{year}/units/{unit}/letter.pdf",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTER, .show = show_unit_letter },
	{ .method = HTTP_GET, .path = "/years/{year}/persons/{person}/letter.pdf",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTER, .show = show_person_letter },
	{ .method = HTTP_GET, .path = "/years/{year}/groups/{group}/letters.pdf",
	  .access = PERMISSION_RESULT_MANAGE, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTERS, .show = show_group_letters },
	{ .path = NULL },
};
