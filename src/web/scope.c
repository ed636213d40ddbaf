/* scope.c - see scope.h. The decision itself is rights_check()'s. */
#include "web/scope.h"

static struct str roots_of(struct page *page, permission_set permission)
{
	struct str roots = STR(",");

	for (size_t i = 0; i < page->rights.count; i++) {
		struct rights_object unit = { .units = { page->rights.grants[i].unit_id },
					      .count = 1 };

		if (unit.units[0] && rights_check(&page->rights, permission, &unit))
			roots = arena_format(page->arena, "%.*s%lld,", STR_ARG(roots),
					     (long long)unit.units[0]);
	}
	return roots;
}

struct db_args scope_args(struct page *page, permission_set permission, struct db_args more)
{
	struct db_arg *items = ARENA_ARRAY(page->arena, struct db_arg, more.count + 3);
	bool everywhere = rights_has_everywhere(&page->rights, permission);

	if (!items)
		return DB_NO_ARGS;
	items[0] = db_int("jurisdiction_id", page->jurisdiction_id);
	items[1] = db_int("everywhere", everywhere);
	items[2] = db_text("roots", everywhere ? STR(",") : roots_of(page, permission));
	for (size_t i = 0; i < more.count; i++)
		items[3 + i] = more.items[i];
	return (struct db_args){ items, more.count + 3 };
}
