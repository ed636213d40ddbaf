/* letter_book.c - see letter_book.h. */
#include "letter/letter_book.h"

#include <stdlib.h>

#include "messages_letter.h"
#include "people/post.h"
#include "people/unit.h"
#include "statements_letter.h"

const struct field_choice letter_situations[] = {
	[LETTER_IS_MISSING] = { "missing", MESSAGE_LETTER_IS_MISSING },
	[LETTER_IS_CHANGED] = { "changed", MESSAGE_LETTER_IS_CHANGED },
	[LETTER_IS_OVER] = { "over", MESSAGE_LETTER_IS_OVER },
	[LETTER_IS_LEFT_OUT] = { "left_out", MESSAGE_LETTER_IS_LEFT_OUT },
	[LETTER_IS_DRAFTED] = { "draft", MESSAGE_LETTER_STATE_DRAFT },
	[LETTER_WAITS_PERSON] = { "person", MESSAGE_LETTER_WAITS_PERSON },
	[LETTER_WAITS_SUPERIOR] = { "superior", MESSAGE_LETTER_WAITS_SUPERIOR },
	[LETTER_WAITS_COUNTERSIGNER] = { "countersigner", MESSAGE_LETTER_WAITS_COUNTERSIGNER },
	[LETTER_IS_COMPLETE] = { "complete", MESSAGE_LETTER_IS_COMPLETE },
	[LETTER_HAS_ENDED] = { "ended", MESSAGE_LETTER_STATE_ENDED },
	{ NULL, MESSAGE_NONE },
};

const struct field_choice letter_whys[] = {
	[LETTER_WHY_NONE] = { "", MESSAGE_NONE },
	[LETTER_WHY_OTHER_POST] = { "other_post", MESSAGE_LETTER_WHY_OTHER_POST },
	[LETTER_WHY_NO_SUPERIOR] = { "no_superior", MESSAGE_LETTER_WHY_NO_SUPERIOR },
	{ NULL, MESSAGE_NONE },
};

struct loading {
	struct db *db;
	int64_t jurisdiction_id;
	struct arena *arena;
	struct letter_book *book;
};

static int choice(const struct field_choice *choices, struct str name)
{
	const struct field field = { .name = "choice", .type = FIELD_CHOICE, .choices = choices };

	return field_choice_value(&field, name);
}

static int32_t day_of(struct db_query *query, int column)
{
	return db_query_is_null(query, column) ? CIVIL_NO_DAY : (int32_t)db_query_int(query, column);
}

/* Room for one more of `size` bytes behind `count`; the array doubles when it is full. */
static int grow(struct arena *arena, void *items, size_t count, size_t size, struct error *err)
{
	void **array = items, *grown;

	if (count & (count - 1))
		return 0;
	grown = arena_alloc_array(arena, count ? 2 * count : 1, size);
	if (!grown)
		return error_broken(err, ERR_MEMORY, "%zu letters", count);
	if (count)
		memcpy(grown, *array, count * size);
	*array = grown;
	return 0;
}

/* Posts -------------------------------------------------------------------------------------------- */

static void read_post(struct db_query *query, struct arena *arena, struct letter_post *out)
{
	*out = (struct letter_post){
		.id = db_query_int(query, 0),
		.person_id = db_query_int(query, 1),
		.person_code = db_query_copy(query, 2, arena),
		.person_name = db_query_copy(query, 3, arena),
		.unit_id = db_query_int(query, 4),
		.unit_code = db_query_copy(query, 5, arena),
		.unit_name = db_query_copy(query, 6, arena),
		.kind = choice(unit_kinds, db_query_bytes(query, 7)),
		.title = db_query_copy(query, 8, arena),
		.level = choice(post_levels, db_query_bytes(query, 9)),
		.principal = db_query_int(query, 10) != 0,
		.from_day = (int32_t)db_query_int(query, 11),
		.to_day = day_of(query, 12),
		.field = db_query_copy(query, 13, arena),
	};
}

static int load_posts(struct loading *it, struct error *err)
{
	struct letter_book *book = it->book;
	struct db_query *query;
	int code = db_query_open(it->db, STATEMENT_LETTERS_POSTS,
				 DB_ARGS(db_int("jurisdiction_id", it->jurisdiction_id),
					 db_int("year", book->year), db_int("day", book->day)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = grow(it->arena, &book->posts, book->post_count, sizeof(*book->posts), err);
		if (code)
			break;
		read_post(query, it->arena, &book->posts[book->post_count++]);
	}
	db_query_close(query);
	return code;
}

/* Letters ------------------------------------------------------------------------------------------ */

static void read_brief(struct db_query *query, struct arena *arena, struct letter_brief *out)
{
	*out = (struct letter_brief){
		.id = db_query_int(query, 0),
		.person_id = db_query_int(query, 1),
		.unit_id = db_query_int(query, 2),
		.number = db_query_int(query, 3),
		.state = choice(letter_states, db_query_bytes(query, 4)),
		.superior_id = db_query_int(query, 5),
		.countersigner_id = db_query_int(query, 6),
		.basis_hash = db_query_copy(query, 7, arena),
		.made_day = (int32_t)db_query_int(query, 8),
		.closed_day = day_of(query, 9),
		.person_code = db_query_copy(query, 10, arena),
		.person_name = db_query_copy(query, 11, arena),
		.unit_code = db_query_copy(query, 12, arena),
		.unit_name = db_query_copy(query, 13, arena),
		.post = db_query_copy(query, 14, arena),
		.level = choice(post_levels, db_query_bytes(query, 15)),
		.principal = db_query_int(query, 16) != 0,
		.signed_days = { CIVIL_NO_DAY, CIVIL_NO_DAY, CIVIL_NO_DAY },
	};
}

static int compare_ids(const void *a, const void *b)
{
	const struct letter_brief *const *left = a, *const *right = b;

	return ((*left)->id > (*right)->id) - ((*left)->id < (*right)->id);
}

/* Signatures come by letter as well: walked side by side. */
static int load_signed(struct loading *it, struct error *err)
{
	struct letter_book *book = it->book;
	struct letter_brief **by_id =
		ARENA_ARRAY(it->arena, struct letter_brief *, book->letter_count + 1);
	struct db_query *query;
	size_t at = 0;
	int code;

	if (!by_id)
		return error_broken(err, ERR_MEMORY, "%zu letters", book->letter_count);
	for (size_t i = 0; i < book->letter_count; i++)
		by_id[i] = &book->letters[i];
	qsort(by_id, book->letter_count, sizeof(*by_id), compare_ids);
	code = db_query_open(it->db, STATEMENT_LETTERS_SIGNED,
			     DB_ARGS(db_int("jurisdiction_id", it->jurisdiction_id),
				     db_int("year", book->year)),
			     &query, err);
	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		int64_t id = db_query_int(query, 0);
		int signer = choice(letter_signers, db_query_bytes(query, 1));
		while (at < book->letter_count && by_id[at]->id < id)
			at++;
		if (at < book->letter_count && by_id[at]->id == id && signer >= 0)
			by_id[at]->signed_days[signer] = (int32_t)db_query_int(query, 2);
	}
	db_query_close(query);
	return code;
}

static int load_letters(struct loading *it, struct error *err)
{
	struct letter_book *book = it->book;
	struct db_query *query;
	int code = db_query_open(it->db, STATEMENT_LETTERS_OF_YEAR,
				 DB_ARGS(db_int("jurisdiction_id", it->jurisdiction_id),
					 db_int("year", book->year)),
				 &query, err);

	if (code)
		return code;
	while ((code = db_query_step(query, err)) > 0) {
		code = grow(it->arena, &book->letters, book->letter_count, sizeof(*book->letters),
			    err);
		if (code)
			break;
		read_brief(query, it->arena, &book->letters[book->letter_count++]);
	}
	db_query_close(query);
	return code ? code : load_signed(it, err);
}

/* The latest of a person and unit; NULL: none. */
static const struct letter_brief *latest(const struct letter_book *book, int64_t person_id,
					 int64_t unit_id)
{
	size_t low = 0, high = book->letter_count;

	/* The first behind those of the pair. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct letter_brief *one = &book->letters[middle];
		bool before = one->person_id != person_id ? one->person_id < person_id
							  : one->unit_id <= unit_id;
		if (before)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	const struct letter_brief *found = &book->letters[low - 1];
	return found->person_id == person_id && found->unit_id == unit_id ? found : NULL;
}

/* Rows --------------------------------------------------------------------------------------------- */

static bool gets_letter(const struct letter_book *book, const struct letter_post *post)
{
	return post->level >= 0 && book->rule.levels & 1u << post->level;
}

/* Of two posts of one person in one unit: whether `a` has the letter. */
static bool goes_before(const struct letter_post *a, const struct letter_post *b)
{
	if (a->principal != b->principal)
		return a->principal;
	if (a->level != b->level)
		return a->level > b->level;
	if (a->from_day != b->from_day)
		return a->from_day < b->from_day;
	return a->id < b->id;
}

/* Posts lie by unit, so those of one person there are near. */
static bool is_main(const struct letter_book *book, size_t at)
{
	const struct letter_post *post = &book->posts[at];

	for (size_t i = at; i-- > 0 && book->posts[i].unit_id == post->unit_id;)
		if (book->posts[i].person_id == post->person_id &&
		    gets_letter(book, &book->posts[i]) && goes_before(&book->posts[i], post))
			return false;
	for (size_t i = at + 1; i < book->post_count && book->posts[i].unit_id == post->unit_id; i++)
		if (book->posts[i].person_id == post->person_id &&
		    gets_letter(book, &book->posts[i]) && goes_before(&book->posts[i], post))
			return false;
	return true;
}

/* Who signs next is another than the letter says. */
static bool signer_changed(const struct letter_row *row)
{
	const struct letter_brief *letter = row->letter;
	int64_t countersigner = row->countersigner ? row->countersigner->person_id : 0;

	if (letter->state <= LETTER_ACCEPTED && letter->superior_id != row->superior->person_id)
		return true;
	return letter->state <= LETTER_SIGNED && letter->countersigner_id &&
	       letter->countersigner_id != countersigner;
}

static int waits_for(const struct letter_brief *letter)
{
	static const int situations[] = { [LETTER_DRAFT] = LETTER_IS_DRAFTED,
					  [LETTER_ISSUED] = LETTER_WAITS_PERSON,
					  [LETTER_ACCEPTED] = LETTER_WAITS_SUPERIOR,
					  [LETTER_SIGNED] = LETTER_WAITS_COUNTERSIGNER,
					  [LETTER_COUNTERSIGNED] = LETTER_IS_COMPLETE };

	if (letter->state == LETTER_SIGNED && !letter->countersigner_id)
		return LETTER_IS_COMPLETE;
	return situations[letter->state];
}

static int situation_of(const struct letter_row *row)
{
	if (row->why == LETTER_WHY_OTHER_POST || (row->why && !row->stands))
		return LETTER_IS_LEFT_OUT;
	if (!row->stands)
		return LETTER_IS_MISSING;
	if (row->superior &&
	    (!str_equal(row->letter->basis_hash, str_from(row->basis_hash)) || signer_changed(row)))
		return LETTER_IS_CHANGED;
	return waits_for(row->letter);
}

static int fill_row(struct loading *it, const struct letter_chain *chain,
		    const struct letter_owners *owners, struct letter_row *row, struct error *err)
{
	const struct letter_rule *rule = &it->book->rule;
	const struct letter_post *post = row->post;
	struct letter_content basis = { .post = post->title,
					.level = str_from(post_levels[post->level].name),
					.principal = post->principal };
	int code = letter_owners_items(owners, post, it->arena, &row->items, &row->item_count, err);

	if (code)
		return code;
	row->superior = letter_chain_find(chain, &rule->superiors, post, NULL);
	if (!row->superior)
		row->why = LETTER_WHY_NO_SUPERIOR;
	row->countersigner = letter_chain_find(chain, &rule->countersigners, post, row->superior);
	basis.items = row->items;
	basis.item_count = row->item_count;
	return letter_basis_hash(&basis, it->arena, row->basis_hash, err);
}

static int make_row(struct loading *it, const struct letter_chain *chain,
		    const struct letter_owners *owners, size_t at, struct error *err)
{
	struct letter_book *book = it->book;
	const struct letter_post *post = &book->posts[at];
	struct letter_row *row = &book->rows[book->count++];
	bool main = is_main(book, at);
	int code = 0;

	*row = (struct letter_row){ .post = post,
				    .person_id = post->person_id,
				    .unit_id = post->unit_id,
				    .person_code = post->person_code,
				    .person_name = post->person_name,
				    .unit_code = post->unit_code,
				    .unit_name = post->unit_name,
				    .title = post->title,
				    .level = post->level,
				    .principal = post->principal };
	if (!main)
		row->why = LETTER_WHY_OTHER_POST;
	else
		row->letter = latest(book, post->person_id, post->unit_id);
	row->stands = row->letter && letter_stands(row->letter->state);
	if (main)
		code = fill_row(it, chain, owners, row, err);
	row->situation = situation_of(row);
	return code;
}

static bool has_row(const struct letter_book *book, const struct letter_brief *letter, size_t rows)
{
	for (size_t i = 0; i < rows; i++)
		if (book->rows[i].letter == letter)
			return true;
	return false;
}

/* Letters of who holds no such post any more. */
static void make_old_rows(struct letter_book *book)
{
	size_t of_posts = book->count;

	for (size_t i = 0; i < book->letter_count; i++) {
		const struct letter_brief *letter = &book->letters[i];
		bool shown = letter_stands(letter->state) || letter->state == LETTER_ENDED;

		if (!shown || latest(book, letter->person_id, letter->unit_id) != letter ||
		    has_row(book, letter, of_posts))
			continue;
		book->rows[book->count++] = (struct letter_row){
			.letter = letter,
			.stands = letter_stands(letter->state),
			.situation = letter_stands(letter->state) ? LETTER_IS_OVER
								  : LETTER_HAS_ENDED,
			.person_id = letter->person_id,
			.unit_id = letter->unit_id,
			.person_code = letter->person_code,
			.person_name = letter->person_name,
			.unit_code = letter->unit_code,
			.unit_name = letter->unit_name,
			.title = letter->post,
			.level = letter->level,
			.principal = letter->principal,
		};
	}
}

static int compare_rows(const void *a, const void *b)
{
	const struct letter_row *left = a, *right = b;
	int order = str_compare(left->unit_code, right->unit_code);

	if (order)
		return order;
	if (left->principal != right->principal)
		return left->principal ? -1 : 1;
	if (left->level != right->level)
		return right->level - left->level;
	order = str_compare(left->person_code, right->person_code);
	return order ? order : left->why - right->why;
}

static int make_rows(struct loading *it, struct error *err)
{
	struct letter_book *book = it->book;
	struct letter_chain *chain;
	struct letter_owners *owners;
	int code = letter_chain_load(it->db, it->jurisdiction_id, book, it->arena, &chain, err);

	if (!code)
		code = letter_owners_load(it->db, book, it->arena, &owners, err);
	book->rows = ARENA_ARRAY(it->arena, struct letter_row,
				 book->post_count + book->letter_count + 1);
	if (!code && !book->rows)
		code = error_broken(err, ERR_MEMORY, "%zu letters", book->post_count);
	for (size_t i = 0; !code && i < book->post_count; i++)
		if (gets_letter(book, &book->posts[i]))
			code = make_row(it, chain, owners, i, err);
	if (code)
		return code;
	make_old_rows(book);
	qsort(book->rows, book->count, sizeof(*book->rows), compare_rows);
	return 0;
}

/* The whole ---------------------------------------------------------------------------------------- */

static int load_plan(struct loading *it, struct error *err)
{
	struct plan plan;
	int code = plan_find(it->db, it->jurisdiction_id, it->book->year, it->arena, &plan, err);

	if (!code && !plan.version)
		code = error_set(err, ERR_NOT_FOUND, "The plan of this year is not published yet.",
				 "该年度的计划尚未发布。");
	return code ? code
		    : plan_tree_load(it->db, &plan, plan.version, it->arena, &it->book->tree, err);
}

static int load_rule(struct loading *it, struct error *err)
{
	const struct rulebook_request request = { it->jurisdiction_id, letter_rulebook.name,
						  it->book->day };
	struct rulebook book;
	int64_t record_id;
	int code = rulebook_load(it->db, &request, it->arena, &book, &record_id, err);

	if (code == -ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND,
				 "No templates of letters are in force: adopt some under Rulebooks.",
				 "没有正在施行的责任书模板：请先在“规则文件”中采用。");
	return code ? code : letter_rule_read(&book, record_id, it->arena, &it->book->rule, err);
}

int letter_book_load(struct db *db, const struct letter_when *when, struct arena *arena,
		     struct letter_book *out, struct error *err)
{
	struct loading it = { db, when->jurisdiction_id, arena, out };
	int32_t first = civil_year_start(when->year), last = civil_year_end(when->year);

	*out = (struct letter_book){ .year = when->year,
				     .day = when->today < first	 ? first
					    : when->today > last ? last
								 : when->today };
	int code = load_plan(&it, err);
	if (!code)
		code = load_rule(&it, err);
	if (!code)
		code = load_posts(&it, err);
	if (!code)
		code = load_letters(&it, err);
	return code ? code : make_rows(&it, err);
}

/* What a letter says --------------------------------------------------------------------------------- */

#define VALUES 8

static void fill_values(const struct letter_content *content, struct arena *arena,
			struct letter_value values[VALUES])
{
	struct letter_value all[VALUES] = {
		{ "name", content->person_name },
		{ "unit", content->unit_name },
		{ "post", content->post },
		{ "year", arena_format(arena, "%d", content->year) },
		{ "superior", content->superior },
		{ "superior_post", content->superior_post },
		{ "count", arena_format(arena, "%zu", content->item_count) },
		{ "plan_version", arena_format(arena, "%lld", (long long)content->plan_version) },
	};

	memcpy(values, all, sizeof(all));
}

int letter_book_content(const struct letter_book *book, const struct letter_row *row,
			struct arena *arena, struct letter_content *out, struct error *err)
{
	const struct letter_post *post = row->post;
	const struct letter_subject subject = { post->level, post->kind, post->principal,
						post->field, post->title };
	struct letter_value values[VALUES];
	const struct letter_filling filling = { values, values, VALUES };

	*out = (struct letter_content){
		.year = book->year,
		.person_code = post->person_code,
		.person_name = post->person_name,
		.unit_code = post->unit_code,
		.unit_name = post->unit_name,
		.post = post->title,
		.level = str_from(post_levels[post->level].name),
		.principal = post->principal,
		.superior = row->superior->person_name,
		.superior_post = row->superior->title,
		.plan_version = book->tree.version,
		.items = row->items,
		.item_count = row->item_count,
	};
	if (row->countersigner) {
		out->countersigner = row->countersigner->person_name;
		out->countersigner_post = row->countersigner->title;
	}
	fill_values(out, arena, values);
	return letter_compose(&book->rule, &subject, &filling, arena, out, err);
}
