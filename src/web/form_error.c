/* form_error.c - see form_error.h. The sentences are error_invalid()'s: "field：…，应为：…". */
#include "web/form_error.h"

static const char *label_of(struct page *page, const struct form_label *labels)
{
	for (; labels->field; labels++)
		if (strcmp(labels->field, page->error.field) == 0)
			return page_text(page, labels->label);
	return NULL;
}

/* `sentence` behind `mark`; NULL when it does not occur. */
static const char *behind(const char *sentence, const char *mark)
{
	const char *at = strstr(sentence, mark);

	return at ? at + strlen(mark) : NULL;
}

/* A value was sent but is not repeated: a password. */
static bool is_hidden(const struct page *page)
{
	return !page->error.found[0] && form_value(page->form, page->error.field).length;
}

struct str form_error_text(struct page *page, const struct form_label *labels)
{
	bool chinese = page->language == LANGUAGE_ZH;
	const char *sentence = page_error_text(page, &page->error);
	const char *colon = chinese ? "：" : ": ";
	const char *label, *rest;

	if (!page->error.code)
		return STR_EMPTY;
	label = label_of(page, labels);
	rest = behind(sentence, colon);
	if (label && is_hidden(page))
		rest = behind(sentence, chinese ? "应为：" : "accepted: ");
	if (!label || !rest)
		return str_from(sentence);
	return arena_format(page->arena, "%s%s%s", label, colon, rest);
}

const char *form_field_class(const struct page *page, const char *field)
{
	bool bad = page->error.code && strcmp(page->error.field, field) == 0;

	return bad ? "field bad" : "field";
}
