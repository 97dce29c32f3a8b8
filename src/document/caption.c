/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is known of a table when its cells are parsed: its caption (the paragraph before it that
 * begins with "Tabell"), whether its last row is a sum and its first column names the rows, and how
 * wide its columns are best made.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "document/parse.h"

/* Characters of the narrowest column; of one whose cells should not be broken, and of the longest figure; of
 * the longest word that is heeded; of the longest mean. */
enum { COLUMN_LEAST = 3, COLUMN_SHORT = 24, COLUMN_MOST = 60, COLUMN_LONG = 120 };

/* Bytes of "Tabell:", "Tabell 3." or "Tabell 3:" at the start, with the space behind it, which only the first may
 * lack; 0 when none of them stands there. */
static size_t caption_start(const char *text) {
    const char *at = text;
    if (!text_starts(at, "Tabell")) {
        return 0;
    }
    at += strlen("Tabell");
    if (at[0] == ' ' || text_starts(at, TEXT_NBSP)) {
        at += at[0] == ' ' ? 1 : strlen(TEXT_NBSP);
        size_t digits = strspn(at, "0123456789");
        if (digits == 0 || (at[digits] != '.' && at[digits] != ':') || at[digits + 1] != ' ') {
            return 0;
        }
        at += digits + 1;
    } else if (at[0] == ':') {
        at++;
    } else {
        return 0;
    }
    return (size_t)(at - text) + (*at == ' ');
}

/* The caption that the paragraph is, or NULL. */
static struct inline_ *read_caption(struct parsing *parsing, const struct block *paragraph) {
    const struct inline_ *first = paragraph->inlines;
    if (paragraph->kind != BLOCK_PARAGRAPH || first == NULL || first->kind != INLINE_TEXT) {
        return NULL;
    }
    size_t start = caption_start(first->text);
    if (start == 0 || (first->text[start] == '\0' && first->next == NULL)) {
        return NULL;
    }
    struct inline_ *caption = arena_new_of(parsing->arena, struct inline_);
    *caption = *first;
    caption->text = first->text + start;
    return caption->text[0] != '\0' ? caption : first->next;
}

static bool is_blank(const struct inline_ *inline_) {
    return inline_->kind == INLINE_SOFT_BREAK
           || (inline_->kind == INLINE_TEXT && text_is_blank(inline_->text));
}

static bool is_all_strong(const struct inline_ *inlines) {
    size_t strong = 0;
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind != INLINE_STRONG && !is_blank(inlines)) {
            return false;
        }
        strong += inlines->kind == INLINE_STRONG;
    }
    return strong > 0;
}

static bool is_sum(const struct inline_ *inlines, struct buffer *words) {
    buffer_truncate(words, 0);
    inline_put_words(words, inlines);
    return text_equal(words->data, "Summa") || text_equal(words->data, "Totalt");
}

static bool has_letter(const char *text) {
    for (; *text != '\0'; text++) {
        if (isalpha((unsigned char)*text) || (unsigned char)*text >= 0xC3) {
            return true;
        }
    }
    return false;
}

struct measure {
    struct column column; /* `wish` is the longest cell */
    size_t total;         /* of all cells */
};

static bool is_address(const char *word, size_t size) {
    return text_find(word, size, "://") != NULL || (size > 4 && text_starts(word, "www."));
}

/* The bytes up to where a line may end: a space, and in an address the byte behind "/" and "-". */
static size_t unbroken(const char *word, size_t size, bool address) {
    size_t at = address ? strcspn(word, " /-") : size;
    return at < size ? at + 1 : size;
}

static void measure(struct measure *measure, const struct cell *cell, struct buffer *words) {
    struct column *column = &measure->column;
    buffer_truncate(words, 0);
    inline_put_words(words, cell->inlines);
    size_t total = 0;
    for (const char *word = words->data; *word != '\0';) {
        size_t size = strcspn(word, " ");
        bool address = is_address(word, size);
        total += word[size] == ' ';
        for (const char *end = word + size; word < end;) {
            size_t piece = unbroken(word, (size_t)(end - word), address);
            size_t width = text_width(word, piece);
            size_t *longest = isdigit((unsigned char)*word) && !address && width <= COLUMN_SHORT
                ? &column->longest_figure
                : &column->longest_word;
            *longest = width > *longest ? width : *longest;
            total += width;
            word += piece;
        }
        word += *word == ' ';
    }
    column->wish = total > column->wish ? total : column->wish;
    measure->total += total;
}

static size_t clamp(size_t value, size_t least, size_t most) {
    return value < least ? least : value > most ? most : value;
}

/* What a column would like of the line: a short one its longest cell, a long one what its cells
 * have on average, so that two columns of prose share by how much they say. */
static struct column settle_column(const struct measure *measure, size_t rows) {
    struct column column = measure->column;
    size_t word = clamp(column.longest_word, COLUMN_LEAST, COLUMN_MOST);
    column.longest_word = word > column.longest_figure ? word : column.longest_figure;
    if (column.wish > COLUMN_SHORT) {
        column.wish = clamp(measure->total / (rows + 1), COLUMN_SHORT, COLUMN_LONG);
    }
    if (column.wish < column.longest_word) {
        column.wish = column.longest_word;
    }
    return column;
}

/* What the column gets at least, with a margin on both sides, when no word may be longer than `most`: its
 * figures are whole all the same. */
static size_t least_of(const struct column *column, size_t most) {
    size_t word = column->longest_word < most ? column->longest_word : most;
    return 2 + (word > column->longest_figure ? word : column->longest_figure);
}

/* How long words may be, that the columns have room on the line: the longest are broken first. */
static size_t find_longest(const struct table *table, size_t line) {
    for (size_t longest = COLUMN_MOST; longest > COLUMN_LEAST; longest--) {
        size_t least = 0;
        for (size_t i = 0; i < table->column_count; i++) {
            least += least_of(&table->columns[i], longest);
        }
        if (least <= line) {
            return longest;
        }
    }
    return COLUMN_LEAST;
}

/* Shares a line out: each column gets its longest word, the rest goes to those whose cells would
 * fill it, as browsers do (CSS 2.2, 17.5.2.2). */
const int *table_widths(struct arena *arena, const struct table *table, size_t line) {
    size_t longest = find_longest(table, line);
    size_t least = 0;
    size_t most = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        least += least_of(&table->columns[i], longest);
        most += table->columns[i].wish + 2;
    }
    size_t spare = least < line ? line - least : 0;
    size_t stretch = most > line && most > least ? most - least : 0;
    int *widths = arena_array(arena, table->column_count, sizeof *widths);
    int sum = 0;
    size_t widest = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t word = least_of(&table->columns[i], longest);
        size_t cell = table->columns[i].wish + 2;
        widths[i] =
            stretch != 0
                ? (int)((word * 1000 + spare * 1000 * (cell - word) / stretch) / (least + spare))
                : (int)(cell * 1000 / most);
        sum += widths[i];
        widest = widths[i] > widths[widest] ? i : widest;
    }
    widths[widest] += 1000 - sum;
    return widths;
}

static void finish_table(struct parsing *parsing, struct table *table) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    size_t columns = table->column_count;
    struct measure *measures = arena_array(parsing->arena, columns, sizeof *measures);
    struct column *settled = arena_array(parsing->arena, columns, sizeof *settled);
    table->row_headers = columns > 1 && table->row_count > 0;
    for (size_t i = 0; i < columns; i++) {
        measure(&measures[i], &table->header[i], &words);
    }
    for (size_t i = 0; i < columns * table->row_count; i++) {
        measure(&measures[i % columns], &table->cells[i], &words);
        if (i % columns == 0 && !has_letter(words.data)) {
            table->row_headers = false;
        }
    }
    for (size_t i = 0; i < columns; i++) {
        settled[i] = settle_column(&measures[i], table->row_count);
    }
    table->columns = settled;
    table->widths = table_widths(parsing->arena, table, TABLE_LINE);
    if (table->row_count > 1) {
        const struct inline_ *last = table->cells[(table->row_count - 1) * columns].inlines;
        table->total_row = is_all_strong(last) || is_sum(last, &words);
    }
}

static void finish_blocks(struct parsing *parsing, struct block **blocks, int *captions) {
    for (struct block **at = blocks; *at != NULL;) {
        struct block *block = *at;
        struct block *table = block->next;
        struct inline_ *caption = NULL;
        /* The last paragraph of a prose field is no caption of the template's table. */
        if (table != NULL && table->kind == BLOCK_TABLE
            && (block->path == NULL || (table->path != NULL && text_equal(block->path, table->path)))) {
            caption = read_caption(parsing, block);
        }
        if (caption != NULL) {
            table->table->caption = caption;
            table->table->caption_label = arena_printf(parsing->arena, "Tabell %d", ++*captions);
            *at = table;
            continue;
        }
        if (block->kind == BLOCK_TABLE) {
            finish_table(parsing, block->table);
        }
        finish_blocks(parsing, &block->children, captions);
        at = &block->next;
    }
}

void tables_finish(struct parsing *parsing) {
    int captions = 0;
    finish_blocks(parsing, &parsing->document->blocks, &captions);
}
