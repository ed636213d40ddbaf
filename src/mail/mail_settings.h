/*
 * mail_settings.h - how this installation sends mail: a small file of the operator.
 *
 * Layer:   mail.
 * Owner:   texts live in the arena passed in.
 *
 *     # comment
 *     server = smtp://mail.example.org:587     smtp:// or smtps://, with the port
 *     security = starttls                      starttls (the default) or none; not for smtps://
 *     ca_file = /etc/lianze/ca.pem             certificates to trust instead of the system's
 *     user = lianze
 *     password_file = /etc/lianze/mail.password
 *     from = lianze@example.org
 *     name = 廉责提醒
 *     url = https://lianze.example.org         how people reach this installation: links begin with it
 *
 * The password is read from its file when the settings are read, is held in memory only, and is printed
 * nowhere.
 */
#ifndef LIANZE_MAIL_MAIL_SETTINGS_H
#define LIANZE_MAIL_MAIL_SETTINGS_H

#include "base/arena.h"
#include "base/error.h"

#define MAIL_SETTINGS_BYTES ((size_t)16 << 10)

enum mail_security { MAIL_STARTTLS, MAIL_PLAIN, MAIL_TLS };

struct mail_settings {
	struct str server; /* "smtp://host:port", NUL-terminated like the others */
	enum mail_security security;
	struct str ca_file, user, password_file, password;
	struct str from, name, url;
};

/* Read the text of a settings file, without the password. -ERR_INVALID names line, key, and what is
 * accepted; -ERR_MEMORY. */
MUST_USE int mail_settings_parse(struct str text, struct arena *arena, struct mail_settings *out,
				 struct error *err);
/* Read a settings file and the password's. Also -ERR_IO with the path. */
MUST_USE int mail_settings_load(const char *path, struct arena *arena, struct mail_settings *out,
				struct error *err);

#endif
