/* security_policy_view.h - the policy in force, and those before and to come. Layer: people. */
#ifndef LIANZE_PEOPLE_SECURITY_POLICY_VIEW_H
#define LIANZE_PEOPLE_SECURITY_POLICY_VIEW_H

#include "web/table.h"

struct security_policy_view {
	bool may_write, is_default; /* is_default: nobody has set one yet */
	struct table_view now;	    /* name and value */
	struct table_view all;
};

#endif
