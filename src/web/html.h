/*
 * html.h - what compiled templates call: the type of a value decides where it may appear.
 *
 * Layer: web (base and messages only). tools/templates.py turns each .html file into a C function
 * void template_<name>(struct html *html, const struct <name>_view *view); with #line directives, so a
 * wrong field or an unsafe place fails the build at the template's own line.
 *
 * Text position and quoted attribute values: html_put(html, value) by _Generic over
 *   struct str, const char *, char *, integers, struct html_fragment (text position only),
 *   struct html_slot (text position only). Everything else does not compile. All text is escaped.
 * href, src, action, formaction: only struct safe_url.
 */
#ifndef LIANZE_WEB_HTML_H
#define LIANZE_WEB_HTML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "messages.h"

struct html {
	struct buf *out;
	enum language language;
};

/* A URL that program code composed from fixed parts and escaped values; see safe_url_*. */
struct safe_url {
	struct str text;
};

/* Markup made by another template into a buffer; only html_fragment_from() makes one. */
struct html_fragment {
	struct str markup;
};

/* A template with its view, rendered in place: how a layout includes its page. */
struct html_slot {
	void (*render)(struct html *html, const void *view);
	const void *view;
};

/* A fixed path of this site, a literal: "/units". */
#define SAFE_URL(literal) ((struct safe_url){ STR(literal) })
/*
 * printf-like, but only %s (percent-encoded path segment or query value, from const char *),
 * %S (from struct str *), %I (int64_t id as base32) and %d (int64_t). The format is a literal that begins with
 * '/' or '?' or '#'. bytes NULL when memory is out.
 */
struct safe_url safe_url_format(struct arena *arena, const char *format, ...);
/* `url` with &name=value (or ?name=value) appended. */
struct safe_url safe_url_with(struct arena *arena, struct safe_url url, const char *name,
			      struct str value);
struct html_fragment html_fragment_from(const struct buf *rendered);

void html_raw_(struct html *html, const char *markup, size_t length); /* compiled templates only */
void html_put_str_(struct html *html, struct str text);
void html_put_text_(struct html *html, const char *text);
void html_put_int_(struct html *html, int64_t number);
void html_put_fragment_(struct html *html, struct html_fragment fragment);
void html_put_slot_(struct html *html, struct html_slot slot);
void html_put_url_(struct html *html, struct safe_url url);
/* A message of the page's language with its {name} parts filled by escaped values. */
void html_message_(struct html *html, enum message message, const struct message_value *values,
		   size_t count);

/* Text position. */
#define html_put(html, value)                                                                      \
	_Generic((value), struct str: html_put_str_, char *: html_put_text_,                       \
		 const char *: html_put_text_, int: html_put_int_, long: html_put_int_,            \
		 long long: html_put_int_, unsigned: html_put_int_,                                \
		 struct html_fragment: html_put_fragment_, struct html_slot: html_put_slot_)(      \
		html, value)
/* Quoted attribute value. */
#define html_put_attribute(html, value)                                                            \
	_Generic((value), struct str: html_put_str_, char *: html_put_text_,                       \
		 const char *: html_put_text_, int: html_put_int_, long: html_put_int_,            \
		 long long: html_put_int_, unsigned: html_put_int_)(html, value)
/* URL attribute. */
#define html_put_url(html, value) _Generic((value), struct safe_url: html_put_url_)(html, value)

/* {{#if x}}: true for a true bool, a non-zero integer, a non-empty str, a non-NULL pointer. */
#define html_truth(value)                                                                          \
	_Generic((value), struct str: html_truth_str_, default: html_truth_scalar_)(value)

static inline bool html_truth_str_(struct str text)
{
	return text.length > 0;
}

#endif
