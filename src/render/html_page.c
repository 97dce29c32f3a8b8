/* SPDX-License-Identifier: EUPL-1.2
 *
 * What stands round the text: metadata, landmarks, and the blocks that only papers have. A
 * letterhead before the first heading is the page's header. A line "Etikett: värde" is one
 * paragraph, so that the words are the same in all formats.
 */
#include "render/html_page.h"

#include <string.h>

#include "render/html_review.h"

/* Headings down to this level are listed in the contents. */
enum { CONTENTS_LEVEL = 3 };

static void write_field(struct html_writer *writer, const struct field *field) {
    bool is_line = field->label != NULL && field->value == NULL;
    html_open(writer, "p", "class", is_line ? "rad" : NULL, NULL);
    if (field->label != NULL) {
        html_open(writer, "span", "class", "etikett", NULL);
        html_inlines(writer, field->label);
        html_text(writer, ":");
        html_close(writer, "span");
        html_text(writer, is_line ? "" : " ");
    }
    html_inlines(writer, field->value);
    html_close(writer, "p");
    html_line(writer);
}

static void write_groups(
    struct html_writer *writer, const char *class_name, const struct field_group *groups) {
    html_open(writer, "div", "class", class_name, NULL);
    html_line(writer);
    for (const struct field_group *group = groups; group != NULL; group = group->next) {
        html_open(writer, "div", "class", "grupp", NULL);
        html_line(writer);
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            write_field(writer, field);
        }
        html_close(writer, "div");
        html_line(writer);
    }
    html_close(writer, "div");
}

static void write_entry(struct html_writer *writer, const struct block *heading) {
    CLEANUP_BUFFER struct buffer target = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    buffer_printf(&target, "#%s", heading->id);
    inline_put_words(&words, heading->inlines);
    html_open(writer, "li", "class", heading->level > 2 ? "under" : NULL, NULL);
    html_open(writer, "a", "href", target.data, NULL);
    if (heading->number != NULL) {
        html_element(writer, "span", "nummer", heading->number);
        html_text(writer, " ");
    }
    html_text(writer, words.data);
    html_close(writer, "a");
    html_close(writer, "li");
    html_line(writer);
}

static bool has_id(const struct block *blocks, const char *id) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        if ((block->id != NULL && strcmp(block->id, id) == 0) || has_id(block->children, id)) {
            return true;
        }
    }
    return false;
}

const char *html_own_id(const struct html_writer *writer, const char *name) {
    return has_id(writer->document->blocks, name + 1) ? name : name + 1;
}

static void write_contents(struct html_writer *writer, const struct block *block) {
    const struct document *document = writer->document;
    const char *id = html_own_id(writer, "_innehall");
    html_open(writer, "nav", "class", "innehall", "aria-labelledby", id, NULL);
    html_line(writer);
    html_open(writer, "p", "class", "rubrik", "id", id, NULL);
    html_inlines(writer, block->inlines);
    html_close(writer, "p");
    html_line(writer);
    bool is_listed = false; /* a list has at least one entry */
    for (size_t i = 0; i < document->heading_count; i++) {
        if (document->headings[i]->level <= CONTENTS_LEVEL) {
            if (!is_listed) {
                html_open(writer, "ul", NULL);
                html_line(writer);
                is_listed = true;
            }
            write_entry(writer, document->headings[i]);
        }
    }
    if (is_listed) {
        html_close(writer, "ul");
        html_line(writer);
    }
    html_close(writer, "nav");
}

void html_furniture(struct html_writer *writer, const struct block *block) {
    if (block->kind == BLOCK_LETTERHEAD) {
        write_groups(writer, "brevhuvud", block->groups);
    } else if (block->kind == BLOCK_COVER) {
        write_groups(writer, "forsattsblad", block->groups);
    } else if (block->kind == BLOCK_SIGNATURES) {
        write_groups(writer, "underskrift", block->groups);
    } else if (block->kind == BLOCK_CONTENTS) {
        write_contents(writer, block);
    } else {
        html_open(writer, "div", "class", "sidbrytning", NULL);
        html_close(writer, "div");
    }
}

static void write_meta(struct html_writer *writer, const char *name, const char *content) {
    if (content != NULL) {
        html_void(writer, "meta", "name", name, "content", content, NULL);
        html_line(writer);
    }
}

/* A text as a string of CSS. "<" is escaped, too, since "</style" would end the element. */
static void put_string(struct buffer *out, const char *text) {
    buffer_putc(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\' || *text == '<' || (unsigned char)*text < ' ') {
            buffer_printf(out, "\\%x ", (unsigned)*text);
        } else {
            buffer_putc(out, *text);
        }
    }
    buffer_putc(out, '"');
}

static void write_margin(struct html_writer *writer, const char *box, const char *text) {
    if (text != NULL) {
        buffer_printf(writer->out, "  @%s {\n    content: ", box);
        put_string(writer->out, text);
        buffer_puts(writer->out, ";\n  }\n");
    }
}

/* What each page of the printed paper says in its margins. */
static void write_margins(struct html_writer *writer) {
    const struct document *document = writer->document;
    if (document->header != NULL || document->footer != NULL || document->draft) {
        buffer_puts(writer->out, "@page {\n");
        write_margin(writer, "top-left", document->header);
        write_margin(writer, "top-right", document->draft ? "UTKAST" : NULL);
        write_margin(writer, "bottom-left", document->footer);
        buffer_puts(writer->out, "}\n");
    }
}

static void write_head(struct html_writer *writer, const char *style_sheet) {
    const struct document *document = writer->document;
    html_open(writer, "head", NULL);
    html_line(writer);
    html_void(writer, "meta", "charset", "utf-8", NULL);
    html_line(writer);
    html_element(writer, "title", NULL, document->title[0] != '\0' ? document->title : "Handling");
    html_line(writer);
    write_meta(writer, "viewport", "width=device-width, initial-scale=1");
    write_meta(writer, "color-scheme", "light dark");
    write_meta(writer, "author", document->creator);
    write_meta(writer, "description", document->subject);
    write_meta(writer, "keywords", document->keywords);
    write_meta(writer, "dcterms.identifier", document->registry_number);
    write_meta(writer, "dcterms.date", document->date);
    if (style_sheet != NULL) {
        html_open(writer, "style", NULL);
        html_line(writer);
        /* Ours, not a writer's: nothing in it may be escaped. */
        buffer_puts(writer->out, style_sheet);
        html_fresh_line(writer);
        write_margins(writer);
        html_close(writer, "style");
        html_line(writer);
    }
    html_close(writer, "head");
    html_line(writer);
}

static void write_reviewed(struct html_writer *writer, const struct block *block);

static void write_header(struct html_writer *writer, const struct block *letterhead) {
    if (letterhead == NULL) {
        return;
    }
    html_open(writer, "header", NULL);
    html_line(writer);
    if (writer->review != NULL) {
        write_reviewed(writer, letterhead);
    } else {
        html_furniture(writer, letterhead);
        html_fresh_line(writer);
    }
    html_close(writer, "header");
    html_line(writer);
}

/* A block with its note beside it. */
static void write_reviewed(struct html_writer *writer, const struct block *block) {
    struct block alone = *block;
    alone.next = NULL;
    html_open(writer, "div", "class", "granskat", NULL);
    html_line(writer);
    html_open(writer, "div", NULL);
    html_line(writer);
    html_blocks(writer, &alone, false);
    html_fresh_line(writer);
    html_close(writer, "div");
    html_line(writer);
    review_write_note(writer, block);
    html_close(writer, "div");
    html_line(writer);
}

static void write_main(struct html_writer *writer, const struct block *blocks) {
    if (writer->review == NULL) {
        html_blocks(writer, blocks, false);
        html_fresh_line(writer);
        return;
    }
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        write_reviewed(writer, block);
    }
    review_write_rest(writer);
}

static void write_skip_link(struct html_writer *writer, const char *id) {
    CLEANUP_BUFFER struct buffer target = BUFFER_EMPTY;
    buffer_printf(&target, "#%s", id);
    html_open(writer, "a", "class", "hoppa visually-hidden", "href", target.data, NULL);
    html_text(writer, "Hoppa till innehållet");
    html_close(writer, "a");
    html_line(writer);
}

void html_page(struct html_writer *writer, const char *style_sheet) {
    const struct document *document = writer->document;
    const struct block *blocks = document->blocks;
    const struct block *letterhead =
        blocks != NULL && blocks->kind == BLOCK_LETTERHEAD ? blocks : NULL;
    buffer_puts(writer->out, "<!doctype html>\n");
    html_open(writer, "html", "lang", document->language, NULL);
    html_line(writer);
    write_head(writer, style_sheet);
    bool reviewed = writer->review != NULL;
    html_open(writer, "body", "class",
        document->draft && reviewed ? "utkast granskad"
        : document->draft           ? "utkast"
        : reviewed                  ? "granskad"
                                    : NULL,
        NULL);
    html_line(writer);
    const char *id = html_own_id(writer, "_innehallet");
    write_skip_link(writer, id);
    if (document->draft) {
        html_open(writer, "aside", "aria-label", "Status", NULL);
        html_element(writer, "p", "utkast", "UTKAST");
        html_close(writer, "aside");
        html_line(writer);
    }
    write_header(writer, letterhead);
    html_open(writer, "main", "id", id, NULL);
    html_line(writer);
    write_main(writer, letterhead != NULL ? blocks->next : blocks);
    html_close(writer, "main");
    html_line(writer);
    html_close(writer, "body");
    html_line(writer);
    html_close(writer, "html");
    html_line(writer);
}
