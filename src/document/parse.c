/* SPDX-License-Identifier: EUPL-1.2
 *
 * cmark's tree becomes blocks of our own. cmark says where each block begins; from the line and the
 * column the map tells which file that is. What cmark does not know is put in what it does: tables
 * in headings of one mark (outline.c), directives in fenced code.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "document/parse.h"
#include "report/world.h"

/* How far behind a block's start words are looked for. */
enum { FIND_WINDOW = 1 << 16 };

struct span parsing_span(const struct parsing *parsing, size_t offset, size_t length) {
    const struct document_options *options = parsing->options;
    if (options->map != NULL) {
        return sourcemap_span(options->map, offset, length);
    }
    return (struct span){ options->source, (uint32_t)offset, (uint32_t)length };
}

/* Bytes from the offset to the end of its line. */
static size_t line_rest(const struct marked *marked, size_t offset) {
    const char *start = marked->original + offset;
    const char *end = memchr(start, '\n', marked->original_size - offset);
    return end != NULL ? (size_t)(end - start) : marked->original_size - offset;
}

struct span parsing_find(const struct parsing *parsing, const char *words) {
    assert(words != NULL);
    const struct marked *marked = parsing->marked;
    size_t rest = marked->original_size - parsing->offset;
    const char *start = marked->original + parsing->offset;
    size_t size = strlen(words);
    const char *found =
        size == 0 ? NULL : memmem(start, rest < FIND_WINDOW ? rest : FIND_WINDOW, words, size);
    if (found == NULL) {
        return parsing_span(parsing, parsing->offset, line_rest(marked, parsing->offset));
    }
    const char *line_end = memchr(words, '\n', size);
    return parsing_span(parsing, (size_t)(found - marked->original),
        line_end != NULL ? (size_t)(line_end - words) : size);
}

void parsing_too_deep(struct parsing *parsing) {
    if (!parsing->has_deep) {
        parsing->has_deep = true;
        char *most = arena_printf(parsing->arena, "%d", DOCUMENT_DEPTH);
        finding_add(parsing->findings, NESTING_TOO_DEEP, parsing_find(parsing, ""), most, NULL);
    }
}

static struct span last_line_span(struct parsing *parsing, cmark_node *node) {
    size_t last = marked_offset(parsing->marked, (size_t)cmark_node_get_end_line(node), 1);
    return parsing_span(parsing, last, line_rest(parsing->marked, last));
}

/* From the beginning of the first to the end of the second, when that is further on in the same text. */
static struct span span_to(struct span first, struct span last) {
    if (last.source == first.source && last.offset + last.length > first.offset + first.length) {
        first.length = last.offset + last.length - first.offset;
    }
    return first;
}

static void place(struct parsing *parsing, struct block *block, cmark_node *node) {
    size_t line = (size_t)cmark_node_get_start_line(node);
    int column = cmark_node_get_start_column(node);
    parsing->offset = marked_offset(parsing->marked, line, column > 0 ? (size_t)column : 1);
    block->where =
        parsing_span(parsing, parsing->offset, line_rest(parsing->marked, parsing->offset));
    block->path = parsing->prose_path;
    if (block->path != NULL) {
        block->where = span_to(block->where, last_line_span(parsing, node));
    }
}

/* Whether only a blank line can part a block from the next: one paragraph from another (prose in the
 * item of a tight list), a table from what would be its next row. */
static bool wants_blank_line(const struct block *block) {
    bool is_table = block->kind == BLOCK_TABLE;
    return block->next != NULL
        && ((block->next->kind == BLOCK_PARAGRAPH && (is_table || block->kind == BLOCK_PARAGRAPH))
            || (block->next->kind == BLOCK_TABLE && is_table));
}

static bool has_blank_lines(const struct block *item) {
    const struct block *block = item->children;
    while (block != NULL && !wants_blank_line(block)) {
        block = block->next;
    }
    return block != NULL;
}

static struct block *convert_list(
    struct parsing *parsing, struct block *list, cmark_node *node, int depth) {
    list->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    list->tight = cmark_node_get_list_tight(node) != 0;
    list->start = cmark_node_get_list_start(node);
    list->delimiter = cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')' : '.';
    if (list->ordered) {
        list->list_index = ++parsing->ordered_lists;
    }
    list->level = parsing->list_level++;
    list->children = blocks_convert(parsing, cmark_node_first_child(node), depth + 1);
    parsing->list_level--;
    int number = list->start;
    for (struct block *item = list->children; item != NULL; item = item->next, number++) {
        list->tight = list->tight && !has_blank_lines(item);
        item->label = list->ordered ? arena_printf(parsing->arena, "%d%c", number, list->delimiter)
                                    : TEXT_EN_DASH;
    }
    return list;
}

static struct block *convert_heading(
    struct parsing *parsing, struct block *heading, cmark_node *node) {
    size_t told = parsing->findings->count;
    heading->kind = BLOCK_HEADING;
    heading->level = cmark_node_get_heading_level(node);
    foreign_heading(parsing, node);
    heading->inlines = inlines_convert(parsing, cmark_node_first_child(node), 1);
    heading->is_told_of = parsing->findings->count != told;
    if (parsing->prose_path == NULL) {
        parsing->section_level = heading->level;
    }
    return heading;
}

/* Raw HTML that may be shown: its lines as words. */
static struct block *convert_html(
    struct parsing *parsing, struct block *block, const char *literal) {
    const char *words = words_strip(parsing, literal, strlen(literal));
    if (!parsing->options->allow_html) {
        size_t first = strcspn(words, "\n");
        char *shown = arena_copy(parsing->arena, words, first);
        if (!parsing->has_html || !text_starts(shown, "</")) {
            finding_add(parsing->findings, HTML_IN_TEXT, parsing_find(parsing, shown), shown, NULL);
        }
        parsing->has_html = true;
        return NULL;
    }
    block->kind = BLOCK_PARAGRAPH;
    struct inline_ **end = &block->inlines;
    for (const char *line = words; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        *end = inlines_plain(parsing, line, size);
        for (; *end != NULL; end = &(*end)->next) {
        }
        line += size + (line[size] == '\n');
        if (*line != '\0') {
            *end = arena_new_of(parsing->arena, struct inline_);
            (*end)->kind = INLINE_SOFT_BREAK;
            end = &(*end)->next;
        }
    }
    return block;
}

static struct block *convert_code(struct parsing *parsing, struct block *block, cmark_node *node) {
    const char *literal = cmark_node_get_literal(node);
    const char *info = cmark_node_get_fence_info(node);
    const char *words = words_strip(parsing, info, strlen(info));
    struct block *directive = directive_convert(parsing, node, words, literal);
    if (directive != NULL) {
        directive->where = block->where;
        directive->path = block->path;
        return directive;
    }
    block->kind = BLOCK_CODE;
    block->text = words_strip(parsing, literal, strlen(literal));
    block->info = words[0] != '\0' ? words : NULL;
    return block;
}

/* One node of cmark's as a block, or several when prose stands in a paragraph; NULL for none. */
static struct block *convert_block(struct parsing *parsing, cmark_node *node, int depth) {
    if (is_row(node)) {
        return table_convert(parsing, node);
    }
    struct block *block = arena_new_of(parsing->arena, struct block);
    place(parsing, block, node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        block->kind = BLOCK_QUOTE;
        block->children = blocks_convert(parsing, cmark_node_first_child(node), depth + 1);
        return block;
    case CMARK_NODE_LIST:
        block->kind = BLOCK_LIST;
        return convert_list(parsing, block, node, depth);
    case CMARK_NODE_ITEM:
        block->kind = BLOCK_ITEM;
        block->children = blocks_convert(parsing, cmark_node_first_child(node), depth + 1);
        return block;
    case CMARK_NODE_CODE_BLOCK:
        return convert_code(parsing, block, node);
    case CMARK_NODE_HTML_BLOCK:
        return convert_html(parsing, block, cmark_node_get_literal(node));
    case CMARK_NODE_HEADING:
        return convert_heading(parsing, block, node);
    case CMARK_NODE_THEMATIC_BREAK:
        block->kind = BLOCK_RULE;
        return block;
    default: /* a paragraph; cmark's enum, not ours */
        slips_tell(parsing, node);
        return paragraph_convert(parsing, block, node, depth);
    }
}

struct block *blocks_convert(struct parsing *parsing, cmark_node *first, int depth) {
    struct block *blocks = NULL;
    struct block **end = &blocks;
    if (first != NULL && depth > DOCUMENT_DEPTH) {
        parsing_too_deep(parsing);
        return NULL;
    }
    for (cmark_node *node = first; node != NULL; node = cmark_node_next(node)) {
        *end = convert_block(parsing, node, depth);
        for (; *end != NULL; end = &(*end)->next) {
        }
    }
    return blocks;
}

cmark_node *commonmark_parse(const char *text, size_t size) {
    static const cmark_mem memory = { memory_zeroed, memory_resize, free };
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, (cmark_mem *)(uintptr_t)&memory);
    cmark_parser_feed(parser, text, size);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

struct block *blocks_parse(struct parsing *parsing, int depth) {
    const struct outline *outer = parsing->outline;
    parsing->outline = outline_read(parsing->arena, parsing->marked);
    CLEANUP(cmark)
    cmark_node *root = commonmark_parse(parsing->outline->text, parsing->outline->size);
    struct block *blocks = blocks_convert(parsing, cmark_node_first_child(root), depth);
    parsing->outline = outer;
    return blocks;
}

/* Whether the text can be parsed: no larger than a document may be, valid UTF-8 without control
 * characters. A finding says why not. */
static bool is_readable(struct parsing *parsing, const char *text, size_t size) {
    struct arena *arena = parsing->arena;
    struct findings *findings = parsing->findings;
    if (size > DOCUMENT_LARGEST) {
        finding_add(findings, TREE_FILE_TOO_LARGE, parsing_span(parsing, 0, 0),
            arena_printf(arena, "%zu", DOCUMENT_LARGEST >> 20), NULL);
        return false;
    }
    size_t fault = text_fault(text, size);
    if (fault < size) {
        finding_add_encoding(findings, parsing_span(parsing, fault, 1), text[fault]);
        return false;
    }
    size_t control = text_control(text, size);
    if (control < size) {
        uint32_t c = 0;
        size_t length = text_next(text + control, &c);
        finding_add(findings, TEXT_CONTROL, parsing_span(parsing, control, length),
            arena_printf(arena, "U+%04X", (unsigned)c), NULL);
        return false;
    }
    return true;
}

struct document *document_parse(struct arena *arena, const char *text, size_t size,
    const struct document_options *options, struct findings *findings) {
    struct document *document = arena_new_of(arena, struct document);
    *document = (struct document){ .title = arena_string(arena, options->title),
        .header = arena_string(arena, options->header),
        .subject = arena_string(arena, options->subject),
        .creator = arena_string(arena, options->creator),
        .registry_number = arena_string(arena, options->registry_number),
        .date = arena_string(arena, options->date),
        .status = arena_string(arena, options->status),
        .keywords = arena_string(arena, options->keywords),
        .officer = arena_string(arena, options->officer),
        .board = arena_string(arena, options->board),
        .version = arena_string(arena, options->version),
        .digest = arena_string(arena, options->digest),
        .footer = arena_string(arena, options->footer),
        .language = "sv",
        .numbered_headings = options->numbered_headings,
        .draft = options->draft };
    struct parsing parsing = {
        .arena = arena, .options = options, .document = document, .findings = findings
    };
    assert(text[size] == '\0');
    if (is_readable(&parsing, text, size)) {
        parsing.marked = mark_facts(arena, text, size, options->map);
        document->blocks = blocks_parse(&parsing, 1);
        snippets_parse(&parsing);
        tables_finish(&parsing);
        headings_number(&parsing);
        references_resolve(&parsing);
        headings_check(&parsing);
    }
    if (document->title == NULL) {
        document->title = "";
    }
    return document;
}
