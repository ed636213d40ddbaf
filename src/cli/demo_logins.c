/* demo_logins.c - see demo_logins.h. */
#include "cli/demo_logins.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/account_maker.h"
#include "cli/password.h"
#include "demo/county.h"

#define DEMO_LOGINS_BYTES 16384

static const struct demo_login {
	const char *login, *display_name;
	enum role role;
	const char *unit_code, *person_code;
	const char *shows_en, *shows_zh;
} logins[] = {
	{ "office", "科员甲", ROLE_OFFICE, NULL, NULL, "the responsibility-system office",
	  "责任制办公室" },
	{ "leader", "纪委领导甲", ROLE_LEADER, NULL, DEMO_PERSON_LEADER, "a leader", "领导" },
	{ "unit", "丁镇主要负责人", ROLE_UNIT_HEAD, DEMO_UNIT_LAST_TWICE, DEMO_PERSON_HEAD, "the head of one unit",
	  "单位主要负责人" },
	{ "liaison", "丁镇联络员", ROLE_LIAISON, DEMO_UNIT_LAST_TWICE, NULL, "that unit's liaison",
	  "单位联络员" },
	{ "cadre", "丁镇干部", ROLE_CADRE, DEMO_UNIT_LAST_TWICE, DEMO_PERSON_CADRE, "any cadre", "干部" },
	{ "giver", "己镇干部甲", ROLE_CADRE, DEMO_UNIT_TAKEN, DEMO_PERSON_GIVER,
	  "handed over a post in 2008", "2008 年移交工作的干部" },
	{ "receiver", "戊镇干部乙", ROLE_CADRE, DEMO_UNIT_GIVEN, DEMO_PERSON_RECEIVER,
	  "took it over, and hands over next", "接收工作、即将移交的干部" },
	{ "inspector", "联查组成员甲", ROLE_INSPECTOR, NULL, NULL, "an inspector", "检查组成员" },
	{ "organisation", "组织部门科员甲", ROLE_ORGANISATION, NULL, NULL, "organisation department",
	  "组织部门" },
	{ "system", "系统管理员", ROLE_SYSTEM_ADMINISTRATOR, NULL, NULL, "system administrator",
	  "系统管理员" },
	{ "security", "安全管理员", ROLE_SECURITY_ADMINISTRATOR, NULL, NULL, "security administrator",
	  "安全管理员" },
	{ "audit", "审计管理员", ROLE_AUDIT_ADMINISTRATOR, NULL, NULL, "audit administrator",
	  "审计管理员" },
};

static const char *logins_path(struct call *call)
{
	const char *key = operator_key_path(call);

	return key ? arena_format(call->arena, "%s.logins", key).bytes : NULL;
}

static int make_one(struct operator_session *session, const struct demo_login *login,
		    const struct totp_secret *totp, struct buf *out, struct error *err)
{
	struct account_order order = { .login = str_from(login->login),
				       .display_name = str_from(login->display_name),
				       .role = login->role,
				       .totp = role_is_administrator(login->role) ? totp : NULL,
				       .unit_code = login->unit_code,
				       .person_code = login->person_code };
	char password[PASSWORD_MADE_BYTES];
	char hash[ACCOUNT_HASH_BYTES];

	password_make(password);
	int rc = account_hash_password(str_from(password), hash, err);
	if (rc == 0)
		rc = account_make(session, &order, hash, err);
	if (rc == 0)
		buf_add_format(out, "%s\t%s\t%s\t%s\n", login->login, password, login->shows_zh,
			       login->shows_en);
	return rc;
}

static int write_private(const char *path, struct str text, struct error *err)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (file < 0)
		return error_broken(err, ERR_IO, "%s: %s", path, strerror(errno));
	ssize_t written = write(file, text.bytes, text.length);
	if (close(file) < 0 || written != (ssize_t)text.length)
		return error_broken(err, ERR_IO, "%s: not written whole", path);
	return 0;
}

int demo_logins_make(struct call *call, struct operator_session *session, struct error *err)
{
	const char *path = logins_path(call);
	struct buf out;
	int rc = path ? 0 : error_broken(err, ERR_MEMORY, "path");

	struct totp_secret totp;
	char secret[TOTP_SECRET_TEXT_BYTES];

	totp_secret_make(&totp);
	totp_secret_format(&totp, secret);
	buf_init(&out, DEMO_LOGINS_BYTES);
	for (size_t i = 0; rc == 0 && i < ARRAY_LENGTH(logins); i++)
		rc = make_one(session, &logins[i], &totp, &out, err);
	buf_add_format(&out, "totp\t%s\t三名管理员的动态码密钥\tsecret of the administrators' codes\n",
		       secret);
	if (rc == 0)
		rc = write_private(path, buf_str(&out), err);
	buf_release(&out);
	return rc;
}

static void print_line(const struct call *call, struct str line)
{
	struct str login = str_split(&line, '\t');
	struct str password = str_split(&line, '\t');
	struct str zh = str_split(&line, '\t');

	printf("  %-14.*s %.*s   %.*s\n", STR_ARG(login), STR_ARG(password),
	       STR_ARG(call->language == LANGUAGE_ZH ? zh : line));
}

void demo_logins_show(struct call *call)
{
	const char *path = logins_path(call);
	struct str text;
	struct error ignored;

	if (!path || access(path, R_OK) != 0 ||
	    call_read_file(call, path, DEMO_LOGINS_BYTES, &text, &ignored) < 0)
		return;
	puts(call->language == LANGUAGE_ZH ? "示例账号（登录名、密码、身份）："
					   : "Demonstration log-ins (login, password, who it is):");
	while (text.length)
		print_line(call, str_split(&text, '\n'));
	printf("  (%s)\n", path);
	puts(call->language == LANGUAGE_ZH
		     ? "系统、安全、审计管理员登录还需动态码：lianze user totp 登录名，或将密钥输入手机验证器。"
		     : "System, security and audit also need a one-time code: `lianze user totp LOGIN`,\n"
		       "or type the secret into an authenticator app.");
}
