/*
 * plan_running.c - which assignments of a plan still run, for the room below that points out near items:
 * plan/plan_overlap.h.
 */
#include "plan/plan_overlap.h"
#include "progress/board.h"

static int load(struct db *db, const struct plan *plan, int32_t today, struct arena *arena,
		struct plan_running *out, struct error *err)
{
	const struct board_request request = { plan->head.jurisdiction_id, (int)plan->year, today };
	struct board *board = ARENA_NEW(arena, struct board);
	int code = board ? board_load(db, &request, arena, board, err)
			 : error_broken(err, ERR_MEMORY, "last year's plan");

	if (code)
		return code;
	out->tree = board->tree;
	out->leads = ARENA_ARRAY(arena, bool, board->tree.lead_count + 1);
	if (!out->leads)
		return error_broken(err, ERR_MEMORY, "last year's plan");
	for (size_t i = 0; i < board->tree.lead_count; i++)
		out->leads[i] = board->rows[i].light.colour != LIGHT_DONE;
	return 0;
}

const struct plan_running_source progress_running = { load };
