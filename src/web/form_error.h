/*
 * form_error.h - why a form was refused, in the words that stand beside its fields.
 *
 * Layer: web. Errors name a field as the program does ("unit_code"); people read its label.
 */
#ifndef LIANZE_WEB_FORM_ERROR_H
#define LIANZE_WEB_FORM_ERROR_H

#include "web/page.h"

struct form_label {
	const char *field; /* of the form and of the error */
	enum message label;
};

/*
 * The sentence of page->error with the field's label before it; empty when there is no error. `labels` end
 * with a NULL field; a field that they do not have keeps the sentence as it is.
 */
struct str form_error_text(struct page *page, const struct form_label *labels);
/* "field bad" when page->error is about this field, else "field". */
const char *form_field_class(const struct page *page, const char *field);

#endif
