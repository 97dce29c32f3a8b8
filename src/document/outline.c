/* SPDX-License-Identifier: EUPL-1.2
 *
 * The first phase of CommonMark's parsing (0.30, appendix: block structure), as far as tables need it:
 * line by line, which quotes and list items are open, and whether a paragraph, code, HTML or a table
 * is open inside them. Steps and their order are cmark's (blocks.c), with cmark-gfm's table extension
 * where that has it: a delimiter row under a paragraph makes its last line a header row when the
 * cells are as many, and every line is a row from there on that opens no other block.
 *
 * What is not followed: that a paragraph of link definitions alone is none. It takes a line of "===" right
 * behind it to tell.
 */
#include "document/outline.h"

#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "document/opener.h"

enum { TAB = 4, CODE_INDENT = 4 };

enum leaf { LEAF_NONE, LEAF_PARAGRAPH, LEAF_TABLE, LEAF_FENCE, LEAF_CODE, LEAF_HTML };

struct container {
    bool is_quote;
    size_t indent;  /* item: columns that its lines begin with */
    bool has_child; /* item: a blank line does not end it */
};

struct place {
    size_t offset; /* in the line */
    size_t column; /* from 0; inside a tab it runs ahead of the offset */
};

/* A line with what stands before its words. */
struct head {
    size_t start;   /* of the line, in the text */
    size_t offset;  /* of its first word, in the line */
    size_t size;    /* of the line */
    size_t line;    /* its number, from 1 */
    bool is_opener; /* the first line of its paragraph */
};

struct outliner {
    const char *text; /* the line at hand */
    size_t size;
    size_t start; /* in the whole text */
    size_t line;
    struct place at;    /* behind the prefixes that have been read */
    struct place words; /* the first character behind `at` that is no white space */
    struct container containers[DOCUMENT_DEPTH];
    size_t depth;
    enum leaf leaf;
    struct head last; /* the last line of the open paragraph */
    char fence;
    size_t fence_size;
    enum html_kind html;
    const char *whole;
    struct buffer *out;
    size_t written; /* bytes of the whole text that `out` stands for */
    struct arena *arena;
    ARRAY_OF(struct row) rows;
};

static size_t columns_of(char c, size_t column) {
    return c == '\t' ? TAB - column % TAB : 1;
}

static void find_words(struct outliner *outliner) {
    struct place words = outliner->at;
    while (words.offset < outliner->size
           && (outliner->text[words.offset] == ' ' || outliner->text[words.offset] == '\t')) {
        words.column += columns_of(outliner->text[words.offset], words.column);
        words.offset++;
    }
    outliner->words = words;
}

static size_t indent_of(const struct outliner *outliner) {
    return outliner->words.column - outliner->at.column;
}

static bool is_blank(const struct outliner *outliner) {
    return outliner->words.offset == outliner->size;
}

static const char *words_of(const struct outliner *outliner) {
    return outliner->text + outliner->words.offset;
}

static size_t words_size(const struct outliner *outliner) {
    return outliner->size - outliner->words.offset;
}

/* Goes past `columns` columns of white space; a tab may be left half read. */
static void skip_columns(struct outliner *outliner, size_t columns) {
    struct place *at = &outliner->at;
    while (columns > 0 && at->offset < outliner->size) {
        size_t width = columns_of(outliner->text[at->offset], at->column);
        size_t taken = width < columns ? width : columns;
        at->offset += taken == width;
        at->column += taken;
        columns -= taken;
    }
    find_words(outliner);
}

/* Goes past the white space and `size` characters behind it. */
static void skip_words(struct outliner *outliner, size_t size) {
    outliner->at = outliner->words;
    outliner->at.offset += size;
    outliner->at.column += size;
    find_words(outliner);
}

/* A quote's ">" with the space that belongs to it. */
static void skip_quote(struct outliner *outliner) {
    skip_words(outliner, 1);
    const struct place *at = &outliner->at;
    if (at->offset < outliner->words.offset || at->column < outliner->words.column) {
        skip_columns(outliner, 1);
    }
}

static bool continues_container(struct outliner *outliner, const struct container *container) {
    if (container->is_quote) {
        bool is_quote = indent_of(outliner) < CODE_INDENT && !is_blank(outliner)
                        && *words_of(outliner) == '>';
        if (is_quote) {
            skip_quote(outliner);
        }
        return is_quote;
    }
    if (indent_of(outliner) >= container->indent) {
        skip_columns(outliner, container->indent);
        return true;
    }
    if (is_blank(outliner) && container->has_child) {
        outliner->at = outliner->words;
        return true;
    }
    return false;
}

/* Whether the open leaf, whose containers go on, takes the line and nothing else can begin in it. */
static bool leaf_takes(struct outliner *outliner) {
    const char *words = words_of(outliner);
    size_t size = words_size(outliner);
    switch (outliner->leaf) {
    case LEAF_FENCE:
        if (indent_of(outliner) < CODE_INDENT
            && closes_fence(words, size, outliner->fence, outliner->fence_size)) {
            outliner->leaf = LEAF_NONE;
        }
        return true;
    case LEAF_CODE:
        return indent_of(outliner) >= CODE_INDENT || is_blank(outliner);
    case LEAF_HTML:
        if (outliner->html == HTML_TAG) {
            return !is_blank(outliner);
        }
        if (html_closes(words, size, outliner->html)) {
            outliner->leaf = LEAF_NONE;
        }
        return true;
    case LEAF_NONE:
    case LEAF_PARAGRAPH:
    case LEAF_TABLE:
        break;
    }
    return false;
}

/* Ends what is open inside the containers that go on; a block begins inside the last of them. */
static void open_block(struct outliner *outliner, size_t matched, enum leaf leaf) {
    outliner->depth = matched;
    outliner->leaf = leaf;
    if (matched > 0) {
        outliner->containers[matched - 1].has_child = true;
    }
}

/* The container that begins here, with its marker read; false when none does. */
static bool read_container(struct outliner *outliner, bool interrupts, struct container *container) {
    if (is_blank(outliner) || indent_of(outliner) >= CODE_INDENT) {
        return false;
    }
    if (*words_of(outliner) == '>') {
        *container = (struct container){ .is_quote = true };
        skip_quote(outliner);
        return true;
    }
    size_t marker = marker_size(words_of(outliner), words_size(outliner), interrupts);
    if (marker == 0) {
        return false;
    }
    size_t outer = indent_of(outliner);
    skip_words(outliner, marker);
    size_t inner = indent_of(outliner);
    bool is_own = inner > 0 && inner <= CODE_INDENT && !is_blank(outliner);
    *container = (struct container){ .indent = outer + marker + (is_own ? inner : 1) };
    skip_columns(outliner, is_own ? inner : inner > 0);
    return true;
}

/* The leaf, other than paragraphs and tables, that begins here; LEAF_PARAGRAPH when none does,
 * LEAF_NONE when it ends with the line. */
static enum leaf read_leaf(struct outliner *outliner, enum leaf inside, bool may_be_lazy) {
    const char *words = words_of(outliner);
    size_t size = words_size(outliner);
    if (indent_of(outliner) >= CODE_INDENT) {
        return may_be_lazy || size == 0 ? LEAF_PARAGRAPH : LEAF_CODE;
    }
    if (opens_heading(words, size)) {
        return LEAF_NONE;
    }
    outliner->fence_size = fence_size(words, size);
    if (outliner->fence_size != 0) {
        outliner->fence = words[0];
        return LEAF_FENCE;
    }
    outliner->html = html_opens(words, size, inside == LEAF_PARAGRAPH);
    if (outliner->html != HTML_NONE) {
        bool is_one = outliner->html != HTML_TAG && html_closes(words, size, outliner->html);
        return is_one ? LEAF_NONE : LEAF_HTML;
    }
    bool is_heading = inside == LEAF_PARAGRAPH && is_underline(words, size);
    return is_heading || is_rule(words, size) ? LEAF_NONE : LEAF_PARAGRAPH;
}

static struct head head_of(const struct outliner *outliner) {
    return (struct head){ .start = outliner->start,
        .offset = outliner->words.offset,
        .size = outliner->size,
        .line = outliner->line };
}

/* Puts a heading of a mark for the line, behind `prefix`'s containers, and notes the row. */
static void put_row(
    struct outliner *outliner, const struct head *head, const struct head *prefix, bool is_header) {
    struct buffer *out = outliner->out;
    buffer_put(out, outliner->whole + outliner->written, head->start - outliner->written);
    buffer_put(out, outliner->whole + prefix->start, prefix->offset);
    buffer_puts(out, "# " MARK_ROW);
    outliner->written = head->start + head->size;
    struct row row = { .text = outliner->whole + head->start + head->offset,
        .size = head->size - head->offset,
        .line = head->line,
        .column = head->offset + 1,
        .is_header = is_header };
    ARRAY_ADD(outliner->arena, outliner->rows, row);
}

/* Whether the line is a row of the open table, or makes one of the paragraph; then it is put. */
static bool read_row(struct outliner *outliner, enum leaf inside) {
    const char *words = words_of(outliner);
    size_t size = words_size(outliner);
    struct head head = head_of(outliner);
    if (inside == LEAF_PARAGRAPH) {
        size_t columns = delimiter_row(words, size, NULL);
        const struct head *last = &outliner->last;
        const char *header = outliner->whole + last->start + last->offset;
        if (columns == 0 || columns != row_count(header, last->size - last->offset)) {
            return false;
        }
        /* A later line of a paragraph may lack prefixes, or have more white space than a heading. */
        put_row(outliner, last, last->is_opener ? last : &head, true);
    }
    put_row(outliner, &head, &head, false);
    outliner->leaf = LEAF_TABLE;
    return true;
}

/* What the line, behind the prefixes of the containers that go on, begins or belongs to. */
static void read_rest(struct outliner *outliner, size_t matched) {
    bool all = matched == outliner->depth;
    bool may_be_lazy = outliner->leaf == LEAF_PARAGRAPH;
    enum leaf inside = all && !is_blank(outliner) ? outliner->leaf : LEAF_NONE;
    if (inside == LEAF_TABLE && row_count(words_of(outliner), words_size(outliner)) == 0) {
        inside = LEAF_NONE;
    }
    bool has_opened = false;
    for (;; has_opened = true) {
        enum leaf leaf = read_leaf(outliner, inside, may_be_lazy && !has_opened);
        struct container container;
        if (leaf != LEAF_PARAGRAPH) {
            open_block(outliner, matched, leaf);
            return;
        }
        if (!read_container(outliner, inside == LEAF_PARAGRAPH, &container)) {
            break;
        }
        open_block(outliner, matched, LEAF_NONE);
        if (matched < DOCUMENT_DEPTH) {
            outliner->containers[matched++] = container;
        }
        outliner->depth = matched;
        inside = LEAF_NONE;
    }
    bool is_indented = indent_of(outliner) >= CODE_INDENT;
    if ((inside == LEAF_PARAGRAPH || inside == LEAF_TABLE) && !is_indented
        && read_row(outliner, inside)) {
        return;
    }
    if (is_blank(outliner)) {
        outliner->depth = matched;
        outliner->leaf = LEAF_NONE;
        return;
    }
    bool continues = inside == LEAF_PARAGRAPH || (!has_opened && !all && may_be_lazy);
    if (!continues) {
        open_block(outliner, matched, LEAF_PARAGRAPH);
    }
    outliner->last = head_of(outliner);
    outliner->last.is_opener = !continues;
}

static void read_line(struct outliner *outliner) {
    outliner->at = (struct place){ 0, 0 };
    find_words(outliner);
    size_t matched = 0;
    while (matched < outliner->depth
           && continues_container(outliner, &outliner->containers[matched])) {
        matched++;
    }
    if (matched < outliner->depth || !leaf_takes(outliner)) {
        read_rest(outliner, matched);
    }
}

/* Whether there can be a delimiter row: one without a pipe or a colon would underline a heading. */
static bool may_hold_tables(const struct marked *marked) {
    return memchr(marked->text, '|', marked->size) != NULL
           || strstr(marked->text, "-:") != NULL || strstr(marked->text, ":-") != NULL;
}

struct outline *outline_read(struct arena *arena, const struct marked *marked) {
    struct outline *outline = arena_new_of(arena, struct outline);
    *outline = (struct outline){ .text = marked->text, .size = marked->size };
    if (!may_hold_tables(marked)) {
        return outline;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    struct outliner outliner = { .whole = marked->text, .out = &out, .arena = arena };
    for (size_t line = 1; line <= marked->line_count; line++) {
        outliner.text = marked_line(marked, line, &outliner.size);
        outliner.start = (size_t)(outliner.text - marked->text);
        outliner.line = line;
        read_line(&outliner);
    }
    if (outliner.rows.count != 0) {
        buffer_put(&out, marked->text + outliner.written, marked->size - outliner.written);
        outline->size = out.size;
        outline->text = buffer_take(arena, &out);
        outline->rows = outliner.rows.items;
        outline->row_count = outliner.rows.count;
    }
    return outline;
}
