/* meeting_burden.c - see meeting_burden.h. */
#include "meeting/meeting_burden.h"

#include "base/civil.h"
#include "statements_meeting_burden.h"

int meeting_burden_of_unit(struct db *db, int64_t jurisdiction_id, int64_t unit_id, int year,
			   struct meeting_burden out[12],
			   struct error *err) /* lint: as a place in time */
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_MEETING_BURDEN_OF_UNIT,
				 DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
					 db_int("unit_id", unit_id),
					 db_int("from_day", civil_year_start(year)),
					 db_int("to_day", civil_year_end(year))),
				 &query, err);

	for (int i = 0; i < 12; i++)
		out[i] = (struct meeting_burden){ 0, 0, 0 };
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int month = civil_from_day((int32_t)db_query_int(query, 0)).month;
		struct meeting_burden *burden = &out[month - 1];
		int64_t minutes = db_query_int(query, 1);

		burden->meetings++;
		burden->minutes += minutes;
		burden->person_minutes += minutes * db_query_int(query, 2);
	}
	db_query_close(query);
	return code;
}

/* Room for one more; the array doubles. */
static int grow(struct arena *arena, struct meeting_burden_unit **items, size_t count,
		struct error *err)
{
	struct meeting_burden_unit *grown;

	if (count & (count - 1))
		return 0;
	grown = ARENA_ARRAY(arena, struct meeting_burden_unit, count ? 2 * count : 1);
	if (!grown)
		return error_broken(err, ERR_MEMORY, "meetings of %zu units", count);
	if (count)
		memcpy(grown, *items, count * sizeof(*grown));
	*items = grown;
	return 0;
}

int meeting_burden_of_units(struct db *db, const struct meeting_burden_period *period,
			    struct arena *arena, struct meeting_burden_unit **out_items,
			    size_t *out_count, struct error *err)
{
	struct meeting_burden_unit *items = NULL;
	struct db_query *query;
	size_t count = 0;
	int code = db_query_open(db, STATEMENT_MEETING_BURDEN_OF_UNITS,
				 DB_ARGS(db_int("jurisdiction_id", period->jurisdiction_id),
					 db_int("from_day", period->from_day),
					 db_int("to_day", period->to_day)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = grow(arena, &items, count, err);
		if (code)
			break;
		items[count++] = (struct meeting_burden_unit){
			.unit_id = db_query_int(query, 0),
			.burden = { db_query_int(query, 1), db_query_int(query, 2),
				    db_query_int(query, 3) },
		};
	}
	db_query_close(query);
	*out_items = items;
	*out_count = count;
	return code;
}
