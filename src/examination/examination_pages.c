/*
 * examination_pages.c - one examination: the own statement (on a phone), the superior's points and opinion,
 * the team's points, findings; and what each may do next. The buttons are what the state table and its guards
 * offer.
 *
 * The person reads points, opinion and findings from publicity on, when they may also object.
 */
#include "examination/examination_view.h"
#include "letter/letter_view.h"
#include "messages_appraisal.h"
#include "messages_common.h"
#include "messages_examination.h"
#include "messages_scoring.h"
#include "messages_web.h"
#include "people/person.h"
#include "people/unit.h"
#include "process/result_shown_view.h"
#include "process/subject_view.h"
#include "statements_examination_pages.h"
#include "templates_examination.h"
#include "web/form_error.h"
#include "web/links.h"
#include "web/route.h"
#include "web/view_field.h"

static const struct form_label labels[] = {
	{ "study", MESSAGE_EXAMINATION_STUDY },
	{ "performance", MESSAGE_EXAMINATION_PERFORMANCE },
	{ "integrity", MESSAGE_EXAMINATION_INTEGRITY },
	{ "points", MESSAGE_SCORE_POINTS },
	{ "opinion", MESSAGE_EXAMINATION_OPINION },
	{ "note", MESSAGE_EXAMINATION_NOTE },
	{ "facts", MESSAGE_FINDING_FACTS },
	{ "finding_reason", MESSAGE_FINDING_REASON },
	{ "reason", MESSAGE_FINDING_REASON },
	{ "superior", MESSAGE_EXAMINATION_SUPERIOR_ID },
	{ "change_reason", MESSAGE_SCORE_CHANGE_REASON },
	{ NULL, MESSAGE_NONE },
};

/* Reading -------------------------------------------------------------------------------------- */

static int fill_names(struct page *page, const struct examination *it,
		      struct examination_page_view *view, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, it->person_id };
	struct person person, superior;
	struct unit unit;
	int rc = record_get(page->db, &person_record, key, page->arena, &person, err);

	key.id = it->unit_id;
	if (rc == 0)
		rc = record_get(page->db, &unit_record, key, page->arena, &unit, err);
	key.id = it->superior_id;
	if (rc == 0 && key.id)
		rc = record_get(page->db, &person_record, key, page->arena, &superior, err);
	if (rc < 0)
		return rc;
	view->person = person.name;
	view->unit = unit.name;
	if (key.id) {
		view->superior = superior.name;
		view->value_superior = superior.code;
	}
	if (page_may(page, PERMISSION_PERSON_READ, 0, it->person_id))
		view->url_person = link_person(page, it->person_id);
	if (page_may(page, PERMISSION_UNIT_READ, it->unit_id, 0))
		view->url_unit = link_unit(page, it->unit_id);
	return 0;
}

/* The letter against whose parts the year is examined, for who may read it. */
static int fill_letter(struct page *page, const struct examination *it,
		       struct examination_page_view *view, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(page->db, STATEMENT_EXAMINATION_PAGES_LETTER,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("person_id", it->person_id), db_int("year", it->year)),
			       &query, err);
	int64_t id = 0, unit_id = 0;

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0) {
		id = db_query_int(query, 0);
		unit_id = db_query_int(query, 1);
	}
	db_query_close(query);
	if (id && letter_may_read(page, unit_id, it->person_id, NULL))
		view->letter = link_letter_page(page, id);
	return rc < 0 ? rc : 0;
}

static void fill_parts(struct page *page, const struct examination *it,
		       const struct examination_facts *facts, struct examination_page_view *view)
{
	view->parts.items = ARENA_ARRAY(page->arena, struct examination_part_view,
					EXAMINATION_PART_COUNT);
	if (!view->parts.items)
		return;
	for (int i = 0; i < EXAMINATION_PART_COUNT; i++) {
		const char *name = examination_parts[i].name;
		struct str text = it->parts[i];

		if (view->editable && !text.length)
			text = facts->prefill[i];
		if (view->editable && form_has(page->form, name))
			text = form_value(page->form, name);
		view->parts.items[view->parts.count++] = (struct examination_part_view){
			.name = name,
			.title = str_from(page_text(page, examination_parts[i].label)),
			.text = text,
			.class = form_field_class(page, name),
		};
	}
}

static bool offers(const struct examination *it, const struct examination_rights *rights,
		   enum examination_event event)
{
	return rights->result == RESULT_DRAFT && examination_may(it, event, &rights->asker);
}

/* The superior's turn comes with the statement; the team's is the whole time. */
static bool may_mark(const struct examination *it, const struct examination_rights *rights)
{
	bool turn = rights->superior && it->superior_id && it->state == EXAMINATION_STATED;

	return turn || rights->inspects;
}

static void fill_offers(const struct examination *it, const struct examination_rights *rights,
			struct examination_page_view *view)
{
	bool open = rights->result == RESULT_DRAFT, other = open && !rights->own;

	view->editable = offers(it, rights, EXAMINATION_SUBMIT);
	view->may_recall = offers(it, rights, EXAMINATION_RECALL);
	view->may_return = offers(it, rights, EXAMINATION_RETURN);
	view->may_assess = offers(it, rights, EXAMINATION_ASSESS);
	view->may_reopen = offers(it, rights, EXAMINATION_REOPEN);
	view->moves = view->may_recall || view->may_return || view->may_assess || view->may_reopen;
	view->may_mark = open && may_mark(it, rights);
	view->may_find = other && (rights->superior || rights->inspects || rights->manages);
	view->may_name = other && rights->manages && it->state != EXAMINATION_ASSESSED;
	view->sees_marks = rights->sees_marks;
}

static void fill_form(struct page *page, const struct examination *it, struct examination_page_view *view)
{
	struct str base = link_examination(page, it->year, it->person_id).text;

	view->statement = (struct safe_url){ arena_format(page->arena, "%.*s/statement", STR_ARG(base)) };
	view->move = (struct safe_url){ arena_format(page->arena, "%.*s/move", STR_ARG(base)) };
	view->marks_action = (struct safe_url){ arena_format(page->arena, "%.*s/marks", STR_ARG(base)) };
	view->find = (struct safe_url){ arena_format(page->arena, "%.*s/findings", STR_ARG(base)) };
	view->name_action = (struct safe_url){ arena_format(page->arena, "%.*s/superior",
							    STR_ARG(base)) };
	view->csrf = page_csrf(page);
	view->revision = it->head.revision;
	view->error = form_error_text(page, labels);
	view->value_opinion = form_has(page->form, "opinion") ? form_value(page->form, "opinion")
							       : it->opinion;
	view->value_note = form_value(page->form, "note");
	view->value_facts = form_value(page->form, "facts");
	view->value_reason = form_value(page->form, "finding_reason");
	view->change_reason = form_value(page->form, "change_reason");
	if (form_has(page->form, "superior"))
		view->value_superior = form_value(page->form, "superior");
	view->class_opinion = form_field_class(page, "opinion");
	view->class_note = form_field_class(page, "note");
	view->class_facts = form_field_class(page, "facts");
	view->class_reason = form_field_class(page, "finding_reason");
	view->class_superior = form_field_class(page, "superior");
	view->class_change = form_field_class(page, "change_reason");
	list_option_choices(page, &view->part_options, "part", examination_parts);
	list_option_choices(page, &view->grade_options, "grade", finding_grades);
}

static void fill_texts(struct page *page, const struct examination *it,
		       const struct examination_rights *rights, struct examination_page_view *view)
{
	struct message_value values[] = {
		{ "name", view->person },
		{ "year", arena_format(page->arena, "%lld", (long long)it->year) },
	};

	view->title = page_message(page, MESSAGE_EXAMINATION_TITLE_OF, values, 2);
	view->year = page_message(page, MESSAGE_LAYOUT_YEAR, &values[1], 1);
	view->state = str_from(page_text(page, examination_states[it->state].label));
	view->light = examination_light(it->state);
	view->result = str_from(page_text(page, result_states[rights->result].label));
	view->result_light = result_state_light((int)rights->result);
	view->note = it->note;
	view->opinion = rights->sees_marks ? it->opinion : STR_EMPTY;
	view->url_list = safe_url_format(page->arena, "/examinations?year=%d", it->year);
	view->proof = link_proof(page, "examination", it->head.id);
	if ((!rights->own || rights->result != RESULT_DRAFT) &&
	    subject_may(page, PERMISSION_DERIVATION_READ, SCHEME_PERSON, it->person_id))
		view->url_derivation =
			link_subject_derivation(page, SCHEME_PERSON, it->year, it->person_id);
}

static void fill_facts(struct page *page, const struct examination_facts *facts,
		       struct list_options *out)
{
	out->items = ARENA_ARRAY(page->arena, struct list_option, facts->count + 1);
	for (size_t i = 0; out->items && i < facts->count; i++)
		out->items[out->count++] = (struct list_option){ .label = facts->items[i] };
}

static int render(struct page *page, const struct examination *it,
		  const struct examination_rights *rights, struct error *err)
{
	struct examination_page_view view = { .editable = false };
	struct examination_facts facts;
	int rc = examination_facts_read(page, it, &facts, err);

	if (rc == 0)
		rc = fill_names(page, it, &view, err);
	if (rc == 0)
		rc = fill_letter(page, it, &view, err);
	if (rc < 0)
		return rc;
	fill_offers(it, rights, &view);
	if (view.sees_marks)
		rc = examination_marks_fill(page, it, rights, &view, err);
	if (rc == 0 && rights->sees_marks)
		rc = examination_findings_fill(page, it, rights, &view, err);
	if (rc < 0)
		return rc;
	fill_parts(page, it, &facts, &view);
	fill_form(page, it, &view);
	fill_texts(page, it, rights, &view);
	fill_facts(page, &facts, &view.facts);
	return page_render(page, view.title, template_examination_page_slot(&view), err);
}

static int show_json(struct page *page, const struct examination *it,
		     const struct examination_rights *rights, struct error *err)
{
	struct examination shown = *it;
	struct json json;
	int rc;

	if (!rights->sees_marks)
		shown.opinion = STR_EMPTY;
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "examination");
	record_json(&examination_record, &shown, &json);
	json_name(&json, "result");
	json_text(&json, result_states[rights->result].name);
	rc = examination_members_json(page, it, rights, &json, err);
	json_object_end(&json);
	return rc;
}

static int show_examination(struct page *page, struct error *err)
{
	struct examination it;
	struct examination_rights rights;
	int rc = examination_read(page, page->db, &it, &rights, err);

	if (rc < 0)
		return rc;
	return page->format == PAGE_JSON ? show_json(page, &it, &rights, err)
					 : render(page, &it, &rights, err);
}

/* Acts ----------------------------------------------------------------------------------------- */

struct acting {
	struct examination it;
	struct examination_rights rights;
	struct examination_order order;
};

static int begin(struct page *page, struct act *act, struct acting *out, struct error *err)
{
	int rc = examination_read(page, act->db, &out->it, &out->rights, err);

	if (rc < 0)
		return rc;
	out->order = (struct examination_order){ .asker = out->rights.asker };
	if (form_has(page->form, "revision") &&
	    !str_parse_int(form_value(page->form, "revision"), 1, INT64_MAX,
			   &out->order.expected_revision))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

static int end(struct page *page, struct act *act, const struct acting *it, enum message said)
{
	char id[ID_TEXT_BYTES];

	act->summary = arena_format(act->arena, "%lld %s", (long long)it->it.year,
				    id_format(it->it.person_id, id));
	page_flash(page, said);
	page_redirect(page, link_examination(page, it->it.year, it->it.person_id));
	return 0;
}

/* A text of the form under its field's rules. */
static int read_text(struct page *page, const struct record_type *type, const char *name, void *record,
		     struct error *err)
{
	const struct field *field = record_field(type, str_from(name));

	return field_parse(field, str_trim(form_value(page->form, name)), record, page->arena, err);
}

static int act_statement(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	struct examination typed = { .year = 0 };
	struct str event = form_value(page->form, "event");
	bool submit = str_equal(event, STR("submit"));
	int rc = begin(page, act, &it, err);

	if (rc == 0 && !submit && !str_equal(event, STR("keep")))
		rc = error_invalid(err, "event", "", "keep or submit", "keep 或 submit");
	for (int i = 0; rc == 0 && i < EXAMINATION_PART_COUNT; i++)
		rc = read_text(page, &examination_record, examination_parts[i].name, &typed, err);
	if (rc < 0)
		return rc;
	it.order.event = EXAMINATION_SUBMIT;
	memcpy(it.order.parts, typed.parts, sizeof(typed.parts));
	rc = submit ? examination_move(act, &it.it, &it.order, &it.it, err)
		    : examination_keep(act, &it.it, &it.order, &it.it, err);
	return rc < 0 ? rc
		      : end(page, act, &it,
			    submit ? MESSAGE_FLASH_EXAMINATION_STATED : MESSAGE_FLASH_EXAMINATION_KEPT);
}

static int read_event(struct page *page, struct acting *it, struct error *err)
{
	static const struct field event_field = { .name = "event", .type = FIELD_CHOICE,
						  .choices = examination_events };
	int event = field_choice_value(&event_field, form_value(page->form, "event"));

	if (event < 0 || event == EXAMINATION_SUBMIT)
		return error_invalid(err, "event", "", "recall, return, assess or reopen",
				     "recall、return、assess 或 reopen");
	it->order.event = (enum examination_event)event;
	return 0;
}

static int act_move(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	struct examination typed = { .year = 0 };
	int rc = begin(page, act, &it, err);

	if (rc == 0)
		rc = read_event(page, &it, err);
	if (rc == 0)
		rc = read_text(page, &examination_record, "opinion", &typed, err);
	if (rc == 0)
		rc = read_text(page, &examination_record, "note", &typed, err);
	if (rc < 0)
		return rc;
	it.order.opinion = typed.opinion;
	it.order.note = typed.note;
	rc = examination_move(act, &it.it, &it.order, &it.it, err);
	return rc < 0 ? rc : end(page, act, &it, MESSAGE_FLASH_EXAMINATION_MOVED);
}

/* Marks: "p.CODE" points, "r.CODE" reason, "s.CODE" what was seen. */
static int read_entry(struct page *page, struct str code, struct examination_entry *out, struct error *err)
{
	struct str points = arena_format(page->arena, "p.%.*s", STR_ARG(code));
	struct str reason = arena_format(page->arena, "r.%.*s", STR_ARG(code));
	struct str seen = arena_format(page->arena, "s.%.*s", STR_ARG(code));
	struct str shown = form_value(page->form, seen.bytes), id = str_split(&shown, '.');

	out->points = str_trim(form_value(page->form, points.bytes));
	out->reason = form_value(page->form, reason.bytes);
	out->change_reason = str_trim(form_value(page->form, "change_reason"));
	if (id.length && (!id_parse(id, &out->seen_id) ||
			  !str_parse_int(shown, 1, INT64_MAX, &out->seen_revision)))
		return error_invalid(err, "seen", "", "the page's own value", "页面原值");
	return 0;
}

static int enter_all(struct page *page, struct act *act, struct acting *it, struct error *err)
{
	struct examination_sheet sheet;
	size_t typed = 0;
	int rc = examination_sheet_load(act->db, &it->it, page->arena, &sheet, err);

	for (size_t i = 0; rc == 0 && i < sheet.place.scheme->indicator_count; i++) {
		struct examination_entry entry = { .indicator = (int)i,
						   .superior = it->rights.superior };
		bool changed = false;

		if (sheet.lines[i].state == CELL_OTHER_CLASS)
			continue;
		rc = read_entry(page, sheet.place.scheme->indicators[i].code, &entry, err);
		typed += entry.points.length > 0;
		if (rc == 0 && entry.points.length)
			rc = examination_enter(act, &sheet, &entry, &changed, err);
	}
	if (rc == 0 && !typed)
		rc = error_invalid(err, "points", "", "points for at least one indicator",
				   "至少一项指标的得分");
	return rc;
}

static int act_marks(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	int rc = begin(page, act, &it, err);

	if (rc < 0)
		return rc;
	if (it.rights.own || !may_mark(&it.it, &it.rights))
		return error_set(err, ERR_RULE,
				 "Points are given by the superior after the statement, and by the team.",
				 "本人陈述提交后由上级评分，考核组按分工评分。");
	rc = enter_all(page, act, &it, err);
	return rc < 0 ? rc : end(page, act, &it, MESSAGE_FLASH_EXAMINATION_MARKED);
}

/* The form's reason is called finding_reason: the page has several. */
static int read_finding(struct page *page, struct finding *out, struct error *err)
{
	const struct field *reason = record_field(&finding_record, STR("reason"));
	int rc = read_text(page, &finding_record, "part", out, err);

	if (rc == 0)
		rc = read_text(page, &finding_record, "grade", out, err);
	if (rc == 0)
		rc = read_text(page, &finding_record, "facts", out, err);
	if (rc == 0)
		rc = field_parse(reason, str_trim(form_value(page->form, "finding_reason")), out,
				 page->arena, err);
	return rc;
}

static int act_find(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	struct finding finding = { .finder_id = page->session.account_id };
	int rc = begin(page, act, &it, err);

	if (rc < 0)
		return rc;
	if (it.rights.own || !(it.rights.superior || it.rights.inspects || it.rights.manages))
		return error_set(err, ERR_RULE, "Only the superior, the team or the office notes findings.",
				 "只有上级、考核组和办公室可以记录问题。");
	rc = read_finding(page, &finding, err);
	finding.finder = str_from(page->session.display_name);
	if (rc == 0)
		rc = finding_add(act, &it.it, &finding, err);
	return rc < 0 ? rc : end(page, act, &it, MESSAGE_FLASH_EXAMINATION_FOUND);
}

static int act_withdraw(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	int64_t id;
	int rc = begin(page, act, &it, err);

	if (rc == 0)
		rc = page_parameter_id(page, 2, &id, err);
	if (rc < 0)
		return rc;
	const struct finding_asker asker = { .permissions = it.rights.asker.permissions,
					     .account_id = page->session.account_id,
					     .manages = it.rights.manages && !it.rights.own };
	if (it.rights.own)
		return error_set(err, ERR_RULE, "Nobody decides in their own matter.", "本人须回避。");
	rc = finding_withdraw(act, &it.it, id, &asker, form_value(page->form, "note"), err);
	return rc < 0 ? rc : end(page, act, &it, MESSAGE_FLASH_EXAMINATION_WITHDRAWN);
}

static int act_name(struct page *page, struct act *act, struct error *err)
{
	struct acting it;
	struct person person = { .head = { .id = 0 } };
	struct str code = str_trim(form_value(page->form, "superior"));
	int rc = begin(page, act, &it, err);

	if (rc == 0 && (!it.rights.manages || it.rights.own))
		rc = error_set(err, ERR_RULE, "The office names superiors, not in its own matter.",
			       "上级由办公室指定，本人须回避。");
	if (rc == 0 && !form_has(page->form, "superior"))
		rc = error_invalid(err, "superior", "", "a person's code, or nothing for none",
				   "人员编号；没有上级时留空");
	if (rc == 0 && code.length)
		rc = person_find(act->db, page->jurisdiction_id, code, page->arena, &person, err);
	if (rc == -ERR_NOT_FOUND && it.rights.manages)
		rc = error_invalid(err, "superior", arena_text(page->arena, utf8_cut(code, 60)),
				   "a person's code", "人员编号");
	if (rc == 0)
		rc = examination_name_superior(act, &it.it, person.head.id, &it.it, err);
	return rc < 0 ? rc : end(page, act, &it, MESSAGE_FLASH_EXAMINATION_NAMED);
}

static const struct view_field mark_view[] = {
	{ .name = "indicator", .type = VIEW_TEXT },
	{ .name = "scorer", .type = VIEW_TEXT },
	{ .name = "points", .type = VIEW_DECIMAL, .flags = VIEW_NULL },
	{ .name = "reason", .type = VIEW_TEXT },
	{ .name = "date", .type = VIEW_DAY },
	{ .name = NULL },
};

static const struct view_field finding_view[] = {
	{ .name = "id", .type = VIEW_ID },
	{ .name = "part", .type = VIEW_TEXT },
	{ .name = "grade", .type = VIEW_TEXT },
	{ .name = "facts", .type = VIEW_TEXT },
	{ .name = "reason", .type = VIEW_TEXT },
	{ .name = "finder", .type = VIEW_TEXT },
	{ .name = "date", .type = VIEW_DAY },
	{ .name = "state", .type = VIEW_TEXT },
	{ .name = NULL },
};

static const struct view_field page_view[] = {
	{ .name = "examination", .type = VIEW_RECORD, .record = &examination_record },
	{ .name = "result", .type = VIEW_TEXT },
	{ .name = "marks", .type = VIEW_ARRAY, .items = mark_view },
	{ .name = "findings", .type = VIEW_ARRAY, .items = finding_view },
	{ .name = NULL },
};

#define ONE "/years/{year}/examinations/{person}"
#define POST_ROW(end, what, kind)                                                                  \
	{ .method = HTTP_POST, .path = ONE end,                                                    \
	  .access = PERMISSION_PLAN_READ | PERMISSION_EXAMINATION_MANAGE,                          \
	  .title = MESSAGE_EXAMINATION_TITLE, .show = show_examination, .act = what,               \
	  .act_kind = kind }

const struct route examination_routes[] = {
	/* Persons and superiors come by who they are; API tokens by their scope. */
	{ .method = HTTP_GET, .path = ONE,
	  .access = PERMISSION_PLAN_READ | PERMISSION_EXAMINATION_MANAGE, .flags = ROUTE_JSON,
	  .title = MESSAGE_EXAMINATION_TITLE, .show = show_examination, .view = page_view },
	POST_ROW("/statement", act_statement, "examination.state"),
	POST_ROW("/move", act_move, "examination.move"),
	POST_ROW("/marks", act_marks, "score.save"),
	POST_ROW("/findings", act_find, "finding.note"),
	POST_ROW("/findings/{finding}", act_withdraw, "finding.withdraw"),
	POST_ROW("/superior", act_name, "examination.superior"),
	{ .path = NULL },
};
