/* routes.c - the one list of route tables. */
#include "web/routes.h"

const struct route *const route_tables[] = {
	session_routes,
	account_routes,
	person_routes,
	unit_routes,
	NULL,
};
