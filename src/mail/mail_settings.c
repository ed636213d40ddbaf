/* mail_settings.c - see mail_settings.h. */
#include "mail/mail_settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail/mail_message.h"

#define PASSWORD_BYTES 1024

/* The file's lines --------------------------------------------------------------------------------- */

static const struct key {
	const char *name;
	size_t offset;
} keys[] = {
	{ "server", offsetof(struct mail_settings, server) },
	{ "ca_file", offsetof(struct mail_settings, ca_file) },
	{ "user", offsetof(struct mail_settings, user) },
	{ "password_file", offsetof(struct mail_settings, password_file) },
	{ "from", offsetof(struct mail_settings, from) },
	{ "name", offsetof(struct mail_settings, name) },
	{ "url", offsetof(struct mail_settings, url) },
};

static int bad_value(struct error *err, int line, const char *key, struct str found,
		     const char *accepted)
{
	char text[ERROR_NAME_BYTES * 2];

	snprintf(text, sizeof(text), "%.*s", STR_ARG(utf8_cut(found, sizeof(text) - 1)));
	error_invalid(err, key, text, accepted, accepted);
	err->row = line;
	return -ERR_INVALID;
}

static int read_security(struct str value, int line, struct mail_settings *out, struct error *err)
{
	if (str_equal(value, STR("starttls")))
		out->security = MAIL_STARTTLS;
	else if (str_equal(value, STR("none")))
		out->security = MAIL_PLAIN;
	else
		return bad_value(err, line, "security", value, "starttls | none");
	return 0;
}

static int read_line(struct str text, int line, struct arena *arena, struct mail_settings *out,
		     struct error *err)
{
	struct str rest = text;
	struct str key = str_trim(str_split(&rest, '='));
	struct str value = arena_str(arena, str_trim(rest));

	if (!value.bytes)
		return error_broken(err, ERR_MEMORY, "mail settings");
	if (str_equal(key, STR("security")))
		return read_security(value, line, out, err);
	for (size_t i = 0; i < ARRAY_LENGTH(keys); i++)
		if (str_equal(key, str_from(keys[i].name))) {
			*(struct str *)((char *)out + keys[i].offset) = value;
			return 0;
		}
	return bad_value(err, line, "key", key,
			 "server security ca_file user password_file from name url");
}

/* The whole ---------------------------------------------------------------------------------------- */

/* Printable ASCII without spaces. */
static bool is_word(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.bytes[i] <= 0x20 || (unsigned char)text.bytes[i] > 0x7e)
			return false;
	return text.length > 0;
}

static int check(struct mail_settings *out, struct error *err)
{
	bool tls = str_starts_with(out->server, STR("smtps://"));

	if (!is_word(out->server) || (!tls && !str_starts_with(out->server, STR("smtp://"))))
		return bad_value(err, 0, "server", out->server,
				 "smtp://host:port | smtps://host:port");
	if (tls)
		out->security = MAIL_TLS;
	if (!mail_address_is_valid(out->from))
		return bad_value(err, 0, "from", out->from, "lianze@example.org");
	if (!is_word(out->url) || (!str_starts_with(out->url, STR("https://")) &&
				   !str_starts_with(out->url, STR("http://"))))
		return bad_value(err, 0, "url", out->url, "https://lianze.example.org");
	while (str_ends_with(out->url, STR("/")))
		out->url.length--;
	if (out->user.length && !out->password_file.length)
		return bad_value(err, 0, "password_file", STR_EMPTY, "/etc/lianze/mail.password");
	if (out->user.length && out->security == MAIL_PLAIN &&
	    !str_starts_with(out->server, STR("smtp://127.0.0.1")))
		return bad_value(err, 0, "security", STR("none"),
				 "starttls: a password goes to another machine only encrypted");
	return 0;
}

int mail_settings_parse(struct str text, struct arena *arena, struct mail_settings *out,
			struct error *err)
{
	struct mail_settings settings = { .security = MAIL_STARTTLS };
	int code = 0;

	for (int line = 1; !code && text.length; line++) {
		struct str one = str_trim(str_split(&text, '\n'));

		if (one.length && one.bytes[0] != '#')
			code = read_line(one, line, arena, &settings, err);
	}
	if (!code)
		code = check(&settings, err);
	if (!code)
		*out = settings;
	return code;
}

/* Files -------------------------------------------------------------------------------------------- */

static int cannot_read(const char *path, int number, struct error *err)
{
	error_broken(err, ERR_IO, "%s: errno %d", path, number);
	error_en(err, "The file %s cannot be read: %s.", path, strerror(number));
	error_zh(err, "无法读取文件 %s：%s。", path, strerror(number));
	return -ERR_IO;
}

static int read_file(const char *path, size_t maximum, struct arena *arena, struct str *out,
		     struct error *err)
{
	char *bytes = arena_alloc(arena, maximum + 1);
	size_t length = 0;
	ssize_t got = 1;
	int fd = bytes ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (!bytes)
		return error_broken(err, ERR_MEMORY, "%s", path);
	if (fd < 0)
		return cannot_read(path, errno, err);
	while (length < maximum && (got = read(fd, bytes + length, maximum - length)) > 0)
		length += (size_t)got;
	int failed = got < 0 ? errno : 0;
	close(fd);
	if (failed)
		return cannot_read(path, failed, err);
	*out = (struct str){ bytes, length };
	return 0;
}

int mail_settings_load(const char *path, struct arena *arena, struct mail_settings *out,
		       struct error *err)
{
	struct mail_settings settings;
	struct str text = STR_EMPTY, password = STR_EMPTY;
	int code = read_file(path, MAIL_SETTINGS_BYTES, arena, &text, err);

	if (!code)
		code = mail_settings_parse(text, arena, &settings, err);
	if (!code && settings.password_file.length)
		code = read_file(settings.password_file.bytes, PASSWORD_BYTES, arena, &password,
				 err);
	if (code)
		return code;
	settings.password = arena_str(arena, str_trim(password));
	*out = settings;
	return 0;
}
