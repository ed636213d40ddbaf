/*
 * scheme_check.h - contradictions inside a scheme, each named with both lines.
 *
 * Layer: rules; used by scheme_parse.c only.
 */
#ifndef LIANZE_PROCESS_SCHEME_CHECK_H
#define LIANZE_PROCESS_SCHEME_CHECK_H

#include "process/scheme.h"

/*
 * Add a problem for each code used twice (kinds, parts, indicators, grades, triggers), each pair of
 * grades whose thresholds do not fall strictly or can never be reached, a last grade that does
 * not reach 0, a quota on the last grade, and a kind or level to which no indicator applies.
 */
void scheme_check(const struct scheme *scheme, struct rule_problems *problems);

#endif
