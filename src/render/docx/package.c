/* SPDX-License-Identifier: EUPL-1.2
 *
 * libzip can take data that is deflated already: a source whose ZIP_SOURCE_STAT names a compression
 * method other than "store", with size, compressed size and checksum, is copied as it is. So every
 * part is deflated here, with one zlib state that is reset between parts (libzip would make one of
 * 260 kB for each), and constant parts are not deflated again.
 *
 * Each entry has the date 1980-01-01 in the zip's own form: libzip's usual call goes through local
 * time.
 */
#include "render/docx/package.h"

#include <assert.h>
#include <string.h>
#include <strings.h>
#include <zip.h>
#include <zlib.h>

#include "base/array.h"
#include "render/docx/xml.h"

/* The last level of zlib's fast kind. On our parts level 6 takes three times as long, for a file
 * that is a tenth smaller: 1 kB. */
#define DEFLATE_LEVEL 3
#define DOS_DATE_1980_01_01 0x21

#define PACKAGE_NAMESPACE "http://schemas.openxmlformats.org/package/2006/"
#define LINK_TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"

struct packer {
    struct arena *arena;
    z_stream stream;
    struct buffer out; /* room for the part at hand, kept between parts */
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
    bool has_given_ids; /* some were not counted here */
};

struct package {
    struct arena *arena;
    struct packer *packer;
    struct part *root;
    ARRAY_OF(struct part *) parts;
};

static void packer_done(void *object) {
    struct packer *packer = object;
    deflateEnd(&packer->stream);
    buffer_done(&packer->out);
}

struct packer *packer_new(struct arena *arena) {
    struct packer *packer = arena_new_of(arena, struct packer);
    packer->arena = arena;
    packer->out = (struct buffer)BUFFER_EMPTY;
    /* Raw deflate (a negative window), as zip wants it. */
    if (deflateInit2(&packer->stream, DEFLATE_LEVEL, Z_DEFLATED, -MAX_WBITS, 6, Z_DEFAULT_STRATEGY)
        != Z_OK) {
        memory_exhausted();
    }
    return arena_own(arena, packer, packer_done);
}

struct packed packer_pack(struct packer *packer, const char *bytes, size_t size) {
    z_stream *stream = &packer->stream;
    assert(size < UINT32_MAX / 2); /* a paper is bounded long before */
    size_t room = deflateBound(stream, size);
    buffer_reserve(&packer->out, room);
    stream->next_in = (z_const Bytef *)(const void *)bytes;
    stream->avail_in = (uInt)size;
    stream->next_out = (Bytef *)(void *)packer->out.data;
    stream->avail_out = (uInt)room;
    int result = deflate(stream, Z_FINISH);
    assert(result == Z_STREAM_END);
    (void)result;
    size_t packed_size = room - stream->avail_out;
    deflateReset(stream);
    return (struct packed){
        .bytes = arena_copy(packer->arena, packer->out.data, packed_size),
        .packed_size = packed_size,
        .size = size,
        .crc = (uint32_t)crc32(0, (const Bytef *)(const void *)bytes, (uInt)size),
    };
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
    part_fill_packed(part, packer_pack(part->package->packer, bytes, size));
}

void part_fill_packed(struct part *part, struct packed packed) {
    assert(part->packed.bytes == NULL);
    part->packed = packed;
}

struct part *package_root(struct package *package) {
    return package->root;
}

void part_relate_as(
    struct part *part, const char *id, const char *type, const char *target, bool external) {
    struct relationship made = {
        .id = id, .type = type, .target = target, .external = external };
    ARRAY_ADD(part->package->arena, part->relationships, made);
    part->has_given_ids = true;
}

static bool has_relationship(const struct part *part, const char *id) {
    for (size_t i = 0; i < part->relationships.count; i++) {
        if (strcmp(part->relationships.items[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

static const char *relate(struct part *part, const char *type, const char *target, bool external) {
    struct arena *arena = part->package->arena;
    size_t number = part->relationships.count + 1;
    const char *id = arena_printf(arena, "rId%zu", number);
    while (part->has_given_ids && has_relationship(part, id)) {
        id = arena_printf(arena, "rId%zu", ++number);
    }
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

/* One entry on its way into the zip. */
struct entry {
    struct packed packed;
    size_t offset;
};

/* The source's answers to libzip; see zip_source_function(3). */
static zip_int64_t answer(
    void *context, void *data, zip_uint64_t length, zip_source_cmd_t command) {
    struct entry *entry = context;
    if (command == ZIP_SOURCE_OPEN) {
        entry->offset = 0;
        return 0;
    }
    if (command == ZIP_SOURCE_READ) {
        size_t left = entry->packed.packed_size - entry->offset;
        size_t size = length < left ? (size_t)length : left;
        memcpy(data, (const char *)entry->packed.bytes + entry->offset, size);
        entry->offset += size;
        return (zip_int64_t)size;
    }
    if (command == ZIP_SOURCE_STAT) {
        zip_stat_t *stat = data;
        zip_stat_init(stat);
        stat->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD
                      | ZIP_STAT_ENCRYPTION_METHOD;
        stat->size = entry->packed.size;
        stat->comp_size = entry->packed.packed_size;
        stat->crc = entry->packed.crc;
        stat->comp_method = ZIP_CM_DEFLATE;
        stat->encryption_method = ZIP_EM_NONE;
        return sizeof *stat;
    }
    if (command == ZIP_SOURCE_SUPPORTS) {
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    }
    return 0;
}

/* What libzip refuses here is memory, or our own misuse of it. */
static void need(bool good) {
    if (!good) {
        memory_exhausted();
    }
}

static void add_entry(struct package *package, zip_t *zip, const char *name, struct packed packed) {
    struct entry *entry = arena_new_of(package->arena, struct entry);
    entry->packed = packed;
    zip_source_t *source = zip_source_function(zip, answer, entry);
    need(source != NULL);
    zip_int64_t index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    need(index >= 0);
    need(zip_file_set_dostime(zip, (zip_uint64_t)index, 0, DOS_DATE_1980_01_01, 0) == 0);
}

/* The name of a source's relationship part: "word/_rels/document.xml.rels". */
static const char *relationships_name(struct arena *arena, const char *source) {
    const char *slash = strrchr(source, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - source) + 1;
    return arena_printf(arena, "%.*s_rels/%s.rels", (int)folder, source, source + folder);
}

static void add_relationships(struct package *package, zip_t *zip, const struct part *part) {
    if (part->relationships.count != 0) {
        CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
        write_relationships(part, &text);
        add_entry(package, zip, relationships_name(package->arena, part->name),
            packer_pack(package->packer, text.data, text.size));
    }
}

static void add_all(struct package *package, zip_t *zip) {
    CLEANUP_BUFFER struct buffer types = BUFFER_EMPTY;
    write_content_types(package, &types);
    add_entry(
        package, zip, "[Content_Types].xml", packer_pack(package->packer, types.data, types.size));
    add_relationships(package, zip, package->root);
    for (size_t i = 0; i < package->parts.count; i++) {
        const struct part *part = package->parts.items[i];
        assert(part->packed.bytes != NULL);
        add_entry(package, zip, part->name, part->packed);
        add_relationships(package, zip, part);
    }
}

/* An empty archive, written to memory that is the archive's. */
static zip_t *open_zip(zip_source_t **memory) {
    *memory = zip_source_buffer_create(NULL, 0, 0, NULL);
    need(*memory != NULL);
    zip_t *zip = zip_open_from_source(*memory, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    need(zip != NULL);
    return zip;
}

void package_setup(void) {
    zip_source_t *memory;
    zip_discard(open_zip(&memory));
}

void package_write(struct package *package, struct buffer *out) {
    zip_source_t *memory;
    zip_t *zip = open_zip(&memory);
    zip_source_keep(memory); /* the bytes outlive the archive */
    add_all(package, zip);
    need(zip_close(zip) == 0);
    zip_stat_t stat;
    need(zip_source_open(memory) == 0 && zip_source_stat(memory, &stat) == 0);
    buffer_reserve(out, (size_t)stat.size);
    zip_int64_t size = zip_source_read(memory, out->data + out->size, stat.size);
    need(size == (zip_int64_t)stat.size);
    out->size += (size_t)size;
    out->data[out->size] = '\0';
    zip_source_close(memory);
    zip_source_free(memory);
}
