/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/package.h"

#include <assert.h>
#include <libdeflate.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "render/docx/xml.h"

/* libdeflate's quickest. On our parts level 4 takes two thirds more time, for a file that is a fourteenth
 * smaller: 1.5 kB. */
#define DEFLATE_LEVEL 1
/* Entries of an earlier file: no paper has more. */
#define EARLIER_MOST 1000

#define PACKAGE_NAMESPACE "http://schemas.openxmlformats.org/package/2006/"
#define LINK_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"

struct packer {
    struct arena *arena;
    struct libdeflate_compressor *compressor;
    struct buffer out; /* room for the part at hand, kept between parts */
    struct zip_listing earlier;
};

struct relationship {
    const char *id;
    const char *type;
    const char *target;
    bool external;
};

struct part {
    struct package *package;
    const char *name; /* "" for the package itself */
    const char *type;
    struct packed packed;
    ARRAY_OF(struct relationship) relationships;
    size_t given_count; /* of the relationships, the first ones: their ids were not counted here */
    size_t last_number; /* of an id that was, 0: none */
};

struct package {
    struct arena *arena;
    struct packer *packer;
    struct part *root;
    ARRAY_OF(struct part *) parts;
};

static void packer_done(void *object) {
    struct packer *packer = object;
    libdeflate_free_compressor(packer->compressor);
    buffer_done(&packer->out);
}

struct packer *packer_new(struct arena *arena) {
    struct packer *packer = arena_new_of(arena, struct packer);
    packer->arena = arena;
    packer->out = (struct buffer)BUFFER_EMPTY;
    packer->compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (packer->compressor == NULL) {
        memory_exhausted();
    }
    return arena_own(arena, packer, packer_done);
}

void packer_reuse(struct packer *packer, const char *bytes, size_t size) {
    if (!zip_list(packer->arena, bytes, size, EARLIER_MOST, &packer->earlier)
        || packer->earlier.entries == NULL) {
        packer->earlier = (struct zip_listing){ 0 };
    }
}

static struct packed deflate(struct packer *packer, const char *bytes, size_t size) {
    assert(size < UINT32_MAX / 2); /* a paper is bounded long before */
    size_t room = libdeflate_deflate_compress_bound(packer->compressor, size);
    buffer_reserve(&packer->out, room);
    size_t packed_size =
        libdeflate_deflate_compress(packer->compressor, bytes, size, packer->out.data, room);
    assert(packed_size != 0);
    return (struct packed){
        .bytes = arena_copy(packer->arena, packer->out.data, packed_size),
        .packed_size = packed_size,
        .size = size,
        .crc = libdeflate_crc32(0, bytes, size),
    };
}

/* The earlier file's entry of that name and size, deflated; or NULL. One that is larger than deflating makes
 * anything has been blown up, and would be taken over for ever. */
static const struct zip_entry *find_earlier(
    const struct packer *packer, const char *name, size_t size) {
    for (size_t i = 0; i < packer->earlier.count; i++) {
        const struct zip_entry *entry = &packer->earlier.entries[i];
        if (strcmp(entry->name, name) == 0) {
            bool fits = entry->deflated && entry->packed.bytes != NULL && entry->packed.size == size;
            size_t largest = libdeflate_deflate_compress_bound(packer->compressor, size);
            return fits && entry->packed.packed_size <= largest ? entry : NULL;
        }
    }
    return NULL;
}

/* Whether the entry is these bytes deflated; `packer->out` is written over. */
static bool holds(struct packer *packer, const struct zip_entry *entry, const char *bytes) {
    size_t size = entry->packed.size;
    buffer_reserve(&packer->out, size);
    return zip_inflate(entry, packer->out.data) && memcmp(packer->out.data, bytes, size) == 0;
}

struct packed packer_pack(struct packer *packer, const char *name, const char *bytes, size_t size) {
    const struct zip_entry *entry = find_earlier(packer, name, size);
    return entry != NULL && holds(packer, entry, bytes) ? entry->packed
                                                        : deflate(packer, bytes, size);
}

/* The same for what is deflated already. */
static struct packed repack(struct packer *packer, const char *name, struct packed packed) {
    const struct zip_entry *entry = find_earlier(packer, name, packed.size);
    if (entry == NULL || entry->packed.crc != packed.crc
        || (entry->packed.packed_size == packed.packed_size
            && memcmp(entry->packed.bytes, packed.bytes, packed.packed_size) == 0)) {
        return packed;
    }
    const struct zip_entry own = { .packed = packed, .deflated = true };
    char *bytes = arena_alloc(packer->arena, packed.size);
    return zip_inflate(&own, bytes) && holds(packer, entry, bytes) ? entry->packed : packed;
}

static struct part *new_part(struct package *package, const char *name, const char *type) {
    struct part *part = arena_new_of(package->arena, struct part);
    part->package = package;
    part->name = name;
    part->type = type;
    return part;
}

struct package *package_new(struct arena *arena, struct packer *packer) {
    struct package *package = arena_new_of(arena, struct package);
    package->arena = arena;
    package->packer = packer;
    package->root = new_part(package, "", NULL);
    return package;
}

struct part *package_add(struct package *package, const char *name, const char *type) {
    struct part *part = new_part(package, name, type);
    ARRAY_ADD(package->arena, package->parts, part);
    return part;
}

void part_fill(struct part *part, const char *bytes, size_t size) {
    assert(part->packed.bytes == NULL);
    part->packed = packer_pack(part->package->packer, part->name, bytes, size);
}

void part_fill_packed(struct part *part, struct packed packed) {
    assert(part->packed.bytes == NULL);
    part->packed = repack(part->package->packer, part->name, packed);
}

struct part *package_root(struct package *package) {
    return package->root;
}

void part_relate_as(
    struct part *part, const char *id, const char *type, const char *target, bool external) {
    struct relationship made = {
        .id = id, .type = type, .target = target, .external = external };
    ARRAY_ADD(part->package->arena, part->relationships, made);
    assert(part->given_count + 1 == part->relationships.count);
    part->given_count++;
}

static bool is_given(const struct part *part, const char *id) {
    for (size_t i = 0; i < part->given_count; i++) {
        if (strcmp(part->relationships.items[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static const char *relate(struct part *part, const char *type, const char *target, bool external) {
    struct arena *arena = part->package->arena;
    size_t number = part->last_number != 0 ? part->last_number : part->given_count;
    const char *id;
    do {
        id = arena_printf(arena, "rId%zu", ++number);
    } while (is_given(part, id));
    part->last_number = number;
    struct relationship made = {
        .id = id, .type = type, .target = target, .external = external };
    ARRAY_ADD(arena, part->relationships, made);
    return id;
}

static bool has_part(const struct package *package, const char *name) {
    for (size_t i = 0; i < package->parts.count; i++) {
        if (strcasecmp(package->parts.items[i]->name, name) == 0) {
            return true;
        }
    }
    return false;
}

const char *package_free_name(const struct package *package, const char *name) {
    const char *dot = strrchr(name, '.');
    const char *candidate = name;
    for (int i = 2; has_part(package, candidate); i++) {
        candidate =
            arena_printf(package->arena, "%.*s_%d%s", (int)(dot - name), name, i, dot);
    }
    return candidate;
}

const char *relationship_target(struct arena *arena, const char *source, const char *target) {
    size_t same = 0; /* behind the last slash that both have at the same place */
    for (size_t i = 0; source[i] != '\0' && source[i] == target[i]; i++) {
        same = source[i] == '/' ? i + 1 : same;
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    for (const char *rest = source + same; (rest = strchr(rest, '/')) != NULL; rest++) {
        buffer_puts(&out, "../");
    }
    buffer_puts(&out, target + same);
    return buffer_take(arena, &out);
}

const char *part_relate(struct part *part, const char *type, const struct part *target) {
    return relate(part, type,
        relationship_target(part->package->arena, part->name, target->name), false);
}

const char *part_link(struct part *part, const char *url) {
    return relate(part, LINK_TYPE, url, true);
}

static void write_relationships(const struct part *part, struct buffer *out) {
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "Relationships");
    xml_attribute(&xml, "xmlns", PACKAGE_NAMESPACE "relationships");
    for (size_t i = 0; i < part->relationships.count; i++) {
        const struct relationship *each = &part->relationships.items[i];
        xml_start(&xml, "Relationship");
        xml_attribute(&xml, "Id", each->id);
        xml_attribute(&xml, "Type", each->type);
        xml_attribute(&xml, "Target", each->target);
        if (each->external) {
            xml_attribute(&xml, "TargetMode", "External");
        }
        xml_end(&xml);
    }
    xml_end(&xml);
    xml_finish(&xml);
}

static void write_content_types(const struct package *package, struct buffer *out) {
    struct xml xml;
    xml_begin(&xml, out);
    xml_start(&xml, "Types");
    xml_attribute(&xml, "xmlns", PACKAGE_NAMESPACE "content-types");
    xml_raw(&xml,
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
        "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (size_t i = 0; i < package->parts.count; i++) {
        const struct part *part = package->parts.items[i];
        if (part->type != NULL) {
            xml_start(&xml, "Override");
            xml_attribute(&xml, "PartName", arena_printf(package->arena, "/%s", part->name));
            xml_attribute(&xml, "ContentType", part->type);
            xml_end(&xml);
        }
    }
    xml_end(&xml);
    xml_finish(&xml);
}

/* The name of a source's relationship part: "word/_rels/document.xml.rels". */
static const char *relationships_name(struct arena *arena, const char *source) {
    const char *slash = strrchr(source, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - source) + 1;
    return arena_printf(arena, "%.*s_rels/%s.rels", (int)folder, source, source + folder);
}

/* The entries of the zip file, as they are found. */
struct entries {
    struct package *package;
    ARRAY_OF(struct zip_entry) list;
};

static void add_entry(struct entries *entries, const char *name, struct packed packed) {
    const struct zip_entry made = { .name = name, .packed = packed };
    ARRAY_ADD(entries->package->arena, entries->list, made);
}

static void add_text(struct entries *entries, const char *name, const struct buffer *text) {
    add_entry(entries, name, packer_pack(entries->package->packer, name, text->data, text->size));
}

static void add_relationships(struct entries *entries, const struct part *part) {
    if (part->relationships.count != 0) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        write_relationships(part, &text);
        add_text(entries, relationships_name(entries->package->arena, part->name), &text);
    }
}

void package_write(struct package *package, struct buffer *out) {
    struct entries entries = { .package = package };
    CLEANUP_BUFFER struct buffer types = BUFFER_EMPTY;
    write_content_types(package, &types);
    add_text(&entries, "[Content_Types].xml", &types);
    add_relationships(&entries, package->root);
    for (size_t i = 0; i < package->parts.count; i++) {
        const struct part *part = package->parts.items[i];
        assert(part->packed.bytes != NULL);
        add_entry(&entries, part->name, part->packed);
        add_relationships(&entries, part);
    }
    zip_write(entries.list.items, entries.list.count, out);
}
