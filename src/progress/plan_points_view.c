/*
 * plan_points_view.c - the items behind an indicator's points (process/score_source_view.h): as they were
 * when the mark was taken, or as they are now while it follows the plan. Confidential items are one sum for
 * who may not read them: the points stay the same for everybody.
 */
#include "messages_appraisal.h"
#include "messages_plan_points.h"
#include "process/score_source.h"
#include "process/score_source_view.h"
#include "progress/plan_points.h"
#include "progress/progress_view.h"

struct shown {
	struct plan_basis basis;
	bool frozen;
	bool confidential; /* the asker reads confidential items of this unit */
	size_t hidden;
	struct decimal hidden_points;
};

static int read_frozen(struct page *page, const struct sourced_place *place, struct str *out,
		       struct error *err)
{
	struct score_basis basis = { .head = { .jurisdiction_id = page->jurisdiction_id },
				     .score_id = place->mark->id,
				     .score_revision = place->mark->revision };
	int rc = score_basis_find(page->db, &basis, page->arena, err);

	if (rc == 0)
		*out = basis.detail;
	return rc;
}

static int read_now(struct page *page, const struct sourced_place *place, struct str *out,
		    struct error *err)
{
	const struct score_source_request request = { .jurisdiction_id = page->jurisdiction_id,
						      .year = place->year,
						      .scheme = place->scheme,
						      .day = page->today,
						      .unit_id = place->unit_id,
						      .detail = true };
	struct sourced_cells cells;
	const struct sourced_cell *cell;
	int rc = score_source_load(page->db, &request, page->arena, &cells, err);

	if (rc < 0)
		return rc;
	cell = score_source_find(&cells, place->unit_id, place->indicator);
	if (!cell)
		return error_set(err, ERR_NOT_FOUND, "There is nothing behind it.", "没有依据。");
	*out = cell->detail;
	return 0;
}

static void hide(struct shown *it)
{
	size_t kept = 0;

	for (size_t i = 0; i < it->basis.count; i++) {
		const struct plan_basis_item *item = &it->basis.items[i];
		struct decimal points;

		if (!item->confidential || it->confidential) {
			it->basis.items[kept++] = *item;
			continue;
		}
		it->hidden++;
		if (decimal_parse(item->points, &points))
			it->hidden_points.scaled += points.scaled;
	}
	it->basis.count = kept;
}

static int load(struct page *page, const struct sourced_place *place, struct shown *out,
		struct error *err)
{
	struct str text = STR_EMPTY;
	int rc;

	*out = (struct shown){ .frozen = place->mark->id != 0 };
	rc = out->frozen ? read_frozen(page, place, &text, err) : read_now(page, place, &text, err);
	if (rc == 0)
		rc = plan_basis_parse(text, page->arena, &out->basis, err);
	if (rc < 0)
		return rc;
	out->confidential = page_may(page, PERMISSION_PLAN_MANAGE, 0, 0) ||
			    page_may(page, PERMISSION_PLAN_RESPOND, place->unit_id, 0);
	hide(out);
	return 0;
}

/* Table --------------------------------------------------------------------------------------- */

static struct str with_percent(struct page *page, struct str number)
{
	return arena_format(page->arena, "%.*s%%", STR_ARG(number));
}

static void put_item(struct page *page, const struct sourced_place *place,
		     const struct plan_basis_item *item, struct table_view *table)
{
	struct table_cell *cell;
	struct message_value late = { "count", item->late };

	table_row(table);
	cell = table_heading(table,
			     arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
					  STR_ARG(item->title)),
			     link_assignment(page, item->assignment_id));
	if (!str_equal(item->late, STR("0")))
		cell->note = page_message(page, MESSAGE_PLAN_POINTS_LATE, &late, 1);
	table_cell(table, item->share);
	table_link(table, with_percent(page, item->percent),
		   link_progress(page, place->year, place->unit_id, item->item_id));
	table_cell(table, item->points);
}

static void put_hidden(struct page *page, const struct shown *it, struct table_view *table)
{
	struct message_value count = { "count", page_number(page, (int64_t)it->hidden) };
	char points[DECIMAL_TEXT_BYTES];

	table_row(table);
	table_heading(table, page_message(page, MESSAGE_PLAN_POINTS_HIDDEN, &count, 1),
		      (struct safe_url){ STR_EMPTY });
	table_cell(table, STR("—"));
	table_cell(table, STR("—"));
	table_cell(table, arena_str(page->arena,
				    str_from(decimal_format_short(it->hidden_points, points))));
}

static int fill_items(struct page *page, const struct sourced_place *place, const struct shown *it,
		      struct table_view *table, struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PLAN_POINTS_ITEMS),
		   page_text(page, MESSAGE_PLAN_POINTS_NO_ITEMS));
	table_column(table, page_text(page, MESSAGE_PLAN_POINTS_ITEM), 0);
	table_column(table, page_text(page, MESSAGE_PLAN_POINTS_SHARE), COLUMN_NUMBER | COLUMN_WIDE);
	table_column(table, page_text(page, MESSAGE_PLAN_POINTS_ACCEPTED), COLUMN_NUMBER);
	table_column(table, page_text(page, MESSAGE_SCORE_POINTS), COLUMN_NUMBER);
	for (size_t i = 0; i < it->basis.count; i++)
		put_item(page, place, &it->basis.items[i], table);
	if (it->hidden)
		put_hidden(page, it, table);
	return table_check(table, err);
}

static struct str note_of(struct page *page, const struct plan_basis *basis)
{
	struct message_value late = { "percent", basis->late };
	struct str costs = str_equal(basis->late, STR("0"))
				   ? STR_EMPTY
				   : page_message(page, MESSAGE_PLAN_POINTS_LATE_COSTS, &late, 1);

	return arena_format(page->arena, "%s%.*s%s",
			    basis->equal_weights ? page_text(page, MESSAGE_PLAN_POINTS_EQUAL) : "",
			    STR_ARG(costs),
			    basis->rounded ? page_text(page, MESSAGE_PLAN_POINTS_ROUNDED) : "");
}

static int fill(struct page *page, const struct sourced_place *place, struct sourced_part *out,
		struct error *err)
{
	const struct scheme_indicator *indicator = &place->scheme->indicators[place->indicator];
	struct str title = page->language == LANGUAGE_ZH ? indicator->title.zh : indicator->title.en;
	struct shown it;
	int rc = load(page, place, &it, err);
	struct message_value about[] = { { "day", page_day(page, it.basis.day) },
					 { "version", it.basis.version } };

	if (rc < 0)
		return rc;
	*out = (struct sourced_part){
		.title = arena_format(page->arena, "%.*s %.*s", STR_ARG(indicator->code),
				      STR_ARG(title)),
		.formula = arena_format(page->arena, "%.*s × %.*s = %.*s", STR_ARG(it.basis.value),
					STR_ARG(it.basis.maximum), STR_ARG(it.basis.points)),
		.about = page_message(page,
				      it.frozen ? MESSAGE_PLAN_POINTS_FROZEN
						: MESSAGE_PLAN_POINTS_MOVES,
				      about, 2),
		.note = note_of(page, &it.basis),
	};
	return fill_items(page, place, &it, &out->items, err);
}

/* JSON ---------------------------------------------------------------------------------------- */

static void json_named(struct json *json, const char *name, struct str text)
{
	json_name(json, name);
	json_str(json, text);
}

static void item_json(const struct plan_basis_item *item, struct json *json)
{
	json_object_begin(json);
	json_named(json, "code", item->code);
	json_named(json, "title", item->title);
	json_name(json, "item_id");
	json_id(json, item->item_id);
	json_name(json, "assignment_id");
	json_id(json, item->assignment_id);
	json_named(json, "checkpoints", item->counted);
	json_named(json, "accepted", item->accepted);
	json_named(json, "percent", item->percent);
	json_named(json, "late", item->late);
	json_named(json, "share", item->share);
	json_named(json, "points", item->points);
	json_object_end(json);
}

static int write_json(struct page *page, const struct sourced_place *place, struct json *json,
		      struct error *err)
{
	struct shown it;
	int rc = load(page, place, &it, err);

	if (rc < 0)
		return rc;
	json_object_begin(json);
	json_named(json, "indicator", place->scheme->indicators[place->indicator].code);
	json_name(json, "frozen");
	json_bool(json, it.frozen);
	json_name(json, "date");
	json_day(json, it.basis.day);
	json_named(json, "plan_version", it.basis.version);
	json_named(json, "value", it.basis.value);
	json_named(json, "maximum", it.basis.maximum);
	json_named(json, "points", it.basis.points);
	json_named(json, "late_costs", it.basis.late);
	json_named(json, "weights", it.basis.equal_weights ? STR("equal") : STR("plan"));
	json_name(json, "rounded");
	json_bool(json, it.basis.rounded);
	json_name(json, "hidden");
	json_int(json, (int64_t)it.hidden);
	json_name(json, "items");
	json_array_begin(json);
	for (size_t i = 0; i < it.basis.count; i++)
		item_json(&it.basis.items[i], json);
	json_array_end(json);
	json_object_end(json);
	return 0;
}

const struct score_source_view plan_score_view = { fill, write_json };
