/* SPDX-License-Identifier: EUPL-1.2
 *
 * The look is that of docs/design.md, section 8. Columns are counted in code points for the place (editors do
 * the same) and in terminal cells for the caret.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/report.h"
#include "report/visible.h"

/* A long line is cut round the caret to this many cells, or to what a terminal has room for behind the
 * line's number. */
enum { EXCERPT_WIDTH = 96, EXCERPT_SMALLEST = 32, EXCERPT_MARGIN = 10 };

/* Bytes on each side of a place that are looked at for that: a whole file may stand on one line, and
 * have a finding at each word. */
enum { EXCERPT_BYTES = 2000 };

struct style {
    const char *on[3]; /* by level */
    const char *bold, *dim, *off;
    size_t width; /* of an excerpt */
};

static const struct style plain = { { "", "", "" }, "", "", "", EXCERPT_WIDTH };
static const struct style coloured = {
    { "\033[36m", "\033[33m", "\033[31m" }, "\033[1m", "\033[2m", "\033[0m", EXCERPT_WIDTH
};

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

static void put_string(struct buffer *out, const char *text) {
    put_visible(out, text, strlen(text));
}

/* A line as it is shown, and what of it is marked: offsets into `text`. */
struct excerpt {
    struct buffer text;
    size_t from, to;
    bool is_cut_left, is_cut_right; /* there is more of the line */
};

static struct excerpt make_excerpt(struct span where, size_t line) {
    size_t size;
    const char *text = source_line(where.source, line, &size);
    size_t start = where.offset - where.source->lines[line - 1];
    start = start < size ? start : size;
    size_t left = text_character(text, start > EXCERPT_BYTES ? start - EXCERPT_BYTES : 0);
    size_t right = size - start > EXCERPT_BYTES ? text_character(text, start + EXCERPT_BYTES) : size;
    size_t end = where.length < right - start ? start + where.length : right;
    struct excerpt excerpt = {
        .text = BUFFER_EMPTY, .is_cut_left = left > 0, .is_cut_right = right < size
    };
    put_visible(&excerpt.text, text + left, start - left);
    excerpt.from = excerpt.text.size;
    put_visible(&excerpt.text, text + start, end - start);
    excerpt.to = excerpt.text.size;
    put_visible(&excerpt.text, text + end, right - end);
    return excerpt;
}

/* The line of the span with a run of `mark` under it. */
static void put_excerpt(struct buffer *out, struct span where, char mark, const char *note,
    const struct style *style) {
    size_t number = source_position(where.source, where.offset).line;
    struct excerpt excerpt = make_excerpt(where, number);
    const char *line = excerpt.text.data;
    size_t size = excerpt.text.size;
    size_t before = text_width(line, excerpt.from);
    size_t cut = 0;
    if (text_width(line, size) > style->width && before > style->width / 2) {
        cut = fitting(line, size, before - style->width / 2);
    }
    bool is_cut = cut > 0 || excerpt.is_cut_left;
    size_t shown = fitting(line + cut, size - cut, style->width);
    size_t indent = text_width(line + cut, excerpt.from - cut) + is_cut;
    size_t end = excerpt.to < cut + shown ? excerpt.to : cut + shown;
    size_t marks = end > excerpt.from ? text_width(line + excerpt.from, end - excerpt.from) : 0;
    int gutter = snprintf(NULL, 0, "%5zu", number);
    buffer_printf(out, "%s%5zu |%s %s", style->dim, number, style->off, is_cut ? "…" : "");
    buffer_put(out, line + cut, shown);
    buffer_printf(out, "%s\n%s%*s |%s ", cut + shown < size || excerpt.is_cut_right ? "…" : "",
        style->dim, gutter, "", style->off);
    buffer_repeat(out, ' ', indent);
    buffer_puts(out, style->bold);
    buffer_repeat(out, mark, marks != 0 ? marks : 1);
    buffer_puts(out, style->off);
    if (note != NULL) {
        buffer_putc(out, ' ');
        put_string(out, note);
    }
    buffer_putc(out, '\n');
    buffer_done(&excerpt.text);
}

static void put_related(struct buffer *out, const struct finding *finding,
    const struct related *related, const struct style *style) {
    if (related->where.source == NULL) {
        buffer_puts(out, "      = ");
        put_string(out, related->note);
        buffer_putc(out, '\n');
        return;
    }
    if (related->where.source != finding->where.source) {
        struct position position = source_position(related->where.source, related->where.offset);
        buffer_puts(out, "      = ");
        put_string(out, related->where.source->name);
        buffer_printf(out, ":%zu:%zu\n", position.line, position.column);
    }
    put_excerpt(out, related->where, '-', related->note, style);
}

static void put_finding(struct buffer *out, const struct finding *finding, enum language language,
    const struct style *style) {
    buffer_puts(out, style->bold);
    if (finding->where.source != NULL) {
        struct position position = source_position(finding->where.source, finding->where.offset);
        put_string(out, finding->where.source->name);
        buffer_printf(out, ":%zu:%zu: ", position.line, position.column);
    } else {
        buffer_puts(out, "underlag: ");
    }
    buffer_printf(out, "%s%s:%s ", style->on[finding->level], level_name(finding->level, language),
        style->off);
    put_string(out, finding->message);
    buffer_printf(out, " [%s]\n", finding->rule->id);
    if (finding->where.source != NULL && finding->where.source->size != 0) {
        put_excerpt(out, finding->where, '^', NULL, style);
    }
    for (size_t i = 0; i < finding->related_count; i++) {
        put_related(out, finding, &finding->related[i], style);
    }
    bool english = language == LANGUAGE_EN;
    if (finding->rule->source != NULL && finding->rule->source[0] != '\0') {
        buffer_printf(out, "      = %s: ", english ? "source" : "källa");
        put_string(out, finding->rule->source);
        buffer_putc(out, '\n');
    }
    if (finding->advice != NULL) {
        buffer_printf(out, "      = %s: ", english ? "advice" : "råd");
        put_string(out, finding->advice);
        buffer_putc(out, '\n');
    }
}

void report_text(const struct findings *findings, struct report_look look, struct buffer *out) {
    struct style style = look.colour ? coloured : plain;
    if (look.width != 0 && look.width < EXCERPT_WIDTH + EXCERPT_MARGIN) {
        style.width = look.width > EXCERPT_SMALLEST + EXCERPT_MARGIN ? look.width - EXCERPT_MARGIN
                                                                     : EXCERPT_SMALLEST;
    }
    for (size_t i = 0; i < findings->count; i++) {
        put_finding(out, findings->items[i], findings->language, &style);
    }
    if (findings->dropped != 0) {
        buffer_printf(out, findings->language == LANGUAGE_EN ? "… and %zu more.\n" : "… och %zu till.\n",
            findings->dropped);
    }
}

/* "2 fel, 1 varning": how many of each level, worst first; nothing when there are none. */
static void put_counts(struct buffer *out, const struct report *report) {
    static const char *const words[][2][2] = {
        [LEVEL_ERROR] = { { "fel", "fel" }, { "error", "errors" } },
        [LEVEL_WARNING] = { { "varning", "varningar" }, { "warning", "warnings" } },
        [LEVEL_NOTE] = { { "upplysning", "upplysningar" }, { "note", "notes" } },
    };
    const enum level levels[] = { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE };
    const char *before = "";
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t count = 0;
        for (size_t j = 0; j < report->part_count; j++) {
            count += findings_count(report->parts[j].findings, levels[i]);
        }
        if (count != 0) {
            bool english = report->language == LANGUAGE_EN;
            buffer_printf(out, "%s%zu %s", before, count, words[levels[i]][english][count != 1]);
            before = ", ";
        }
    }
    buffer_puts(out, before[0] != '\0' ? ".\n" : "");
}

void report_write_text(const struct report *report, struct buffer *out) {
    for (size_t i = 0; i < report->part_count; i++) {
        report_text(report->parts[i].findings, report->look, out);
    }
    put_counts(out, report);
}
