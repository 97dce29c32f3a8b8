/* SPDX-License-Identifier: EUPL-1.2
 *
 * Clauses are of RFC 3986. (libxml2 resolves, too, but undoes escapes and keeps some dots.)
 */
#include "check/uri.h"

#include <libxml/uri.h>
#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

/* The parts, each with the sign that it begins or ends with; NULL when absent. The path is never NULL. */
struct parts {
    char *scheme;    /* "http:" */
    char *authority; /* "//a" */
    char *path;
    char *query;     /* "?x" */
};

/* Appendix B. */
static struct parts split(struct arena *arena, const char *text) {
    struct parts parts = { 0 };
    size_t size = strcspn(text, ":/?");
    if (text[size] == ':' && size != 0) {
        parts.scheme = arena_copy(arena, text, size + 1);
        text += size + 1;
    }
    if (text_starts(text, "//")) {
        size = 2 + strcspn(text + 2, "/?");
        parts.authority = arena_copy(arena, text, size);
        text += size;
    }
    size = strcspn(text, "?");
    parts.path = arena_copy(arena, text, size);
    parts.query = text[size] != '\0' ? arena_string(arena, text + size) : NULL;
    return parts;
}

static void drop_segment(struct buffer *out) {
    size_t size = out->size;
    while (size != 0 && out->data[size - 1] != '/') {
        size--;
    }
    buffer_truncate(out, size != 0 ? size - 1 : 0);
}

/* 5.2.4 */
static char *remove_dots(struct arena *arena, const char *at) {
    struct buffer out = BUFFER_EMPTY;
    while (*at != '\0') {
        if (text_starts(at, "../") || text_starts(at, "./")) {
            at += strcspn(at, "/") + 1;
        } else if (text_starts(at, "/./")) {
            at += 2;
        } else if (text_starts(at, "/../")) {
            at += 3;
            drop_segment(&out);
        } else if (text_equal(at, "/.")) {
            at = "/";
        } else if (text_equal(at, "/..")) {
            at = "/";
            drop_segment(&out);
        } else if (text_equal(at, ".") || text_equal(at, "..")) {
            break;
        } else {
            size_t size = 1 + strcspn(at + 1, "/");
            buffer_put(&out, at, size);
            at += size;
        }
    }
    return buffer_take(arena, &out);
}

/* 5.2.3 */
static char *merge(struct arena *arena, const struct parts *base, const char *path) {
    const char *slash = strrchr(base->path, '/');
    if (slash == NULL) {
        return arena_printf(arena, "%s%s", base->authority != NULL ? "/" : "", path);
    }
    return arena_printf(arena, "%.*s%s", (int)(slash + 1 - base->path), base->path, path);
}

static bool is_reference(const char *text) {
    xmlURI *uri = xmlParseURI(text);
    bool good = uri != NULL;
    xmlFreeURI(uri);
    return good;
}

/* 5.2.2 and 5.3 */
char *uri_resolve(struct arena *arena, const char *reference, const char *base) {
    const char *text = arena_copy(arena, reference, strcspn(reference, "#"));
    if (text[0] == '\0') {
        return arena_string(arena, base);
    }
    if (!is_reference(text)) {
        return NULL;
    }
    struct parts target = split(arena, text);
    const struct parts from = split(arena, base);
    if (target.scheme == NULL && target.authority == NULL) {
        if (target.path[0] == '\0') {
            target.path = from.path;
            target.query = target.query != NULL ? target.query : from.query;
        } else if (target.path[0] != '/') {
            target.path = merge(arena, &from, target.path);
        }
        target.authority = from.authority;
    }
    target.scheme = target.scheme != NULL ? target.scheme : from.scheme;
    return arena_printf(arena, "%s%s%s%s", target.scheme != NULL ? target.scheme : "",
        target.authority != NULL ? target.authority : "", remove_dots(arena, target.path),
        target.query != NULL ? target.query : "");
}
