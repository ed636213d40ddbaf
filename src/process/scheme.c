/*
 * scheme.c - questions to a parsed scheme.
 */
#include "process/scheme.h"

static const char *const subject_names[SCHEME_SUBJECT_COUNT] = {
	[SCHEME_UNIT] = "unit",
	[SCHEME_PERSON] = "person",
};

static bool class_has_name(const struct scheme_class *class, struct str name)
{
	if (str_equal(class->code, name) || str_equal(class->title.zh, name) ||
	    str_equal_ignore_case(class->title.en, name))
		return true;
	for (size_t i = 0; i < class->also_count; i++)
		if (str_equal(class->also[i], name))
			return true;
	return false;
}

int scheme_class_find(const struct scheme *scheme, struct str name)
{
	for (size_t i = 0; i < scheme->class_count; i++)
		if (class_has_name(&scheme->classes[i], name))
			return (int)i;
	return -1;
}

int scheme_class_code_find(const struct scheme *scheme, struct str code)
{
	for (size_t i = 0; i < scheme->class_count; i++)
		if (str_equal(scheme->classes[i].code, code))
			return (int)i;
	return -1;
}

int scheme_indicator_find(const struct scheme *scheme, struct str code)
{
	for (size_t i = 0; i < scheme->indicator_count; i++)
		if (str_equal(scheme->indicators[i].code, code))
			return (int)i;
	return -1;
}

bool scheme_applies(const struct scheme *scheme, int indicator, int class_index)
{
	const struct scheme_indicator *line = &scheme->indicators[indicator];
	for (size_t i = 0; i < line->class_count; i++)
		if (line->classes[i] == class_index)
			return true;
	return line->class_count == 0;
}

bool scheme_in_force(const struct scheme *scheme, int year)
{
	return scheme->from_year <= year &&
	       (scheme->to_year == SCHEME_NO_YEAR || year <= scheme->to_year);
}

const char *scheme_subject_name(enum scheme_subject subject)
{
	return subject_names[subject];
}

int scheme_subject_from_name(struct str name)
{
	for (int i = 0; i < SCHEME_SUBJECT_COUNT; i++)
		if (str_equal(name, str_from(subject_names[i])))
			return i;
	return -1;
}

bool scheme_uses_plan(const struct scheme *scheme)
{
	for (size_t i = 0; i < scheme->indicator_count; i++)
		if (scheme->indicators[i].source == SCHEME_PLAN)
			return true;
	return false;
}
