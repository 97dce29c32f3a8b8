/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reads templates/docx/. Each file is parsed once, only to be sure: a slip in one would make every
 * paper a file that Word refuses.
 */
#include "render/docx/parts.h"

#include <errno.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <string.h>

#include "base/file.h"
#include "render/docx/docx.h"
#include "render/docx/encoding.h"
#include "report/world.h"

struct loader {
    struct arena *arena;
    const char *folder;
    struct packer *packer;
    struct findings *findings;
    bool good;
};

static void keep_silent(void *context, xmlError *error) {
    (void)context;
    (void)error;
}

/* The line of the first fault in the XML, or 0. */
static int find_fault(const char *text, size_t size) {
    xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC, .serror = keep_silent };
    xmlParserCtxt *parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
    if (parser == NULL) {
        memory_exhausted();
    }
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlParseChunk(parser, text, (int)size, 1);
    bool is_sound = parser->wellFormed
        && (parser->input == NULL || encoding_is_allowed(parser->input->encoding));
    int line = is_sound ? 0 : parser->lastError.line > 0 ? parser->lastError.line : 1;
    xmlFreeParserCtxt(parser);
    return line;
}

static const char *load(struct loader *loader, const char *name, size_t *size) {
    const char *path = path_join(loader->arena, loader->folder, name);
    const char *text = file_read(loader->arena, path, size);
    if (text == NULL) {
        finding_add_fault(loader->findings, FILE_UNREADABLE, path, errno)->advice = NULL;
        loader->good = false;
        return "";
    }
    int line = find_fault(text, *size);
    if (line != 0) {
        const struct source *source =
            source_new(loader->findings->arena, arena_string(loader->findings->arena, path),
                arena_copy(loader->findings->arena, text, *size), *size);
        size_t offset = source_offset(source, (size_t)line, 1);
        size_t length = 0;
        source_line(source, (size_t)line, &length);
        struct span where = { source, (uint32_t)offset, (uint32_t)length };
        finding_add(loader->findings, WORD_PART_MALFORMED, where, path_name(path), NULL);
        loader->good = false;
    }
    return text;
}

static struct packed load_packed(struct loader *loader, const char *name) {
    size_t size = 0;
    const char *text = load(loader, name, &size);
    return packer_pack(loader->packer, name, text, size);
}

/* A copy of the XML without what lies between `start` and `end` (both included) behind each `mark`,
 * up to the next "</w:" of the `scope`. */
static char *cut(struct arena *arena, const char *xml, const char *mark, const char *scope,
    const char *start, const char *end) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    const char *from = xml;
    for (const char *found; (found = strstr(from, mark)) != NULL;) {
        const char *limit = strstr(found, scope);
        const char *first = strstr(found, start);
        const char *last = first != NULL ? strstr(first, end) : NULL;
        bool inside = last != NULL && limit != NULL && last < limit;
        const char *stop = inside ? last + strlen(end) : found + strlen(mark);
        buffer_put(&out, from, (size_t)((inside ? first : stop) - from));
        from = stop;
    }
    buffer_puts(&out, from);
    return buffer_take(arena, &out);
}

/* Headings without numbers: styles and list designs let go of each other. */
static void load_unnumbered(struct loader *loader, struct docx_parts *parts, const char *styles) {
    const char *plain =
        cut(loader->arena, styles, "w:styleId=\"Heading", "</w:style>", "<w:numPr>", "</w:numPr>");
    parts->styles_unnumbered = packer_pack(loader->packer, "styles.xml", plain, strlen(plain));
    parts->numbering_unnumbered = parts->numbering;
    parts->numbering_unnumbered.head = cut(loader->arena, parts->numbering.head, "<w:lvl ",
        "</w:lvl>", "<w:pStyle w:val=\"Heading", "/>");
}

struct docx_parts *docx_parts_load(
    struct arena *arena, const char *folder, struct findings *findings) {
    struct docx_parts *parts = arena_new_of(arena, struct docx_parts);
    struct loader loader = { arena, folder, packer_new(arena), findings, true };
    size_t size = 0;
    const char *styles = load(&loader, "styles.xml", &size);
    parts->styles = packer_pack(loader.packer, "styles.xml", styles, size);
    parts->theme = load_packed(&loader, "theme1.xml");
    parts->settings = load_packed(&loader, "settings.xml");
    parts->fonts = load_packed(&loader, "fontTable.xml");
    parts->application_text = load(&loader, "app.xml", &size);
    parts->application = packer_pack(loader.packer, "app.xml", parts->application_text, size);
    const char *numbering = load(&loader, "numbering.xml", &size);
    const char *end = strstr(numbering, "</w:numbering>");
    parts->styles_text = styles;
    parts->numbering_text = numbering;
    /* The numbers are those that templates/docx/numbering.xml gives. */
    parts->numbering = (struct numbering_design){
        .head = arena_copy(arena, numbering, end != NULL ? (size_t)(end - numbering) : size),
        .tail = "</w:numbering>\n",
        .point = 2,
        .parenthesis = 3,
        .headings = 1,
        .bullets = 2,
        .first_free = 4,
    };
    load_unnumbered(&loader, parts, styles);
    return loader.good ? parts : NULL;
}
