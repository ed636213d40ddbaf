/* matrix.c - see matrix.h. */
#include "progress/matrix.h"

#include <stdlib.h>

struct span {
	size_t unit, node, row;
};

static int compare_spans(const void *a, const void *b)
{
	const struct span *left = a, *right = b;

	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return (left->node > right->node) - (left->node < right->node);
}

/* What may be read, by unit and node. */
static size_t collect(const struct board *board, const bool *readable, struct span *out)
{
	const struct plan_tree *tree = &board->tree;
	size_t count = 0;

	for (size_t i = 0; i < tree->lead_count; i++)
		if (readable[i])
			out[count++] = (struct span){ (size_t)(tree->leads[i].unit - tree->units),
						      tree->leads[i].node, i };
	qsort(out, count, sizeof(*out), compare_spans);
	return count;
}

static void cut_rows(struct matrix *out, const struct span *spans, size_t count, size_t *leads)
{
	for (size_t i = 0; i < count; i++) {
		leads[i] = spans[i].row;
		if (i == 0 || spans[i].unit != spans[i - 1].unit)
			out->rows[out->count++] = (struct matrix_row){
				&out->board->tree.units[spans[i].unit], &leads[i], 0,
			};
		out->rows[out->count - 1].count++;
	}
}

int matrix_build(const struct board *board, const bool *readable, struct arena *arena,
		 struct matrix *out, struct error *err)
{
	const struct plan_tree *tree = &board->tree;
	struct span *spans = ARENA_ARRAY(arena, struct span, tree->lead_count + 1);
	size_t *leads = ARENA_ARRAY(arena, size_t, tree->lead_count + 1);

	*out = (struct matrix){
		.board = board,
		.values = ARENA_ARRAY(arena, struct rollup_lead, tree->lead_count + 1),
		.rows = ARENA_ARRAY(arena, struct matrix_row, tree->unit_count + 1),
		.nodes = ARENA_ARRAY(arena, struct rollup_node, tree->count + 1),
	};
	if (!spans || !leads || !out->values || !out->rows || !out->nodes)
		return error_broken(err, ERR_MEMORY, "a matrix");
	cut_rows(out, spans, collect(board, readable, spans), leads);
	for (size_t i = 0; i < tree->lead_count; i++)
		out->values[i] = readable[i] ? board->leads[i] : (struct rollup_lead){ 0, { 0 } };
	return 0;
}

/* The first of a row's assignments at or behind a node. */
static size_t lower_bound(const struct matrix_row *row, const struct board *board, size_t node)
{
	size_t low = 0, high = row->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (board->rows[row->leads[middle]].lead->node < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct matrix_cell matrix_cell(const struct matrix_row *row, const struct board *board, size_t first,
			       size_t end)
{
	struct matrix_cell cell = { .colour = LIGHT_DONE };

	for (size_t i = lower_bound(row, board, first); i < row->count; i++) {
		const struct board_row *lead = &board->rows[row->leads[i]];
		if (lead->lead->node >= end)
			break;
		if (cell.count++ == 0 || lead->light.colour > cell.colour) {
			cell.colour = lead->light.colour;
			cell.worst = row->leads[i];
		}
	}
	return cell;
}

int matrix_values(struct matrix *matrix, const struct matrix_row *row, struct rollup_node *out_body,
		  struct error *err)
{
	const struct rollup_scope scope = { .only = row->leads, .only_count = row->count };

	return rollup_compute(&matrix->board->tree, matrix->values, scope, matrix->nodes, out_body, err);
}
