/*
 * openapi.c - the document around the schemas: routes as paths (openapi.h).
 *
 * A GET has one path per format (/units.json, /units.csv), so that no path needs a header to say which is
 * meant, and none is shared with a POST.
 */
#include "web/openapi.h"

#include <stdio.h>

#include "messages_token.h"
#include "people/token.h"
#include "store/list.h"
#include "web/json_input.h"
#include "web/list_page.h"

#define PATH_BYTES 160

/* Parameters ---------------------------------------------------------------------------------- */

static void parameter_begin(struct json *json, const char *in, const char *name, bool required)
{
	json_object_begin(json);
	openapi_text(json, "name", name);
	openapi_text(json, "in", in);
	json_name(json, "required");
	json_bool(json, required);
}

static void put_string_schema(struct json *json)
{
	json_name(json, "schema");
	json_object_begin(json);
	openapi_text(json, "type", "string");
	json_object_end(json);
}

static void put_range_schema(struct json *json, int64_t minimum, int64_t maximum)
{
	json_name(json, "schema");
	json_object_begin(json);
	openapi_text(json, "type", "integer");
	json_name(json, "minimum");
	json_int(json, minimum);
	json_name(json, "maximum");
	json_int(json, maximum);
	json_object_end(json);
}

/* "{year}" is a year; every other one is an identifier or a name. */
static void path_parameters(struct json *json, struct str path)
{
	while (path.length) {
		struct str segment = str_split(&path, '/');
		char name[32];

		if (!str_starts_with(segment, STR("{")))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)segment.length - 2, segment.bytes + 1);
		parameter_begin(json, "path", name, true);
		if (strcmp(name, "year") == 0)
			put_range_schema(json, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR);
		else
			put_string_schema(json);
		json_object_end(json);
	}
}

static void enum_parameter(struct json *json, const char *name, const char *const *values,
			   size_t count)
{
	parameter_begin(json, "query", name, false);
	json_name(json, "schema");
	json_object_begin(json);
	openapi_text(json, "type", "string");
	json_name(json, "enum");
	json_array_begin(json);
	for (size_t i = 0; i < count; i++)
		json_text(json, values[i]);
	json_array_end(json);
	json_object_end(json);
	json_object_end(json);
}

static void sort_parameters(struct json *json, const struct list_page *list)
{
	static const char *const orders[] = { "ascending", "descending" };
	const struct listing_text *text = listing_text_of(list->listing);
	const char *names[64];
	size_t count = 0;

	for (; count < (size_t)text->column_count && count < ARRAY_LENGTH(names); count++)
		names[count] = text->columns[count].name;
	enum_parameter(json, "sort", names, count);
	enum_parameter(json, "order", orders, ARRAY_LENGTH(orders));
}

/* Filters and order of every format, limit and cursor of JSON, which alone has pages. */
static void list_parameters(struct json *json, const struct list_page *list, bool paged)
{
	for (const struct list_page_filter *f = list->filters; f && f->filter.parameter; f++) {
		parameter_begin(json, "query", f->filter.parameter, false);
		openapi_label(json, f->label);
		put_string_schema(json);
		json_object_end(json);
	}
	sort_parameters(json, list);
	if (!paged)
		return;
	parameter_begin(json, "query", "limit", false);
	put_range_schema(json, 1, LIST_MAXIMUM_LIMIT);
	json_object_end(json);
	parameter_begin(json, "query", "after", false);
	openapi_label(json, MESSAGE_OPENAPI_AFTER);
	put_string_schema(json);
	json_object_end(json);
}

/* Operations ---------------------------------------------------------------------------------- */

static permission_set token_permissions(void)
{
	permission_set all = token_scope_permissions(STR_EMPTY);

	for (const struct token_scope *one = token_scopes; one->name; one++)
		all |= one->permissions;
	return all;
}

static void one_scheme(struct json *json, const char *name)
{
	json_object_begin(json);
	json_name(json, name);
	json_array_begin(json);
	json_array_end(json);
	json_object_end(json);
}

static void put_security(struct json *json, permission_set access)
{
	json_name(json, "security");
	json_array_begin(json);
	if (access != PERMISSION_PUBLIC && access & token_permissions())
		one_scheme(json, "token");
	if (access != PERMISSION_PUBLIC)
		one_scheme(json, "session");
	json_array_end(json);
}

/* Which parts of a token's scope open it. */
static void put_scopes(struct json *json, permission_set access)
{
	json_name(json, "x-scopes");
	json_array_begin(json);
	for (const struct token_scope *one = token_scopes; one->name; one++)
		if (one->permissions & access)
			json_text(json, one->name);
	json_array_end(json);
}

/* "get_years_year_json" from GET /years/{year}.json. */
static void put_operation_id(struct json *json, const char *method, const char *path)
{
	char id[PATH_BYTES];
	size_t length = (size_t)snprintf(id, sizeof(id), "%s", method);

	for (; *path && length < sizeof(id) - 1; path++) {
		bool plain = (*path >= 'a' && *path <= 'z') || (*path >= '0' && *path <= '9');

		if (plain)
			id[length++] = *path;
		else if (id[length - 1] != '_')
			id[length++] = '_';
	}
	id[length] = '\0';
	openapi_text(json, "operationId", id);
}

static void operation_begin(struct json *json, const struct route *route, const char *path)
{
	const char *method = route->method == HTTP_POST ? "post" : "get";
	char title[ERROR_TEXT_BYTES];

	json_name(json, path);
	json_object_begin(json);
	json_name(json, method);
	json_object_begin(json);
	put_operation_id(json, method, path);
	snprintf(title, sizeof(title), "%s / %s%s%s", message_text(route->title, LANGUAGE_ZH),
		 message_text(route->title, LANGUAGE_EN), route->act_kind ? " · " : "",
		 route->act_kind ? route->act_kind : "");
	openapi_text(json, "summary", title);
	put_security(json, route->access);
	put_scopes(json, route->access);
}

static void media_begin(struct json *json, const char *type)
{
	json_name(json, "content");
	json_object_begin(json);
	json_name(json, type);
	json_object_begin(json);
	json_name(json, "schema");
}

static void media_end(struct json *json)
{
	json_object_end(json);
	json_object_end(json);
}

static void reference_schema(struct json *json, const char *reference)
{
	json_object_begin(json);
	openapi_text(json, "$ref", reference);
	json_object_end(json);
}

static void problem_response(struct json *json)
{
	json_name(json, "default");
	reference_schema(json, "#/components/responses/Problem");
}

static void get_responses(struct json *json, const struct route *route, const char *type)
{
	json_name(json, "responses");
	json_object_begin(json);
	json_name(json, "200");
	json_object_begin(json);
	openapi_text(json, "description", "OK");
	media_begin(json, type);
	if (strcmp(type, "application/json") == 0) {
		openapi_answer_schema(json, route);
	} else {
		json_object_begin(json);
		openapi_text(json, "type", "string");
		json_object_end(json);
	}
	media_end(json);
	json_object_end(json);
	problem_response(json);
	json_object_end(json);
}

static void get_operation(struct json *json, const struct route *route, const char *suffix,
			  const char *type)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s%s", route->path, suffix);
	operation_begin(json, route, path);
	json_name(json, "parameters");
	json_array_begin(json);
	path_parameters(json, str_from(route->path));
	if (route->list)
		list_parameters(json, route->list, strcmp(suffix, ".json") == 0);
	json_array_end(json);
	get_responses(json, route, type);
	json_object_end(json);
	json_object_end(json);
}

/* The body: properties and required from route.input and route.record. */
static void body_properties(struct json *json, const struct route *route)
{
	const struct record_type *record = route->record;
	struct route_input input;

	json_name(json, "properties");
	json_object_begin(json);
	for (const struct route_input *one = route->input; one && one->name; one++) {
		json_name(json, one->name);
		openapi_input_schema(json, one);
	}
	if (record && json_input_find(route, STR("revision"), &input)) {
		json_name(json, "revision");
		openapi_input_schema(json, &input);
	}
	for (size_t i = 0; record && i < record->field_count; i++)
		if (json_input_of_field(&record->fields[i], &input)) {
			json_name(json, input.name);
			openapi_input_schema(json, &input);
		}
	json_object_end(json);
}

static void body_required(struct json *json, const struct route *route)
{
	json_name(json, "required");
	json_array_begin(json);
	for (const struct route_input *one = route->input; one && one->name; one++)
		if (one->required)
			json_text(json, one->name);
	struct route_input revision;
	if (route->record && json_input_find(route, STR("revision"), &revision))
		json_text(json, "revision");
	json_array_end(json);
}

static void request_body(struct json *json, const struct route *route)
{
	json_name(json, "requestBody");
	json_object_begin(json);
	json_name(json, "required");
	json_bool(json, true);
	media_begin(json, "application/json");
	json_object_begin(json);
	openapi_text(json, "type", "object");
	body_properties(json, route);
	body_required(json, route);
	json_name(json, "additionalProperties");
	json_bool(json, false);
	json_object_end(json);
	media_end(json);
	json_object_end(json);
}

static void done_response(struct json *json, const char *status, const char *text)
{
	json_name(json, status);
	json_object_begin(json);
	openapi_text(json, "description", text);
	media_begin(json, "application/json");
	reference_schema(json, "#/components/schemas/Done");
	media_end(json);
	json_object_end(json);
}

static void post_operation(struct json *json, const struct route *route)
{
	operation_begin(json, route, route->path);
	json_name(json, "parameters");
	json_array_begin(json);
	path_parameters(json, str_from(route->path));
	json_array_end(json);
	request_body(json, route);
	json_name(json, "responses");
	json_object_begin(json);
	done_response(json, "200", "Done");
	done_response(json, "201", "Done; one record was made");
	problem_response(json);
	json_object_end(json);
	json_object_end(json);
	json_object_end(json);
}

static void put_route(struct json *json, const struct route *route)
{
	static const struct {
		unsigned flag;
		const char *suffix, *type;
	} formats[] = {
		{ ROUTE_JSON, ".json", "application/json" },
		{ ROUTE_CSV, ".csv", "text/csv" },
		{ ROUTE_XLSX, ".xlsx",
		  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
	};

	if (route->method == HTTP_POST) {
		if (route->input || route->record)
			post_operation(json, route);
		return;
	}
	for (size_t i = 0; i < ARRAY_LENGTH(formats); i++)
		if (route->flags & formats[i].flag)
			get_operation(json, route, formats[i].suffix, formats[i].type);
}

/* The document -------------------------------------------------------------------------------- */

static void security_schemes(struct json *json)
{
	json_name(json, "securitySchemes");
	json_object_begin(json);
	json_name(json, "token");
	json_object_begin(json);
	openapi_text(json, "type", "http");
	openapi_text(json, "scheme", "bearer");
	openapi_text(json, "bearerFormat", "lz_ + 59 base32");
	openapi_label(json, MESSAGE_OPENAPI_TOKEN);
	json_object_end(json);
	json_name(json, "session");
	json_object_begin(json);
	openapi_text(json, "type", "apiKey");
	openapi_text(json, "in", "cookie");
	openapi_text(json, "name", "__Host-session");
	openapi_label(json, MESSAGE_OPENAPI_SESSION);
	json_object_end(json);
	json_object_end(json);
}

static void components(struct json *json)
{
	json_name(json, "components");
	json_object_begin(json);
	security_schemes(json);
	json_name(json, "schemas");
	openapi_schemas(json);
	json_name(json, "responses");
	json_object_begin(json);
	json_name(json, "Problem");
	json_object_begin(json);
	openapi_label(json, MESSAGE_OPENAPI_PROBLEM);
	media_begin(json, "application/problem+json");
	reference_schema(json, "#/components/schemas/Problem");
	media_end(json);
	json_object_end(json);
	json_object_end(json);
	json_object_end(json);
}

static void information(struct json *json)
{
	json_name(json, "info");
	json_object_begin(json);
	openapi_text(json, "title", "Lianze 廉责");
	openapi_text(json, "version", LIANZE_VERSION);
	openapi_label(json, MESSAGE_OPENAPI_ABOUT);
	json_object_end(json);
	json_name(json, "servers");
	json_array_begin(json);
	json_object_begin(json);
	openapi_text(json, "url", "/");
	json_object_end(json);
	json_array_end(json);
}

void openapi_write(struct json *json)
{
	json_object_begin(json);
	openapi_text(json, "openapi", "3.1.0");
	information(json);
	json_name(json, "paths");
	json_object_begin(json);
	for (size_t t = 0; route_tables[t]; t++)
		for (const struct route *route = route_tables[t]; route->path; route++)
			put_route(json, route);
	json_object_end(json);
	components(json);
	json_object_end(json);
}

static int show_openapi(struct page *page, struct error *err)
{
	struct json json;

	if (page->format != PAGE_JSON) {
		page_redirect(page, SAFE_URL("/openapi.json"));
		return 0;
	}
	page_begin_json(page, &json);
	openapi_write(&json);
	return buf_failed(&page->http->out) ? error_broken(err, ERR_MEMORY, "openapi.json") : 0;
}

const struct route openapi_routes[] = {
	{ .method = HTTP_GET, .path = "/openapi", .access = PERMISSION_PUBLIC, .flags = ROUTE_JSON,
	  .title = MESSAGE_OPENAPI_TITLE, .show = show_openapi },
	{ .path = NULL },
};
