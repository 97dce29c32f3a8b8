/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of this folder share while they write one paper. struct writer writes one part of
 * running text at a time (the body, a header); struct paragraph says how a paragraph begins.
 */
#ifndef UNDERLAG_RENDER_DOCX_WRITER_H
#define UNDERLAG_RENDER_DOCX_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/array.h"
#include "document/document.h"
#include "render/docx/facts.h"
#include "render/docx/furniture.h"
#include "render/docx/numbering.h"
#include "render/docx/package.h"
#include "render/docx/xml.h"

#define WORD_NAMESPACE "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* What the content types of Word's parts, and the types of their relationships, begin with. */
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define WORD_RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

/* A4 with margins of 2.5 cm, and headers 1.25 cm from the edge, in twentieths of a point. */
#define PAGE_WIDTH 11906
#define PAGE_HEIGHT 16838
#define PAGE_MARGIN 1417
#define PAGE_HEADER 709
#define TEXT_WIDTH (PAGE_WIDTH - 2 * PAGE_MARGIN)

/* How the words of a run look, beyond their paragraph. */
struct format {
    bool strong, emphasis, code, link, mark, label;
};

struct docx_reference;

struct writer {
    struct arena *arena;
    const struct document *document;
    struct xml xml;
    struct part *part; /* whose relationships links go to */
    const struct docx_reference *reference; /* a corporate template, or NULL */
    const struct numbering_design *design;
    struct numbering *numbering;
    int text_width; /* in twentieths of a point */
    struct facts *facts;        /* NULL: no content controls */
    struct furniture furniture; /* headers and footers, for w:sectPr */
    struct format format;       /* of the open run */
    bool run_open;
    bool direct;       /* the paragraph's style is bold or italic already: Word's toggles
                          would turn a bold character style off, so format directly */
    bool break_before; /* the next paragraph begins a page */
    bool rule_above;   /* the next block, a heading, has a rule above it */
    bool space_before; /* the next paragraph stands behind a table */
    int code_row;      /* code blocks right before the next paragraph */
    int bookmark_count, control_count;
    int comments_open, comment_count; /* notes whose range has begun; that are written */
};

/* What a list is indented by, and how far its labels hang: the styles' own measure, in twentieths of a point. */
enum { LIST_INDENT = 454 };

/* No space before or after a paragraph, whatever its style says. */
enum { SPACE_NONE = -1 };

/* How a paragraph begins; all zero is plain text. */
struct paragraph {
    const char *style; /* NULL: Normal */
    bool keep_next;
    const char *borders;           /* the elements of w:pBdr, or NULL */
    bool unnumbered;               /* takes the style's number away */
    int number;                    /* w:numId, 0: the style's */
    int level;                     /* w:ilvl, with `number` */
    bool loose;                    /* space between items */
    int space_before, space_after; /* in twentieths of a point; 0: the style's */
    enum alignment alignment;
    int indent;      /* in twentieths of a point; 0: the style's, or the number's */
    bool has_label;  /* which hangs before an `indent` */
    bool ends_cover; /* the section ends with it */
};

/* paragraph.c */

/* The id of one of our styles in this paper: the template's, where there is one. */
const char *style_id(const struct writer *writer, const char *id);

void start_paragraph(struct writer *writer, const struct paragraph *paragraph);
void end_paragraph(struct writer *writer);

/* inline.c */

/* The inlines as runs of the open paragraph, in the format. */
void write_inlines(struct writer *writer, const struct inline_ *inlines, struct format format);

/* Words and a tab stop, as runs. */
void write_words(struct writer *writer, const char *words, struct format format);
void write_tab(struct writer *writer);
void write_line_break(struct writer *writer);

/* A field with its result as last computed: write_field("REF …", "12"). */
void write_field(
    struct writer *writer, const char *instruction, const char *result, struct format format);

/* Ends the open run, before anything that is not words. */
void close_run(struct writer *writer);

/* What a content control is called: the place in the definition, as w:alias, w:tag and an own w:id. */
void write_control_names(struct writer *writer, const char *path);

/* Whether the block holds a link, of those that are written as such. */
bool block_links(const struct block *block);

/* The bookmark that a heading carries. */
const char *heading_bookmark(struct arena *arena, const struct block *heading);

/* body.c */

/* The whole body of word/document.xml. */
void write_body(struct writer *writer);

/* code.c */

/* A code block, indented in twentieths of a point; `next` is what follows it, or NULL. */
void write_code(
    struct writer *writer, const struct block *code, int indent, const struct block *next);

/* table.c */

/* The table, with its caption; in a list or a quote it is indented as their words, in twentieths of a
 * point. */
void write_table(struct writer *writer, const struct table *table, int indent);

/* frame.c */
void write_letterhead(struct writer *writer, const struct block *block);
void write_cover(struct writer *writer, const struct block *block);
void write_signatures(struct writer *writer, const struct block *block);
void write_contents(struct writer *writer, const struct block *block);

/* comment.c */

/* Begins the comments of the notes that follow the block. */
void open_comments(struct writer *writer, const struct block *block);

/* A note as a paragraph, and the end of its comment. */
void write_note(struct writer *writer, const struct note *note);

/* The part with the comments' texts, when there are any. */
void add_comments(struct package *package, const struct writer *writer);

#endif
