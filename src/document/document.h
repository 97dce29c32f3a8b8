/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one value that all renderers share: a paper as blocks of inlines. Everything that is counted
 * (heading numbers, ids, list labels, table numbers, alignment) is counted before a renderer sees
 * it. It knows neither YAML nor cmark. All strings are valid UTF-8 in NFC without control
 * characters.
 *
 * struct block and struct inline_ are the two to understand first. Both are trees of linked
 * siblings.
 */
#ifndef UNDERLAG_DOCUMENT_DOCUMENT_H
#define UNDERLAG_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "fill/sourcemap.h"
#include "report/finding.h"

enum inline_kind {
    INLINE_TEXT,       /* text: no newline in it */
    INLINE_SOFT_BREAK, /* a line ended in the source: a space */
    INLINE_HARD_BREAK,
    INLINE_CODE,      /* text */
    INLINE_EMPHASIS,  /* children */
    INLINE_STRONG,    /* children */
    INLINE_LINK,      /* children, target, title */
    INLINE_IMAGE,     /* children are the alternative text, target, title */
    INLINE_REFERENCE, /* "avsnitt 12": text is the words before the number ("avsnitt"), heading the
                         target; a renderer writes text, a no-break space and heading->number, or
                         the heading's own words in quotation marks when it has no number */
    INLINE_FACT,      /* children; the words of one value of the definition; see `fact` */
    INLINE_MARK,      /* draft: something to mend stands here; children, text is what to mend */
};

/* Which value of the definition a stretch of words shows (for content controls of Word and
 * data attributes of annotated HTML). */
struct fact {
    const char *path;   /* "parter.idéburna[1].insats" */
    const char *raw;    /* canonical: "1000000", "2021-10-01" */
    const char *format; /* "kronor", "date", "månad" … or NULL */
    struct span where;
};

struct inline_ {
    enum inline_kind kind;
    const char *text;
    const char *target;          /* link, image: URL as written, or "#id" */
    const char *title;           /* link, image: or NULL */
    const struct block *heading; /* reference, and link to "#id" of a heading of this document */
    const struct fact *fact;
    struct inline_ *children; /* first child */
    struct inline_ *next;
};

enum block_kind {
    BLOCK_HEADING,    /* inlines, level, number, id */
    BLOCK_PARAGRAPH,  /* inlines */
    BLOCK_LIST,       /* children are BLOCK_ITEM */
    BLOCK_ITEM,       /* children are blocks; label */
    BLOCK_QUOTE,      /* children */
    BLOCK_CODE,       /* text, info */
    BLOCK_RULE,       /* thematic break */
    BLOCK_TABLE,      /* table */
    BLOCK_LETTERHEAD, /* {brevhuvud}: fields */
    BLOCK_COVER,      /* {försättsblad}: fields; a page ends behind it */
    BLOCK_SIGNATURES, /* {underskrift}: fields, one group a party */
    BLOCK_CONTENTS,   /* {innehåll}: inlines are its heading; entries are document.headings */
    BLOCK_PAGE_BREAK, /* {sidbrytning} */
    BLOCK_NOTE,       /* draft: what is to be mended in the block before; see document_annotate() */
};

/* A finding, where its words stand in the paper. */
struct note {
    enum level level;
    const char *rule;    /* "IOP-E02" */
    const char *message; /* one sentence */
    const char *advice;  /* or NULL */
};

enum alignment { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct cell {
    struct inline_ *inlines;
};

/* What a column of a table needs and would like, in characters. */
struct column {
    size_t longest_word;   /* that has no place where it may be broken */
    size_t longest_figure; /* an amount, a date: never to be broken */
    size_t wish;           /* a short one its longest cell, a long one the mean of its cells */
};

struct table {
    size_t column_count;
    const enum alignment *alignments;
    const int *widths;   /* per mille of the text width for each column, sum 1000, on a line of
                            TABLE_LINE characters */
    const struct column *columns; /* for table_widths(); NULL: the widths are given */
    struct cell *header; /* column_count cells */
    struct cell *cells;  /* row_count * column_count cells */
    size_t row_count;
    struct inline_ *caption;   /* NULL when there is none */
    const char *caption_label; /* "Tabell 1" */
    bool row_headers;          /* the first column names its row */
    bool total_row;            /* the last row is a sum: its first cell is strong, or "Summa" */
};

/* Characters on a line of a table that fills an A4 page. */
enum { TABLE_LINE = 90 };

/* The widths, per mille, on a line of so many characters. */
const int *table_widths(struct arena *arena, const struct table *table, size_t line);

/* A line of a letterhead, cover or signature block. */
struct field {
    struct inline_ *label; /* NULL: a plain line */
    struct inline_ *value; /* NULL with a label: a line to write on */
    struct field *next;
};

struct field_group {
    struct field *fields;
    struct field_group *next;
};

struct block {
    enum block_kind kind;
    struct block *children; /* first child */
    struct block *next;
    struct inline_ *inlines;
    const char *text;    /* code */
    const char *info;    /* code */
    int level;           /* heading 1–6; list: depth from 0 */
    const char *number;  /* heading: "10.1", or NULL */
    const char *id;      /* heading: unique ASCII slug of its words: "ekonomi" */
    const char *anchor;  /* heading: what GitHub makes of "10.1 Words" */
    const char *label;   /* item: "–" for bullets, "1.", "a)" … */
    bool is_told_of;     /* heading: a finding is about what stands in it */
    bool ordered, tight; /* list */
    int start;           /* list: first number */
    int list_index;      /* list: which ordered list of the document this is, from 1 */
    char delimiter;      /* list: '.' or ')' */
    struct table *table;
    struct field_group *groups;
    const struct note *note;
    const char *path;  /* the prose field of the definition it came from, or NULL */
    struct span where; /* where its words stand: definition or template */
};

struct document {
    struct block *blocks;
    const char *title;           /* plain text; never NULL: front matter, else the h1, else "" */
    const char *header, *footer; /* plain text or NULL */
    const char *language;        /* "sv" */
    bool numbered_headings;
    bool draft; /* each page says UTKAST */
    /* Properties, by name, NULL when unknown; for the files' metadata. */
    const char *subject, *creator, *registry_number, *date, *status, *keywords, *digest;
    const char *officer, *board, *version; /* handläggare, nämnd; of the definition */
    struct block *const *headings; /* all but the h1, in order */
    size_t heading_count;
    const struct fact *const *facts; /* each once, in order of first use */
    size_t fact_count;
};

struct document_options {
    const struct sourcemap *map; /* NULL when the text was not filled from anything */
    const struct source *source; /* the filled text itself; where findings point without a map */
    const char *title, *header, *footer; /* or NULL */
    const char *subject, *creator, *registry_number, *date, *status, *keywords, *digest; /* or NULL */
    const char *officer, *board, *version; /* or NULL */
    bool numbered_headings;
    bool draft;
    bool allow_html; /* raw HTML becomes visible text instead of a finding (never markup) */
};

/* Bytes of a text that becomes a document: a thousand pages. Short lines take 240 times their size in
 * memory. */
#define DOCUMENT_LARGEST ((size_t)2 << 20)

/* The paper that a CommonMark text means. Faults (raw HTML, a reference to nowhere, an unknown
 * directive, too deep nesting) become findings at the place the map gives. Never NULL. */
struct document *document_parse(struct arena *arena, const char *text, size_t size,
    const struct document_options *options, struct findings *findings);

/* Which block shows what: gathered once, for as many findings as there are. On the arena. */
const struct document_places *document_places(struct arena *arena, const struct document *document);

/* Whether a block shows the value at that place of the definition, or has the words that stand there. */
bool document_shows(const struct document_places *places, struct span where);

/* Puts each finding as a note behind the block it is about; those that no block shows come last, below
 * a line. `places` are the document's, gathered before. The findings' texts are copied. */
void document_annotate(struct arena *arena, struct document *document,
    const struct document_places *places, const struct findings *findings);

/* The value as indented text, one line a node: for tests and for looking. */
void document_dump(const struct document *document, struct buffer *out);

/* The words of a chain of inlines, without markup; line breaks are spaces. */
char *inline_words(struct arena *arena, const struct inline_ *inlines);

/* Appends the same. */
void inline_put_words(struct buffer *out, const struct inline_ *inlines);

/* Deepest nesting of blocks, and of inlines, that is taken. */
#define DOCUMENT_DEPTH 64

/* Most columns of a table (Word takes no more). */
#define TABLE_COLUMNS 63

/* Most cells that the rows of all tables of a document may be short of. */
#define TABLE_CELLS_MISSING 10000

#endif
