/* account_maker.c - see account_maker.h. */
#include "cli/account_maker.h"

#include "people/person.h"
#include "people/unit.h"

static int find_unit(struct operator_session *session, const char *code, int64_t *out,
		     struct error *err)
{
	struct unit unit;

	*out = 0;
	if (!code)
		return 0;
	int rc = unit_find(session->db, session->jurisdiction_id, str_from(code), session->arena,
			   &unit, err);
	if (rc == 0)
		*out = unit.head.id;
	if (rc == -ERR_NOT_FOUND)
		return error_invalid(err, "--unit", code, "the code of a unit", "已有单位的代码");
	return rc;
}

static int find_person(struct operator_session *session, const char *code, int64_t *out,
		       struct error *err)
{
	struct person person;

	*out = 0;
	if (!code)
		return 0;
	int rc = person_find(session->db, session->jurisdiction_id, str_from(code), session->arena,
			     &person, err);
	if (rc == 0)
		*out = person.head.id;
	if (rc == -ERR_NOT_FOUND)
		return error_invalid(err, "--person", code, "the code of a person",
				     "已有人员的编号");
	return rc;
}

/* The role's grant in the running act. */
static int write_grant(struct operator_session *session, int64_t account_id,
		       const struct account_order *order, int64_t unit_id, struct error *err)
{
	struct role_grant grant = { .account_id = account_id,
				    .role = (int)order->role,
				    .unit_id = unit_id,
				    .from_day = session->act.day,
				    .to_day = CIVIL_NO_DAY };

	return role_grant_create(&session->act, &grant, err);
}

static int commit_or_undo(struct operator_session *session, int rc, struct error *err)
{
	if (rc == 0)
		return operator_commit(session, err);
	operator_rollback(session);
	return rc;
}

int account_grant(struct operator_session *session, int64_t account_id,
		  const struct account_order *order, struct error *err)
{
	int64_t unit_id = 0;
	int rc = find_unit(session, order->unit_code, &unit_id, err);

	if (rc == 0)
		rc = operator_begin(session, session->jurisdiction_id, "role_grant.create", err);
	if (rc < 0)
		return rc;
	return commit_or_undo(session, write_grant(session, account_id, order, unit_id, err), err);
}

/* Account and role in one act: a role that is refused leaves no account behind. */
int account_make(struct operator_session *session, const struct account_order *order,
		 const char *password_hash, struct error *err)
{
	struct account account = { .login = order->login,
				   .display_name = order->display_name,
				   .state = ACCOUNT_ACTIVE,
				   .language = LANGUAGE_ZH };
	int64_t unit_id = 0;
	int rc = find_person(session, order->person_code, &account.person_id, err);

	if (rc == 0)
		rc = find_unit(session, order->unit_code, &unit_id, err);
	if (rc == 0)
		rc = operator_begin(session, session->jurisdiction_id, "role_grant.create", err);
	if (rc < 0)
		return rc;
	rc = account_create(&session->act, &account, password_hash, err);
	if (rc == 0)
		rc = write_grant(session, account.head.id, order, unit_id, err);
	return commit_or_undo(session, rc, err);
}
