/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inlines to runs (ECMA-376-1, 17.3.2). Neighbouring words of one format share a run, as if they
 * had been typed. The order of elements inside w:rPr and w:sdtPr is the schema's.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/digest.h"
#include "base/text.h"
#include "render/docx/writer.h"

static bool same_format(struct format a, struct format b) {
    return a.strong == b.strong && a.emphasis == b.emphasis && a.code == b.code && a.link == b.link
           && a.mark == b.mark && a.label == b.label;
}

/* The one character style a run can have: what says most about its words. */
static const char *character_style(const struct writer *writer, struct format format) {
    if (format.mark) {
        return "Utkast";
    }
    if (format.link) {
        return "Hyperlink";
    }
    if (format.code) {
        return "HTMLCode";
    }
    if (format.label) {
        return "Etikett";
    }
    if (writer->direct) {
        return NULL;
    }
    return format.strong ? "Strong" : format.emphasis ? "Emphasis" : NULL;
}

static void write_format(struct writer *writer, struct format format) {
    struct xml *xml = &writer->xml;
    const char *style = character_style(writer, format);
    bool strong = format.strong && (style == NULL || strcmp(style, "Strong") != 0);
    bool emphasis = format.emphasis && (style == NULL || strcmp(style, "Emphasis") != 0);
    if (style == NULL && !strong && !emphasis) {
        return;
    }
    xml_start(xml, "w:rPr");
    if (style != NULL) {
        xml_value(xml, "w:rStyle", style_id(writer, style));
    }
    if (strong) {
        xml_raw(xml, "<w:b/><w:bCs/>");
    }
    if (emphasis) {
        xml_raw(xml, "<w:i/><w:iCs/>");
    }
    xml_end(xml);
}

void close_run(struct writer *writer) {
    if (writer->run_open) {
        xml_raw(&writer->xml, "</w:t></w:r>");
        writer->run_open = false;
    }
}

void write_words(struct writer *writer, const char *words, struct format format) {
    if (words[0] == '\0') {
        return;
    }
    if (!writer->run_open || !same_format(writer->format, format)) {
        close_run(writer);
        xml_raw(&writer->xml, "<w:r>");
        write_format(writer, format);
        xml_raw(&writer->xml, "<w:t xml:space=\"preserve\">");
        writer->run_open = true;
        writer->format = format;
    }
    /* A tab in the source is white space; in Word it would jump to a tab stop. */
    for (const char *tab; (tab = strchr(words, '\t')) != NULL; words = tab + 1) {
        xml_text(&writer->xml, arena_copy(writer->arena, words, (size_t)(tab - words)));
        xml_text(&writer->xml, " ");
    }
    xml_text(&writer->xml, words);
}

void write_tab(struct writer *writer) {
    close_run(writer);
    xml_raw(&writer->xml, "<w:r><w:tab/></w:r>");
}

void write_line_break(struct writer *writer) {
    close_run(writer);
    xml_raw(&writer->xml, "<w:r><w:br/></w:r>");
}

void write_field(
    struct writer *writer, const char *instruction, const char *result, struct format format) {
    close_run(writer);
    xml_start(&writer->xml, "w:fldSimple");
    xml_attribute(&writer->xml, "w:instr", arena_printf(writer->arena, " %s ", instruction));
    write_words(writer, result, format);
    close_run(writer);
    xml_end(&writer->xml);
}

static bool is_letter_or_digit(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

/* A bookmark's name has at most 40 letters, digits and underscores; one that begins with an
 * underscore is not shown in Word's list. The heading's id makes it, so that it stays when headings
 * move. */
const char *heading_bookmark(struct arena *arena, const struct block *heading) {
    const size_t room = 35;
    const char *id = heading->id;
    char *name = arena_printf(arena, "_Ref_%.*s", (int)room, id);
    if (strlen(id) > room) {
        /* Tells apart ids with the same beginning. */
        uint32_t digest = (uint32_t)digest_hash(0, id, strlen(id));
        name = arena_printf(arena, "_Ref_%.26s_%08x", id, (unsigned)digest);
    }
    for (char *byte = name; *byte != '\0'; byte++) {
        if (!is_letter_or_digit(*byte)) {
            *byte = '_';
        }
    }
    return name;
}

/* Whether what follows "//" names a host, and perhaps who asks and a port: "anna@example.org:8080/…" (RFC
 * 3986, 3.2). */
static bool names_host(const char *authority) {
    size_t size = strcspn(authority, "/?#");
    const char *at = memchr(authority, '@', size);
    const char *host = at != NULL ? at + 1 : authority;
    const char *end = authority + size;
    const char *port = host;
    while (port < end && (is_letter_or_digit(*port) || strchr("-._~%", *port) != NULL || (*port & 0x80))) {
        port++;
    }
    bool named = port > host;
    if (port < end && *port == ':') {
        port += 1 + strspn(port + 1, "0123456789");
    }
    return named && port == end;
}

/* Whether a link may leave the paper: only what opens a page or a letter, and is an address, since Word
 * refuses a whole package for one malformed target. */
static bool is_safe(const char *url) {
    static const char *const pages[] = { "https://", "http://" };
    static const char letter[] = "mailto:";
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        if (strncasecmp(url, pages[i], strlen(pages[i])) == 0) {
            return names_host(url + strlen(pages[i]));
        }
    }
    return strncasecmp(url, letter, strlen(letter)) == 0 && url[strlen(letter)] != '\0';
}

/* The address with everything that RFC 3986 does not allow percent-encoded. */
static const char *encode_url(struct arena *arena, const char *url) {
    static const char allowed[] = "-._~:/?#@!$&'()*+,;=%";
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    bool fragment = false;
    for (const char *byte = url; *byte != '\0'; byte++) {
        bool plain = is_letter_or_digit(*byte) || strchr(allowed, *byte) != NULL;
        if (*byte == '#') {
            plain = !fragment;
            fragment = true;
        }
        if (*byte == '%') {
            plain = byte[1] != '\0' && strspn(byte + 1, "0123456789abcdefABCDEF") >= 2;
        }
        if (plain) {
            buffer_putc(&out, *byte);
        } else {
            buffer_printf(&out, "%%%02X", (unsigned)(unsigned char)*byte);
        }
    }
    return buffer_take(arena, &out);
}

/* Word takes at most 260 units of UTF-16. */
static const char *tooltip(struct arena *arena, const char *title) {
    enum { TOOLTIP_MOST = 260 };
    size_t units = 0;
    uint32_t codepoint;
    const char *end = title;
    for (size_t size; (size = text_next(end, &codepoint)) != 0; end += size) {
        units += codepoint > 0xFFFF ? 2 : 1;
        if (units > TOOLTIP_MOST) {
            return arena_copy(arena, title, (size_t)(end - title));
        }
    }
    return title;
}

static void write_link(struct writer *writer, const struct inline_ *link, struct format format) {
    struct xml *xml = &writer->xml;
    bool outward = link->heading == NULL && is_safe(link->target);
    if (format.link || (link->heading == NULL && !outward)) {
        write_inlines(writer, link->children, format); /* no link in a link; none to nowhere */
        return;
    }
    close_run(writer);
    xml_start(xml, "w:hyperlink");
    if (outward) {
        xml_attribute(
            xml, "r:id", part_link(writer->part, encode_url(writer->arena, link->target)));
    } else {
        xml_attribute(xml, "w:anchor", heading_bookmark(writer->arena, link->heading));
    }
    if (link->title != NULL && link->title[0] != '\0') {
        xml_attribute(xml, "w:tooltip", tooltip(writer->arena, link->title));
    }
    xml_attribute(xml, "w:history", "1");
    struct format inner = format;
    inner.link =
        outward; /* a place in the paper is not underlined: it would litter a printed page */
    write_inlines(writer, link->children, inner);
    close_run(writer);
    xml_end(xml);
}

/* "avsnitt 12", where the number is a field that follows the heading when it moves. */
static void write_reference(
    struct writer *writer, const struct inline_ *reference, struct format format) {
    const struct block *heading = reference->heading;
    const char *bookmark = heading_bookmark(writer->arena, heading);
    write_words(writer, reference->text, format);
    if (heading->number != NULL) {
        write_words(writer, TEXT_NBSP, format);
        write_field(writer, arena_printf(writer->arena, "REF %s \\r \\h", bookmark),
            heading->number, format);
        return;
    }
    write_words(writer, " ”", format);
    write_field(writer, arena_printf(writer->arena, "REF %s \\h", bookmark),
        inline_words(writer->arena, heading->inlines), format);
    write_words(writer, "”", format);
}

/* Whether a control of plain text can hold these: its words then come from the bound fact. */
static bool is_plain(const struct inline_ *inlines) {
    for (; inlines != NULL; inlines = inlines->next) {
        if (inlines->kind != INLINE_TEXT && inlines->kind != INLINE_SOFT_BREAK) {
            return false;
        }
    }
    return true;
}

/* Word takes at most 64 characters in a tag or a title, and tools that read tags expect ASCII. The
 * end of a path says most. */
enum { CONTROL_NAME_MOST = 64 };

static const char *last_characters(const char *text, size_t most) {
    size_t size = strlen(text);
    uint32_t skipped;
    for (size_t count = size > most ? text_count(text, size) : 0; count > most; count--) {
        text += text_next(text, &skipped);
    }
    return text;
}

/* The path in ASCII: "parter.ideburna[1].insats". */
static const char *control_tag(struct arena *arena, const char *path) {
    CLEANUP_BUFFER struct buffer tag = BUFFER_EMPTY;
    while (*path != '\0') {
        uint32_t codepoint;
        size_t size = text_next(path, &codepoint);
        if (codepoint >= 0x80) {
            buffer_puts(&tag, text_slug(arena, arena_copy(arena, path, size)));
        } else {
            bool spaced = *path == ' ' || *path == '/' || *path == '"' || *path == '\'';
            buffer_putc(&tag, spaced ? '_' : *path);
        }
        path += size;
    }
    return last_characters(buffer_take(arena, &tag), CONTROL_NAME_MOST);
}

void write_control_names(struct writer *writer, const char *path) {
    struct xml *xml = &writer->xml;
    xml_value(xml, "w:alias", last_characters(path, CONTROL_NAME_MOST));
    xml_value(xml, "w:tag", control_tag(writer->arena, path));
    xml_value_integer(xml, "w:id", ++writer->control_count);
}

/* A content control (17.5.2) without a frame, so that the page looks as printed. */
static void write_fact(struct writer *writer, const struct inline_ *inlined, struct format format) {
    const struct fact *fact = inlined->fact;
    const char *words = inline_words(writer->arena, inlined->children);
    if (writer->facts == NULL || text_is_blank(words)) {
        write_inlines(writer, inlined->children, format);
        return;
    }
    struct xml *xml = &writer->xml;
    close_run(writer);
    xml_raw(xml, "<w:sdt><w:sdtPr>");
    write_format(writer, format);
    write_control_names(writer, fact->path);
    if (is_plain(inlined->children)) {
        int number = facts_add(writer->facts, fact, words);
        xml_raw(xml, "<w:dataBinding w:prefixMappings=\"xmlns:u=&quot;" FACTS_NAMESPACE "&quot;\""
                     " w:xpath=\"/u:uppgifter[1]/u:uppgift[");
        xml_number(xml, number);
        xml_raw(xml, "]/u:ord[1]\" w:storeItemID=\"");
        facts_write_id(writer->facts, xml->out);
        xml_raw(xml, "\"/><w15:appearance w15:val=\"hidden\"/><w:text/>");
    } else {
        xml_raw(xml, "<w15:appearance w15:val=\"hidden\"/>");
    }
    xml_raw(xml, "</w:sdtPr><w:sdtContent>");
    write_inlines(writer, inlined->children, format);
    close_run(writer);
    xml_raw(xml, "</w:sdtContent></w:sdt>");
}

static void write_inline(
    struct writer *writer, const struct inline_ *inlined, struct format format) {
    struct format inner = format;
    switch (inlined->kind) {
    case INLINE_TEXT:
        write_words(writer, inlined->text, format);
        return;
    case INLINE_SOFT_BREAK:
        write_words(writer, " ", format);
        return;
    case INLINE_HARD_BREAK:
        write_line_break(writer);
        return;
    case INLINE_CODE:
        inner.code = true;
        write_words(writer, inlined->text, inner);
        return;
    case INLINE_EMPHASIS:
        inner.emphasis = true;
        write_inlines(writer, inlined->children, inner);
        return;
    case INLINE_STRONG:
        inner.strong = true;
        write_inlines(writer, inlined->children, inner);
        return;
    case INLINE_LINK:
        write_link(writer, inlined, format);
        return;
    case INLINE_IMAGE:
        write_inlines(writer, inlined->children, format);
        return;
    case INLINE_REFERENCE:
        write_reference(writer, inlined, format);
        return;
    case INLINE_FACT:
        write_fact(writer, inlined, format);
        return;
    case INLINE_MARK:
        inner.mark = true;
        write_inlines(writer, inlined->children, inner);
        return;
    }
}

void write_inlines(struct writer *writer, const struct inline_ *inlines, struct format format) {
    for (; inlines != NULL; inlines = inlines->next) {
        write_inline(writer, inlines, format);
    }
}
