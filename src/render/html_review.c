/* SPDX-License-Identifier: EUPL-1.2
 *
 * A note has a row for each piece of its block: the items of a list, else the block itself. A row
 * says the place of the words, then the facts among them, each once.
 */
#include "render/html_review.h"

#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* What the page calls a file. */
struct called {
    const char *name; /* its source's */
    const char *shown;
};

struct review {
    struct arena *arena;
    const struct render_options *options;
    const struct findings *findings;
    bool *shown; /* by finding */
    ARRAY_OF(struct called) files;
};

/* What a piece of a block shows. */
struct piece {
    struct arena *arena;
    const char *path;  /* of a prose field, or NULL */
    struct span where; /* of its words */
    ARRAY_OF(const struct fact *) facts;
};

struct review *review_new(struct arena *arena, const struct render_options *options) {
    const struct findings *findings = options->findings;
    struct review *review = arena_new_of(arena, struct review);
    review->arena = arena;
    review->options = options;
    review->findings = findings;
    review->shown =
        arena_array(arena, findings != NULL ? findings->count + 1 : 1, sizeof *review->shown);
    return review;
}

static void add_fact(struct piece *piece, const struct fact *fact) {
    for (size_t i = 0; i < piece->facts.count; i++) {
        if (strcmp(piece->facts.items[i]->path, fact->path) == 0) {
            return;
        }
    }
    ARRAY_ADD(piece->arena, piece->facts, fact);
}

static void add_inlines(struct piece *piece, const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind == INLINE_FACT) {
            add_fact(piece, inlines->fact);
        }
        add_inlines(piece, inlines->children);
    }
}

static void add_table(struct piece *piece, const struct table *table) {
    add_inlines(piece, table->caption);
    for (size_t i = 0; i < table->column_count; i++) {
        add_inlines(piece, table->header[i].inlines);
    }
    for (size_t i = 0; i < table->column_count * table->row_count; i++) {
        add_inlines(piece, table->cells[i].inlines);
    }
}

/* The facts of the block and of all in it, but for the items of lists, which are pieces themselves. */
static void add_block(struct piece *piece, const struct block *block) {
    if (block->kind == BLOCK_LIST) {
        return;
    }
    add_inlines(piece, block->inlines);
    if (block->table != NULL) {
        add_table(piece, block->table);
    }
    for (const struct field_group *group = block->groups; group != NULL; group = group->next) {
        for (const struct field *field = group->fields; field != NULL; field = field->next) {
            add_inlines(piece, field->label);
            add_inlines(piece, field->value);
        }
    }
    for (const struct block *child = block->children; child != NULL; child = child->next) {
        add_block(piece, child);
    }
}

static bool overlaps(struct span a, struct span b) {
    bool same = a.source != NULL && b.source != NULL
        && (a.source == b.source || strcmp(a.source->name, b.source->name) == 0);
    return same && a.offset < b.offset + (b.length == 0) + b.length
        && b.offset < a.offset + (a.length == 0) + a.length;
}

static bool concerns(const struct finding *finding, const struct piece *piece) {
    if (overlaps(finding->where, piece->where)) {
        return true;
    }
    for (size_t i = 0; i < piece->facts.count; i++) {
        if (overlaps(finding->where, piece->facts.items[i]->where)) {
            return true;
        }
    }
    return false;
}

/* Asked once a file: it may cost a look at the file system. */
static const char *file_text(struct review *review, const struct source *source) {
    const struct render_options *options = review->options;
    if (options->call_file == NULL) {
        return source->name;
    }
    for (size_t i = 0; i < review->files.count; i++) {
        if (strcmp(review->files.items[i].name, source->name) == 0) {
            return review->files.items[i].shown;
        }
    }
    const char *shown = options->call_file(options->call_context, review->arena, source->name);
    ARRAY_ADD(review->arena, review->files, ((struct called){ source->name, shown }));
    return shown;
}

static const char *place_text(struct review *review, struct span where) {
    if (where.source == NULL) {
        return "";
    }
    struct position position = source_position(where.source, where.offset);
    return arena_printf(
        review->arena, "%s:%zu", file_text(review, where.source), position.line);
}

static const char *level_class(enum level level) {
    switch (level) {
    case LEVEL_NOTE:
        return "fynd";
    case LEVEL_WARNING:
    case LEVEL_ERROR:
        return "fynd allvar";
    }
    return "fynd";
}

static void write_finding(
    struct html_writer *writer, const struct finding *finding, bool with_place) {
    const struct findings *findings = writer->review->findings;
    struct arena *arena = writer->review->arena;
    const char *name = text_upper_first(arena, level_name(finding->level, findings->language));
    html_open(writer, "p", "class", level_class(finding->level), "lang",
        findings->language == LANGUAGE_EN ? "en" : NULL, NULL);
    html_element(writer, "strong", NULL, arena_printf(arena, "%s %s:", name, finding->rule->id));
    html_text(writer, " ");
    html_text(writer, finding->message);
    if (finding->advice != NULL && finding->advice[0] != '\0') {
        html_text(writer, " ");
        html_text(writer, finding->advice);
    }
    if (with_place && finding->where.source != NULL) {
        html_text(writer, " (");
        html_text(writer, place_text(writer->review, finding->where));
        html_text(writer, ")");
    }
    html_close(writer, "p");
    html_line(writer);
}

static void write_findings(struct html_writer *writer, const struct piece *piece) {
    struct review *review = writer->review;
    for (size_t i = 0; review->findings != NULL && i < review->findings->count; i++) {
        if (concerns(review->findings->items[i], piece)) {
            review->shown[i] = true;
            write_finding(writer, review->findings->items[i], false);
        }
    }
}

/* The facts of one file: "kommun.yaml: kommun.namn rad 7, ärende.nämnd.namn rad 60". */
static void write_facts_of(
    struct html_writer *writer, const struct piece *piece, const struct source *source) {
    const char *between = ": ";
    html_open(writer, "p", NULL);
    html_text(writer, file_text(writer->review, source));
    for (size_t i = 0; i < piece->facts.count; i++) {
        const struct fact *fact = piece->facts.items[i];
        if (fact->where.source == source) {
            size_t line = source_position(source, fact->where.offset).line;
            html_text(writer, between);
            html_element(writer, "code", NULL, fact->path);
            html_text(writer, arena_printf(writer->review->arena, " rad" TEXT_NBSP "%zu", line));
            between = ", ";
        }
    }
    html_close(writer, "p");
    html_line(writer);
}

/* Whether a fact before this one is of the same file, which then has been written. */
static bool is_written(const struct piece *piece, size_t fact) {
    const struct source *source = piece->facts.items[fact]->where.source;
    for (size_t i = 0; i < fact; i++) {
        if (piece->facts.items[i]->where.source == source) {
            return true;
        }
    }
    return source == NULL;
}

/* "agreements/x.yaml:45 ärende.bakgrund", then the facts, file by file. */
static void write_sources(struct html_writer *writer, const struct piece *piece) {
    const char *place = place_text(writer->review, piece->where);
    if (place[0] != '\0') {
        html_open(writer, "p", NULL);
        html_text(writer, place);
        if (piece->path != NULL) {
            html_text(writer, " ");
            html_element(writer, "code", NULL, piece->path);
        }
        html_close(writer, "p");
        html_line(writer);
    }
    for (size_t i = 0; i < piece->facts.count; i++) {
        if (!is_written(piece, i)) {
            write_facts_of(writer, piece, piece->facts.items[i]->where.source);
        }
    }
}

static void write_piece(struct html_writer *writer, const struct block *block) {
    struct piece piece = {
        .arena = writer->review->arena, .path = block->path, .where = block->where };
    if (block->kind == BLOCK_ITEM) {
        for (const struct block *child = block->children; child != NULL; child = child->next) {
            add_block(&piece, child);
        }
    } else {
        add_block(&piece, block);
    }
    write_sources(writer, &piece);
    write_findings(writer, &piece);
}

/* The block as one piece, or the items of its lists, whatever they stand in. */
static void write_pieces(struct html_writer *writer, const struct block *block) {
    if (block->kind != BLOCK_LIST) {
        write_piece(writer, block);
    }
    for (const struct block *child = block->children; child != NULL; child = child->next) {
        if (child->kind == BLOCK_LIST || child->kind == BLOCK_ITEM) {
            write_pieces(writer, child);
        }
    }
}

void review_write_note(struct html_writer *writer, const struct block *block) {
    html_open(writer, "div", "class", "granskning", "role", "note", "aria-label", "Granskning", NULL);
    html_line(writer);
    write_pieces(writer, block);
    html_close(writer, "div");
    html_line(writer);
}

void review_write_rest(struct html_writer *writer) {
    struct review *review = writer->review;
    bool open = false;
    for (size_t i = 0; review->findings != NULL && i < review->findings->count; i++) {
        if (review->shown[i]) {
            continue;
        }
        if (!open) {
            const char *id = html_own_id(writer, "_ovriga-fynd");
            html_open(writer, "section", "class", "ovrigt", "aria-labelledby", id, NULL);
            html_line(writer);
            html_open(writer, "h2", "id", id, NULL);
            html_text(writer, "Granskning: det som inte hör till ett visst stycke");
            html_close(writer, "h2");
            html_line(writer);
            open = true;
        }
        write_finding(writer, review->findings->items[i], true);
    }
    if (open) {
        html_close(writer, "section");
        html_line(writer);
    }
}
