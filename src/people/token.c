/*
 * token.c - the record of a token, its form as text, and making one.
 */
#include "people/token.h"

#include <stdio.h>
#include <zlib.h>

#include "base/civil.h"
#include "messages_token.h"
#include "people/account.h"
#include "statements_setting.h"
#include "statements_token.h"

#define SECRET_CHARACTERS 52
#define CHECKSUM_CHARACTERS 7
#define INSTALLATION_OFFSET_MINUTES 480
#define SETTING_DAYS "token_days_maximum"

static const struct field fields[] = {
	{ .name = "account_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct token, account_id),
	  .label = MESSAGE_TOKEN_ACCOUNT_ID,
	  .reference = &account_record,
	  .since = 1 },
	{ .name = "name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct token, name),
	  .label = MESSAGE_TOKEN_NAME,
	  .minimum = 1,
	  .maximum = 60,
	  .since = 1 },
	{ .name = "purpose",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct token, purpose),
	  .label = MESSAGE_TOKEN_PURPOSE,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "scope",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct token, scope),
	  .label = MESSAGE_TOKEN_SCOPE,
	  .minimum = 1,
	  .maximum = 200,
	  .since = 1 },
	{ .name = "made_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct token, made_day),
	  .label = MESSAGE_TOKEN_MADE_DAY,
	  .since = 1 },
	{ .name = "expires_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_SORT | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct token, expires_day),
	  .label = MESSAGE_TOKEN_EXPIRES_DAY,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct token, state),
	  .label = MESSAGE_TOKEN_STATE,
	  .choices = token_states,
	  .since = 1 },
};

const struct record_type token_record = {
	.name = "token",
	.label = MESSAGE_TOKEN_LABEL,
	.size = sizeof(struct token),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_TOKEN_INSERT,
	.update = STATEMENT_TOKEN_UPDATE,
	.remove = STATEMENT_TOKEN_REMOVE,
	.get = STATEMENT_TOKEN_GET,
	.all = STATEMENT_TOKEN_ALL,
};

/* The text ------------------------------------------------------------------------------------ */

static void checksum_format(const char *secret, char out[CHECKSUM_CHARACTERS + 1])
{
	static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint32_t sum = (uint32_t)crc32(0, (const unsigned char *)secret, SECRET_CHARACTERS);

	for (int i = CHECKSUM_CHARACTERS - 1; i >= 0; i--, sum >>= 5)
		out[i] = digits[sum & 31];
	out[CHECKSUM_CHARACTERS] = '\0';
}

static void text_make(char out[TOKEN_TEXT_BYTES])
{
	char secret[SECRET_CHARACTERS + 1], checksum[CHECKSUM_CHARACTERS + 1];

	random_text(secret, SECRET_CHARACTERS);
	checksum_format(secret, checksum);
	snprintf(out, TOKEN_TEXT_BYTES, TOKEN_PREFIX "%s%s", secret, checksum);
}

bool token_is_formed(struct str text)
{
	const size_t prefix = sizeof(TOKEN_PREFIX) - 1;
	char checksum[CHECKSUM_CHARACTERS + 1];

	if (text.length != TOKEN_TEXT_BYTES - 1 || !str_starts_with(text, STR(TOKEN_PREFIX)))
		return false;
	checksum_format(text.bytes + prefix, checksum);
	return memcmp(text.bytes + prefix + SECRET_CHARACTERS, checksum, CHECKSUM_CHARACTERS) == 0;
}

/* Making one ---------------------------------------------------------------------------------- */

int32_t token_today(void)
{
	return clock_day(clock_now_ms(), INSTALLATION_OFFSET_MINUTES);
}

int token_days_get(struct db *db, int *out, struct error *err)
{
	struct db_query *query;
	int64_t days = TOKEN_DAYS_DEFAULT;
	int rc = db_query_open(db, STATEMENT_SETTING_GET, DB_ARGS(db_text("name", STR(SETTING_DAYS))),
			       &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0 && !str_parse_int(db_query_bytes(query, 0), 1, TOKEN_DAYS_MAXIMUM, &days))
		days = TOKEN_DAYS_DEFAULT;
	db_query_close(query);
	if (rc < 0)
		return rc;
	*out = (int)days;
	return 0;
}

int token_days_put(struct db *db, int days, struct error *err)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", days);
	return db_run(db, STATEMENT_SETTING_PUT,
		      DB_ARGS(db_text("name", STR(SETTING_DAYS)), db_text("value", str_from(text))),
		      NULL, err);
}

static int check_day(struct act *act, const struct token *token, struct error *err)
{
	char first[CIVIL_TEXT_BYTES], last[CIVIL_TEXT_BYTES], found[CIVIL_TEXT_BYTES];
	char accepted[64];
	int days = 0;
	int rc = token_days_get(act->db, &days, err);

	if (rc)
		return rc;
	if (token->expires_day >= token->made_day && token->expires_day <= token->made_day + days)
		return 0;
	snprintf(accepted, sizeof(accepted), "%s … %s", civil_format(token->made_day, first),
		 civil_format(token->made_day + days, last));
	return error_invalid(err, "expires_day",
			     token->expires_day == CIVIL_NO_DAY
				     ? ""
				     : civil_format(token->expires_day, found),
			     accepted, accepted);
}

static int check_count(struct act *act, const struct token *token, struct error *err)
{
	int64_t count;
	int rc = db_get_int(act->db, STATEMENT_TOKEN_WORKING,
			    DB_ARGS(db_int("account_id", token->account_id),
				    db_int("day", token->made_day)),
			    &count, err);

	if (rc || count < TOKEN_ACTIVE_MAXIMUM)
		return rc;
	return error_set(err, ERR_RULE,
			 "An account has at most 20 tokens that work. Revoke one that is no longer used.",
			 "一个账号最多有 20 个有效令牌，请先撤销不再使用的令牌。");
}

int token_create(struct act *act, struct token *token, permission_set permissions,
		 char out_text[TOKEN_TEXT_BYTES], struct error *err)
{
	char text[TOKEN_TEXT_BYTES];
	int rc;

	token->made_day = token_today();
	token->state = TOKEN_ACTIVE;
	rc = record_check(&token_record, token, err);
	if (rc == 0)
		rc = token_scope_check(token->scope, permissions, err);
	if (rc == 0)
		rc = check_day(act, token, err);
	if (rc == 0)
		rc = check_count(act, token, err);
	if (rc == 0)
		rc = act_create(act, &token_record, token, err);
	if (rc)
		return rc;
	text_make(text);
	struct hash hash = hash_of(str_from(text));
	rc = db_run(act->db, STATEMENT_TOKEN_SECRET_INSERT,
		    DB_ARGS(db_blob("token_hash", hash_str(&hash)),
			    db_int("token_id", token->head.id)),
		    NULL, err);
	if (rc == 0)
		memcpy(out_text, text, sizeof(text));
	return rc;
}
