/*
 * command_user.c - accounts from the command line: add, grant, password, list.
 */
#include <stdio.h>
#include <string.h>

#include "cli/account_maker.h"
#include "cli/commands.h"
#include "cli/list_printer.h"
#include "cli/password.h"
#include "people/jurisdiction.h"
#include "people/totp_store.h"
#include "statements_account.h"

static const struct command_option options[] = {
	{ "role", "ROLE", "office, leader, unit_head, liaison, cadre, inspector, organisation, …" },
	{ "name", "NAME", "the name shown (add; the login when absent)" },
	{ "unit", "CODE", "the role is for this unit and those below it" },
	{ "person", "CODE", "the person of the register whose account it is (add)" },
	{ "slip", NULL, "the account waits for its slip, whose code is printed (add)" },
	{ "alone", NULL, "reset an administrator without a second person (slip, password)" },
	{ NULL, NULL, NULL },
};

static int read_order(struct call *call, struct account_order *out, struct error *err)
{
	const char *role = call_option(call, "role");
	const char *name = call_option(call, "name");
	struct account_order order = { .login = str_from(call->arguments[1]),
				       .display_name = str_from(name ? name : call->arguments[1]),
				       .unit_code = call_option(call, "unit"),
				       .person_code = call_option(call, "person"),
				       .must_change = !call_option(call, "slip") };
	int found = role ? role_from_name(str_from(role)) : -1;

	if (found < 0)
		return error_invalid(err, "--role", role ? role : "",
				     "office, leader, unit_head, liaison, cadre, inspector, "
				     "organisation, system, security, audit",
				     "office、leader、unit_head、liaison、cadre、inspector、organisation、"
				     "system、security、audit");
	order.role = (enum role)found;
	*out = order;
	return 0;
}

static int find_account(struct call *call, struct operator_session *session, struct account *out,
			struct error *err)
{
	int rc = account_find(session->db, str_from(call->arguments[1]), call->arena, out, err);

	if (rc == -ERR_NOT_FOUND)
		return error_invalid(err, "LOGIN", call->arguments[1], "an existing log-in",
				     "已有账号的登录名");
	return rc;
}

/* Print the code of the account's slip, or say that a second person is awaited. */
static int print_slip(struct call *call, struct operator_session *session, struct error *err)
{
	struct account account;
	char code[SLIP_CODE_BYTES];
	int rc = operator_need_jurisdiction(session, err);

	if (rc == 0)
		rc = find_account(call, session, &account, err);
	if (rc == 0)
		rc = account_print_slip(session, account.head.id,
					call_option(call, "alone") != NULL, code, err);
	if (rc < 0)
		return rc;
	if (code[0])
		printf("%s\t%s\n", call->arguments[1], code);
	else
		call_say(call,
			 "The reset of an administrator needs a second person: another security\n"
			 "administrator or the system administrator confirms it under /slip-requests, then\n"
			 "run this again. Where nobody is left who could: --alone (it is logged so).",
			 "管理员账号的重置须由另一人确认：请另一名安全管理员或系统管理员在“重置申请”页面\n"
			 "确认后，再次运行本命令。确无他人可确认时，可加 --alone（会如实记录）。");
	return 0;
}

static int add_waiting(struct call *call, struct operator_session *session,
		       const struct account_order *order, struct error *err)
{
	int rc = account_make(session, order, "", err);

	return rc < 0 ? rc : print_slip(call, session, err);
}

static int add(struct call *call, struct operator_session *session, struct error *err)
{
	struct account_order order;
	char password[PASSWORD_MADE_BYTES];
	char hash[ACCOUNT_HASH_BYTES];
	int rc = read_order(call, &order, err);

	if (rc == 0)
		rc = operator_need_jurisdiction(session, err);
	if (rc < 0)
		return rc;
	if (call_option(call, "slip"))
		return add_waiting(call, session, &order, err);
	password_make(password);
	rc = account_hash_password(str_from(password), hash, err);
	if (rc == 0)
		rc = account_make(session, &order, hash, err);
	if (rc == 0)
		printf("%s\t%s\n", call->arguments[1], password);
	return rc;
}

static int grant(struct call *call, struct operator_session *session, struct error *err)
{
	struct account_order order;
	struct account account;
	int rc = read_order(call, &order, err);

	if (rc == 0)
		rc = operator_need_jurisdiction(session, err);
	if (rc == 0)
		rc = find_account(call, session, &account, err);
	return rc < 0 ? rc : account_grant(session, account.head.id, &order, err);
}

struct new_password {
	const struct account *account;
	const char *hash;
	bool keeps_former;
};

static int set_password_in(struct act *act, void *context, struct error *err)
{
	const struct new_password *new = context;
	const struct password_change change = { .account_id = new->account->head.id,
						.hash = new->hash,
						.keeps_former = new->keeps_former };
	int rc = account_set_password(act, &change, err);

	act->summary = new->account->login;
	return rc < 0 ? rc : account_must_change(act->db, new->account->head.id, err);
}

/* Whether the policy in force compares new passwords with former ones. */
static int keeps_former(struct operator_session *session, bool *out, struct error *err)
{
	struct security_policy policy = SECURITY_POLICY_DEFAULT;
	int rc = session->jurisdiction_id ? account_policy(session, &policy, err) : 0;

	*out = policy.history_count > 0;
	return rc;
}

static int set_password(struct call *call, struct operator_session *session, struct error *err)
{
	struct account account;
	char password[PASSWORD_MADE_BYTES];
	char hash[ACCOUNT_HASH_BYTES];
	struct new_password new = { &account, hash, false };
	bool needs_two = false; /* and has --alone then */
	int rc = find_account(call, session, &account, err);

	if (rc == 0)
		rc = slip_needs_two(session->db, account.head.id, &needs_two, err);
	if (rc == 0 && needs_two && !call_option(call, "alone"))
		rc = error_set(err, ERR_RULE,
			       "the reset of an administrator needs two people: use `lianze user slip`, "
			       "or --alone where nobody else is left (it is logged so)",
			       "管理员账号的重置须由两人办理：请用 lianze user slip；确无他人时可加 --alone（会如实记录）");
	if (rc < 0)
		return rc;
	password_make(password);
	rc = account_hash_password(str_from(password), hash, err);
	if (rc == 0)
		rc = keeps_former(session, &new.keeps_former, err);
	if (rc == 0)
		rc = operator_act_always(
			session,
			&(struct operator_work){
				0, needs_two ? "account.password_alone" : "account.password",
				set_password_in, &new },
			err);
	if (rc == 0)
		printf("%s\t%s\n", call->arguments[1], password);
	return rc;
}

/* The code that an authenticator app would show: of a demonstration only, whose secret is no secret. */
static int show_code(struct call *call, struct operator_session *session, struct error *err)
{
	struct jurisdiction jurisdiction;
	struct account account;
	char code[TOTP_CODE_BYTES];
	int rc = operator_need_jurisdiction(session, err);

	if (rc == 0)
		rc = jurisdiction_first(session->db, session->arena, &jurisdiction, err);
	if (rc == 0 && !jurisdiction.demonstration)
		rc = error_set(err, ERR_RULE,
			       "codes are shown for a demonstration only: their secrets belong to "
			       "the people's phones",
			       "只有示例数据才显示动态码：正式数据的密钥只在本人手机上");
	if (rc == 0)
		rc = find_account(call, session, &account, err);
	if (rc == 0)
		rc = totp_current(session->db, account.head.id, clock_now_ms(), code, err);
	if (rc == 0)
		printf("%s\n", code);
	return rc;
}

static int list(struct call *call, struct operator_session *session, struct error *err)
{
	static const char *const columns[] = { "login", "display_name", "state", "roles", NULL };
	struct db_args args = DB_ARGS(db_int("jurisdiction_id", session->jurisdiction_id),
				      db_int("day", INT32_MAX));
	struct list_print print = { LISTING_ACCOUNT, args, columns };

	return list_print(call, session->db, &print, err);
}

static int run(struct call *call, struct error *err)
{
	static const struct {
		const char *word;
		int arguments;
		int (*run)(struct call *call, struct operator_session *session, struct error *err);
	} verbs[] = { { "add", 2, add },
		      { "grant", 2, grant },
		      { "password", 2, set_password },
		      { "slip", 2, print_slip },
		      { "totp", 2, show_code },
		      { "list", 1, list } };
	struct operator_session session;

	for (size_t i = 0; i < ARRAY_LENGTH(verbs); i++) {
		if (strcmp(verbs[i].word, call->arguments[0]) != 0 ||
		    verbs[i].arguments != call->argument_count)
			continue;
		int rc = operator_open(call, DB_READ_WRITE, &session, err);
		if (rc < 0)
			return rc;
		rc = verbs[i].run(call, &session, err);
		operator_close(&session);
		return rc;
	}
	return call_usage(err, "usage: lianze user add|grant|slip|password|totp LOGIN, or list",
			  "用法：lianze user add|grant|slip|password|totp 登录名，或 list");
}

const struct command command_user = {
	.name = "user",
	.synopsis = "add|grant|slip|password|totp LOGIN | list",
	.summary = "accounts: add one, give a role, print a slip, set a password, list",
	.details = "add prints the log-in and a first password, tab between them: for the first accounts of\n"
		   "an installation. add --slip makes one that waits; slip prints (anew) the code with\n"
		   "which its person activates it at /activate, or resets password and one-time codes.\n"
		   "password sets a new password and prints it. In profile djbh3 a printed password must be\n"
		   "changed at the first log-in. totp prints a code, in a demonstration only.\n"
		   "The three administrators are kept apart: no account holds two of them, and none of\n"
		   "them holds a business role.",
	.options = options,
	.has_format = true,
	.minimum_arguments = 1,
	.maximum_arguments = 2,
	.run = run,
};
