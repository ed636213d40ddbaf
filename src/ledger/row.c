/*
 * row.c - between a record and its table's row: bound values out, columns in.
 */
#include "ledger/act.h"
#include "ledger/row.h"

static struct str not_null(struct str text)
{
	return text.bytes ? text : STR("");
}

static struct db_arg field_arg(const struct field *field, const void *record)
{
	const void *value = (const char *)record + field->offset;
	int32_t day;

	switch (field->type) {
	case FIELD_TEXT:
		return db_text(field->name, not_null(*(const struct str *)value));
	case FIELD_BYTES:
		return db_blob(field->name, not_null(*(const struct str *)value));
	case FIELD_INTEGER:
		return db_int(field->name, *(const int64_t *)value);
	case FIELD_DECIMAL:
		return db_int(field->name, ((const struct decimal *)value)->scaled);
	case FIELD_DAY:
		day = *(const int32_t *)value;
		return day == CIVIL_NO_DAY ? db_null(field->name) : db_int(field->name, day);
	case FIELD_BOOLEAN:
		return db_int(field->name, *(const bool *)value);
	case FIELD_CHOICE:
		return db_text(field->name,
			       str_from(field_choice_name(field, *(const int *)value)));
	case FIELD_INSTANT:
	case FIELD_REFERENCE:
		return db_reference(field->name, *(const int64_t *)value);
	case FIELD_TYPE_COUNT:
		break;
	}
	return db_null(field->name);
}

size_t row_args(const struct record_type *type, const void *record,
		struct db_arg args[ROW_ARGS_MAXIMUM])
{
	const struct record_head *head = record;
	size_t count = ROW_HEAD_COLUMNS;

	args[0] = db_int("jurisdiction_id", head->jurisdiction_id);
	args[1] = db_int("id", head->id);
	args[2] = db_int("revision", head->revision);
	args[3] = db_int("encoding", head->encoding);
	for (size_t i = 0; i < type->field_count && i < RECORD_FIELDS_MAXIMUM; i++)
		args[count++] = field_arg(&type->fields[i], record);
	return count;
}

static bool is_named(const struct statement_text *text, const char *name)
{
	for (int i = 0; i < text->param_count; i++)
		if (strcmp(text->params[i], name) == 0)
			return true;
	return false;
}

size_t row_args_pick(enum statement statement, struct db_arg *args, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_named(statement_text_of(statement), args[i].name))
			args[kept++] = args[i];
	return kept;
}

/* Reading -------------------------------------------------------------------------------------- */

static int not_readable(const struct record_type *type, const struct field *field,
			struct db_query *query, struct error *err)
{
	int rc = error_set(err, ERR_CORRUPT, "", "");

	error_en(err, "A stored value of the field \"%s\" is not one that this program writes.",
		 field->name);
	error_zh(err, "字段“%s”保存的值不是本程序写入的。", field->name);
	error_detail(err, "%s %lld", type->name, (long long)db_query_int(query, 1));
	return rc;
}

static int text_read(struct db_query *query, int column, struct arena *arena, struct str *out)
{
	struct str bytes = db_query_bytes(query, column);

	*out = STR_EMPTY;
	if (bytes.length)
		*out = arena_str(arena, bytes);
	return bytes.length == 0 || out->bytes ? 0 : -ERR_MEMORY;
}

static int day_read(struct db_query *query, int column, int32_t *out)
{
	int64_t day = db_query_int(query, column);

	*out = db_query_is_null(query, column) ? CIVIL_NO_DAY : (int32_t)day;
	return day > INT32_MIN && day <= INT32_MAX ? 0 : -ERR_CORRUPT;
}

static int choice_read(const struct field *field, struct db_query *query, int column, int *out)
{
	*out = field_choice_value(field, db_query_bytes(query, column));
	return *out >= 0 ? 0 : -ERR_CORRUPT;
}

/* One column into the record; -ERR_CORRUPT when the value is none of the field's. */
static int column_read(const struct field *field, struct db_query *query, int column, void *value,
		       struct arena *arena)
{
	int64_t number;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_BYTES:
		return text_read(query, column, arena, value);
	case FIELD_INTEGER:
	case FIELD_INSTANT:
	case FIELD_REFERENCE:
		*(int64_t *)value = db_query_int(query, column);
		return 0;
	case FIELD_DECIMAL:
		((struct decimal *)value)->scaled = db_query_int(query, column);
		return 0;
	case FIELD_DAY:
		return day_read(query, column, value);
	case FIELD_BOOLEAN:
		number = db_query_int(query, column);
		*(bool *)value = number != 0;
		return number == 0 || number == 1 ? 0 : -ERR_CORRUPT;
	case FIELD_CHOICE:
		return choice_read(field, query, column, value);
	case FIELD_TYPE_COUNT:
		break;
	}
	return -ERR_CORRUPT;
}

int record_read(struct db_query *query, const struct record_type *type, struct arena *arena,
		void *out, struct error *err)
{
	struct record_head *head = out;

	memset(out, 0, type->size);
	head->jurisdiction_id = db_query_int(query, 0);
	head->id = db_query_int(query, 1);
	head->revision = db_query_int(query, 2);
	head->encoding = db_query_int(query, 3);
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];
		void *value = (char *)out + field->offset;

		int rc = column_read(field, query, (int)i + ROW_HEAD_COLUMNS, value, arena);

		if (rc == -ERR_MEMORY)
			return error_broken(err, ERR_MEMORY, "reading a %s", type->name);
		if (rc)
			return not_readable(type, field, query, err);
	}
	return 0;
}

int record_get(struct db *db, const struct record_type *type, struct record_key key,
	       struct arena *arena, void *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, (enum statement)type->get,
			       DB_ARGS(db_int("jurisdiction_id", key.jurisdiction_id),
				       db_int("id", key.id)),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 1)
		rc = record_read(query, type, arena, out, err);
	else if (rc == 0)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such record.", "没有这条记录。");
	db_query_close(query);
	return rc;
}
