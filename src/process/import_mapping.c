/* import_mapping.c - see import_mapping.h. */
#include "process/import_mapping.h"

#include <stdlib.h>

#include "base/hash.h"
#include "messages_appraisal.h"
#include "messages_import_file.h"
#include "process/import.h"
#include "statements_import_mapping.h"

#define HEADERS_MAXIMUM CSV_COLUMNS_MAXIMUM

static const struct field fields[] = {
	{ .name = "profile",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_FIXED,
	  .offset = offsetof(struct import_mapping, profile),
	  .label = MESSAGE_IMPORT_BATCH_PROFILE,
	  .choices = import_profiles,
	  .since = 1 },
	{ .name = "headers_key",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct import_mapping, headers_key),
	  .label = MESSAGE_IMPORT_MAPPING_HEADERS_KEY,
	  .minimum = 64,
	  .maximum = 64,
	  .since = 1 },
	{ .name = "headers",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct import_mapping, headers),
	  .label = MESSAGE_IMPORT_MAPPING_HEADERS,
	  .minimum = 1,
	  .maximum = 4000,
	  .since = 1 },
	{ .name = "rules",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LINES,
	  .offset = offsetof(struct import_mapping, rules),
	  .label = MESSAGE_IMPORT_MAPPING_RULES,
	  .minimum = 1,
	  .maximum = 40000,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT,
	  .offset = offsetof(struct import_mapping, day),
	  .label = MESSAGE_IMPORT_BATCH_DAY,
	  .since = 1 },
};

const struct record_type import_mapping_record = {
	.name = "import_mapping",
	.label = MESSAGE_IMPORT_MAPPING_LABEL,
	.size = sizeof(struct import_mapping),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_IMPORT_MAPPING_INSERT,
	.update = STATEMENT_IMPORT_MAPPING_UPDATE,
	.remove = STATEMENT_IMPORT_MAPPING_REMOVE,
	.get = STATEMENT_IMPORT_MAPPING_GET,
	.all = STATEMENT_IMPORT_MAPPING_ALL,
};

/* Headings ------------------------------------------------------------------------------------- */

struct str import_heading(struct arena *arena, struct str header)
{
	char *copy = arena_text(arena, header);
	size_t length = 0;

	for (size_t at = 0; copy && at < header.length;) {
		size_t start = at;
		int32_t point = utf8_next(header, &at);

		if (point <= ' ' || point == 0x3000 || point == 0xA0)
			continue;
		memmove(copy + length, header.bytes + start, at - start);
		length += at - start;
	}
	return (struct str){ copy, length };
}

static int compare_headings(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct str import_headers_key(struct arena *arena, const struct str *headers, size_t count)
{
	struct str sorted[HEADERS_MAXIMUM], parts[2 * HEADERS_MAXIMUM];
	char hex[HASH_HEX_BYTES];

	count = count < HEADERS_MAXIMUM ? count : HEADERS_MAXIMUM;
	for (size_t i = 0; i < count; i++)
		sorted[i] = import_heading(arena, headers[i]);
	qsort(sorted, count, sizeof(sorted[0]), compare_headings);
	for (size_t i = 0; i < count; i++) {
		parts[2 * i] = sorted[i];
		parts[2 * i + 1] = STR("\n");
	}
	struct hash hash = hash_parts(parts, 2 * count);
	hex_encode(hash_str(&hash), hex);
	return arena_str(arena, str_from(hex));
}

/* Rules as text -------------------------------------------------------------------------------- */

static struct str one_line(struct arena *arena, struct str text)
{
	char *copy = arena_text(arena, text);

	for (size_t i = 0; copy && i < text.length; i++)
		if (copy[i] == '\t' || copy[i] == '\n' || copy[i] == '\r')
			copy[i] = ' ';
	return (struct str){ copy, copy ? text.length : 0 };
}

struct str import_rules_format(struct arena *arena, enum import_profile_kind profile,
			       const struct import_rules *rules)
{
	size_t count;
	const struct field *columns = import_profile_columns(profile, &count);
	struct str text = STR("");

	for (size_t i = 0; i < count; i++) {
		struct str header = rules->columns[i].header;
		struct str constant = one_line(arena, rules->columns[i].constant);

		if (header.length)
			text = arena_format(arena, "%.*scolumn\t%s\t%.*s\n", STR_ARG(text),
					    columns[i].name, STR_ARG(header));
		else if (constant.length)
			text = arena_format(arena, "%.*sconstant\t%s\t%.*s\n", STR_ARG(text),
					    columns[i].name, STR_ARG(constant));
	}
	for (size_t i = 0; i < rules->value_count; i++)
		text = arena_format(arena, "%.*svalue\t%s\t%.*s\t%.*s\n", STR_ARG(text),
				    columns[rules->values[i].column].name,
				    STR_ARG(one_line(arena, rules->values[i].from)),
				    STR_ARG(rules->values[i].to));
	return text;
}

static bool column_named(enum import_profile_kind profile, struct str name, size_t *out)
{
	size_t count;
	const struct field *columns = import_profile_columns(profile, &count);

	for (size_t i = 0; i < count; i++)
		if (str_equal(name, str_from(columns[i].name))) {
			*out = i;
			return true;
		}
	return false;
}

void import_rules_parse(enum import_profile_kind profile, struct str text, struct import_rules *out)
{
	*out = (struct import_rules){ .value_count = 0 };
	while (text.length) {
		struct str line = str_split(&text, '\n');
		struct str kind = str_split(&line, '\t'), name = str_split(&line, '\t');
		size_t column;

		if (!column_named(profile, name, &column))
			continue;
		if (str_equal(kind, STR("column"))) {
			out->columns[column].header = line;
		} else if (str_equal(kind, STR("constant"))) {
			out->columns[column].constant = line;
		} else if (out->value_count < IMPORT_MAPPING_VALUES_MAXIMUM) {
			out->values[out->value_count].column = column;
			out->values[out->value_count].from = str_split(&line, '\t');
			out->values[out->value_count++].to = line;
		}
	}
}

/* The record ----------------------------------------------------------------------------------- */

int import_mapping_find(struct db *db, const struct import_mapping_key *key, struct arena *arena,
			struct import_mapping *out, struct error *err)
{
	const char *name = import_profile_name(key->profile);
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_IMPORT_MAPPING_BY_KEY,
				 DB_ARGS(db_int("jurisdiction_id", key->jurisdiction_id),
					 db_text("profile", str_from(name)),
					 db_text("headers_key", key->headers_key)),
				 &query, err);

	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		code = record_read(query, &import_mapping_record, arena, out, err);
	else if (!code)
		code = error_set(err, ERR_NOT_FOUND, "These headings are not known yet.",
				 "尚未记住这些表头。");
	db_query_close(query);
	return code;
}

int import_mapping_put(struct act *act, struct import_mapping *mapping, struct error *err)
{
	const struct import_mapping_key key = { act->jurisdiction_id,
						(enum import_profile_kind)mapping->profile,
						mapping->headers_key };
	struct import_mapping stored;
	struct error ignored;
	int code = import_mapping_find(act->db, &key, act->arena, &stored, &ignored);

	if (code == -ERR_NOT_FOUND) {
		mapping->day = act->day;
		return act_create(act, &import_mapping_record, mapping, err);
	}
	if (code) {
		if (err)
			*err = ignored;
		return code;
	}
	if (str_equal(stored.rules, mapping->rules))
		return 0;
	stored.rules = mapping->rules;
	stored.day = act->day;
	return act_update(act, &import_mapping_record, &stored, err);
}
