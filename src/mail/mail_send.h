/*
 * mail_send.h - hand one mail to the SMTP server (libcurl).
 *
 * Layer:   mail.
 * Threads: any; each call has a connection of its own and blocks until it is over (at most
 *          MAIL_SEND_SECONDS).
 */
#ifndef LIANZE_MAIL_MAIL_SEND_H
#define LIANZE_MAIL_MAIL_SEND_H

#include <stdatomic.h>

#include "mail/mail_settings.h"

#define MAIL_SEND_SECONDS 60
#define MAIL_REASON_BYTES 240

struct mail_outcome {
	bool permanent; /* refused for good (5yz of RFC 5321, 4.2.1) */
	int reply;	/* the code of the last answer; 0: none */
	char reason[MAIL_REASON_BYTES]; /* what went wrong, without address and password */
};

/* Once per process, before the first mail and before threads begin. */
void mail_send_prepare(void);

/*
 * Send `wire` (mail_message_write()) to `to`. 0: the server took it; -ERR_IO: it did not, and why is in
 * `out`. A refused log-in is not permanent: the operator mends it and what waits goes out then. When `stop`
 * (NULL: none) becomes true it is broken off within about a second.
 */
MUST_USE int mail_send(const struct mail_settings *settings, struct str to, struct str wire,
		       const atomic_bool *stop, struct mail_outcome *out, struct error *err);

#endif
