/* mail_send.c - see mail_send.h. */
#include "mail/mail_send.h"

#include <curl/curl.h>
#include <stdio.h>

#define CONNECT_SECONDS 15L
#define PATH_BYTES 300

void mail_send_prepare(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t read_wire(char *into, size_t size, size_t count, void *context)
{
	struct str *rest = context;
	struct str part = str_slice(*rest, 0, size * count);

	memcpy(into, part.bytes ? part.bytes : "", part.length);
	*rest = str_slice(*rest, part.length, rest->length);
	return part.length;
}

/* Which security, certificates and log-in; `text` holds what curl copies. */
static void set_security(CURL *curl, const struct mail_settings *settings)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
			 settings->security == MAIL_PLAIN ? (long)CURLUSESSL_NONE
							  : (long)CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (settings->ca_file.length)
		curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca_file.bytes);
	if (!settings->user.length)
		return;
	curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user.bytes);
	curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->password.bytes);
}

/* The name behind EHLO: our domain, not this machine's name. */
static void set_addresses(CURL *curl, const struct mail_settings *settings, struct str to,
			  struct curl_slist **out_recipients)
{
	char text[PATH_BYTES];
	ptrdiff_t at = str_find_byte(settings->from, '@');

	snprintf(text, sizeof(text), "%.*s/%.*s", STR_ARG(settings->server),
		 STR_ARG(str_slice(settings->from, (size_t)at + 1, settings->from.length)));
	curl_easy_setopt(curl, CURLOPT_URL, text);
	snprintf(text, sizeof(text), "<%.*s>", STR_ARG(settings->from));
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, text);
	snprintf(text, sizeof(text), "<%.*s>", STR_ARG(to));
	*out_recipients = curl_slist_append(NULL, text);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, *out_recipients);
}

/* 530, 534, 535 and 538 are about the log-in (RFC 4954), a refused greeting about the server: the operator
 * can mend these. What is left is about the recipient or the mail itself. */
static bool is_permanent(CURLcode code, int reply, bool wire_sent)
{
	bool log_in = reply == 530 || reply == 534 || reply == 535 || reply == 538;

	return reply >= 500 && !log_in && (code == CURLE_SEND_ERROR || wire_sent);
}

static int failed(CURL *curl, CURLcode code, bool wire_sent, struct mail_outcome *out,
		  struct error *err)
{
	long reply = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
	out->reply = reply >= 200 && reply <= 599 ? (int)reply : 0;
	out->permanent = is_permanent(code, out->reply, wire_sent);
	if (out->reply >= 400)
		snprintf(out->reason, sizeof(out->reason), "%s (SMTP %d)", curl_easy_strerror(code),
			 out->reply);
	else
		snprintf(out->reason, sizeof(out->reason), "%s", curl_easy_strerror(code));
	return error_broken(err, ERR_IO, "mail: %s", out->reason);
}

static int is_stopped(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const atomic_bool *const *stop = context;

	(void)a, (void)b, (void)c, (void)d;
	return *stop && atomic_load(*stop);
}

/* What a call is about. */
struct task {
	const struct mail_settings *settings;
	struct str to, wire;
	const atomic_bool *stop;
};

static int send_by(CURL *curl, struct task *task, struct mail_outcome *out, struct error *err)
{
	struct curl_slist *recipients = NULL;

	set_security(curl, task->settings);
	set_addresses(curl, task->settings, task->to, &recipients);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MAIL_SEND_SECONDS);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* no environment variable leads mails elsewhere */
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_wire);
	curl_easy_setopt(curl, CURLOPT_READDATA, &task->wire);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_stopped);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &task->stop);
	CURLcode code = recipients ? curl_easy_perform(curl) : CURLE_OUT_OF_MEMORY;
	int result = code == CURLE_OK ? 0 : failed(curl, code, task->wire.length == 0, out, err);
	curl_slist_free_all(recipients);
	return result;
}

int mail_send(const struct mail_settings *settings, struct str to, struct str wire,
	      const atomic_bool *stop, struct mail_outcome *out, struct error *err)
{
	struct task task = { settings, to, wire, stop };
	CURL *curl = curl_easy_init();

	*out = (struct mail_outcome){ .permanent = false };
	if (!curl)
		return error_broken(err, ERR_MEMORY, "mail");
	int code = send_by(curl, &task, out, err);
	curl_easy_cleanup(curl);
	return code;
}
