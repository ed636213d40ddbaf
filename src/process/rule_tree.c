/*
 * rule_tree.c - libyaml's events folded into a tree with places.
 *
 * One stack of open containers; each event either opens, closes or adds a leaf. Semantic reading
 * happens on the tree, so that several problems can be reported at once; only a syntax error ends
 * the reading where it stands.
 */
#include "process/rule_tree.h"

#include <stdlib.h>
#include <yaml.h>

struct open_node {
	struct rule_node *node;
	struct rule_node *last; /* last child */
	struct str key;		/* MAP: the key that waits for its value; bytes NULL when none */
	struct rule_place key_place;
};

struct tree_reader {
	struct arena *arena;
	struct rule_problems *problems;
	struct open_node stack[RULE_TREE_MAXIMUM_DEPTH];
	int depth;
	struct rule_node *root;
	bool out_of_memory;
};

/* Problems ------------------------------------------------------------------------------------ */

void rule_problems_init(struct rule_problems *problems, struct arena *arena)
{
	problems->arena = arena;
	problems->count = 0;
	problems->more = false;
}

static struct str format_text(struct arena *arena, const char *format, va_list values)
{
	char text[ERROR_TEXT_BYTES];
	vsnprintf(text, sizeof(text), format, values);
	return arena_str(arena, utf8_cut(str_from(text), sizeof(text)));
}

void rule_problem(struct rule_problems *problems, struct rule_place place, const char *en,
		  const char *zh, ...)
{
	if (problems->count == RULE_PROBLEMS_MAXIMUM) {
		problems->more = true;
		return;
	}
	struct rule_problem *problem = &problems->items[problems->count++];
	problem->place = place;
	va_list values;
	va_start(values, zh);
	problem->en = format_text(problems->arena, en, values);
	va_end(values);
	va_start(values, zh);
	problem->zh = format_text(problems->arena, zh, values);
	va_end(values);
}

static int problem_compare(const void *left, const void *right)
{
	const struct rule_problem *a = left, *b = right;
	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	return (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

void rule_problems_sort(struct rule_problems *problems)
{
	if (problems->count > 1)
		qsort(problems->items, problems->count, sizeof(problems->items[0]),
		      problem_compare);
}

int rule_problems_error(const struct rule_problems *problems, struct error *err)
{
	const struct rule_problem *first = &problems->items[0];
	error_set(err, ERR_INVALID, "", "");
	error_en(err, "line %d, column %d: %.*s", first->place.line, first->place.column,
		 STR_ARG(first->en));
	error_zh(err, "第 %d 行第 %d 列：%.*s", first->place.line, first->place.column,
		 STR_ARG(first->zh));
	if (err)
		err->row = first->place.line;
	return -ERR_INVALID;
}

/* Events to tree ------------------------------------------------------------------------------ */

static struct rule_place place_of(yaml_mark_t mark)
{
	return (struct rule_place){ (int)mark.line + 1, (int)mark.column + 1 };
}

static struct rule_node *map_find(const struct rule_node *map, struct str key)
{
	for (struct rule_node *child = map->first; child; child = child->next)
		if (str_equal(child->key, key))
			return child;
	return NULL;
}

/* Hang `node` under the innermost open container, or make it the root. */
static void tree_add(struct tree_reader *reader, struct rule_node *node)
{
	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	struct open_node *open = &reader->stack[reader->depth - 1];
	node->key = open->key;
	node->key_place = open->key_place;
	open->key = STR_EMPTY;
	if (open->last)
		open->last->next = node;
	else
		open->node->first = node;
	open->last = node;
	open->node->count++;
}

static struct rule_node *node_new(struct tree_reader *reader, enum rule_node_kind kind,
				  yaml_mark_t mark)
{
	struct rule_node *node = ARENA_NEW(reader->arena, struct rule_node);
	if (!node) {
		reader->out_of_memory = true;
		return NULL;
	}
	node->kind = kind;
	node->place = place_of(mark);
	return node;
}

/* True when the innermost container is a map that waits for a key. */
static bool key_expected(const struct tree_reader *reader)
{
	if (reader->depth == 0)
		return false;
	const struct open_node *open = &reader->stack[reader->depth - 1];
	return open->node->kind == RULE_MAP && !open->key.bytes;
}

static bool key_add(struct tree_reader *reader, struct str text, yaml_mark_t mark)
{
	struct open_node *open = &reader->stack[reader->depth - 1];
	const struct rule_node *earlier = map_find(open->node, text);
	if (earlier)
		rule_problem(reader->problems, place_of(mark),
			     "the key “%.*s” stands here a second time; first in line %d",
			     "键“%.*s”重复出现；首次在第 %d 行", STR_ARG(text),
			     earlier->key_place.line);
	open->key = arena_str(reader->arena, text);
	open->key_place = place_of(mark);
	reader->out_of_memory |= !open->key.bytes;
	return !reader->out_of_memory;
}

static bool scalar_add(struct tree_reader *reader, const yaml_event_t *event)
{
	struct str text = { (const char *)event->data.scalar.value,
			    event->data.scalar.length };
	if (key_expected(reader))
		return key_add(reader, text, event->start_mark);
	struct rule_node *node = node_new(reader, RULE_TEXT, event->start_mark);
	if (!node)
		return false;
	node->text = arena_str(reader->arena, text);
	reader->out_of_memory |= !node->text.bytes;
	tree_add(reader, node);
	return !reader->out_of_memory;
}

static bool container_open(struct tree_reader *reader, enum rule_node_kind kind, yaml_mark_t mark)
{
	if (key_expected(reader)) {
		rule_problem(reader->problems, place_of(mark), "a key must be a plain text",
			     "键必须是普通文字");
		return false;
	}
	if (reader->depth == RULE_TREE_MAXIMUM_DEPTH) {
		rule_problem(reader->problems, place_of(mark),
			     "nested deeper than %d levels", "嵌套超过 %d 层",
			     RULE_TREE_MAXIMUM_DEPTH);
		return false;
	}
	struct rule_node *node = node_new(reader, kind, mark);
	if (!node)
		return false;
	tree_add(reader, node);
	reader->stack[reader->depth++] = (struct open_node){ .node = node };
	return true;
}

static const yaml_char_t *event_anchor(const yaml_event_t *event)
{
	if (event->type == YAML_SCALAR_EVENT)
		return event->data.scalar.anchor;
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return event->data.sequence_start.anchor;
	if (event->type == YAML_MAPPING_START_EVENT)
		return event->data.mapping_start.anchor;
	return NULL;
}

static const yaml_char_t *event_tag(const yaml_event_t *event)
{
	if (event->type == YAML_SCALAR_EVENT)
		return event->data.scalar.tag;
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return event->data.sequence_start.tag;
	if (event->type == YAML_MAPPING_START_EVENT)
		return event->data.mapping_start.tag;
	return NULL;
}

/* Anchors and tags make a file that reads differently from what it looks like. */
static bool event_plain(struct tree_reader *reader, const yaml_event_t *event)
{
	struct rule_place place = place_of(event->start_mark);
	if (event->type == YAML_ALIAS_EVENT || event_anchor(event)) {
		rule_problem(reader->problems, place, "anchors (&) and aliases (*) are not used here",
			     "此处不使用锚点（&）和别名（*）");
		return false;
	}
	if (event_tag(event)) {
		rule_problem(reader->problems, place, "tags (!) are not used here",
			     "此处不使用标签（!）");
		return false;
	}
	if (event->type == YAML_DOCUMENT_START_EVENT && reader->root) {
		rule_problem(reader->problems, place, "one file holds one document only",
			     "一个文件只能有一个文档");
		return false;
	}
	return true;
}

/* Fold one event in; false ends the reading (a problem or lack of memory is recorded). */
static bool event_add(struct tree_reader *reader, const yaml_event_t *event)
{
	if (!event_plain(reader, event))
		return false;
	if (event->type == YAML_SCALAR_EVENT)
		return scalar_add(reader, event);
	if (event->type == YAML_SEQUENCE_START_EVENT)
		return container_open(reader, RULE_LIST, event->start_mark);
	if (event->type == YAML_MAPPING_START_EVENT)
		return container_open(reader, RULE_MAP, event->start_mark);
	if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT)
		reader->depth--;
	return true;
}

static void syntax_problem(struct tree_reader *reader, const yaml_parser_t *parser)
{
	bool marked = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
	struct rule_place place = { 1, 1 };
	if (marked)
		place = place_of(parser->problem_mark);
	rule_problem(reader->problems, place, "not well-formed YAML: %s",
		     "不是合法的 YAML：%s", parser->problem ? parser->problem : "?");
}

static void events_read(struct tree_reader *reader, yaml_parser_t *parser)
{
	bool more = true;
	while (more) {
		yaml_event_t event;
		if (!yaml_parser_parse(parser, &event)) {
			if (parser->error == YAML_MEMORY_ERROR)
				reader->out_of_memory = true;
			else
				syntax_problem(reader, parser);
			return;
		}
		more = event_add(reader, &event) && event.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
}

static bool text_readable(struct rule_problems *problems, struct str text)
{
	struct rule_place start = { 1, 1 };
	if (text.length > RULE_TREE_MAXIMUM_BYTES) {
		rule_problem(problems, start, "longer than %d bytes", "超过 %d 字节",
			     RULE_TREE_MAXIMUM_BYTES);
		return false;
	}
	if (!utf8_is_valid(text)) {
		rule_problem(problems, start, "not UTF-8", "不是 UTF-8 编码");
		return false;
	}
	return true;
}

static void tree_read(struct tree_reader *reader, struct str text)
{
	yaml_parser_t parser;
	if (!yaml_parser_initialize(&parser)) {
		reader->out_of_memory = true;
		return;
	}
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.bytes, text.length);
	events_read(reader, &parser);
	yaml_parser_delete(&parser);
}

int rule_tree_parse(struct str text, struct arena *arena, struct rule_problems *problems,
		    struct rule_node **out_root, struct error *err)
{
	if (!text_readable(problems, text))
		return rule_problems_error(problems, err);
	struct tree_reader reader = { .arena = arena, .problems = problems };
	tree_read(&reader, text);
	if (reader.out_of_memory)
		return error_broken(err, ERR_MEMORY, "rule tree");
	if (problems->count == 0 && (!reader.root || reader.root->kind != RULE_MAP))
		rule_problem(problems, reader.root ? reader.root->place : (struct rule_place){ 1, 1 },
			     "the file must be a map of keys and values",
			     "文件应为“键: 值”的映射");
	rule_problems_sort(problems);
	if (problems->count > 0)
		return rule_problems_error(problems, err);
	*out_root = reader.root;
	return 0;
}
