/* SPDX-License-Identifier: EUPL-1.2
 *
 * One object: {"version", "findings": [...], "summary": {...}}. Lines and columns count from 1,
 * columns in code points. Keys are English and stable; texts are in the reader's language.
 */
#include <jansson.h>

#include "report/jsontext.h"
#include "report/report.h"

static json_t *place(struct span where) {
    if (where.source == NULL) {
        return json_null();
    }
    struct position start = source_position(where.source, where.offset);
    struct position end = source_position(where.source, where.offset + where.length);
    return json_pack("{s:o, s:I, s:I, s:I, s:I}", "file", json_text(where.source->name), "line",
        (json_int_t)start.line, "column", (json_int_t)start.column, "endLine", (json_int_t)end.line,
        "endColumn", (json_int_t)end.column);
}

static json_t *finding_object(const struct finding *finding) {
    json_t *related = json_array();
    for (size_t i = 0; i < finding->related_count; i++) {
        json_array_append_new(related, json_pack("{s:o, s:o}", "place", place(finding->related[i].where),
            "note", json_text(finding->related[i].note)));
    }
    return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "rule", json_text(finding->rule->id),
        "level", level_name(finding->level, LANGUAGE_EN), "place", place(finding->where), "message",
        json_text(finding->message), "advice", json_text(finding->advice), "source",
        json_text(finding->rule->source), "replacement", json_text(finding->replacement), "related",
        related);
}

void report_write_json(const struct report *report, struct buffer *out) {
    json_t *list = json_array();
    json_int_t counts[3] = { 0 };
    for (size_t i = 0; i < report->part_count; i++) {
        const struct findings *findings = report->parts[i].findings;
        for (size_t j = 0; j < findings->count; j++) {
            json_array_append_new(list, finding_object(findings->items[j]));
        }
        for (int level = 0; level < 3; level++) {
            counts[level] += (json_int_t)findings_count(findings, (enum level)level);
        }
    }
    json_t *root = json_pack("{s:o, s:{s:I, s:I, s:I, s:I}, s:o}", "version",
        json_text(report->version), "summary", "files", (json_int_t)report->part_count, "errors",
        counts[LEVEL_ERROR], "warnings", counts[LEVEL_WARNING], "notes", counts[LEVEL_NOTE],
        "findings", list);
    json_put(root, out);
}
