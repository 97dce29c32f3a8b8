/* SPDX-License-Identifier: EUPL-1.2
 *
 * Workflow commands of GitHub Actions: each finding becomes an annotation in the pull request.
 */
#include <string.h>

#include "report/report.h"
#include "report/visible.h"

/* Escapes as the runner undoes it: "%", and in a property also ":" and ",". */
static void put_escaped(struct buffer *out, const char *string, bool property) {
    CLEANUP_BUFFER struct buffer visible = BUFFER_EMPTY;
    put_visible(&visible, string, strlen(string));
    for (const char *text = visible.data; *text != '\0'; text++) {
        if (*text == '%' || (property && (*text == ':' || *text == ','))) {
            buffer_printf(out, "%%%02X", (unsigned char)*text);
        } else {
            buffer_putc(out, *text);
        }
    }
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
        buffer_puts(out, "file=");
        put_escaped(out, finding->where.source->name, true);
        buffer_printf(out, ",line=%zu,col=%zu,endLine=%zu", start.line, start.column, end.line);
        /* The runner takes endColumn only on the same line. */
        if (start.line == end.line) {
            buffer_printf(out, ",endColumn=%zu", end.column);
        }
        buffer_putc(out, ',');
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
