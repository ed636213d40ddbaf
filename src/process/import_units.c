/*
 * import_units.c - profile units: units, their place in the tree, their group of a year.
 *
 * Every stored unit and every code of the file is one node, so that a parent may stand above or
 * below its sub-units in the file. A code may have several rows when only group and year differ.
 */
#include "messages_import.h"
#include "people/appraisal_group.h"
#include "people/code.h"
#include "people/group_member.h"
#include "people/rights.h"
#include "people/unit.h"
#include "process/import_internal.h"

enum { CODE, NAME, PARENT, KIND, GROUP, YEAR };

struct group_node {
	struct appraisal_group group; /* head.id 0: to be created */
};

struct member_node {
	struct group_member member; /* head.id 0: to be created */
	struct group_node *group;   /* as the file wants it; NULL: the file does not say */
	int64_t group_id;	    /* as stored */
	int row;		    /* of the file that said so */
};

struct unit_row;

struct unit_node {
	struct unit unit; /* as it is to be; head.id 0: to be created */
	struct unit was;
	struct unit_node *parent;
	struct unit_row *first; /* the file's first row about it; NULL: not in the file */
	struct str parent_code; /* of that row */
	bool changed, in_circle;
};

struct unit_row {
	struct import_row row;
	struct str code, name, parent_code, group;
	int kind;
	int64_t year; /* 0: empty */
	/* planned */
	struct unit_node *node;
	struct member_node *member;
	bool moves; /* the membership is to be written */
};

struct plan {
	struct map nodes;   /* code → struct unit_node */
	struct map ids;	    /* stored id → struct unit_node */
	struct map groups;  /* year, name → struct group_node */
	struct map members; /* year, unit code → struct member_node */
};

static const struct field columns[] = {
	[CODE] = { .name = "code",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct unit_row, code),
		   .label = MESSAGE_IMPORT_COLUMN_UNIT_CODE,
		   .minimum = 1,
		   .maximum = CODE_MAXIMUM },
	[NAME] = { .name = "name",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct unit_row, name),
		   .label = MESSAGE_IMPORT_COLUMN_UNIT_NAME,
		   .minimum = 1,
		   .maximum = 100 },
	[PARENT] = { .name = "parent_code",
		     .type = FIELD_TEXT,
		     .offset = offsetof(struct unit_row, parent_code),
		     .label = MESSAGE_IMPORT_COLUMN_PARENT_CODE,
		     .maximum = CODE_MAXIMUM },
	[KIND] = { .name = "kind",
		   .type = FIELD_CHOICE,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct unit_row, kind),
		   .label = MESSAGE_IMPORT_COLUMN_KIND,
		   .choices = unit_kinds },
	[GROUP] = { .name = "group",
		    .type = FIELD_TEXT,
		    .offset = offsetof(struct unit_row, group),
		    .label = MESSAGE_IMPORT_COLUMN_GROUP,
		    .maximum = 100 },
	[YEAR] = { .name = "year",
		   .type = FIELD_INTEGER,
		   .offset = offsetof(struct unit_row, year),
		   .label = MESSAGE_IMPORT_COLUMN_YEAR,
		   .minimum = CIVIL_FIRST_YEAR,
		   .maximum = CIVIL_LAST_YEAR },
};

/* What is stored ------------------------------------------------------------------------------ */

static int take_unit(struct import *import, void *record, struct error *err)
{
	struct plan *plan = import->plan;
	struct unit_node *node = import_alloc(import, sizeof(*node), err);
	void *present;
	if (!node)
		return -ERR_MEMORY;
	node->unit = *(struct unit *)record;
	node->was = node->unit;
	int code = import_add(&plan->nodes, node->unit.code, node, &present, err);
	if (code)
		return code;
	return import_add(&plan->ids, import_key(import, node->unit.head.id, 0, STR(""), STR("")),
			  node, &present, err);
}

static int take_group(struct import *import, void *record, struct error *err)
{
	struct plan *plan = import->plan;
	struct group_node *node = import_alloc(import, sizeof(*node), err);
	void *present;
	if (!node)
		return -ERR_MEMORY;
	node->group = *(struct appraisal_group *)record;
	return import_add(&plan->groups,
			  import_key(import, node->group.year, 0, node->group.name, STR("")), node,
			  &present, err);
}

static struct unit_node *node_of_id(struct import *import, int64_t id)
{
	const struct plan *plan = import->plan;
	return map_find(&plan->ids, import_key(import, id, 0, STR(""), STR("")));
}

static int take_member(struct import *import, void *record, struct error *err)
{
	struct plan *plan = import->plan;
	struct member_node *node = import_alloc(import, sizeof(*node), err);
	void *present;
	if (!node)
		return -ERR_MEMORY;
	node->member = *(struct group_member *)record;
	node->group_id = node->member.group_id;
	const struct unit_node *unit = node_of_id(import, node->member.unit_id);
	if (!unit)
		return error_broken(err, ERR_CORRUPT, "group member without a unit");
	return import_add(&plan->members,
			  import_key(import, node->member.year, 0, unit->unit.code, STR("")), node,
			  &present, err);
}

/* The file against itself and against what is stored ----------------------------------------- */

static bool differs(struct import *import, struct unit_row *row, const struct unit_row *first)
{
	static const char en[] = "the same as in row {}, which has the same unit code";
	static const char zh[] = "与第 {} 行一致（单位代码相同）";
	int at = first->row.number;
	if (!str_equal(row->name, first->name))
		import_refuse_number(import, &row->row, NAME, en, zh, at);
	else if (row->kind != first->kind)
		import_refuse_number(import, &row->row, KIND, en, zh, at);
	else if (!str_equal(row->parent_code, first->parent_code))
		import_refuse_number(import, &row->row, PARENT, en, zh, at);
	else
		return false;
	return true;
}

/* The row's unit is the node: the first row says what it is to be, further ones must agree. */
static void define(struct import *import, struct unit_row *row, struct unit_node *node)
{
	const unsigned all = 1u << CODE | 1u << NAME | 1u << PARENT | 1u << KIND;
	struct unit *unit = &node->unit;
	row->node = node;
	if (node->first) {
		if (import_are_good(&row->row, all) && import_are_good(&node->first->row, all))
			differs(import, row, node->first);
		return;
	}
	node->first = row;
	node->parent_code = row->parent_code;
	if (!import_are_good(&row->row, all))
		return;
	node->changed = !str_equal(unit->name, row->name) || unit->kind != row->kind;
	unit->code = row->code;
	unit->name = row->name;
	unit->kind = row->kind;
}

static int define_row(struct import *import, struct unit_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	if (import_is_bad(&row->row, CODE))
		return 0;
	if (!code_is_valid(row->code)) {
		import_refuse(import, &row->row, CODE,
			      "1 to 32 letters, digits, - _ . beginning with a letter or digit",
			      "1 至 32 位字母、数字、- _ .，以字母或数字开头");
		return 0;
	}
	void *node = map_find(&plan->nodes, row->code);
	if (!node) {
		node = import_alloc(import, sizeof(struct unit_node), err);
		int code = node ? import_add(&plan->nodes, row->code, node, &node, err)
				: -ERR_MEMORY;
		if (code)
			return code;
	}
	define(import, row, node);
	return 0;
}

static void resolve_parent(struct import *import, struct unit_node *node)
{
	const struct plan *plan = import->plan;
	struct unit_row *row = node->first;
	int64_t stored = node->unit.parent_id;
	if (!row || !import_has(import, PARENT)) {
		node->parent = stored ? node_of_id(import, stored) : NULL;
		return;
	}
	if (!row->parent_code.length || import_is_bad(&row->row, PARENT)) {
		node->changed |= stored != 0;
		return;
	}
	node->parent = map_find(&plan->nodes, row->parent_code);
	if (!node->parent)
		import_refuse(import, &row->row, PARENT,
			      "the code of a unit in this file or in the register",
			      "本表或已登记单位的代码");
	else
		node->changed |= node->parent->unit.head.id != stored || !stored;
}

/* The node stands above itself, within as many levels as there may be. */
static bool comes_back(const struct unit_node *node)
{
	const struct unit_node *above = node->parent;
	for (int i = 0; above && i <= RIGHTS_MAXIMUM_DEPTH; i++, above = above->parent)
		if (above == node)
			return true;
	return false;
}

static bool too_deep(const struct unit_node *node)
{
	const struct unit_node *above = node->parent;
	int ancestors = 0;
	for (; above && ancestors < RIGHTS_MAXIMUM_DEPTH; above = above->parent, ancestors++)
		if (above->in_circle)
			return false; /* said there */
	return ancestors >= RIGHTS_MAXIMUM_DEPTH;
}

/* An ended unit stays as it is, takes no group of a later year, and stands above nobody who lives on. */
static void check_ended(struct import *import, struct unit_row *row)
{
	static const char en[] = "what it was: the unit ended on {}";
	static const char zh[] = "原有内容（该单位已于 {} 终止）";
	const struct unit_node *node = row->node;
	char day[CIVIL_TEXT_BYTES];
	if (!node || row->row.bad)
		return;
	const struct unit_node *parent = node->parent;
	if (node->unit.head.id && node->unit.to_day != CIVIL_NO_DAY) {
		struct str ended = str_from(civil_format(node->unit.to_day, day));
		if (node->first == row && node->changed)
			import_refuse_text(import, &row->row, NAME, en, zh, ended);
		else if (row->group.length && row->year &&
			 node->unit.to_day < civil_year_start((int)row->year))
			import_refuse_text(import, &row->row, YEAR,
					   "a year in which the unit existed: it ended on {}",
					   "该单位存在的年度（该单位已于 {} 终止）", ended);
	} else if (parent && parent->unit.head.id && parent->unit.to_day != CIVIL_NO_DAY &&
		   node->first == row) {
		import_refuse_text(import, &row->row, PARENT,
				   "a unit that still exists: this one ended on {}",
				   "现有的单位（该单位已于 {} 终止）",
				   str_from(civil_format(parent->unit.to_day, day)));
	}
}

static void check_tree(struct import *import)
{
	for (size_t i = 0; i < import->row_count; i++) {
		struct unit_row *row = (struct unit_row *)import->rows[i];
		if (!row->node || row->node->first != row || !comes_back(row->node))
			continue;
		row->node->in_circle = true;
		import_refuse(import, &row->row, PARENT, "a unit that is not below this one",
			      "不隶属于本单位的上级（上级关系成环）");
	}
	for (size_t i = 0; i < import->row_count; i++) {
		struct unit_row *row = (struct unit_row *)import->rows[i];
		if (row->node && row->node->first == row && !row->node->in_circle &&
		    too_deep(row->node))
			import_refuse(import, &row->row, PARENT,
				      "a unit high enough: the tree has at most 16 levels",
				      "层级更高的单位：单位层级最多 16 级");
	}
}

/* Groups -------------------------------------------------------------------------------------- */

static int find_group(struct import *import, const struct unit_row *row, struct group_node **out,
		      struct error *err)
{
	struct plan *plan = import->plan;
	struct str key = import_key(import, row->year, 0, row->group, STR(""));
	void *node = map_find(&plan->groups, key);
	if (!node) {
		struct group_node *new = import_alloc(import, sizeof(*new), err);
		if (!new)
			return -ERR_MEMORY;
		new->group.year = row->year;
		new->group.name = row->group;
		int code = import_add(&plan->groups, key, new, &node, err);
		if (code)
			return code;
	}
	*out = node;
	return 0;
}

static int find_member(struct import *import, struct unit_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	struct str key = import_key(import, row->year, 0, row->code, STR(""));
	void *node = map_find(&plan->members, key);
	if (!node) {
		struct member_node *new = import_alloc(import, sizeof(*new), err);
		if (!new)
			return -ERR_MEMORY;
		new->member.year = row->year;
		int code = import_add(&plan->members, key, new, &node, err);
		if (code)
			return code;
	}
	row->member = node;
	return 0;
}

static int plan_group(struct import *import, struct unit_row *row, struct error *err)
{
	struct group_node *group;
	if (!row->group.length || row->row.bad)
		return 0;
	if (!row->year) {
		if (import_has(import, YEAR))
			import_refuse(import, &row->row, YEAR, "a year, because a group is given",
				      "年度（已填写考核组时必填）");
		else
			import_refuse(import, &row->row, GROUP,
				      "empty, because the file has no column year",
				      "空（文件缺少“年度”列时不能填写考核组）");
		return 0;
	}
	int code = find_group(import, row, &group, err);
	if (!code)
		code = find_member(import, row, err);
	if (code)
		return code;
	if (row->member->group && row->member->group != group) {
		import_refuse_number(import, &row->row, GROUP,
				     "one group a year: row {} puts this unit into another",
				     "同一年度只能编入一个考核组（第 {} 行已编入其他组）",
				     row->member->row);
		return 0;
	}
	row->moves = !row->member->group &&
		     (!group->group.head.id || row->member->group_id != group->group.head.id);
	if (!row->member->group)
		row->member->row = row->row.number;
	row->member->group = group;
	return 0;
}

static void decide(struct unit_row *row)
{
	const struct unit_node *node = row->node;
	bool first = node && node->first == row;
	if (!node)
		return;
	if (!node->unit.head.id && (first || row->moves))
		row->row.outcome = IMPORT_CREATED;
	else if ((first && node->changed) || row->moves)
		row->row.outcome = IMPORT_CHANGED;
}

static int load(struct import *import, struct error *err)
{
	int code = import_load(import, &unit_record, take_unit, err);
	if (!code)
		code = import_load(import, &appraisal_group_record, take_group, err);
	if (!code)
		code = import_load(import, &group_member_record, take_member, err);
	return code;
}

static int plan_units(struct import *import, struct error *err)
{
	import->plan = import_alloc(import, sizeof(struct plan), err);
	int code = import->plan ? load(import, err) : -ERR_MEMORY;
	for (size_t i = 0; !code && i < import->row_count; i++)
		code = define_row(import, (struct unit_row *)import->rows[i], err);
	if (code)
		return code;
	const struct plan *plan = import->plan;
	for (size_t i = 0; i < plan->nodes.capacity; i++)
		if (plan->nodes.slots[i].value)
			resolve_parent(import, plan->nodes.slots[i].value);
	check_tree(import);
	for (size_t i = 0; i < import->row_count; i++)
		check_ended(import, (struct unit_row *)import->rows[i]);
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct unit_row *row = (struct unit_row *)import->rows[i];
		code = plan_group(import, row, err);
		decide(row);
	}
	return code;
}

static void release(struct import *import)
{
	struct plan *plan = import->plan;
	if (!plan)
		return;
	map_release(&plan->nodes);
	map_release(&plan->ids);
	map_release(&plan->groups);
	map_release(&plan->members);
}

/* Writing ------------------------------------------------------------------------------------- */

static int create_unit(struct act *act, struct unit_node *node, struct error *err)
{
	/* At most RIGHTS_MAXIMUM_DEPTH levels: check_tree saw to it. */
	if (node->parent && !node->parent->unit.head.id) {
		int code = create_unit(act, node->parent, err);
		if (code)
			return code;
	}
	node->unit.parent_id = node->parent ? node->parent->unit.head.id : 0;
	node->unit.from_day = node->unit.to_day = CIVIL_NO_DAY;
	node->changed = false;
	return act_create(act, &unit_record, &node->unit, err);
}

/* A changed unit, whose new parent may have to be created first. */
static int update_unit(struct act *act, struct unit_node *node, struct error *err)
{
	int code = 0;
	if (node->parent && !node->parent->unit.head.id)
		code = create_unit(act, node->parent, err);
	node->unit.parent_id = node->parent ? node->parent->unit.head.id : 0;
	return code ? code : act_update(act, &unit_record, &node->unit, err);
}

static int write_member(struct act *act, struct unit_row *row, struct error *err)
{
	struct member_node *node = row->member;
	struct appraisal_group *group = &node->group->group;
	int code = group->head.id ? 0 : act_create(act, &appraisal_group_record, group, err);
	if (code)
		return code;
	node->member.group_id = group->head.id;
	node->member.unit_id = row->node->unit.head.id;
	return node->member.head.id ? act_update(act, &group_member_record, &node->member, err)
				    : act_create(act, &group_member_record, &node->member, err);
}

static int apply(struct import *import, struct act *act, struct import_row *base,
		 struct error *err)
{
	struct unit_row *row = (struct unit_row *)base;
	struct unit_node *node = row->node;
	int code = 0;
	(void)import;
	if (!node->unit.head.id)
		code = create_unit(act, node, err);
	else if (node->first == row && node->changed)
		code = update_unit(act, node, err);
	if (!code && row->moves)
		code = write_member(act, row, err);
	return code;
}

/* What is stored, for people ------------------------------------------------------------------ */

static struct str group_was(struct import *import, const struct unit_row *row)
{
	const struct plan *plan = import->plan;
	if (!row->moves || !row->member || !row->member->group_id)
		return STR_EMPTY;
	for (size_t i = 0; i < plan->groups.capacity; i++) {
		const struct group_node *group = plan->groups.slots[i].value;
		if (group && group->group.head.id == row->member->group_id)
			return group->group.name;
	}
	return STR_EMPTY;
}

static struct str was(struct import *import, const struct import_row *base, size_t column)
{
	const struct unit_row *row = (const struct unit_row *)base;
	const struct unit_node *node = row->node;
	if (column == GROUP)
		return group_was(import, row);
	if (!node || !node->unit.head.id || node->first != row)
		return STR_EMPTY;
	if (column == NAME && !str_equal(node->was.name, node->unit.name))
		return node->was.name;
	if (column == KIND && node->was.kind != node->unit.kind)
		return str_from(unit_kinds[node->was.kind].name);
	if (column == PARENT) {
		const struct unit_node *before =
			node->was.parent_id ? node_of_id(import, node->was.parent_id) : NULL;
		if (before != node->parent)
			return before ? before->unit.code : STR("");
	}
	return STR_EMPTY;
}

const struct import_profile import_units = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct unit_row),
	.plan = plan_units,
	.release = release,
	.apply = apply,
	.was = was,
};
