/* json_check.c - what a program sent against what the route declares (json_input.h). */
#include "web/json_input.h"

#include "messages_token.h"
#include "web/route.h"

bool json_input_of_field(const struct field *field, struct route_input *out)
{
	static const enum route_input_type types[FIELD_TYPE_COUNT] = {
		[FIELD_TEXT] = INPUT_TEXT,	 [FIELD_INTEGER] = INPUT_INTEGER,
		[FIELD_DECIMAL] = INPUT_DECIMAL, [FIELD_DAY] = INPUT_DAY,
		[FIELD_INSTANT] = INPUT_TEXT,	 [FIELD_BOOLEAN] = INPUT_BOOLEAN,
		[FIELD_CHOICE] = INPUT_CHOICE,
	};

	if (!(field->flags & FIELD_FORM) || field->flags & FIELD_FIXED ||
	    field->type == FIELD_REFERENCE || field->type == FIELD_BYTES)
		return false;
	*out = (struct route_input){ .name = field->name,
				     .type = types[field->type],
				     .minimum = field->minimum,
				     .maximum = field->maximum,
				     .choices = field->choices,
				     .label = field->label };
	return true;
}

/* A form that changes a record names the revision that it was made from; one that makes a record has none. */
static bool has_revision(const struct route *route)
{
	return route->record && !str_ends_with(str_from(route->path), STR("/new"));
}

bool json_input_find(const struct route *route, struct str name, struct route_input *out)
{
	static const struct route_input revision = { "revision", INPUT_INTEGER, true, 1, INT64_MAX,
						     NULL, MESSAGE_OPENAPI_REVISION };
	const struct field *field = route->record ? record_field(route->record, name) : NULL;

	for (const struct route_input *one = route->input; one && one->name; one++)
		if (str_equal(name, str_from(one->name))) {
			*out = *one;
			return true;
		}
	if (field)
		return json_input_of_field(field, out);
	*out = revision;
	return has_revision(route) && str_equal(name, STR("revision"));
}

static bool is_choice(const struct route_input *input, struct str value)
{
	for (const struct field_choice *choice = input->choices; choice && choice->name; choice++)
		if (str_equal(value, str_from(choice->name)))
			return true;
	return !input->choices;
}

static struct str choice_names(const struct page *page, const struct field_choice *choice)
{
	struct str text = STR_EMPTY;

	for (; choice->name; choice++)
		text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text), text.length ? ", " : "",
				    choice->name);
	return text;
}

/* What the handlers' own parsers do not see: a record's choices also read their labels, so those are
 * theirs. */
static int check_value(const struct page *page, const struct route_input *input, struct str value,
		       struct error *err)
{
	bool chosen = input->type == INPUT_CHOICE || input->type == INPUT_CHOICES;
	const char *found = arena_text(page->arena, value);
	int64_t number;

	if (!page->route->record && chosen && value.length && !is_choice(input, value)) {
		const char *names =
			arena_text(page->arena, choice_names(page, input->choices));

		return error_invalid(err, input->name, found, names, names);
	}
	if (input->type == INPUT_INTEGER && value.length && input->maximum &&
	    !str_parse_int(str_trim(value), input->minimum, input->maximum, &number)) {
		struct str range = arena_format(page->arena, "%lld … %lld",
						(long long)input->minimum,
						(long long)input->maximum);
		const char *text = arena_text(page->arena, range);

		return error_invalid(err, input->name, found, text, text);
	}
	return 0;
}

static struct str known_names(const struct page *page)
{
	const struct record_type *record = page->route->record;
	struct str text = has_revision(page->route) ? STR("revision") : STR_EMPTY;
	struct route_input input;

	for (const struct route_input *one = page->route->input; one && one->name; one++)
		text = arena_format(page->arena, "%.*s%s%s", STR_ARG(text), text.length ? ", " : "",
				    one->name);
	for (size_t i = 0; record && i < record->field_count; i++)
		if (json_input_of_field(&record->fields[i], &input))
			text = arena_format(page->arena, "%.*s, %s", STR_ARG(text), input.name);
	return text;
}

static int check_known(const struct page *page, struct error *err)
{
	for (size_t i = 0; i < page->form->count; i++) {
		const struct form_field *field = &page->form->fields[i];
		struct route_input input;
		int rc = 0;

		if (json_input_find(page->route, field->name, &input)) {
			rc = field->is_file ? 0 : check_value(page, &input, field->value, err);
		} else if (!str_equal(field->name, STR("csrf"))) {
			const char *known = arena_text(page->arena, known_names(page));

			rc = error_invalid(err, arena_text(page->arena, field->name),
					   "a name that is not taken here", known, known);
		}
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int check_required(const struct page *page, const struct route_input *input,
			  struct error *err)
{
	if (!input->required || form_each(page->form, input->name, NULL))
		return 0;
	return error_invalid(err, input->name, "", "a value", "必须提供");
}

int json_input_check(const struct page *page, struct error *err)
{
	struct route_input revision;
	int rc = 0;

	if (!page->route->input && !page->route->record)
		return 0;
	rc = check_known(page, err);
	for (const struct route_input *one = page->route->input; rc == 0 && one && one->name; one++)
		rc = check_required(page, one, err);
	if (rc == 0 && json_input_find(page->route, STR("revision"), &revision))
		rc = check_required(page, &revision, err);
	return rc;
}
