/* evidence_store.c - see evidence_store.h. */
#include "evidence/evidence_store.h"

#include "people/unit.h"
#include "statements_evidence.h"

int evidence_get(struct db *db, int64_t jurisdiction_id, int64_t id, struct arena *arena,
		 struct evidence *out, struct error *err)
{
	return record_get(db, &evidence_record, (struct record_key){ jurisdiction_id, id }, arena, out,
			  err);
}

/* Adding --------------------------------------------------------------------------------------- */

static int take_upload(struct act *act, const struct upload *upload, struct evidence *evidence,
		       struct error *err)
{
	if (!upload->is_ready)
		return error_set(err, ERR_STATE, "The file has not been received whole yet.",
				 "文件尚未完整上传。");
	evidence->file_name = upload->file_name;
	evidence->media_type = upload->media_type;
	evidence->bytes = upload->bytes;
	evidence->sha256 = arena_str(act->arena, hash_str(&upload->sha256));
	return evidence->sha256.bytes ? 0 : error_broken(err, ERR_MEMORY, "a file's hash");
}

/* A record that is cited exists; whether it may be read was the page's question. */
static int check_cited(struct act *act, const struct evidence *evidence, struct error *err)
{
	const char *name = evidence_subjects[evidence->subject].name;
	const struct record_type *type = record_type_find(str_from(name));
	void *record;

	if (evidence->kind != EVIDENCE_RECORD)
		return 0;
	record = type ? arena_alloc(act->arena, type->size) : NULL;
	if (!record)
		return error_broken(err, type ? ERR_MEMORY : ERR_BROKEN, "a cited %s", name);
	return record_get(act->db, type,
			  (struct record_key){ act->jurisdiction_id, evidence->subject_id },
			  act->arena, record, err);
}

static int find_same(struct act *act, struct evidence *evidence, bool *out_known, struct error *err)
{
	int64_t id = 0;
	int rc = db_get_int(act->db, STATEMENT_EVIDENCE_SAME,
			    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				    db_int("unit_id", evidence->unit_id),
				    db_text("kind", str_from(evidence_kinds[evidence->kind].name)),
				    db_blob("sha256", evidence->sha256.length ? evidence->sha256
									       : STR("")),
				    db_text("subject",
					    str_from(evidence_subjects[evidence->subject].name)),
				    db_int("subject_id", evidence->subject_id),
				    db_text("document_number", evidence->document_number)),
			    &id, err);

	*out_known = rc == 0;
	if (rc == -ERR_NOT_FOUND) {
		error_clear(err);
		return 0;
	}
	return rc ? rc : evidence_get(act->db, act->jurisdiction_id, id, act->arena, evidence, err);
}

static int keep_file(struct act *act, const struct evidence_addition *addition, struct error *err)
{
	const struct upload *upload = addition->upload;
	struct blob blob = { .jurisdiction_id = act->jurisdiction_id,
			     .id = upload->id,
			     .sha256 = upload->sha256,
			     .bytes = upload->bytes };
	int rc = blob_commit(addition->blobs, act->db, &blob, err);

	return rc ? rc : upload_end(addition->blobs, act->db, upload, false, err);
}

/* The piece that is there already has the file: what was uploaded again goes. */
static int drop_upload(struct act *act, const struct evidence_addition *addition, struct error *err)
{
	if (!addition->upload)
		return 0;
	return upload_end(addition->blobs, act->db, addition->upload, true, err);
}

int evidence_add(struct act *act, const struct evidence_addition *addition,
		 struct evidence *evidence, bool *out_known, struct error *err)
{
	int rc = addition->upload ? take_upload(act, addition->upload, evidence, err) : 0;

	evidence->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	evidence->state = EVIDENCE_IN_FORCE;
	evidence->withdrawn_day = CIVIL_NO_DAY;
	evidence->added_day = act->day;
	evidence->added_by = act->account_id;
	if (!rc)
		rc = evidence_check(evidence, act->day, err);
	if (!rc)
		rc = unit_check_life(act, evidence->unit_id, evidence->shows_to, evidence->shows_to, err);
	if (!rc)
		rc = check_cited(act, evidence, err);
	if (!rc)
		rc = find_same(act, evidence, out_known, err);
	if (!rc && *out_known)
		return drop_upload(act, addition, err);
	if (!rc && addition->upload)
		rc = keep_file(act, addition, err);
	return rc ? rc : act_create(act, &evidence_record, evidence, err);
}

/* Changing ------------------------------------------------------------------------------------- */

int evidence_change(struct act *act, struct evidence *evidence, struct error *err)
{
	int rc = evidence_check(evidence, act->day, err);

	if (!rc && evidence->state != EVIDENCE_IN_FORCE)
		rc = error_set(err, ERR_STATE, "Withdrawn evidence is not changed any more.",
			       "已撤回的佐证材料不能再修改。");
	return rc ? rc : act_update(act, &evidence_record, evidence, err);
}

int evidence_move(struct act *act, const struct evidence_order *order, struct evidence *evidence,
		  struct error *err)
{
	int rc;

	if (order->expected_revision && order->expected_revision != evidence->head.revision)
		return error_set(err, ERR_CONFLICT,
				 "Somebody changed this after you opened the page.",
				 "您打开页面后，该材料已被他人修改，请刷新后再操作。");
	evidence->reason = str_trim(order->reason);
	rc = evidence_apply(evidence, order->event, order->permissions, err);
	if (rc)
		return rc;
	evidence->withdrawn_day =
		evidence->state == EVIDENCE_WITHDRAWN ? act->day : CIVIL_NO_DAY;
	return act_update(act, &evidence_record, evidence, err);
}
