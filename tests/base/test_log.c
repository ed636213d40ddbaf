/* The log: one line per event, levels, and input that cannot forge a line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/log.h"

static char output[8192];

static void write_events(void)
{
	char text[3000];

	memset(text, '\n', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_write(LOG_LEVEL_INFO, "http", "GET /%s %d", "责", 200);
	log_write(LOG_LEVEL_DEBUG, "http", "dropped");
	log_write(LOG_LEVEL_WARNING, "web", "a\nb\x1b[0m\x7f\xc2\x9b\xff");
	log_set_level(LOG_LEVEL_ERROR);
	log_write(LOG_LEVEL_WARNING, "web", "dropped too");
	log_write(LOG_LEVEL_ERROR, "cli", "%s", text);
	log_set_level(LOG_LEVEL_INFO);
	log_write_detail(LOG_LEVEL_WARNING, "store", "of a person", "refused %d", 7);
}

/* Runs write_events with standard error going into `output`. */
static int capture(void **state)
{
	int ends[2], saved = dup(STDERR_FILENO);
	ssize_t length;

	(void)state;
	if (saved < 0 || pipe(ends) != 0 || dup2(ends[1], STDERR_FILENO) < 0)
		return -1;
	clock_fix(1237248300000);
	write_events();
	clock_fix(0);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(ends[1]);
	length = read(ends[0], output, sizeof(output) - 1);
	close(ends[0]);
	return length > 0 ? 0 : -1;
}

static void writes_time_level_area_message(void **state)
{
	static const char *const expected =
		"2009-03-17T00:05:00Z info http: GET /责 200\n"
		"2009-03-17T00:05:00Z warning web: a\\x0ab\\x1b[0m\\x7f\\xc2\\x9b\\xff\n";

	(void)state;
	assert_memory_equal(output, expected, strlen(expected));
	assert_null(strstr(output, "dropped"));
}

static void escapes_even_the_longest_message(void **state)
{
	const char *last = strstr(output, "2009-03-17T00:05:00Z error cli: \\x0a");

	(void)state;
	assert_non_null(last);
	assert_int_equal(strcspn(last, "\n") + 1, strlen("2009-03-17T00:05:00Z error cli: \n") + 1023 * 4);
}

static void keeps_warnings_without_their_details(void **state)
{
	static struct log_line lines[LOG_RECENT_MAXIMUM];
	size_t count = log_recent(lines);

	(void)state;
	assert_int_equal(count, 3);
	assert_string_equal(lines[0].area, "store");
	assert_string_equal(lines[0].text, "refused 7");
	assert_int_equal(lines[0].level, LOG_LEVEL_WARNING);
	assert_int_equal(lines[1].level, LOG_LEVEL_ERROR);
	assert_string_equal(lines[2].text, "a\\x0ab\\x1b[0m\\x7f\\xc2\\x9b\\xff");
	assert_int_equal(lines[2].at_ms, 1237248300000);
	assert_non_null(strstr(output, "warning store: refused 7 of a person\n"));
	for (int i = 0; i < LOG_RECENT_MAXIMUM + 5; i++)
		log_write(LOG_LEVEL_WARNING, "ring", "%d", i);
	assert_int_equal(log_recent(lines), LOG_RECENT_MAXIMUM);
	assert_string_equal(lines[0].text, "54");
	assert_string_equal(lines[LOG_RECENT_MAXIMUM - 1].text, "5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_time_level_area_message),
		cmocka_unit_test(escapes_even_the_longest_message),
		cmocka_unit_test(keeps_warnings_without_their_details),
	};

	return cmocka_run_group_tests(tests, capture, NULL);
}
