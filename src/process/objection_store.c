/* objection_store.c - see objection_store.h. */
#include "process/objection_store.h"

#include "people/record_find.h"
#include "process/result_store.h"
#include "statements_objection.h"

static int get_public_result(struct act *act, int64_t result_id, struct result *out,
			     struct error *err)
{
	int code = record_get(act->db, &result_record,
			      (struct record_key){ act->jurisdiction_id, result_id }, act->arena,
			      out, err);
	if (code || out->state == RESULT_PUBLICITY)
		return code;
	return error_set(err, ERR_STATE,
			 "Objections are possible while the result is in publicity.",
			 "只能在公示期间提出或答复异议。");
}

/* The subject in the appraised group; the indicator applies to it. */
static int check_subject(struct act *act, const struct result *result,
			 struct objection *objection, struct error *err)
{
	struct appraisal_request request = result_request(result);
	struct appraisal_year *year = NULL;
	char found[ERROR_NAME_BYTES];
	int code = appraisal_load(act->db, &request, act->arena, &year, err);
	if (code)
		return code;
	int member = appraisal_year_member(year, objection->subject_id);
	if (member < 0)
		return error_set(err, ERR_NOT_FOUND, "It is not in this group.",
				 "不在该考核组。");
	objection->subject_name = year->subjects[member].name;
	if (objection->indicator.length == 0)
		return 0;
	int at = scheme_indicator_find(year->scheme, objection->indicator);
	if (at >= 0 && scheme_applies(year->scheme, at, year->members[member].class_index))
		return 0;
	struct str cut = utf8_cut(objection->indicator, sizeof(found) - 1);
	memcpy(found, cut.bytes, cut.length);
	found[cut.length] = '\0';
	return error_invalid(err, "indicator", found, "the code of an indicator that applies",
			     "适用指标的代码");
}

static int find_same(struct act *act, struct objection *objection, struct error *err)
{
	int64_t id = 0;
	int code = db_get_int(act->db, STATEMENT_OBJECTION_SAME,
			      DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				      db_int("result_id", objection->result_id),
				      db_int("subject_id", objection->subject_id),
				      db_text("indicator", objection->indicator),
				      db_text("text", objection->text)),
			      &id, err);
	return code ? code
		    : record_get(act->db, &objection_record,
				 (struct record_key){ act->jurisdiction_id, id }, act->arena,
				 objection, err);
}

int objection_raise(struct act *act, struct objection *objection, struct error *err)
{
	struct result result;
	int code = get_public_result(act, objection->result_id, &result, err);
	if (!code)
		code = check_subject(act, &result, objection, err);
	if (code)
		return code;
	code = find_same(act, objection, err);
	if (code != -ERR_NOT_FOUND)
		return code;
	error_clear(err);
	objection->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	objection->raised_day = act->day;
	objection->late = act->day > result.publicity_to;
	objection->state = OBJECTION_RAISED;
	objection->answered_day = CIVIL_NO_DAY;
	return act_create(act, &objection_record, objection, err);
}

int objection_move(struct act *act, int64_t objection_id, const struct objection_order *order,
		   struct objection *out, struct error *err)
{
	struct result result;
	int code = record_get(act->db, &objection_record,
			      (struct record_key){ act->jurisdiction_id, objection_id },
			      act->arena, out, err);
	if (!code && order->expected_revision && order->expected_revision != out->head.revision)
		code = error_set(err, ERR_CONFLICT,
				 "Somebody answered this objection after you opened the page.",
				 "您打开页面后，该异议已被他人处理，请刷新后再操作。");
	if (!code)
		code = get_public_result(act, out->result_id, &result, err);
	if (code)
		return code;
	if (order->event != OBJECTION_WITHDRAW)
		out->answer = order->answer;
	code = objection_apply(out, order->event, order->permissions, err);
	out->answered_day = act->day;
	return code ? code : act_update(act, &objection_record, out, err);
}
