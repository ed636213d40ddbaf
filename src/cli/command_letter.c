/*
 * command_letter.c - feedback letters as PDF files: of one unit or person, or of all of a year.
 *
 * Files are written beside their final name and renamed, so that an interrupted run leaves no half letter.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/operator.h"
#include "cli/pdf_family.h"
#include "people/jurisdiction.h"
#include "process/feedback.h"
#include "process/result_store.h"

#define LETTER_BYTES ((size_t)64 << 20)

static const struct command_option options[] = {
	{ "year", "Y", "the appraised year (required)" },
	{ "unit", "CODE", "the letter of one unit" },
	{ "person", "CODE", "the letter of one person" },
	{ "all", NULL, "the letters of all units (with --subject person: of all persons)" },
	{ "subject", "unit|person", "with --all: whose letters (unit)" },
	{ "out", "DIR", "the folder for the files (the current one); made when absent" },
	PDF_FAMILY_OPTION,
	{ NULL, NULL, NULL },
};

/* What a group's letters are written from. */
struct figures {
	struct appraisal_year *year;
	enum feedback_standing standing;
	const struct result *result;
};

struct letters {
	struct call *call;
	struct operator_session session;
	struct feedback_request request;
	const struct appraisal_year *year; /* who there is, as the records are now */
	struct figures *groups;		   /* by group of `year` */
	const char *folder;
};

/* Exactly one of --unit, --person and --all. */
static int read_request(struct call *call, struct appraisal_request *out, struct error *err)
{
	bool unit = call_option(call, "unit"), person = call_option(call, "person");
	bool all = call_option(call, "all");
	const char *subject = call_option(call, "subject");
	int found = subject ? scheme_subject_from_name(str_from(subject)) : SCHEME_UNIT;
	struct call_range years = { CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, 0 };
	int64_t year = 0;

	if (!call_option(call, "year") || unit + person + all != 1 || (subject && !all))
		return call_usage(err,
				  "usage: lianze letter --year Y with one of --unit CODE, --person CODE, "
				  "--all [--subject person]",
				  "用法：lianze letter --year 年度，另给 --unit 代码、--person 代码 或 --all "
				  "[--subject person] 之一");
	int rc = call_option_int(call, "year", years, &year, err);
	if (rc < 0)
		return rc;
	if (found < 0)
		return error_invalid(err, "--subject", subject, "unit or person", "unit 或 person");
	*out = (struct appraisal_request){ .year = (int)year,
					   .subject = person ? SCHEME_PERSON
							     : (enum scheme_subject)found,
					   .detail = true };
	return 0;
}

static int cannot_write(const char *path, struct error *err)
{
	int reason = errno;

	error_set(err, ERR_IO, "", "");
	error_en(err, "%s cannot be written: %s", path, strerror(reason));
	error_zh(err, "无法写入 %s：%s", path, strerror(reason));
	return -ERR_IO;
}

static int write_file(const char *path, const char *part, struct str bytes, struct error *err)
{
	FILE *file = fopen(part, "wb");

	if (!file)
		return cannot_write(part, err);
	bool written = fwrite(bytes.bytes, 1, bytes.length, file) == bytes.length;
	written = fflush(file) == 0 && fsync(fileno(file)) == 0 && written;
	written = fclose(file) == 0 && written;
	if (written && rename(part, path) == 0)
		return 0;
	int rc = cannot_write(path, err);
	unlink(part);
	return rc;
}

/* What pages show of the group: its newest public result, else the draft as it is now. */
static int load_figures(struct letters *letters, int group, struct figures *out, struct error *err)
{
	const struct appraisal_year *year = letters->year;
	struct arena *arena = letters->call->arena;
	const struct result_place place = { letters->session.jurisdiction_id, year->year,
					    year->subject,
					    year->groups[group].level.length
						    ? 0
						    : year->groups[group].id,
					    year->groups[group].level };
	struct appraisal_request request = { .jurisdiction_id = place.jurisdiction_id,
					     .year = place.year,
					     .subject = place.subject,
					     .group_id = place.group_id,
					     .level = place.level,
					     .detail = true };
	struct result_list all;
	int rc = result_load(letters->session.db, &place, arena, &all, err);

	if (rc < 0)
		return rc;
	out->standing = FEEDBACK_DRAFT;
	for (size_t i = 0; i < all.count && !out->result; i++) {
		int state = all.items[i].state;

		if (state != RESULT_PUBLICITY && state != RESULT_FINAL)
			continue;
		out->result = &all.items[i];
		out->standing = state == RESULT_FINAL ? FEEDBACK_FINAL : FEEDBACK_PUBLIC;
		request = result_request(out->result);
	}
	return appraisal_load(letters->session.db, &request, arena, &out->year, err);
}

/* The letter's figures; *member becomes the index among them, -1: not a member then. */
static int choose_figures(struct letters *letters, int *member, struct error *err)
{
	int group = letters->year->members[*member].group;
	struct figures *figures = &letters->groups[group];
	int rc = figures->year ? 0 : load_figures(letters, group, figures, err);

	if (rc < 0)
		return rc;
	letters->request.year = figures->year;
	letters->request.standing = figures->standing;
	letters->request.result = figures->result;
	*member = appraisal_year_member(figures->year, letters->year->subjects[*member].id);
	return 0;
}

static int make_letter(struct letters *letters, int member, struct error *err)
{
	int chosen = choose_figures(letters, &member, err);

	if (chosen < 0 || member < 0)
		return chosen;

	/* Of its own, so that thousands of letters need the memory of one. */
	struct arena *arena = arena_new(COMMAND_ARENA_BYTES);
	struct buf out;
	const struct appraisal_year *year = letters->request.year;

	if (!arena)
		return error_broken(err, ERR_MEMORY, "letter");
	buf_init(&out, LETTER_BYTES);
	letters->request.members = &member;
	letters->request.member_count = 1;
	struct str name = feedback_file_name(year, member, arena);
	struct str path = arena_format(arena, "%s/%.*s", letters->folder, STR_ARG(name));
	struct str part = arena_format(arena, "%.*s.part", STR_ARG(path));
	int rc = path.bytes && part.bytes ? 0 : error_broken(err, ERR_MEMORY, "letter");
	if (rc == 0)
		rc = feedback_write(letters->session.db, &letters->request, arena, &out, err);
	if (rc == 0)
		rc = write_file(path.bytes, part.bytes, buf_str(&out), err);
	if (rc == 0)
		printf("%s\n", path.bytes);
	buf_release(&out);
	arena_free(arena);
	return rc;
}

static int find_member(const struct appraisal_year *year, const char *option, const char *code,
		       int *out, struct error *err)
{
	for (size_t i = 0; i < year->subject_count; i++) {
		if (str_equal(year->subjects[i].code, str_from(code))) {
			*out = (int)i;
			return 0;
		}
	}
	return error_invalid(err, option, code, "the code of a subject of that year",
			     "该年度考核对象的代码");
}

static int make_letters(struct letters *letters, struct error *err)
{
	const struct appraisal_year *year = letters->year;
	bool unit = call_option(letters->call, "unit");
	const char *code = call_option(letters->call, unit ? "unit" : "person");
	int member = 0, rc = 0;

	if (code) {
		rc = find_member(year, unit ? "--unit" : "--person", code, &member, err);
		return rc < 0 ? rc : make_letter(letters, member, err);
	}
	for (; rc == 0 && member < (int)year->subject_count; member++)
		rc = make_letter(letters, member, err);
	return rc;
}

static int fill_request(struct letters *letters, const struct appraisal_request *wanted,
			struct error *err)
{
	struct call *call = letters->call;
	struct jurisdiction jurisdiction;
	struct appraisal_year *year;
	struct appraisal_request request = *wanted;
	struct db *db = letters->session.db;
	bool english = call->language == LANGUAGE_EN;
	int32_t today;
	int rc = jurisdiction_first(db, call->arena, &jurisdiction, err);

	request.jurisdiction_id = letters->session.jurisdiction_id;
	if (rc == 0)
		rc = jurisdiction_day(db, request.jurisdiction_id, clock_now_ms(), &today, err);
	if (rc == 0)
		rc = appraisal_load(db, &request, call->arena, &year, err);
	if (rc < 0)
		return rc;
	letters->year = year;
	letters->groups = ARENA_ARRAY(call->arena, struct figures, year->group_count + 1);
	if (!letters->groups)
		return error_broken(err, ERR_MEMORY, "letters");
	letters->request = (struct feedback_request){
		.jurisdiction_id = request.jurisdiction_id,
		.jurisdiction_name = english && jurisdiction.name_en.length ? jurisdiction.name_en
									    : jurisdiction.name,
		.demonstration = jurisdiction.demonstration,
		.language = call->language,
		.today = today,
		.family = pdf_family(call),
	};
	return 0;
}

static int work(struct letters *letters, const struct appraisal_request *wanted, struct error *err)
{
	int rc = operator_need_jurisdiction(&letters->session, err);

	if (rc == 0 && mkdir(letters->folder, 0777) < 0 && errno != EEXIST)
		rc = cannot_write(letters->folder, err);
	if (rc == 0)
		rc = db_begin_read(letters->session.db, err);
	if (rc < 0)
		return rc;
	rc = fill_request(letters, wanted, err);
	if (rc == 0)
		rc = make_letters(letters, err);
	db_rollback(letters->session.db);
	return rc;
}

static int run(struct call *call, struct error *err)
{
	struct letters letters = { .call = call, .folder = call_option(call, "out") };
	struct appraisal_request wanted;
	int rc = read_request(call, &wanted, err);

	if (!letters.folder)
		letters.folder = ".";
	if (rc == 0)
		rc = operator_open(call, DB_READ_ONLY, &letters.session, err);
	if (rc < 0)
		return rc;
	rc = work(&letters, &wanted, err);
	operator_close(&letters.session);
	return rc;
}

const struct command command_letter = {
	.name = "letter",
	.synopsis = "--year Y --unit CODE|--person CODE|--all [--out DIR]",
	.summary = "feedback letters as PDF: points lost with reasons, place, how to object",
	.details =
		"A file letter-YEAR-CODE.pdf for each, in the language of --language; its path is printed.\n"
		"Chinese characters need a font on this machine: the package fonts-noto-cjk.",
	.options = options,
	.run = run,
};
