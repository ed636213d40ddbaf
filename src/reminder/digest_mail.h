/*
 * digest_mail.h - a digest as a mail, put into the outbox by the act that makes the digest.
 *
 * Layer: reminder.
 *
 * Only for accounts whose owner has confirmed an address and left it switched on. The text has what the
 * page has, but for titles of confidential items, and no name of the reader.
 */
#ifndef LIANZE_REMINDER_DIGEST_MAIL_H
#define LIANZE_REMINDER_DIGEST_MAIL_H

#include "mail/outbox.h"
#include "reminder/digest.h"

#define DIGEST_MAIL_LINES 50 /* of one mail; the page has the rest */

struct digest_mail {
	struct str url; /* of this installation, without '/' at its end */
};

/* What a digest is called in a mail, and its text; in the arena. */
struct digest_text {
	struct str subject, body;
};
MUST_USE int digest_mail_text(const struct digest_mail *mail, const struct digest *digest,
			      const struct digest_draft *draft, struct arena *arena,
			      struct digest_text *out, struct error *err);
/* Put it into the outbox when the reader wants mail. */
MUST_USE int digest_mail_put(struct act *act, const struct digest_mail *mail,
			     const struct digest *digest, const struct digest_draft *draft,
			     struct error *err);
/* The code that confirms an address. */
MUST_USE int digest_mail_code(const struct digest_mail *mail, enum language language,
			      const char *code, struct arena *arena, struct digest_text *out,
			      struct error *err);
/* What a line is called for a reader; of a confidential item only what may leave the house. */
struct str reminder_line_title(const struct reminder_line *line, enum language language);
struct str reminder_line_open_title(const struct reminder_line *line, enum language language);

#endif
