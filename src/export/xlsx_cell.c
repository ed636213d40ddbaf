/* xlsx_cell.c - see xlsx_cell.h. */
#include "export/xlsx_cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/civil.h"

#define PADDED_DIGITS_MAXIMUM 32
#define DAYS_1900	      25569 /* from 1899-12-30 to 1970-01-01 */
#define DAYS_1904	      24107 /* from 1904-01-01 to 1970-01-01 */
#define DAY_THAT_NEVER_WAS    60
#define DAY_SECONDS	      86400
#define NUMBER_BYTES	      400 /* the longest double without exponent has 325 characters */

/* Formats -------------------------------------------------------------------------------------- */

struct xlsx_style xlsx_style_builtin(int id)
{
	static const struct {
		int first, last;
		enum xlsx_format format;
	} ranges[] = {
		{ 14, 17, XLSX_DATE }, { 18, 21, XLSX_TIME },	  { 22, 22, XLSX_DATE_TIME },
		{ 27, 31, XLSX_DATE }, { 32, 35, XLSX_TIME },	  { 36, 36, XLSX_DATE },
		{ 45, 47, XLSX_TIME }, { 50, 54, XLSX_DATE },	  { 55, 56, XLSX_TIME },
		{ 57, 58, XLSX_DATE },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(ranges); i++)
		if (id >= ranges[i].first && id <= ranges[i].last)
			return (struct xlsx_style){ ranges[i].format, 0 };
	return (struct xlsx_style){ XLSX_NUMBER, 0 };
}

/* What the letters of a format code ask for. */
struct letters {
	bool year, month_or_minute, day, hour, second, other;
	int zeros;
};

/* Behind a quoted text, an escaped or padding character, or a bracket; `at` where nothing is to
 * be skipped. */
static size_t skip_literal(struct str code, size_t at)
{
	char c = code.bytes[at];
	struct str rest = str_slice(code, at + 1, code.length);
	ptrdiff_t end;

	if (c == '\\' || c == '_' || c == '*')
		return at + 2;
	if (c != '"' && c != '[')
		return at;
	end = str_find_byte(rest, c == '"' ? '"' : ']');
	return end < 0 ? code.length : at + 2 + (size_t)end;
}

/* [h], [mm] and [ss] are lengths of time. */
static bool is_elapsed(struct str code, size_t at)
{
	char c = at + 1 < code.length ? (char)(code.bytes[at + 1] | 32) : 0;

	return code.bytes[at] == '[' && (c == 'h' || c == 'm' || c == 's') &&
	       at + 2 < code.length &&
	       (code.bytes[at + 2] == ']' || (code.bytes[at + 2] | 32) == c);
}

static void note_letter(struct letters *seen, char c)
{
	switch (c | 32) {
	case 'y':
	case 'e':
	case 'b':
		seen->year = true;
		break;
	case 'm':
		seen->month_or_minute = true;
		break;
	case 'd':
		seen->day = true;
		break;
	case 'h':
		seen->hour = true;
		break;
	case 's':
		seen->second = true;
		break;
	default:
		seen->other = true;
	}
}

/* "General" and the "E+" of a scientific format are made of letters too; "AM/PM" has an m. */
static size_t skip_word(struct str code, size_t at, struct letters *seen)
{
	static const char *const words[] = { "General", "AM/PM", "A/P", "E+", "E-" };

	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		struct str word = str_from(words[i]);

		if (!str_equal_ignore_case(str_slice(code, at, word.length), word))
			continue;
		seen->hour |= i == 1 || i == 2;
		seen->other |= i == 0 || i > 2;
		return at + word.length;
	}
	return at;
}

static struct letters letters_of(struct str code)
{
	struct letters seen = { 0 };
	size_t at = 0;

	while (at < code.length && code.bytes[at] != ';') {
		size_t behind = skip_word(code, at, &seen);

		if (behind == at && is_elapsed(code, at))
			seen.hour = true;
		if (behind == at)
			behind = skip_literal(code, at);
		if (behind > at) {
			at = behind;
			continue;
		}
		if (code.bytes[at] == '0')
			seen.zeros++;
		else if ((code.bytes[at] | 32) >= 'a' && (code.bytes[at] | 32) <= 'z')
			note_letter(&seen, code.bytes[at]);
		else if (strchr("#?.,%@", code.bytes[at]))
			seen.other = true;
		at++;
	}
	return seen;
}

struct xlsx_style xlsx_style_of(struct str code)
{
	struct letters seen = letters_of(code);
	bool has_time = seen.hour || seen.second;
	bool has_day = seen.year || seen.day || (seen.month_or_minute && !has_time);
	enum xlsx_format format = XLSX_NUMBER;

	if (has_day && has_time)
		format = XLSX_DATE_TIME;
	else if (seen.year && !seen.day && !seen.month_or_minute)
		format = XLSX_YEAR;
	else if (has_day)
		format = XLSX_DATE;
	else if (has_time)
		format = XLSX_TIME;
	else if (seen.zeros > 1 && !seen.other)
		return (struct xlsx_style){ XLSX_PADDED, seen.zeros > PADDED_DIGITS_MAXIMUM
								 ? PADDED_DIGITS_MAXIMUM
								 : seen.zeros };
	return (struct xlsx_style){ format, 0 };
}

/* Texts ---------------------------------------------------------------------------------------- */

static bool parse_double(struct str stored, double *out)
{
	char text[64], *end;

	stored = str_trim(stored);
	if (!stored.length || stored.length >= sizeof(text))
		return false;
	memcpy(text, stored.bytes, stored.length);
	text[stored.length] = '\0';
	if (strspn(text, "+-0123456789.eE") != stored.length)
		return false; /* no "nan", no "0x1p3" */
	*out = strtod(text, &end);
	return *end == '\0' && isfinite(*out);
}

/* 15 significant digits with the point where the exponent puts it: printing the nearest double
 * itself would show digits beyond those. */
static struct str plain_number(struct arena *arena, double value)
{
	char rounded[32], digits[16], zeros[NUMBER_BYTES], text[NUMBER_BYTES];
	const char *sign = value < 0 ? "-" : "";
	int exponent, count = 15, length;

	if (value == 0)
		return STR("0");
	snprintf(rounded, sizeof(rounded), "%.14e", fabs(value));
	exponent = (int)strtol(strchr(rounded, 'e') + 1, NULL, 10);
	digits[0] = rounded[0];
	memcpy(digits + 1, rounded + 2, 14);
	while (count > 1 && digits[count - 1] == '0')
		count--;
	memset(zeros, '0', sizeof(zeros));
	if (exponent < 0)
		length = snprintf(text, sizeof(text), "%s0.%.*s%.*s", sign, -exponent - 1, zeros,
				  count, digits);
	else if (exponent >= count - 1)
		length = snprintf(text, sizeof(text), "%s%.*s%.*s", sign, count, digits,
				  exponent - count + 1, zeros);
	else
		length = snprintf(text, sizeof(text), "%s%.*s.%.*s", sign, exponent + 1, digits,
				  count - exponent - 1, digits + exponent + 1);
	return arena_str(arena, (struct str){ text, (size_t)length });
}

static struct str padded_number(struct arena *arena, double value, int digits)
{
	if (value < 0 || value >= 1e15 || value != floor(value))
		return plain_number(arena, value);
	return arena_format(arena, "%0*lld", digits, (long long)value);
}

static struct str time_text(struct arena *arena, const char *day, long seconds)
{
	return arena_format(arena, "%s%s%02ld:%02ld:%02ld", day, *day ? " " : "", seconds / 3600,
			    seconds / 60 % 60, seconds % 60);
}

/* False when the day is outside of 1900 … 2199. */
static bool day_of(double whole, bool since_1904, int32_t *out)
{
	int32_t first, last;
	double day = whole - (since_1904 ? DAYS_1904 : DAYS_1900);

	if (!since_1904 && whole < DAY_THAT_NEVER_WAS)
		day += 1;
	first = civil_year_start(CIVIL_FIRST_YEAR);
	last = civil_year_end(CIVIL_LAST_YEAR);
	if (!(day >= first && day <= last))
		return false;
	*out = (int32_t)day;
	return true;
}

static struct str date_text(struct arena *arena, double value, struct xlsx_style style,
			    bool since_1904)
{
	double whole = floor(value);
	long seconds = lround((value - whole) * DAY_SECONDS);
	char text[CIVIL_TEXT_BYTES];
	int32_t day;

	if (seconds >= DAY_SECONDS) {
		whole += 1;
		seconds = 0;
	}
	if (style.format == XLSX_TIME && whole == 0)
		return time_text(arena, "", seconds);
	if (!since_1904 && whole == DAY_THAT_NEVER_WAS)
		return STR("1900-02-29"); /* refused wherever a date is read */
	if (!day_of(whole, since_1904, &day))
		return plain_number(arena, value);
	if (style.format == XLSX_YEAR)
		return arena_format(arena, "%d", civil_from_day(day).year);
	civil_format(day, text);
	return seconds ? time_text(arena, text, seconds) : arena_str(arena, str_from(text));
}

struct str xlsx_number_text(struct arena *arena, struct str stored, struct xlsx_style style,
			    bool since_1904)
{
	double value;

	if (!parse_double(stored, &value))
		return arena_str(arena, stored);
	switch (style.format) {
	case XLSX_DATE:
	case XLSX_DATE_TIME:
	case XLSX_TIME:
	case XLSX_YEAR:
		return date_text(arena, value, style, since_1904);
	case XLSX_PADDED:
		return padded_number(arena, value, style.digits);
	case XLSX_NUMBER:
	default:
		return plain_number(arena, value);
	}
}

struct str xlsx_iso_text(struct arena *arena, struct str stored)
{
	struct str day = str_slice(stored, 0, 10), time = str_slice(stored, 11, 8);
	int32_t number;

	if (!civil_parse(day, &number) || (stored.length > 10 && stored.bytes[10] != 'T'))
		return arena_str(arena, stored);
	if (!time.length || str_equal(time, STR("00:00:00")))
		return arena_str(arena, day);
	return arena_format(arena, "%.*s %.*s", STR_ARG(day), STR_ARG(time));
}
