/*
 * rulebook_kinds.c - every kind of rulebook.
 *
 * As the registry of records does, this names the tables of rooms above and includes nothing of theirs.
 */
#include "process/rulebook.h"

extern const struct rulebook_kind light_rulebook; /* progress/light_rule.c */
extern const struct rulebook_kind letter_rulebook; /* letter/letter_rule.c */
extern const struct rulebook_kind archive_rulebook; /* archive/archive_rule.c */
extern const struct rulebook_kind plan_rulebook; /* plan/plan_template.c */
extern const struct rulebook_kind reminder_rulebook; /* reminder/reminder_rule.c */

const struct rulebook_kind *const rulebook_kinds[] = {
	&light_rulebook,
	&letter_rulebook,
	&plan_rulebook,
	&archive_rulebook,
	&reminder_rulebook,
	NULL,
};

const struct rulebook_kind *const rulebook_kinds_chosen[] = {
	&plan_rulebook,
	NULL,
};
