/* SPDX-License-Identifier: EUPL-1.2 */
#include "fill/sourcemap.h"

const struct stretch *sourcemap_find(const struct sourcemap *map, size_t offset) {
    size_t low = 0;
    size_t high = map->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct stretch *stretch = &map->stretches[middle];
        if (offset < stretch->offset) {
            high = middle;
        } else if (offset >= stretch->offset + stretch->length) {
            low = middle + 1;
        } else {
            return stretch;
        }
    }
    return NULL;
}

/* The last line that begins at or before the offset; the first when there is none. */
static const struct text_line *line_at(const struct stretch *stretch, size_t offset) {
    size_t low = 0;
    size_t high = stretch->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (stretch->lines[middle].offset <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &stretch->lines[low];
}

/* The part of `where` that lies `skip` bytes in, at most `length` long. */
static struct span part(struct span where, size_t skip, size_t length) {
    uint32_t cut = skip < where.length ? (uint32_t)skip : where.length;
    where.offset += cut;
    where.length -= cut;
    where.length = length < where.length ? (uint32_t)length : where.length;
    return where;
}

struct span sourcemap_span(const struct sourcemap *map, size_t offset, size_t length) {
    const struct stretch *stretch = sourcemap_find(map, offset);
    if (stretch == NULL) {
        return (struct span){ 0 };
    }
    switch (stretch->origin) {
    case ORIGIN_TEMPLATE:
        return part(stretch->where, offset - stretch->offset, length);
    case ORIGIN_PROSE:
        if (stretch->line_count != 0) {
            const struct text_line *line = line_at(stretch, offset);
            size_t skip = offset > line->offset ? offset - line->offset : 0;
            return part(line->where, skip, length);
        }
        return stretch->where;
    case ORIGIN_FACT:
    case ORIGIN_DERIVED:
        return stretch->where;
    case ORIGIN_REPORT:
    case ORIGIN_MARK:
        return stretch->tag;
    }
    return (struct span){ 0 };
}
