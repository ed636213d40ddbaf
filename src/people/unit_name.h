/*
 * unit_name.h - names that units had until a day.
 *
 * Layer: people. Written by people/unit_change.h only. A year's pages use the words of that year: SQL
 * that shows a unit in a year takes the first of the unit's former names (by to_day) whose last_year is
 * not before the year, else the unit's present name.
 */
#ifndef LIANZE_PEOPLE_UNIT_NAME_H
#define LIANZE_PEOPLE_UNIT_NAME_H

#include "record/record.h"

struct unit_name {
	struct record_head head;
	int64_t unit_id;
	struct str name;
	int32_t to_day;	   /* the last day with this name */
	int64_t last_year; /* the last year whose 31 December had it: unit_name_last_year() */
	int64_t change_id; /* the rename that ended it */
};

extern const struct record_type unit_name_record;

/* The last year that is told with a name that a unit had until `to_day`. */
int unit_name_last_year(int32_t to_day);

#endif
