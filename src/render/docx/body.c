/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks to paragraphs. A block that holds others has no element of its own in Word: lists and quotes are
 * properties of their paragraphs.
 */
#include <string.h>

#include "render/docx/reference.h"
#include "render/docx/writer.h"

/* What a quote is indented by: the style's own measure, in twentieths of a point. */
enum { QUOTE_INDENT = 567 };

/* A cover of ours has a deep margin above. In a template's page, whose margin is its own, the title
 * stands that much lower, and apart from what is said of the paper. */
enum { SPACE_ABOVE_COVER = 2400, SPACE_BEHIND_COVER = 360 };

/* A rule as the border of the heading behind it: an empty paragraph would be read out as one. */
#define RULE_ABOVE "<w:top w:val=\"single\" w:sz=\"6\" w:space=\"14\" w:color=\"808080\"/>"

/* Where a block stands. */
struct place {
    int list_depth; /* 0: in no list */
    int indent;     /* of the words there, in twentieths of a point */
    bool in_quote;  /* in any */
    bool is_quoted; /* nothing is between the innermost quote and the block */
    bool in_field;  /* in the control of a prose field */
    const struct block *behind; /* what follows the quotes that the block ends, or NULL */
};

static void write_blocks(struct writer *writer, const struct block *blocks, struct place place);

/* Deeper ones than numbering has levels for stand where the deepest does. */
static struct place indented(struct place place, int step) {
    enum { INDENT_LARGEST = LIST_INDENT * (NUMBERING_DEEPEST + 1) };
    int indent = place.indent + step;
    place.indent = indent < INDENT_LARGEST ? indent : INDENT_LARGEST;
    return place;
}

/* A place in running text, which a template may have indented. */
static int in_text(const struct writer *writer, int indent) {
    return indent + (writer->reference != NULL ? writer->reference->text_indent : 0);
}

static void write_paragraph(
    struct writer *writer, const struct paragraph *paragraph, const struct inline_ *inlines) {
    start_paragraph(writer, paragraph);
    write_inlines(writer, inlines, (struct format){ 0 });
    end_paragraph(writer);
}

/* Styles of ours count when the paper's headings are numbered; a template's as it likes. Where
 * theirs do not count as the paper does, ours do, on each heading. */
static void number_heading(
    const struct writer *writer, const struct block *heading, struct paragraph *paragraph) {
    const struct docx_reference *reference = writer->reference;
    int level = heading->level - 2;
    bool style_counts = reference != NULL ? reference->headings_count[level]
                                          : writer->document->numbered_headings;
    bool theirs = reference != NULL && reference->heading_number > 0;
    if (heading->number == NULL) {
        paragraph->unnumbered = style_counts;
    } else if (!style_counts || (reference != NULL && !theirs)) {
        paragraph->number = theirs ? reference->heading_number : writer->design->headings;
        paragraph->level = level;
    }
}

/* The h1 is the paper's title; Word's first heading level is the h2's. */
static void write_heading(struct writer *writer, const struct block *heading) {
    static const char *const styles[] = { "Title", "Heading1", "Heading2", "Heading3", "Heading4",
        "Heading5" };
    int level = heading->level < 1 ? 1 : heading->level > 6 ? 6 : heading->level;
    /* Our styles keep with the next; a template's may have forgotten. */
    struct paragraph paragraph = {
        .style = styles[level - 1],
        .keep_next = writer->reference != NULL,
        .borders = writer->rule_above ? RULE_ABOVE : NULL,
    };
    writer->rule_above = false;
    if (level > 1) {
        number_heading(writer, heading, &paragraph);
    } else if (writer->reference != NULL && heading->next != NULL
        && heading->next->kind == BLOCK_COVER) {
        paragraph.space_before = SPACE_ABOVE_COVER;
        paragraph.space_after = SPACE_BEHIND_COVER;
    }
    struct xml *xml = &writer->xml;
    /* A heading has its own space above, greater than what a table needs behind it. */
    writer->space_before = false;
    start_paragraph(writer, &paragraph);
    writer->direct = true;
    int bookmark = writer->bookmark_count++;
    xml_start(xml, "w:bookmarkStart");
    xml_integer(xml, "w:id", bookmark);
    xml_attribute(xml, "w:name", heading_bookmark(writer->arena, heading));
    xml_end(xml);
    write_inlines(writer, heading->inlines, (struct format){ 0 });
    close_run(writer);
    xml_start(xml, "w:bookmarkEnd");
    xml_integer(xml, "w:id", bookmark);
    xml_end(xml);
    end_paragraph(writer);
}

/* The built-in list styles have three levels; deeper ones take the third. */
static const char *list_style(const char *const styles[3], int depth) {
    return styles[depth > 3 ? 2 : depth - 1];
}

/* Ours is Normal; a template may have a style of its own for running text. */
static const char *text_style(const struct writer *writer) {
    return writer->reference != NULL && writer->reference->has_body_style ? "BodyText" : NULL;
}

static const char *continued_style(struct place place) {
    static const char *const styles[] = { "ListContinue", "ListContinue2", "ListContinue3" };
    return list_style(styles, place.list_depth);
}

/* The paragraph with an item's label. Bullets of the first levels have it from their style. */
static struct paragraph item_paragraph(
    const struct writer *writer, const struct block *list, int depth, int number) {
    static const char *const bullets[] = { "ListBullet", "ListBullet2", "ListBullet3" };
    static const char *const numbers[] = { "ListNumber", "ListNumber2", "ListNumber3" };
    struct paragraph paragraph = {
        .style = list_style(list->ordered ? numbers : bullets, depth),
        .loose = !list->tight,
    };
    bool style_counts = !list->ordered && depth <= 3
        && (writer->reference == NULL || writer->reference->bullets_count[depth - 1]);
    if (!style_counts) {
        paragraph.number = list->ordered ? number : writer->design->bullets;
        paragraph.level = depth - 1 > NUMBERING_DEEPEST ? NUMBERING_DEEPEST : depth - 1;
    }
    return paragraph;
}

/* No item of a list stands alone at the foot or at the head of a page. */
static bool item_keeps_next(const struct block *list, const struct block *item) {
    const struct block *next = item->next;
    bool is_line = item->children != NULL && item->children->next == NULL;
    return is_line && next != NULL && (item == list->children || next->next == NULL);
}

static void write_list(struct writer *writer, const struct block *list, struct place place) {
    place = indented(place, LIST_INDENT);
    place.list_depth++;
    place.is_quoted = false;
    int number = list->ordered ? numbering_add(writer->numbering, list, place.list_depth - 1) : 0;
    struct paragraph paragraph = item_paragraph(writer, list, place.list_depth, number);
    /* The level has an indentation of its own, but knows of no quote around the list. */
    paragraph.indent = place.in_quote ? in_text(writer, place.indent) : 0;
    paragraph.has_label = true;
    place.behind = NULL;
    for (const struct block *item = list->children; item != NULL; item = item->next) {
        const struct block *first = item->children;
        bool words = first != NULL && first->kind == BLOCK_PARAGRAPH;
        paragraph.keep_next = item_keeps_next(list, item);
        write_paragraph(writer, &paragraph, words ? first->inlines : NULL);
        write_blocks(writer, words ? first->next : first, place);
    }
}

/* A paragraph that leads to what follows stays on its page: "Parterna utgår från:". */
static bool leads_on(const struct block *block) {
    const struct block *next = block->next;
    return next != NULL && (next->kind == BLOCK_SIGNATURES || next->kind == BLOCK_LIST);
}

/* A quote in a list or a quote is indented more than what it stands in. */
static void write_text(struct writer *writer, const struct block *block, struct place place) {
    struct paragraph paragraph = { .style = text_style(writer), .keep_next = leads_on(block) };
    if (place.is_quoted) {
        paragraph.style = "Quote";
        paragraph.indent = place.indent > QUOTE_INDENT ? in_text(writer, place.indent) : 0;
    } else if (place.list_depth > 0) {
        paragraph.style = continued_style(place);
        paragraph.indent = place.list_depth > 3 || place.in_quote ? in_text(writer, place.indent) : 0;
    }
    write_paragraph(writer, &paragraph, block->inlines);
}

/* What is no text begins at the margin, or in a list or a quote where the words do. */
static int indent_among_words(const struct writer *writer, struct place place) {
    return place.indent > 0 ? in_text(writer, place.indent) : 0;
}

static void write_block(struct writer *writer, const struct block *block, struct place place) {
    open_comments(writer, block);
    switch (block->kind) {
    case BLOCK_HEADING:
        write_heading(writer, block);
        return;
    case BLOCK_PARAGRAPH:
        write_text(writer, block, place);
        return;
    case BLOCK_LIST:
        write_list(writer, block, place);
        return;
    case BLOCK_ITEM: /* only in a list, which writes them */
        return;
    case BLOCK_QUOTE:
        place = indented(place, QUOTE_INDENT);
        place.in_quote = place.is_quoted = true;
        place.behind = block->next != NULL ? block->next : place.behind;
        write_blocks(writer, block->children, place);
        return;
    case BLOCK_CODE:
        write_code(writer, block, indent_among_words(writer, place),
            block->next != NULL ? block->next : place.behind);
        return;
    case BLOCK_RULE:
        writer->rule_above = block->next != NULL && block->next->kind == BLOCK_HEADING;
        if (!writer->rule_above) {
            write_paragraph(writer, &(struct paragraph){ .style = "Avdelare" }, NULL);
        }
        return;
    case BLOCK_TABLE:
        write_table(writer, block->table, indent_among_words(writer, place));
        return;
    case BLOCK_LETTERHEAD:
        write_letterhead(writer, block);
        return;
    case BLOCK_COVER:
        write_cover(writer, block);
        return;
    case BLOCK_SIGNATURES:
        write_signatures(writer, block);
        return;
    case BLOCK_CONTENTS:
        write_contents(writer, block);
        return;
    case BLOCK_PAGE_BREAK:
        writer->break_before = true;
        return;
    case BLOCK_NOTE:
        write_note(writer, block->note);
        return;
    }
}

/* The prose field that begins with the block; NULL: none, or we are in one. */
static const char *field_of(
    const struct writer *writer, const struct block *block, struct place place) {
    bool nothing_seen = block->kind == BLOCK_PAGE_BREAK || block->kind == BLOCK_COVER;
    return writer->facts == NULL || place.in_field || nothing_seen ? NULL : block->path;
}

static bool is_of_field(const struct block *block, const char *field) {
    return block != NULL && block->path != NULL && strcmp(block->path, field) == 0;
}

/* The blocks of one prose field stand in a control that names the field, and shows nothing; but not when
 * they hold a link (linked.c). */
static const struct block *write_field_blocks(
    struct writer *writer, const struct block *blocks, struct place place, const char *field) {
    struct xml *xml = &writer->xml;
    bool named = true;
    for (const struct block *block = blocks; is_of_field(block, field); block = block->next) {
        named = named && !block_links(block);
    }
    if (named) {
        xml_raw(xml, "<w:sdt><w:sdtPr>");
        write_control_names(writer, field);
        xml_raw(xml, "<w15:appearance w15:val=\"hidden\"/></w:sdtPr><w:sdtContent>");
    }
    place.in_field = true;
    for (; is_of_field(blocks, field); blocks = blocks->next) {
        write_block(writer, blocks, place);
    }
    if (named) {
        xml_raw(xml, "</w:sdtContent></w:sdt>");
    }
    return blocks;
}

static void write_blocks(struct writer *writer, const struct block *blocks, struct place place) {
    while (blocks != NULL) {
        const char *field = field_of(writer, blocks, place);
        if (field != NULL) {
            blocks = write_field_blocks(writer, blocks, place, field);
        } else {
            write_block(writer, blocks, place);
            blocks = blocks->next;
        }
    }
}

/* Our headers mark a draft; a template's have no place for it. */
static void write_draft_mark(struct writer *writer) {
    const struct docx_reference *reference = writer->reference;
    bool marked =
        reference != NULL && reference->adds_header && reference->section.headers[PAGES_FIRST] == NULL;
    if (writer->document->draft && reference != NULL && !marked) {
        start_paragraph(writer, &(struct paragraph){ 0 });
        write_words(writer, "UTKAST", (struct format){ .mark = true });
        end_paragraph(writer);
    }
}

void write_body(struct writer *writer) {
    write_draft_mark(writer);
    write_blocks(writer, writer->document->blocks, (struct place){ 0 });
    if (writer->space_before || writer->document->blocks == NULL) {
        /* A story ends with a paragraph (17.2.2); Word adds one itself, and then asks to save. */
        write_paragraph(writer, &(struct paragraph){ 0 }, NULL);
    }
}
