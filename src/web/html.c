/*
 * html.c - escaping, URLs and messages for compiled templates.
 *
 * One escape serves text and quoted attribute values: the five characters that can end or begin
 * anything in either place.
 */
#include "web/html.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/id.h"

#define URL_MAXIMUM_BYTES (16 * 1024)

static const char *entity_of(char byte)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void html_raw_(struct html *html, const char *markup, size_t length)
{
	buf_add(html->out, markup, length);
}

void html_put_str_(struct html *html, struct str text)
{
	size_t start = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char *entity = entity_of(text.bytes[i]);

		if (!entity)
			continue;
		buf_add(html->out, text.bytes + start, i - start);
		buf_add_text(html->out, entity);
		start = i + 1;
	}
	if (start < text.length)
		buf_add(html->out, text.bytes + start, text.length - start);
}

void html_put_text_(struct html *html, const char *text)
{
	html_put_str_(html, str_from(text));
}

void html_put_int_(struct html *html, int64_t number)
{
	buf_add_int(html->out, number);
}

void html_put_unsigned_(struct html *html, uint64_t number)
{
	char storage[HTML_INT_BYTES];

	buf_add_str(html->out, html_value_unsigned_(storage, number));
}

void html_put_fragment_(struct html *html, struct html_fragment fragment)
{
	buf_add_str(html->out, fragment.markup);
}

void html_put_slot_(struct html *html, struct html_slot slot)
{
	if (slot.render)
		slot.render(html, slot.view);
}

void html_put_url_(struct html *html, struct safe_url url)
{
	html_put_str_(html, url.text);
}

struct html_fragment html_fragment_from(const struct buf *rendered)
{
	return (struct html_fragment){ buf_str(rendered) };
}

/* Messages ------------------------------------------------------------------------------------ */

struct str html_value_str_(char *storage, struct str text)
{
	(void)storage;
	return text;
}

struct str html_value_text_(char *storage, const char *text)
{
	(void)storage;
	return str_from(text);
}

struct str html_value_int_(char *storage, int64_t number)
{
	int length = snprintf(storage, HTML_INT_BYTES, "%lld", (long long)number);

	return (struct str){ storage, (size_t)length };
}

struct str html_value_unsigned_(char *storage, uint64_t number)
{
	int length = snprintf(storage, HTML_INT_BYTES, "%llu", (unsigned long long)number);

	return (struct str){ storage, (size_t)length };
}

/* The value of `name`; the template compiler has checked that there is one. */
static struct str value_of(struct str name, const struct message_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (str_equal(name, str_from(values[i].name)))
			return values[i].text;
	}
	return STR_EMPTY;
}

void html_message_(struct html *html, enum message message, const struct message_value *values,
		   size_t count)
{
	struct str rest = str_from(message_text(message, html->language));

	while (rest.length) {
		html_put_str_(html, str_split(&rest, '{'));
		if (rest.length)
			html_put_str_(html, value_of(str_split(&rest, '}'), values, count));
	}
}

/* URLs ---------------------------------------------------------------------------------------- */

static bool is_unreserved(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte && strchr("-._~", byte));
}

static void add_percent_encoded(struct buf *out, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.bytes[i];

		if (is_unreserved((char)byte)) {
			buf_add_byte(out, (char)byte);
			continue;
		}
		buf_add_byte(out, '%');
		buf_add_byte(out, digits[byte >> 4]);
		buf_add_byte(out, digits[byte & 15]);
	}
}

static void add_id(struct buf *out, int64_t id)
{
	char text[ID_TEXT_BYTES];

	buf_add_text(out, id_format(id, text));
}

/* Expand `format`; false when it holds a conversion that is not known. */
static bool add_url_format(struct buf *out, const char *format, va_list arguments)
{
	for (const char *at = format; *at; at++) {
		if (*at != '%') {
			buf_add_byte(out, *at);
			continue;
		}
		switch (*++at) {
		case 's':
			add_percent_encoded(out, str_from(va_arg(arguments, const char *)));
			break;
		case 'S':
			add_percent_encoded(out, *va_arg(arguments, const struct str *));
			break;
		case 'I':
			add_id(out, va_arg(arguments, int64_t));
			break;
		case 'd':
			buf_add_int(out, va_arg(arguments, int64_t));
			break;
		case '%':
			buf_add_byte(out, '%');
			break;
		default:
			return false;
		}
	}
	return true;
}

/* A browser reads "//x" and "/\x" as another host. */
static bool stays_here(struct str url)
{
	if (!url.length || !strchr("/?#", url.bytes[0]))
		return false;
	return url.length < 2 || url.bytes[0] != '/' || !strchr("/\\", url.bytes[1]);
}

/* Copy what was built into the arena and release the buffer. */
static struct safe_url finish_url(struct arena *arena, struct buf *built, bool good)
{
	struct safe_url url = { STR_EMPTY };

	if (good && !buf_failed(built) && stays_here(buf_str(built)))
		url.text = arena_str(arena, buf_str(built));
	buf_release(built);
	return url;
}

struct safe_url safe_url_format(struct arena *arena, const char *format, ...)
{
	struct buf built;
	va_list arguments;
	bool good;

	buf_init(&built, URL_MAXIMUM_BYTES);
	va_start(arguments, format);
	good = add_url_format(&built, format, arguments);
	va_end(arguments);
	return finish_url(arena, &built, good);
}

struct safe_url safe_url_with(struct arena *arena, struct safe_url url, const char *name,
			      struct str value)
{
	struct str fragment = url.text;
	struct str front = str_split(&fragment, '#');
	struct buf built;

	buf_init(&built, URL_MAXIMUM_BYTES);
	buf_add_str(&built, front);
	buf_add_byte(&built, str_find_byte(front, '?') < 0 ? '?' : '&');
	add_percent_encoded(&built, str_from(name));
	buf_add_byte(&built, '=');
	add_percent_encoded(&built, value);
	if (front.length < url.text.length) {
		buf_add_byte(&built, '#');
		buf_add_str(&built, fragment);
	}
	return finish_url(arena, &built, url.text.bytes);
}
