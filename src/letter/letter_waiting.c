/* letter_waiting.c - see letter_waiting.h. */
#include "letter/letter_waiting.h"

#include "statements_letter.h"

#define MOST 1000

static enum letter_signer signer_of(struct str state)
{
	if (str_equal(state, STR("issued")))
		return LETTER_PERSON;
	return str_equal(state, STR("accepted")) ? LETTER_SUPERIOR : LETTER_COUNTERSIGNER;
}

static void read_row(struct db_query *query, struct arena *arena, struct letter_waiting *out)
{
	*out = (struct letter_waiting){
		.letter_id = db_query_int(query, 0),
		.year = (int)db_query_int(query, 1),
		.signer = signer_of(db_query_bytes(query, 2)),
		.person_name = db_query_copy(query, 3, arena),
		.unit_name = db_query_copy(query, 4, arena),
		.since_day = db_query_is_null(query, 5) ? CIVIL_NO_DAY
							: (int32_t)db_query_int(query, 5),
	};
}

int letter_waiting_load(struct db *db, struct record_key person, struct arena *arena,
			struct letter_waiting **out, size_t *out_count, struct error *err)
{
	struct db_query *query;
	int code;

	*out = NULL;
	*out_count = 0;
	if (!person.id)
		return 0;
	code = db_query_open(db, STATEMENT_LETTERS_WAITING,
			     DB_ARGS(db_int("jurisdiction_id", person.jurisdiction_id),
				     db_int("person_id", person.id)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0 && *out_count < MOST) {
		if (!*out)
			*out = ARENA_ARRAY(arena, struct letter_waiting, MOST);
		if (!*out) {
			code = error_broken(err, ERR_MEMORY, "waiting letters");
			break;
		}
		read_row(query, arena, &(*out)[(*out_count)++]);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}
