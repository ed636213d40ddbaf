/*
 * conclusion_store.c - see conclusion_store.h.
 */
#include "meeting/conclusion_store.h"

#include "people/record_find.h"
#include "people/rights.h"
#include "plan/plan_store.h"
#include "statements_conclusion.h"

#define CODES_TRIED	500 /* numbers below one parent */
#define TITLE_BYTES	300 /* of an item: a hundred Chinese characters */
#define REASON_BYTES	480

int conclusion_add(struct act *act, const struct meeting *meeting,
		   struct meeting_conclusion *conclusion, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	int code;

	if (!meeting_takes_minutes(meeting))
		return error_set(err, ERR_STATE, "Conclusions are noted once the meeting was held.",
				 "会议召开后才能记录议定事项。");
	if (conclusion->due_day < meeting->day)
		return error_invalid(err, "due_day", civil_format(conclusion->due_day, found),
				     "a day not before the meeting", "不早于会议日期的日期");
	conclusion->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	conclusion->meeting_id = meeting->head.id;
	conclusion->state = CONCLUSION_OPEN;
	conclusion->plan_id = 0;
	conclusion->item_id = 0;
	conclusion->closed_day = CIVIL_NO_DAY;
	conclusion->note = STR_EMPTY;
	code = db_get_int(act->db, STATEMENT_MEETING_CONCLUSION_NEXT_NUMBER,
			  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				  db_int("meeting_id", meeting->head.id)),
			  &conclusion->number, err);
	return code ? code : act_create(act, &meeting_conclusion_record, conclusion, err);
}

int conclusion_move(struct act *act, int64_t conclusion_id, const struct conclusion_order *order,
		    struct meeting_conclusion *out, struct error *err)
{
	int code = record_get(act->db, &meeting_conclusion_record,
			      (struct record_key){ act->jurisdiction_id, conclusion_id }, act->arena,
			      out, err);

	if (code)
		return code;
	if (order->expected_revision && order->expected_revision != out->head.revision)
		return error_set(err, ERR_CONFLICT,
				 "Somebody changed this after you opened the page.",
				 "您打开页面后已被他人处理，请刷新后再操作。");
	out->note = str_trim(order->note);
	code = conclusion_apply(out, order->event, order->permissions, out->item_id != 0, err);
	out->closed_day = out->state == CONCLUSION_CLOSED ? act->day : CIVIL_NO_DAY;
	return code ? code : act_update(act, &meeting_conclusion_record, out, err);
}

/* Into the plan ------------------------------------------------------------------------------------ */

/* Whether it may get an item: it has none that the plan or its draft still has. */
static int check_unplanned(struct act *act, struct meeting_conclusion *conclusion,
			   permission_set permissions, struct error *err)
{
	struct conclusion_row row;
	int code = conclusion_find(act->db,
				   (struct record_key){ act->jurisdiction_id, conclusion->head.id },
				   act->arena, &row, err);

	return code ? code : conclusion_apply(conclusion, CONCLUSION_PLAN, permissions, row.planned,
					      err);
}

/* A text of several lines as far as it fits on one. */
static struct str first_line(struct str text, size_t bytes)
{
	struct str rest = str_trim(text);

	return str_trim(utf8_cut(str_split(&rest, '\n'), bytes));
}

static struct str reason_of(struct act *act, const struct meeting *meeting,
			    const struct meeting_conclusion *conclusion)
{
	return arena_format(act->arena, "%.*s %lld：%.*s", STR_ARG(meeting->title),
			    (long long)conclusion->number,
			    STR_ARG(first_line(conclusion->text, REASON_BYTES)));
}

/* The open draft, or one that this act opens. */
static int open_draft(struct act *act, int64_t year, struct str reason, struct plan_draft *out,
		      bool *out_opened, struct error *err)
{
	int code = plan_find(act->db, act->jurisdiction_id, (int)year, act->arena, &out->plan, err);

	*out_opened = false;
	if (code)
		return code;
	if (!out->plan.version)
		return error_set(err, ERR_NOT_FOUND, "The plan of this year is not published yet.",
				 "该年度的计划尚未发布。");
	code = plan_version_find_open(act->db, &out->plan, act->arena, &out->version, err);
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	*out_opened = true;
	return plan_open_draft(act, (int)year, reason, out, err);
}

/* The first number below the parent that no node has. */
static int free_code(struct act *act, const struct plan_draft *draft, struct str parent,
		     struct str *out, struct error *err)
{
	for (int number = 1; number <= CODES_TRIED; number++) {
		struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
					 .plan_id = draft->plan.head.id };
		struct plan_item present;
		int code;

		*out = key.code = arena_format(act->arena, "%.*s.%d", STR_ARG(parent), number);
		code = plan_item_find(act->db, &key, draft->version.version, act->arena, &present,
				      err);
		if (code == -ERR_NOT_FOUND) {
			error_clear(err);
			return 0;
		}
		if (code)
			return code;
	}
	return error_set(err, ERR_RULE, "There is no free number below this task.",
			 "该任务下已没有可用的编号。");
}

static int parent_of(struct act *act, const struct plan_draft *draft, int64_t item_id,
		     struct plan_item *out, struct error *err)
{
	const struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
				       .plan_id = draft->plan.head.id,
				       .item_id = item_id };
	int code = plan_item_find(act->db, &key, draft->version.version, act->arena, out, err);

	if (code == -ERR_NOT_FOUND || (!code && (out->plan_id != draft->plan.head.id ||
						 !plan_item_fits(PLAN_ITEM, out->kind))))
		return error_invalid(err, "parent", "", "an area or a task of this plan",
				     "本计划中的领域或任务");
	return code;
}

static int put_item(struct act *act, const struct plan_draft *draft,
		    const struct meeting_conclusion *conclusion,
		    const struct conclusion_item *wanted, struct plan_item *item, struct error *err)
{
	struct assignment assignment;
	struct plan_item parent;
	char day[CIVIL_TEXT_BYTES];
	int code = parent_of(act, draft, wanted->parent_id, &parent, err);

	*item = (struct plan_item){
		.kind = PLAN_ITEM,
		.parent_id = wanted->parent_id,
		.title = wanted->title.length ? wanted->title
					      : first_line(conclusion->text, TITLE_BYTES),
		.measure = wanted->measure,
		.weight = wanted->weight,
		.due = arena_str(act->arena, str_from(civil_format(conclusion->due_day, day))),
		.source = PLAN_SOURCE_MEETING,
		.source_note = item->source_note,
	};
	if (!code)
		code = free_code(act, draft, parent.code, &item->code, err);
	if (!code)
		code = plan_item_put(act, draft, item, err);
	if (code == -ERR_INVALID && err && strcmp(err->field, "due") == 0)
		return error_invalid(err, "due_day", day, "a day of the plan's year",
				     "计划年度内的日期");
	return code ? code
		    : assignment_put(act, draft, item->item_id, conclusion->unit_id, &assignment,
				     err);
}

int conclusion_put_in_plan(struct act *act, struct meeting_conclusion *conclusion,
			   const struct conclusion_item *wanted, struct conclusion_planned *out,
			   struct error *err)
{
	struct plan_order publish = { .event = PLAN_PUBLISH,
				      .permissions = wanted->permissions,
				      .consult_until = CIVIL_NO_DAY };
	struct plan_draft draft;
	struct plan_item item = { .kind = PLAN_ITEM };
	struct meeting meeting;
	struct str reason = STR_EMPTY;
	int code = check_unplanned(act, conclusion, wanted->permissions, err);

	if (!code)
		code = record_get(act->db, &meeting_record,
				  (struct record_key){ act->jurisdiction_id,
						       conclusion->meeting_id },
				  act->arena, &meeting, err);
	if (code)
		return code;
	reason = reason_of(act, &meeting, conclusion);
	item.source_note = arena_format(act->arena, "%.*s（%lld）", STR_ARG(meeting.title),
					(long long)conclusion->number);
	code = open_draft(act, wanted->year, utf8_cut(reason, REASON_BYTES), &draft,
			  &out->published, err);
	if (!code)
		code = put_item(act, &draft, conclusion, wanted, &item, err);
	if (!code && out->published)
		code = plan_draft_move(act, &draft, &publish, err);
	if (code)
		return code;
	conclusion->plan_id = draft.plan.head.id;
	conclusion->item_id = item.item_id;
	out->place.year = draft.plan.year;
	out->place.version = draft.version.version;
	out->place.item_id = item.item_id;
	return act_update(act, &meeting_conclusion_record, conclusion, err);
}

static int no_such_item(struct str code, struct act *act, struct error *err)
{
	return error_invalid(err, "item", arena_text(act->arena, code),
			     "the code of an item of the plan in force for which this unit answers",
			     "现行计划中由该单位主办的事项编号");
}

int conclusion_name_item(struct act *act, struct meeting_conclusion *conclusion, int64_t year,
			 struct str text, struct error *err)
{
	struct plan_item key = { .head.jurisdiction_id = act->jurisdiction_id,
				 .code = str_trim(text) };
	struct plan_item item;
	struct plan plan;
	int64_t leads = 0;
	int code = check_unplanned(act, conclusion, PERMISSION_MEETING_MANAGE, err);

	if (!code)
		code = plan_find(act->db, act->jurisdiction_id, (int)year, act->arena, &plan, err);
	if (code)
		return code;
	key.plan_id = plan.head.id;
	code = plan.version && key.code.length
		       ? plan_item_find(act->db, &key, plan.version, act->arena, &item, err)
		       : -ERR_NOT_FOUND;
	if (code == -ERR_NOT_FOUND || (!code && item.kind != PLAN_ITEM))
		return no_such_item(key.code, act, err);
	if (!code)
		code = db_get_int(act->db, STATEMENT_CONCLUSION_UNIT_LEADS,
				  DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
					  db_int("item_id", item.item_id),
					  db_int("unit_id", conclusion->unit_id),
					  db_int("version", plan.version)),
				  &leads, err);
	if (code)
		return code;
	if (!leads)
		return no_such_item(key.code, act, err);
	conclusion->plan_id = plan.head.id;
	conclusion->item_id = item.item_id;
	return act_update(act, &meeting_conclusion_record, conclusion, err);
}
