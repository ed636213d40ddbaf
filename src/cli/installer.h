/*
 * installer.h - what `init` and `demo` share: schema, key, jurisdiction and shipped calendars of a new
 * database.
 *
 * Layer: cli.
 */
#ifndef LIANZE_CLI_INSTALLER_H
#define LIANZE_CLI_INSTALLER_H

#include "cli/operator.h"

struct installer_order {
	struct str code, name, name_en;
	int64_t clock_offset_days; /* business date minus real date */
	bool demonstration;
};

/*
 * Make the database (and the key, unless there is one) and its jurisdiction; leaves it open in
 * *out_session. -ERR_STATE when the database has a jurisdiction already: nothing is changed then.
 */
MUST_USE int installer_run(struct call *call, const struct installer_order *order,
			   struct operator_session *out_session, struct error *err);

/* Adopt the working-day calendars that the program carries, where a year has none yet. */
MUST_USE int installer_adopt_calendars(struct operator_session *session, struct error *err);

#endif
