/*
 * archive_source.h - where the lines of archives come from: each mechanism offers its own, of a unit or
 * of a person; nothing is typed for an archive a second time.
 *
 * Layer: people. The sources of all rooms stand in two tables in archive/archive_sources.c, by address
 * only, as record types stand in record/registry.c. A further mechanism adds one statement, one struct
 * and one line.
 *
 * A source is a statement with these parameters, each of them used
 *     :jurisdiction_id  :subject_id (the unit or the person)  :from_day  :to_day (of the entry, both
 * included)
 *     :before_day  :before_id   only what is older: on an earlier day, or on that day with a smaller id
 *     :last_id     only ids up to it
 *     :pattern     of LIKE, in lower case, escaped by '\': what title and note together match
 *     :word        the value of `word`; '' for any
 *     :secret      1: confidential rows too
 *     :limit
 * and these columns, ordered by day and id, both descending:
 *     day        of the entry; an entry without a day does not stand on a time line
 *     id         of the record: unique among the rows of the source on that day
 *     link_id    what the address takes (see below)
 *     title, title_en   what happened; title_en '' when it is the same
 *     note       a further line, may be ''
 *     word       a stored choice: a state, a kind; may be ''
 *     number     an amount, or NULL: said by number_label, or in ten-thousandths as points
 *     secret     1: of something confidential
 * The usual shape: SELECT … FROM (SELECT … one row per entry …) e WHERE the conditions above.
 */
#ifndef LIANZE_PEOPLE_ARCHIVE_SOURCE_H
#define LIANZE_PEOPLE_ARCHIVE_SOURCE_H

#include "people/rights.h"
#include "record/record.h"
#include "store/db.h"

struct archive_source {
	const char *kind;   /* in addresses and files: stable, unique in its table */
	enum message label; /* "Report" */
	enum statement statement;
	/*
	 * Where the record has its page: a format of safe_url_format() for link_id and the subject's id
	 * ("/reports/%I", "/years/%d/units/%I"); NULL: nowhere.
	 */
	const char *address;
	const struct field_choice *words; /* what `word` is called; NULL: not shown */
	bool rule_words;		  /* `word` is a kind of the archive's rule */
	enum message number_label;	  /* a sentence with {number}; MESSAGE_NONE: points */
	bool day_number;		  /* the number is a day */
	/* Of a unit: who sees its rows: any of these for the unit; 0: whoever reads the unit … */
	permission_set permission;
	/* … and the confidential ones: any of the first for the unit, or of the second everywhere. */
	permission_set secret_permission, secret_everywhere;
	permission_set link_permission; /* needed for the page at `address`, of the subject; 0: none */
	bool own_link; /* of a person: they open it themself without */
	/* Of a person: rows come under a closure (archive/archive_closure.h); with rule_words the rule
	 * says which. */
	bool closes;
};

#endif
