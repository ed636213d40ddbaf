/* account_maker.c - see account_maker.h. */
#include "cli/account_maker.h"

#include "people/jurisdiction.h"
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

/* What one act writes: an account, or none, and a grant of a role. */
struct account_change {
	struct account *account; /* NULL: it exists */
	const char *password_hash;
	bool must_change;
	const struct totp_secret *totp;
	struct role_grant grant;
};

static int write_change(struct act *act, void *context, struct error *err)
{
	struct account_change *change = context;
	int rc = 0;

	if (change->account)
		rc = account_create(act, change->account, change->password_hash, err);
	if (rc == 0 && change->must_change)
		rc = account_must_change(act->db, change->account->head.id, err);
	if (rc == 0 && change->totp)
		rc = totp_set(act->db, change->account->head.id, change->totp, 0, err);
	if (rc < 0)
		return rc;
	if (change->account)
		change->grant.account_id = change->account->head.id;
	change->grant.from_day = act->day;
	return role_grant_create(act, &change->grant, err);
}

/* Complete the grant by the order and write everything in one act. */
static int make_change(struct operator_session *session, const struct account_order *order,
		       struct account_change *change, struct error *err)
{
	const struct operator_work work = { session->jurisdiction_id, "role_grant.create",
					    write_change, change };
	int rc = find_unit(session, order->unit_code, &change->grant.unit_id, err);

	change->grant.role = (int)order->role;
	change->grant.to_day = CIVIL_NO_DAY;
	return rc < 0 ? rc : operator_act(session, &work, err);
}

int account_grant(struct operator_session *session, int64_t account_id,
		  const struct account_order *order, struct error *err)
{
	struct account_change change = { .grant.account_id = account_id };

	return make_change(session, order, &change, err);
}

int account_make(struct operator_session *session, const struct account_order *order,
		 const char *password_hash, struct error *err)
{
	struct account account = { .login = order->login,
				   .display_name = order->display_name,
				   .state = *password_hash ? ACCOUNT_ACTIVE : ACCOUNT_WAITING,
				   .language = LANGUAGE_ZH };
	struct account_change change = { .account = &account,
					 .password_hash = password_hash,
					 .must_change = order->must_change,
					 .totp = order->totp };
	int rc = find_person(session, order->person_code, &account.person_id, err);

	return rc < 0 ? rc : make_change(session, order, &change, err);
}

int account_policy(struct operator_session *session, struct security_policy *out,
		   struct error *err)
{
	struct jurisdiction jurisdiction;
	int rc = jurisdiction_first(session->db, session->arena, &jurisdiction, err);

	if (rc < 0)
		return rc;
	int32_t today = clock_day(clock_now_ms(), (int)jurisdiction.utc_offset_minutes) +
			(int32_t)jurisdiction.clock_offset_days;
	return security_policy_find(session->db, session->jurisdiction_id, today, out, err);
}

struct slip_work {
	struct slip_order order;
	char *code;
};

static int print_slip(struct act *act, void *context, struct error *err)
{
	struct slip_work *work = context;
	struct slip slip;

	work->order.asker.now_ms = act->at_ms;
	return slip_print(act, &work->order, &slip, work->code, err);
}

int account_print_slip(struct operator_session *session, int64_t account_id, bool alone,
		       char out_code[SLIP_CODE_BYTES], struct error *err)
{
	struct security_policy policy;
	int rc = account_policy(session, &policy, err);
	if (rc < 0)
		return rc;
	struct slip_work work = { .order = { .account_id = account_id,
					     .valid_days = policy.slip_days,
					     .alone = alone,
					     .asker = { .permissions = PERMISSION_ACCOUNT_WRITE } },
				  .code = out_code };
	const struct operator_work act = { 0, alone ? "slip.print_alone" : "slip.print", print_slip,
					   &work };

	return operator_act(session, &act, err);
}
