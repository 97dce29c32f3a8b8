/* SPDX-License-Identifier: EUPL-1.2
 *
 * Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form: after d changes,
 * reach[k] is how far into the first text one can be on diagonal k (place in the first less place in
 * the second). Each round is kept, and the way is read from the last to the first.
 */
#include "base/diff.h"

#include <stdint.h>
#include <string.h>

#include "base/array.h"

enum { CONTEXT = 3 };

struct line {
    const char *text;
    size_t size; /* with its line break, when it has one */
};

struct lines {
    const struct line *items;
    size_t count;
};

/* Lines before[a .. a+removed] became after[b .. b+added]. */
struct change {
    size_t a, removed;
    size_t b, added;
};

struct script {
    struct arena *arena;
    struct lines before, after;
    ARRAY_OF(struct change) changes; /* from the last to the first */
};

static struct lines split(struct arena *arena, struct diff_text text) {
    ARRAY_OF(struct line) lines = { 0 };
    for (size_t start = 0; start < text.size;) {
        const char *end = memchr(text.bytes + start, '\n', text.size - start);
        size_t size = end != NULL ? (size_t)(end - text.bytes) + 1 - start : text.size - start;
        ARRAY_ADD(arena, lines, (struct line){ text.bytes + start, size });
        start += size;
    }
    return (struct lines){ lines.items, lines.count };
}

static bool same(const struct script *script, size_t a, size_t b) {
    const struct line *x = &script->before.items[a];
    const struct line *y = &script->after.items[b];
    return x->size == y->size && memcmp(x->text, y->text, x->size) == 0;
}

/* Puts a change in front of those found so far, or joins it with the first of them. */
static void add_change(struct script *script, size_t a, size_t removed, size_t b, size_t added) {
    size_t count = script->changes.count;
    struct change *next = count != 0 ? &script->changes.items[count - 1] : NULL;
    if (next != NULL && a + removed == next->a && b + added == next->b) {
        next->a = a;
        next->b = b;
        next->removed += removed;
        next->added += added;
    } else {
        ARRAY_ADD(script->arena, script->changes, (struct change){ a, removed, b, added });
    }
}

/* One step to diagonal k of round d: down (a line added) or right (a line removed), from whichever
 * neighbour of the round before is further. */
static bool comes_from_above(const int32_t *reach, int32_t d, int32_t k) {
    return k == -d || (k != d && reach[k - 1] < reach[k + 1]);
}

/* Reads the way back from the end; rounds[d] is what reach was before round d. */
static void trace(struct script *script, int32_t *const *rounds, int32_t d, size_t start,
    int32_t x, int32_t y) {
    for (; d > 0; d--) {
        const int32_t *reach = rounds[d] + DIFF_LARGEST + 1;
        int32_t k = x - y;
        bool above = comes_from_above(reach, d, k);
        int32_t from_k = above ? k + 1 : k - 1;
        int32_t from_x = reach[from_k];
        int32_t from_y = from_x - from_k;
        add_change(script, start + (size_t)from_x, above ? 0 : 1, start + (size_t)from_y,
            above ? 1 : 0);
        x = from_x;
        y = from_y;
    }
}

/* The changes between the lines from `start` up to (not with) a_end and b_end. */
static void compare(struct script *script, size_t start, size_t a_end, size_t b_end) {
    enum { WIDTH = 2 * DIFF_LARGEST + 3 };
    const int32_t a = (int32_t)(a_end - start);
    const int32_t b = (int32_t)(b_end - start);
    int32_t *storage = arena_array(script->arena, WIDTH, sizeof *storage);
    int32_t *reach = storage + DIFF_LARGEST + 1;
    int32_t **rounds = arena_array(script->arena, DIFF_LARGEST + 1, sizeof *rounds);
    for (int32_t d = 0; d <= DIFF_LARGEST; d++) {
        rounds[d] = arena_array(script->arena, WIDTH, sizeof **rounds);
        memcpy(rounds[d], storage, WIDTH * sizeof *storage);
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t x = d == 0 ? 0 : comes_from_above(reach, d, k) ? reach[k + 1] : reach[k - 1] + 1;
            int32_t y = x - k;
            while (x < a && y >= 0 && y < b && same(script, start + (size_t)x, start + (size_t)y)) {
                x++;
                y++;
            }
            reach[k] = x;
            if (x >= a && y >= b) {
                trace(script, rounds, d, start, x, y);
                return;
            }
        }
    }
    add_change(script, start, a_end - start, start, b_end - start);
}

static void put_line(struct buffer *out, char sign, const struct line *line) {
    buffer_putc(out, sign);
    buffer_put(out, line->text, line->size);
    if (line->size == 0 || line->text[line->size - 1] != '\n') {
        buffer_puts(out, "\n\\ No newline at end of file\n");
    }
}

/* Writes the changes first..last (counted from the end of the list) as one hunk. */
static void put_hunk(const struct script *script, size_t first, size_t last, struct buffer *out) {
    const struct change *changes = script->changes.items;
    size_t lead = changes[first].a < CONTEXT ? changes[first].a : CONTEXT;
    size_t end = changes[last].a + changes[last].removed;
    size_t left = script->before.count - end;
    size_t tail = left < CONTEXT ? left : CONTEXT;
    size_t a = changes[first].a - lead;
    size_t b = changes[first].b - lead;
    size_t a_count = end + tail - a;
    size_t b_count = changes[last].b + changes[last].added + tail - b;
    buffer_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", a + (a_count != 0), a_count,
        b + (b_count != 0), b_count);
    for (size_t i = first + 1; i-- > last;) {
        for (; a < changes[i].a; a++) {
            put_line(out, ' ', &script->before.items[a]);
        }
        for (; a < changes[i].a + changes[i].removed; a++) {
            put_line(out, '-', &script->before.items[a]);
        }
        for (size_t j = 0; j < changes[i].added; j++) {
            put_line(out, '+', &script->after.items[changes[i].b + j]);
        }
    }
    for (; a < end + tail; a++) {
        put_line(out, ' ', &script->before.items[a]);
    }
}

bool diff_lines(struct diff_text before, struct diff_text after, struct buffer *out) {
    struct script script = { .arena = arena_new() };
    script.before = split(script.arena, before);
    script.after = split(script.arena, after);
    size_t start = 0;
    size_t a = script.before.count;
    size_t b = script.after.count;
    while (start < a && start < b && same(&script, start, start)) {
        start++;
    }
    while (a > start && b > start && same(&script, a - 1, b - 1)) {
        a--;
        b--;
    }
    if (a > start || b > start) {
        compare(&script, start, a, b);
    }
    /* Changes with at most twice the context between them share a hunk. */
    for (size_t first = script.changes.count; first-- > 0;) {
        size_t last = first;
        while (last > 0
            && script.changes.items[last - 1].a
                    - (script.changes.items[last].a + script.changes.items[last].removed)
                <= 2 * CONTEXT) {
            last--;
        }
        put_hunk(&script, first, last, out);
        first = last;
    }
    bool differ = script.changes.count != 0;
    arena_free(script.arena);
    return differ;
}
