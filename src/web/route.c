/*
 * route.c - from method and path to a row of the route tables.
 *
 * Paths are compared segment by segment; "{…}" matches any one segment. Rows are few and a request is
 * many times dearer than this walk, so there is no index.
 */
#include "web/route.h"

static struct str next_segment(struct str *rest)
{
	if (rest->length && rest->bytes[0] == '/')
		*rest = str_slice(*rest, 1, rest->length - 1);
	ptrdiff_t slash = str_find_byte(*rest, '/');
	struct str segment = str_slice(*rest, 0, slash < 0 ? rest->length : (size_t)slash);
	*rest = str_slice(*rest, segment.length, rest->length - segment.length);
	return segment;
}

static bool path_matches(struct str pattern, struct str path,
			 struct str parameters[PAGE_PARAMETERS])
{
	int count = 0;

	while (pattern.length && path.length) {
		struct str want = next_segment(&pattern);
		struct str have = next_segment(&path);
		bool is_parameter = want.length && want.bytes[0] == '{';

		if (is_parameter && have.length && count < PAGE_PARAMETERS)
			parameters[count++] = have;
		else if (is_parameter || !str_equal(want, have))
			return false;
	}
	return pattern.length == 0 && path.length == 0;
}

static bool method_matches(enum http_method route, enum http_method asked)
{
	return route == asked || (route == HTTP_GET && asked == HTTP_HEAD);
}

const struct route *route_find(enum http_method method, struct str path,
			       struct str parameters[PAGE_PARAMETERS], bool *out_other)
{
	bool other = false;

	for (size_t t = 0; route_tables[t]; t++) {
		for (const struct route *route = route_tables[t]; route->path; route++) {
			if (!path_matches(str_from(route->path), path, parameters))
				continue;
			if (method_matches(route->method, method))
				return route;
			other = true;
		}
	}
	*out_other = other;
	return NULL;
}
