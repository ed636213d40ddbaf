/*
 * rulebook.c - see rulebook.h.
 */
#include "process/rulebook.h"

#include "embedded.h"
#include "messages_rulebook.h"
#include "people/record_find.h"
#include "statements_rulebook.h"

static const struct field fields[] = {
	{ .name = "code",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED | FIELD_SEARCH_CODE,
	  .offset = offsetof(struct rulebook_version, code),
	  .label = MESSAGE_RULEBOOK_CODE,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "kind",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct rulebook_version, kind),
	  .label = MESSAGE_RULEBOOK_KIND,
	  .minimum = 1,
	  .maximum = 40,
	  .since = 1 },
	{ .name = "version",
	  .type = FIELD_INTEGER,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct rulebook_version, version),
	  .label = MESSAGE_RULEBOOK_VERSION,
	  .minimum = 1,
	  .maximum = 9999,
	  .since = 1 },
	{ .name = "title",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_SEARCH_NAME,
	  .offset = offsetof(struct rulebook_version, title),
	  .label = MESSAGE_RULEBOOK_TITLE,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "title_en",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED | FIELD_SEARCH_TEXT,
	  .offset = offsetof(struct rulebook_version, title_en),
	  .label = MESSAGE_RULEBOOK_TITLE_EN,
	  .minimum = 1,
	  .maximum = 500,
	  .since = 1 },
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct rulebook_version, from_day),
	  .label = MESSAGE_RULEBOOK_FROM_DAY,
	  .since = 1 },
	{ .name = "to_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct rulebook_version, to_day),
	  .label = MESSAGE_RULEBOOK_TO_DAY,
	  .since = 1 },
	{ .name = "source",
	  .type = FIELD_TEXT,
	  .flags = FIELD_REQUIRED | FIELD_FIXED | FIELD_LINES,
	  .offset = offsetof(struct rulebook_version, source),
	  .label = MESSAGE_RULEBOOK_SOURCE,
	  .minimum = 1,
	  .maximum = RULE_TREE_MAXIMUM_BYTES,
	  .since = 1 },
	{ .name = "adopted_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FIXED,
	  .offset = offsetof(struct rulebook_version, adopted_day),
	  .label = MESSAGE_RULEBOOK_ADOPTED_DAY,
	  .since = 1 },
};

const struct record_type rulebook_record = {
	.name = "rulebook",
	.label = MESSAGE_RULEBOOK_LABEL,
	.size = sizeof(struct rulebook_version),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_RULEBOOK_INSERT,
	.update = STATEMENT_RULEBOOK_UPDATE,
	.remove = -1,
	.get = STATEMENT_RULEBOOK_GET,
	.all = STATEMENT_RULEBOOK_ALL,
};

/* Reading ------------------------------------------------------------------------------------------ */

static void read_texts(struct rule_problems *problems, const struct rule_node *map, struct str *zh,
		       struct str *en)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(problems, nodes[0], zh);
	rule_read_text(problems, nodes[1], en);
}

static void read_source(struct rule_problems *problems, const struct rule_node *map,
			struct rulebook *out)
{
	static const struct rule_key keys[] = { { "zh", RULE_TEXT, true },
						{ "en", RULE_TEXT, true },
						{ "verified", RULE_TEXT, true },
						{ "example", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_text(problems, nodes[0], &out->source);
	rule_read_text(problems, nodes[1], &out->source_en);
	rule_read_bool(problems, nodes[2], &out->verified);
	rule_read_bool(problems, nodes[3], &out->example);
}

static void read_day(struct rule_problems *problems, const struct rule_node *node, int32_t *out)
{
	if (node && !civil_parse(node->text, out))
		rule_problem(problems, node->place,
			     "found \"%.*s\"; accepted: a date such as 2008-07-14",
			     "“%.*s”不是日期；应为 2008-07-14 这样的日期", STR_ARG(node->text));
}

static void read_dates(struct rule_problems *problems, const struct rule_node *map,
		       struct rulebook *out)
{
	static const struct rule_key keys[] = { { "from", RULE_TEXT, true },
						{ "to", RULE_TEXT, false } };
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];

	if (!map)
		return;
	rule_map_read(problems, map, keys, ARRAY_LENGTH(keys), nodes);
	read_day(problems, nodes[0], &out->from_day);
	read_day(problems, nodes[1], &out->to_day);
	if (out->to_day != CIVIL_NO_DAY && out->to_day < out->from_day)
		rule_problem(problems, nodes[1]->place, "it ends before it begins",
			     "终止日期早于开始日期");
}

static void read_kind(struct rule_problems *problems, const struct rule_node *node,
		      struct rulebook *out)
{
	if (!node)
		return;
	for (const struct rulebook_kind *const *kind = rulebook_kinds; *kind; kind++)
		if (str_equal(node->text, str_from((*kind)->name)))
			out->kind = *kind;
	if (!out->kind)
		rule_problem(problems, node->place, "the kind \"%.*s\" is not known",
			     "没有“%.*s”这类规则", STR_ARG(node->text));
}

int rulebook_parse(struct str text, struct arena *arena, struct rule_problems *problems,
		   struct rulebook *out, struct error *err)
{
	static const struct rule_key keys[] = {
		{ "rulebook", RULE_TEXT, true }, { "kind", RULE_TEXT, true },
		{ "version", RULE_TEXT, true },	 { "title", RULE_MAP, true },
		{ "in_force", RULE_MAP, true },	 { "source", RULE_MAP, true },
		{ "rules", RULE_MAP, true },
	};
	const struct rule_node *nodes[ARRAY_LENGTH(keys)];
	struct rulebook book = { .from_day = CIVIL_NO_DAY, .to_day = CIVIL_NO_DAY };
	struct rule_node *root;

	rule_problems_init(problems, arena);
	int code = rule_tree_parse(text, arena, problems, &root, err);
	if (code)
		return code;
	rule_map_read(problems, root, keys, ARRAY_LENGTH(keys), nodes);
	rule_read_code(problems, nodes[0], &book.code);
	read_kind(problems, nodes[1], &book);
	rule_read_int(problems, nodes[2], 1, 9999, &book.version);
	read_texts(problems, nodes[3], &book.title, &book.title_en);
	read_dates(problems, nodes[4], &book);
	read_source(problems, nodes[5], &book);
	book.rules = nodes[6];
	if (book.kind && book.rules)
		book.kind->check(problems, book.rules);
	rule_problems_sort(problems);
	if (problems->count)
		return rule_problems_error(problems, err);
	*out = book;
	return 0;
}

/* Adopting ----------------------------------------------------------------------------------------- */

static int latest_version(struct act *act, struct str code, int64_t *out, struct error *err)
{
	return db_get_int(act->db, STATEMENT_RULEBOOK_LATEST_VERSION,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_text("code", code)),
			  out, err);
}

static int check_version(struct act *act, const struct rulebook *book, struct error *err)
{
	int64_t latest = 0;
	int code = latest_version(act, book->code, &latest, err);

	if (code || book->version > latest)
		return code;
	error_set(err, ERR_RULE, "", "");
	error_en(err,
		 "Version %d of the rulebook %.*s cannot be adopted: the latest is version %lld and an "
		 "adopted version never changes. Raise the version.",
		 book->version, STR_ARG(book->code), (long long)latest);
	error_zh(err,
		 "不能采用规则 %.*s 第 %d 版：最新为第 %lld 版，已采用的版本不可修改。请提高版本号。",
		 STR_ARG(book->code), book->version, (long long)latest);
	return -ERR_RULE;
}

static struct db_arg day_arg(const char *name, int32_t day)
{
	return day == CIVIL_NO_DAY ? db_null(name) : db_int(name, day);
}

static int check_other(struct act *act, const struct rulebook *book, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(act->db, STATEMENT_RULEBOOK_OTHER,
				 DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					 db_text("kind", str_from(book->kind->name)),
					 db_text("code", book->code),
					 db_int("from_day", book->from_day),
					 day_arg("to_day", book->to_day)),
				 &query, err);

	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		struct str other = db_query_copy(query, 0, act->arena);
		code = error_set(err, ERR_RULE, "", "");
		error_en(err, "The rulebook %.*s is in force on some of these days already.",
			 STR_ARG(other));
		error_zh(err, "其中有的日期已由规则 %.*s 规定。", STR_ARG(other));
	}
	db_query_close(query);
	return code;
}

/* Several codes of the kind may be in force at once. */
static bool is_chosen(const struct rulebook_kind *kind)
{
	const struct rulebook_kind *const *chosen = rulebook_kinds_chosen;

	while (*chosen && *chosen != kind)
		chosen++;
	return *chosen != NULL;
}

int rulebook_adopt(struct act *act, struct str source, struct rule_problems *problems,
		   struct rulebook_version *out, struct error *err)
{
	struct rulebook book;
	int code = rulebook_parse(source, act->arena, problems, &book, err);

	if (!code)
		code = check_version(act, &book, err);
	if (!code && !is_chosen(book.kind))
		code = check_other(act, &book, err);
	if (code)
		return code;
	*out = (struct rulebook_version){
		.head = { .jurisdiction_id = act->jurisdiction_id },
		.code = book.code,
		.kind = str_from(book.kind->name),
		.version = book.version,
		.title = book.title,
		.title_en = book.title_en,
		.from_day = book.from_day,
		.to_day = book.to_day,
		.source = source,
		.adopted_day = act->day,
	};
	return act_create(act, &rulebook_record, out, err);
}

/* Rule files lie in folders named after their kinds; other folders hold rules of other readers. */
static bool is_rulebook(const char *name)
{
	for (const struct rulebook_kind *const *kind = rulebook_kinds; *kind; kind++) {
		size_t length = strlen((*kind)->name);
		if (strncmp(name, (*kind)->name, length) == 0 && name[length] == '/')
			return true;
	}
	return false;
}

int rulebook_adopt_shipped(struct act *act, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(act->arena, struct rule_problems);
	int code = problems ? 0 : error_broken(err, ERR_MEMORY, "problems");

	for (int i = 0; !code && i < embedded_rules_count; i++) {
		struct rulebook_version version;
		struct rulebook book;
		int64_t latest = 0;

		if (!is_rulebook(embedded_rules[i].name))
			continue;
		code = rulebook_parse(embedded_rules[i].text, act->arena, problems, &book, err);
		if (!code)
			code = latest_version(act, book.code, &latest, err);
		if (!code && !latest)
			code = rulebook_adopt(act, embedded_rules[i].text, problems, &version, err);
	}
	return code;
}

/* Using -------------------------------------------------------------------------------------------- */

static int parse_stored(const struct rulebook_version *version, struct arena *arena,
			struct rulebook *out, struct error *err)
{
	struct rule_problems *problems = ARENA_NEW(arena, struct rule_problems);
	struct error parse;
	int code;

	if (!problems)
		return error_broken(err, ERR_MEMORY, "problems");
	code = rulebook_parse(version->source, arena, problems, out, &parse);
	return code ? error_broken(err, code == -ERR_INVALID ? ERR_CORRUPT : ERR_MEMORY,
				   "rulebook %.*s version %lld: %s", STR_ARG(version->code),
				   (long long)version->version, parse.en)
		    : 0;
}

int rulebook_load_version(struct db *db, struct record_key key, struct arena *arena,
			  struct rulebook *out, struct error *err)
{
	struct rulebook_version version;
	int code = record_get(db, &rulebook_record, key, arena, &version, err);

	return code ? code : parse_stored(&version, arena, out, err);
}

int rulebook_load(struct db *db, const struct rulebook_request *request, struct arena *arena,
		  struct rulebook *out, int64_t *out_id, struct error *err)
{
	struct rulebook_version version;
	const struct record_query query = {
		&rulebook_record, STATEMENT_RULEBOOK_IN_FORCE,
		DB_ARGS(db_int("jurisdiction_id", request->jurisdiction_id),
			db_text("kind", str_from(request->kind)), db_int("day", request->day))
	};
	int code = record_find(db, &query, arena, &version, err);

	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, "No rulebook of this kind is in force.",
				 "没有正在施行的该类规则。");
	if (code)
		return code;
	code = parse_stored(&version, arena, out, err);
	if (code)
		return code;
	*out_id = version.head.id;
	return 0;
}
