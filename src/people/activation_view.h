/* activation_view.h - the public page where a slip is used. Layer: people. */
#ifndef LIANZE_PEOPLE_ACTIVATION_VIEW_H
#define LIANZE_PEOPLE_ACTIVATION_VIEW_H

#include "web/html.h"

struct activation_view {
	struct str error, code; /* as typed, or from the QR code */
	struct str whose, login; /* of a slip that is good, or empty */
	struct str demand;
	const char *class_code, *class_password, *class_repeat;
};

#endif
