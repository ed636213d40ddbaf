/* digest.c - the record of a digest and its lines; see digest.h. What goes into one: digest_collect.c. */
#include "reminder/digest.h"

#include <stdio.h>

#include "base/hash.h"
#include "messages_reminder.h"
#include "people/account.h"
#include "reminder/digest_mail.h"
#include "statements_digest.h"

#define FIXED (FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED)

static const struct field fields[] = {
	{ .name = "account_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIXED | FIELD_KEY,
	  .offset = offsetof(struct digest, account_id),
	  .label = MESSAGE_DIGEST_ACCOUNT_ID,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "day",
	  .type = FIELD_DAY,
	  .flags = FIXED | FIELD_KEY | FIELD_SORT,
	  .offset = offsetof(struct digest, day),
	  .label = MESSAGE_DIGEST_DAY,
	  .since = 1 },
	{ .name = "rulebook_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIXED,
	  .offset = offsetof(struct digest, rulebook_id),
	  .label = MESSAGE_DIGEST_RULEBOOK_ID,
	  .reference = &rulebook_record,
	  .since = 1 },
	{ .name = "lines",
	  .type = FIELD_INTEGER,
	  .flags = FIXED,
	  .offset = offsetof(struct digest, lines),
	  .label = MESSAGE_DIGEST_LINES,
	  .minimum = 1,
	  .maximum = REMINDER_LINES_MAXIMUM,
	  .since = 1 },
	{ .name = "fresh",
	  .type = FIELD_INTEGER,
	  .flags = FIXED,
	  .offset = offsetof(struct digest, fresh),
	  .label = MESSAGE_DIGEST_FRESH,
	  .minimum = 1,
	  .maximum = REMINDER_LINES_MAXIMUM,
	  .since = 1 },
	{ .name = "lines_hash",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED,
	  .offset = offsetof(struct digest, lines_hash),
	  .label = MESSAGE_DIGEST_LINES_HASH,
	  .minimum = 64,
	  .maximum = 64,
	  .since = 1 },
};

const struct record_type digest_record = {
	.name = "digest",
	.label = MESSAGE_DIGEST_LABEL,
	.size = sizeof(struct digest),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_DIGEST_INSERT,
	.update = STATEMENT_DIGEST_UPDATE,
	.remove = -1,
	.get = STATEMENT_DIGEST_GET,
	.all = STATEMENT_DIGEST_ALL,
};

/* Lines -------------------------------------------------------------------------------------------- */

static void hash_add(struct hash_stream *stream, struct str text)
{
	char length[32];

	snprintf(length, sizeof(length), "%zu:", text.length);
	hash_stream_add(stream, str_from(length));
	hash_stream_add(stream, text);
}

void digest_lines_hash(const struct reminder_line *lines, size_t count, char out[65])
{
	struct hash_stream *stream = hash_stream_new();
	struct hash hash = { { 0 } };

	for (size_t i = 0; stream && i < count; i++) {
		const struct reminder_line *line = &lines[i];
		char head[160], point[CIVIL_TEXT_BYTES], since[CIVIL_TEXT_BYTES];

		snprintf(head, sizeof(head), "%s %s %lld %s %s %d %d\n", line->source,
			 reminder_steps[line->step].name, (long long)line->subject_id,
			 civil_format(line->checkpoint, point), civil_format(line->since_day, since),
			 line->fresh, line->confidential);
		hash_add(stream, str_from(head));
		hash_add(stream, line->title);
		hash_add(stream, line->why);
		hash_add(stream, line->why_en);
		hash_add(stream, line->path);
	}
	if (stream)
		hash = hash_stream_end(stream);
	hash_stream_free(stream);
	hex_encode(hash_str(&hash), out);
}

static struct db_arg day_or_null(const char *name, int32_t day)
{
	return day == CIVIL_NO_DAY ? db_null(name) : db_int(name, day);
}

static int write_line(struct act *act, const struct digest *digest, int64_t position,
		      const struct reminder_line *line, struct error *err)
{
	return db_run(act->db, STATEMENT_DIGEST_LINE_INSERT,
		      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
			      db_int("digest_id", digest->head.id), db_int("position", position),
			      db_int("account_id", digest->account_id), db_int("day", digest->day),
			      db_text("source", str_from(line->source)),
			      db_text("step", str_from(reminder_steps[line->step].name)),
			      db_int("subject_id", line->subject_id),
			      day_or_null("checkpoint", line->checkpoint),
			      db_int("since_day", line->since_day), db_int("fresh", line->fresh),
			      db_int("confidential", line->confidential),
			      db_text("title", line->title), db_text("why", line->why),
			      db_text("why_en", line->why_en), db_text("path", line->path)),
		      NULL, err);
}

/* Making ------------------------------------------------------------------------------------------- */

static int has_one(struct act *act, int64_t account_id, int32_t day, bool *out, struct error *err)
{
	int64_t found;
	int code = db_get_int(act->db, STATEMENT_DIGEST_OF_DAY,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("account_id", account_id), db_int("day", day)),
			      &found, err);

	*out = code == 0;
	if (code == -ERR_NOT_FOUND)
		error_clear(err);
	return code == -ERR_NOT_FOUND ? 0 : code;
}

static int write_one(struct act *act, const struct digest_day *day, const struct digest_draft *draft,
		     const struct digest_mail *mail, struct error *err)
{
	size_t stored = draft->count < DIGEST_LINES_MAXIMUM ? draft->count : DIGEST_LINES_MAXIMUM;
	char hash[65];
	struct digest digest = { .head = { .jurisdiction_id = act->jurisdiction_id },
				 .account_id = draft->reader->account_id,
				 .day = day->day,
				 .rulebook_id = day->rule.record_id,
				 .lines = (int64_t)draft->count,
				 .fresh = (int64_t)draft->fresh,
				 .lines_hash = { hash, 64 } };
	int code;

	digest_lines_hash(draft->lines, stored, hash);
	code = act_create(act, &digest_record, &digest, err);
	for (size_t i = 0; !code && i < stored; i++)
		code = write_line(act, &digest, (int64_t)i + 1, &draft->lines[i], err);
	return code || !mail ? code : digest_mail_put(act, mail, &digest, draft, err);
}

int digest_write(struct act *act, const struct digest_part *part, size_t *out_made,
		 struct error *err)
{
	const struct digest_day *day = part->day;
	int code = 0;

	*out_made = 0;
	for (size_t i = part->from; !code && i < part->to && i < day->count; i++) {
		const struct digest_draft *draft = &day->drafts[i];
		bool exists = false;

		code = has_one(act, draft->reader->account_id, day->day, &exists, err);
		if (code || exists)
			continue;
		code = write_one(act, day, draft, part->mail, err);
		*out_made += code == 0;
	}
	if (!code)
		act->summary = arena_format(act->arena, "%zu", *out_made);
	return code;
}

/* Runs --------------------------------------------------------------------------------------------- */

int digest_finish(struct db *db, const struct digest_day *day, int64_t now_ms, struct error *err)
{
	return db_run(db, STATEMENT_DIGEST_RUN_INSERT,
		      DB_ARGS(db_int("jurisdiction_id", day->jurisdiction_id),
			      db_int("day", day->day), db_int("made_ms", now_ms)),
		      NULL, err);
}

int digest_is_made(struct db *db, int64_t jurisdiction_id, int32_t day, bool *out, struct error *err)
{
	int64_t digests;
	int code = db_get_int(db, STATEMENT_DIGEST_RUN_GET,
			      DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				      db_int("day", day)),
			      &digests, err);

	*out = code == 0;
	if (code == -ERR_NOT_FOUND)
		error_clear(err);
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int digest_last_run(struct db *db, int64_t jurisdiction_id, struct digest_run *out,
		    struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_DIGEST_RUN_LAST,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id)), &query, err);

	*out = (struct digest_run){ .day = CIVIL_NO_DAY };
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = (struct digest_run){ (int32_t)db_query_int(query, 0),
					    db_query_int(query, 1), db_query_int(query, 2) };
	db_query_close(query);
	return code < 0 ? code : 0;
}
