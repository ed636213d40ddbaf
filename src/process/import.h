/*
 * import.h - tables of an office into records: the four import profiles of decisions.md 9, and
 * back.
 *
 * Layer:   process.
 * Owner:   results live in the arena that is passed (import_apply: the act's).
 * Threads: one at a time; import_check only reads.
 *
 * A profile is a table (CSV or a sheet of a workbook) whose columns stand in any order under the
 * header of either language:
 *
 *     units    code,name,parent_code,kind,group,year
 *              单位代码,单位名称,上级代码,类别,考核组,年度
 *     persons  person_code,name,unit_code,post,level,principal,from,to
 *              人员编号,姓名,单位代码,职务,级别,主要负责人,任职日期,免职日期
 *     scores   year,unit_code,indicator_code,points,scorer
 *              年度,单位代码,指标代码,得分,评分人
 *     entries  year,unit_code,kind,points,reason,date,reference
 *              年度,单位代码,类型,分值,事由,日期,凭据号
 *     plan     year,code,parent,kind,title,measure,weight,due,lead_units,co_units,leader,source,
 *              source_note,confidential = 年度,编号,上级编号,层级,内容,完成标准,权重,完成时限,
 *              主办单位,协办单位,分管领导,来源,来源说明,保密   (src/plan/import_plan.c)
 *     archive  person_code,kind,date,title,document_number,issuing_unit,content,valid_until
 *              人员编号,档案类别,日期,标题,文号,出具单位,内容,有效期至   (src/archive/import_archive.c)
 *
 * Natural keys make repeats harmless: a unit by its code (several rows when it has a group in
 * several years), a person by the code, a post by person, unit, post and first day, a score by
 * year, unit, indicator and scorer, an entry by all its columns. What the table has is created or
 * changed; nothing is ever removed. A column that is absent leaves what the record has; an empty
 * cell empties it. Points may read "不适用：reason" or "n/a: reason" for an indicator that does not
 * apply to a unit.
 *
 * All or nothing: every wrong cell of the file is found before anything is written. Each problem
 * is a struct error with its row as Excel counts (0: the file as a whole), the header of its
 * column, what was found and what is accepted.
 */
#ifndef LIANZE_PROCESS_IMPORT_H
#define LIANZE_PROCESS_IMPORT_H

#include "export/csv.h"
#include "ledger/act.h"
#include "process/import_batch.h"
#include "process/import_mapping.h"

#define IMPORT_PROBLEMS_MAXIMUM	       200  /* kept; all are counted */
#define IMPORT_PREVIEW_PROBLEMS_MAXIMUM 2000 /* … for a preview */
#define IMPORT_DIGEST_BYTES	       65

enum import_stage { IMPORT_READING, IMPORT_WRITING };

enum import_outcome { IMPORT_UNCHANGED, IMPORT_CHANGED, IMPORT_CREATED };

/* One row of a preview; arrays have a member for each column of the profile. */
struct import_preview_row {
	int number; /* as Excel counts */
	bool wrong;
	enum import_outcome outcome;
	struct str cells[IMPORT_COLUMNS_MAXIMUM];    /* as the file has them */
	struct str was[IMPORT_COLUMNS_MAXIMUM];	     /* bytes NULL: the value stays */
	const struct error *problems[IMPORT_COLUMNS_MAXIMUM]; /* NULL: none kept */
	const struct error *problem; /* of the row as a whole, or NULL */
};

/* A window of the rows: those with problems first, each part in the file's order. */
struct import_preview {
	bool only_wrong;
	int64_t offset, limit;
	/* Filled: */
	struct import_preview_row *rows;
	size_t row_count;
	int64_t total, wrong; /* rows in the list; rows with problems */
	int columns[IMPORT_COLUMNS_MAXIMUM]; /* of the profile, in the file's order */
	size_t column_count;
	struct str headers[IMPORT_COLUMNS_MAXIMUM]; /* by column of the profile, as the file has them */
	const struct error **others; /* problems that belong to no row shown here or elsewhere */
	size_t other_count;
};

struct import_request {
	enum import_profile_kind profile;
	struct str bytes;     /* the file: a workbook, or CSV in UTF-8 or GB18030 */
	struct str sheet;     /* of a workbook; empty: the first that is not hidden */
	struct str file_name; /* for the record of the import */
	const struct import_rules *rules; /* NULL: by the headings, else by what is remembered */
	struct import_preview *preview;	  /* import_check only; NULL: none */
	const char *expected; /* import_apply: digest of the preview that was agreed to, or NULL */
	/* Called now and then; may be NULL. READING counts bytes, WRITING rows. */
	void (*progress)(void *context, enum import_stage stage, int64_t done, int64_t total);
	void *context;
};

struct import_result {
	enum csv_encoding encoding;
	int64_t rows;			       /* below the header, empty ones left out */
	int64_t created, changed, unchanged;   /* rows; their sum is `rows` without problems */
	int64_t problem_count;
	struct error *problems;		       /* in the order of their rows */
	size_t problems_kept;
	int *problem_columns; /* of the profile, for each problem; -1: none */
	bool unknown_headings; /* the problems are about the header: a mapping would help */
	bool remembered;       /* a remembered mapping was used */
	struct csv_table table; /* headings, sheets; rows are read */
	char digest[IMPORT_DIGEST_BYTES]; /* of what would be written, old values included */
	int64_t batch_id; /* of import_apply; 0: nothing was to be written */
};

/*
 * Read and judge the file against the database as it is: what import_apply would do, and every
 * problem. 0 also when there are problems; negative only when it could not be done (-ERR_MEMORY,
 * database). A file that cannot be read at all (no table, missing or unknown columns) is a
 * problem of row 0 or 1.
 */
MUST_USE int import_check(struct db *db, struct arena *arena, int64_t jurisdiction_id,
			  const struct import_request *request, struct import_result *out,
			  struct error *err);

/*
 * The same inside an act of kind "import.<profile>", and then write. -ERR_INVALID with *out filled
 * when there are problems: undo the transaction's savepoint, nothing counts. -ERR_CONFLICT when the
 * outcome is not the expected one: the records changed since the preview. A file that changes
 * nothing writes nothing: no leaf, no import_batch.
 */
MUST_USE int import_apply(struct act *act, const struct import_request *request,
			  struct import_result *out, struct error *err);

/*
 * Take an import back, inside an act of kind "import.undo": what it created is removed, what it
 * changed gets its former content, and the batch is recorded as undone. -ERR_NOT_FOUND: no such
 * import; -ERR_STATE: undone already, or the result that its rows count for is public or final;
 * -ERR_DENIED: `permissions` is without PERMISSION_IMPORT;
 * -ERR_CONFLICT: a record was changed since, or others refer to it.
 */
MUST_USE int import_undo(struct act *act, int64_t batch_id, permission_set permissions,
			 int64_t *out_records, struct error *err);

/* What is accepted, without the rest of the problem's sentence; the whole sentence when the problem is
 * not about one value. Borrowed from the problem. */
struct str import_problem_accepted(const struct error *problem, enum language language);

/* "units", "persons", "scores", "entries"; -1 when unknown. */
int import_profile_find(struct str name);
/* Whether the pages keep its rows to themselves: archives of persons, which need a purpose each. */
bool import_profile_is_personal(enum import_profile_kind profile);
const char *import_profile_name(enum import_profile_kind profile);
/* The profile's columns, in the order of the export. The label is the Chinese header. */
const struct field *import_profile_columns(enum import_profile_kind profile, size_t *out_count);

/* Whether a text is a value that the column accepts, taken alone. */
bool import_value_is_known(enum import_profile_kind profile, size_t column, struct str text,
			   struct arena *arena);

struct import_export_request {
	enum import_profile_kind profile;
	int64_t jurisdiction_id;
	/* Units: groups of that year only; scores, entries: of that year; 0: all. A plan: 0 is the newest. */
	int year;
	enum language language; /* of the header */
	bool workbook;		/* .xlsx instead of CSV: all of it comes at the end */
	/* Called when some 64 KiB are ready; must empty the buffer. NULL: all stays in the buffer. */
	int (*flush)(void *context, struct buf *ready, struct error *err);
	void *context;
};

/*
 * Write the rows of a profile as CSV or a workbook into `out`: what import_apply accepts again
 * without a change. Entries that were taken back, and counter-entries, are left out. -ERR_MEMORY
 * when `out` is full.
 */
MUST_USE int import_export(struct db *db, const struct import_export_request *request,
			   struct buf *out, struct error *err);

#endif
