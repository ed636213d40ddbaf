/*
 * county.h - the demonstration county: a plainly fictional county-level city, from a seed.
 *
 * Layer: demo (above process). Writes import files (decisions.md 9) into buffers; the command imports
 * them like anybody's, so that every figure of the demonstration adds up from records.
 *
 * Nothing here is or resembles a real place or person: units are named after the heavenly stems, the
 * earthly branches and the sexagenary cycle, persons by a surname of the Hundred Family Surnames and
 * a pair of the cycle (赵甲子, 钱乙丑 …).
 *
 * What is planted, so that every rule can be seen at work:
 *   DEMO_UNIT_LAST_TWICE      last in its group in 2007 and 2008 under the same principals
 *   DEMO_UNIT_LAST_CHANGED    last in both years, its principals changed in June 2008
 *   DEMO_UNIT_TIED_A, _B      equal totals at the end of their group in 2008
 *   DEMO_UNIT_DEDUCTED        a deduction in 2008; one taken back in a correction of the final result
 *   DEMO_UNIT_VETOED          a veto in 2008
 *   DEMO_PERSON_GIVER, _RECEIVER  a liaison's work handed over in 2008, the next list open in 2009
 *   DEMO_GROUP_DRAFT          a group whose result of 2008 still waits to be published
 */
#ifndef LIANZE_DEMO_COUNTY_H
#define LIANZE_DEMO_COUNTY_H

#include "base/buf.h"
#include "base/civil.h"
#include "demo/random.h"

#define DEMO_SEED 20090317
#define DEMO_FIRST_YEAR 2007
#define DEMO_LAST_YEAR 2008

#define DEMO_TOWNS 20
#define DEMO_DEPARTMENTS 50
#define DEMO_UNITS (1 + DEMO_TOWNS + DEMO_DEPARTMENTS)
#define DEMO_GROUP_SIZE 10

#define DEMO_UNIT_LAST_TWICE "T04"
#define DEMO_UNIT_LAST_CHANGED "D17"
#define DEMO_UNIT_TIED_A "T13"
#define DEMO_UNIT_TIED_B "T18"
#define DEMO_UNIT_DEDUCTED "D05"
#define DEMO_UNIT_VETOED "T07"
#define DEMO_PERSON_CADRE "P0070" /* whose letter of 2009 waits for them */
#define DEMO_PERSON_HEAD "P0069" /* of the same unit: signs the letters of its deputies */
#define DEMO_PERSON_LEADER "P0004" /* of the discipline body: countersigns those of principals */
#define DEMO_PERSON_GIVER "P0093"
#define DEMO_PERSON_RECEIVER "P0094"
#define DEMO_UNIT_GIVEN "T05" /* where both worked */
#define DEMO_UNIT_TAKEN "T06" /* where the giver went */
#define DEMO_GROUP_DRAFT "公共服务组"

enum demo_kind { DEMO_BODY, DEMO_TOWN, DEMO_DEPARTMENT };

struct demo_unit {
	enum demo_kind kind;
	char code[8];  /* B00, T01 …, D01 … */
	char name[40];
	char group[40]; /* the appraisal group of both years; "" for the body */
};

/* The units in import order, the leading body first. */
void demo_units(struct demo_unit out[DEMO_UNITS]);

/* Import files. Failure sticks in the buffer. */
void demo_write_units(const struct demo_unit units[DEMO_UNITS], struct buf *out);
void demo_write_persons(const struct demo_unit units[DEMO_UNITS], uint64_t seed, struct buf *out);

#endif
