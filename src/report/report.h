/* SPDX-License-Identifier: EUPL-1.2
 *
 * Findings as something to read: one file a format, one line in the list. A report may be made of many
 * collections (one a definition), given one after the other.
 */
#ifndef UNDERLAG_REPORT_REPORT_H
#define UNDERLAG_REPORT_REPORT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "report/finding.h"

/* What was looked at, in the order of the report: a file, and what was found about it. */
struct report_part {
    const char *name;                /* "agreements/x.yaml" */
    const struct findings *findings; /* sorted */
};

/* How text looks where it is shown. */
struct report_look {
    bool colour;                     /* ANSI */
    size_t width;                    /* columns of the terminal; 0: not known */
};

struct report {
    enum language language;
    struct report_look look;         /* text only */
    const char *version;             /* of the program, for formats that name their maker */
    const struct report_part *parts;
    size_t part_count;
};

struct report_format {
    const char *name;                /* for --output */
    void (*write)(const struct report *report, struct buffer *out);
};

/* All formats, ended by one without a name. */
extern const struct report_format report_formats[];

/* The format of that name, or NULL. */
const struct report_format *report_format_find(const char *name);

/* One collection as text; what report_formats' "text" does for each part. For people: the first line
 * as compilers write it, so that editors jump to it; then the line with a caret; then the related
 * places, source and advice. A long line is cut to what the terminal has room for. */
void report_text(const struct findings *findings, struct report_look look, struct buffer *out);

/* The formats: text for people; JSON, one object with a list of findings; SARIF 2.1.0 (OASIS) for code
 * scanning; JUnit XML, one case a file; GitHub's workflow commands, one line a finding. */
void report_write_text(const struct report *report, struct buffer *out);
void report_write_json(const struct report *report, struct buffer *out);
void report_write_sarif(const struct report *report, struct buffer *out);
void report_write_junit(const struct report *report, struct buffer *out);
void report_write_github(const struct report *report, struct buffer *out);

#endif
