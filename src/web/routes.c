/* routes.c - the one list of route tables. */
#include "web/routes.h"

const struct route *const route_tables[] = {
	session_routes,
	own_account_routes,
	own_password_routes,
	workbench_routes,
	ranking_routes,
	derivation_routes,
	feedback_routes,
	scoring_table_routes,
	scoring_cell_routes,
	entry_routes,
	entry_form_routes,
	entry_story_routes,
	import_routes,
	scheme_try_routes, /* before /schemes/{id} */
	import_upload_routes,
	import_column_routes,
	scheme_routes,
	search_routes,
	calendar_routes,
	edit_routes, /* before those with /units/{id}: /units/new */
	unit_change_routes,
	person_act_routes,
	unit_routes,
	person_routes,
	ledger_routes,
	account_routes,
	act_routes,
	history_routes,
	audit_routes,
	token_routes,
	openapi_routes,
	NULL,
};
