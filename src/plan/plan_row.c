/*
 * plan_row.c - see plan_row.h.
 */
#include "plan/plan_row.h"

#include "people/record_find.h"
#include "statements_assignment.h"
#include "statements_plan_item.h"

/* How a type's rows carry their versions. */
struct row_kind {
	const struct record_type *type;
	size_t from, to; /* offsets of from_version, to_version */
	enum statement changed; /* rows that the draft begins or ends */
};

/* In the order in which a draft is taken back: what refers before what is referred to. */
static const struct row_kind row_kinds[] = {
	{ &co_assignment_record, offsetof(struct co_assignment, from_version),
	  offsetof(struct co_assignment, to_version), STATEMENT_CO_ASSIGNMENTS_CHANGED },
	{ &assignment_record, offsetof(struct assignment, from_version),
	  offsetof(struct assignment, to_version), STATEMENT_ASSIGNMENTS_CHANGED },
	{ &plan_item_record, offsetof(struct plan_item, from_version),
	  offsetof(struct plan_item, to_version), STATEMENT_PLAN_ITEMS_CHANGED },
};

static int64_t *version_of(void *row, size_t offset)
{
	return (int64_t *)(void *)((char *)row + offset);
}

/* Persons belong to no version: they go with the assignment's row. */
static int remove_persons(struct act *act, int64_t assignment_id, struct error *err)
{
	struct assignment_person *persons;
	size_t count;
	const struct record_query query = { &assignment_person_record,
					    STATEMENT_ASSIGNMENT_PERSONS_OF,
					    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
						    db_int("assignment_id", assignment_id)) };
	int code = record_find_all(act->db, &query, act->arena, &persons, &count, err);

	for (size_t i = 0; !code && i < count; i++)
		code = act_remove(act, &assignment_person_record, &persons[i], err);
	return code;
}

static const struct row_kind *kind_of(const struct record_type *type)
{
	const struct row_kind *kind = row_kinds;

	while (kind->type != type)
		kind++;
	return kind;
}

int plan_row_end(struct act *act, const struct plan_draft *draft, const struct record_type *type,
		 void *row, struct error *err)
{
	const struct row_kind *kind = kind_of(type);
	int code = 0;

	if (*version_of(row, kind->from) != draft->version.version) {
		*version_of(row, kind->to) = draft->version.version - 1;
		return act_update(act, kind->type, row, err);
	}
	if (kind->type == &assignment_record)
		code = remove_persons(act, ((struct assignment *)row)->head.id, err);
	return code ? code : act_remove(act, kind->type, row, err);
}

static int load_changed(struct act *act, const struct plan_draft *draft,
			const struct row_kind *kind, char **out_rows, size_t *out_count,
			struct error *err)
{
	const struct record_query query = { kind->type, kind->changed,
					    DB_ARGS(db_int("jurisdiction_id", act->jurisdiction_id),
						    db_int("plan_id", draft->plan.head.id),
						    db_int("version", draft->version.version)) };

	return record_find_all(act->db, &query, act->arena, out_rows, out_count, err);
}

/* Take one kind of rows back to what the version before had. */
static int take_back(struct act *act, const struct plan_draft *draft, const struct row_kind *kind,
		     struct error *err)
{
	char *rows;
	size_t count;
	int code = load_changed(act, draft, kind, &rows, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		char *row = rows + i * kind->type->size;
		if (*version_of(row, kind->from) == draft->version.version) {
			code = plan_row_end(act, draft, kind->type, row, err);
			continue;
		}
		*version_of(row, kind->to) = 0;
		code = act_update(act, kind->type, row, err);
	}
	return code;
}

int plan_rows_take_back(struct act *act, const struct plan_draft *draft, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < ARRAY_LENGTH(row_kinds); i++)
		code = take_back(act, draft, &row_kinds[i], err);
	return code;
}

/* All fields but the versions are equal, and the present row goes on. */
static bool says_the_same(const struct row_kind *kind, void *present, const void *row)
{
	for (size_t i = 0; i < kind->type->field_count; i++) {
		const struct field *field = &kind->type->fields[i];
		if (field->offset != kind->from && field->offset != kind->to &&
		    !field_equal(field, present, row))
			return false;
	}
	return *version_of(present, kind->to) == 0;
}

int plan_row_put(struct act *act, const struct plan_draft *draft, const struct record_type *type,
		 void *present, void *row, struct error *err)
{
	const struct row_kind *kind = kind_of(type);
	const struct record_head *was = present;
	struct record_head *head = row;

	*version_of(row, kind->to) = 0;
	*version_of(row, kind->from) = draft->version.version;
	if (!present) {
		*head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id,
					      .id = head->id };
		return act_create(act, type, row, err);
	}
	if (says_the_same(kind, present, row)) {
		memcpy(row, present, type->size);
		return 0;
	}
	if (*version_of(present, kind->from) == draft->version.version) {
		*head = *was;
		return act_update(act, type, row, err);
	}
	int code = plan_row_end(act, draft, type, present, err);
	*head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	return code ? code : act_create(act, type, row, err);
}
