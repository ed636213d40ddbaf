/*
 * demo_evidence.c - see demo_evidence.h.
 *
 * One act per year, on its last day: each unit's document with its number, files where the county has them
 * (demo/evidence.h), the entry of a unit that has one. The first report of a unit cites the document, the
 * second both, so that one piece serves several.
 */
#include "cli/demo_evidence.h"

#include "evidence/evidence_store.h"
#include "evidence/text_store.h"
#include "people/unit.h"
#include "progress/report_evidence.h"
#include "statements_demo_evidence.h"

#define FILE_BYTES	65536
#define REPORTS_MAXIMUM 3

struct telling {
	const struct demo_unit *units;
	const struct upload_rules *rules;
	struct blobs blobs;
	int year;
	int32_t from, to; /* the period that is shown */
};

/* Files -------------------------------------------------------------------------------------------- */

/* A whole file as an upload that is ready, in the act's own transaction. */
static int put_upload(struct act *act, const struct telling *it, struct str bytes,
		      struct upload *upload, struct error *err)
{
	const struct upload_examiner examiner = { &it->blobs, it->rules, NULL };
	struct blob_piece piece = { .jurisdiction_id = act->jurisdiction_id, .bytes = bytes, .sync = true };
	int rc = upload_begin(act->db, it->rules, upload, act->arena, err);

	piece.id = upload->id;
	if (!rc && it->blobs.driver == BLOB_FOLDER)
		rc = blob_stage_write(&it->blobs, act->db, &piece, err);
	if (!rc)
		rc = upload_advance(&it->blobs, act->db, &piece, err);
	upload->received = upload->bytes;
	if (!rc)
		rc = upload_examine(&examiner, act->db, upload, act->arena, err);
	return rc ? rc : upload_mark_ready(act->db, upload, err);
}

static int add_file(struct act *act, const struct telling *it, int unit, struct evidence *piece,
		    struct error *err)
{
	struct upload upload = { .jurisdiction_id = act->jurisdiction_id, .account_id = act->account_id };
	struct evidence_addition addition = { &it->blobs, &upload };
	struct evidence_text *text = NULL;
	struct buf bytes;
	bool known;

	buf_init(&bytes, FILE_BYTES);
	demo_write_file(it->units, unit, it->year, &bytes);
	upload.file_name = arena_format(act->arena, "%d年度小结.txt", it->year);
	upload.bytes = (int64_t)buf_str(&bytes).length;
	int rc = buf_failed(&bytes) ? error_broken(err, ERR_MEMORY, "a file")
				    : put_upload(act, it, buf_str(&bytes), &upload, err);
	buf_release(&bytes);
	if (!rc)
		rc = evidence_text_read(&it->blobs, act->db, &upload, act->arena, &text, err);
	piece->kind = EVIDENCE_FILE;
	piece->title = arena_format(act->arena, "%d 年度落实责任制情况小结", it->year);
	if (!rc)
		rc = evidence_add(act, &addition, piece, &known, err);
	return rc || !text ? rc : evidence_text_put(act, text, piece, err);
}

/* Pieces ------------------------------------------------------------------------------------------- */

static int add_document(struct act *act, const struct telling *it, int unit, struct evidence *piece,
			struct error *err)
{
	static const int seen_by[] = { EVIDENCE_UNIT, EVIDENCE_GROUP, EVIDENCE_ALL };
	const struct evidence_addition none = { &it->blobs, NULL };
	bool known;

	piece->kind = EVIDENCE_DOCUMENT;
	piece->title = arena_format(act->arena, "%d 年度党风廉政建设工作要点", it->year);
	piece->document_number = arena_format(act->arena, "示例〔%d〕%d号", it->year, 100 + unit);
	piece->visibility = seen_by[unit % (int)ARRAY_LENGTH(seen_by)];
	return evidence_add(act, &none, piece, &known, err);
}

static int add_entry(struct act *act, const struct telling *it, struct evidence piece, struct error *err)
{
	const struct evidence_addition none = { &it->blobs, NULL };
	bool known;
	int rc = db_get_int(act->db, STATEMENT_DEMO_EVIDENCE_ENTRY,
			    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				    db_int("unit_id", piece.unit_id), db_int("year", it->year)),
			    &piece.subject_id, err);

	if (rc || !piece.subject_id)
		return rc;
	piece.kind = EVIDENCE_RECORD;
	piece.subject = EVIDENCE_OF_ENTRY;
	piece.title = arena_format(act->arena, "%d 年度加减分记录", it->year);
	return evidence_add(act, &none, &piece, &known, err);
}

static int cite(struct act *act, int64_t report_id, const struct evidence *piece, struct error *err)
{
	struct report_evidence link = { .head = { .jurisdiction_id = act->jurisdiction_id },
					.report_id = report_id, .evidence_id = piece->head.id };

	return piece->head.id ? act_create(act, &report_evidence_record, &link, err) : 0;
}

static int cite_both(struct act *act, const struct telling *it, const struct evidence *document,
		     const struct evidence *file, struct error *err)
{
	int64_t ids[REPORTS_MAXIMUM];
	size_t count = 0;
	struct db_query *query;
	int rc = db_query_open(act->db, STATEMENT_DEMO_EVIDENCE_REPORTS,
			       DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
				       db_int("unit_id", document->unit_id), db_int("year", it->year)),
			       &query, err);

	if (rc)
		return rc;
	while (count < REPORTS_MAXIMUM && (rc = db_query_step(query, err)) > 0)
		ids[count++] = db_query_int(query, 0);
	db_query_close(query);
	rc = rc < 0 ? rc : 0;
	for (size_t i = 0; !rc && i < count; i++) {
		if (i < 2)
			rc = cite(act, ids[i], document, err);
		if (!rc && i > 0)
			rc = cite(act, ids[i], file, err);
	}
	return rc;
}

static int add_unit(struct act *act, const struct telling *it, int unit, struct error *err)
{
	struct evidence start = { .head = { .jurisdiction_id = act->jurisdiction_id },
				  .shows_from = it->from, .shows_to = it->to };
	struct unit found;
	int rc = unit_find(act->db, act->jurisdiction_id, str_from(it->units[unit].code), act->arena,
			   &found, err);

	if (rc)
		return rc;
	start.unit_id = found.head.id;
	struct evidence document = start, file = start;
	rc = add_document(act, it, unit, &document, err);
	if (!rc && demo_has_file(it->units, unit, it->year))
		rc = add_file(act, it, unit, &file, err);
	if (!rc)
		rc = cite_both(act, it, &document, &file, err);
	return rc ? rc : add_entry(act, it, start, err);
}

static int add_year(struct act *act, void *context, struct error *err)
{
	struct telling *it = context;
	int rc = 0;

	it->from = civil_year_start(it->year);
	it->to = civil_year_end(it->year);
	act->day = it->to;
	for (int unit = 0; !rc && unit < DEMO_UNITS; unit++)
		if (it->units[unit].kind != DEMO_BODY)
			rc = add_unit(act, it, unit, err);
	return rc;
}

int demo_evidence_make(struct operator_session *session, const char *where,
		       const struct demo_unit units[DEMO_UNITS], struct error *err)
{
	struct telling it = { .units = units };
	int rc = upload_rules_load(session->arena, &it.rules, err);

	if (!rc)
		rc = blobs_of(where, &it.blobs, err);
	if (!rc)
		rc = blobs_prepare(&it.blobs, err);
	for (it.year = DEMO_FIRST_YEAR; !rc && it.year <= DEMO_LAST_YEAR; it.year++) {
		const struct operator_work work = { session->jurisdiction_id, "evidence.add", add_year, &it };

		rc = operator_act(session, &work, err);
	}
	return rc;
}
