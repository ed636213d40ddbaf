/*
 * assignment_note_view.c - "reminded on …" for the page of an assignment
 * (progress/assignment_notes_view.h).
 *
 * One line a day with who heard by which step. Whoever may read the assignment may see it: that one was
 * reminded is no measure of anybody, and no page adds it up.
 */
#include "messages_reminder.h"
#include "progress/assignment_notes_view.h"
#include "reminder/reminder_rule.h"
#include "statements_digest.h"
#include "web/list_page.h"

static struct str names_with(struct page *page, struct str names, struct db_query *query)
{
	enum message step = list_page_word(reminder_steps, db_query_bytes(query, 2));
	const char *comma = page->language == LANGUAGE_EN ? ", " : "、";
	const char *open = page->language == LANGUAGE_EN ? " (" : "（";
	const char *close = page->language == LANGUAGE_EN ? ")" : "）";

	return arena_format(page->arena, "%.*s%s%.*s%s%s%s", STR_ARG(names), names.length ? comma : "",
			    STR_ARG(db_query_bytes(query, 1)), open, page_text(page, step), close);
}

static int add_day(struct page *page, int32_t day, struct str names, struct assignment_notes *out,
		   struct error *err)
{
	struct message_value values[] = { { "day", page_day(page, day) }, { "names", names } };
	const struct assignment_note note = {
		.text = page_message(page, MESSAGE_REMINDER_NOTE, values, 2)
	};

	return names.length ? assignment_note_add(page, out, &note, err) : 0;
}

static int list_notes(struct page *page, int64_t assignment_id, struct assignment_notes *out,
		      struct error *err)
{
	struct str names = STR_EMPTY;
	int32_t day = CIVIL_NO_DAY;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_DIGEST_REMINDED,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_text("source", STR("assignment")),
				       db_int("subject_id", assignment_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while ((rc = db_query_step(query, err)) > 0) {
		int32_t found = (int32_t)db_query_int(query, 0);

		if (found != day) {
			rc = add_day(page, day, names, out, err);
			names = STR_EMPTY;
			day = found;
		}
		names = names_with(page, names, query);
		if (rc < 0)
			break;
	}
	db_query_close(query);
	return rc < 0 ? rc : add_day(page, day, names, out, err);
}

const struct assignment_note_source reminder_assignment_notes = { list_notes };
