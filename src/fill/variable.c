/* SPDX-License-Identifier: EUPL-1.2
 *
 * {{x}}, {{{x}}} and {{&x}}: from value through formatters to text, and what is said when there is
 * no value, or none that can be written.
 */
#include <string.h>

#include "base/text.h"
#include "fill/fill.h"
#include "fill/formatter.h"
#include "fill/parse.h"

/* The value's place: in the definition, or where its let is written. */
static struct span place_of(const struct value *value) {
    if (value->node != NULL) {
        return node_span(value->node);
    }
    return value->let != NULL ? value->let->where : (struct span){ 0 };
}

void missing_partial(struct filler *filler, const struct tag *tag, const char *name) {
    const struct library *library = filler->options->partials;
    struct findings *findings = filler->context.findings;
    bool asks = library != NULL && !findings_are_full(findings);
    const char *nearest = asks ? text_nearest(name, library_names(library)) : NULL;
    struct finding *finding = finding_add(findings, FILL_PARTIAL_UNKNOWN, tag->where, name, NULL);
    finding_suggest(findings, finding, nearest);
}

/* The path that the missing value would have: "parter.idéburna[2].insats". */
static const char *missing_path(
    struct filler *filler, const struct tag *tag, const struct value *value) {
    if (value->kind != VALUE_MISSING) {
        return value->node != NULL ? context_path(&filler->context, value->node) : tag->name;
    }
    if (value->node == NULL || value->rest == NULL) {
        return tag->name;
    }
    CLEANUP_BUFFER struct buffer path = BUFFER_EMPTY;
    buffer_puts(&path, context_path(&filler->context, value->node));
    for (const char *const *part = value->rest; *part != NULL; part++) {
        buffer_puts(&path, path.size != 0 ? "." : "");
        buffer_puts(&path, *part);
    }
    return buffer_take(filler->arena, &path);
}

/* What is missing is missing in the definition, and there it is told; the tag that asks for it is
 * related. A let has no place there: it is told at the tag. */
static void tell_missing(
    struct filler *filler, const struct tag *tag, const struct value *value, const char *path) {
    struct findings *findings = filler->context.findings;
    const xmlNode *node = value->node;
    if (node == NULL) {
        struct finding *finding = finding_add(findings, FILL_VALUE_MISSING, tag->where, path, NULL);
        if (value->let != NULL) {
            finding_relate(findings, finding, value->let->where,
                in_language(findings, "uttrycket gav inget värde", "the expression gave no value"));
        }
        return;
    }
    bool absent = value->kind == VALUE_MISSING && value->rest != NULL;
    struct span where = absent && node_parent(node) != NULL ? node_key_span(node) : node_span(node);
    if (absent && node_parent(node) == NULL) {
        where.length = 0; /* anywhere in the file */
    }
    struct finding *finding = finding_add(findings, FILL_VALUE_MISSING, where, path, NULL);
    finding_relate(findings, finding, tag->where,
        in_language(findings, "mallen behöver den här", "the template needs it here"));
}

static void put_mark(struct filler *filler, const struct tag *tag, const struct value *value,
    const char *path, const char *text) {
    const struct stretch stretch = {
        .origin = ORIGIN_MARK, .where = place_of(value), .tag = tag->where, .path = path
    };
    output_indent(&filler->output, tag);
    output_value(&filler->output, tag, text, &stretch);
}

static void fill_missing(struct filler *filler, const struct tag *tag, const struct value *value) {
    if (!filler->options->strict && !filler->options->markers) {
        return;
    }
    const char *path = missing_path(filler, tag, value);
    bool known = filler->hole != NULL && text_equal(filler->hole, tag->name);
    if (filler->options->strict && !known) {
        tell_missing(filler, tag, value, path);
    }
    if (filler->options->markers) {
        put_mark(filler, tag, value, path,
            arena_printf(filler->arena, "⟦saknas: %s⟧", *path != '\0' ? path : tag->name));
    }
}

static void tell_compound(struct filler *filler, const struct tag *tag, const struct value *value) {
    if (!filler->options->strict) {
        return;
    }
    bool list = value->kind == VALUE_NODES || node_kind(value->node) == NODE_SEQUENCE;
    struct finding *finding = finding_add(
        filler->context.findings, FILL_VALUE_COMPOUND, tag->where, tag->name, NULL);
    bool joined = false;
    for (size_t i = 0; tag->formatters != NULL && tag->formatters[i] != NULL; i++) {
        joined = joined || formatter_find(tag->formatters[i])->apply == NULL;
    }
    if (list && joined) {
        finding_advise(filler->context.findings, finding,
            "Posterna i listan består av flera uppgifter. Skriv dem i en sektion, {{#%s}}…, och ange där vilken av "
            "dem som ska stå.",
            "The entries of the list consist of several values. Write them in a section, {{#%s}}…, and say there "
            "which of them is meant.",
            tag->name);
    } else if (list) {
        finding->advice = in_language(filler->context.findings,
            "Skriv listan i en sektion eller med formateraren lista.",
            "Write the list in a section, or with the formatter lista.");
    }
    struct span where = value->node != NULL ? node_key_span(value->node) : place_of(value);
    if (where.source != NULL) {
        finding_relate(filler->context.findings, finding, where,
            in_language(
                filler->context.findings, "så här ser uppgiften ut", "this is what it looks like"));
    }
}

static void tell_kind(struct filler *filler, const struct tag *tag, size_t index,
    const struct value *value, const char *text) {
    const struct formatter *formatter = formatter_find(tag->formatters[index]);
    struct findings *findings = filler->context.findings;
    if (filler->options->markers) {
        const char *path = value->node != NULL ? context_path(&filler->context, value->node) : tag->name;
        put_mark(filler, tag, value, path, arena_printf(filler->arena, "⟦fel: %s⟧", text));
    }
    if (filler->options->markers && !filler->options->strict) {
        return;
    }
    struct finding *finding =
        finding_add(findings, FILL_VALUE_KIND, tag->formatter_spans[index], text, formatter->name,
            in_language(filler->context.findings, formatter->wants_sv, formatter->wants_en), NULL);
    struct span where = place_of(value);
    if (where.source != NULL) {
        finding_relate(findings, finding, where,
            in_language(
                filler->context.findings, "värdet kommer härifrån", "the value comes from here"));
    }
}

/* Bytes that a formatter works on in the time of a step. */
enum { BYTES_A_STEP = 64 };

/* The value's one text after all formatters, on the arena; NULL when something was wrong and told. */
static const char *format(struct filler *filler, struct arena *arena, const struct tag *tag,
    const struct value *value, const char *const *given, size_t count) {
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    memcpy(texts, given, count * sizeof *texts);
    for (size_t i = 0; tag->formatters != NULL && tag->formatters[i] != NULL; i++) {
        const struct formatter *formatter = formatter_find(tag->formatters[i]);
        if (formatter->apply == NULL) {
            texts[0] = formatter_join(arena, texts, count);
            count = 1;
            continue;
        }
        for (size_t j = 0; j < count; j++) {
            filler->steps += 1 + strlen(texts[j]) / BYTES_A_STEP;
            const char *text = formatter->apply(arena, texts[j]);
            if (text == NULL) {
                tell_kind(filler, tag, i, value, texts[j]);
                return NULL;
            }
            texts[j] = text;
        }
    }
    if (count != 1) {
        tell_compound(filler, tag, value);
        return NULL;
    }
    return texts[0];
}

static struct stretch stretch_of(
    struct filler *filler, const struct tag *tag, const struct value *value, const char *raw) {
    struct stretch stretch = { .where = place_of(value), .tag = tag->where };
    if (value->node == NULL) {
        stretch.origin = ORIGIN_DERIVED;
        stretch.path = value->let != NULL ? value->let->name : tag->name;
        stretch.raw = raw;
        return stretch;
    }
    if (node_is_made(value->node)) {
        stretch.origin = ORIGIN_REPORT;
        return stretch;
    }
    bool prose = tag->kind == TAG_UNESCAPED;
    stretch.origin = prose ? ORIGIN_PROSE : ORIGIN_FACT;
    stretch.path = filler->output.mapped ? context_path(&filler->context, value->node) : NULL;
    bool scalar = node_kind(value->node) == NODE_SCALAR;
    stretch.raw = prose || !scalar ? NULL : node_text(value->node);
    stretch.format = prose ? NULL : node_format(value->node);
    return stretch;
}

const char *dynamic_name(struct filler *filler, const struct tag *tag) {
    struct value value = context_find(&filler->context, tag);
    const char *name = value_text(filler->arena, &value);
    if (name == NULL) {
        tell_compound(filler, tag, &value);
    } else if (*name == '\0') {
        fill_missing(filler, tag, &value);
    }
    return name != NULL && *name != '\0' ? name : NULL;
}

/* Writes a text of the value. `raw`: what it was before formatters. */
static void put(struct filler *filler, const struct tag *tag, const struct value *value,
    const char *text, const char *raw) {
    struct stretch stretch = stretch_of(filler, tag, value, raw);
    output_indent(&filler->output, tag);
    if (tag->kind == TAG_UNESCAPED) {
        /* What a formatter changed stands nowhere: its lines have no place of their own. */
        bool changed = raw == NULL || !text_equal(text, raw);
        output_prose(&filler->output, text, changed ? NULL : value->node, &stretch);
    } else {
        output_value(&filler->output, tag, text, &stretch);
    }
}

/* A tag with formatters. What they make is kept until it is written. */
static void fill_formatted(
    struct filler *filler, const struct tag *tag, const struct value *value, const char *text) {
    struct arena *arena = arena_new();
    size_t count = 1;
    const char *const *texts = text != NULL ? &text : value_texts(arena, value, &count);
    filler->steps += count;
    if (texts == NULL) {
        tell_compound(filler, tag, value);
    } else if (count == 0) {
        fill_missing(filler, tag, value);
    } else {
        const char *raw = count == 1 && text == NULL ? arena_string(filler->arena, texts[0]) : text;
        const char *formatted = format(filler, arena, tag, value, texts, count);
        if (formatted != NULL && *formatted == '\0') {
            fill_missing(filler, tag, value);
        } else if (formatted != NULL) {
            put(filler, tag, value, formatted, raw);
        }
    }
    arena_free(arena);
}

void fill_variable(struct filler *filler, const struct tag *tag) {
    struct value value = context_find(&filler->context, tag);
    bool formatted = tag->formatters != NULL && tag->formatters[0] != NULL;
    const char *text = value_text(filler->arena, &value);
    bool blank = text != NULL && text_is_blank(text) && (formatted || filler->options->strict);
    if (blank || (text != NULL && *text == '\0')) {
        fill_missing(filler, tag, &value);
    } else if (formatted) {
        fill_formatted(filler, tag, &value, text);
    } else if (text == NULL) {
        tell_compound(filler, tag, &value);
    } else {
        put(filler, tag, &value, text, text);
    }
}
