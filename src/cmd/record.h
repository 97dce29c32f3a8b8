/* SPDX-License-Identifier: EUPL-1.2
 *
 * out/.underlag: what each definition's papers were made from, so that the next build can leave them
 * alone. It is a note for this machine alone, and only ever believed as far as its checksum holds: a
 * missing, broken or foreign record is an empty one, and costs time, never a wrong paper.
 *
 * struct record_entry is the one to understand first.
 */
#ifndef UNDERLAG_CMD_RECORD_H
#define UNDERLAG_CMD_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/digest.h"

/* A thing as it was: `seen` is the digest of what the file system said of it (its stamp), none when
 * that proves nothing; `content` the digest of its bytes. */
struct trace {
    struct digest seen;
    struct digest content;
};

/* A file that all definitions share. */
struct record_file {
    const char *name; /* "templates/overenskommelse.md" */
    struct trace trace;
};

/* A definition whose papers were written without an error. */
struct record_entry {
    const char *name;         /* "2021-manniskor-i-utanforskap" */
    struct trace input;       /* the definition */
    const char *earlier;      /* the definition that `tidigare` names, or NULL */
    struct trace earlier_input;
    struct trace papers;      /* all of them together, in order */
    struct digest needs;      /* what it used of the shared inputs, see needs.h */
    uint32_t guideline;       /* needs_key() of what it names */
    const char *keys;         /* needs_key() of each register entry it refers to, rising; numbers */
    uint32_t key_count;       /*   as bytes, since a record leaves them at odd places */
    uint32_t formats;         /* which were written: a bit each, by place in renderers[] */
    uint32_t warnings;        /* findings that were shown then */
    bool verified;            /* `needs` belongs to the record's `shared` */
};

/* Its name in out/. */
#define RECORD_NAME ".underlag"

struct record {
    struct digest shared;     /* of all shared inputs */
    uint32_t warnings;        /* findings about them */
    const struct record_file *files; /* by name */
    size_t file_count;
    const char *const *left;  /* "DEFINITION/PAPER": written once, of a template that is gone */
    size_t left_count;
    const char *const *entries; /* where each begins, by name: read with record_get() */
    size_t entry_count;
    const char *end;
};

/* Reads the record; never NULL. Whatever is wrong with the file gives an empty record. */
const struct record *record_read(struct arena *arena, const char *path);

/* The shared file of that name; NULL when the record has none. */
const struct record_file *record_find_file(const struct record *record, const char *name);

/* The entry at this place, and that of this name; false when there is none. Entries are only read
 * when asked for, so that a record takes the memory of its file. */
struct record_entry record_get(const struct record *record, size_t index);
bool record_find(const struct record *record, const char *name, struct record_entry *entry);

/* Makes a record's bytes: the head (but for `left`), entries in any order, the end with what is left,
 * which signs them. Signing alone is for whoever has changed the bytes. */
void record_begin(struct buffer *out, const struct record *head);
void record_add(struct buffer *out, const struct record_entry *entry);
void record_end(struct buffer *out, const char *const *left, size_t left_count);
void record_sign(struct buffer *out);

#endif
