/*
 * print_states.c - docs/states.md: each state table as a diagram and a table, with Chinese labels.
 * test_states.py compares it with the file; to make that anew: build-test/tests/print_states > docs/states.md
 */
#include <stdio.h>

#include "people/rights.h"
#include "record/transition.h"

static const char *name(const struct field_choice *choices, int value)
{
	return choices[value].name;
}

static const char *label(const struct field_choice *choices, int value, enum language language)
{
	return message_text(choices[value].label, language);
}

/* States that no row leads to: where a record begins. */
static bool is_start(const struct state_table *table, int state)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].to == state && table->rows[i].from != state)
			return false;
	return true;
}

static bool is_end(const struct state_table *table, int state)
{
	for (size_t i = 0; i < table->count; i++)
		if (table->rows[i].from == state)
			return false;
	return true;
}

static void print_diagram(const struct state_table *table)
{
	printf("```mermaid\nstateDiagram-v2\n");
	/* The first state is where a record begins when something leads back to each of them. */
	for (int state = 0; table->states[state].name; state++)
		if (state == 0 || is_start(table, state))
			printf("    [*] --> %s\n", name(table->states, state));
	for (size_t i = 0; i < table->count; i++)
		printf("    %s --> %s: %s\n", name(table->states, table->rows[i].from),
		       name(table->states, table->rows[i].to),
		       name(table->events, table->rows[i].event));
	for (int state = 0; table->states[state].name; state++)
		if (is_end(table, state))
			printf("    %s --> [*]\n", name(table->states, state));
	printf("```\n\n");
}

/* Roles that have one of the permissions. */
static void print_who(permission_set who)
{
	const char *comma = "";

	if (who & PERMISSION_LOGGED_IN) {
		printf("every account");
		return;
	}
	for (int role = 0; role < ROLE_COUNT; role++) {
		if (!(role_permissions((enum role)role) & who))
			continue;
		printf("%s%s", comma, role_name((enum role)role));
		comma = ", ";
	}
	printf("%s", *comma ? "" : "the program");
}

static void print_rows(const struct state_table *table)
{
	printf("| event | from | to | who | further condition |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < table->count; i++) {
		const struct transition *row = &table->rows[i];
		printf("| %s %s | %s %s | %s %s | ", name(table->events, row->event),
		       label(table->events, row->event, LANGUAGE_ZH), name(table->states, row->from),
		       label(table->states, row->from, LANGUAGE_ZH), name(table->states, row->to),
		       label(table->states, row->to, LANGUAGE_ZH));
		print_who(row->who);
		printf(" | %s |\n", row->guard ? "yes" : "");
	}
	printf("\n");
}

int main(void)
{
	printf("# Lives of the records\n\n"
	       "Printed from the state tables (`record/transition.h`), the same that "
	       "decide which buttons a page shows and\nwhat the API allows; a test compares this file with "
	       "them. Who: the roles with a permission that suffices, for objects\nwithin their reach; the "
	       "conditions are described in the headers. [*] is where a record begins or ends.\n\n");
	for (size_t i = 0; state_registry[i]; i++) {
		printf("## %s\n\n", state_registry[i]->name);
		print_diagram(state_registry[i]);
		print_rows(state_registry[i]);
	}
	return 0;
}
