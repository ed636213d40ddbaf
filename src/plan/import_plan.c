/*
 * import_plan.c - profile plan: the items of a year's plan with the units that answer (process/import.h).
 *
 * Rows go into the open draft of the year's plan; where the year has no plan yet, one begins. A parent stands
 * above what is below it, as in the export. What is in the plan but not in the file stays.
 */
#include "messages_plan.h"
#include "plan/plan_export.h"
#include "plan/plan_line.h"
#include "process/import_internal.h"
#include "statements_plan.h"

enum {
	YEAR, CODE, PARENT, KIND, TITLE, MEASURE, WEIGHT, DUE, LEAD, CO, LEADER, SOURCE, SOURCE_NOTE,
	CONFIDENTIAL
};

struct plan_row {
	struct import_row row;
	struct plan_line line;
	struct str parent_code;
	int64_t year;
	/* planned */
	const struct plan_node *node; /* as it is stored; NULL: new */
	struct plan_row *parent;      /* the row of the file that is its parent; NULL: stored, or none */
	struct plan_answerers answerers;
};

struct planning {
	struct plan_book book;
	struct plan_tree tree;	 /* of the draft, else of the version in force */
	struct map nodes;	 /* code → struct plan_node, stored */
	struct map rows;	 /* code → struct plan_row, of the file */
	struct plan_draft draft; /* got by the first row that is written */
	bool has_draft;
};

#define LINE(member) offsetof(struct plan_row, line.member)

static const struct field columns[] = {
	[YEAR] = { .name = "year",
		   .type = FIELD_INTEGER,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct plan_row, year),
		   .label = MESSAGE_PLAN_YEAR,
		   .minimum = CIVIL_FIRST_YEAR,
		   .maximum = CIVIL_LAST_YEAR },
	[CODE] = { .name = "code",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = LINE(item.code),
		   .label = MESSAGE_PLAN_ITEM_CODE,
		   .minimum = 1,
		   .maximum = 32 },
	[PARENT] = { .name = "parent",
		     .type = FIELD_TEXT,
		     .offset = offsetof(struct plan_row, parent_code),
		     .label = MESSAGE_PLAN_IMPORT_PARENT,
		     .maximum = 32 },
	[KIND] = { .name = "kind",
		   .type = FIELD_CHOICE,
		   .flags = FIELD_REQUIRED,
		   .offset = LINE(item.kind),
		   .label = MESSAGE_PLAN_ITEM_KIND,
		   .choices = plan_item_kinds },
	[TITLE] = { .name = "title",
		    .type = FIELD_TEXT,
		    .flags = FIELD_REQUIRED,
		    .offset = LINE(item.title),
		    .label = MESSAGE_PLAN_ITEM_TITLE,
		    .minimum = 1,
		    .maximum = 300 },
	[MEASURE] = { .name = "measure",
		      .type = FIELD_TEXT,
		      .flags = FIELD_LINES,
		      .offset = LINE(item.measure),
		      .label = MESSAGE_PLAN_ITEM_MEASURE,
		      .maximum = 500 },
	[WEIGHT] = { .name = "weight",
		     .type = FIELD_DECIMAL,
		     .flags = FIELD_REQUIRED,
		     .offset = LINE(item.weight),
		     .label = MESSAGE_PLAN_ITEM_WEIGHT,
		     .maximum = 10000000 },
	[DUE] = { .name = "due",
		  .type = FIELD_TEXT,
		  .flags = FIELD_LINES,
		  .offset = LINE(item.due),
		  .label = MESSAGE_PLAN_ITEM_DUE,
		  .maximum = 400 },
	[LEAD] = { .name = "lead_units",
		   .type = FIELD_TEXT,
		   .flags = FIELD_LINES,
		   .offset = LINE(lead_units),
		   .label = MESSAGE_PLAN_IMPORT_LEAD_UNITS,
		   .maximum = 20000 },
	[CO] = { .name = "co_units",
		 .type = FIELD_TEXT,
		 .flags = FIELD_LINES,
		 .offset = LINE(co_units),
		 .label = MESSAGE_PLAN_IMPORT_CO_UNITS,
		 .maximum = 20000 },
	[LEADER] = { .name = "leader",
		     .type = FIELD_TEXT,
		     .offset = LINE(leader),
		     .label = MESSAGE_PLAN_ITEM_LEADER_ID,
		     .maximum = 100 },
	[SOURCE] = { .name = "source",
		     .type = FIELD_CHOICE,
		     .flags = FIELD_REQUIRED,
		     .offset = LINE(item.source),
		     .label = MESSAGE_PLAN_ITEM_SOURCE,
		     .choices = plan_item_sources },
	[SOURCE_NOTE] = { .name = "source_note",
			  .type = FIELD_TEXT,
			  .flags = FIELD_LINES,
			  .offset = LINE(item.source_note),
			  .label = MESSAGE_PLAN_ITEM_SOURCE_NOTE,
			  .maximum = 300 },
	[CONFIDENTIAL] = { .name = "confidential",
			   .type = FIELD_BOOLEAN,
			   .offset = LINE(item.confidential),
			   .label = MESSAGE_PLAN_ITEM_CONFIDENTIAL },
};

/* What is stored ------------------------------------------------------------------------------------- */

/* The draft when one is open; a published plan without a draft refuses the file as a whole. */
static int find_version(struct import *import, const struct plan *plan, int64_t *out,
			struct error *err)
{
	struct plan_version version;
	int code = plan_version_find_open(import->db, plan, import->arena, &version, err);

	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_STATE,
				 "The plan of this year is published; open a draft before importing.",
				 "该年度计划已发布；请先起草新版本，再导入。");
	*out = code ? 0 : version.version;
	return code;
}

static int load_tree(struct import *import, int year, struct error *err)
{
	struct planning *planning = import->plan;
	struct plan plan;
	int64_t version = 0;
	int code = plan_find(import->db, import->jurisdiction_id, year, import->arena, &plan, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	if (!code)
		code = find_version(import, &plan, &version, err);
	if (!code)
		code = plan_tree_load(import->db, &plan, version, import->arena, &planning->tree,
				      err);
	for (size_t i = 0; !code && i < planning->tree.count; i++) {
		struct plan_node *node = &planning->tree.nodes[i];
		void *present;
		code = import_add(&planning->nodes, node->item.code, node, &present, err);
	}
	return code;
}

/* The file against itself and against what is stored ----------------------------------------------- */

/* One file is about one year: that of its first good row. */
static bool is_of_year(struct import *import, struct plan_row *row, int64_t *year)
{
	if (import_is_bad(&row->row, YEAR))
		return false;
	if (!*year)
		*year = row->year;
	if (row->year != *year)
		import_refuse_number(import, &row->row, YEAR, "the year of the rows above: {}",
				     "与上面各行相同的年度：{}", *year);
	return row->year == *year;
}

static int define_row(struct import *import, struct plan_row *row, struct error *err)
{
	struct planning *planning = import->plan;
	void *present;

	row->line.item.code = str_trim(row->line.item.code);
	row->parent_code = str_trim(row->parent_code);
	if (import_is_bad(&row->row, CODE))
		return 0;
	row->node = map_find(&planning->nodes, row->line.item.code);
	int code = import_add(&planning->rows, row->line.item.code, row, &present, err);
	if (!code && present != row)
		import_refuse_number(import, &row->row, CODE, "a code once; row {} has it too",
				     "不重复的编号（第 {} 行已有）",
				     ((struct plan_row *)present)->row.number);
	return code;
}

static void refuse_error(struct import *import, struct plan_row *row, const struct error *problem)
{
	for (size_t i = 0; i < ARRAY_LENGTH(columns); i++)
		if (!strcmp(columns[i].name, problem->field) && !import_is_bad(&row->row, i)) {
			struct error noted = *problem;
			noted.row = row->row.number;
			row->row.bad |= 1u << i;
			import_problem(import, &noted);
		}
}

/* The parent is stored, or stands above in the file, and is of a kind above. */
static void resolve_parent(struct import *import, struct plan_row *row)
{
	static const char en[] = "the code of an area or a task that stands above";
	static const char zh[] = "上文或计划中已有的领域、任务的编号";
	struct planning *planning = import->plan;
	const struct plan_node *node = map_find(&planning->nodes, row->parent_code);
	struct plan_row *above = map_find(&planning->rows, row->parent_code);
	int kind = -1;

	if (import_is_bad(&row->row, KIND) || import_is_bad(&row->row, PARENT))
		return;
	if (row->parent_code.length && above && above->row.number < row->row.number)
		row->parent = above;
	if (row->parent)
		kind = row->parent->line.item.kind;
	else if (row->parent_code.length && node)
		kind = node->item.kind;
	row->line.item.parent_id = node ? node->item.item_id : 0;
	if ((row->parent_code.length && kind < 0) ||
	    !plan_item_fits(row->line.item.kind, kind))
		import_refuse(import, &row->row, PARENT, en, zh);
}

/* A column that the file does not have leaves what is stored. */
static void keep_absent(const struct import *import, struct plan_row *row)
{
	struct plan_item *item = &row->line.item;
	const struct plan_item *stored = &row->node->item;

	row->answerers.keep_lead = !import_has(import, LEAD);
	row->answerers.keep_co = !import_has(import, CO);
	if (!import_has(import, MEASURE))
		item->measure = stored->measure;
	if (!import_has(import, DUE))
		item->due = stored->due;
	if (!import_has(import, LEADER))
		row->line.leader = row->node->leader_code;
	if (!import_has(import, SOURCE_NOTE))
		item->source_note = stored->source_note;
	if (!import_has(import, CONFIDENTIAL))
		item->confidential = stored->confidential;
}

static void resolve_line(struct import *import, struct plan_row *row)
{
	struct planning *planning = import->plan;
	struct error problem;

	if (row->row.bad)
		return;
	if (row->node)
		keep_absent(import, row);
	if (plan_line_read(&planning->book, &row->line, &row->answerers, &problem) ||
	    plan_item_check(&row->line.item, (int)row->year, import->arena, &problem))
		refuse_error(import, row, &problem);
}

/* Outcome -------------------------------------------------------------------------------------------- */

static bool same_item(const struct plan_row *row)
{
	static const char *const told[] = { "code", "kind", "title", "measure", "weight", "due",
					    "leader_id", "source", "source_note", "confidential",
					    "parent_id" };

	for (size_t i = 0; i < ARRAY_LENGTH(told); i++)
		if (!field_equal(record_field(&plan_item_record, str_from(told[i])),
				 &row->line.item, &row->node->item))
			return false;
	return true;
}

static bool same_co_units(const struct plan_lead *lead, const struct plan_named_units *wanted)
{
	size_t helping = 0;

	for (size_t i = 0; i < wanted->count; i++) {
		const struct plan_named_unit *unit = &wanted->items[i];
		bool found = unit->unit_id == lead->assignment.unit_id;
		helping += !found;
		for (size_t j = 0; !found && j < lead->co_count; j++)
			found = lead->co_units[j].co.unit_id == unit->unit_id &&
				str_equal(lead->co_units[j].co.part, unit->part);
		if (!found)
			return false;
	}
	return helping == lead->co_count;
}

static bool same_units(const struct plan_row *row)
{
	const struct plan_answerers *wanted = &row->answerers;

	if (!wanted->keep_lead && row->node->lead_count != wanted->lead.count)
		return false;
	for (size_t i = 0; i < row->node->lead_count; i++) {
		const struct plan_lead *lead = &row->node->leads[i];
		bool found = wanted->keep_lead;
		for (size_t j = 0; !found && j < wanted->lead.count; j++)
			found = wanted->lead.items[j].unit_id == lead->assignment.unit_id;
		if (!found || (!wanted->keep_co && !same_co_units(lead, &wanted->co)))
			return false;
	}
	return true;
}

static void judge(struct plan_row *row)
{
	bool moves = row->parent && (!row->parent->node || !row->node ||
				     row->node->item.parent_id !=
					     row->parent->node->item.item_id);

	if (!row->node)
		row->row.outcome = IMPORT_CREATED;
	else if (!moves && same_item(row) && same_units(row))
		row->row.outcome = IMPORT_UNCHANGED;
	else
		row->row.outcome = IMPORT_CHANGED;
}

static int plan_rows(struct import *import, struct error *err)
{
	struct planning *planning = import->plan =
		import_alloc(import, sizeof(struct planning), err);
	int64_t year = 0;
	int code = planning ? 0 : -ERR_MEMORY;

	for (size_t i = 0; !code && i < import->row_count; i++)
		(void)is_of_year(import, (struct plan_row *)import->rows[i], &year);
	if (!code)
		code = plan_book_load(import->db, import->jurisdiction_id, (int)year,
				      import->arena, &planning->book, err);
	if (!code && year)
		code = load_tree(import, (int)year, err);
	for (size_t i = 0; !code && i < import->row_count; i++)
		code = define_row(import, (struct plan_row *)import->rows[i], err);
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct plan_row *row = (struct plan_row *)import->rows[i];
		resolve_parent(import, row);
		resolve_line(import, row);
		if (!row->row.bad)
			judge(row);
	}
	return code;
}

static void release(struct import *import)
{
	struct planning *planning = import->plan;

	if (!planning)
		return;
	plan_book_release(&planning->book);
	map_release(&planning->nodes);
	map_release(&planning->rows);
}

/* Writing -------------------------------------------------------------------------------------------- */

static int get_draft(struct import *import, struct act *act, int year, struct error *err)
{
	struct planning *planning = import->plan;
	struct plan plan = { .year = year };
	int code = planning->has_draft ? 0 : plan_draft_get(act, year, &planning->draft, err);

	if (code == -ERR_NOT_FOUND) {
		error_clear(err);
		plan.title = arena_format(act->arena, "%d 年度党风廉政建设责任分解计划", year);
		code = plan_create(act, &plan, &planning->draft, err);
	}
	planning->has_draft = !code;
	return code;
}

static int apply(struct import *import, struct act *act, struct import_row *base,
		 struct error *err)
{
	struct planning *planning = import->plan;
	struct plan_row *row = (struct plan_row *)base;
	struct plan_item *item = &row->line.item;
	int code = get_draft(import, act, (int)row->year, err);

	if (code || base->outcome == IMPORT_UNCHANGED) {
		if (row->node)
			item->item_id = row->node->item.item_id;
		return code;
	}
	item->item_id = row->node ? row->node->item.item_id : 0;
	item->position = row->node ? row->node->item.position : 0;
	if (row->parent) {
		item->parent_id = row->parent->line.item.item_id;
		if (row->node && row->node->item.parent_id != item->parent_id)
			item->position = 0;
	}
	return plan_line_put(act, &planning->draft, item, &row->answerers, err);
}

/* What a changed row's column is stored as ----------------------------------------------------------- */

static struct str was(struct import *import, const struct import_row *base, size_t column)
{
	static const char *const names[ARRAY_LENGTH(columns)] = {
		[KIND] = "kind", [TITLE] = "title", [MEASURE] = "measure", [WEIGHT] = "weight",
		[DUE] = "due", [SOURCE] = "source", [SOURCE_NOTE] = "source_note",
		[CONFIDENTIAL] = "confidential",
	};
	const struct plan_row *row = (const struct plan_row *)base;
	const struct field *field;

	if (!row->node || !names[column])
		return STR_EMPTY;
	field = record_field(&plan_item_record, str_from(names[column]));
	if (field_equal(field, &row->line.item, &row->node->item))
		return STR_EMPTY;
	struct str text = field_format(field, &row->node->item, import->arena);
	return text.bytes ? text : STR("");
}

/* Writing out: the draft, else the version in force --------------------------------------------------- */

static int load_written(struct db *db, const struct import_export_request *request,
			struct arena *arena, struct plan_tree *out, struct error *err)
{
	int64_t year = request->year;
	struct plan_version version;
	struct plan plan;
	int code = year ? 0
			: db_get_int(db, STATEMENT_PLAN_NEWEST,
				     DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id)),
				     &year, err);

	if (!code)
		code = plan_find(db, request->jurisdiction_id, (int)year, arena, &plan, err);
	if (code)
		return code;
	code = plan_version_find_open(db, &plan, arena, &version, err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	return plan_tree_load(db, &plan, code ? plan.version : version.version, arena, out, err);
}

static int write_plan(struct db *db, const struct import_export_request *request,
		      struct csv_writer *csv, struct error *err)
{
	struct arena *arena = arena_new((size_t)256 << 20);
	struct plan_tree tree;
	int code = arena ? load_written(db, request, arena, &tree, err)
			 : error_broken(err, ERR_MEMORY, "export of a plan");

	if (!code)
		plan_export(&tree, request->language, csv, arena);
	arena_free(arena);
	if (code == -ERR_NOT_FOUND) {
		error_clear(err); /* no plan: only the header */
		code = 0;
	}
	return code;
}

const struct import_profile import_plan = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct plan_row),
	.plan = plan_rows,
	.release = release,
	.apply = apply,
	.was = was,
	.write = write_plan,
};
