/* SPDX-License-Identifier: EUPL-1.2
 *
 * The look is that of DESIGN section 8. Columns are counted in code points for the place (editors do
 * the same) and in terminal cells for the caret.
 */
#include <string.h>

#include "base/text.h"
#include "report/report.h"

/* A long line is cut round the caret to this many cells. */
enum { EXCERPT_WIDTH = 96, EXCERPT_BEFORE = 48 };

struct style {
    const char *on[3]; /* by level */
    const char *bold, *dim, *off;
};

static const struct style plain = { { "", "", "" }, "", "", "" };
static const struct style coloured = { { "\033[36m", "\033[33m", "\033[31m" }, "\033[1m", "\033[2m", "\033[0m" };

/* Bytes of the text that fit into `cells`. */
static size_t fitting(const char *text, size_t size, size_t cells) {
    size_t at = 0;
    while (at < size) {
        uint32_t c;
        size_t length = text_next(text + at, &c);
        size_t width = text_width(text + at, length);
        if (length == 0 || width > cells) {
            break;
        }
        cells -= width;
        at += length;
    }
    return at;
}

/* The line of the span with a run of `mark` under it. */
static void put_excerpt(struct buffer *out, struct span where, char mark, const char *note,
    const struct style *style) {
    const struct source *source = where.source;
    struct position position = source_position(source, where.offset);
    size_t size;
    const char *line = source_line(source, position.line, &size);
    if (text_fault(line, size) != size) {
        return; /* broken UTF-8 is told of, not shown */
    }
    size_t start = where.offset - source->lines[position.line - 1];
    start = start < size ? start : size;
    size_t length = where.length < size - start ? where.length : size - start;
    size_t from = 0;
    if (text_width(line, size) > EXCERPT_WIDTH && text_width(line, start) > EXCERPT_BEFORE) {
        from = fitting(line, size, text_width(line, start) - EXCERPT_BEFORE);
    }
    size_t shown = fitting(line + from, size - from, EXCERPT_WIDTH);
    CLEANUP_BUFFER struct buffer visible = BUFFER_EMPTY;
    for (size_t i = 0; i < shown; i++) {
        buffer_putc(&visible, line[from + i] == '\t' ? ' ' : line[from + i]);
    }
    size_t indent = text_width(line + from, start - from) + 0;
    for (size_t i = from; i < start; i++) {
        indent += line[i] == '\t';
    }
    size_t marks = text_width(line + start, length);
    size_t room = EXCERPT_WIDTH > indent ? EXCERPT_WIDTH - indent : 1;
    marks = marks == 0 ? 1 : marks > room ? room : marks;
    buffer_printf(out, "%s%5zu |%s %s%s%s\n", style->dim, position.line, style->off,
        from > 0 ? "…" : "", visible.data, from + shown < size ? "…" : "");
    buffer_printf(out, "%s      |%s ", style->dim, style->off);
    buffer_repeat(out, ' ', indent + (from > 0));
    buffer_puts(out, style->bold);
    buffer_repeat(out, mark, marks);
    buffer_puts(out, style->off);
    if (note != NULL) {
        buffer_printf(out, " %s", note);
    }
    buffer_putc(out, '\n');
}

static void put_related(struct buffer *out, const struct finding *finding,
    const struct related *related, const struct style *style) {
    if (related->where.source == NULL) {
        buffer_printf(out, "      = %s\n", related->note);
        return;
    }
    if (related->where.source != finding->where.source) {
        struct position position = source_position(related->where.source, related->where.offset);
        buffer_printf(out, "      = %s:%zu:%zu\n", related->where.source->name, position.line, position.column);
    }
    put_excerpt(out, related->where, '-', related->note, style);
}

static void put_finding(struct buffer *out, const struct finding *finding, enum language language,
    const struct style *style) {
    buffer_puts(out, style->bold);
    if (finding->where.source != NULL) {
        struct position position = source_position(finding->where.source, finding->where.offset);
        buffer_printf(out, "%s:%zu:%zu: ", finding->where.source->name, position.line, position.column);
    } else {
        buffer_puts(out, "underlag: ");
    }
    buffer_printf(out, "%s%s:%s %s%s [%s]\n", style->on[finding->level],
        level_name(finding->level, language), style->off, finding->message, "", finding->rule->id);
    if (finding->where.source != NULL && finding->where.source->size != 0) {
        put_excerpt(out, finding->where, '^', NULL, style);
    }
    for (size_t i = 0; i < finding->related_count; i++) {
        put_related(out, finding, &finding->related[i], style);
    }
    bool english = language == LANGUAGE_EN;
    if (finding->rule->source != NULL && finding->rule->source[0] != '\0') {
        buffer_printf(out, "      = %s: %s\n", english ? "source" : "källa", finding->rule->source);
    }
    if (finding->advice != NULL) {
        buffer_printf(out, "      = %s: %s\n", english ? "advice" : "råd", finding->advice);
    }
}

void report_text(const struct findings *findings, bool colour, struct buffer *out) {
    const struct style *style = colour ? &coloured : &plain;
    for (size_t i = 0; i < findings->count; i++) {
        put_finding(out, findings->items[i], findings->language, style);
    }
    if (findings->dropped != 0) {
        buffer_printf(out, findings->language == LANGUAGE_EN ? "… and %zu more.\n" : "… och %zu till.\n",
            findings->dropped);
    }
}

void report_write_text(const struct report *report, struct buffer *out) {
    for (size_t i = 0; i < report->part_count; i++) {
        report_text(report->parts[i].findings, report->colour, out);
    }
}
