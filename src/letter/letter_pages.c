/*
 * letter_pages.c - one's own letters, one letter, signing it, what differs from the one before, PDF and text.
 *
 * The page to sign shows the whole text; what it posts names the hash of that text and the revision, so that
 * nobody signs what they did not see. ROUTE_REAUTHENTICATE asks who it is; a token cannot sign.
 */
#include "letter/letter_pdf.h"
#include "letter/letter_view.h"
#include "messages_common.h"
#include "messages_letter.h"
#include "messages_people.h"
#include "messages_web.h"
#include "people/person_block_view.h"
#include "people/rights.h"
#include "statements_letter.h"
#include "templates_letter.h"
#include "web/app.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/program.h"
#include "web/route.h"

#define WAITING_SHOWN 200

static const struct form_label labels[] = {
	{ "confirm", MESSAGE_LETTER_PAGE_CONFIRM },
	{ "note", MESSAGE_LETTER_NOTE },
	{ NULL, MESSAGE_NONE },
};

/* One's own ---------------------------------------------------------------------------------------- */

static void own_row(struct page *page, struct db_query *query, struct table_view *table)
{
	enum message state = list_page_word(letter_states, db_query_bytes(query, 3));
	struct field field = { .name = "state", .type = FIELD_CHOICE, .choices = letter_states };
	int at = field_choice_value(&field, db_query_bytes(query, 3));
	struct message_value number = { "number", page_number(page, db_query_int(query, 2)) };

	table_row(table);
	table_heading(table,
		      arena_format(page->arena, "%lld %.*s", (long long)db_query_int(query, 1),
				   STR_ARG(db_query_bytes(query, 4))),
		      link_letter_page(page, db_query_int(query, 0)))
		->note = page_message(page, MESSAGE_LETTER_PAGE_NUMBER_OF, &number, 1);
	table_light(table, letter_state_light(at), str_from(page_text(page, state)));
	table_cell(table, page_day(page, (int32_t)db_query_int(query, 6)));
	table_cell(table, db_query_is_null(query, 7)
				  ? STR("—")
				  : page_day(page, (int32_t)db_query_int(query, 7)));
}

static int letters_of(struct page *page, int64_t person_id, struct table_view *out,
		      struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_LETTERS_OF_PERSON,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", person_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(out, page->arena, page_text(page, MESSAGE_LETTER_PAGE_OWN),
		   page_text(page, MESSAGE_LETTER_PAGE_NONE));
	table_column(out, page_text(page, MESSAGE_LETTER_LABEL), 0);
	table_column(out, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(out, page_text(page, MESSAGE_LETTER_MADE_DAY), COLUMN_NARROW | COLUMN_WIDE);
	table_column(out, page_text(page, MESSAGE_LETTER_SIGNED_DAY), COLUMN_NARROW | COLUMN_WIDE);
	while ((rc = db_query_step(query, err)) > 0)
		own_row(page, query, out);
	db_query_close(query);
	return rc < 0 ? rc : table_check(out, err);
}

/* On the page of a person (people/person_block_view.h). */
static int person_letters(struct page *page, int64_t person_id, struct table_view *out,
			  struct error *err)
{
	if (!letter_is_self(page, person_id) &&
	    !page_may(page, PERMISSION_LETTER_READ, 0, person_id))
		return 0;
	return letters_of(page, person_id, out, err);
}

const struct person_block letter_person_block = { MESSAGE_LETTER_PAGE_TITLE, person_letters };

static int show_own(struct page *page, struct error *err)
{
	struct letter_own_view view = { .has_waiting = false };
	int64_t waiting = 0, person_id = page->rights.person_id;
	int year = 0, rc = 0;

	if (page->permissions & PERMISSION_LETTER_READ)
		rc = letter_newest_year(page, &year, err);
	if (rc == 0)
		rc = letter_waiting_table(page, WAITING_SHOWN, &view.waiting, &waiting, err);
	if (rc == 0)
		rc = letters_of(page, letter_is_self(page, person_id) ? person_id : 0, &view.own,
				err);
	if (rc < 0)
		return rc;
	view.has_waiting = waiting > 0;
	if (year) {
		struct message_value value = { "year", arena_format(page->arena, "%d", year) };
		view.year = link_letter_year(page, year);
		view.year_title = page_message(page, MESSAGE_LETTER_PAGE_YEAR, &value, 1);
	}
	return page_render(page, str_from(page_text(page, MESSAGE_LETTER_PAGE_OWN)),
			   template_letter_own_slot(&view), err);
}

/* One letter --------------------------------------------------------------------------------------- */

static struct str title_of(struct page *page, const struct letter_opened *it)
{
	return arena_format(page->arena, "%.*s · %.*s",
			    STR_ARG(letter_title_words(&it->content, page->language)),
			    STR_ARG(it->content.person_name));
}

static int fill_signatures(struct page *page, const struct letter_opened *it, struct table_view *table,
			   struct error *err)
{
	const struct letter_content *content = &it->content;
	const struct str names[] = { content->person_name, content->superior, content->countersigner };
	const struct str posts[] = { content->post, content->superior_post,
				     content->countersigner_post };

	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_SIGNATURES), "");
	table_column(table, page_text(page, MESSAGE_LETTER_SIGNER), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PERSON_NAME), 0);
	table_column(table, page_text(page, MESSAGE_LETTER_SIGNED_DAY), COLUMN_NARROW);
	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++) {
		const struct letter_signature *one = &it->signatures[signer];

		if (!letter_signer_id(&it->letter, (enum letter_signer)signer))
			continue;
		table_row(table);
		table_cell(table, str_from(page_text(page, letter_signers[signer].label)));
		table_heading(table, names[signer], (struct safe_url){ STR_EMPTY })->note =
			posts[signer];
		if (one->head.id)
			table_light(table, "light done", page_day(page, one->day));
		else
			table_light(table, "light idle",
				    str_from(page_text(page, MESSAGE_LETTER_PAGE_NOT_SIGNED)));
	}
	return table_check(table, err);
}

static int fill_earlier(struct page *page, const struct letter *letter,
			struct letter_page_view *view, struct error *err)
{
	struct table_view *table = &view->earlier;
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_LETTERS_BEFORE,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", letter->person_id),
				       db_int("unit_id", letter->unit_id),
				       db_int("year", letter->year)),
			       &query, err);

	if (rc < 0)
		return rc;
	table_init(table, page->arena, page_text(page, MESSAGE_LETTER_PAGE_EARLIER), "");
	table_column(table, page_text(page, MESSAGE_LETTER_NUMBER), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_LETTER_MADE_DAY), COLUMN_NARROW);
	while ((rc = db_query_step(query, err)) > 0) {
		struct field field = { .name = "state", .type = FIELD_CHOICE,
				       .choices = letter_states };
		int state = field_choice_value(&field, db_query_bytes(query, 2));
		struct message_value number = { "number",
						page_number(page, db_query_int(query, 1)) };
		bool here = db_query_int(query, 0) == letter->head.id;

		table_row(table)->class = here ? "here" : "";
		table_heading(table, page_message(page, MESSAGE_LETTER_PAGE_NUMBER_OF, &number, 1),
			      link_letter_page(page, db_query_int(query, 0)));
		table_light(table, letter_state_light(state),
			    str_from(page_text(page, letter_states[state].label)));
		table_cell(table, page_day(page, (int32_t)db_query_int(query, 3)));
		/* What replaced it stands behind it. */
		if (letter->state == LETTER_SUPERSEDED &&
		    db_query_int(query, 1) == letter->number + 1) {
			view->closed = page_message(page, MESSAGE_LETTER_PAGE_REPLACED_BY, &number, 1);
			view->next = link_letter_page(page, db_query_int(query, 0));
		}
	}
	db_query_close(query);
	view->has_earlier = table->rows.count > 1;
	return rc < 0 ? rc : table_check(table, err);
}

static void fill_closed(struct page *page, const struct letter *letter, struct letter_page_view *view)
{
	struct message_value values[2] = { { "day", STR_EMPTY }, { "note", letter->note } };

	if (letter->closed_day != CIVIL_NO_DAY)
		values[0].text = page_day(page, letter->closed_day);
	if (letter->state == LETTER_ENDED)
		view->closed = page_message(page, MESSAGE_LETTER_PAGE_ENDED_ON, values, 1);
	else if (letter->state == LETTER_WITHDRAWN)
		view->closed = page_message(page, MESSAGE_LETTER_PAGE_WITHDRAWN_ON, values, 2);
}

static struct str facts_of(struct page *page, const struct letter_opened *it)
{
	bool chinese = page->language == LANGUAGE_ZH;
	struct message_value template[] = {
		{ "title", chinese ? it->content.template_title : it->content.template_title_en },
		{ "code", it->content.template_code },
	};
	struct message_value values[] = {
		{ "version", page_number(page, it->content.plan_version) },
		{ "template", page_message(page, MESSAGE_LETTER_PAGE_TEMPLATE, template, 2) },
		{ "number", page_number(page, it->content.template_version) },
	};

	return page_message(page, MESSAGE_LETTER_PAGE_FACTS, values, 3);
}

/* As what the asker signs it now; LETTER_SIGNER_COUNT: it is not their turn. */
static enum letter_signer turn_of(const struct page *page, const struct letter *letter)
{
	enum letter_signer signer = letter_next_signer(letter);

	return letter_is_self(page, letter_signer_id(letter, signer)) && !page->session.token_id
		       ? signer
		       : LETTER_SIGNER_COUNT;
}

static void fill_acts(struct page *page, const struct letter_opened *it, struct letter_page_view *view)
{
	const struct letter *letter = &it->letter;
	int64_t id = letter->head.id;
	enum letter_signer turn = turn_of(page, letter);
	bool manages = page_may(page, PERMISSION_LETTER_MANAGE, letter->unit_id, 0);

	if (turn != LETTER_SIGNER_COUNT) {
		struct message_value part = { "part",
					      str_from(page_text(page, letter_signers[turn].label)) };
		view->sign = safe_url_format(page->arena, "/letters/%I/sign", id);
		view->your_turn = page_message(page, MESSAGE_LETTER_PAGE_YOUR_TURN, &part, 1);
	}
	view->may_renew = manages && view->is_changed;
	view->action_renew =
		safe_url_format(page->arena, "/letters/years/%d/new", letter->year);
	view->may_withdraw = manages && letter->state <= LETTER_ACCEPTED;
	view->action_withdraw = safe_url_format(page->arena, "/letters/%I/withdraw", id);
	view->proof = safe_url_format(page->arena, "/proofs/letters/%S", &letter->proof_code);
	if (letter->replaces_id)
		view->difference = safe_url_format(page->arena, "/letters/%I/difference", id);
	if (letter_is_open(page, letter, &it->content)) {
		view->pdf = safe_url_format(page->arena, "/letters/%I/letter.pdf", id);
		view->text = safe_url_format(page->arena, "/letters/%I/letter.txt", id);
	}
}

static void change_json(const struct letter_change *change, bool secrets, struct json *json)
{
	static const char *const kinds[LETTER_CHANGE_KIND_COUNT] = {
		"item_added",	"item_removed", "item_title",	 "item_measure",  "item_due", "item_role",
		"post",		"unit",		"superior",	 "countersigner", "text",
	};
	bool hidden = change->confidential && !secrets;

	json_object_begin(json);
	json_name(json, "change"), json_text(json, kinds[change->kind]);
	json_name(json, "item"), json_str(json, hidden ? STR_EMPTY : change->code);
	json_name(json, "before"), json_str(json, hidden ? STR_EMPTY : change->before);
	json_name(json, "after"), json_str(json, hidden ? STR_EMPTY : change->after);
	json_object_end(json);
}

static void letter_json(struct page *page, struct letter_opened *it)
{
	bool secrets = letter_shows_secrets(page, &it->letter);
	struct json json;

	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "letter"), record_json(&letter_record, &it->letter, &json);
	json_name(&json, "text"),
		json_str(&json, letter_is_open(page, &it->letter, &it->content) ? it->text
										 : STR_EMPTY);
	json_name(&json, "complete"), json_bool(&json, letter_is_complete(&it->letter));
	json_name(&json, "signatures"), json_array_begin(&json);
	for (int signer = 0; signer < LETTER_SIGNER_COUNT; signer++)
		if (it->signatures[signer].head.id)
			record_json(&letter_signature_record, &it->signatures[signer], &json);
	json_array_end(&json);
	json_name(&json, "changes"), json_array_begin(&json);
	for (size_t i = 0; i < it->changes.count; i++)
		change_json(&it->changes.items[i], secrets, &json);
	json_array_end(&json);
	json_object_end(&json);
}

static int fill_page(struct page *page, const struct letter_opened *it, struct letter_page_view *view,
		     struct error *err)
{
	const struct letter *letter = &it->letter;

	view->title = title_of(page, it);
	view->sub = arena_format(page->arena, "%.*s %.*s", STR_ARG(it->content.unit_name),
				 STR_ARG(it->content.post));
	view->light = letter_state_light(letter->state);
	view->state = letter_states[letter->state].label;
	view->error = form_error_text(page, labels);
	view->csrf = page_csrf(page);
	view->facts = facts_of(page, it);
	view->hash = letter->content_hash;
	view->revision = letter->head.revision;
	view->class_note = form_field_class(page, "note");
	view->value_note = form_value(page->form, "note");
	view->person_code = it->content.person_code;
	view->is_changed = it->changes.count > 0;
	if (page_may(page, PERMISSION_PERSON_READ, 0, letter->person_id))
		view->person = link_person(page, letter->person_id);
	if (page->permissions & PERMISSION_LETTER_READ)
		view->year = link_letter_year(page, letter->year);
	fill_closed(page, letter, view);
	fill_acts(page, it, view);
	int rc = letter_changes_fill(page, &it->changes, letter_shows_secrets(page, letter),
				     &view->changes, err);
	if (rc == 0)
		rc = fill_signatures(page, it, &view->signatures, err);
	if (rc == 0)
		rc = fill_earlier(page, letter, view, err);
	return rc < 0 ? rc : letter_text_fill(page, letter, &it->content, &view->content, err);
}

static int show_letter(struct page *page, struct error *err)
{
	struct letter_page_view view = { .is_changed = false };
	struct letter_opened it;
	int rc = letter_open(page, page->db, &it, err);

	if (rc == 0)
		rc = letter_changes_now(page, &it, err);
	if (rc < 0)
		return rc;
	if (page->format == PAGE_JSON) {
		letter_json(page, &it);
		return 0;
	}
	rc = fill_page(page, &it, &view, err);
	return rc < 0 ? rc : page_render(page, view.title, template_letter_page_slot(&view), err);
}

/* Signing ------------------------------------------------------------------------------------------ */

static int not_your_turn(struct page *page, struct error *err)
{
	if (page->error.code) { /* of the act: what happened meanwhile */
		*err = page->error;
		return err->code;
	}
	return error_set(err, ERR_NOT_FOUND, "This letter does not wait for your signature.",
			 "本责任书现在不需要您签署。");
}

static int show_sign(struct page *page, struct error *err)
{
	struct letter_sign_view view = { .is_changed = false };
	struct letter_opened it;
	int rc = letter_open(page, page->db, &it, err);

	if (rc < 0)
		return rc;
	enum letter_signer turn = turn_of(page, &it.letter);
	if (turn == LETTER_SIGNER_COUNT)
		return not_your_turn(page, err);
	struct message_value part = { "part", str_from(page_text(page, letter_signers[turn].label)) };
	view.title = title_of(page, &it);
	view.error = form_error_text(page, labels);
	view.csrf = page_csrf(page);
	view.hash = it.letter.content_hash;
	view.revision = it.letter.head.revision;
	view.confirm = page_message(page, MESSAGE_LETTER_PAGE_SIGN_CONFIRM, &part, 1);
	view.class_confirm = form_field_class(page, "confirm");
	view.action = safe_url_format(page->arena, "/letters/%I/sign", it.letter.head.id);
	view.back = link_letter_page(page, it.letter.head.id);
	if (it.letter.replaces_id)
		view.difference =
			safe_url_format(page->arena, "/letters/%I/difference", it.letter.head.id);
	rc = letter_changes_now(page, &it, err);
	view.is_changed = it.changes.count > 0;
	if (rc == 0)
		rc = letter_changes_fill(page, &it.changes, true, &view.changes, err);
	if (rc == 0)
		rc = letter_text_fill(page, &it.letter, &it.content, &view.content, err);
	return rc < 0 ? rc : page_render(page, view.title, template_letter_sign_slot(&view), err);
}

static int read_revision(struct page *page, int64_t *out, struct error *err)
{
	struct str revision = form_value(page->form, "revision");

	if (!str_parse_int(revision, 1, INT64_MAX, out))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

static void summarize(struct page *page, struct act *act, const struct letter_opened *it)
{
	act->summary = arena_format(page->arena, "%.*s %lld SHA-256 %.*s",
				    STR_ARG(it->content.person_name), (long long)it->letter.year,
				    STR_ARG(it->letter.content_hash));
}

/* What is signed now, as what; a form of another revision than the letter's is told so. */
static int read_turn(struct page *page, const struct letter *letter, struct letter_order *out,
		     struct error *err)
{
	enum letter_signer turn = turn_of(page, letter);
	int rc = read_revision(page, &out->expected_revision, err);

	if (turn == LETTER_SIGNER_COUNT) {
		bool stale = rc == 0 && out->expected_revision != letter->head.revision &&
			     letter_is_signer(page, letter);
		return stale ? error_set(err, ERR_CONFLICT,
					 "Somebody changed this after you opened the page.",
					 "您打开页面后已被他人处理，请刷新后再操作。")
			     : not_your_turn(page, err);
	}
	if (!form_has(page->form, "confirm"))
		return error_invalid(err, "confirm", "", "a tick: that you have read it",
				     "请勾选确认已通读全文");
	out->event = letter_signer_event(turn);
	return rc;
}

static int act_sign(struct page *page, struct act *act, struct error *err)
{
	struct letter_order order = { .permissions = page->permissions | PERMISSION_LOGGED_IN,
				      .person_id = page->rights.person_id,
				      .seen_hash = form_value(page->form, "seen_hash") };
	struct letter_opened it;
	int rc = letter_open(page, act->db, &it, err);

	if (rc == 0)
		rc = read_turn(page, &it.letter, &order, err);
	if (rc == 0)
		rc = letter_move(act, it.letter.head.id, &order, &it.letter, err);
	if (rc < 0)
		return rc;
	summarize(page, act, &it);
	page_flash(page, MESSAGE_FLASH_LETTER_SIGNED);
	page_redirect(page, link_letter_page(page, it.letter.head.id));
	return 0;
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct letter_order order = { .event = LETTER_WITHDRAW,
				      .permissions = page->permissions,
				      .person_id = page->rights.person_id };
	struct letter typed = { .note = STR_EMPTY };
	struct letter_opened it;
	int rc = letter_open(page, act->db, &it, err);

	if (rc == 0)
		rc = page_check(page, PERMISSION_LETTER_MANAGE, it.letter.unit_id, 0, err);
	if (rc == 0)
		rc = read_revision(page, &order.expected_revision, err);
	if (rc == 0)
		rc = field_parse(record_field(&letter_record, STR("note")),
				 form_value(page->form, "note"), &typed, page->arena, err);
	order.note = typed.note;
	if (rc == 0)
		rc = letter_move(act, it.letter.head.id, &order, &it.letter, err);
	if (rc < 0)
		return rc;
	summarize(page, act, &it);
	page_flash(page, MESSAGE_FLASH_LETTER_WITHDRAWN);
	page_redirect(page, link_letter_page(page, it.letter.head.id));
	return 0;
}

/* Difference, PDF, text ---------------------------------------------------------------------------- */

static int show_difference(struct page *page, struct error *err)
{
	struct letter_difference_view view = { .title = STR_EMPTY };
	struct letter_opened it;
	struct letter_content before;
	struct letter former;
	struct str text;
	int rc = letter_open(page, page->db, &it, err);

	if (rc == 0 && !it.letter.replaces_id)
		rc = error_set(err, ERR_NOT_FOUND, "There is no former letter.", "没有前一份责任书。");
	if (rc == 0)
		rc = record_get(page->db, &letter_record,
				(struct record_key){ page->jurisdiction_id, it.letter.replaces_id },
				page->arena, &former, err);
	if (rc == 0)
		rc = letter_text_load(page->db, &former, page->arena, &text, err);
	if (rc == 0)
		rc = letter_content_read(text, page->arena, &before, err);
	if (rc == 0)
		rc = letter_difference(&before, &it.content, page->arena, &it.changes, err);
	if (rc == 0)
		rc = letter_changes_fill(page, &it.changes, letter_shows_secrets(page, &it.letter),
					 &view.changes, err);
	if (rc < 0)
		return rc;
	view.title = title_of(page, &it);
	view.sub = arena_format(page->arena, "%.*s → %.*s", STR_ARG(page_day(page, former.made_day)),
				STR_ARG(page_day(page, it.letter.made_day)));
	view.back = link_letter_page(page, it.letter.head.id);
	view.former = link_letter_page(page, former.head.id);
	return page_render(page, view.title, template_letter_difference_slot(&view), err);
}

static int open_whole(struct page *page, struct letter_opened *out, struct error *err)
{
	int rc = letter_open(page, page->db, out, err);

	if (rc == 0 && !letter_is_open(page, &out->letter, &out->content))
		rc = error_set(err, ERR_NOT_FOUND, "There is no such record, or you may not see it.",
			       "没有这条记录，或您无权查看。");
	return rc;
}

static struct str file_name(struct page *page, const struct letter_opened *it, const char *ending)
{
	return arena_format(page->arena, "letter-%lld-%.*s.%s", (long long)it->letter.year,
			    STR_ARG(it->content.person_code), ending);
}

/* The address that the browser came to. */
static struct str proof_url(struct page *page, const struct letter *letter)
{
	struct str host = http_header(page->http, "Host");
	bool plain = str_starts_with(host, STR("127.0.0.1")) || str_starts_with(host, STR("localhost"));

	return arena_format(page->arena, "%s://%.*s/proofs/letters/%.*s", plain ? "http" : "https",
			    STR_ARG(host), STR_ARG(letter->proof_code));
}

static int show_pdf(struct page *page, struct error *err)
{
	struct letter_opened it;
	int rc = open_whole(page, &it, err);

	if (rc < 0)
		return rc;
	const struct letter_print print = {
		.letter = &it.letter,
		.content = &it.content,
		.signatures = it.signatures,
		.proof_url = proof_url(page, &it.letter),
		.jurisdiction_name = page->jurisdiction_name,
		.demonstration = page->demonstration,
		.language = page->language,
		.today = page->today,
		.family = page->app->options.pdf_family,
	};
	page_begin_file(page, "application/pdf", file_name(page, &it, "pdf").bytes);
	rc = letter_pdf_write(&print, page->arena, &page->http->out, err);
	if (rc < 0)
		http_forget_headers(page->http); /* the answer is no file */
	return rc;
}

static int show_text(struct page *page, struct error *err)
{
	struct letter_opened it;
	int rc = open_whole(page, &it, err);

	if (rc < 0)
		return rc;
	page_begin_file(page, "text/plain; charset=utf-8", file_name(page, &it, "txt").bytes);
	buf_add_str(&page->http->out, it.text);
	return 0;
}

const struct route letter_routes[] = {
	{ .method = HTTP_GET, .path = "/letters", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_LETTER_PAGE_OWN, .show = show_own },
	{ .method = HTTP_GET, .path = "/letters/{id}", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_JSON, .title = MESSAGE_LETTER_PAGE_TITLE, .show = show_letter },
	{ .method = HTTP_GET, .path = "/letters/{id}/sign", .access = PERMISSION_PLAN_READ,
	  .title = MESSAGE_LETTER_PAGE_SIGN_TITLE, .show = show_sign },
	{ .method = HTTP_POST, .path = "/letters/{id}/sign", .access = PERMISSION_PLAN_READ,
	  .flags = ROUTE_REAUTHENTICATE, .title = MESSAGE_LETTER_PAGE_SIGN_TITLE, .show = show_sign,
	  .act = act_sign, .act_kind = "letter.sign" },
	{ .method = HTTP_POST, .path = "/letters/{id}/withdraw", .access = PERMISSION_LETTER_MANAGE,
	  .title = MESSAGE_LETTER_PAGE_TITLE, .show = show_letter, .act = act_withdraw,
	  .act_kind = "letter.withdraw" },
	{ .method = HTTP_GET, .path = "/letters/{id}/difference", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_LETTER_PAGE_DIFFERENCE, .show = show_difference },
	{ .method = HTTP_GET, .path = "/letters/{id}/letter.pdf", .access = PERMISSION_LOGGED_IN,
	  .flags = ROUTE_SLOW, .title = MESSAGE_LETTER_PAGE_PDF, .show = show_pdf },
	{ .method = HTTP_GET, .path = "/letters/{id}/letter.txt", .access = PERMISSION_LOGGED_IN,
	  .title = MESSAGE_LETTER_PAGE_TEXT, .show = show_text },
	{ .path = NULL },
};
