/*
 * finding_store.h - findings in the database, and the proposals that follow from them (finding.h).
 *
 * Layer:   examination.
 * Owner:   what is read lives in the arena passed in (of an act: the act's).
 */
#ifndef LIANZE_EXAMINATION_FINDING_STORE_H
#define LIANZE_EXAMINATION_FINDING_STORE_H

#include "examination/examination_store.h"
#include "examination/finding.h"

/* What a proposal's trigger_code begins with; the part's name follows. */
#define FINDING_TRIGGER "finding."

/* Note a finding; the caller checked who may. -ERR_STATE: the result is public or final. */
MUST_USE int finding_add(struct act *act, const struct examination *examination,
			 struct finding *finding, struct error *err);
/* Withdraw it. -ERR_STATE while the result is final: begin a correction first. */
MUST_USE int finding_withdraw(struct act *act, const struct examination *examination, int64_t finding_id,
			      const struct finding_asker *asker, struct str note, struct error *err);
/* Those of an examination, as they were noted. */
MUST_USE int findings_load(struct db *db, const struct examination *examination, struct arena *arena,
			   struct finding **out, size_t *out_count, struct error *err);

#endif
