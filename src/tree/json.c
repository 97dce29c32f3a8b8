/* SPDX-License-Identifier: EUPL-1.2
 *
 * RFC 8259 to the letter, without recursion: the open collections are the builder's. What may come
 * next is one of four states.
 *
 * Strings are kept as they are, not brought to NFC. libxml2 ends a string at NUL, so "\u0000"
 * becomes the noncharacter U+FDD0, which therefore cannot be written itself.
 */
#include <string.h>

#include "base/text.h"
#include "tree/build.h"
#include "tree/read.h"
#include "tree/type.h"

enum expected {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_END, /* after [ */
    EXPECT_KEY,
    EXPECT_KEY_OR_END,   /* after { */
    EXPECT_COMMA_OR_END, /* after an entry */
    EXPECT_NOTHING,      /* after the root */
};

struct json {
    struct builder builder;
    const struct source *source;
    struct findings *findings;
    size_t at;
    enum expected expected;
    bool broken;
    struct buffer text;
};

static struct span span_from(const struct json *json, size_t start) {
    return (struct span){ json->source, (uint32_t)start, (uint32_t)(json->at - start) };
}

/* The byte at the place, NUL at the end (no NUL is valid JSON outside of a string). */
static char peek(const struct json *json) {
    return json->at < json->source->size ? json->source->text[json->at] : '\0';
}

/* Reading ends at the first fault. An empty file is more than a file that ends too early. */
static void fail_in(struct json *json, enum catalogue_id id, size_t at, size_t end) {
    const struct source *source = json->source;
    struct span span = { source, (uint32_t)at, (uint32_t)(end - at) };
    const char *typed = arena_copy(json->builder.arena, source->text + at, end - at);
    bool ended = at >= source->size;
    bool empty = ended && json->builder.current == NULL;
    if (empty) {
        finding_add(json->findings, TEXT_EMPTY, span, source->name, NULL)->level = LEVEL_ERROR;
    } else {
        finding_add(json->findings, ended ? JSON_ENDED : id, span, typed, NULL);
    }
    json->broken = true;
}

/* The same, about the word or character at the place. */
static void fail(struct json *json, enum catalogue_id id, size_t at) {
    const struct source *source = json->source;
    size_t end = at;
    while (end < source->size && strchr(" \t\r\n,:[]{}\"", source->text[end]) == NULL
           && end - at < 40) {
        end++;
    }
    uint32_t c;
    end = end == at && at < source->size && source->text[at] != '\0'
              ? at + text_next(source->text + at, &c)
              : end;
    end = text_character(source->text, end);
    fail_in(json, id, at, end);
}

/* The last comma before the place, when a bracket there closes what it should not close yet. */
static bool fail_comma(struct json *json, char bracket) {
    size_t at = json->at;
    if (peek(json) != bracket) {
        return false;
    }
    do {
        at--;
    } while (json->source->text[at] != ',');
    fail_in(json, JSON_COMMA_LAST, at, at + 1);
    return true;
}

static void skip_space(struct json *json) {
    if (json->at >= json->source->size) {
        return;
    }
    const char *at = json->source->text + json->at; /* a NUL ends it */
    while (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t') {
        at++;
    }
    json->at = (size_t)(at - json->source->text);
}

/* What means NUL in the tree is written, as it is or as an escape. */
static void fail_stand_in(struct json *json, size_t at, size_t end) {
    struct span span = { json->source, (uint32_t)at, (uint32_t)(end - at) };
    finding_advise(json->findings, finding_add(json->findings, TEXT_CONTROL, span, "U+FDD0", NULL),
        "Stryk det: Unicode har reserverat det för program, och här betyder det U+0000.",
        "Delete it: Unicode reserves it for programs, and here it means U+0000.", NULL);
    json->broken = true;
}

/* Four hexadecimal digits at the place, or -1. */
static long read_hexadecimal(struct json *json) {
    long value = 0;
    for (int i = 0; i < 4; i++) {
        char c = peek(json);
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
        json->at++;
    }
    return value;
}

/* After "\u". A pair of surrogates is one character; a lone one is none. */
static void read_unicode(struct json *json, size_t start) {
    long code = read_hexadecimal(json);
    if (code >= 0xD800 && code <= 0xDBFF && peek(json) == '\\'
        && json->source->text[json->at + 1] == 'u') {
        json->at += 2;
        long low = read_hexadecimal(json);
        bool paired = low >= 0xDC00 && low <= 0xDFFF;
        code = paired ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) : 0xD800;
    }
    if (code < 0) {
        fail_in(json, JSON_ESCAPE, start, start + 2);
        return;
    }
    if (code == (long)NUL_STAND_IN) {
        fail_stand_in(json, start, json->at);
        return;
    }
    if (code >= 0xD800 && code <= 0xDFFF) {
        fail_in(json, JSON_SURROGATE, start, start + 6);
        return;
    }
    buffer_codepoint(&json->text, code != 0 ? (unsigned long)code : NUL_STAND_IN);
}

static void read_escape(struct json *json) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    size_t start = json->at++;
    char c = peek(json);
    const char *letter = c != '\0' ? strchr(letters, c) : NULL;
    if (c == 'u') {
        json->at++;
        read_unicode(json, start);
    } else if (letter != NULL) {
        json->at++;
        buffer_putc(&json->text, meanings[letter - letters]);
    } else {
        uint32_t character;
        fail_in(json, JSON_ESCAPE, start, start + 1 + text_next(&json->source->text[start + 1], &character));
    }
}

static void fail_control(struct json *json) {
    bool english = json->findings->language == LANGUAGE_EN;
    unsigned char c = (unsigned char)peek(json);
    struct span span = { json->source, (uint32_t)json->at, 1 };
    const char *what = arena_printf(json->builder.arena, "%s U+%04X",
        english ? "the control character" : "styrtecknet", c);
    if (c == '\t') {
        what = english ? "a tab" : "en tabb";
    }
    finding_add(json->findings, JSON_CONTROL, span, what, NULL);
    json->broken = true;
}

/* A string into json->text, from its opening quote. */
static void read_string(struct json *json) {
    size_t opening = json->at++;
    buffer_truncate(&json->text, 0);
    while (!json->broken && peek(json) != '"') {
        const char *start = json->source->text + json->at; /* a NUL ends it */
        const char *end = start;
        while ((unsigned char)*end >= 0x20 && *end != '"' && *end != '\\') {
            end++;
        }
        buffer_put(&json->text, start, (size_t)(end - start));
        json->at += (size_t)(end - start);
        if (json->at >= json->source->size || peek(json) == '\n') {
            fail(json, JSON_QUOTE_OPEN, opening);
        } else if ((unsigned char)peek(json) < 0x20) {
            fail_control(json);
        } else if (peek(json) == '\\') {
            read_escape(json);
        }
    }
    json->at++;
}

static bool digits(struct json *json) {
    size_t start = json->at;
    while (peek(json) >= '0' && peek(json) <= '9') {
        json->at++;
    }
    return json->at > start;
}

/* -? (0 | [1-9] [0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static bool read_number(struct json *json) {
    json->at += peek(json) == '-';
    if (peek(json) == '0') {
        json->at++;
    } else if (!digits(json)) {
        return false;
    }
    if (peek(json) == '.') {
        json->at++;
        if (!digits(json)) {
            return false;
        }
    }
    if (peek(json) == 'e' || peek(json) == 'E') {
        json->at++;
        json->at += peek(json) == '+' || peek(json) == '-';
        if (!digits(json)) {
            return false;
        }
    }
    return true;
}

static bool read_word(struct json *json, const char *word) {
    size_t size = strlen(word);
    if (json->source->size - json->at < size
        || memcmp(json->source->text + json->at, word, size) != 0) {
        return false;
    }
    json->at += size;
    return true;
}

/* Number, true, false or null: they end where a value can end. */
static void read_literal(struct json *json) {
    size_t start = json->at;
    char c = peek(json);
    bool number = c == '-' || (c >= '0' && c <= '9');
    bool known = number     ? read_number(json)
                 : c == 't' ? read_word(json, "true")
                 : c == 'f' ? read_word(json, "false")
                            : read_word(json, "null");
    if (!known || (peek(json) != '\0' && strchr(" \t\r\n,]}", peek(json)) == NULL)) {
        fail(json, number ? JSON_NUMBER : JSON_VALUE, start);
        return;
    }
    const char *text = json->source->text + start;
    size_t size = json->at - start;
    enum node_type type = number ? type_of_number(text, size) : c == 'n' ? TYPE_NULL : TYPE_BOOLEAN;
    build_scalar(&json->builder, text, size, span_from(json, start), STYLE_PLAIN, type);
}

static void after_value(struct json *json) {
    json->expected = json->builder.current == NULL ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
}

static void read_value(struct json *json) {
    size_t start = json->at;
    char c = peek(json);
    bool item = json->builder.current != NULL && node_kind(json->builder.current) == NODE_SEQUENCE;
    if (item && json->expected == EXPECT_VALUE && fail_comma(json, ']')) {
        return;
    }
    if (c == '{' || c == '[') {
        json->at++;
        build_open(&json->builder, c == '{' ? NODE_MAPPING : NODE_SEQUENCE, span_from(json, start));
        json->expected = c == '{' ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
        return;
    }
    if (c == '"') {
        read_string(json);
        if (!json->broken) {
            build_scalar(&json->builder, json->text.data, json->text.size, span_from(json, start),
                STYLE_JSON, TYPE_STRING);
        }
    } else {
        read_literal(json);
    }
    after_value(json);
}

static void read_key(struct json *json) {
    size_t start = json->at;
    if (json->expected == EXPECT_KEY && fail_comma(json, '}')) {
        return;
    }
    if (peek(json) != '"') {
        fail(json, JSON_KEY, start);
        return;
    }
    read_string(json);
    if (json->broken) {
        return;
    }
    build_key(&json->builder, json->text.data, json->text.size, span_from(json, start));
    skip_space(json);
    if (peek(json) != ':') {
        fail(json, JSON_COLON, json->at);
        return;
    }
    json->at++;
    json->expected = EXPECT_VALUE;
}

/* A comma or the bracket that closes what is open. */
static void read_separator(struct json *json) {
    bool mapping = node_kind(json->builder.current) == NODE_MAPPING;
    if (peek(json) == (mapping ? '}' : ']')) {
        json->at++;
        build_close(&json->builder, json->at);
        after_value(json);
    } else if (peek(json) == ',' && json->expected == EXPECT_COMMA_OR_END) {
        json->at++;
        json->expected = mapping ? EXPECT_KEY : EXPECT_VALUE;
    } else {
        fail(json, JSON_COMMA, json->at);
    }
}

static void step(struct json *json) {
    switch (json->expected) {
    case EXPECT_VALUE_OR_END:
        if (peek(json) == ']') {
            read_separator(json);
        } else {
            read_value(json);
        }
        break;
    case EXPECT_VALUE:
        read_value(json);
        break;
    case EXPECT_KEY_OR_END:
        if (peek(json) == '}') {
            read_separator(json);
        } else {
            read_key(json);
        }
        break;
    case EXPECT_KEY:
        read_key(json);
        break;
    case EXPECT_COMMA_OR_END:
        read_separator(json);
        break;
    case EXPECT_NOTHING:
        fail(json, JSON_AFTER_END, json->at);
        break;
    }
}

struct tree *json_read(struct arena *arena, const struct source *source, const char *root_name,
    struct findings *findings) {
    struct json json = { .source = source, .findings = findings, .text = BUFFER_EMPTY };
    build_start(&json.builder, arena, source, root_name, findings);
    json.builder.json = true;
    const char *stand_in = text_find(source->text, source->size, NUL_STAND_IN_BYTES);
    if (stand_in != NULL) {
        size_t at = (size_t)(stand_in - source->text);
        fail_stand_in(&json, at, at + strlen(NUL_STAND_IN_BYTES));
    }
    skip_space(&json);
    while (!json.broken && !json.builder.full
           && (json.expected != EXPECT_NOTHING || json.at < source->size)) {
        step(&json);
        skip_space(&json);
    }
    buffer_done(&json.text);
    struct tree *tree = build_end(&json.builder);
    return json.broken ? NULL : tree;
}
