/*
 * meetings.h - the joint meetings and key-work reviews of the demonstration, as data.
 *
 * Layer: demo. Plainly fictional; made into records by cli/demo_meeting.c. Conclusions name items that the
 * demonstration's plans already have with the source "meeting", so that no figure of the plans changes.
 */
#ifndef LIANZE_DEMO_MEETINGS_H
#define LIANZE_DEMO_MEETINGS_H

#include "base/civil.h"

struct demo_topic {
	const char *title, *unit; /* code of the unit that reports; NULL: no further topic */
	const char *report, *minutes;
};

struct demo_conclusion {
	int topic; /* from 0 */
	const char *text, *unit;
	struct civil_date due;
	const char *item; /* code in the plan of the due year; NULL: none */
	const char *closed; /* what became of it; NULL: still open */
};

#define DEMO_TOPICS	 2
#define DEMO_CONCLUSIONS 3

struct demo_meeting {
	bool review;
	const char *title, *chair; /* code of a person */
	struct civil_date day;
	int minutes;
	const char *const *units; /* codes, ended by NULL */
	struct demo_topic topics[DEMO_TOPICS];
	struct demo_conclusion conclusions[DEMO_CONCLUSIONS]; /* ended by a NULL text */
	bool held; /* false: announced only */
};

#define DEMO_MEETING_SERIES "党风廉政建设工作"
extern const struct demo_meeting demo_meetings[]; /* by day, ended by a NULL title */

#endif
