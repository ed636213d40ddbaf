/*
 * import_persons.c - profile persons: a person and one post in each row.
 *
 * A person with several posts has several rows. A row without unit, post and first day is a
 * person without a post. Posts of the same person, unit and title are linked in a list per such
 * key, so that periods that share a day are found whether they come from the file or are stored.
 */
#include "messages_import.h"
#include "people/code.h"
#include "people/person.h"
#include "people/post_watch.h"
#include "people/unit.h"
#include "process/import_internal.h"

enum { CODE, NAME, UNIT, TITLE, LEVEL, PRINCIPAL, FROM, TO };
#define PERSON_COLUMNS (1u << CODE | 1u << NAME)
#define KEY_COLUMNS    (1u << CODE | 1u << UNIT | 1u << TITLE | 1u << FROM)

struct person_row;

struct person_node {
	struct person person;	  /* as it is to be; head.id 0: to be created */
	struct str was_name;
	struct person_row *first; /* the file's first row about this person */
	bool changed;
};

struct post_node {
	struct post post;	 /* as it is to be; head.id 0: to be created */
	struct post was;
	struct person_row *first;/* the file's first row about this post */
	struct post_node *next;	 /* same person, unit, title */
	bool changed;
};

struct person_row {
	struct import_row row;
	struct str code, name, unit_code, title;
	int level;
	bool principal;
	int32_t from_day, to_day;
	/* planned */
	struct person_node *person;
	const struct unit *unit;
	struct post_node *post; /* NULL: a person without a post */
};

struct plan {
	struct map persons; /* code → struct person_node */
	struct map ids;	    /* stored id → struct person_node */
	struct map posts;   /* person code, unit id, from, title → struct post_node */
	struct map titles;  /* person code, unit id, title → first struct post_node of the list */
};

static const struct field columns[] = {
	[CODE] = { .name = "person_code",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct person_row, code),
		   .label = MESSAGE_IMPORT_COLUMN_PERSON_CODE,
		   .minimum = 1,
		   .maximum = CODE_MAXIMUM },
	[NAME] = { .name = "name",
		   .type = FIELD_TEXT,
		   .flags = FIELD_REQUIRED,
		   .offset = offsetof(struct person_row, name),
		   .label = MESSAGE_IMPORT_COLUMN_PERSON_NAME,
		   .minimum = 1,
		   .maximum = 50 },
	[UNIT] = { .name = "unit_code",
		   .type = FIELD_TEXT,
		   .offset = offsetof(struct person_row, unit_code),
		   .label = MESSAGE_IMPORT_COLUMN_UNIT_CODE,
		   .maximum = CODE_MAXIMUM },
	[TITLE] = { .name = "post",
		    .type = FIELD_TEXT,
		    .offset = offsetof(struct person_row, title),
		    .label = MESSAGE_IMPORT_COLUMN_POST,
		    .maximum = 100 },
	[LEVEL] = { .name = "level",
		    .type = FIELD_CHOICE,
		    .offset = offsetof(struct person_row, level),
		    .label = MESSAGE_IMPORT_COLUMN_LEVEL,
		    .choices = post_levels },
	[PRINCIPAL] = { .name = "principal",
			.type = FIELD_BOOLEAN,
			.offset = offsetof(struct person_row, principal),
			.label = MESSAGE_IMPORT_COLUMN_PRINCIPAL },
	[FROM] = { .name = "from",
		   .type = FIELD_DAY,
		   .offset = offsetof(struct person_row, from_day),
		   .label = MESSAGE_IMPORT_COLUMN_FROM },
	[TO] = { .name = "to",
		 .type = FIELD_DAY,
		 .offset = offsetof(struct person_row, to_day),
		 .label = MESSAGE_IMPORT_COLUMN_TO },
};

/* What is stored ------------------------------------------------------------------------------ */

static struct str id_key(struct import *import, int64_t id)
{
	return import_key(import, id, 0, STR(""), STR(""));
}

static struct str title_key(struct import *import, struct str person_code, int64_t unit_id,
			    struct str title)
{
	return import_key(import, unit_id, 0, person_code, title);
}

static struct str post_key(struct import *import, struct str person_code,
			   const struct post *post)
{
	return import_key(import, post->unit_id, post->from_day, person_code, post->title);
}

static int take_person(struct import *import, void *record, struct error *err)
{
	struct plan *plan = import->plan;
	struct person_node *node = import_alloc(import, sizeof(*node), err);
	void *present;
	if (!node)
		return -ERR_MEMORY;
	node->person = *(struct person *)record;
	node->was_name = node->person.name;
	int code = import_add(&plan->persons, node->person.code, node, &present, err);
	return code ? code
		    : import_add(&plan->ids, id_key(import, node->person.head.id), node, &present,
				 err);
}

/* Put a post into both maps. */
static int add_post(struct import *import, struct str person_code, struct post_node *node,
		    struct error *err)
{
	struct plan *plan = import->plan;
	void *present, *head;
	int code = import_add(&plan->posts, post_key(import, person_code, &node->post), node,
			      &present, err);
	if (!code)
		code = import_add(&plan->titles,
				  title_key(import, person_code, node->post.unit_id,
					    node->post.title),
				  node, &head, err);
	if (!code && head != node) {
		struct post_node *first = head;
		node->next = first->next;
		first->next = node;
	}
	return code;
}

static int take_post(struct import *import, void *record, struct error *err)
{
	const struct plan *plan = import->plan;
	struct post_node *node = import_alloc(import, sizeof(*node), err);
	if (!node)
		return -ERR_MEMORY;
	node->post = *(struct post *)record;
	node->was = node->post;
	const struct person_node *person = map_find(&plan->ids,
						    id_key(import, node->post.person_id));
	if (!person)
		return error_broken(err, ERR_CORRUPT, "a post without its person");
	return add_post(import, person->person.code, node, err);
}

/* Persons ------------------------------------------------------------------------------------- */

static void define_person(struct import *import, struct person_row *row, struct person_node *node)
{
	row->person = node;
	if (!node->first) {
		node->first = row;
		node->changed = !str_equal(node->person.name, row->name);
		node->person.code = row->code;
		node->person.name = row->name;
	} else if (!str_equal(node->person.name, row->name)) {
		import_refuse_number(import, &row->row, NAME,
				     "the same as in row {}, which has the same person code",
				     "与第 {} 行一致（人员编号相同）", node->first->row.number);
	}
}

static int plan_person(struct import *import, struct person_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	if (!import_are_good(&row->row, PERSON_COLUMNS))
		return 0;
	if (!code_is_valid(row->code)) {
		import_refuse(import, &row->row, CODE,
			      "1 to 32 letters, digits, - _ . beginning with a letter or digit",
			      "1 至 32 位字母、数字、- _ .，以字母或数字开头");
		return 0;
	}
	void *node = map_find(&plan->persons, row->code);
	if (!node) {
		struct person_node *new = import_alloc(import, sizeof(*new), err);
		node = new;
		if (new)
			new->person.left_day = CIVIL_NO_DAY;
		int code = node ? import_add(&plan->persons, row->code, node, &node, err)
				: -ERR_MEMORY;
		if (code)
			return code;
	}
	define_person(import, row, node);
	return 0;
}

/* Posts --------------------------------------------------------------------------------------- */

static bool has_no_post(const struct person_row *row)
{
	return !row->unit_code.length && !row->title.length && row->from_day == CIVIL_NO_DAY &&
	       row->to_day == CIVIL_NO_DAY && !(row->row.bad & ~PERSON_COLUMNS);
}

static void require(struct import *import, struct person_row *row, size_t column, bool given)
{
	static const char en[] = "a value, because the row names a post (leave unit, post and dates "
				 "empty for a person without one)";
	static const char zh[] = "必填（无职务的人员，单位、职务、日期均留空）";
	if (!given && !import_is_bad(&row->row, column))
		import_refuse(import, &row->row, column, en, zh);
}

/* Whether the row's post is complete and its unit known. */
static bool post_is_complete(struct import *import, struct person_row *row)
{
	require(import, row, UNIT, row->unit_code.length);
	require(import, row, TITLE, row->title.length);
	require(import, row, FROM, row->from_day != CIVIL_NO_DAY);
	if (import_has(import, LEVEL))
		require(import, row, LEVEL, import_cell(import, &row->row, LEVEL).length);
	if (!import_is_bad(&row->row, UNIT)) {
		row->unit = map_find(&import->units, row->unit_code);
		if (!row->unit)
			import_refuse(import, &row->row, UNIT, "the code of a registered unit",
				      "已登记单位的代码");
	}
	return row->person && import_are_good(&row->row, KEY_COLUMNS);
}

/* Whoever left takes no post beyond their last day. */
static void check_service(struct import *import, struct person_row *row)
{
	char day[CIVIL_TEXT_BYTES];
	const struct post_node *node = row->post;
	if (!node || node->first != row || row->row.bad || (node->post.head.id && !node->changed))
		return;
	int32_t left = row->person->person.left_day;
	if (left != CIVIL_NO_DAY &&
	    (node->post.to_day == CIVIL_NO_DAY || node->post.to_day > left))
		import_refuse_text(import, &row->row, CODE,
				   "a person in service: this one left on {}, record the return first",
				   "在职人员（该人员已于 {} 离任，请先办理复任）",
				   str_from(civil_format(left, day)));
}

/* A new period lies within the unit's life. */
static void check_life(struct import *import, struct person_row *row)
{
	char day[CIVIL_TEXT_BYTES];
	const struct post_node *node = row->post;
	if (!node || node->first != row || row->row.bad || (node->post.head.id && !node->changed))
		return;
	const struct unit *unit = row->unit;
	if (unit->to_day != CIVIL_NO_DAY && node->post.from_day > unit->to_day)
		import_refuse_text(import, &row->row, FROM, "a day on which the unit existed: it ended on {}",
				   "该单位存在期间的日期（该单位已于 {} 终止）",
				   str_from(civil_format(unit->to_day, day)));
	else if (unit->to_day != CIVIL_NO_DAY &&
		 (node->post.to_day == CIVIL_NO_DAY || node->post.to_day > unit->to_day))
		import_refuse_text(import, &row->row, TO,
				   "a day not after the unit's last, {}",
				   "不晚于该单位终止日期（{}）的日期",
				   str_from(civil_format(unit->to_day, day)));
	else if (unit->from_day != CIVIL_NO_DAY && node->post.from_day < unit->from_day)
		import_refuse_text(import, &row->row, FROM,
				   "a day on which the unit existed: it began on {}",
				   "该单位存在期间的日期（该单位自 {} 起设立）",
				   str_from(civil_format(unit->from_day, day)));
}

static void check_period(struct import *import, struct person_row *row)
{
	if (import_are_good(&row->row, 1u << FROM | 1u << TO) && row->to_day != CIVIL_NO_DAY &&
	    row->to_day < row->from_day)
		import_refuse(import, &row->row, TO, "empty, or a day not before the post began",
			      "空，或不早于任职日期的日期");
}

/* What the row says differs from the node: columns that the file lacks say nothing. */
static bool post_differs(const struct import *import, const struct person_row *row,
			 const struct post *post)
{
	return (import_has(import, LEVEL) && post->level != row->level) ||
	       (import_has(import, PRINCIPAL) && post->principal != row->principal) ||
	       (import_has(import, TO) && post->to_day != row->to_day);
}

static void take_values(const struct import *import, const struct person_row *row,
			struct post *post)
{
	bool new = !post->head.id;
	if (import_has(import, LEVEL) || new)
		post->level = import_has(import, LEVEL) ? row->level : POST_OTHER;
	if (import_has(import, PRINCIPAL) || new)
		post->principal = row->principal;
	if (import_has(import, TO) || new)
		post->to_day = row->to_day;
}

static void define_post(struct import *import, struct person_row *row, struct post_node *node)
{
	row->post = node;
	if (!node->first) {
		node->first = row;
		node->changed = post_differs(import, row, &node->post);
		take_values(import, row, &node->post);
	} else if (post_differs(import, row, &node->post)) {
		import_refuse_number(import, &row->row, TITLE,
				     "one row per post: row {} says something else about the same "
				     "person, unit, post and first day",
				     "同一任职只写一行：与第 {} 行的人员、单位、职务、任职日期相同而内容不同",
				     node->first->row.number);
	}
}

static int plan_post(struct import *import, struct person_row *row, struct error *err)
{
	struct plan *plan = import->plan;
	struct post post = { .title = row->title, .from_day = row->from_day };
	if (has_no_post(row))
		return 0;
	check_period(import, row);
	if (!post_is_complete(import, row))
		return 0;
	post.unit_id = row->unit->head.id;
	struct post_node *node = map_find(&plan->posts, post_key(import, row->code, &post));
	if (!node) {
		node = import_alloc(import, sizeof(*node), err);
		if (!node)
			return -ERR_MEMORY;
		node->post = post;
		int code = add_post(import, row->code, node, err);
		if (code)
			return code;
	}
	define_post(import, row, node);
	return 0;
}

static bool share_a_day(const struct post *a, const struct post *b)
{
	return (a->to_day == CIVIL_NO_DAY || b->from_day <= a->to_day) &&
	       (b->to_day == CIVIL_NO_DAY || a->from_day <= b->to_day);
}

/* Another period of the same person, unit and title shares a day with the row's. */
static void check_overlap(struct import *import, struct person_row *row)
{
	const struct plan *plan = import->plan;
	char from[CIVIL_TEXT_BYTES];
	if (!row->post || row->post->first != row || row->row.bad)
		return;
	const struct post_node *other = map_find(
		&plan->titles,
		title_key(import, row->code, row->post->post.unit_id, row->title));
	for (; other; other = other->next) {
		bool said_there = other->first && other->first->row.number > row->row.number;
		if (other == row->post || said_there ||
		    !share_a_day(&other->post, &row->post->post))
			continue;
		import_refuse_text(import, &row->row, FROM,
				   "a period that shares no day with the same post from {} on",
				   "与 {} 起的同一职务不重叠的任职期间",
				   str_from(civil_format(other->post.from_day, from)));
		return;
	}
}

static void decide(struct person_row *row)
{
	const struct person_node *person = row->person;
	const struct post_node *post = row->post;
	bool new_person = person && person->first == row && !person->person.head.id;
	bool new_post = post && post->first == row && !post->post.head.id;
	if (new_person || new_post)
		row->row.outcome = IMPORT_CREATED;
	else if ((person && person->first == row && person->changed) ||
		 (post && post->first == row && post->changed))
		row->row.outcome = IMPORT_CHANGED;
}

static int plan_persons(struct import *import, struct error *err)
{
	import->plan = import_alloc(import, sizeof(struct plan), err);
	int code = import->plan ? import_load_units(import, err) : -ERR_MEMORY;
	if (!code)
		code = import_load(import, &person_record, take_person, err);
	if (!code)
		code = import_load(import, &post_record, take_post, err);
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct person_row *row = (struct person_row *)import->rows[i];
		code = plan_person(import, row, err);
		if (!code)
			code = plan_post(import, row, err);
	}
	for (size_t i = 0; !code && i < import->row_count; i++) {
		struct person_row *row = (struct person_row *)import->rows[i];
		check_overlap(import, row);
		check_service(import, row);
		check_life(import, row);
		decide(row);
	}
	return code;
}

static void release(struct import *import)
{
	struct plan *plan = import->plan;
	if (!plan)
		return;
	map_release(&plan->persons);
	map_release(&plan->ids);
	map_release(&plan->posts);
	map_release(&plan->titles);
}

/* Writing ------------------------------------------------------------------------------------- */

static int apply(struct import *import, struct act *act, struct import_row *base,
		 struct error *err)
{
	struct person_row *row = (struct person_row *)base;
	struct person *person = &row->person->person;
	struct post *post = row->post && row->post->first == row ? &row->post->post : NULL;
	int code = 0;
	(void)import;
	if (!person->head.id)
		code = act_create(act, &person_record, person, err);
	else if (row->person->first == row && row->person->changed)
		code = act_update(act, &person_record, person, err);
	if (code || !post)
		return code;
	if (post->head.id && !row->post->changed)
		return 0;
	if (post->head.id) {
		code = act_update(act, &post_record, post, err);
		return code ? code : post_tell(act, post, err);
	}
	post->person_id = person->head.id;
	return act_create(act, &post_record, post, err);
}

/* What is stored ------------------------------------------------------------------------------ */

static struct str post_was(struct import *import, const struct post_node *node, size_t column)
{
	const struct post *was = &node->was, *post = &node->post;
	char day[CIVIL_TEXT_BYTES];
	if (column == LEVEL && was->level != post->level)
		return str_from(post_levels[was->level].name);
	if (column == PRINCIPAL && was->principal != post->principal)
		return was->principal ? STR("1") : STR("0");
	if (column == TO && was->to_day != post->to_day)
		return arena_str(import->arena, str_from(civil_format(was->to_day, day)));
	return STR_EMPTY;
}

static struct str was(struct import *import, const struct import_row *base, size_t column)
{
	const struct person_row *row = (const struct person_row *)base;
	const struct person_node *person = row->person;
	if (column == NAME && person && person->person.head.id &&
	    !str_equal(person->was_name, person->person.name))
		return person->was_name;
	return row->post && row->post->post.head.id ? post_was(import, row->post, column)
						    : STR_EMPTY;
}

const struct import_profile import_persons = {
	.columns = columns,
	.column_count = ARRAY_LENGTH(columns),
	.row_size = sizeof(struct person_row),
	.plan = plan_persons,
	.release = release,
	.apply = apply,
	.was = was,
};
