/*
 * letter_handover.c - letters of others that wait for a person's signature, as matters to be handed over
 * (people/handover_source.h). Accepting says who looks after it: the office makes the letter anew with the
 * next superior, since nobody signs for another.
 */
#include "messages_letter.h"
#include "people/handover_source.h"
#include "statements_letter.h"

static int list(const struct handover_scope *scope, const struct handover_source *self,
		struct handover_matters *out, struct error *err)
{
	const struct handover_rows rows = {
		.statement = STATEMENT_LETTERS_HANDOVER,
		.args = DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
				db_int("unit_id", scope->unit_id),
				db_int("person_id", scope->person_id)),
		.address = "/letters/",
	};

	return handover_add_rows(scope, self, &rows, out, err);
}

static int is_open(const struct handover_scope *scope, int64_t subject_id, bool *out,
		   struct error *err)
{
	return handover_has_row(scope, STATEMENT_LETTERS_HANDOVER_OPEN,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_int("id", subject_id)),
				out, err);
}

const struct handover_source letter_handover_source = { .kind = "letter",
							.label = MESSAGE_LETTER_HANDOVER,
							.list = list,
							.is_open = is_open };
