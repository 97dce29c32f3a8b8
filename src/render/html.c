/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks and inlines as HTML. A fragment follows the specifications' examples to the letter; a page
 * adds ids, scopes and classes.
 */
#include "render/html.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "render/html_page.h"
#include "render/html_review.h"
#include "render/html_writer.h"

static const char *const heading_names[] = { "h1", "h1", "h2", "h3", "h4", "h5", "h6" };

static const char *const alignment_names[] = {
    [ALIGN_NONE] = NULL,
    [ALIGN_LEFT] = "left",
    [ALIGN_CENTER] = "center",
    [ALIGN_RIGHT] = "right",
};

static void write_link(struct html_writer *writer, const struct inline_ *link) {
    CLEANUP_BUFFER struct buffer address = BUFFER_EMPTY;
    html_address(&address, link->target);
    html_open(writer, "a", "href", address.data, "title", link->title, NULL);
    html_inlines(writer, link->children);
    html_close(writer, "a");
}

/* A page is one file and asks nothing of any other place: it has a picture's words, as the Word file
 * has. */
static void write_image(struct html_writer *writer, const struct inline_ *image) {
    if (!writer->is_fragment) {
        html_inlines(writer, image->children);
        return;
    }
    CLEANUP_BUFFER struct buffer address = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    html_address(&address, image->target);
    inline_put_words(&words, image->children);
    html_void(writer, "img", "src", address.data, "alt", words.data, "title", image->title, NULL);
}

static void write_reference(struct html_writer *writer, const struct inline_ *reference) {
    html_open(writer, "a", "href", reference->target, NULL);
    html_text(writer, reference->text);
    if (reference->heading->number != NULL) {
        html_text(writer, TEXT_NBSP);
        html_text(writer, reference->heading->number);
    } else {
        /* Its words alone: a link in the heading would stand in this one, and might lead back. */
        CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
        inline_put_words(&words, reference->heading->inlines);
        html_text(writer, " ”");
        html_text(writer, words.data);
        html_text(writer, "”");
    }
    html_close(writer, "a");
}

static void write_marked(
    struct html_writer *writer, const char *name, const struct inline_ *children) {
    html_open(writer, name, NULL);
    html_inlines(writer, children);
    html_close(writer, name);
}

/* A value of the definition; its path is shown to reviewers only. */
static void write_fact(struct html_writer *writer, const struct inline_ *inline_) {
    if (writer->review == NULL) {
        html_inlines(writer, inline_->children);
        return;
    }
    html_open(writer, "data", "value", inline_->fact->raw != NULL ? inline_->fact->raw : " ",
        "title", inline_->fact->path, NULL);
    html_inlines(writer, inline_->children);
    html_close(writer, "data");
}

void html_inlines(struct html_writer *writer, const struct inline_ *inlines) {
    for (const struct inline_ *inline_ = inlines; inline_ != NULL; inline_ = inline_->next) {
        switch (inline_->kind) {
        case INLINE_TEXT:
            html_text(writer, inline_->text);
            break;
        case INLINE_SOFT_BREAK:
            html_line(writer);
            break;
        case INLINE_HARD_BREAK:
            html_void(writer, "br", NULL);
            html_line(writer);
            break;
        case INLINE_CODE:
            html_element(writer, "code", NULL, inline_->text);
            break;
        case INLINE_EMPHASIS:
            write_marked(writer, "em", inline_->children);
            break;
        case INLINE_STRONG:
            write_marked(writer, "strong", inline_->children);
            break;
        case INLINE_LINK:
            write_link(writer, inline_);
            break;
        case INLINE_IMAGE:
            write_image(writer, inline_);
            break;
        case INLINE_REFERENCE:
            write_reference(writer, inline_);
            break;
        case INLINE_FACT:
            write_fact(writer, inline_);
            break;
        case INLINE_MARK:
            write_marked(writer, "mark", inline_->children);
            break;
        }
    }
}

static void write_heading(struct html_writer *writer, const struct block *block) {
    assert(block->level >= 1 && block->level <= 6);
    const char *name = heading_names[block->level];
    html_open(writer, name, "id", writer->is_fragment ? NULL : block->id, NULL);
    if (block->number != NULL) {
        if (writer->is_fragment) {
            html_text(writer, block->number);
        } else {
            html_element(writer, "span", "nummer", block->number);
        }
        html_text(writer, " ");
    }
    html_inlines(writer, block->inlines);
    html_close(writer, name);
}

static void write_item(struct html_writer *writer, const struct block *item, bool is_tight) {
    html_open(writer, "li", NULL);
    html_blocks(writer, item->children, is_tight);
    html_close(writer, "li");
    html_line(writer);
}

static void write_list(struct html_writer *writer, const struct block *list) {
    const char *name = list->ordered ? "ol" : "ul";
    char start[24];
    CLEANUP_BUFFER struct buffer number = BUFFER_EMPTY;
    buffer_printf(&number, "%d", list->start);
    assert(number.size < sizeof start);
    memcpy(start, number.data, number.size + 1);
    bool parenthesis = list->ordered && list->delimiter == ')' && !writer->is_fragment;
    html_open(writer, name, "class", parenthesis ? "parentes" : NULL, "start",
        list->ordered && list->start != 1 ? start : NULL, NULL);
    html_line(writer);
    for (const struct block *item = list->children; item != NULL; item = item->next) {
        write_item(writer, item, list->tight);
    }
    html_close(writer, name);
}

static void write_code(struct html_writer *writer, const struct block *block) {
    CLEANUP_BUFFER struct buffer language = BUFFER_EMPTY;
    if (block->info != NULL) {
        buffer_puts(&language, "language-");
        buffer_put(&language, block->info, strcspn(block->info, " \t\n"));
    }
    /* What is wider than the window scrolls, so the keyboard must reach it. */
    html_open(writer, "pre", "tabindex", writer->is_fragment ? NULL : "0", NULL);
    html_open(writer, "code", "class", block->info != NULL ? language.data : NULL, NULL);
    html_text(writer, block->text);
    html_close(writer, "code");
    html_close(writer, "pre");
}

static void write_cell(struct html_writer *writer, const struct table *table, size_t column,
    const struct cell *cell, const char *name, const char *scope) {
    const char *alignment = alignment_names[table->alignments[column]];
    html_open(writer, name, "align", writer->is_fragment ? alignment : NULL, "class",
        writer->is_fragment ? NULL : alignment, "scope", writer->is_fragment ? NULL : scope, NULL);
    html_inlines(writer, cell->inlines);
    html_close(writer, name);
    html_line(writer);
}

static void write_row(struct html_writer *writer, const struct table *table, size_t row) {
    bool is_total = table->total_row && row + 1 == table->row_count && !writer->is_fragment;
    bool has_header = table->row_headers && !writer->is_fragment;
    html_open(writer, "tr", "class", is_total ? "summa" : NULL, NULL);
    html_line(writer);
    for (size_t i = 0; i < table->column_count; i++) {
        bool is_header = has_header && i == 0;
        write_cell(writer, table, i, &table->cells[row * table->column_count + i],
            is_header ? "th" : "td", is_header ? "row" : NULL);
    }
    html_close(writer, "tr");
    html_line(writer);
}

static void write_rows(struct html_writer *writer, const struct table *table) {
    html_open(writer, "thead", NULL);
    html_line(writer);
    html_open(writer, "tr", NULL);
    html_line(writer);
    for (size_t i = 0; i < table->column_count; i++) {
        /* An empty header names nothing: the corner of a table is a plain cell. */
        bool is_named = writer->is_fragment || table->header[i].inlines != NULL;
        write_cell(
            writer, table, i, &table->header[i], is_named ? "th" : "td", is_named ? "col" : NULL);
    }
    html_close(writer, "tr");
    html_line(writer);
    html_close(writer, "thead");
    html_line(writer);
    if (table->row_count == 0) {
        return;
    }
    html_open(writer, "tbody", NULL);
    html_line(writer);
    for (size_t row = 0; row < table->row_count; row++) {
        write_row(writer, table, row);
    }
    html_close(writer, "tbody");
    html_line(writer);
}

static void write_table(struct html_writer *writer, const struct table *table) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    if (!writer->is_fragment) {
        inline_put_words(&words, table->caption);
        html_open(writer, "div", "class", "tabell", "role", "group", "tabindex", "0", "aria-label",
            words.size != 0 ? words.data : "Tabell", NULL);
    }
    html_open(writer, "table", NULL);
    html_line(writer);
    if (table->caption != NULL) {
        html_open(writer, "caption", NULL);
        html_text(writer, table->caption_label);
        html_text(writer, ". ");
        html_inlines(writer, table->caption);
        html_close(writer, "caption");
        html_line(writer);
    }
    write_rows(writer, table);
    html_close(writer, "table");
    if (!writer->is_fragment) {
        html_close(writer, "div");
    }
}

/* Said in words, not by colour alone (WCAG 1.4.1). */
static void write_note(struct html_writer *writer, const struct note *note) {
    html_open(writer, "div", "class", "anmarkning", "role", "note", NULL);
    html_open(writer, "p", NULL);
    html_open(writer, "strong", NULL);
    html_text(writer, "Anmärkning, ");
    html_text(writer, level_name(note->level, LANGUAGE_SV));
    html_text(writer, " ");
    html_text(writer, note->rule);
    html_text(writer, ":");
    html_close(writer, "strong");
    html_text(writer, " ");
    html_text(writer, note->message);
    if (note->advice != NULL) {
        html_text(writer, " ");
        html_text(writer, note->advice);
    }
    html_close(writer, "p");
    html_close(writer, "div");
}

static void write_block(struct html_writer *writer, const struct block *block, bool is_tight) {
    switch (block->kind) {
    case BLOCK_HEADING:
        write_heading(writer, block);
        break;
    case BLOCK_PARAGRAPH:
        if (is_tight) {
            html_inlines(writer, block->inlines);
            return;
        }
        write_marked(writer, "p", block->inlines);
        break;
    case BLOCK_LIST:
        write_list(writer, block);
        break;
    case BLOCK_ITEM:
        write_item(writer, block, false);
        break;
    case BLOCK_QUOTE:
        html_open(writer, "blockquote", NULL);
        html_line(writer);
        html_blocks(writer, block->children, false);
        html_close(writer, "blockquote");
        break;
    case BLOCK_CODE:
        write_code(writer, block);
        break;
    case BLOCK_RULE:
        html_void(writer, "hr", NULL);
        break;
    case BLOCK_TABLE:
        write_table(writer, block->table);
        break;
    case BLOCK_LETTERHEAD:
    case BLOCK_COVER:
    case BLOCK_SIGNATURES:
    case BLOCK_CONTENTS:
    case BLOCK_PAGE_BREAK:
        html_furniture(writer, block);
        break;
    case BLOCK_NOTE:
        write_note(writer, block->note);
        break;
    }
    html_fresh_line(writer);
}

void html_blocks(struct html_writer *writer, const struct block *blocks, bool is_tight) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if (!is_tight || block->kind != BLOCK_PARAGRAPH) {
            html_fresh_line(writer);
        }
        write_block(writer, block, is_tight);
    }
}

void html_render(
    const struct document *document, const struct render_options *options, struct buffer *out) {
    struct arena *arena = arena_new();
    struct html_writer writer = { .out = out,
        .document = document,
        .is_fragment = options->fragment,
        .review = options->annotate ? review_new(arena, options) : NULL };
    if (options->fragment) {
        html_blocks(&writer, document->blocks, false);
    } else {
        html_page(&writer, options->data != NULL ? options->data->style_sheet : NULL);
    }
    assert(writer.open_count == 0);
    arena_free(arena);
}
