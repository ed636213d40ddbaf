/*
 * slip.c - the record of a slip, its code, and what printing and using one does.
 */
#include "people/slip.h"

#include "messages_log_in.h"
#include "people/record_find.h"
#include "people/totp_store.h"
#include "statements_slip.h"

#define CODE_GROUP 4

static const struct field fields[] = {
	{ .name = "account_id", .type = FIELD_REFERENCE,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct slip, account_id), .label = MESSAGE_SLIP_ACCOUNT_ID,
	  .reference = &account_record, .since = 1 },
	{ .name = "kind", .type = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct slip, kind), .label = MESSAGE_SLIP_KIND, .choices = slip_kinds,
	  .since = 1 },
	{ .name = "state", .type = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER,
	  .offset = offsetof(struct slip, state), .label = MESSAGE_SLIP_STATE,
	  .choices = slip_states, .since = 1 },
	{ .name = "requested_by", .type = FIELD_REFERENCE, .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct slip, requested_by), .label = MESSAGE_SLIP_REQUESTED_BY,
	  .reference = &account_record, .since = 1 },
	{ .name = "confirmed_by", .type = FIELD_REFERENCE, .flags = FIELD_LIST,
	  .offset = offsetof(struct slip, confirmed_by), .label = MESSAGE_SLIP_CONFIRMED_BY,
	  .reference = &account_record, .since = 1 },
	{ .name = "expires_ms", .type = FIELD_INSTANT, .flags = FIELD_REQUIRED | FIELD_LIST,
	  .offset = offsetof(struct slip, expires_ms), .label = MESSAGE_SLIP_EXPIRES_MS,
	  .since = 1 },
};

const struct record_type slip_record = {
	.name = "slip",
	.label = MESSAGE_SLIP_LABEL,
	.size = sizeof(struct slip),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SLIP_INSERT,
	.update = STATEMENT_SLIP_UPDATE,
	.remove = STATEMENT_SLIP_REMOVE,
	.get = STATEMENT_SLIP_GET,
	.all = STATEMENT_SLIP_ALL,
};

/* Codes --------------------------------------------------------------------------------------- */

/* One character of a code in the form that is hashed; 0 for what is skipped, -1 for what is none. */
static int code_character(char c)
{
	if (c == '-' || c == ' ')
		return 0;
	if (c >= 'A' && c <= 'Z')
		c = (char)(c - 'A' + 'a');
	if (c == 'i' || c == 'l')
		return '1';
	if (c == 'o')
		return '0';
	bool is_one = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z' && c != 'u');
	return is_one ? c : -1;
}

bool slip_code_hash(struct str typed, struct hash *out)
{
	char code[SLIP_CODE_CHARACTERS];
	size_t count = 0;

	for (size_t i = 0; i < typed.length; i++) {
		int c = code_character(typed.bytes[i]);
		if (c < 0 || (c > 0 && count == sizeof(code)))
			return false;
		if (c > 0)
			code[count++] = (char)c;
	}
	if (count != sizeof(code))
		return false;
	const struct str parts[] = { STR("lianze slip\n"), { code, sizeof(code) } };
	*out = hash_parts(parts, ARRAY_LENGTH(parts));
	return true;
}

/* "7K2M-…": capitals in groups, as it is printed. */
static void make_code(char out[SLIP_CODE_BYTES])
{
	char text[SLIP_CODE_CHARACTERS + 1];
	size_t length = 0;

	random_text(text, SLIP_CODE_CHARACTERS);
	for (size_t i = 0; i < SLIP_CODE_CHARACTERS; i++) {
		char c = text[i];
		if (i && i % CODE_GROUP == 0)
			out[length++] = '-';
		out[length++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	out[length] = '\0';
}

/* Printing ------------------------------------------------------------------------------------ */

/* In the installation's tree, whichever jurisdiction `act` is of: see account.c. */
static int write_slip(struct act *act, struct slip *slip, struct error *err)
{
	return account_write_globally(act, "slip.update",
				      &(struct record_write){ &slip_record, slip,
							      slip->head.id ? act_update
									    : act_create },
				      err);
}

static int find_open(struct db *db, int64_t account_id, struct arena *arena, struct slip *out,
		     struct error *err)
{
	const struct record_query query = { &slip_record, STATEMENT_SLIP_OPEN,
					    DB_ARGS(db_int("account_id", account_id)) };
	return record_find(db, &query, arena, out, err);
}

/* End an open slip: it has expired, or is replaced. */
static int close_slip(struct act *act, struct slip *slip, const struct slip_asker *asker,
		      struct error *err)
{
	bool over = asker->now_ms >= slip->expires_ms;
	int rc = slip_apply(slip, over ? SLIP_EXPIRE : SLIP_REPLACE, asker, err);

	if (rc == 0)
		rc = write_slip(act, slip, err);
	return rc < 0 ? rc
		      : db_run(act->db, STATEMENT_SLIP_FORGET_HASH,
			       DB_ARGS(db_int("account_id", slip->account_id)), NULL, err);
}

/* A code for a slip that may be printed. */
static int issue(struct act *act, struct slip *slip, const struct slip_asker *asker,
		 char out_code[SLIP_CODE_BYTES], struct error *err)
{
	char code[SLIP_CODE_BYTES];
	struct hash hash;
	int rc = slip_apply(slip, SLIP_ISSUE, asker, err);

	if (rc == 0)
		rc = write_slip(act, slip, err);
	if (rc < 0)
		return rc;
	make_code(code);
	if (!slip_code_hash(str_from(code), &hash))
		return error_broken(err, ERR_BROKEN, "slip code");
	rc = db_run(act->db, STATEMENT_SLIP_PUT_HASH,
		    DB_ARGS(db_int("account_id", slip->account_id), db_int("slip_id", slip->head.id),
			    db_blob("slip_hash", hash_str(&hash))),
		    NULL, err);
	if (rc == 0)
		memcpy(out_code, code, sizeof(code));
	return rc;
}

static int read_situation(struct db *db, int64_t account_id, bool *out_activated,
			  bool *out_administrator, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_SLIP_SITUATION,
			       DB_ARGS(db_int("account_id", account_id)), &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		*out_activated = db_query_int(query, 0);
		*out_administrator = db_query_int(query, 1);
	}
	db_query_close(query);
	if (rc == 0)
		return error_set(err, ERR_NOT_FOUND, "There is no such account.", "没有这个账号。");
	return rc < 0 ? rc : 0;
}

/* A new slip in its first state, not yet written. */
static int begin_slip(struct act *act, const struct slip_order *order, struct slip *out,
		      struct error *err)
{
	bool activated = false, administrator = false;
	int rc = read_situation(act->db, order->account_id, &activated, &administrator, err);

	if (rc < 0)
		return rc;
	bool needs_two = activated && administrator && !order->alone;
	*out = (struct slip){ .account_id = order->account_id,
			      .kind = activated ? SLIP_RESET : SLIP_ACTIVATION,
			      .state = needs_two ? SLIP_REQUESTED : SLIP_CONFIRMED,
			      .requested_by = order->asker.account_id,
			      .expires_ms = order->asker.now_ms + DAYS_MS(order->valid_days) };
	return 0;
}

static int check_not_disabled(struct act *act, int64_t account_id, struct error *err)
{
	struct account account;
	int rc = record_get(act->db, &account_record, (struct record_key){ 0, account_id },
			    act->arena, &account, err);

	if (rc == 0 && account.state == ACCOUNT_DISABLED)
		return error_set(err, ERR_STATE, "The account is disabled: enable it first.",
				 "该账号已停用，请先启用。");
	return rc;
}

/* The open slip that this order goes on with: one that was confirmed, or still waits for it. Any other is
 * closed; then *out_found is false. */
static int take_open(struct act *act, const struct slip_order *order, struct slip *out,
		     bool *out_found, struct error *err)
{
	int rc = find_open(act->db, order->account_id, act->arena, out, err);

	*out_found = false;
	if (rc == -ERR_NOT_FOUND)
		return 0;
	if (rc < 0)
		return rc;
	bool waits = out->state == SLIP_REQUESTED && !order->alone;
	if (order->asker.now_ms < out->expires_ms && (waits || out->state == SLIP_CONFIRMED)) {
		*out_found = true;
		return 0;
	}
	return close_slip(act, out, &order->asker, err);
}

int slip_print(struct act *act, const struct slip_order *order, struct slip *out,
	       char out_code[SLIP_CODE_BYTES], struct error *err)
{
	struct slip slip;
	bool found = false;
	int rc = check_not_disabled(act, order->account_id, err);

	out_code[0] = '\0';
	if (rc == 0)
		rc = take_open(act, order, &slip, &found, err);
	if (rc == 0 && !found)
		rc = begin_slip(act, order, &slip, err);
	if (rc < 0)
		return rc;
	if (slip.state == SLIP_CONFIRMED)
		rc = issue(act, &slip, &order->asker, out_code, err);
	else if (!found)
		rc = write_slip(act, &slip, err);
	if (rc == 0)
		*out = slip;
	return rc;
}

int slip_needs_two(struct db *db, int64_t account_id, bool *out, struct error *err)
{
	bool activated = false, administrator = false;
	int rc = read_situation(db, account_id, &activated, &administrator, err);

	if (rc == 0)
		*out = activated && administrator;
	return rc;
}

int slip_decide(struct act *act, int64_t slip_id, enum slip_event event,
		const struct slip_asker *asker, struct error *err)
{
	struct slip slip;
	int rc = record_get(act->db, &slip_record, (struct record_key){ 0, slip_id }, act->arena,
			    &slip, err);

	if (rc == 0)
		rc = slip_apply(&slip, event, asker, err);
	if (rc < 0)
		return rc;
	if (event == SLIP_CONFIRM)
		slip.confirmed_by = asker->account_id;
	return write_slip(act, &slip, err);
}

int slip_withdraw(struct act *act, int64_t account_id, const struct slip_asker *asker,
		  struct error *err)
{
	struct slip slip;
	int rc = find_open(act->db, account_id, act->arena, &slip, err);

	if (rc == -ERR_NOT_FOUND)
		return 0;
	return rc < 0 ? rc : close_slip(act, &slip, asker, err);
}

/* Using ---------------------------------------------------------------------------------------- */

static int no_such_slip(struct error *err)
{
	return error_invalid(err, "code", "", "the 16 characters of a slip that was not used yet",
			     "尚未使用的激活单或重置单上的 16 位代码");
}

int slip_find(struct db *db, struct str typed, struct arena *arena, struct slip *out,
	      struct account *out_account, struct error *err)
{
	struct hash hash;
	int64_t slip_id;

	if (!slip_code_hash(typed, &hash))
		return no_such_slip(err);
	int rc = db_get_int(db, STATEMENT_SLIP_BY_HASH, DB_ARGS(db_blob("slip_hash", hash_str(&hash))),
			    &slip_id, err);
	if (rc == 0)
		rc = record_get(db, &slip_record, (struct record_key){ 0, slip_id }, arena, out,
				err);
	if (rc == 0)
		rc = record_get(db, &account_record, (struct record_key){ 0, out->account_id },
				arena, out_account, err);
	return rc == -ERR_NOT_FOUND ? no_such_slip(err) : rc;
}

static int activate(struct act *act, struct account *account, const struct slip_asker *asker,
		    struct error *err)
{
	const struct account_asker holder = { .db = act->db, .permissions = asker->permissions };

	if (account->state == ACCOUNT_ACTIVE)
		return 0;
	int rc = account_apply(account, ACCOUNT_ACTIVATE, &holder, err);
	return rc < 0 ? rc : account_update(act, account, err);
}

int slip_use(struct act *act, struct str typed, const char *password_hash, bool keeps_former,
	     struct account *out_account, struct error *err)
{
	const struct slip_asker holder = { .permissions = ACCOUNT_BY_SLIP, .now_ms = act->at_ms };
	struct account account;
	struct slip slip;
	int rc = slip_find(act->db, typed, act->arena, &slip, &account, err);

	if (rc == 0)
		rc = slip_apply(&slip, SLIP_USE, &holder, err);
	if (rc == 0)
		rc = write_slip(act, &slip, err);
	if (rc == 0)
		rc = activate(act, &account, &holder, err);
	if (rc == 0)
		rc = db_run(act->db, STATEMENT_SLIP_FORGET_HASH,
			    DB_ARGS(db_int("account_id", account.head.id)), NULL, err);
	if (rc == 0)
		rc = totp_remove(act->db, account.head.id, err);
	if (rc == 0)
		rc = account_set_password(act,
					  &(struct password_change){ .account_id = account.head.id,
								     .hash = password_hash,
								     .keeps_former = keeps_former },
					  err);
	if (rc == 0)
		*out_account = account;
	return rc;
}
