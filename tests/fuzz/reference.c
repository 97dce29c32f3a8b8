/* SPDX-License-Identifier: EUPL-1.2
 *
 * A corporate template, and a paper in it (or in our own design, when it is none), written where this very
 * file stands already: the bytes of a zip file; or its parts as text, each behind a line "@@ name", which
 * are stored in one here, so that a change of a letter is a change of the part and no wrong checksum.
 */
#include <string.h>
#include <zlib.h>

#include "fuzz.h"
#include "render/docx/docx.h"

enum { PARTS_MOST = 40 };

struct part {
    const char *name, *bytes;
    size_t name_size, size;
    size_t offset;
};

static void put_number(struct buffer *out, size_t number, int bytes) {
    for (int i = 0; i < bytes; i++) {
        buffer_putc(out, (char)(number >> (8 * i) & 0xff));
    }
}

/* What both headers of an entry say of it (APPNOTE 4.4), from the version on. */
static void put_header(struct buffer *out, const struct part *part) {
    static const uint16_t version_flags_method_time_date[] = { 20, 0, 0, 0, 33 };
    for (size_t i = 0; i < 5; i++) {
        put_number(out, version_flags_method_time_date[i], 2);
    }
    put_number(out, crc32(0, (const Bytef *)part->bytes, (uInt)part->size), 4);
    put_number(out, part->size, 4);
    put_number(out, part->size, 4);
    put_number(out, part->name_size, 2);
    put_number(out, 0, 2);
}

static size_t find_parts(const char *text, size_t size, struct part *parts) {
    static const char mark[] = "\n@@ ";
    size_t count = 0;
    const char *end = text + size;
    const char *at = memmem(text, size, mark, 4);
    while (at != NULL && count < PARTS_MOST) {
        const char *name = at + 4;
        const char *line = memchr(name, '\n', (size_t)(end - name));
        const char *bytes = line != NULL ? line + 1 : end;
        at = line != NULL ? memmem(line, (size_t)(end - line), mark, 4) : NULL;
        parts[count++] = (struct part){ .name = name,
            .name_size = (size_t)((line != NULL ? line : end) - name),
            .bytes = bytes,
            .size = (size_t)((at != NULL && at >= bytes ? at : end) - bytes) };
    }
    return count;
}

static void zip(const char *text, size_t size, struct buffer *out) {
    struct part parts[PARTS_MOST];
    size_t count = find_parts(text, size, parts);
    for (size_t i = 0; i < count; i++) {
        parts[i].offset = out->size;
        buffer_puts(out, "PK\x03\x04");
        put_header(out, &parts[i]);
        buffer_put(out, parts[i].name, parts[i].name_size);
        buffer_put(out, parts[i].bytes, parts[i].size);
    }
    size_t directory = out->size;
    for (size_t i = 0; i < count; i++) {
        buffer_puts(out, "PK\x01\x02");
        put_number(out, 20, 2);
        put_header(out, &parts[i]);
        put_number(out, 0, 4); /* no comment, first disk */
        put_number(out, 0, 6); /* no attributes */
        put_number(out, parts[i].offset, 4);
        buffer_put(out, parts[i].name, parts[i].name_size);
    }
    size_t length = out->size - directory;
    buffer_puts(out, "PK\x05\x06");
    put_number(out, 0, 4);
    put_number(out, count, 2);
    put_number(out, count, 2);
    put_number(out, length, 4);
    put_number(out, directory, 4);
    put_number(out, 0, 2);
}

/* A paper of all that a template clothes. */
static const struct document *paper(struct arena *arena, struct findings *findings) {
    static const char text[] =
        "```{brevhuvud}\nKommunen\n\nDnr: 1\n```\n\n# Titel\n\n## Ett\n\nText i [](#tva).\n\n"
        "### Ett ett\n\n- punkt\n  - punkt\n\n1. tal\n\n> citat\n\n## Två {#tva}\n\n"
        "| A | B |\n|---|--:|\n| x | 1 |\n\n```{underskrift}\nFör: X\n\nNamn:\n```\n";
    static const struct document_options options = { .title = "Titel", .numbered_headings = true };
    return document_parse(arena, text, sizeof text - 1, &options, findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    CLEANUP_BUFFER struct buffer packed = BUFFER_EMPTY;
    bool is_zip = size >= 2 && memcmp(data, "PK", 2) == 0;
    if (!is_zip) {
        zip((const char *)data, size, &packed);
    }
    const char *bytes = is_zip ? (const char *)data : packed.data;
    size = is_zip ? size : packed.size;
    struct render_data rendered = fuzz_workspace()->render_data;
    rendered.docx_reference = docx_reference_read(
        arena, bytes, size, "mall.docx", (struct span){ 0 }, rendered.docx_parts, findings);
    const struct render_options rendering = {
        .data = &rendered, .standing = bytes, .standing_size = size
    };
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    docx_render(paper(arena, findings), &rendering, &out);
    fuzz_report(findings);
    arena_free(arena);
    return 0;
}
