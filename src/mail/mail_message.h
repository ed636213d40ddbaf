/*
 * mail_message.h - one mail as it goes over the wire: RFC 5322 headers, a text in base64.
 *
 * Layer:   mail (base only; pure). This room knows nothing of what mails are about.
 * Owner:   the caller's buffer.
 *
 * Subject and the sender's name are encoded words of UTF-8 (RFC 2047), each at most 75 characters and whole
 * characters only. The body is text/plain; charset=utf-8 in base64, so that no server on the way breaks a
 * long line of Chinese or drops the eighth bit. Auto-Submitted: auto-generated (RFC 3834) keeps
 * out-of-office answers away.
 */
#ifndef LIANZE_MAIL_MAIL_MESSAGE_H
#define LIANZE_MAIL_MAIL_MESSAGE_H

#include "base/buf.h"
#include "base/error.h"

#define MAIL_ADDRESS_MAXIMUM 254 /* RFC 5321, 4.5.3.1.3 less the brackets */
#define MAIL_LINE_BYTES 76

struct mail_message {
	struct str from, from_name; /* name may be empty */
	struct str to;
	struct str subject, body; /* UTF-8; line feeds in the body become CRLF */
	struct str key;	    /* left part of the Message-ID: letters, digits, '.', '-' */
	int64_t at_ms;
	int utc_offset_minutes;
};

/* One mailbox "local@domain", ASCII, without comments and quotes: what people have. */
bool mail_address_is_valid(struct str address);
/* The part behind the '@'. */
struct str mail_address_domain(struct str address);

/* Append headers and body with CRLF line ends. Fails (buf_failed()) like any append. */
void mail_message_write(const struct mail_message *message, struct buf *out);

/* For tests: a header of free text, encoded and folded as needed. */
void mail_header_text(const char *name, struct str text, struct buf *out);

#endif
