/*
 * print_routes.c - the route tables and the roles' permissions as JSON, for test_rights.py: the test
 * visits every route as every role, so a new route is covered without anybody remembering it.
 */
#include <stdio.h>

#include "base/json.h"
#include "web/route.h"

static void write_route(struct json *json, const struct route *route)
{
	json_object_begin(json);
	json_name(json, "method");
	json_text(json, route->method == HTTP_POST ? "POST" : "GET");
	json_name(json, "path");
	json_text(json, route->path);
	json_name(json, "access");
	json_int(json, route->access);
	json_name(json, "flags");
	json_int(json, route->flags);
	json_name(json, "act");
	json_bool(json, route->act != NULL);
	json_object_end(json);
}

int main(void)
{
	struct buf out;
	struct json json;

	buf_init(&out, 1 << 20);
	json_init(&json, &out);
	json_object_begin(&json);
	json_name(&json, "routes");
	json_array_begin(&json);
	for (size_t t = 0; route_tables[t]; t++)
		for (const struct route *route = route_tables[t]; route->path; route++)
			write_route(&json, route);
	json_array_end(&json);
	json_name(&json, "roles");
	json_object_begin(&json);
	for (int role = 0; role < ROLE_COUNT; role++) {
		json_name(&json, role_name((enum role)role));
		json_int(&json, role_permissions((enum role)role) | PERMISSION_LOGGED_IN);
	}
	json_object_end(&json);
	json_object_end(&json);
	fwrite(out.bytes, 1, out.length, stdout);
	buf_release(&out);
	return 0;
}
