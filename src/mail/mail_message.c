/* mail_message.c - see mail_message.h. */
#include "mail/mail_message.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/hash.h"

#define WORD_HEAD "=?UTF-8?B?"
#define WORD_TAIL "?="
/* 75 characters less head and tail leave 63, that is 60 of base64, that is 45 bytes. */
#define WORD_BYTES 45
#define BODY_LINE_BYTES 57 /* 76 characters of base64 */
#define BODY_MAXIMUM ((size_t)1 << 20)

/* Addresses ---------------------------------------------------------------------------------------- */

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Letters, digits and `others`, with single dots inside. */
static bool is_dotted(struct str text, const char *others, size_t maximum)
{
	if (!text.length || text.length > maximum)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];
		bool dot = c == '.' && i > 0 && i + 1 < text.length && text.bytes[i - 1] != '.';

		if (!dot && !is_alphanumeric(c) && (c == '\0' || !strchr(others, c)))
			return false;
	}
	return true;
}

static bool is_domain(struct str domain)
{
	struct str rest = domain;

	if (!is_dotted(domain, "-", 253))
		return false;
	while (rest.length) {
		struct str label = str_split(&rest, '.');

		if (!label.length || label.length > 63 || label.bytes[0] == '-' ||
		    label.bytes[label.length - 1] == '-')
			return false;
	}
	return true;
}

struct str mail_address_domain(struct str address)
{
	ptrdiff_t at = str_find_byte(address, '@');

	return at < 0 ? STR_EMPTY : str_slice(address, (size_t)at + 1, address.length);
}

bool mail_address_is_valid(struct str address)
{
	ptrdiff_t at = str_find_byte(address, '@');

	return at > 0 && address.length <= MAIL_ADDRESS_MAXIMUM &&
	       is_dotted(str_slice(address, 0, (size_t)at), "!#$%&'*+/=?^_`{|}~-", 64) &&
	       is_domain(mail_address_domain(address));
}

/* Headers ------------------------------------------------------------------------------------------ */

static bool is_plain(struct str text)
{
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.bytes[i] < 0x20 || (unsigned char)text.bytes[i] > 0x7e)
			return false;
	return str_find(text, STR("=?")) < 0;
}

static void put_base64(struct buf *out, struct str bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes.length; i += 3) {
		size_t count = bytes.length - i < 3 ? bytes.length - i : 3;
		uint32_t group = 0;

		for (size_t k = 0; k < 3; k++)
			group = group << 8 | (k < count ? (unsigned char)bytes.bytes[i + k] : 0U);
		for (size_t k = 0; k < 4; k++)
			buf_add_byte(out, k <= count ? digits[group >> (18 - 6 * k) & 63] : '=');
	}
}

/* Encoded words, each on a line of its own. */
static void put_words(struct buf *out, struct str text)
{
	bool first = true;

	while (text.length) {
		struct str part = utf8_cut(text, WORD_BYTES);

		if (!part.length)
			part = str_slice(text, 0, 1);
		buf_add_text(out, first ? WORD_HEAD : "\r\n " WORD_HEAD);
		put_base64(out, part);
		buf_add_text(out, WORD_TAIL);
		text = str_slice(text, part.length, text.length);
		first = false;
	}
}

void mail_header_text(const char *name, struct str text, struct buf *out)
{
	buf_add_text(out, name);
	buf_add_text(out, ": ");
	if (is_plain(text) && strlen(name) + 2 + text.length <= MAIL_LINE_BYTES)
		buf_add_str(out, text);
	else
		put_words(out, text);
	buf_add_text(out, "\r\n");
}

static void put_from(const struct mail_message *message, struct buf *out)
{
	buf_add_text(out, "From: ");
	if (message->from_name.length) {
		put_words(out, message->from_name);
		buf_add_text(out, "\r\n ");
	}
	buf_add_format(out, "<%.*s>\r\n", STR_ARG(message->from));
}

/* "Tue, 17 Mar 2009 08:05:00 +0800" */
static void put_date(const struct mail_message *message, struct buf *out)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int offset = message->utc_offset_minutes, plain = offset < 0 ? -offset : offset;
	int32_t day = clock_day(message->at_ms, offset);
	struct civil_date date = civil_from_day(day);
	int64_t seconds = (message->at_ms / 1000 + (int64_t)offset * 60) % 86400;

	buf_add_format(out, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\r\n",
		       days[civil_weekday(day) - 1], date.day, months[date.month - 1], date.year,
		       (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60),
		       offset < 0 ? '-' : '+', plain / 60, plain % 60);
}

/* The body ----------------------------------------------------------------------------------------- */

static void put_body(struct str body, struct buf *out)
{
	struct buf lines;

	buf_init(&lines, BODY_MAXIMUM);
	for (size_t i = 0; i < body.length; i++) {
		if (body.bytes[i] == '\n' && (i == 0 || body.bytes[i - 1] != '\r'))
			buf_add_byte(&lines, '\r');
		buf_add_byte(&lines, body.bytes[i]);
	}
	if (buf_failed(&lines))
		out->failed = true;
	for (struct str rest = buf_str(&lines); rest.length;
	     rest = str_slice(rest, BODY_LINE_BYTES, rest.length)) {
		put_base64(out, str_slice(rest, 0, BODY_LINE_BYTES));
		buf_add_text(out, "\r\n");
		if (rest.length <= BODY_LINE_BYTES)
			break;
	}
	buf_release(&lines);
}

void mail_message_write(const struct mail_message *message, struct buf *out)
{
	put_date(message, out);
	put_from(message, out);
	buf_add_format(out, "To: <%.*s>\r\n", STR_ARG(message->to));
	mail_header_text("Subject", message->subject, out);
	buf_add_format(out, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(message->key),
		       STR_ARG(mail_address_domain(message->from)));
	buf_add_text(out, "Auto-Submitted: auto-generated\r\n"
			  "MIME-Version: 1.0\r\n"
			  "Content-Type: text/plain; charset=utf-8\r\n"
			  "Content-Transfer-Encoding: base64\r\n"
			  "\r\n");
	put_body(message->body, out);
}
