/* SPDX-License-Identifier: EUPL-1.2
 *
 * A prose field is a text of its own, parsed apart from the template it stands in. So a fence that
 * its writer left open, half an emphasis, a list, a definition of a link or a line of dashes ends
 * where the field ends, and what follows it in the paper means what the template says.
 *
 * Where the template has prose among words, the paragraph takes in the first and the last paragraph of
 * it and breaks round the rest. In a heading, in emphasis, in a cell there is no room for blocks:
 * there it is words.
 */
#include <string.h>

#include "base/text.h"
#include "document/parse.h"

/* Each costs a look at the whole field. */
enum { LOST_LINES_MOST = 20 };

/* A paragraph that may break into blocks. */
struct flow {
    const struct block *block; /* the paragraph as the template has it */
    int depth;
    struct block *first; /* what it has broken into so far */
    struct block **end;
    const struct block *own;  /* the paragraph of the prose that the chain began with, or NULL … */
    struct inline_ **own_end; /* … and the chain's end behind it */
};

static void chain_append(struct chain *chain, struct inline_ *inlines) {
    *chain->end = inlines;
    while (*chain->end != NULL) {
        chain->end = &(*chain->end)->next;
    }
}

/* Whether nothing but white space stands here. */
static bool is_space(const struct inline_ *inline_) {
    return inline_->kind == INLINE_SOFT_BREAK || inline_->kind == INLINE_HARD_BREAK
           || (inline_->kind == INLINE_TEXT && inline_->text[strspn(inline_->text, " \t")] == '\0');
}

/* The inlines without white space at their ends. */
static struct inline_ *trimmed(struct arena *arena, struct inline_ *inlines) {
    while (inlines != NULL && is_space(inlines)) {
        inlines = inlines->next;
    }
    struct inline_ *last = inlines;
    for (struct inline_ *at = inlines; at != NULL; at = at->next) {
        last = is_space(at) ? last : at;
    }
    if (inlines == NULL) {
        return NULL;
    }
    last->next = NULL;
    if (inlines->kind == INLINE_TEXT) {
        inlines->text += strspn(inlines->text, " \t");
    }
    if (last->kind == INLINE_TEXT) {
        size_t size = strlen(last->text);
        while (size > 0 && strchr(" \t", last->text[size - 1]) != NULL) {
            size--;
        }
        last->text = arena_copy(arena, last->text, size);
    }
    return inlines;
}

void inlines_join(struct arena *arena, struct inline_ *inlines) {
    for (struct inline_ *at = inlines; at != NULL; at = at->next) {
        if (at->kind != INLINE_TEXT || at->next == NULL || at->next->kind != INLINE_TEXT) {
            continue;
        }
        CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
        buffer_puts(&words, at->text);
        for (; at->next != NULL && at->next->kind == INLINE_TEXT; at->next = at->next->next) {
            buffer_puts(&words, at->next->text);
        }
        at->text = buffer_take(arena, &words);
    }
}

static void flow_block(struct flow *flow, struct block *block) {
    *flow->end = block;
    flow->end = &block->next;
}

/* What the chain holds becomes a paragraph: the writer's own when it holds nothing else. */
static void flow_break(struct parsing *parsing, struct flow *flow, struct chain *chain) {
    struct block *paragraph = arena_new_of(parsing->arena, struct block);
    bool is_own = flow->own != NULL && chain->end == flow->own_end;
    *paragraph = is_own ? *flow->own : *flow->block;
    paragraph->kind = BLOCK_PARAGRAPH;
    paragraph->next = NULL;
    inlines_join(parsing->arena, chain->first);
    paragraph->inlines = trimmed(parsing->arena, chain->first);
    if (paragraph->inlines != NULL) {
        flow_block(flow, paragraph);
    }
    *chain = (struct chain){ 0 };
    chain->end = &chain->first;
    flow->own = NULL;
}

static void flow_paragraph(struct flow *flow, struct chain *chain, const struct block *paragraph) {
    bool is_first = chain->first == NULL;
    chain_append(chain, paragraph->inlines);
    if (is_first) {
        flow->own = paragraph;
        flow->own_end = chain->end;
    }
}

static void flow_prose(
    struct parsing *parsing, struct flow *flow, struct chain *chain, struct block *blocks) {
    if (blocks != NULL && blocks->kind == BLOCK_PARAGRAPH) {
        flow_paragraph(flow, chain, blocks);
        blocks = blocks->next;
    }
    for (struct block *next; blocks != NULL; blocks = next) {
        next = blocks->next;
        flow_break(parsing, flow, chain);
        if (next == NULL && blocks->kind == BLOCK_PARAGRAPH) {
            flow_paragraph(flow, chain, blocks);
        } else {
            blocks->next = NULL;
            flow_block(flow, blocks);
        }
    }
}

static int highest_level(const struct block *blocks, int level) {
    for (; blocks != NULL; blocks = blocks->next) {
        bool is_higher = blocks->kind == BLOCK_HEADING && blocks->level < level;
        level = highest_level(blocks->children, is_higher ? blocks->level : level);
    }
    return level;
}

static void lower_headings(struct block *blocks, int by) {
    for (; blocks != NULL; blocks = blocks->next) {
        if (blocks->kind == BLOCK_HEADING) {
            blocks->level = blocks->level + by < 6 ? blocks->level + by : 6;
        }
        lower_headings(blocks->children, by);
    }
}

static struct inline_ *text_inline(struct arena *arena, enum inline_kind kind, const char *text) {
    struct inline_ *inline_ = arena_new_of(arena, struct inline_);
    *inline_ = (struct inline_){ .kind = kind, .text = text };
    return inline_;
}

/* The words of the blocks in one line. */
static void flatten(struct parsing *parsing, struct chain *chain, const struct block *blocks) {
    for (; blocks != NULL; blocks = blocks->next) {
        bool is_first = chain->first == NULL;
        struct inline_ *inlines = blocks->inlines;
        if (blocks->text != NULL) {
            inlines = text_inline(parsing->arena, INLINE_CODE, blocks->text);
        }
        if (inlines != NULL && !is_first) {
            chain_append(chain, text_inline(parsing->arena, INLINE_TEXT, " "));
        }
        chain_append(chain, inlines);
        flatten(parsing, chain, blocks->children);
        const struct table *table = blocks->table;
        for (size_t i = 0; table != NULL && i < (table->row_count + 1) * table->column_count; i++) {
            const struct cell *cell = i < table->column_count
                                          ? &table->header[i]
                                          : &table->cells[i - table->column_count];
            if (cell->inlines != NULL) {
                chain_append(chain, text_inline(parsing->arena, INLINE_TEXT, " "));
                chain_append(chain, cell->inlines);
            }
        }
    }
}

/* Whether a link's label stands in the words of the blocks. */
static bool is_shown(const struct block *blocks, const char *label, struct buffer *words) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        buffer_truncate(words, 0);
        inline_put_words(words, block->inlines);
        buffer_puts(words, block->text != NULL ? block->text : "");
        if (strstr(words->data, label) != NULL || is_shown(block->children, label, words)) {
            return true;
        }
    }
    return false;
}

/* Bytes of the label in brackets that a colon follows, at the start of the line; 0: there is none. */
static size_t label_size(const char *line, size_t size) {
    size_t end = 1;
    while (end < size && line[end] != ']' && line[end] != '[') {
        end += line[end] == '\\' ? 2 : 1;
    }
    return line[0] == '[' && end + 1 < size && line[end] == ']' && line[end + 1] == ':' ? end + 1 : 0;
}

/* Reports the lines that are definitions of links ("[a]: address") of which no link makes use: nobody
 * reads them in the paper, and more often than not they were meant to be read. */
static void tell_lost_lines(struct parsing *parsing, const struct block *blocks) {
    const struct marked *prose = parsing->marked;
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    int told = 0;
    for (size_t line = 1; line <= prose->line_count && told < LOST_LINES_MOST; line++) {
        size_t size;
        const char *text = marked_line(prose, line, &size);
        size_t indent = strspn(text, " ");
        size_t length = indent < 4 && indent < size ? label_size(text + indent, size - indent) : 0;
        if (length == 0) {
            continue;
        }
        told++;
        const char *label = arena_copy(parsing->arena, text + indent, length);
        bool is_used = strcasestr(prose->text, label) != text + indent
                       || strcasestr(text + indent + length, label) != NULL;
        if (!is_used && !is_shown(blocks, label, &words)) {
            size_t offset = marked_offset(prose, line, indent + 1);
            finding_add(parsing->findings, LINE_LOST, parsing_span(parsing, offset, size - indent),
                label, NULL);
        }
    }
}

/* The blocks of the prose. Its headings lie below the template's heading, as they lie among themselves:
 * a field cannot end the section that it stands in. */
static struct block *prose_blocks(
    struct parsing *parsing, const struct stretch *stretch, int depth) {
    struct parsing outer = *parsing;
    parsing->marked = mark_prose(parsing->arena, outer.marked, stretch);
    parsing->prose_path = arena_string(outer.arena, stretch->path != NULL ? stretch->path : "");
    parsing->prose = stretch;
    parsing->flow = NULL;
    parsing->snippets.items = NULL;
    parsing->snippets.count = parsing->snippets.capacity = 0;
    struct block *blocks = blocks_parse(parsing, depth);
    snippets_parse(parsing);
    if (strstr(parsing->marked->text, "]:") != NULL) {
        tell_lost_lines(parsing, blocks);
    }
    int highest = highest_level(blocks, 6);
    if (highest <= parsing->section_level) {
        lower_headings(blocks, parsing->section_level + 1 - highest);
    }
    parsing->marked = outer.marked;
    parsing->prose_path = outer.prose_path;
    parsing->prose = outer.prose;
    parsing->flow = outer.flow;
    parsing->offset = outer.offset;
    parsing->snippets = outer.snippets;
    return blocks;
}

void prose_add(struct parsing *parsing, struct chain *chain, size_t stretch) {
    struct flow *flow = parsing->flow;
    struct block *blocks = prose_blocks(
        parsing, &parsing->options->map->stretches[stretch], flow != NULL ? flow->depth : 1);
    if (flow != NULL) {
        flow_prose(parsing, flow, chain, blocks);
        parsing->has_spliced = true;
        return;
    }
    struct chain words = { 0 };
    words.end = &words.first;
    flatten(parsing, &words, blocks);
    chain_append(chain, words.first);
    parsing->has_spliced = true;
}

struct block *paragraph_convert(
    struct parsing *parsing, struct block *block, cmark_node *node, int depth) {
    block->kind = BLOCK_PARAGRAPH;
    struct flow flow = { .block = block, .depth = depth };
    flow.end = &flow.first;
    struct flow *outer = parsing->flow;
    parsing->flow = &flow;
    struct inline_ *inlines = inlines_convert(parsing, cmark_node_first_child(node), 1);
    parsing->flow = outer;
    bool is_empty = parsing->has_spliced && inlines == NULL;
    parsing->has_spliced = false;
    if (flow.first == NULL && flow.own == NULL) {
        inlines_join(parsing->arena, inlines);
        block->inlines = inlines;
        return is_empty ? NULL : block;
    }
    struct chain rest = { 0 };
    rest.end = &rest.first;
    chain_append(&rest, inlines);
    flow_break(parsing, &flow, &rest);
    return flow.first;
}

const char *words_strip(struct parsing *parsing, const char *text, size_t size) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    const struct sourcemap *map = parsing->options->map;
    const char *end = text + size;
    for (const char *at = text;
         map != NULL && (at = memmem(at, (size_t)(end - at), "\xEF\xB7", 2)) != NULL;) {
        size_t mark_size;
        size_t stretch = mark_read_prose(at, &mark_size);
        if (mark_size != 0 && stretch < map->count) {
            const struct marked *prose =
                mark_prose(parsing->arena, parsing->marked, &map->stretches[stretch]);
            buffer_put(&words, text, (size_t)(at - text));
            buffer_put(&words, prose->text, prose->size);
            text = at + mark_size;
        }
        at += mark_size != 0 ? mark_size : 2;
    }
    buffer_put(&words, text, (size_t)(end - text));
    return text_nfc(parsing->arena, mark_strip(parsing->arena, words.data, words.size));
}
