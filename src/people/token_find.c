/*
 * token_find.c - who asks with a token, and what is left of their rights.
 */
#include "people/token.h"

#include <stdio.h>

#include "base/civil.h"
#include "people/rights_load.h"
#include "statements_jurisdiction.h"
#include "statements_role_grant.h"
#include "statements_token.h"

static int refuse(struct error *err, const char *en, const char *zh)
{
	return error_set(err, ERR_LOGIN, en, zh);
}

static void copy_text(char out[SESSION_NAME_BYTES], struct str text)
{
	snprintf(out, SESSION_NAME_BYTES, "%.*s", STR_ARG(utf8_cut(text, SESSION_NAME_BYTES - 1)));
}

/* Does the row say that it works today? */
static int check_row(struct db_query *row, struct error *err)
{
	if (!str_equal(db_query_bytes(row, 4), STR("active")))
		return refuse(err, "This token has been revoked. Make a new one.",
			      "该令牌已被撤销，请新建令牌。");
	if (!str_equal(db_query_bytes(row, 5), STR("active")))
		return refuse(err, "The account of this token is disabled.", "该令牌所属账号已停用。");
	if (db_query_int(row, 3) < token_today())
		return refuse(err, "This token has expired. Make a new one.",
			      "该令牌已过期，请新建令牌。");
	return 0;
}

struct found {
	struct session session;
	permission_set permissions; /* of the scope */
	int32_t used_day;
};

static int read_row(struct db *db, struct str text, struct found *out, struct error *err)
{
	struct hash hash = hash_of(text);
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_TOKEN_BY_SECRET,
			       DB_ARGS(db_blob("token_hash", hash_str(&hash))), &query, err);

	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc == 0)
		rc = refuse(err, "There is no such token.", "没有这个令牌。");
	else if (rc > 0)
		rc = check_row(query, err);
	if (rc == 0) {
		out->session.token_id = db_query_int(query, 0);
		out->session.account_id = db_query_int(query, 1);
		out->permissions = token_scope_permissions(db_query_bytes(query, 2));
		out->used_day = db_query_is_null(query, 6) ? CIVIL_NO_DAY
							   : (int32_t)db_query_int(query, 6);
		copy_text(out->session.login, db_query_bytes(query, 7));
		copy_text(out->session.display_name, db_query_bytes(query, 8));
		out->session.person_id = db_query_int(query, 9);
	}
	db_query_close(query);
	return rc;
}

/* The account's rights on its jurisdiction's business date. */
static int load_rights(struct db *db, struct session *session, struct rights *out,
		       struct error *err)
{
	struct db_query *query;
	int32_t day = 0;
	int rc = db_get_int(db, STATEMENT_ROLE_GRANT_HOME,
			    DB_ARGS(db_int("account_id", session->account_id)),
			    &session->jurisdiction_id, err);

	if (rc && rc != -ERR_NOT_FOUND)
		return rc;
	rc = db_query_open(db, STATEMENT_JURISDICTION_CLOCK,
			   DB_ARGS(db_int("id", session->jurisdiction_id)), &query, err);
	if (rc)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		day = clock_day(clock_now_ms(), (int)db_query_int(query, 0)) +
		      (int32_t)db_query_int(query, 1);
	db_query_close(query);
	return rc < 0 ? rc
		      : rights_load(db, session->jurisdiction_id, session->account_id, day, out,
				    err);
}

int token_find(struct db *db, struct str text, struct session *out_session,
	       struct rights *out_rights, int32_t *out_used_day, struct error *err)
{
	struct found found = { .used_day = CIVIL_NO_DAY };
	struct rights rights = { 0 };
	int rc;

	if (!token_is_formed(text))
		return refuse(err, "This is not a token: it is cut off or has a typing error.",
			      "这不是有效的令牌：可能不完整或有输入错误。");
	rc = read_row(db, text, &found, err);
	if (rc == 0)
		rc = load_rights(db, &found.session, &rights, err);
	if (rc)
		return rc;
	if (!(rights_permissions(&rights) & PERMISSION_TOKEN))
		return refuse(err, "The account's present roles do not allow tokens.",
			      "该账号现有角色不能使用令牌。");
	rights.withheld = ~found.permissions;
	*out_session = found.session;
	*out_rights = rights;
	*out_used_day = found.used_day;
	return 0;
}

int token_used(struct db *db, int64_t token_id, int32_t day, struct error *err)
{
	return db_run(db, STATEMENT_TOKEN_SECRET_USED,
		      DB_ARGS(db_int("token_id", token_id), db_int("day", day)), NULL, err);
}
