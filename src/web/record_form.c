/* record_form.c - see record_form.h. */
#include "web/record_form.h"

#include "messages_record.h"
#include "web/form_error.h"

static bool is_asked(const struct field *field, const struct record_head *head)
{
	return field->flags & FIELD_FORM && !(head->id && field->flags & FIELD_FIXED) &&
	       field->type != FIELD_REFERENCE && field->type != FIELD_BYTES;
}

static int fill_options(struct page *page, const struct field *field, struct record_form_field *out,
			struct error *err)
{
	static const struct field_choice yes_no[] = { { "1", MESSAGE_RECORD_YES },
						      { "0", MESSAGE_RECORD_NO },
						      { NULL, MESSAGE_NONE } };
	const struct field_choice *choices = field->type == FIELD_BOOLEAN ? yes_no : field->choices;
	size_t count = 0;

	if (field->type != FIELD_CHOICE && field->type != FIELD_BOOLEAN)
		return 0;
	while (choices[count].name)
		count++;
	struct list_option *items = ARENA_ARRAY(page->arena, struct list_option, count + 1);
	if (!items)
		return error_broken(err, ERR_MEMORY, "choices of %s", field->name);
	for (size_t i = 0; i < count; i++) {
		struct str name = str_from(choices[i].name);
		items[i] = (struct list_option){
			.value = name,
			.label = str_from(page_text(page, choices[i].label)),
			.selected = str_equal(name, out->value)
		};
	}
	out->options = (struct list_options){ .items = items, .count = count, .capacity = count };
	return 0;
}

static int fill_field(struct page *page, const struct field *field, const void *record,
		      struct record_form_field *out, struct error *err)
{
	*out = (struct record_form_field){
		.name = field->name,
		.class = form_field_class(page, field->name),
		.label = field->label,
		.help = field->help,
		.value = form_has(page->form, field->name)
				 ? form_value(page->form, field->name)
				 : field_format(field, record, page->arena),
		.maximum = field->maximum ? field->maximum : 1000,
		.required = (field->flags & FIELD_REQUIRED) != 0,
	};
	return fill_options(page, field, out, err);
}

/* The refusal with the field's label before it. */
static struct str refusal(struct page *page, const struct record_type *type)
{
	struct form_label *labels =
		ARENA_ARRAY(page->arena, struct form_label, type->field_count + 1);

	for (size_t i = 0; labels && i < type->field_count; i++)
		labels[i] = (struct form_label){ type->fields[i].name, type->fields[i].label };
	return labels ? form_error_text(page, labels) : STR_EMPTY;
}

int record_form_fill(struct page *page, const struct record_type *type, const void *record,
		     struct record_form_view *out, struct error *err)
{
	const struct record_head *head = record;
	struct record_form_field *items =
		ARENA_ARRAY(page->arena, struct record_form_field, type->field_count);
	size_t count = 0;

	if (!items)
		return error_broken(err, ERR_MEMORY, "form of a %s", type->name);
	for (size_t i = 0; i < type->field_count; i++) {
		if (!is_asked(&type->fields[i], head))
			continue;
		int rc = fill_field(page, &type->fields[i], record, &items[count++], err);
		if (rc < 0)
			return rc;
	}
	out->fields = (struct record_form_fields){ items, count };
	out->creates = !head->id;
	out->revision = head->revision;
	out->csrf = page_csrf(page);
	out->error = refusal(page, type);
	return 0;
}

static int check_revision(const struct page *page, const struct record_head *head,
			  struct error *err)
{
	int64_t revision;

	if (!head->id)
		return 0;
	if (str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX, &revision) &&
	    revision == head->revision)
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "Somebody changed this record after you opened the form. Below is what you "
			 "typed; submit again to put it over the newer state.",
			 "您打开表单后，该记录已被他人更改。下面是您填写的内容；再次提交将以此为准。");
}

int record_form_read(struct page *page, const struct record_type *type, void *record,
		     struct error *err)
{
	int rc = check_revision(page, record, err);

	for (size_t i = 0; rc == 0 && i < type->field_count; i++) {
		const struct field *field = &type->fields[i];
		if (is_asked(field, record) && form_has(page->form, field->name))
			rc = field_parse(field, form_value(page->form, field->name), record,
					 page->arena, err);
	}
	return rc;
}
