/* SPDX-License-Identifier: EUPL-1.2
 *
 * Words are found once, folded once and put into a small hash table by their folded bytes, so that a
 * list of terms costs a look-up a term and not a walk through all text. Folding keeps the length of
 * every character (Latin letters do), so that one offset serves both forms.
 */
#include "check/corpus.h"

#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/text.h"

/* Ends a line for "$" and "^", and a sentence for "[^.]*"; U+0003 cannot stand in any text. */
static const char separator[] = "\n\003.\003\n";

/* As many lists of places of three bytes. */
#define GRAM_BITS 12

struct corpus_builder {
    struct arena *arena;
    struct buffer words;
    size_t field_end;
    ARRAY_OF(struct text) texts;
    ARRAY_OF(struct segment) segments;
};

struct corpus_builder *corpus_builder_new(struct arena *arena) {
    struct corpus_builder *builder = arena_new_of(arena, struct corpus_builder);
    builder->arena = arena;
    builder->words = (struct buffer)BUFFER_EMPTY;
    return builder;
}

static void add_passage(struct corpus_builder *builder, const struct passage *passage) {
    struct segment segment = { .start = builder->words.size,
        .end = builder->words.size + passage->size,
        .text = builder->texts.count - 1,
        .passage = passage };
    buffer_put(&builder->words, passage->words, passage->size);
    buffer_put(&builder->words, separator, sizeof separator - 1);
    ARRAY_ADD(builder->arena, builder->segments, segment);
}

void corpus_add_field(struct corpus_builder *builder, const xmlNode *field) {
    const char *text = node_text(field);
    struct passages passages = passages_read(builder->arena, text, strlen(text));
    ARRAY_ADD(builder->arena, builder->texts, (struct text){ .field = field });
    for (size_t i = 0; i < passages.count; i++) {
        add_passage(builder, &passages.items[i]);
    }
    builder->field_end = builder->words.size;
}

/* Whether all words of the passage are one value of the definition: then they are a field's. */
static bool is_repeated(const struct filled *paper, const struct passage *passage) {
    const struct stretch *stretch = sourcemap_find(&paper->map, passage->from[0]);
    return stretch != NULL && (stretch->origin == ORIGIN_PROSE || stretch->origin == ORIGIN_FACT)
        && passage->from[passage->size - 1] < stretch->offset + stretch->length;
}

void corpus_add_paper(struct corpus_builder *builder, const struct filled *paper) {
    struct passages passages = passages_read(builder->arena, paper->text, paper->size);
    ARRAY_ADD(builder->arena, builder->texts, (struct text){ .paper = paper });
    for (size_t i = 0; i < passages.count; i++) {
        if (!is_repeated(paper, &passages.items[i])) {
            add_passage(builder, &passages.items[i]);
        }
    }
}

uint32_t corpus_hash(const char *folded, size_t size) {
    return (uint32_t)digest_hash(0, folded, size);
}

/* A no-break space (C2 A0) and typographic signs (E2 80 xx) end a word. */
static inline bool is_word_byte(const char *text) {
    unsigned char c = (unsigned char)text[0];
    if (c >= 0x80) {
        return !(c == 0xC2 && (unsigned char)text[1] == 0xA0)
            && !(c == 0xE2 && (unsigned char)text[1] == 0x80);
    }
    unsigned char small = c | 0x20;
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool corpus_is_word_byte(const char *text) {
    return is_word_byte(text);
}

/* Bytes of the character at `text`. */
static size_t step(const char *text) {
    unsigned char c = (unsigned char)text[0];
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void find_words(struct arena *arena, struct corpus *corpus) {
    ARRAY_OF(struct word) words = { 0 };
    const char *text = corpus->words; /* ends with a NUL, which is of no word */
    for (size_t at = 0; at < corpus->size;) {
        size_t start = at;
        while (is_word_byte(text + at)) {
            at += step(text + at);
        }
        if (at > start) {
            struct word word = { .start = start,
                .end = at,
                .hash = corpus_hash(corpus->folded + start, at - start) };
            ARRAY_ADD(arena, words, word);
        } else {
            at += step(text + at);
        }
    }
    size_t slot_count = 64;
    while (slot_count < words.count) {
        slot_count *= 2;
    }
    uint32_t *slots = arena_array(arena, slot_count, sizeof *slots);
    for (size_t i = words.count; i-- > 0;) {
        uint32_t *slot = &slots[words.items[i].hash & (slot_count - 1)];
        words.items[i].next = *slot;
        *slot = (uint32_t)i + 1;
    }
    corpus->word_list = words.items;
    corpus->word_count = words.count;
    corpus->slots = slots;
    corpus->slot_mask = slot_count - 1;
}

static size_t field_slot(const struct corpus *corpus, const xmlNode *field) {
    size_t slot = (size_t)((uintptr_t)field >> 4) & corpus->field_mask;
    while (corpus->fields[slot] != 0 && corpus->texts[corpus->fields[slot] - 1].field != field) {
        slot = (slot + 1) & corpus->field_mask;
    }
    return slot;
}

static void find_fields(struct arena *arena, struct corpus *corpus) {
    size_t slot_count = 16;
    while (slot_count < 2 * corpus->text_count) {
        slot_count *= 2;
    }
    uint32_t *fields = arena_array(arena, slot_count, sizeof *fields);
    corpus->fields = fields;
    corpus->field_mask = slot_count - 1;
    for (size_t i = 0; i < corpus->text_count; i++) {
        if (corpus->texts[i].field != NULL) {
            fields[field_slot(corpus, corpus->texts[i].field)] = (uint32_t)i + 1;
        }
    }
}

size_t corpus_field(const struct corpus *corpus, const xmlNode *field) {
    uint32_t place = corpus->fields[field_slot(corpus, field)];
    return place != 0 ? place - 1 : corpus->text_count;
}

/* Of three bytes; 12 bits. */
static uint32_t hash_gram(const char *bytes) {
    uint32_t gram = (uint32_t)(unsigned char)bytes[0] | (uint32_t)(unsigned char)bytes[1] << 8
        | (uint32_t)(unsigned char)bytes[2] << 16;
    return gram * 2654435761U >> (32 - GRAM_BITS);
}

/* Lists the places of each three bytes. Many texts are looked for in one corpus: this costs as much as
 * two or three walks through it. */
static void find_grams(struct arena *arena, struct corpus *corpus) {
    uint32_t *first = arena_array(arena, (size_t)1 << GRAM_BITS, sizeof *first);
    uint32_t *next = arena_array(arena, corpus->size + 1, sizeof *next);
    for (size_t at = corpus->size < 3 ? 0 : corpus->size - 2; at-- != 0;) {
        uint32_t hash = hash_gram(corpus->folded + at);
        next[at] = first[hash];
        first[hash] = (uint32_t)at + 1;
    }
    corpus->grams = first;
    corpus->gram_next = next;
}

bool bytes_may_stand_for_latin(const struct bytes *bytes) {
    /* The first and the last byte of each: ſ (s), Ÿ (ÿ), Μ and μ (µ), ẞ (ß), the signs K and Å. NFC has
     * made letters of the last two, where they are no references of CommonMark's. */
    static const unsigned char characters[][2] = { { 0xC5, 0xBF }, { 0xC5, 0xB8 }, { 0xCE, 0x9C },
        { 0xCE, 0xBC }, { 0xE1, 0x9E }, { 0xE2, 0xAA }, { 0xE2, 0xAB } };
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
        if (bytes_hold(bytes, characters[i][0]) && bytes_hold(bytes, characters[i][1])) {
            return true;
        }
    }
    return false;
}

static void read_segment(const struct corpus *corpus, struct segment *segment) {
    for (size_t i = segment->start; i < segment->end; i++) {
        unsigned char byte = (unsigned char)corpus->folded[i];
        segment->bytes.bits[byte >> 6] |= (uint64_t)1 << (byte & 63);
    }
    segment->shapes = shapes_of(corpus->words + segment->start, segment->end - segment->start);
}

const struct corpus *corpus_finish(struct corpus_builder *builder) {
    struct arena *arena = builder->arena;
    struct corpus *corpus = arena_new_of(arena, struct corpus);
    corpus->size = builder->words.size;
    corpus->words = buffer_take(arena, &builder->words);
    char *folded = arena_alloc(arena, corpus->size + 1);
    text_lower_latin(folded, corpus->words, corpus->size);
    corpus->folded = folded;
    corpus->field_end = builder->field_end;
    corpus->texts = builder->texts.items;
    corpus->text_count = builder->texts.count;
    ARRAY_OF(uint32_t) unfolded = { 0 };
    for (size_t i = 0; i < builder->segments.count; i++) {
        read_segment(corpus, &builder->segments.items[i]);
        if (bytes_may_stand_for_latin(&builder->segments.items[i].bytes)) {
            ARRAY_ADD(arena, unfolded, (uint32_t)i);
        }
    }
    corpus->unfolded = unfolded.items;
    corpus->unfolded_count = unfolded.count;
    corpus->segments = builder->segments.items;
    corpus->segment_count = builder->segments.count;
    find_words(arena, corpus);
    find_grams(arena, corpus);
    find_fields(arena, corpus);
    return corpus;
}

const struct segment *corpus_segment(const struct corpus *corpus, size_t start, size_t end) {
    size_t low = 0;
    size_t high = corpus->segment_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (corpus->segments[middle].start <= start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const struct segment *segment = low < corpus->segment_count ? &corpus->segments[low] : NULL;
    return segment != NULL && start >= segment->start && end <= segment->end ? segment : NULL;
}

static size_t first_place(
    const struct corpus *corpus, uint32_t place, const char *folded, size_t size) {
    while (place != 0
        && (corpus->size - (place - 1) < size
            || memcmp(corpus->folded + place - 1, folded, size) != 0)) {
        place = corpus->gram_next[place - 1];
    }
    return place != 0 ? place - 1 : SIZE_MAX;
}

size_t corpus_find_bytes(const struct corpus *corpus, const char *folded, size_t size) {
    return first_place(corpus, corpus->grams[hash_gram(folded)], folded, size);
}

size_t corpus_find_bytes_next(
    const struct corpus *corpus, const char *folded, size_t size, size_t place) {
    return first_place(corpus, corpus->gram_next[place], folded, size);
}

static const struct word *first_with(
    const struct corpus *corpus, uint32_t index, uint32_t hash) {
    while (index != 0 && corpus->word_list[index - 1].hash != hash) {
        index = corpus->word_list[index - 1].next;
    }
    return index != 0 ? &corpus->word_list[index - 1] : NULL;
}

const struct word *corpus_find(const struct corpus *corpus, uint32_t hash) {
    return first_with(corpus, corpus->slots[hash & corpus->slot_mask], hash);
}

const struct word *corpus_find_next(const struct corpus *corpus, const struct word *word) {
    return first_with(corpus, word->next, word->hash);
}
