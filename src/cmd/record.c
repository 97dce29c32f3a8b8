/* SPDX-License-Identifier: EUPL-1.2
 *
 * The file: a mark that says format and byte order, the digest of all that follows, the shared part,
 * the entries, and the papers that were left. Numbers are in the machine's own order: a record is not
 * carried to another machine, and if it is, the mark does not fit.
 */
#include "cmd/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"

/* Raise the number whenever the form changes. */
static const char mark[16] = "underlag 2";
static const uint32_t byte_order = 0x01020304; /* in another machine's order: 0x04030201 */

enum {
    SIGNED_FROM = sizeof mark + sizeof(struct digest),
    COUNT_AT = SIGNED_FROM + sizeof byte_order, /* where the number of entries stands */
};

/* Reading: each piece is taken from the front; one that is not there makes all that follows empty. */
struct reader {
    struct arena *arena;
    const char *at;
    size_t left;
    bool broken;
};

static void take(struct reader *reader, void *into, size_t size) {
    if (reader->broken || size > reader->left) {
        reader->broken = true;
        memset(into, 0, size);
        return;
    }
    memcpy(into, reader->at, size);
    reader->at += size;
    reader->left -= size;
}

static uint32_t take_number(struct reader *reader) {
    uint32_t number;
    take(reader, &number, sizeof number);
    return number;
}

static struct digest take_digest(struct reader *reader) {
    struct digest digest;
    take(reader, digest.bytes, sizeof digest.bytes);
    return digest;
}

static struct trace take_trace(struct reader *reader) {
    struct digest seen = take_digest(reader);
    return (struct trace){ seen, take_digest(reader) };
}

/* Points into the record: strings are stored with their NUL. */
static const char *take_string(struct reader *reader) {
    const char *end = reader->broken ? NULL : memchr(reader->at, '\0', reader->left);
    if (end == NULL) {
        reader->broken = true;
        return "";
    }
    const char *string = reader->at;
    reader->left -= (size_t)(end + 1 - reader->at);
    reader->at = end + 1;
    return string;
}

static const char *take_bytes(struct reader *reader, size_t size) {
    if (reader->broken || size > reader->left) {
        reader->broken = true;
        return NULL;
    }
    const char *bytes = reader->at;
    reader->at += size;
    reader->left -= size;
    return bytes;
}

static struct record_entry take_entry(struct reader *reader) {
    struct record_entry entry = { .name = take_string(reader) };
    entry.earlier = take_string(reader);
    entry.input = take_trace(reader);
    if (entry.earlier[0] == '\0') {
        entry.earlier = NULL;
    } else {
        entry.earlier_input = take_trace(reader);
    }
    entry.papers = take_trace(reader);
    entry.needs = take_digest(reader);
    entry.guideline = take_number(reader);
    entry.formats = take_number(reader);
    entry.warnings = take_number(reader);
    entry.verified = take_number(reader) != 0;
    entry.key_count = take_number(reader);
    entry.keys = take_bytes(reader, entry.key_count * sizeof(uint32_t));
    return entry;
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int by_file_name(const void *left, const void *right) {
    const struct record_file *a = left;
    const struct record_file *b = right;
    return strcmp(a->name, b->name);
}

static void take_files(struct reader *reader, struct record *record) {
    ARRAY_OF(struct record_file) files = { 0 };
    for (uint32_t left = take_number(reader); left > 0 && !reader->broken; left--) {
        const char *name = take_string(reader);
        ARRAY_ADD(reader->arena, files, (struct record_file){ name, take_trace(reader) });
    }
    record->files = files.items;
    record->file_count = files.count;
}

static void take_left(struct reader *reader, struct record *record) {
    ARRAY_OF(const char *) left = { 0 };
    for (uint32_t more = take_number(reader); more > 0 && !reader->broken; more--) {
        const char *path = take_string(reader);
        ARRAY_ADD(reader->arena, left, path);
    }
    record->left = left.items;
    record->left_count = left.count;
}

/* Each entry is read once, so that later readings cannot fail; only its beginning is kept. */
static void take_entries(struct reader *reader, struct record *record, uint32_t count) {
    /* No entry is smaller: a count that lies cannot ask for much memory. */
    if (reader->broken || count > reader->left / (4 * sizeof(struct digest))) {
        reader->broken = true;
        return;
    }
    const char **entries = arena_array(reader->arena, count, sizeof *entries);
    bool sorted = true;
    for (uint32_t i = 0; i < count && !reader->broken; i++) {
        entries[i] = reader->at;
        take_entry(reader);
        sorted = sorted && (i == 0 || reader->broken || strcmp(entries[i - 1], entries[i]) < 0);
    }
    if (!sorted && !reader->broken) {
        qsort(entries, count, sizeof *entries, by_name);
    }
    record->entries = entries;
    record->entry_count = count;
    record->end = reader->at;
}

const struct record *record_read(struct arena *arena, const char *path) {
    struct record *record = arena_new_of(arena, struct record);
    size_t size = 0;
    const char *bytes = file_read(arena, path, &size);
    if (bytes == NULL || size < SIGNED_FROM || memcmp(bytes, mark, sizeof mark) != 0) {
        return record;
    }
    struct digest signature;
    memcpy(signature.bytes, bytes + sizeof mark, sizeof signature.bytes);
    if (!digest_equal(signature, digest_of(bytes + SIGNED_FROM, size - SIGNED_FROM))) {
        return record;
    }
    struct reader reader = { .arena = arena, .at = bytes + SIGNED_FROM, .left = size - SIGNED_FROM };
    bool native = take_number(&reader) == byte_order;
    uint32_t entry_count = take_number(&reader);
    if (native) {
        record->shared = take_digest(&reader);
        record->warnings = take_number(&reader);
        take_files(&reader, record);
        take_entries(&reader, record, entry_count);
        take_left(&reader, record);
    }
    if (!native || reader.broken || reader.left != 0) {
        *record = (struct record){ 0 };
    }
    return record;
}

const struct record_file *record_find_file(const struct record *record, const char *name) {
    const struct record_file wanted = { .name = name };
    return record->file_count == 0 ? NULL
                                   : bsearch(&wanted, record->files, record->file_count,
                                         sizeof *record->files, by_file_name);
}

struct record_entry record_get(const struct record *record, size_t index) {
    const char *start = record->entries[index];
    struct reader reader = { .at = start, .left = (size_t)(record->end - start) };
    return take_entry(&reader);
}

bool record_find(const struct record *record, const char *name, struct record_entry *entry) {
    size_t low = 0;
    size_t high = record->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(record->entries[middle], name);
        if (order == 0) {
            *entry = record_get(record, middle);
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

static void put_number(struct buffer *out, uint32_t number) {
    buffer_put(out, (const char *)&number, sizeof number);
}

static void put_digest(struct buffer *out, struct digest digest) {
    buffer_put(out, (const char *)digest.bytes, sizeof digest.bytes);
}

static void put_trace(struct buffer *out, struct trace trace) {
    put_digest(out, trace.seen);
    put_digest(out, trace.content);
}

static void put_string(struct buffer *out, const char *string) {
    buffer_put(out, string, strlen(string) + 1);
}

void record_begin(struct buffer *out, const struct record *head) {
    buffer_truncate(out, 0);
    buffer_put(out, mark, sizeof mark);
    put_digest(out, (struct digest){ { 0 } });
    put_number(out, byte_order);
    put_number(out, 0);
    put_digest(out, head->shared);
    put_number(out, head->warnings);
    put_number(out, (uint32_t)head->file_count);
    for (size_t i = 0; i < head->file_count; i++) {
        put_string(out, head->files[i].name);
        put_trace(out, head->files[i].trace);
    }
}

void record_add(struct buffer *out, const struct record_entry *entry) {
    put_string(out, entry->name);
    put_string(out, entry->earlier != NULL ? entry->earlier : "");
    put_trace(out, entry->input);
    if (entry->earlier != NULL) {
        put_trace(out, entry->earlier_input);
    }
    put_trace(out, entry->papers);
    put_digest(out, entry->needs);
    put_number(out, entry->guideline);
    put_number(out, entry->formats);
    put_number(out, entry->warnings);
    put_number(out, entry->verified);
    put_number(out, entry->key_count);
    buffer_put(out, entry->keys, entry->key_count * sizeof(uint32_t));
    uint32_t count;
    memcpy(&count, out->data + COUNT_AT, sizeof count);
    count++;
    memcpy(out->data + COUNT_AT, &count, sizeof count);
}

void record_end(struct buffer *out, const char *const *left, size_t left_count) {
    put_number(out, (uint32_t)left_count);
    for (size_t i = 0; i < left_count; i++) {
        put_string(out, left[i]);
    }
    record_sign(out);
}

void record_sign(struct buffer *out) {
    struct digest signature = digest_of(out->data + SIGNED_FROM, out->size - SIGNED_FROM);
    memcpy(out->data + sizeof mark, signature.bytes, sizeof signature.bytes);
}
