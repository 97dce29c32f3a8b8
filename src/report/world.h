/* SPDX-License-Identifier: EUPL-1.2
 *
 * What errno means, in words: the system itself speaks English, and to programmers.
 */
#ifndef UNDERLAG_REPORT_WORLD_H
#define UNDERLAG_REPORT_WORLD_H

#include "report/finding.h"

/* Adds FILE_UNREADABLE, FILE_UNWRITABLE or FOLDER_UNREADABLE for the path, with the reason that
 * `error` (a value of errno) is, and an advice that fits it. */
struct finding *finding_add_fault(
    struct findings *findings, enum catalogue_id id, const char *path, int error);

/* The reason alone: "den finns inte". */
const char *fault_reason(struct arena *arena, int error, enum language language);

/* Adds TEXT_UTF8 for the byte, which stands at the place: with what it would be in Windows-1252. */
struct finding *finding_add_encoding(struct findings *findings, struct span where, char byte);

/* Whether one of the findings says that the world failed. */
bool findings_have_fault(const struct findings *findings);

#endif
