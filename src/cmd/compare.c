/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/compare.h"

#include <errno.h>
#include <string.h>

#include "base/diff.h"
#include "base/file.h"
#include "render/docx/unpack.h"
#include "report/world.h"

struct archive {
    const struct unpacked *parts; /* NULL: no zip file */
    size_t count;
};

static const char body[] = "word/document.xml";

static bool same_part(const struct unpacked *part, const struct archive *other) {
    const struct unpacked *twin = unpacked_find(other->parts, other->count, part->name);
    return twin != NULL && twin->size == part->size
        && memcmp(twin->bytes, part->bytes, part->size) == 0;
}

/* Names the parts of `archive` that the other has not or has otherwise. */
static bool name_parts(const struct archive *archive, const struct archive *other, bool twins,
    const char *said, struct buffer *out) {
    bool found = false;
    for (size_t i = 0; i < archive->count; i++) {
        const struct unpacked *part = &archive->parts[i];
        bool has_twin = unpacked_find(other->parts, other->count, part->name) != NULL;
        if (has_twin == twins && (!twins || !same_part(part, other))) {
            buffer_printf(out, "%s%s\n", said, part->name);
            found = true;
        }
    }
    return found;
}

/* Whether the parts, which are the same ones, come in another order. Word does not mind, but a package is
 * to begin with its content types, and the same bytes are promised. */
static bool is_shuffled(const struct archive *before, const struct archive *after) {
    for (size_t i = 0; i < before->count && i < after->count; i++) {
        if (before->parts[i].place != after->parts[i].place) {
            return true;
        }
    }
    return false;
}

/* The text differences of the bodies, as far as there are any. */
static void diff_words(
    const struct archive *before, const struct archive *after, struct buffer *out) {
    CLEANUP_BUFFER struct buffer old = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer new = BUFFER_EMPTY;
    const struct unpacked *part = unpacked_find(before->parts, before->count, body);
    if (part != NULL) {
        unpacked_words(part, &old);
    }
    part = unpacked_find(after->parts, after->count, body);
    if (part != NULL) {
        unpacked_words(part, &new);
    }
    diff_lines(
        (struct diff_text){ old.data, old.size }, (struct diff_text){ new.data, new.size }, out);
}

static bool compare_packages(const struct invocation *invocation, struct arena *arena,
    struct diff_text before, struct diff_text after, struct buffer *out) {
    struct archive old = { 0 };
    struct archive new = { 0 };
    old.parts = unpack(arena, before.bytes, before.size, &old.count);
    new.parts = unpack(arena, after.bytes, after.size, &new.count);
    if (old.parts == NULL || old.count == 0) {
        buffer_printf(out, "  %s\n", say(invocation, "går inte att läsa som Word-fil", "is no Word file"));
        return false;
    }
    bool differ = name_parts(&old, &new, true, say(invocation, "  ändrad: ", "  changed: "), out);
    differ = name_parts(&old, &new, false, say(invocation, "  bort: ", "  gone: "), out) || differ;
    differ = name_parts(&new, &old, false, say(invocation, "  ny: ", "  new: "), out) || differ;
    if (differ) {
        diff_words(&old, &new, out);
    } else if (is_shuffled(&old, &new)) {
        buffer_printf(out, "  %s\n",
            say(invocation, "delarna ligger i en annan ordning", "the parts are in another order"));
        differ = true;
    }
    return !differ;
}

/* Whether the texts are the same but that CR LF stands in the one before for LF, which no difference of lines
 * would show. What is made has no CR. */
static bool differ_in_line_ends(struct diff_text before, struct diff_text after) {
    size_t i = 0;
    size_t j = 0;
    while (i < before.size && j < after.size) {
        i += i + 1 < before.size && before.bytes[i] == '\r' && before.bytes[i + 1] == '\n';
        if (before.bytes[i++] != after.bytes[j++]) {
            return false;
        }
    }
    return i == before.size && j == after.size;
}

static void compare_texts(const struct invocation *invocation, struct diff_text before,
    struct diff_text after, struct buffer *out) {
    if (differ_in_line_ends(before, after)) {
        buffer_printf(out, "  %s\n", say(invocation,
            "bara radsluten skiljer sig (CR LF i stället för LF)",
            "only the line ends differ (CR LF instead of LF)"));
    } else {
        diff_lines(before, after, out);
    }
}

bool compare_paper(const struct invocation *invocation, const char *path,
    const struct renderer *renderer, const struct buffer *wanted, bool brief, struct buffer *out) {
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer details = BUFFER_EMPTY;
    size_t size = 0;
    const char *found = file_read(arena, path, &size);
    bool same = found != NULL && size == wanted->size && memcmp(found, wanted->data, size) == 0;
    const char *verdict = say(invocation, "inte aktuell", "not current");
    if (found == NULL) {
        verdict = errno == ENOENT ? say(invocation, "saknas", "missing")
                                  : fault_reason(arena, errno, invocation->language);
    } else if (!same) {
        struct diff_text before = { found, size };
        struct diff_text after = { wanted->data, wanted->size };
        if (renderer->binary) {
            same = compare_packages(invocation, arena, before, after, &details);
        } else {
            compare_texts(invocation, before, after, &details);
        }
    }
    if (!same) {
        buffer_printf(out, "%s: %s\n", path, verdict);
        if (!brief) {
            buffer_put(out, details.data, details.size);
        }
    }
    arena_free(arena);
    return same;
}
