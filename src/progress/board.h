/*
 * board.h - a year's assignments with their checkpoints, lights and forecasts as of a day.
 *
 * Layer:   progress.
 * Owner:   the board lives in the arena passed in.
 *
 * Computed anew from the version in force, the reports, the requests, the rule for lights in force on the
 * last day of the plan's year and the calendars; nothing of it is stored. A plan that is not published has
 * no board (-ERR_NOT_FOUND).
 */
#ifndef LIANZE_PROGRESS_BOARD_H
#define LIANZE_PROGRESS_BOARD_H

#include "progress/forecast.h"
#include "progress/report_store.h"
#include "progress/rollup.h"

struct board_point {
	int32_t planned; /* CIVIL_NO_DAY: the item has no due date */
	struct light_dates dates;
	struct light_facts facts;
	struct light light;
	struct decimal share; /* accepted, per cent */
	bool counts;	      /* in the roll-up */
	bool waiting;	      /* a report, whatever it says, waits for review */
	bool returned;	      /* the latest report was returned and not answered yet */
	bool asked;	      /* a request waits for an answer */
	struct forecast forecast; /* after board_forecast() */
};

struct board_row {
	const struct plan_lead *lead;
	const struct plan_node *node;
	struct board_point *points; /* by planned day */
	size_t count;
	size_t next; /* the point that asks for something first: the worst, then the earliest */
	struct light light; /* of points[next] */
	bool contested;
};

struct board {
	struct plan_tree tree;
	struct light_rule rule;
	struct workday_calendar calendar;
	int32_t today;
	struct board_row *rows; /* one per tree.leads, in the same order */
	struct rollup_lead *leads; /* for rollup_compute(), likewise */
};

struct board_request {
	int64_t jurisdiction_id;
	int year;
	int32_t today; /* lights and what counts are of this day; later reports are left out */
};

/* The rule for lights in force in a plan's year; present is false when there is none. */
MUST_USE int board_rule(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
			struct light_rule *out, struct error *err);
MUST_USE int board_load(struct db *db, const struct board_request *request, struct arena *arena,
			struct board *out, struct error *err);
/* Fill the forecasts of all points. */
MUST_USE int board_forecast(struct board *board, struct arena *arena, struct error *err);
/* The row of an assignment; NULL when the version in force does not have it. */
const struct board_row *board_find(const struct board *board, int64_t assignment_id);

#endif
