/* SPDX-License-Identifier: EUPL-1.2
 *
 * Workflow commands of GitHub Actions: each finding becomes an annotation in the pull request.
 */
#include <string.h>

#include "report/report.h"
#include "report/visible.h"

/* Escapes as the runner undoes it: "%", and in a property also ":" and ",". A line break in a property is
 * part of a file's name; in a message it is shown as a space. */
static void put_escaped(struct buffer *out, const char *string, bool property) {
    size_t size = property ? strcspn(string, "\r\n") : strlen(string);
    CLEANUP_BUFFER struct buffer visible = BUFFER_EMPTY;
    put_visible(&visible, string, size);
    for (const char *text = visible.data; *text != '\0'; text++) {
        if (*text == '%' || (property && (*text == ':' || *text == ','))) {
            buffer_printf(out, "%%%02X", (unsigned char)*text);
        } else {
            buffer_putc(out, *text);
        }
    }
    if (string[size] != '\0') {
        buffer_printf(out, "%%%02X", (unsigned char)string[size]);
        put_escaped(out, string + size + 1, property);
    }
}

static void put_file(struct buffer *out, const char *name) {
    buffer_puts(out, "file=");
    put_escaped(out, name, true);
    buffer_putc(out, ',');
}

static void put_finding(struct buffer *out, const struct finding *finding) {
    static const char *const commands[] = {
        [LEVEL_NOTE] = "notice", [LEVEL_WARNING] = "warning", [LEVEL_ERROR] = "error"
    };
    buffer_printf(out, "::%s ", commands[finding->level]);
    if (finding->where.source != NULL) {
        struct position start = source_position(finding->where.source, finding->where.offset);
        struct position end = source_position(
            finding->where.source, finding->where.offset + finding->where.length);
        put_file(out, finding->where.source->name);
        if (start.line == end.line) {
            buffer_printf(out, "line=%zu,col=%zu,endLine=%zu,endColumn=%zu,", start.line, start.column,
                end.line, end.column);
        } else { /* the runner takes columns only of one line */
            buffer_printf(out, "line=%zu,endLine=%zu,", start.line, end.line);
        }
    } else if (finding->file != NULL) {
        put_file(out, finding->file);
    }
    buffer_puts(out, "title=");
    put_escaped(out, finding->rule->id, true);
    buffer_puts(out, "::");
    put_escaped(out, finding->message, false);
    if (finding->advice != NULL) {
        buffer_puts(out, " ");
        put_escaped(out, finding->advice, false);
    }
    buffer_putc(out, '\n');
}

void report_write_github(const struct report *report, struct buffer *out) {
    for (size_t i = 0; i < report->part_count; i++) {
        const struct findings *findings = report->parts[i].findings;
        for (size_t j = 0; j < findings->count; j++) {
            put_finding(out, findings->items[j]);
        }
    }
}
