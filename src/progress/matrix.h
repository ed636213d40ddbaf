/*
 * matrix.h - units across the nodes of a plan: the worst light where a unit answers for something.
 *
 * Layer:   progress (pure).
 * Owner:   the matrix lives in the arena passed in and borrows the board.
 *
 * A row is a unit that answers for something that the asker may read; a column is any node of the plan. The
 * readable assignments lie sorted by unit and node, so a cell is found in O(log n), not by walking the plan.
 */
#ifndef LIANZE_PROGRESS_MATRIX_H
#define LIANZE_PROGRESS_MATRIX_H

#include "progress/board.h"

struct matrix_row {
	const struct plan_unit *unit;
	const size_t *leads; /* indexes into board->rows by node */
	size_t count;
};

struct matrix {
	const struct board *board;
	struct rollup_lead *values; /* board->leads without what the asker may not read */
	struct matrix_row *rows;    /* by unit code */
	size_t count;
	struct rollup_node *nodes;  /* of the row that matrix_values() was last asked for */
};

struct matrix_cell {
	enum light_colour colour; /* the worst; LIGHT_DONE when count is 0 */
	size_t count;		  /* assignments */
	size_t worst;		  /* index into board->rows; 0 when count is 0 */
};

/* `readable`: one per board row. -ERR_MEMORY. */
MUST_USE int matrix_build(const struct board *board, const bool *readable, struct arena *arena,
			  struct matrix *out, struct error *err);
/* A unit below the nodes [first, end) of the tree; 0 and tree.count for the whole plan. */
struct matrix_cell matrix_cell(const struct matrix_row *row, const struct board *board, size_t first,
			       size_t end);
/* Percentages of a unit for all nodes into matrix->nodes, of the whole into *out_body. */
MUST_USE int matrix_values(struct matrix *matrix, const struct matrix_row *row,
			   struct rollup_node *out_body, struct error *err);

#endif
