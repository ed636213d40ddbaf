/* Files by their hash: both drivers, pieces, ranges, the same file twice, what a crash leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>

#include "store/test_database.h"

#include "base/id.h"
#include "store/blob.h"

#define JURISDICTION 7
#define FILE_BYTES ((size_t)BLOB_CHUNK_BYTES * 2 + 12345)

static char content[FILE_BYTES];
static unsigned driver_seed; /* other files for each driver: they share the rows of a database */

static void fill_content(unsigned seed)
{
	uint32_t state = (seed + driver_seed) * 2654435761u + 1;

	for (size_t i = 0; i < FILE_BYTES; i++) {
		state = state * 1664525u + 1013904223u;
		content[i] = (char)(state >> 24);
	}
}

/* Run a body with the engine's own driver, and on SQLite also with the table's. */
struct body {
	void (*run)(const struct blobs *blobs, struct db *db);
};

static void run_body(struct test_database *database, void *context)
{
	const struct body *body = context;
	struct blobs blobs;
	struct error err;

	TEST_OK(blobs_of(database->where, &blobs, &err));
	assert_int_equal(blobs.driver, database->engine == DB_ENGINE_SQLITE ? BLOB_FOLDER : BLOB_TABLE);
	TEST_OK(blobs_prepare(&blobs, &err));
	driver_seed = 0;
	body->run(&blobs, database->db);
	blobs_remove(&blobs);
	if (blobs.driver == BLOB_FOLDER) {
		assert_int_equal(access(blobs.folder, F_OK), -1);
		blobs.driver = BLOB_TABLE;
		driver_seed = 100;
		(void)snprintf(blobs.spool, sizeof(blobs.spool), "/tmp");
		body->run(&blobs, database->db);
	}
}

static void each_driver(void (*run)(const struct blobs *blobs, struct db *db))
{
	struct body body = { run };

	test_databases_each(run_body, &body);
}

static void stage(const struct blobs *blobs, struct db *db, int64_t id, size_t from, size_t length)
{
	struct error err;
	const struct blob_piece piece = { JURISDICTION, id, (int64_t)from,
					  { content + from, length }, true };

	TEST_OK(db_begin_write(db, &err));
	TEST_OK(blob_stage_write(blobs, db, &piece, &err));
	TEST_OK(db_commit(db, &err));
}

static struct blob store(const struct blobs *blobs, struct db *db, size_t length)
{
	struct blob blob = { JURISDICTION, id_new(), hash_of((struct str){ content, length }),
			     (int64_t)length };
	struct error err;
	int64_t size;

	for (size_t at = 0; at < length; at += (size_t)BLOB_CHUNK_BYTES)
		stage(blobs, db, blob.id, at,
		      length - at < (size_t)BLOB_CHUNK_BYTES ? length - at : (size_t)BLOB_CHUNK_BYTES);
	TEST_OK(blob_stage_size(blobs, db, &blob, &size, &err));
	assert_int_equal(size, length);
	TEST_OK(blob_place(blobs, &blob, &err));
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(blob_commit(blobs, db, &blob, &err));
	TEST_OK(db_commit(db, &err));
	return blob;
}

static void expect_range(const struct blobs *blobs, struct db *db, const struct blob *blob,
			 int64_t from, int64_t length)
{
	struct error err;
	struct hash found, wanted = hash_of((struct str){ content + from, (size_t)length });
	struct blob_file file;

	TEST_OK(blob_open(blobs, db, blob, (struct blob_range){ from, length }, &file, &err));
	TEST_OK(blob_hash(file.fd, file.at, length, &found, &err));
	assert_true(hash_equal(&found, &wanted));
	close(file.fd);
}

static enum blob_state state_of(const struct blobs *blobs, struct db *db, const struct hash *sha256)
{
	enum blob_state state;
	struct error err;

	TEST_OK(blob_check(blobs, db, JURISDICTION, sha256, &state, &err));
	return state;
}

static void body_round_trip(const struct blobs *blobs, struct db *db)
{
	static const int64_t ranges[][2] = {
		{ 0, (int64_t)FILE_BYTES },
		{ 0, 1 },
		{ (int64_t)FILE_BYTES - 1, 1 },
		{ BLOB_CHUNK_BYTES - 1, 2 },
		{ BLOB_CHUNK_BYTES, BLOB_CHUNK_BYTES },
		{ 5, 2 * BLOB_CHUNK_BYTES },
	};
	struct blob blob, same;
	struct blob_file file;
	struct error err;

	fill_content(1);
	blob = store(blobs, db, FILE_BYTES);
	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
		expect_range(blobs, db, &blob, ranges[i][0], ranges[i][1]);
	assert_int_equal(blob_open(blobs, db, &blob, (struct blob_range){ 1, (int64_t)FILE_BYTES },
				   &file, &err), -ERR_CORRUPT);
	assert_int_equal(state_of(blobs, db, &blob.sha256), BLOB_SOUND);
	same = store(blobs, db, FILE_BYTES); /* stored once */
	assert_int_equal(same.id, blob.id);
	TEST_OK(blob_find(db, JURISDICTION, &blob.sha256, &same, &err));
	assert_int_equal(same.bytes, FILE_BYTES);
	assert_int_equal(blob_find(db, JURISDICTION + 1, &blob.sha256, &same, &err), -ERR_NOT_FOUND);
	blob = store(blobs, db, 1);
	expect_range(blobs, db, &blob, 0, 1);
}

static void test_round_trip(void **state)
{
	(void)state;
	each_driver(body_round_trip);
}

/* A piece sent twice, the answer to the first having been lost; a piece behind a gap. */
static void body_pieces(const struct blobs *blobs, struct db *db)
{
	struct blob blob = { JURISDICTION, id_new(), { { 0 } }, 0 };
	const struct blob_piece gap = { JURISDICTION, id_new(), BLOB_CHUNK_BYTES, STR("x"), true };
	const struct blob_piece odd = { JURISDICTION, blob.id, 1, STR("x"), true };
	struct error err;
	int64_t size;

	fill_content(2);
	stage(blobs, db, blob.id, 0, (size_t)BLOB_CHUNK_BYTES);
	stage(blobs, db, blob.id, 0, (size_t)BLOB_CHUNK_BYTES);
	TEST_OK(blob_stage_size(blobs, db, &blob, &size, &err));
	assert_int_equal(size, BLOB_CHUNK_BYTES);
	assert_int_equal(blob_stage_write(blobs, db, &odd, &err), -ERR_BROKEN);
	if (blobs->driver == BLOB_FOLDER)
		assert_int_equal(blob_stage_write(blobs, db, &gap, &err), -ERR_CONFLICT);
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(blob_stage_remove(blobs, db, &blob, &err));
	TEST_OK(db_commit(db, &err));
	TEST_OK(blob_stage_size(blobs, db, &blob, &size, &err));
	assert_int_equal(size, 0);
}

static void test_pieces(void **state)
{
	(void)state;
	each_driver(body_pieces);
}

/* The program died between a file's place and its row, and in the middle of an upload. */
static void body_sweep(const struct blobs *blobs, struct db *db)
{
	struct blob kept, orphan = { JURISDICTION, id_new(), { { 0 } }, (int64_t)FILE_BYTES };
	struct blob_sweep sweep = { .age_ms = 3600000 };
	int64_t half = id_new();
	struct error err;

	fill_content(3);
	kept = store(blobs, db, FILE_BYTES);
	fill_content(4);
	orphan.sha256 = hash_of((struct str){ content, FILE_BYTES });
	for (size_t at = 0; at < FILE_BYTES; at += (size_t)BLOB_CHUNK_BYTES)
		stage(blobs, db, orphan.id, at,
		      FILE_BYTES - at < (size_t)BLOB_CHUNK_BYTES ? FILE_BYTES - at
								  : (size_t)BLOB_CHUNK_BYTES);
	TEST_OK(blob_place(blobs, &orphan, &err));
	stage(blobs, db, half, 0, 100);
	TEST_OK(blob_sweep(blobs, db, &sweep, &err));
	assert_int_equal(sweep.files, blobs->driver == BLOB_FOLDER ? 0 : 2); /* too young for a folder */
	sweep = (struct blob_sweep){ .age_ms = 0 };
	TEST_OK(blob_sweep(blobs, db, &sweep, &err));
	assert_int_equal(sweep.files, 2);
	assert_int_equal(sweep.bytes, FILE_BYTES + 100);
	sweep.remove = true;
	TEST_OK(db_begin_write(db, &err));
	TEST_OK(blob_sweep(blobs, db, &sweep, &err));
	TEST_OK(db_commit(db, &err));
	assert_int_equal(sweep.files, 2);
	sweep.remove = false;
	TEST_OK(blob_sweep(blobs, db, &sweep, &err));
	assert_int_equal(sweep.files, 0);
	assert_int_equal(state_of(blobs, db, &kept.sha256), BLOB_SOUND);
	assert_int_equal(state_of(blobs, db, &orphan.sha256), BLOB_MISSING);
}

static void test_sweep(void **state)
{
	(void)state;
	each_driver(body_sweep);
}

/* A byte changed, a byte added, the file gone: by hand, in the folder. */
static void body_damage(struct test_database *database, void *context)
{
	struct blobs blobs;
	struct blob blob;
	struct error err;
	char path[BLOB_PATH_BYTES * 2], hex[HASH_HEX_BYTES];
	int fd;

	(void)context;
	if (database->engine != DB_ENGINE_SQLITE)
		return;
	TEST_OK(blobs_of(database->where, &blobs, &err));
	TEST_OK(blobs_prepare(&blobs, &err));
	fill_content(5);
	blob = store(&blobs, database->db, 1000);
	hex_encode(hash_str(&blob.sha256), hex);
	(void)snprintf(path, sizeof(path), "%s/%.2s/%s", blobs.folder, hex, hex);
	fd = open(path, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, "x", 1, 1000), 1);
	assert_int_equal(state_of(&blobs, database->db, &blob.sha256), BLOB_CHANGED);
	assert_int_equal(ftruncate(fd, 1000), 0);
	assert_int_equal(state_of(&blobs, database->db, &blob.sha256), BLOB_SOUND);
	assert_int_equal(pwrite(fd, content[500] == 'x' ? "y" : "x", 1, 500), 1);
	assert_int_equal(state_of(&blobs, database->db, &blob.sha256), BLOB_CHANGED);
	assert_int_equal(ftruncate(fd, 999), 0);
	assert_int_equal(state_of(&blobs, database->db, &blob.sha256), BLOB_CHANGED);
	close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(state_of(&blobs, database->db, &blob.sha256), BLOB_MISSING);
	blobs_remove(&blobs);
}

static void test_damage(void **state)
{
	(void)state;
	test_databases_each(body_damage, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_sweep),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
