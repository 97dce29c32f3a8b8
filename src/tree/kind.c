/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files of other programs tell themselves by their first bytes. A place in one is of no use to
 * anyone, so the finding only names the file.
 */
#include "tree/kind.h"

#include <string.h>

#include "base/text.h"
#include "report/world.h"

/* Where in a zip archive the names of its first files lie. */
enum { ARCHIVE_LOOKED = 4096 };

struct kind {
    const char *start;
    const char *inside; /* what the first part of an archive holds; NULL: anything */
    const char *sv, *en;
};

static const struct kind kinds[] = {
    { "PK\x03\x04", "word/", "ett Word-dokument", "a Word document" },
    { "PK\x03\x04", "xl/", "ett Excel-dokument", "an Excel document" },
    { "PK\x03\x04", "opendocument", "ett LibreOffice-dokument", "a LibreOffice document" },
    { "PK\x03\x04", "[Content_Types].xml", "ett Office-dokument", "an Office document" },
    { "PK\x03\x04", NULL, "ett zip-arkiv", "a zip archive" },
    { "\xD0\xCF\x11\xE0", NULL, "ett äldre Office-dokument", "an older Office document" },
    { "%PDF-", NULL, "en PDF", "a PDF" },
    { "{\\rtf", NULL, "ett RTF-dokument", "an RTF document" },
    { "<!DOCTYPE html", NULL, "en webbsida", "a web page" },
    { "<html", NULL, "en webbsida", "a web page" },
    { "\x89PNG", NULL, "en bild", "a picture" },
    { "\xFF\xD8\xFF", NULL, "en bild", "a picture" },
};

static const struct kind *find_kind(const struct source *source) {
    size_t looked = source->size < ARCHIVE_LOOKED ? source->size : ARCHIVE_LOOKED;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(kinds[i].start);
        const char *inside = kinds[i].inside;
        if (source->size >= length && memcmp(source->text, kinds[i].start, length) == 0
            && (inside == NULL || memmem(source->text, looked, inside, strlen(inside)) != NULL)) {
            return &kinds[i];
        }
    }
    return NULL;
}

/* UTF-16 and UTF-32 betray themselves by their byte order mark, or by the NULs of their ASCII. */
static bool is_wide(const struct source *source) {
    const unsigned char *text = (const unsigned char *)source->text;
    if (source->size < 2) {
        return false;
    }
    bool mark = (text[0] == 0xFE && text[1] == 0xFF) || (text[0] == 0xFF && text[1] == 0xFE);
    return mark || (text[0] == 0 && text[1] != 0) || (text[0] != 0 && text[1] == 0)
           || (source->size >= 4 && text[0] == 0 && text[1] == 0);
}

/* The file's name without a text to show. */
static struct span only_name(struct findings *findings, const struct source *source) {
    return (struct span){ source_new(findings->arena, source->name, "", 0), 0, 0 };
}

/* The first Ã with a character behind it that Â begins. The byte in the middle is the rare one. */
static const char *find_twice_encoded(const char *text, size_t size) {
    const char *end = text + size;
    for (const char *at = text; at < end && (at = memchr(at, 0x83, (size_t)(end - at))) != NULL; at++) {
        if (at > text && at[-1] == '\xC3' && at[1] == '\xC2') {
            return at - 1;
        }
    }
    return NULL;
}

/* UTF-8 that was read as Latin-1 and saved as UTF-8 again: å, ä and ö are two characters each. */
static bool say_twice_encoded(const struct source *source, struct findings *findings) {
    static const struct {
        const char *wrong, *right;
    } letters[] = { { "Ã¥", "å" }, { "Ã¤", "ä" }, { "Ã¶", "ö" } };
    const char *at = find_twice_encoded(source->text, source->size);
    for (size_t i = 0; at != NULL && i < sizeof letters / sizeof *letters; i++) {
        if (text_starts(at, letters[i].wrong)) {
            struct span span = { source, (uint32_t)(at - source->text), 4 };
            finding_add(
                findings, TEXT_TWICE_ENCODED, span, letters[i].wrong, letters[i].right, NULL)
                ->replacement = letters[i].right;
            return true;
        }
    }
    return false;
}

bool kind_say_other(const struct source *source, struct findings *findings) {
    bool english = findings->language == LANGUAGE_EN;
    const struct kind *kind = find_kind(source);
    if (kind != NULL) {
        finding_add(findings, FILE_OTHER_KIND, only_name(findings, source),
            english ? kind->en : kind->sv, NULL);
        return true;
    }
    if (is_wide(source)) {
        finding_add(findings, TEXT_UTF16, only_name(findings, source), NULL);
        return true;
    }
    size_t fault = text_fault(source->text, source->size);
    if (fault != source->size) {
        struct span span = { source, (uint32_t)fault, 1 };
        finding_add_encoding(findings, span, source->text[fault]);
        return true;
    }
    return say_twice_encoded(source, findings);
}
