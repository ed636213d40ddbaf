/*
 * person_act_pages.c - a person is entered, takes a post, changes it, ends it, leaves, returns.
 *
 * What ends with an act stands above its form; a hash of it goes with the form, so that the act is refused
 * when something else would end than what was shown.
 */
#include "people/person_change.h"

#include "messages_common.h"
#include "messages_handover.h"
#include "messages_people.h"
#include "messages_person_change.h"
#include "messages_register.h"
#include "messages_web.h"
#include "people/handover_view.h"
#include "people/person_view.h"
#include "people/unit.h"
#include "statements_person_change.h"
#include "templates_people.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/list_page.h"
#include "web/routes.h"

static const struct form_label labels[] = {
	{ "day", MESSAGE_COMMON_DATE },
	{ "reason", MESSAGE_COMMON_REASON },
	{ "reference", MESSAGE_UNIT_CHANGE_REFERENCE },
	{ "unit", MESSAGE_POST_UNIT_ID },
	{ "title", MESSAGE_POST_TITLE },
	{ "level", MESSAGE_POST_LEVEL },
	{ "code", MESSAGE_PERSON_CODE },
	{ "name", MESSAGE_PERSON_NAME },
	{ "receiver", MESSAGE_HANDOVER_TO },
	{ NULL, MESSAGE_NONE },
};

static struct str typed(const struct page *page, const char *name)
{
	return str_trim(form_value(page->form, name));
}

static int load(struct page *page, struct person *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_PERSON_WRITE, 0, key.id, err);
	return rc < 0 ? rc : record_get(page->db, &person_record, key, page->arena, out, err);
}

/* The post of the path, of that person. */
static int load_post(struct page *page, const struct person *person, struct post *out,
		     struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 1, &key.id, err);

	if (rc == 0)
		rc = record_get(page->db, &post_record, key, page->arena, out, err);
	if (rc == 0 && out->person_id != person->head.id)
		rc = error_set(err, ERR_NOT_FOUND, "There is no such record, or you may not see it.",
			       "没有这条记录，或您无权查看。");
	return rc;
}

static int read_change(struct page *page, struct person_change *out, struct error *err)
{
	struct str day = typed(page, "day");

	*out = (struct person_change){ .reason = typed(page, "reason"),
				       .reference = typed(page, "reference") };
	if (civil_parse(day, &out->day))
		return 0;
	return error_invalid(err, "day", arena_text(page->arena, day),
			     "a date such as 2008-07-14", "日期，例如 2008-07-14");
}

static int finish(struct page *page, struct act *act, const struct person *person,
		  enum message flash)
{
	page_forget_sessions(page, 0);
	act->summary = person->code;
	page_flash(page, flash);
	page_redirect(page, link_person(page, person->head.id));
	return 0;
}

/* What ends ---------------------------------------------------------------------------------- */

/* An act for reading: nothing is written through it. */
static struct act reading(struct page *page)
{
	return (struct act){ .db = page->db, .arena = page->arena,
			     .jurisdiction_id = page->jurisdiction_id, .day = page->today };
}

static void note(struct hash *digest, const struct record_head *head)
{
	const struct str parts[] = { hash_str(digest),
				     { (const char *)&head->id, sizeof(head->id) },
				     { (const char *)&head->revision, sizeof(head->revision) } };

	*digest = hash_parts(parts, ARRAY_LENGTH(parts));
}

/* What an act takes from a person: posts, roles, and what is open and is handed over. */
struct consequences {
	struct person_posts posts;
	struct person_grants grants;
	struct handover_matters matters;
};

static struct hash digest_of(const struct consequences *ending)
{
	const struct person_posts *posts = &ending->posts;
	const struct person_grants *grants = &ending->grants;
	struct hash digest = { { 0 } };

	for (size_t i = 0; i < posts->count; i++)
		note(&digest, &posts->items[i].head);
	for (size_t i = 0; i < grants->count; i++)
		note(&digest, &grants->items[i].head);
	for (size_t i = 0; i < ending->matters.count; i++) {
		const struct record_head matter = { .id = ending->matters.items[i].subject_id };
		note(&digest, &matter);
	}
	return digest;
}

static struct str hex_of(struct page *page, const struct hash *digest)
{
	char text[HASH_HEX_BYTES];

	hex_encode(hash_str(digest), text);
	return arena_str(page->arena, str_from(text));
}

static void put_posts(struct page *page, const struct person_posts *posts, struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_CHANGE_ENDING_POSTS),
		   page_text(page, MESSAGE_PERSON_CHANGE_NO_POSTS));
	table_column(table, page_text(page, MESSAGE_PERSON_CHANGE_ENDING_POSTS), 0);
	table_column(table, page_text(page, MESSAGE_POST_UNIT_ID), 0);
	table_column(table, page_text(page, MESSAGE_POST_FROM_DAY), COLUMN_NARROW);
	for (size_t i = 0; i < posts->count; i++) {
		table_row(table);
		table_heading(table, posts->items[i].title, (struct safe_url){ STR_EMPTY });
		table_cell(table, posts->units[i]);
		table_cell(table, page_day(page, posts->items[i].from_day));
	}
}

static void put_grants(struct page *page, const struct person_grants *grants,
		       struct table_view *table)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_CHANGE_ENDING_GRANTS),
		   page_text(page, MESSAGE_PERSON_CHANGE_NO_GRANTS));
	table_column(table, page_text(page, MESSAGE_PERSON_CHANGE_ENDING_GRANTS), 0);
	table_column(table, page_text(page, MESSAGE_ROLE_GRANT_UNIT_ID), 0);
	for (size_t i = 0; i < grants->count; i++) {
		enum role role = (enum role)grants->items[i].role;
		table_row(table);
		table_heading(table, str_from(page_text(page, role_label(role))),
			      (struct safe_url){ STR_EMPTY });
		table_cell(table, grants->units[i].length
					  ? grants->units[i]
					  : str_from(page_text(page, MESSAGE_ACCOUNT_PAGE_WHOLE)));
	}
}

/* Everything that a leaving person holds, as of today. */
static int read_all(struct page *page, int64_t person_id, struct consequences *out,
		    struct error *err)
{
	struct act act = reading(page);
	int rc = person_posts_after(&act, person_id, page->today, &out->posts, err);

	if (rc == 0)
		rc = person_grants_of(&act, person_id, 0, &out->grants, err);
	if (rc == 0)
		rc = person_matters_of(&act, person_id, NULL, page->today, &out->matters, err);
	return rc;
}

/* The tables above the form, and with open matters the box for who takes them over. */
static int put_consequences(struct page *page, const struct consequences *ending,
			    struct person_act_view *view, struct error *err)
{
	const struct hash digest = digest_of(ending);
	const struct picker_field receiver = {
		&handover_person_picker, "receiver", MESSAGE_HANDOVER_TO, MESSAGE_HANDOVER_TO_HELP,
		STR_EMPTY, { arena_format(page->arena, "%.*s/find", STR_ARG(view->action.text)) }
	};
	int rc = handover_matters_table(page, &ending->matters, &view->matters, err);

	view->has_consequences = true;
	view->seen = hex_of(page, &digest);
	put_posts(page, &ending->posts, &view->posts);
	put_grants(page, &ending->grants, &view->grants);
	return rc < 0 ? rc : picker_fill(page, &receiver, &view->receiver, err);
}

static int check_seen(struct page *page, const struct consequences *ending, struct error *err)
{
	const struct hash digest = digest_of(ending);

	if (str_equal(typed(page, "seen"), hex_of(page, &digest)))
		return 0;
	return error_set(err, ERR_CONFLICT,
			 "What would end was changed since you opened the form. Nothing was done; look "
			 "at it again.",
			 "打开表单后，该人员的任职、角色或未了事项已有变动。未作任何更改，请重新核对。");
}

/* The form ----------------------------------------------------------------------------------- */

static void fill(struct page *page, const struct person *person, struct safe_url action,
		 struct person_act_view *view)
{
	struct str day = typed(page, "day");
	int64_t id = person->head.id;

	view->name = person->name;
	view->title = arena_format(page->arena, "%s · %.*s", page_text(page, view->submit),
				   STR_ARG(person->name));
	view->csrf = page_csrf(page);
	view->error = form_error_text(page, labels);
	view->back = link_person(page, id);
	view->action = action;
	view->day = day.length ? day : page_day(page, page->today);
	view->reason = typed(page, "reason");
	view->reference = typed(page, "reference");
	view->class_day = form_field_class(page, "day");
	view->class_reason = form_field_class(page, "reason");
	view->class_reference = form_field_class(page, "reference");
	view->class_title = form_field_class(page, "title");
}

static int render(struct page *page, const struct person_act_view *view, struct error *err)
{
	return page_render(page, view->title, template_person_act_slot(view), err);
}

/* A post begins, or follows another ---------------------------------------------------------- */

static int fill_ends(struct page *page, const struct person *person, struct person_act_view *view,
		     struct error *err)
{
	struct act act = reading(page);
	struct person_posts posts;
	char id[ID_TEXT_BYTES];
	int rc = person_posts_after(&act, person->head.id, page->today, &posts, err);

	for (size_t i = 0; rc == 0 && i < posts.count; i++) {
		struct str value = arena_str(page->arena,
					     str_from(id_format(posts.items[i].head.id, id)));
		list_option_add(page, &view->ends, "", value,
				arena_format(page->arena, "%.*s · %.*s",
					     STR_ARG(posts.units[i]), STR_ARG(posts.items[i].title)));
		if (view->ends.count)
			view->ends.items[view->ends.count - 1].selected =
				str_equal(value, typed(page, "ends"));
	}
	return rc;
}

static int show_post_form(struct page *page, struct error *err)
{
	struct person_act_view view = { .about = MESSAGE_PERSON_CHANGE_POST_ABOUT,
					.submit = MESSAGE_PERSON_CHANGE_POST_LINK,
					.day_label = MESSAGE_POST_FROM_DAY,
					.has_post = true };
	struct picker_field unit = { &unit_picker, "unit", MESSAGE_POST_UNIT_ID,
				     MESSAGE_PERSON_CHANGE_UNIT_HELP, STR_EMPTY, { STR_EMPTY } };
	struct person person;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = fill_ends(page, &person, &view, err);
	if (rc < 0)
		return rc;
	fill(page, &person, safe_url_format(page->arena, "/persons/%I/posts/new", person.head.id),
	     &view);
	unit.find = safe_url_format(page->arena, "/persons/%I/posts/new/find", person.head.id);
	view.post_title = typed(page, "title");
	view.principal = typed(page, "principal").length > 0;
	list_option_choices(page, &view.levels, "", post_levels);
	for (size_t i = 0; i < view.levels.count; i++)
		view.levels.items[i].selected =
			str_equal(view.levels.items[i].value, typed(page, "level"));
	rc = picker_fill(page, &unit, &view.unit, err);
	return rc < 0 ? rc : render(page, &view, err);
}

static int read_post(struct page *page, const struct person *person, struct post *out,
		     struct error *err)
{
	*out = (struct post){ .person_id = person->head.id,
			      .principal = typed(page, "principal").length > 0,
			      .to_day = CIVIL_NO_DAY };
	int rc = picker_read(page, &unit_picker, "unit", &out->unit_id, err);

	if (rc == 0 && !out->unit_id)
		rc = error_invalid(err, "unit", "", unit_picker.accepted_en,
				   unit_picker.accepted_zh);
	if (rc == 0)
		rc = page_check(page, PERMISSION_PERSON_WRITE, out->unit_id, 0, err);
	if (rc == 0)
		rc = field_parse(record_field(&post_record, STR("title")), typed(page, "title"), out,
				 page->arena, err);
	if (rc == 0)
		rc = field_parse(record_field(&post_record, STR("level")), typed(page, "level"), out,
				 page->arena, err);
	return rc;
}

/* The post that the new one follows, when one was chosen. */
static int read_followed(struct page *page, const struct person *person, bool *out_any,
			 struct post *out, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	struct str ends = typed(page, "ends");
	int rc;

	*out_any = ends.length > 0;
	if (!ends.length)
		return 0;
	if (!id_parse(ends, &key.id))
		return error_invalid(err, "ends", "", "a post of the list", "列表中的职务");
	rc = record_get(page->db, &post_record, key, page->arena, out, err);
	if (rc == 0 && out->person_id != person->head.id)
		rc = error_invalid(err, "ends", "", "a post of this person", "该人员的职务");
	return rc;
}

static int act_post(struct page *page, struct act *act, struct error *err)
{
	struct person_change change;
	struct person person;
	struct post post, followed;
	bool follows = false;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = read_change(page, &change, err);
	if (rc == 0)
		rc = read_post(page, &person, &post, err);
	if (rc == 0)
		rc = read_followed(page, &person, &follows, &followed, err);
	if (rc == 0)
		rc = follows ? person_transfer(act, &followed, &post, &change, err)
			     : person_post_begin(act, &post, &change, err);
	return rc < 0 ? rc
		      : finish(page, act, &person,
			       change.handover_id ? MESSAGE_FLASH_POST_ENDED_HANDOVER
						  : MESSAGE_FLASH_POST_BEGUN);
}

/* A post ends -------------------------------------------------------------------------------- */

static int read_end(struct page *page, const struct post *post, struct consequences *out,
		    struct error *err)
{
	struct act act = reading(page);
	struct unit unit;
	int rc = record_get(page->db, &unit_record,
			    (struct record_key){ page->jurisdiction_id, post->unit_id }, page->arena,
			    &unit, err);

	out->posts = (struct person_posts){ ARENA_NEW(page->arena, struct post),
					    ARENA_NEW(page->arena, struct str), 1 };
	if (rc == 0 && (!out->posts.items || !out->posts.units))
		rc = error_broken(err, ERR_MEMORY, "a post that ends");
	if (rc < 0)
		return rc;
	out->posts.items[0] = *post;
	out->posts.units[0] = unit.name;
	rc = person_grants_of(&act, post->person_id, post->unit_id, &out->grants, err);
	return rc < 0 ? rc
		      : person_matters_of(&act, post->person_id, post, page->today, &out->matters,
					  err);
}

static int show_end(struct page *page, struct error *err)
{
	struct person_act_view view = { .about = MESSAGE_PERSON_CHANGE_END_ABOUT,
					.submit = MESSAGE_PERSON_CHANGE_END,
					.day_label = MESSAGE_PERSON_CHANGE_LAST_DAY };
	struct consequences ending;
	struct person person;
	struct post post;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = load_post(page, &person, &post, err);
	if (rc == 0)
		rc = read_end(page, &post, &ending, err);
	if (rc < 0)
		return rc;
	fill(page, &person,
	     safe_url_format(page->arena, "/persons/%I/posts/%I/end", person.head.id, post.head.id),
	     &view);
	rc = put_consequences(page, &ending, &view, err);
	return rc < 0 ? rc : render(page, &view, err);
}

/* Who takes over what is open: named now, or later on the list. */
static int read_receiver(struct page *page, struct person_change *change, struct error *err)
{
	return picker_read(page, &handover_person_picker, "receiver", &change->receiver_id, err);
}

static int act_end(struct page *page, struct act *act, struct error *err)
{
	struct consequences ending;
	struct person_change change;
	struct person person;
	struct post post;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = load_post(page, &person, &post, err);
	if (rc == 0)
		rc = read_change(page, &change, err);
	if (rc == 0)
		rc = read_receiver(page, &change, err);
	if (rc == 0)
		rc = read_end(page, &post, &ending, err);
	if (rc == 0)
		rc = check_seen(page, &ending, err);
	if (rc == 0)
		rc = person_post_end(act, &post, &change, err);
	return rc < 0 ? rc
		      : finish(page, act, &person,
			       change.handover_id ? MESSAGE_FLASH_POST_ENDED_HANDOVER
						  : MESSAGE_FLASH_POST_ENDED);
}

/* Leaving and returning ---------------------------------------------------------------------- */

static int show_leave(struct page *page, struct error *err)
{
	struct person_act_view view = { .about = MESSAGE_PERSON_CHANGE_LEAVE_ABOUT,
					.submit = MESSAGE_PERSON_CHANGE_LEAVE,
					.day_label = MESSAGE_PERSON_CHANGE_LAST_DAY };
	struct consequences ending;
	struct person person;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = read_all(page, person.head.id, &ending, err);
	if (rc < 0)
		return rc;
	fill(page, &person, safe_url_format(page->arena, "/persons/%I/leave", person.head.id), &view);
	rc = put_consequences(page, &ending, &view, err);
	return rc < 0 ? rc : render(page, &view, err);
}

static int act_leave(struct page *page, struct act *act, struct error *err)
{
	struct person_change change;
	struct consequences ending;
	struct person person;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = read_change(page, &change, err);
	if (rc == 0)
		rc = read_receiver(page, &change, err);
	if (rc == 0)
		rc = read_all(page, person.head.id, &ending, err);
	if (rc == 0)
		rc = check_seen(page, &ending, err);
	if (rc == 0)
		rc = person_leave(act, &person, &change, err);
	return rc < 0 ? rc
		      : finish(page, act, &person,
			       change.handover_id ? MESSAGE_FLASH_PERSON_LEFT_HANDOVER
						  : MESSAGE_FLASH_PERSON_LEFT);
}

static int show_return(struct page *page, struct error *err)
{
	struct person_act_view view = { .about = MESSAGE_PERSON_CHANGE_RETURN_ABOUT,
					.submit = MESSAGE_PERSON_CHANGE_RETURN,
					.day_label = MESSAGE_POST_FROM_DAY };
	struct person person;
	int rc = load(page, &person, err);

	if (rc < 0)
		return rc;
	fill(page, &person, safe_url_format(page->arena, "/persons/%I/return", person.head.id), &view);
	return render(page, &view, err);
}

static int act_return(struct page *page, struct act *act, struct error *err)
{
	struct person_change change;
	struct person person;
	int rc = load(page, &person, err);

	if (rc == 0)
		rc = read_change(page, &change, err);
	if (rc == 0)
		rc = person_return(act, &person, &change, err);
	return rc < 0 ? rc : finish(page, act, &person, MESSAGE_FLASH_PERSON_RETURNED);
}

/* A new person ------------------------------------------------------------------------------- */

static int read_namesakes(struct page *page, struct table_view *table, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_PERSON_CHANGE_NAMESAKES,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_text("name", typed(page, "name")),
				       db_text("code", typed(page, "code"))),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_PERSON_FORM_NAMESAKES), "");
	table_column(table, page_text(page, MESSAGE_PERSON_CODE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PERSON_NAME), 0);
	table_column(table, page_text(page, MESSAGE_PERSON_FORM_LATEST_POST), 0);
	table_column(table, page_text(page, MESSAGE_PERSON_LEFT_DAY), COLUMN_NARROW);
	while ((rc = db_query_step(query, err)) > 0) {
		struct str unit = db_query_copy(query, 4, page->arena);
		struct str title = db_query_copy(query, 5, page->arena);
		table_row(table);
		table_cell(table, db_query_copy(query, 1, page->arena));
		table_heading(table, db_query_copy(query, 2, page->arena),
			      link_person(page, db_query_int(query, 0)));
		table_cell(table, arena_format(page->arena, "%.*s %.*s", STR_ARG(unit),
					       STR_ARG(title)));
		table_cell(table, db_query_is_null(query, 3)
					  ? STR_EMPTY
					  : page_day(page, (int32_t)db_query_int(query, 3)));
	}
	db_query_close(query);
	return rc < 0 ? rc : table_check(table, err);
}

static int show_new(struct page *page, struct error *err)
{
	struct person_new_view view = { .csrf = page_csrf(page),
					.error = form_error_text(page, labels),
					.code = typed(page, "code"),
					.name = typed(page, "name"),
					.class_code = form_field_class(page, "code"),
					.class_name = form_field_class(page, "name") };
	int rc = page_check(page, PERMISSION_PERSON_WRITE, 0, 0, err);

	if (rc == 0)
		rc = read_namesakes(page, &view.namesakes, err);
	if (rc < 0)
		return rc;
	view.has_namesakes = view.namesakes.rows.count > 0;
	return page_render(page, str_from(page_text(page, MESSAGE_PERSON_FORM_NEW)),
			   template_person_new_slot(&view), err);
}

/* Somebody of that name may be who is meant: then the register has them already. */
static int check_namesakes(struct page *page, struct error *err)
{
	struct table_view namesakes;
	int rc = read_namesakes(page, &namesakes, err);

	if (rc < 0 || !namesakes.rows.count || typed(page, "another").length)
		return rc;
	return error_set(err, ERR_RULE,
			 "The register has somebody of this name or code: see below. Whoever returns is "
			 "recorded on their own page; tick the box when this is another person.",
			 "登记簿中已有同名或同编号的人员，见下表。复任请在其本人页面办理；确为另一人的，请勾选后保存。");
}

static int act_new(struct page *page, struct act *act, struct error *err)
{
	struct person person = { .code = typed(page, "code"), .name = typed(page, "name") };
	int rc = page_check(page, PERMISSION_PERSON_WRITE, 0, 0, err);

	if (rc == 0)
		rc = check_namesakes(page, err);
	if (rc == 0)
		rc = person_create(act, &person, err);
	return rc < 0 ? rc : finish(page, act, &person, MESSAGE_FLASH_PERSON_CREATED);
}

#define ROW .access = PERMISSION_PERSON_WRITE, .title = MESSAGE_MENU_PERSONS

const struct route person_act_routes[] = {
	{ ROW, .method = HTTP_GET, .path = "/persons/new", .show = show_new },
	{ ROW, .method = HTTP_POST, .path = "/persons/new", .show = show_new, .act = act_new,
	  .act_kind = "person.create" },
	{ ROW, .method = HTTP_GET, .path = "/persons/{id}/posts/new", .show = show_post_form },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/posts/new", .show = show_post_form,
	  .act = act_post, .act_kind = "post.begin" },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/posts/new/find",
	  .prepare = show_post_form },
	{ ROW, .method = HTTP_GET, .path = "/persons/{id}/posts/{id}/end", .show = show_end },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/posts/{id}/end", .show = show_end,
	  .act = act_end, .act_kind = "post.end" },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/posts/{id}/end/find", .prepare = show_end },
	{ ROW, .method = HTTP_GET, .path = "/persons/{id}/leave", .show = show_leave },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/leave", .show = show_leave,
	  .act = act_leave, .act_kind = "person.leave" },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/leave/find", .prepare = show_leave },
	{ ROW, .method = HTTP_GET, .path = "/persons/{id}/return", .show = show_return },
	{ ROW, .method = HTTP_POST, .path = "/persons/{id}/return", .show = show_return,
	  .act = act_return, .act_kind = "person.return" },
	{ .path = NULL },
};
