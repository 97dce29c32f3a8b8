/* SPDX-License-Identifier: EUPL-1.2
 *
 * SARIF 2.1.0 (OASIS). Columns are code points and the file says so (columnKind). Rules are listed
 * once each, in order of first use, with their texts; results point to them by index. A finding's
 * replacement becomes a fix.
 */
#include <jansson.h>
#include <string.h>

#include "report/jsontext.h"
#include "report/report.h"

/* A file name as a relative URI reference (RFC 3986): everything but unreserved characters and "/" as
 * percent escapes. */
static json_t *uri(const char *name) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (; *name != '\0'; name++) {
        unsigned char byte = (unsigned char)*name;
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
            || (byte >= '0' && byte <= '9') || strchr("-._~/", byte) != NULL) {
            buffer_putc(&text, (char)byte);
        } else {
            buffer_printf(&text, "%%%02X", byte);
        }
    }
    return json_text(text.data);
}

static json_t *region(struct span where) {
    struct position start = source_position(where.source, where.offset);
    struct position end = source_position(where.source, where.offset + where.length);
    return json_pack("{s:I, s:I, s:I, s:I}", "startLine", (json_int_t)start.line, "startColumn",
        (json_int_t)start.column, "endLine", (json_int_t)end.line, "endColumn",
        (json_int_t)end.column);
}

static json_t *location(struct span where, const char *message) {
    json_t *object = json_pack("{s:{s:{s:o}, s:o}}", "physicalLocation", "artifactLocation", "uri",
        uri(where.source->name), "region", region(where));
    if (message != NULL) {
        json_object_set_new(object, "message", json_pack("{s:o}", "text", json_text(message)));
    }
    return object;
}

static const char *sarif_level(enum level level) {
    switch (level) {
    case LEVEL_NOTE:
        return "note";
    case LEVEL_WARNING:
        return "warning";
    case LEVEL_ERROR:
        return "error";
    }
    return "none";
}

static json_t *rule_object(const struct rule_info *rule, enum language language) {
    const struct rule_text *text = rule_text(rule, language);
    CLEANUP_BUFFER struct buffer title = BUFFER_EMPTY;
    message_put(&title, rule->title != NULL ? rule->title : text->message);
    json_t *object = json_pack("{s:o, s:{s:o}, s:{s:s}}", "id", json_text(rule->id),
        "shortDescription", "text", json_text(title.data), "defaultConfiguration", "level",
        sarif_level(rule->level));
    if (text->why != NULL && text->why[0] != '\0') {
        json_object_set_new(
            object, "fullDescription", json_pack("{s:o}", "text", json_text(text->why)));
    }
    if (rule->source != NULL && rule->source[0] != '\0') {
        json_object_set_new(
            object, "properties", json_pack("{s:o}", "source", json_text(rule->source)));
    }
    return object;
}

/* The rule's index in the list, added when new. A few hundred rules at most. */
static json_int_t rule_index(
    json_t *rules, json_t *indices, const struct rule_info *rule, enum language language) {
    const json_t *known = json_object_get(indices, rule->id);
    if (known != NULL) {
        return json_integer_value(known);
    }
    json_int_t index = (json_int_t)json_array_size(rules);
    json_object_set_new(indices, rule->id, json_integer(index));
    json_array_append_new(rules, rule_object(rule, language));
    return index;
}

static json_t *fix(const struct finding *finding) {
    return json_pack("[{s:[{s:{s:o}, s:[{s:o, s:{s:o}}]}]}]", "artifactChanges", "artifactLocation",
        "uri", uri(finding->where.source->name), "replacements", "deletedRegion",
        region(finding->where), "insertedContent", "text", json_text(finding->replacement));
}

/* A finding without a place is about a whole file: the one it names, or that of its part of the report.
 * GitHub refuses all of a report in which one result has no location. */
static json_t *locations(const struct finding *finding, const char *part) {
    if (finding->where.source != NULL) {
        return json_pack("[o]", location(finding->where, NULL));
    }
    return json_pack("[{s:{s:{s:o}}}]", "physicalLocation", "artifactLocation", "uri",
        uri(finding->file != NULL ? finding->file : part));
}

static json_t *result(const struct finding *finding, const char *part, json_int_t index) {
    CLEANUP_BUFFER struct buffer message = BUFFER_EMPTY;
    buffer_puts(&message, finding->message);
    if (finding->advice != NULL) {
        buffer_printf(&message, " %s", finding->advice);
    }
    json_t *object = json_pack("{s:o, s:I, s:s, s:{s:o}}", "ruleId", json_text(finding->rule->id),
        "ruleIndex", index, "level", sarif_level(finding->level), "message", "text",
        json_text(message.data));
    json_object_set_new(object, "locations", locations(finding, part));
    if (finding->where.source != NULL && finding->replacement != NULL) {
        json_object_set_new(object, "fixes", fix(finding));
    }
    json_t *related = json_array();
    for (size_t i = 0; i < finding->related_count; i++) {
        if (finding->related[i].where.source != NULL) {
            json_array_append_new(
                related, location(finding->related[i].where, finding->related[i].note));
        }
    }
    json_object_set_new(object, "relatedLocations", related);
    return object;
}

void report_write_sarif(const struct report *report, struct buffer *out) {
    json_t *rules = json_array();
    json_t *indices = json_object();
    json_t *results = json_array();
    for (size_t i = 0; i < report->part_count; i++) {
        const struct findings *findings = report->parts[i].findings;
        for (size_t j = 0; j < findings->count; j++) {
            const struct finding *finding = findings->items[j];
            json_int_t index = rule_index(rules, indices, finding->rule, report->language);
            json_array_append_new(results, result(finding, report->parts[i].name, index));
        }
    }
    json_decref(indices);
    json_t *tool = json_pack("{s:{s:s, s:o, s:o}}", "driver", "name", "underlag", "version",
        json_text(report->version), "rules", rules);
    json_t *run = json_pack("{s:o, s:s, s:s, s:o}", "tool", tool, "columnKind", "unicodeCodePoints",
        "language", report->language == LANGUAGE_EN ? "en" : "sv", "results", results);
    json_put(json_pack("{s:s, s:s, s:[o]}", "$schema",
                 "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", run),
        out);
}
