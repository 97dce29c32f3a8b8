/* SPDX-License-Identifier: EUPL-1.2
 *
 * All words that belong to one definition, in one piece: the passages of its prose fields and of its
 * filled papers, one after the other, so that a rule about words looks at all of them in one go. Between
 * two passages stands a separator that ends lines and sentences for a pattern.
 *
 * What the papers only repeat from a field is left out: its place is the field.
 */
#ifndef UNDERLAG_CHECK_CORPUS_H
#define UNDERLAG_CHECK_CORPUS_H

#include <stdbool.h>
#include <stdint.h>

#include "check/passage.h"
#include "check/shape.h"
#include "fill/template.h"
#include "tree/tree.h"

/* A field of the definition or a filled paper. */
struct text {
    const xmlNode *field;       /* or NULL */
    const struct filled *paper; /* or NULL */
};

/* A set of bytes. */
struct bytes {
    uint64_t bits[4];
};

static inline bool bytes_hold(const struct bytes *bytes, unsigned char byte) {
    return (bytes->bits[byte >> 6] >> (byte & 63) & 1) != 0;
}

/* Whether text of these bytes may hold a character that is the same as one of Latin-1 for a pattern that
 * takes capitals and small letters for the same, and that text_lower_latin() leaves. */
bool bytes_may_stand_for_latin(const struct bytes *bytes);

/* A passage in the corpus. */
struct segment {
    size_t start, end;          /* bytes of the corpus */
    struct bytes bytes;         /* those of its folded words */
    struct shapes shapes;       /* those of its words */
    size_t text;                /* index of its text */
    const struct passage *passage;
};

/* A word: a run of letters, digits and hyphens. */
struct word {
    size_t start, end;          /* bytes of the corpus */
    uint32_t hash;              /* of its folded bytes */
    uint32_t next;              /* the next word with this hash's slot, as index + 1; 0 ends */
};

struct corpus {
    const char *words;          /* NUL-terminated */
    const char *folded;         /* the same length, letters in lower case: å for Å */
    size_t size;
    size_t field_end;           /* where the words of fields end and those of papers begin */
    const struct text *texts;
    size_t text_count;
    const struct segment *segments;
    size_t segment_count;
    const uint32_t *unfolded;   /* index of each segment whose bytes may stand for Latin-1 */
    size_t unfolded_count;
    const struct word *word_list; /* in order */
    size_t word_count;
    const uint32_t *slots;      /* the first word of each slot, as index + 1 */
    size_t slot_mask;
    const uint32_t *grams;      /* the first place of each three bytes, by hash; as place + 1 */
    const uint32_t *gram_next;  /* by place: the next one of the same hash, as place + 1; 0 ends */
    const uint32_t *fields;     /* open addressing by the field's address: index of its text + 1; 0 none */
    size_t field_mask;
};

/* What is added to the corpus, one text at a time. */
struct corpus_builder;
struct corpus_builder *corpus_builder_new(struct arena *arena);
void corpus_add_field(struct corpus_builder *builder, const xmlNode *field);
void corpus_add_paper(struct corpus_builder *builder, const struct filled *paper);
const struct corpus *corpus_finish(struct corpus_builder *builder);

/* The index of the field's text, or the number of texts when it has none. */
size_t corpus_field(const struct corpus *corpus, const xmlNode *field);

/* The segment that holds words[start..end), or NULL when no one segment does. */
const struct segment *corpus_segment(const struct corpus *corpus, size_t start, size_t end);

/* The hash of folded bytes. */
uint32_t corpus_hash(const char *folded, size_t size);

/* The first word with that hash at or behind index `from` of its slot, or NULL; then the next. */
const struct word *corpus_find(const struct corpus *corpus, uint32_t hash);
const struct word *corpus_find_next(const struct corpus *corpus, const struct word *word);

/* The first place of the folded bytes, at least three, then the one behind `place`; SIZE_MAX when there is
 * none. */
size_t corpus_find_bytes(const struct corpus *corpus, const char *folded, size_t size);
size_t corpus_find_bytes_next(
    const struct corpus *corpus, const char *folded, size_t size, size_t place);

/* Whether the byte belongs to a word. */
bool corpus_is_word_byte(const char *text);

#endif
