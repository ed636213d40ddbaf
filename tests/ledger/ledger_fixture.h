/*
 * ledger_fixture.h - a database with one jurisdiction and helpers that write units by acts.
 *
 * Include after cmocka.h.
 */
#ifndef LIANZE_TESTS_LEDGER_LEDGER_FIXTURE_H
#define LIANZE_TESTS_LEDGER_LEDGER_FIXTURE_H

#include "../store/test_database.h"
#include "ledger/act.h"
#include "ledger/ledger.h"
#include "people/jurisdiction.h"
#include "people/unit.h"

struct fixture {
	struct db *db;
	struct arena *arena;
	struct ledger_heads *heads;
	int64_t jurisdiction_id;
};

/* Begin a transaction with one act in it. */
static inline void fixture_begin(struct fixture *fixture, struct act *act, int64_t jurisdiction_id,
				 const char *kind)
{
	struct error err;

	TEST_OK(db_begin_write(fixture->db, &err));
	ledger_heads_forget(fixture->heads);
	TEST_OK(act_begin(act,
			  &(struct act_start){ .db = fixture->db,
					       .arena = fixture->arena,
					       .heads = fixture->heads,
					       .jurisdiction_id = jurisdiction_id,
					       .role = "operator",
					       .kind = kind },
			  &err));
}

static inline void fixture_commit(struct fixture *fixture, struct act *act)
{
	struct error err;

	TEST_OK(act_finish(act, false, &err));
	TEST_OK(ledger_heads_store(fixture->heads, fixture->db, &err));
	TEST_OK(db_commit(fixture->db, &err));
}

static inline void fixture_open(struct fixture *fixture, struct db *db)
{
	struct jurisdiction jurisdiction = { .code = STR("jia"), .name = STR("甲县"),
					     .name_en = STR("Jia County"),
					     .utc_offset_minutes = 480,
					     .clock_offset_days = -10 };
	struct error err;
	struct act act;

	*fixture = (struct fixture){ db, arena_new(1 << 26), ledger_heads_new(), 0 };
	assert_non_null(fixture->arena);
	assert_non_null(fixture->heads);
	fixture_begin(fixture, &act, 0, "jurisdiction.create");
	TEST_OK(act_create(&act, &jurisdiction_record, &jurisdiction, &err));
	fixture_commit(fixture, &act);
	fixture->jurisdiction_id = jurisdiction.head.id;
}

static inline void fixture_close(struct fixture *fixture)
{
	ledger_heads_free(fixture->heads);
	arena_free(fixture->arena);
}

static inline struct unit fixture_unit(const char *code, const char *name)
{
	return (struct unit){ .code = str_from(code), .name = str_from(name), .kind = UNIT_TOWN };
}

/* Create one unit in an act of its own; returns the act's identifier. */
static inline int64_t fixture_unit_create(struct fixture *fixture, struct unit *unit)
{
	struct error err;
	struct act act;

	fixture_begin(fixture, &act, fixture->jurisdiction_id, "unit.create");
	TEST_OK(act_create(&act, &unit_record, unit, &err));
	fixture_commit(fixture, &act);
	return act.id;
}

static inline int64_t fixture_unit_update(struct fixture *fixture, struct unit *unit)
{
	struct error err;
	struct act act;

	fixture_begin(fixture, &act, fixture->jurisdiction_id, "unit.update");
	TEST_OK(act_update(&act, &unit_record, unit, &err));
	fixture_commit(fixture, &act);
	return act.id;
}

static inline struct unit fixture_unit_get(struct fixture *fixture, int64_t id)
{
	struct unit unit;
	struct error err;

	TEST_OK(record_get(fixture->db, &unit_record,
			   (struct record_key){ fixture->jurisdiction_id, id }, fixture->arena,
			   &unit, &err));
	return unit;
}

static inline uint64_t fixture_size(struct fixture *fixture)
{
	uint64_t size;
	struct hash root;
	struct error err;

	TEST_OK(ledger_head(fixture->db, fixture->jurisdiction_id, &size, &root, &err));
	return size;
}

#endif
