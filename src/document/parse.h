/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this folder share while a text becomes a document. Nothing of it is left in the
 * result. The order of the work: outline.c (tables) → parse.c (blocks) → inline.c, table.c,
 * directive.c, prose.c → number.c
 * → reference.c → number.c again.
 */
#ifndef UNDERLAG_DOCUMENT_PARSE_H
#define UNDERLAG_DOCUMENT_PARSE_H

#include <cmark.h>
#include <stdbool.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "document/document.h"
#include "document/mark.h"
#include "document/outline.h"

DEFINE_CLEANUP(cmark, cmark_node *, cmark_node_free)

/* A text to be parsed as inlines alone: a table's cell, a line of a directive. All those of one text are
 * parsed in one go at the end, beside its link definitions. */
struct snippet {
    const char *text; /* marked; one line, or several that are one paragraph; NUL-terminated */
    size_t size;
    bool is_plain;         /* nothing in it means anything to CommonMark */
    size_t offset;         /* of the block, in the original text */
    struct inline_ **slot; /* where the inlines go */
    const struct outline *outline; /* of the text that it stands in; NULL once it is parsed */
};

struct flow; /* the paragraph at hand, in which prose may stand; prose.c */

struct parsing {
    struct arena *arena;
    const struct document_options *options;
    const struct marked *marked;   /* the text at hand */
    const struct outline *outline; /* its tables */
    struct document *document;
    struct findings *findings;
    ARRAY_OF(struct snippet) snippets;
    const struct fact **facts; /* for each stretch of the map its fact, made when first met */
    const char *prose_path; /* the field whose prose is being parsed; NULL: the template */
    const struct stretch *prose; /* the same: where it stands in the original text */
    struct flow *flow;      /* NULL: the inlines at hand are not a paragraph's own */
    int section_level;      /* of the last heading of the template; 0: none yet */
    int list_level;         /* lists round the block at hand */
    int ordered_lists;
    size_t offset;  /* of the block at hand, in the original text */
    size_t cells_missing; /* in the rows of all tables so far */
    bool has_spliced; /* prose was put among the inlines at hand */
    bool has_contents, has_contents_twice; /* the first is there; the second has been reported */
    bool has_deep;  /* too deep nesting has been reported */
    bool has_html;  /* so has HTML, and its closing tags go without saying */
};

/* The end of a chain of siblings. */
struct chain {
    struct inline_ *first;
    struct inline_ **end;
};

/* The place of `length` bytes at an offset of the original text, in the file someone wrote. */
struct span parsing_span(const struct parsing *parsing, size_t offset, size_t length);

/* The place of these words in the block at hand; the block's first line when they are not found. */
struct span parsing_find(const struct parsing *parsing, const char *words);

/* Reports too deep nesting at the block at hand, once a document. */
void parsing_too_deep(struct parsing *parsing);

/* cmark's tree of a text, with memory that cannot fail. */
cmark_node *commonmark_parse(const char *text, size_t size);

/* The blocks that `first` and its siblings mean. */
struct block *blocks_convert(struct parsing *parsing, cmark_node *first, int depth);

/* The blocks that the text at hand means. */
struct block *blocks_parse(struct parsing *parsing, int depth);

/* The inlines that `first` and its siblings mean. */
struct inline_ *inlines_convert(struct parsing *parsing, cmark_node *first, int depth);

/* The paragraph that the node is; where prose stands in it, the blocks that it breaks into. */
struct block *paragraph_convert(
    struct parsing *parsing, struct block *block, cmark_node *node, int depth);

/* Puts the prose of that number into the chain, or into the paragraph that the chain belongs to. */
void prose_add(struct parsing *parsing, struct chain *chain, size_t stretch);

/* Makes neighbouring texts one: words of the template and of prose that were put beside them. */
void inlines_join(struct arena *arena, struct inline_ *inlines);

/* cmark's string without marks and in NFC, on the arena; prose in it as it was written. */
const char *words_strip(struct parsing *parsing, const char *text, size_t size);

/* Text without markup as inlines: words, facts and draft marks. */
struct inline_ *inlines_plain(struct parsing *parsing, const char *text, size_t size);

/* Puts the text, which ends with a NUL, off to snippets_parse(). A blank one gives no inlines. */
void snippet_add(struct parsing *parsing, const char *text, size_t size, struct inline_ **slot);

/* Parses all snippets and fills their slots. */
void snippets_parse(struct parsing *parsing);

/* Whether the node is a heading that stands for a row of a table. */
bool is_row(cmark_node *node);

/* The table whose header row the node stands for; NULL for its other rows, and when it has too many
 * columns, which is a finding. */
struct block *table_convert(struct parsing *parsing, cmark_node *node);

/* Captions, sums, row headers and widths of all tables, when all cells are parsed. */
void tables_finish(struct parsing *parsing);

/* If the info string names a directive ("{brevhuvud}"): its block; NULL when it names none. An
 * unknown name is a finding, and a code block. So is a fence that is never closed, in a paper also one of
 * a code block. */
struct block *directive_convert(
    struct parsing *parsing, cmark_node *node, const char *info, const char *body);

/* Numbers, ids and anchors of headings; the title. */
void headings_number(struct parsing *parsing);

/* Links to headings, references, and the list of facts. */
void references_resolve(struct parsing *parsing);

/* Tells of headings without words, of second titles and of skipped levels. */
void headings_check(struct parsing *parsing);

/* Calls visit for each inline of the block, parents first: its own, its fields', its table's; not
 * those of its children. */
void inlines_each(
    struct block *block, void (*visit)(void *context, struct inline_ *inline_), void *context);

/* What papers are told of; foreign.c. Footnotes in words, and those that have become a link; images; in prose,
 * and only there, headings that a line below makes. */
void foreign_notes(struct parsing *parsing, const char *text, size_t size);
void foreign_link(struct parsing *parsing, cmark_node *node);
void foreign_image(struct parsing *parsing, cmark_node *node);
void foreign_heading(struct parsing *parsing, cmark_node *node);

/* Tells of what is nearly a table, a list, a heading or bold in the paragraph of a paper; slip.c */
void slips_tell(struct parsing *parsing, cmark_node *paragraph);

/* The text with no-break spaces inside amounts and dates; the same pointer when it has none. figure.c */
const char *figures_join(struct arena *arena, const char *text);

#endif
