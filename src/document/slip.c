/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is nearly Markdown in a paper: a table without its line of hyphens, a list or a heading without the
 * space behind its mark, bold that is never ended. CommonMark has no faults, so all of it would stand in
 * the paper as it was typed. A text that was not filled from anything may have it all.
 */
#include <ctype.h>
#include <string.h>

#include "document/opener.h"
#include "document/parse.h"

/* A line of the text at hand, without the marks of the quotes that it stands in. */
struct line {
    const char *words;
    size_t size;
    size_t number;
    size_t column; /* of the words, from 1 */
};

static bool read_line(const struct parsing *parsing, size_t number, struct line *line) {
    size_t size;
    const char *text = marked_line(parsing->marked, number, &size);
    if (text == NULL) {
        return false;
    }
    size_t indent = 0;
    while (indent < size && strchr(" \t>", text[indent]) != NULL) {
        indent++;
    }
    *line = (struct line){ text + indent, size - indent, number, indent + 1 };
    return true;
}

static struct span line_span(struct parsing *parsing, const struct line *line) {
    size_t block = parsing->offset;
    parsing->offset = marked_offset(parsing->marked, line->number, line->column);
    struct span span = parsing_find(parsing, "");
    parsing->offset = block;
    return span;
}

static bool begins_letter(const struct line *line, size_t at) {
    return at < line->size
        && (isalpha((unsigned char)line->words[at]) || (unsigned char)line->words[at] >= 0x80)
        && mark_length(line->words + at) == 0;
}

/* "| a | b |"; a bar inside a line of words is one of theirs. */
static bool is_barred(const struct line *line) {
    return line->size > 1 && line->words[0] == '|'
        && memchr(line->words + 1, '|', line->size - 1) != NULL;
}

/* A row that is none, since the line below the first one is no delimiter row of as many columns. */
static bool tell_row(struct parsing *parsing, const struct line *line, const struct line *before) {
    bool is_delimiter = delimiter_row(line->words, line->size, NULL) > 1 && before->size != 0;
    if (!is_delimiter && !is_barred(line)) {
        return false;
    }
    const struct line *header = is_delimiter ? before : line;
    size_t columns = row_count(header->words, header->size);
    CLEANUP_BUFFER struct buffer delimiters = BUFFER_EMPTY;
    for (size_t i = 0; i < columns && i < TABLE_COLUMNS; i++) {
        buffer_puts(&delimiters, "| --- ");
    }
    buffer_puts(&delimiters, "|");
    finding_add(parsing->findings, TABLE_NONE, line_span(parsing, header),
        words_strip(parsing, header->words, header->size), delimiters.data, NULL);
    return true;
}

static void tell_heading(struct parsing *parsing, const struct line *line) {
    size_t run = 0;
    while (run < line->size && line->words[run] == '#') {
        run++;
    }
    /* One mark alone: "#metoo", in prose. A template has headings. */
    size_t least = parsing->prose_path != NULL ? 2 : 1;
    if (run >= least && run <= 6 && begins_letter(line, run)) {
        const char *words = words_strip(parsing, line->words + run, line->size - run);
        finding_add(parsing->findings, HEADING_UNSPACED, line_span(parsing, line), words,
            arena_copy(parsing->arena, line->words, run), NULL);
    }
}

static bool is_point(const struct line *line) {
    return line->size > 1 && line->words[0] == '-' && begins_letter(line, 1);
}

/* Bytes of the paragraph in the text as it was written, from the block's offset on. */
static size_t written_size(const struct parsing *parsing, size_t last) {
    const struct marked *marked = parsing->marked;
    size_t end = last < marked->line_count ? marked_offset(marked, last + 1, 1)
                                           : marked->original_size;
    return end > parsing->offset ? end - parsing->offset : 0;
}

/* Tells of the "**" in the words, which no other has ended, where it would begin something bold. One that
 * was written \*\* is meant. */
static bool tell_strong(struct parsing *parsing, const char *words, size_t size) {
    for (const char *at = words; (at = strstr(at, "**")) != NULL; at += 2) {
        bool is_first = at == words || strchr(" (", at[-1]) != NULL;
        if (!is_first || at[2] == '\0' || strchr("* \t.,;:)", at[2]) != NULL) {
            continue;
        }
        size_t length = 2 + strcspn(at + 2, " ");
        const char *shown = words_strip(parsing, at, length);
        const char *original = parsing->marked->original + parsing->offset;
        const char *found = memmem(original, size, shown, strlen(shown));
        if (found != NULL) {
            finding_add(parsing->findings, STRONG_OPEN,
                parsing_span(parsing, parsing->offset + (size_t)(found - original), strlen(shown)),
                shown, NULL);
            return true;
        }
    }
    return false;
}

static void tell_inlines(struct parsing *parsing, cmark_node *paragraph, size_t last) {
    size_t size = written_size(parsing, last);
    bool told = false;
    cmark_iter *iter = cmark_iter_new(paragraph);
    while (!told && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        told = cmark_node_get_type(node) == CMARK_NODE_TEXT
            && tell_strong(parsing, cmark_node_get_literal(node), size);
    }
    cmark_iter_free(iter);
}

void slips_tell(struct parsing *parsing, cmark_node *paragraph) {
    if (parsing->options->map == NULL || findings_are_full(parsing->findings)) {
        return;
    }
    size_t last = (size_t)cmark_node_get_end_line(paragraph);
    struct line line;
    struct line before = { .size = 0 };
    bool told_row = false;
    size_t points = 0;
    for (size_t number = (size_t)cmark_node_get_start_line(paragraph);
         number <= last && read_line(parsing, number, &line); number++) {
        told_row = told_row || tell_row(parsing, &line, &before);
        tell_heading(parsing, &line);
        points = is_point(&line) ? points + 1 : 0;
        if (points == 2) {
            finding_add(parsing->findings, LIST_UNSPACED, line_span(parsing, &before),
                words_strip(parsing, before.words, before.size), NULL);
        }
        before = line;
    }
    tell_inlines(parsing, paragraph, last);
}
