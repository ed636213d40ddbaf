/*
 * import.c - how an import runs: read, plan, and, inside an act, write and record it (import.h).
 */
#include "process/import.h"

#include "base/hash.h"
#include "process/import_internal.h"
#include "process/result_store.h"

#define PROGRESS_ROWS	    256
#define SCRATCH_BYTES	    ((size_t)4 * 1024 * 1024)

static void release(struct import *import)
{
	if (import->profile)
		import->profile->release(import);
	map_release(&import->units);
	map_release(&import->open);
	map_release(&import->persons);
	map_release(&import->person_ids);
}

static const struct import_profile *const profiles[IMPORT_BATCH_PROFILE_COUNT] = {
	[IMPORT_BATCH_UNITS] = &import_units,
	[IMPORT_BATCH_PERSONS] = &import_persons,
	[IMPORT_BATCH_SCORES] = &import_scores,
	[IMPORT_BATCH_ENTRIES] = &import_entries,
	[IMPORT_BATCH_PLAN] = &import_plan,
	[IMPORT_BATCH_ARCHIVE] = &import_archive,
};

const struct import_profile *import_profile_of(enum import_profile_kind profile)
{
	return profiles[profile];
}

int import_profile_find(struct str name)
{
	for (int i = 0; i < IMPORT_BATCH_PROFILE_COUNT; i++)
		if (str_equal(name, str_from(import_profiles[i].name)))
			return i;
	return -1;
}

const char *import_profile_name(enum import_profile_kind profile)
{
	return import_profiles[profile].name;
}

bool import_profile_is_personal(enum import_profile_kind profile)
{
	return profiles[profile]->personal;
}

const struct field *import_profile_columns(enum import_profile_kind profile, size_t *out_count)
{
	*out_count = profiles[profile]->column_count;
	return profiles[profile]->columns;
}

bool import_value_is_known(enum import_profile_kind profile, size_t column, struct str text,
			   struct arena *arena)
{
	void *row = arena_alloc(arena, profiles[profile]->row_size);
	return row && field_parse(&profiles[profile]->columns[column], text, row, arena, NULL) == 0;
}

/* Checking ------------------------------------------------------------------------------------ */

/* By rows, keeping the order inside a row. At most IMPORT_PROBLEMS_MAXIMUM, nearly sorted. */
static void sort_problems(struct import_result *result)
{
	for (size_t i = 1; i < result->problems_kept; i++) {
		struct error moved = result->problems[i];
		int column = result->problem_columns[i];
		size_t at = i;
		while (at && result->problems[at - 1].row > moved.row) {
			result->problems[at] = result->problems[at - 1];
			result->problem_columns[at] = result->problem_columns[at - 1];
			at--;
		}
		result->problems[at] = moved;
		result->problem_columns[at] = column;
	}
}

static void count_outcomes(struct import *import)
{
	struct import_result *result = import->result;
	for (size_t i = 0; i < import->row_count; i++) {
		enum import_outcome outcome = import->rows[i]->outcome;
		if (import->rows[i]->bad)
			continue;
		result->created += outcome == IMPORT_CREATED;
		result->changed += outcome == IMPORT_CHANGED;
		result->unchanged += outcome == IMPORT_UNCHANGED;
	}
}

/* Read and plan; leaves what apply needs in `import`. */
static int judge(struct import *import, struct error *err)
{
	*import->result = (struct import_result){ 0 };
	import->profile = profiles[import->request->profile];
	int code = import_read(import, err);
	if (!code && import->row_count)
		code = import->profile->plan(import, err);
	if (code)
		return code;
	if (import->result->problem_count && !import->result->problems)
		return error_broken(err, ERR_MEMORY, "problems of an import");
	sort_problems(import->result);
	count_outcomes(import);
	if (import->request->preview)
		code = import_preview_fill(import, err);
	if (!code && (import->request->preview || import->request->expected))
		code = import_digest(import, err);
	return code;
}

int import_check(struct db *db, struct arena *arena, int64_t jurisdiction_id,
		 const struct import_request *request, struct import_result *out,
		 struct error *err)
{
	struct import import = { .db = db,
				 .arena = arena,
				 .jurisdiction_id = jurisdiction_id,
				 .request = request,
				 .result = out };
	int code = judge(&import, err);
	release(&import);
	return code;
}

/* Writing ------------------------------------------------------------------------------------- */

/* Row by row with a scratch arena, so that a long file costs no memory while it is written. */
static int write_rows(struct import *import, struct act *act, struct error *err)
{
	const struct import_request *request = import->request;
	struct arena *kept = act->arena;
	int code = 0;
	act->arena = arena_new(SCRATCH_BYTES);
	if (!act->arena)
		code = error_broken(err, ERR_MEMORY, "writing an import");
	for (size_t i = 0; !code && i < import->row_count; i++) {
		code = import->profile->apply(import, act, import->rows[i], err);
		if (code && err && !err->row)
			err->row = import->rows[i]->number;
		arena_reset(act->arena);
		if (request->progress && (i + 1) % PROGRESS_ROWS == 0)
			request->progress(request->context, IMPORT_WRITING, (int64_t)i + 1,
					  (int64_t)import->row_count);
	}
	arena_free(act->arena);
	act->arena = kept;
	return code;
}

static int record_batch(const struct import *import, struct act *act, struct error *err)
{
	const struct import_request *request = import->request;
	char hex[HASH_HEX_BYTES];
	struct hash hash = hash_of(request->bytes);
	hex_encode(hash_str(&hash), hex);
	struct import_batch batch = { .profile = (int)request->profile,
				      .file_name = utf8_cut(request->file_name, 200),
				      .file_sha256 = str_from(hex),
				      .row_count = import->result->rows,
				      .created_count = import->result->created,
				      .changed_count = import->result->changed,
				      .act_id = act->id,
				      .state = IMPORT_BATCH_APPLIED,
				      .day = act->day };
	int code = act_create(act, &import_batch_record, &batch, err);
	if (!code)
		import->result->batch_id = batch.head.id;
	return code;
}

static int refuse_file(const struct import_result *result, struct error *err)
{
	int code = error_set(err, ERR_INVALID, "", "");
	error_en(err, "Nothing was imported: the file has %lld problem(s).",
		 (long long)result->problem_count);
	error_zh(err, "未导入：文件有 %lld 处问题。", (long long)result->problem_count);
	return code;
}

static int apply(struct import *import, struct act *act, struct error *err)
{
	struct import_result *result = import->result;
	int code = judge(import, err);
	if (code)
		return code;
	if (result->problem_count)
		return refuse_file(result, err);
	if (import->request->expected && strcmp(import->request->expected, result->digest) != 0)
		return error_set(err, ERR_CONFLICT,
				 "The records changed since this preview, and the file would now "
				 "do something else. Nothing was imported; look again.",
				 "预览之后数据已有变化，导入结果将与预览不同。未导入，请重新查看。");
	if (!result->created && !result->changed)
		return 0;
	code = write_rows(import, act, err);
	return code ? code : record_batch(import, act, err);
}

int import_apply(struct act *act, const struct import_request *request, struct import_result *out,
		 struct error *err)
{
	struct import import = { .db = act->db,
				 .arena = act->arena,
				 .jurisdiction_id = act->jurisdiction_id,
				 .day = act->day,
				 .request = request,
				 .result = out };
	int code = apply(&import, act, err);
	release(&import);
	return code;
}

int import_undo(struct act *act, int64_t batch_id, permission_set permissions, int64_t *out_records,
		struct error *err)
{
	struct import_batch batch;
	int64_t records;
	int code = record_get(act->db, &import_batch_record,
			      (struct record_key){ act->jurisdiction_id, batch_id }, act->arena,
			      &batch, err);
	if (!code)
		code = import_batch_apply(&batch, IMPORT_BATCH_UNDO, permissions, err);
	if (!code)
		code = result_check_open_act(act->db, act->jurisdiction_id, batch.act_id, err);
	if (!code)
		code = act_undo(act, batch.act_id, &records, err);
	if (code)
		return code;
	/* Undoing took the batch's own record away too; it comes back as undone. */
	batch.head.id = 0;
	code = act_create(act, &import_batch_record, &batch, err);
	if (!code)
		*out_records = records - 1;
	return code;
}
