/*
 * html.h - what compiled templates call: the type of a value decides where it may appear.
 *
 * Layer: web (base and messages only). tools/templates.py turns each .html file into a C function
 * void template_<name>(struct html *html, const struct <name>_view *view); with #line directives,
 * so a wrong field or an unsafe place fails the build at the template's own line.
 * template_<name>_slot(view) is the same as a struct html_slot, for a layout. Both are declared in
 * the generated templates.h.
 *
 * Failure sticks in html->out (buf_failed). Plain values; a struct html belongs to one thread.
 *
 * Text position and quoted attribute values: struct str, const char *, char *, integers; in text
 *   position also struct html_fragment and struct html_slot. Everything else does not compile. All
 *   text is escaped.
 * href, src, action, formaction: only struct safe_url.
 */
#ifndef LIANZE_WEB_HTML_H
#define LIANZE_WEB_HTML_H

#include "base/arena.h"
#include "base/arena.h"
#include "base/buf.h"
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
 * printf-like, but only %s (percent-encoded path segment or query value, from const char *; NULL is
 * empty), %S (the same from const struct str *), %I (int64_t id as base32), %d (int64_t) and %%.
 * The format is a literal that begins with '/' or '?' or '#'. Lives in the arena. bytes NULL when
 * memory is out, when the format is not such a one, or when an empty first segment would make "//",
 * which leads to another host.
 */
struct safe_url safe_url_format(struct arena *arena, const char *format, ...);
/* `url` with &name=value (or ?name=value) appended, before its #fragment. Lives in the arena; bytes
 * NULL when memory is out or `url` is such a failure itself. */
struct safe_url safe_url_with(struct arena *arena, struct safe_url url, const char *name,
			      struct str value);
/* Borrowed from `rendered`, which compiled templates have filled. */
struct html_fragment html_fragment_from(const struct buf *rendered);

/*
 * What follows is called by compiled templates only.
 */
void html_raw_(struct html *html, const char *markup, size_t length);
void html_put_str_(struct html *html, struct str text);
void html_put_text_(struct html *html, const char *text); /* NULL prints nothing */
void html_put_int_(struct html *html, int64_t number);
void html_put_unsigned_(struct html *html, uint64_t number);
void html_put_fragment_(struct html *html, struct html_fragment fragment);
void html_put_slot_(struct html *html, struct html_slot slot);
void html_put_url_(struct html *html, struct safe_url url);
/* A message of the page's language with its {name} parts filled by escaped values. */
void html_message_(struct html *html, enum message message, const struct message_value *values,
		   size_t count);

/*
 * Which type may stand where, and what prints it. Templates choose by _Generic((value), HTML_…) in
 * their own text, not inside a macro, so that the compiler points at the template.
 */
#define HTML_NUMBERS_AND_TEXTS                                                                     \
	struct str: html_put_str_, char *: html_put_text_, const char *: html_put_text_,           \
	int: html_put_int_, long: html_put_int_, long long: html_put_int_,                         \
	unsigned: html_put_unsigned_, unsigned long: html_put_unsigned_,                           \
	unsigned long long: html_put_unsigned_
#define HTML_TEXT                                                                                  \
	HTML_NUMBERS_AND_TEXTS, struct html_fragment: html_put_fragment_,                          \
	struct html_slot: html_put_slot_
#define HTML_ATTRIBUTE HTML_NUMBERS_AND_TEXTS
#define HTML_URL struct safe_url: html_put_url_

/* A value of {{t key name=value}} as text; a number is printed into storage of the block. */
#define HTML_INT_BYTES 24
#define HTML_VALUE                                                                                 \
	struct str: html_value_str_, char *: html_value_text_, const char *: html_value_text_,     \
	int: html_value_int_, long: html_value_int_, long long: html_value_int_,                   \
	unsigned: html_value_unsigned_, unsigned long: html_value_unsigned_,                       \
	unsigned long long: html_value_unsigned_
struct str html_value_str_(char *storage, struct str text);
struct str html_value_text_(char *storage, const char *text);
struct str html_value_int_(char *storage, int64_t number);
struct str html_value_unsigned_(char *storage, uint64_t number);

/*
 * {{#if x}}: true for a true bool, a number other than 0, a text that is not empty (char *,
 * struct str, struct safe_url), a slot that renders something, any other pointer that is not NULL.
 */
#define html_truth(value)                                                                          \
	_Generic((value), struct str: html_truth_str_, char *: html_truth_text_,                   \
		 const char *: html_truth_text_, struct safe_url: html_truth_url_,                 \
		 struct html_slot: html_truth_slot_, default: html_truth_scalar_)(value)

static inline bool html_truth_str_(struct str text)
{
	return text.length > 0;
}

static inline bool html_truth_text_(const char *text)
{
	return text && *text;
}

static inline bool html_truth_url_(struct safe_url url)
{
	return url.text.length > 0;
}

static inline bool html_truth_slot_(struct html_slot slot)
{
	return slot.render;
}

static inline bool html_truth_scalar_(bool value)
{
	return value;
}

#endif
