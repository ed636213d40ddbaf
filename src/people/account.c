/*
 * account.c - the record of an account, and the acts that make and change one.
 */
#include "people/account.h"

#include "base/id.h"
#include "messages_common.h"
#include "messages_people.h"
#include "people/person.h"
#include "people/record_find.h"
#include "people/session.h"
#include "statements_account.h"

#define LOGIN_MINIMUM 2
#define LOGIN_MAXIMUM 64

static const struct field_choice languages[] = {
	[LANGUAGE_ZH] = { "zh", MESSAGE_APP_LANGUAGE_ZH },
	[LANGUAGE_EN] = { "en", MESSAGE_APP_LANGUAGE_EN },
	{ NULL, MESSAGE_NONE },
};

static const struct field fields[] = {
	{ .name = "login",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FILTER | FIELD_SORT |
		   FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct account, login),
	  .label = MESSAGE_ACCOUNT_LOGIN,
	  .help = MESSAGE_ACCOUNT_LOGIN_HELP,
	  .minimum = LOGIN_MINIMUM,
	  .maximum = LOGIN_MAXIMUM,
	  .since = 1 },
	{ .name = "display_name",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct account, display_name),
	  .label = MESSAGE_ACCOUNT_DISPLAY_NAME,
	  .minimum = 1,
	  .maximum = 50,
	  .since = 1 },
	{ .name = "person_id",
	  .type = FIELD_REFERENCE,
	  .flags = FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct account, person_id),
	  .label = MESSAGE_ACCOUNT_PERSON_ID,
	  .reference = &person_record,
	  .since = 1 },
	{ .name = "state",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FILTER | FIELD_SORT | FIELD_FORM,
	  .offset = offsetof(struct account, state),
	  .label = MESSAGE_ACCOUNT_STATE,
	  .choices = account_states,
	  .since = 1 },
	{ .name = "language",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_FORM,
	  .offset = offsetof(struct account, language),
	  .label = MESSAGE_ACCOUNT_LANGUAGE,
	  .choices = languages,
	  .since = 1 },
};

const struct record_type account_record = {
	.name = "account",
	.label = MESSAGE_ACCOUNT_LABEL,
	.size = sizeof(struct account),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_ACCOUNT_INSERT,
	.update = STATEMENT_ACCOUNT_UPDATE,
	.remove = STATEMENT_ACCOUNT_REMOVE,
	.get = STATEMENT_ACCOUNT_GET,
	.all = STATEMENT_ACCOUNT_ALL,
};

static bool login_is_valid(struct str login)
{
	if (login.length < LOGIN_MINIMUM || login.length > LOGIN_MAXIMUM)
		return false;
	for (size_t i = 0; i < login.length; i++) {
		char c = login.bytes[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (!plain && c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

int account_find(struct db *db, struct str login, struct arena *arena, struct account *out,
		 struct error *err)
{
	const struct record_query query = { &account_record, STATEMENT_ACCOUNT_BY_LOGIN,
					    DB_ARGS(db_text("login", login)) };
	return record_find(db, &query, arena, out, err);
}

static int check_login(struct act *act, struct str login, struct error *err)
{
	if (!login_is_valid(login))
		return error_invalid(err, "login", arena_text(act->arena, login),
				     "2 to 64 lower-case letters, digits, . _ -",
				     "2 至 64 位小写字母、数字、. _ -");
	struct account other;
	int code = account_find(act->db, login, act->arena, &other, err);
	if (!code)
		return error_invalid(err, "login", arena_text(act->arena, login),
				     "a log-in name that is not in use yet",
				     "尚未使用的登录名");
	return code == -ERR_NOT_FOUND ? 0 : code;
}

int account_write_globally(struct act *act, const char *kind, const struct record_write *write,
			   struct error *err)
{
	struct act global;
	if (!act->jurisdiction_id)
		return write->write(act, write->type, write->record, err);
	struct act_start start = { .db = act->db,
				   .arena = act->arena,
				   .heads = act->heads,
				   .account_id = act->account_id,
				   .on_behalf_id = act->on_behalf_id,
				   .token_id = act->token_id,
				   .role = act->role,
				   .kind = kind };
	int code = act_begin(&global, &start, err);
	if (!code)
		code = write->write(&global, write->type, write->record, err);
	return code ? code : act_finish(&global, false, err);
}

int account_update(struct act *act, struct account *account, struct error *err)
{
	return account_write_globally(
		act, "account.update",
		&(struct record_write){ &account_record, account, act_update }, err);
}

int account_create(struct act *act, struct account *account, const char *password_hash,
		   struct error *err)
{
	int code = check_login(act, account->login, err);
	if (!code)
		code = account_write_globally(
			act, "account.create",
			&(struct record_write){ &account_record, account, act_create }, err);
	if (code)
		return code;
	return db_run(act->db, STATEMENT_CREDENTIAL_INSERT,
		      DB_ARGS(db_int("account_id", account->head.id),
			      db_text("password_hash", str_from(password_hash)),
			      db_int("changed_ms", clock_now_ms())),
		      NULL, err);
}

static int keep_former(struct db *db, int64_t account_id, struct error *err)
{
	int code = db_run(db, STATEMENT_PASSWORD_HISTORY_ADD,
			  DB_ARGS(db_int("account_id", account_id), db_int("id", id_new())), NULL,
			  err);
	return code ? code
		    : db_run(db, STATEMENT_PASSWORD_HISTORY_PRUNE,
			     DB_ARGS(db_int("account_id", account_id)), NULL, err);
}

int account_set_password(struct act *act, const struct password_change *change, struct error *err)
{
	int64_t changes = 0;
	int code = change->keeps_former ? keep_former(act->db, change->account_id, err) : 0;
	if (code)
		return code;
	code = db_run(act->db, STATEMENT_CREDENTIAL_SET_PASSWORD,
		      DB_ARGS(db_int("account_id", change->account_id),
			      db_text("password_hash", str_from(change->hash)),
			      db_int("changed_ms", clock_now_ms())),
		      &changes, err);
	if (!code && !changes)
		return error_set(err, ERR_NOT_FOUND, "There is no such account.",
				 "没有这个账号。");
	return code ? code
		    : session_end_others(act->db, change->account_id, change->kept_session_id, err);
}

int account_must_change(struct db *db, int64_t account_id, struct error *err)
{
	return db_run(db, STATEMENT_CREDENTIAL_MUST_CHANGE,
		      DB_ARGS(db_int("account_id", account_id)), NULL, err);
}
