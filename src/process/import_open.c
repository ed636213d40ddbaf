/* import_open.c - rows that would change a result that is public or final (result_store.h). */
#include "process/import_internal.h"
#include "process/result_store.h"

/* The state, as a pointer that a map can hold. */
static const enum result_state states[RESULT_STATE_COUNT] = { RESULT_DRAFT, RESULT_PUBLICITY, RESULT_FINAL,
							RESULT_DROPPED };

static int state_of(struct import *import, const struct result_cell *cell, enum result_state *out,
		    struct error *err)
{
	struct str key = import_key(import, cell->year, cell->subject_id, STR(""), STR(""));
	void *known = key.bytes ? map_find(&import->open, key) : NULL;
	enum result_state state;

	if (known) {
		*out = *(const enum result_state *)known;
		return 0;
	}
	int code = result_state_of(import->db, import->jurisdiction_id, cell, import->arena, &state,
				   err);
	if (!code)
		code = import_add(&import->open, key, (void *)(uintptr_t)&states[state], &known, err);
	if (!code)
		*out = state;
	return code;
}

int import_check_open(struct import *import, struct import_row *row, size_t column,
		      const struct result_cell *cell, struct error *err)
{
	enum result_state state = RESULT_DRAFT;
	struct error why;
	int code = state_of(import, cell, &state, err);

	if (code || state == RESULT_DRAFT)
		return code;
	code = result_check_open(import->db, import->jurisdiction_id, cell, import->arena, &why);
	if (code == -ERR_STATE) {
		import_refuse(import, row, column, why.en, why.zh);
		return 0;
	}
	if (code && err)
		*err = why;
	return code;
}
