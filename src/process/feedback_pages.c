/*
 * feedback_pages.c - the feedback letter of a unit or a person, and all of a group, as PDF.
 *
 * A letter is private: whoever may read the derivation may have it (the office, leaders, the unit's own
 * people), anybody else is told that there is no such page. A group's letters are the office's only. The
 * letter says the result that pages show: a final one's final figures; a draft only to who sees drafts.
 */
#include "process/feedback.h"

#include "messages_feedback.h"
#include "process/objection_pages.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "web/app.h"
#include "web/route.h"

#define LETTERS_MAXIMUM 400 /* in one file: about ten seconds of a worker */

static int answer(struct page *page, const struct result_shown *shown,
		  struct feedback_request *request, struct str file_name, struct error *err)
{
	request->jurisdiction_id = page->jurisdiction_id;
	request->jurisdiction_name = page->jurisdiction_name;
	request->demonstration = page->demonstration;
	request->language = page->language;
	request->today = page->today;
	request->family = page->app->options.pdf_family;
	request->standing = shown->state == RESULT_PUBLICITY ? FEEDBACK_PUBLIC
			    : shown->state == RESULT_FINAL   ? FEEDBACK_FINAL
							     : FEEDBACK_DRAFT;
	request->result = shown->result;
	if (!file_name.bytes)
		return error_broken(err, ERR_MEMORY, "letter");
	page_begin_file(page, "application/pdf", file_name.bytes);
	int rc = feedback_write(page->db, request, page->arena, &page->http->out, err);
	if (rc < 0)
		http_forget_headers(page->http); /* the answer is no file */
	return rc;
}

/* What is shown of the place, with detail; `subject_id` 0: of all members. */
static int load(struct page *page, const struct result_place *place, int64_t subject_id,
		struct result_shown *shown, struct appraisal_year **out, struct error *err)
{
	struct appraisal_request wanted;
	int rc = result_shown_load(page, place, shown, err);

	if (rc == 0)
		rc = result_shown_check(shown, err);
	if (rc < 0)
		return rc;
	wanted = shown->request;
	wanted.subject_id = subject_id;
	return appraisal_load(page->db, &wanted, page->arena, out, err);
}

static int show_letter(struct page *page, struct error *err)
{
	struct result_place place = { .jurisdiction_id = page->jurisdiction_id,
				      .subject = subject_of_route(page) };
	struct feedback_request request = { .member_count = 1 };
	struct appraisal_year *year;
	struct result_shown shown;
	int64_t id;
	int rc = page_parameter_year(page, 0, &place.year, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &id, err);
	if (rc == 0)
		rc = subject_check(page, PERMISSION_DERIVATION_READ, place.subject, id, err);
	if (rc == 0)
		rc = result_place_of(page->db, id, page->arena, &place, err);
	if (rc == 0)
		rc = load(page, &place, id, &shown, &year, err);
	if (rc < 0)
		return rc;
	request.year = year;
	request.members = &year->member;
	return answer(page, &shown, &request, feedback_file_name(year, year->member, page->arena),
		      err);
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
	struct feedback_request request = { .member_count = 0 };
	struct appraisal_year *year;
	struct result_shown shown;
	struct result_place place;
	int rc = result_place_from(page, &place, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_RESULT_MANAGE, 0, 0, err);
	if (rc == 0)
		rc = load(page, &place, 0, &shown, &year, err);
	if (rc == 0 && year->subject_count > LETTERS_MAXIMUM)
		rc = too_many(year->subject_count, err);
	if (rc < 0)
		return rc;
	int *members = ARENA_ARRAY(page->arena, int, year->subject_count + 1);
	if (!members)
		return error_broken(err, ERR_MEMORY, "letters");
	for (size_t i = 0; i < year->subject_count; i++)
		members[i] = (int)i;
	request.year = year;
	request.members = members;
	request.member_count = year->subject_count;
	return answer(page, &shown, &request,
		      arena_format(page->arena, "letters-%d.pdf", year->year), err);
}

const struct route feedback_routes[] = {
	{ .method = HTTP_GET, .path = "/years/{year}/units/{unit}/letter.pdf",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTER, .show = show_letter },
	{ .method = HTTP_GET, .path = "/years/{year}/persons/{person}/letter.pdf",
	  .access = PERMISSION_DERIVATION_READ, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTER, .show = show_letter },
	{ .method = HTTP_GET, .path = "/years/{year}/groups/{group}/letters.pdf",
	  .access = PERMISSION_RESULT_MANAGE, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTERS, .show = show_group_letters },
	{ .method = HTTP_GET, .path = "/years/{year}/levels/{level}/letters.pdf",
	  .access = PERMISSION_RESULT_MANAGE, .flags = ROUTE_SLOW,
	  .title = MESSAGE_FEEDBACK_LETTERS, .show = show_group_letters },
	{ .path = NULL },
};
