/* test_matrix.c - cells of the matrix of units against walking all assignments, on random plans. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "progress/matrix.h"

#define NODES 50
#define UNITS 12
#define LEADS 200

static struct plan_node nodes[NODES];
static struct plan_lead leads[LEADS];
static struct plan_unit units[UNITS];
static struct board_row rows[LEADS];
static struct rollup_lead values[LEADS];
static bool readable[LEADS];
static uint32_t seed;

/* 0 … below - 1, the same on every machine. */
static size_t pick(size_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % below;
}

/* A plan whose nodes 0, 10, 20 … are areas over nine items each. */
static struct board random_board(void)
{
	struct board board = { .tree = { .nodes = nodes, .count = NODES, .leads = leads,
					 .units = units, .unit_count = UNITS },
			       .rows = rows, .leads = values };
	size_t count = 0;

	for (size_t i = 0; i < UNITS; i++)
		units[i] = (struct plan_unit){ .id = (int64_t)i + 1 };
	for (size_t i = 0; i < NODES; i++) {
		bool area = i % 10 == 0;
		nodes[i] = (struct plan_node){
			.item = { .kind = area ? PLAN_AREA : PLAN_ITEM, .weight = { DECIMAL_ONE } },
			.parent = area ? PLAN_NO_NODE : i - i % 10,
			.end = area ? i + 10 : i + 1,
			.leads = &leads[count],
		};
		for (size_t unit = 0; !area && unit < UNITS && count < LEADS; unit++) {
			if (pick(3))
				continue;
			leads[count] = (struct plan_lead){ .unit = &units[unit], .node = i,
							   .assignment.unit_id = units[unit].id };
			rows[count] = (struct board_row){
				.lead = &leads[count], .node = &nodes[i],
				.light.colour = (enum light_colour)pick(LIGHT_COLOUR_COUNT),
			};
			values[count] = (struct rollup_lead){ 1, { (int64_t)pick(101) * DECIMAL_ONE } };
			readable[count++] = pick(4) != 0;
			nodes[i].lead_count++;
		}
	}
	board.tree.lead_count = count;
	return board;
}

static struct matrix_cell walked(const struct board *board, const struct plan_unit *unit, size_t first,
				 size_t end)
{
	struct matrix_cell cell = { .colour = LIGHT_DONE };

	for (size_t i = 0; i < board->tree.lead_count; i++) {
		if (!readable[i] || leads[i].unit != unit || leads[i].node < first ||
		    leads[i].node >= end)
			continue;
		if (cell.count++ == 0 || rows[i].light.colour > cell.colour) {
			cell.colour = rows[i].light.colour;
			cell.worst = i;
		}
	}
	return cell;
}

static void check_row(const struct board *board, const struct matrix_row *row)
{
	for (size_t first = 0; first < NODES; first++)
		for (size_t end = first + 1; end <= NODES; end += 1 + pick(7)) {
			struct matrix_cell wanted = walked(board, row->unit, first, end);
			struct matrix_cell found = matrix_cell(row, board, first, end);
			assert_int_equal(found.count, wanted.count);
			assert_int_equal(found.colour, wanted.colour);
			assert_int_equal(found.worst, wanted.worst);
		}
}

static void cells_are_what_a_walk_finds(void **state)
{
	(void)state;
	for (seed = 1; seed < 40; seed = seed % 100 + 1) {
		struct board board = random_board();
		struct arena *arena = arena_new(1 << 20);
		struct matrix matrix;
		struct error err;
		size_t with_any = 0;
		uint32_t next = seed;

		assert_int_equal(matrix_build(&board, readable, arena, &matrix, &err), 0);
		for (size_t i = 0; i < matrix.count; i++) {
			assert_true(i == 0 || matrix.rows[i].unit > matrix.rows[i - 1].unit);
			check_row(&board, &matrix.rows[i]);
		}
		for (size_t i = 0; i < UNITS; i++)
			with_any += walked(&board, &units[i], 0, NODES).count > 0;
		assert_int_equal(matrix.count, with_any);
		arena_free(arena);
		seed = next;
	}
}

/* What the asker may not read does not move a percentage that they see. */
static void values_leave_out_what_may_not_be_read(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct matrix matrix;
	struct rollup_node whole;
	struct error err;

	(void)state;
	seed = 7;
	struct board board = random_board();
	for (size_t i = 0; i < board.tree.lead_count; i++)
		readable[i] = values[i].accepted.scaled > 50 * DECIMAL_ONE;
	assert_int_equal(matrix_build(&board, readable, arena, &matrix, &err), 0);
	assert_true(matrix.count > 0);
	for (size_t i = 0; i < matrix.count; i++) {
		struct rational half = { 1, 2 };
		assert_int_equal(matrix_values(&matrix, &matrix.rows[i], &whole, &err), 0);
		assert_true(whole.counts && rational_compare(whole.value, half) > 0);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_what_a_walk_finds),
		cmocka_unit_test(values_leave_out_what_may_not_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
