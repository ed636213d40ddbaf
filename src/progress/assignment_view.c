/* assignment_view.c - the page of one assignment: loading and filling it. See assignment_view.h. */
#include "progress/assignment_view.h"

#include "evidence/evidence_access_view.h"
#include "messages_common.h"
#include "messages_people.h"
#include "messages_progress.h"
#include "progress/report_evidence.h"
#include "statements_report_evidence.h"
#include "web/form_error.h"
#include "web/links.h"

static const struct form_label labels[] = {
	{ "checkpoint", MESSAGE_PROGRESS_REPORT_CHECKPOINT },
	{ "status", MESSAGE_PROGRESS_REPORT_STATUS },
	{ "text", MESSAGE_PROGRESS_REPORT_TEXT },
	{ "next_step", MESSAGE_PROGRESS_REPORT_NEXT_STEP },
	{ "documents", MESSAGE_PROGRESS_REPORT_DOCUMENTS },
	{ "evidence", MESSAGE_REPORT_EVIDENCE_EVIDENCE_ID },
	{ "kind", MESSAGE_DUE_REQUEST_KIND },
	{ "proposed_day", MESSAGE_DUE_REQUEST_PROPOSED_DAY },
	{ "reason", MESSAGE_DUE_REQUEST_REASON },
	{ "answer", MESSAGE_DUE_REQUEST_ANSWER },
	{ "granted_day", MESSAGE_DUE_REQUEST_GRANTED_DAY },
	{ NULL, MESSAGE_NONE },
};

int assignment_load_place(struct page *page, struct db *db, int64_t id, struct assignment_shown *out,
		      struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, id };
	int rc = assigned_load(db, key, page->arena, &out->it, err);

	if (rc == 0)
		rc = progress_persons(page, db, id, &out->persons, &out->person_count, err);
	if (rc < 0)
		return rc;
	out->rights = progress_rights_of(page, &out->it.assignment, &out->it.item, out->persons,
					 out->person_count);
	return out->rights.read ? 0
				: error_set(err, ERR_NOT_FOUND, "There is no such page.",
					    "没有这个页面。");
}

int assignment_load_shown(struct page *page, int64_t id, struct assignment_shown *out, struct error *err)
{
	const struct record_key key = { page->jurisdiction_id, id };
	struct board_request request = { page->jurisdiction_id, 0, page->today };
	int rc = assignment_load_place(page, page->db, id, out, err);

	request.year = (int)out->it.plan.year;
	if (rc == 0)
		rc = board_load(page->db, &request, page->arena, &out->board, err);
	if (rc == 0)
		rc = board_forecast(&out->board, page->arena, err);
	if (rc == 0)
		rc = reports_load(page->db, key, page->arena, &out->reports, &out->report_count,
				  err);
	if (rc == 0)
		rc = due_requests_load(page->db, key, page->arena, &out->requests,
				       &out->request_count, err);
	if (rc == 0)
		out->row = board_find(&out->board, id);
	return rc;
}

/* Checkpoints -------------------------------------------------------------------------------------- */

struct light_words assignment_reason(struct page *page, const struct assignment_shown *shown,
				    const struct board_point *point)
{
	return light_explain(&shown->board.rule, &point->dates, &point->facts,
			     &shown->board.calendar, page->arena);
}

static struct str percent_text(struct page *page, struct decimal share)
{
	char text[DECIMAL_TEXT_BYTES];

	return arena_format(page->arena, "%s%%", decimal_format_short(share, text));
}

static struct str checkpoint_text(struct page *page, int32_t day)
{
	return day == CIVIL_NO_DAY ? str_from(page_text(page, MESSAGE_PROGRESS_PAGE_NO_DUE))
				   : page_day(page, day);
}

static void fill_point(struct page *page, const struct assignment_shown *shown,
		       const struct board_point *point, struct point_view *view)
{
	*view = (struct point_view){
		.due = checkpoint_text(page, point->dates.due),
		.light = progress_light_class(point->light.colour),
		.word = progress_light_word(page, point->light.colour),
		.reason = progress_words(page, assignment_reason(page, shown, point)),
		.contested = point->facts.contested,
		.late_expected = point->forecast.late,
	};
	if (point->dates.due != point->planned)
		view->planned = page_day(page, point->planned);
	if (point->counts)
		view->share = percent_text(page, point->share);
	if (point->forecast.known)
		view->forecast =
			progress_words(page, forecast_explain(&shown->board.rule, &point->forecast,
							      &point->dates, page->arena));
}

static int fill_points(struct page *page, const struct assignment_shown *shown, struct point_views *out,
		       struct error *err)
{
	size_t count = shown->row ? shown->row->count : 0;

	out->items = ARENA_ARRAY(page->arena, struct point_view, count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "checkpoints");
	for (size_t i = 0; i < count; i++)
		fill_point(page, shown, &shown->row->points[i], &out->items[out->count++]);
	return 0;
}

/* Reports ------------------------------------------------------------------------------------------ */

static const char *report_light(int state)
{
	static const char *const lights[REPORT_STATE_COUNT] = {
		[REPORT_SUBMITTED] = "light warn", [REPORT_ACCEPTED] = "light done",
		[REPORT_RETURNED] = "light late",  [REPORT_SAMPLED] = "light warn",
		[REPORT_WITHDRAWN] = "light idle",
	};

	return lights[state];
}

/* What a report cites, as far as the asker may read it. */
static int fill_cited(struct page *page, int64_t report_id, struct report_evidence_links *out,
		      struct error *err)
{
	struct report_evidence_link links[REPORT_EVIDENCE_MAXIMUM];
	int64_t ids[REPORT_EVIDENCE_MAXIMUM];
	struct db_query *query;
	size_t count = 0;
	int rc = db_query_open(page->db, STATEMENT_REPORT_EVIDENCE_OF,
			       DB_ARGS(db_int("jurisdiction_id", page->jurisdiction_id),
				       db_int("report_id", report_id)),
			       &query, err);

	if (rc < 0)
		return rc;
	while (count < REPORT_EVIDENCE_MAXIMUM && (rc = db_query_step(query, err)) > 0) {
		ids[count] = db_query_int(query, 0);
		links[count++].title = db_query_copy(query, 1, page->arena);
	}
	db_query_close(query);
	out->items = ARENA_ARRAY(page->arena, struct report_evidence_link, count + 1);
	if (rc < 0 || !out->items)
		return rc < 0 ? rc : error_broken(err, ERR_MEMORY, "evidence");
	for (size_t i = 0; i < count; i++) {
		links[i].url = link_evidence(page, ids[i]);
		if (evidence_may_read(page, page->db, ids[i]))
			out->items[out->count++] = links[i];
	}
	return 0;
}

int assignment_fill_report(struct page *page, const struct assignment_shown *shown,
			   const struct progress_report *report, struct report_view *view,
			   struct error *err)
{
	int64_t me = page->rights.person_id;
	int rc = progress_person_name(page, report->reporter_id, &view->who, err);

	if (rc == 0)
		rc = fill_cited(page, report->head.id, &view->evidence, err);
	view->url = link_report(page, report->head.id);
	view->number = page_number(page, report->number);
	view->checkpoint = checkpoint_text(page, report->checkpoint);
	view->status = str_from(page_text(page, progress_statuses[report->status].label));
	view->text = report->text;
	view->next_step = report->next_step;
	view->documents = report->documents;
	view->day = page_day(page, report->reported_day);
	view->state = str_from(page_text(page, report_states[report->state].label));
	view->light = report_light(report->state);
	view->note = report->review_note;
	view->revision = report->head.revision;
	view->csrf = page_csrf(page);
	if (report->reviewed_day != CIVIL_NO_DAY)
		view->reviewed = page_day(page, report->reviewed_day);
	if (report_counts(report).scaled > 0)
		view->share = percent_text(page, report->accepted_share);
	if (report->state == REPORT_SUBMITTED &&
	    (shown->rights.unit || (me && me == report->reporter_id)))
		view->withdraw = safe_url_format(page->arena, "/reports/%I/withdraw",
						 report->head.id);
	return rc;
}

/* The latest first. */
static int fill_reports(struct page *page, const struct assignment_shown *shown, struct report_views *out,
			struct error *err)
{
	int rc = 0;

	out->items = ARENA_ARRAY(page->arena, struct report_view, shown->report_count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "reports");
	for (size_t i = shown->report_count; rc == 0 && i-- > 0;)
		rc = assignment_fill_report(page, shown, &shown->reports[i],
					    &out->items[out->count++], err);
	return rc;
}

/* Requests ----------------------------------------------------------------------------------------- */

static const char *request_light(int state)
{
	static const char *const lights[DUE_REQUEST_STATE_COUNT] = {
		[DUE_REQUESTED] = "light warn",
		[DUE_GRANTED] = "light done",
		[DUE_REFUSED] = "light late",
		[DUE_WITHDRAWN] = "light idle",
	};

	return lights[state];
}

/* What was typed, when the answer to this request was refused. */
static void keep_answer(struct page *page, const struct due_request *request,
			struct request_view *view)
{
	char id[ID_TEXT_BYTES];

	view->id = arena_str(page->arena, str_from(id_format(request->head.id, id)));
	view->value_granted = view->proposed_iso;
	if (!str_equal(form_value(page->form, "request"), view->id))
		return;
	view->value_answer = form_value(page->form, "answer");
	view->value_granted = form_value(page->form, "granted_day");
	view->error = form_error_text(page, labels);
}

static void fill_request_acts(struct page *page, const struct assignment_shown *shown,
			      const struct due_request *request, struct request_view *view)
{
	int64_t me = page->rights.person_id, id = request->head.id;

	if (request->state != DUE_REQUESTED)
		return;
	if (shown->rights.answer)
		view->answer_url = safe_url_format(page->arena, "/due-requests/%I", id);
	if (shown->rights.unit || (me && me == request->requester_id))
		view->withdraw = safe_url_format(page->arena, "/due-requests/%I/withdraw", id);
	keep_answer(page, request, view);
}

static int fill_request(struct page *page, const struct assignment_shown *shown,
			const struct due_request *request, struct request_view *view,
			struct error *err)
{
	char iso[CIVIL_TEXT_BYTES];
	int rc = progress_person_name(page, request->requester_id, &view->who, err);

	view->kind = str_from(page_text(page, due_request_kinds[request->kind].label));
	view->checkpoint = checkpoint_text(page, request->checkpoint);
	view->is_extension = request->kind == DUE_EXTENSION;
	if (request->proposed_day != CIVIL_NO_DAY) {
		view->proposed = page_day(page, request->proposed_day);
		view->proposed_iso = arena_str(
			page->arena, str_from(civil_format(request->proposed_day, iso)));
	}
	view->reason = request->reason;
	view->contested = request->light;
	view->day = page_day(page, request->requested_day);
	view->state = str_from(page_text(page, due_request_states[request->state].label));
	view->light = request_light(request->state);
	if (request->granted_day != CIVIL_NO_DAY)
		view->granted = page_day(page, request->granted_day);
	view->answer = request->answer;
	if (request->answered_day != CIVIL_NO_DAY)
		view->answered = page_day(page, request->answered_day);
	view->revision = request->head.revision;
	view->csrf = page_csrf(page);
	fill_request_acts(page, shown, request, view);
	return rc;
}

static int fill_requests(struct page *page, const struct assignment_shown *shown, struct request_views *out,
			 struct error *err)
{
	int rc = 0;

	out->items = ARENA_ARRAY(page->arena, struct request_view, shown->request_count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "requests");
	for (size_t i = shown->request_count; rc == 0 && i-- > 0;)
		rc = fill_request(page, shown, &shown->requests[i], &out->items[out->count++], err);
	return rc;
}

/* Persons and co-units ----------------------------------------------------------------------------- */

static int fill_persons(struct page *page, const struct assignment_shown *shown, struct table_view *table,
			struct error *err)
{
	int rc = 0;

	table_init(table, page->arena, page_text(page, MESSAGE_PROGRESS_PAGE_PERSONS), "");
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_PERSON), COLUMN_NARROW);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_PART), 0);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_DUE), COLUMN_NARROW);
	for (size_t i = 0; rc == 0 && i < shown->person_count; i++) {
		const struct assignment_person *person = &shown->persons[i];
		struct str name;

		rc = progress_person_name(page, person->person_id, &name, err);
		table_row(table);
		table_heading(table, name, (struct safe_url){ STR_EMPTY });
		table_cell(table, person->part);
		table_cell(table, person->due_day == CIVIL_NO_DAY ? STR("—")
								  : page_day(page, person->due_day));
	}
	return rc < 0 ? rc : table_check(table, err);
}

static int fill_co_units(struct page *page, const struct assignment_shown *shown, struct table_view *table,
			 struct error *err)
{
	table_init(table, page->arena, page_text(page, MESSAGE_PROGRESS_PAGE_CO_UNITS), "");
	table_column(table, page_text(page, MESSAGE_UNIT_LABEL), 0);
	table_column(table, page_text(page, MESSAGE_PROGRESS_PAGE_PART), 0);
	table_column(table, page_text(page, MESSAGE_COMMON_STATE), COLUMN_NARROW);
	for (size_t i = 0; shown->row && i < shown->row->lead->co_count; i++) {
		const struct plan_co_unit *co = &shown->row->lead->co_units[i];
		bool confirmed = co->co.state == CO_ASSIGNMENT_CONFIRMED;

		table_row(table);
		table_heading(table, co->unit->name, link_unit(page, co->unit->id));
		table_cell(table, co->co.part);
		table_light(table, confirmed ? "light ok" : "light idle",
			    str_from(page_text(page, co_assignment_states[co->co.state].label)));
	}
	return table_check(table, err);
}

/* Forms -------------------------------------------------------------------------------------------- */

static void add_checkpoint(struct page *page, struct list_options *out, size_t capacity,
			   const struct board_point *point, struct str wanted)
{
	char iso[CIVIL_TEXT_BYTES];
	struct str value = arena_str(page->arena, str_from(civil_format(point->planned, iso)));
	struct str label = arena_format(page->arena, "%.*s · %.*s",
					STR_ARG(checkpoint_text(page, point->dates.due)),
					STR_ARG(progress_light_word(page, point->light.colour)));

	if (!out->items)
		out->items = ARENA_ARRAY(page->arena, struct list_option, capacity);
	if (out->items)
		out->items[out->count++] = (struct list_option){ value, label,
								 str_equal(value, wanted) };
}

/* Those that can be reported are offered, the one that asks for it first chosen. */
static void fill_checkpoints(struct page *page, const struct assignment_shown *shown,
			     struct assignment_page_view *view)
{
	const struct board_row *row = shown->row;
	struct str wanted = form_value(page->form, "checkpoint");
	char iso[CIVIL_TEXT_BYTES];

	if (!wanted.length)
		wanted = str_from(civil_format(row->points[row->next].planned, iso));
	for (size_t i = 0; i < row->count; i++) {
		const struct board_point *point = &row->points[i];

		if (!point->facts.accepted && !point->waiting)
			add_checkpoint(page, &view->checkpoints, row->count, point, wanted);
		if (point->planned != CIVIL_NO_DAY && !point->facts.accepted)
			add_checkpoint(page, &view->ask_checkpoints, row->count, point, wanted);
	}
	view->may_report = shown->rights.report && view->checkpoints.count > 0;
	view->may_ask = shown->rights.report && view->ask_checkpoints.count > 0;
}

static void fill_statuses(struct page *page, struct list_options *out)
{
	struct str typed = form_value(page->form, "status");

	out->items = ARENA_ARRAY(page->arena, struct list_option, PROGRESS_STATUS_COUNT);
	for (int i = 0; out->items && i < PROGRESS_STATUS_COUNT; i++) {
		struct str name = str_from(progress_statuses[i].name);
		bool chosen = typed.length ? str_equal(typed, name) : i == PROGRESS_DONE;

		out->items[out->count++] = (struct list_option){
			name, str_from(page_text(page, progress_statuses[i].label)), chosen
		};
	}
}

static void fill_forms(struct page *page, const struct assignment_shown *shown,
		       struct assignment_page_view *view)
{
	int64_t id = shown->it.assignment.head.id;

	if (!shown->row || !shown->rights.report)
		return;
	fill_checkpoints(page, shown, view);
	fill_statuses(page, &view->statuses);
	view->action_report = safe_url_format(page->arena, "/assignments/%I/reports", id);
	view->action_request = safe_url_format(page->arena, "/assignments/%I/requests", id);
	view->class_text = form_field_class(page, "text");
	view->class_next = form_field_class(page, "next_step");
	view->class_documents = form_field_class(page, "documents");
	view->class_checkpoint = form_field_class(page, "checkpoint");
	view->class_reason = form_field_class(page, "reason");
	view->class_proposed = form_field_class(page, "proposed_day");
	view->value_text = form_value(page->form, "text");
	view->value_next = form_value(page->form, "next_step");
	view->value_documents = form_value(page->form, "documents");
	view->value_reason = form_value(page->form, "reason");
	view->value_proposed = form_value(page->form, "proposed_day");
}

/* The page ----------------------------------------------------------------------------------------- */

static void fill_calendar(struct page *page, const struct assignment_shown *shown,
			  struct assignment_page_view *view)
{
	if (shown->row && shown->row->points[0].dates.due != CIVIL_NO_DAY)
		view->url_calendar = safe_url_format(page->arena, "/assignments/%I/calendar",
						     shown->it.assignment.head.id);
}

static void fill_urls(struct page *page, const struct assignment_shown *shown,
		      struct assignment_page_view *view)
{
	int64_t year = shown->it.plan.year, unit = shown->it.assignment.unit_id;

	view->url_list = safe_url_format(page->arena, "/plans/%d/assignments", year);
	view->url_item = link_progress_item(page, year, shown->it.item.item_id);
	view->url_unit = link_unit(page, unit);
	view->url_percent = link_progress(page, year, unit, shown->it.item.item_id);
	view->proof = link_proof(page, "assignment", shown->it.assignment.head.id);
}

static void fill_facts(struct page *page, const struct assignment_shown *shown,
		       struct assignment_page_view *view)
{
	const struct plan_item *item = &shown->it.item;
	char weight[DECIMAL_TEXT_BYTES];
	struct rollup_node node = { .counts = false };
	struct str due = plan_due_shown(item->due, page->language == LANGUAGE_ZH, page->arena);

	view->title = arena_format(page->arena, "%.*s %.*s", STR_ARG(item->code),
				   STR_ARG(item->title));
	view->year = arena_format(page->arena, "%lld", (long long)shown->it.plan.year);
	view->measure = item->measure;
	view->due = due.length ? due : str_from(page_text(page, MESSAGE_PROGRESS_PAGE_NO_DUE));
	view->weight = arena_str(page->arena,
				 str_from(decimal_format_short(item->weight, weight)));
	view->source = arena_format(page->arena, "%s %.*s",
				    page_text(page, plan_item_sources[item->source].label),
				    STR_ARG(item->source_note));
	view->confidential = item->confidential;
	view->ended = !shown->row;
	view->csrf = page_csrf(page);
	if (!shown->row)
		return;
	view->unit = shown->row->lead->unit->name;
	view->leader = shown->row->node->leader_name;
	view->light = progress_light_class(shown->row->light.colour);
	view->word = progress_light_word(page, shown->row->light.colour);
	node.counts = rollup_lead_value(&shown->board.leads[shown->row - shown->board.rows],
					&node.value);
	if (node.counts)
		view->percent = rollup_percent(&node, page->arena);
}

int assignment_fill(struct page *page, const struct assignment_shown *shown,
		     struct assignment_page_view *view, struct error *err)
{
	int rc = fill_points(page, shown, &view->points, err);

	if (rc == 0)
		rc = fill_reports(page, shown, &view->reports, err);
	if (rc == 0)
		rc = fill_requests(page, shown, &view->requests, err);
	if (rc == 0)
		rc = fill_persons(page, shown, &view->persons, err);
	if (rc == 0)
		rc = fill_co_units(page, shown, &view->co_units, err);
	if (rc == 0)
		rc = assignment_notes_read(page, shown->it.assignment.head.id, &view->notes, err);
	if (rc < 0)
		return rc;
	view->has_persons = shown->person_count > 0;
	view->has_co_units = view->co_units.rows.count > 0;
	fill_facts(page, shown, view);
	fill_urls(page, shown, view);
	fill_calendar(page, shown, view);
	fill_forms(page, shown, view);
	if (view->may_report)
		rc = evidence_pick_fill(page, shown->it.assignment.unit_id,
					safe_url_format(page->arena, "/assignments/%I/find",
							shown->it.assignment.head.id),
					&view->evidence, err);
	if (!form_has(page->form, "request"))
		view->error = form_error_text(page, labels);
	return rc;
}
