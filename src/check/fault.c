/* SPDX-License-Identifier: EUPL-1.2
 *
 * Faults in words. Of several faults of one scalar only the first is said: the writer mends it by
 * writing something else anyway. A key that is missing while its near double is unknown is not said
 * either: the one is the other, mistyped.
 */
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "check/belongs.h"
#include "check/mistyped.h"
#include "check/remedy.h"
#include "check/words.h"

/* An unknown key is searched for in the whole schema; after so many nobody reads on. */
enum { SEARCHES_LARGEST = 100 };

struct saying {
    struct run *run;
    struct findings *findings;
    const struct fault *fault;
    const char *shown; /* the value, quoted and short */
    const char *start; /* the same, to begin a sentence with */
    const struct subschema *root;
    size_t *searches_left; /* for places of unknown keys */
};

typedef void say_function(const struct saying *saying);

static bool is_english(const struct saying *s) {
    return s->findings->language == LANGUAGE_EN;
}

static const char *number_text(const struct saying *s, uint64_t number) {
    return arena_printf(s->findings->arena, "%" PRIu64, number);
}

static void advise(const struct saying *s, struct finding *finding, const char *advice) {
    if (advice != NULL) {
        finding->advice = arena_string(s->findings->arena, advice);
    }
}

/* Why the key has no value, when its line or its kind tells. */
static void advise_empty(const struct saying *s, struct finding *finding) {
    struct span key = node_key_span(s->fault->value.node);
    const char *rest = key.source->text + key.offset + key.length;
    rest += strspn(rest, ": \t");
    unsigned types = s->fault->kind == FAULT_TYPE ? s->fault->constraint->types : 0;
    if (*rest == '#' && strchr(" \t\r\n#", rest[1]) == NULL) {
        const char *text =
            arena_copy(s->findings->arena, rest, strcspn(rest, "\r\n"));
        finding->advice = arena_printf(s->findings->arena,
            is_english(s) ? "What begins with # is read as a comment. Put quotes round the text: \"%s\""
                          : "Det som börjar med # läses som en kommentar. Sätt citattecken runt texten: "
                            "\"%s\"",
            words_shorten(s->findings->arena, text));
    } else if ((types & (TYPE_OBJECT | TYPE_ARRAY)) != 0) {
        advise(s, finding, is_english(s)
                ? "Indent the lines that belong to the key, so that they stand under it, or remove the line."
                : "Dra in raderna som hör till nyckeln, så att de står under den, eller ta bort raden.");
    }
}

/* An empty YAML value is null: then something was simply left out. */
static bool say_empty(const struct saying *s) {
    const struct value *value = &s->fault->value;
    if (value->is_key || node_kind(value->node) != NODE_SCALAR || value->text[0] != '\0'
        || (value->type == TYPE_STRING && s->fault->kind != FAULT_SHORT)
        || node_is_json(value->node)) {
        return false;
    }
    struct finding *finding =
        finding_add(s->findings, VALUE_ABSENT, node_key_span(value->node), NULL);
    const xmlNode *parent = node_parent(value->node);
    if (parent == NULL || node_kind(parent) == NODE_SEQUENCE) {
        finding->advice = NULL; /* there is no colon */
    } else {
        advise_empty(s, finding);
    }
    return true;
}

static void say_type(const struct saying *s) {
    const struct value *value = &s->fault->value;
    if (say_empty(s) || remedy_is_template(value->node)) {
        return;
    }
    const char *wanted = words_types(s->findings, s->fault->schema, s->fault->constraint->types);
    struct finding *finding =
        finding_add(s->findings, TYPE_WRONG, words_span(value), wanted, s->shown, NULL);
    bool quoted = !value->is_key && value->type == TYPE_STRING && !node_is_plain(value->node);
    struct decimal number;
    if (quoted && (s->fault->constraint->types & TYPE_INTEGER) != 0
        && decimal_parse(s->findings->arena, value->text, &number)) {
        advise(s, finding, is_english(s) ? "Write it without quotes." : "Skriv utan citattecken.");
        finding->replacement = arena_string(s->findings->arena, value->text);
    }
    if (finding->replacement == NULL) {
        remedy_type(s->findings, finding, s->fault);
    }
}

static void say_enum(const struct saying *s) {
    const struct value *value = &s->fault->value;
    if (say_empty(s)) {
        return;
    }
    struct finding *finding =
        finding_add(s->findings, VALUE_UNKNOWN, words_span(value), s->start, NULL);
    advise(s, finding, words_choice(s->findings, s->fault->constraint->node));
    struct suggestion near = suggestion_start(value->text);
    if (!run_may_offer(s->run, s->fault->constraint->values.count)) {
        return;
    }
    const xmlNode *each = node_first(s->fault->constraint->node);
    for (; each != NULL && value->text[0] != '\0'; each = node_next(each)) {
        suggestion_offer(&near, node_text(each));
    }
    suggestion_advise(s->findings, finding, &near);
}

static void say_const(const struct saying *s) {
    if (say_empty(s)) {
        return;
    }
    const char *wanted = words_node(s->findings, s->fault->constraint->node);
    struct finding *finding = finding_add(
        s->findings, VALUE_CONSTANT, words_span(&s->fault->value), wanted, s->shown, NULL);
    if (node_kind(s->fault->constraint->node) == NODE_SCALAR) {
        finding->replacement =
            arena_string(s->findings->arena, node_text(s->fault->constraint->node));
    }
}

static void say_length(const struct saying *s) {
    const struct value *value = &s->fault->value;
    if (say_empty(s)) {
        return;
    }
    finding_add(s->findings, s->fault->kind == FAULT_SHORT ? TEXT_SHORT : TEXT_LONG,
        words_span(value), number_text(s, text_count(value->text, strlen(value->text))),
        number_text(s, s->fault->constraint->count), NULL);
}

static void say_pattern(const struct saying *s) {
    struct span where = words_span(&s->fault->value);
    if (s->fault->kind == FAULT_PATTERN_GAVE_UP) {
        struct finding *finding = finding_add(s->findings, TEXT_PATTERN_COSTLY, where, s->shown, NULL);
        finding_relate(s->findings, finding, node_span(s->fault->constraint->node),
            is_english(s) ? "the expression" : "uttrycket");
        return;
    }
    struct finding *finding = finding_add(s->findings, TEXT_PATTERN, where, s->shown, NULL);
    if (!remedy_block(s->findings, finding, &s->fault->value)) {
        advise(s, finding, words_shape(s->findings, s->fault->schema));
    }
}

static void say_limit(const struct saying *s) {
    static const struct {
        const char *sv;
        const char *en;
        bool small;
    } words[] = {
        [FAULT_MINIMUM] = { "minst %s", "at least %s", true },
        [FAULT_MAXIMUM] = { "högst %s", "at most %s", false },
        [FAULT_EXCLUSIVE_MINIMUM] = { "större än %s", "greater than %s", true },
        [FAULT_EXCLUSIVE_MAXIMUM] = { "mindre än %s", "less than %s", false },
    };
    enum fault_kind kind = s->fault->kind;
    const char *limit = node_text(s->fault->constraint->node);
    CLEANUP_BUFFER struct buffer phrase = BUFFER_EMPTY;
    const char *pattern = is_english(s) ? words[kind].en : words[kind].sv;
    size_t before = (size_t)(strstr(pattern, "%s") - pattern);
    buffer_put(&phrase, pattern, before);
    buffer_puts(&phrase, limit);
    finding_add(s->findings, words[kind].small ? NUMBER_SMALL : NUMBER_LARGE,
        words_span(&s->fault->value), s->shown, phrase.data, NULL);
}

static void say_multiple(const struct saying *s) {
    finding_add(s->findings, NUMBER_MULTIPLE, words_span(&s->fault->value), s->shown,
        node_text(s->fault->constraint->node), NULL);
}

static void say_format(const struct saying *s) {
    const struct value *value = &s->fault->value;
    enum format format = s->fault->constraint->format;
    size_t count = s->findings->count;
    if (say_empty(s)) {
        return;
    }
    format_report(
        s->findings, format, words_shorten(s->findings->arena, value->text), words_span(value));
    bool is_sound = format_holds(format, text_trim(s->findings->arena, value->text));
    if (is_sound && s->findings->count == count + 1) {
        remedy_block(s->findings, s->findings->items[count], value);
    }
}

static void say_item_count(const struct saying *s) {
    bool few = s->fault->kind == FAULT_ITEMS_FEW;
    finding_add(s->findings, few ? LIST_SHORT : LIST_LONG, words_span(&s->fault->value),
        number_text(s, node_count(s->fault->value.node)),
        number_text(s, s->fault->constraint->count), NULL);
}

static void say_equal(const struct saying *s) {
    struct finding *finding =
        finding_add(s->findings, LIST_EQUAL, words_span(&s->fault->value), s->start, NULL);
    struct value first = value_of(s->fault->other);
    finding_relate(s->findings, finding, words_span(&first),
        is_english(s) ? "the first time" : "första gången");
}

static void say_contains(const struct saying *s) {
    const struct subschema *schema = s->fault->schema;
    bool few = s->fault->kind == FAULT_CONTAINS_FEW;
    const struct constraint *limit = few ? schema->min_contains : schema->max_contains;
    struct finding *finding = finding_add(s->findings, few ? LIST_LACKS : LIST_OVERFLOWS,
        words_span(&s->fault->value), number_text(s, limit != NULL ? limit->count : 1), NULL);
    advise(s, finding, words_description(s->fault->constraint->schema));
}

static void say_key_count(const struct saying *s) {
    const struct value *value = &s->fault->value;
    bool few = s->fault->kind == FAULT_KEYS_FEW;
    uint64_t limit = s->fault->constraint->count;
    struct finding *finding = finding_add(s->findings, few ? KEYS_FEW : KEYS_MANY,
        few ? words_span(value) : node_key_span(node_at(value->node, limit)),
        number_text(s, limit), number_text(s, node_count(value->node)), NULL);
    const xmlNode *parent = node_parent(value->node);
    if (!few && parent != NULL && node_kind(parent) == NODE_SEQUENCE) {
        advise(s, finding, is_english(s) ? "Begin a new entry of the list, with a hyphen, for each."
                                         : "Börja en ny punkt i listan, med bindestreck, för var och en.");
    }
}

static void say_missing(const struct saying *s) {
    struct finding *finding = finding_add(
        s->findings, KEY_MISSING, words_span(&s->fault->value), s->fault->name, NULL);
    const struct subschema *schema = s->fault->schema;
    const struct member *member = schema->properties == NULL
        ? NULL
        : members_find(&schema->properties->members, s->fault->name);
    const char *description = member == NULL ? NULL : words_description(member->schema);
    if (description != NULL) {
        finding->advice = arena_printf(s->findings->arena, "%s %s",
            is_english(s) ? "Add it." : "Lägg till den.", description);
    }
}

static void say_dependent(const struct saying *s) {
    finding_add(s->findings, KEY_DEPENDENT, node_key_span(s->fault->other),
        node_name(s->fault->other), s->fault->name, NULL);
}

static void say_unknown(const struct saying *s) {
    const xmlNode *node = s->fault->value.node;
    struct finding *finding = finding_add(s->findings, KEY_UNKNOWN, node_key_span(node),
        words_shorten(s->findings->arena, node_name(node)), NULL);
    advise(s, finding, words_known_keys(s->findings, s->fault->schema));
    struct suggestion near = key_suggestion(s->run, s->fault->schema, node_name(node));
    suggestion_advise(s->findings, finding, &near);
    const char *glued = remedy_glued_key(s->fault->schema, node_name(node));
    if (glued != NULL) {
        const char *mended = arena_printf(s->findings->arena, "%s: %s", glued,
            node_name(node) + strlen(glued) + 1);
        finding->replacement = mended;
        finding->advice = arena_printf(s->findings->arena,
            is_english(s) ? "Put a space behind the colon: %s" : "Sätt ett mellanslag efter kolonet: %s",
            mended);
    } else if (near.nearest == NULL && remedy_cut(s->findings, finding, node)) {
        return;
    } else if (near.nearest == NULL && s->root != NULL && *s->searches_left > 0) {
        --*s->searches_left;
        advise(s, finding, belongs_words(s->findings, s->root, s->fault->schema, node));
    }
}

static void say_one_of(const struct saying *s) {
    const char *keys =
        words_alternative_keys(s->findings, s->fault->constraint, s->fault->value.node, false);
    if (keys != NULL) {
        finding_add(s->findings, KEY_ONE_OF, words_span(&s->fault->value), keys, NULL);
    } else {
        finding_add(s->findings, FORM_NONE, words_span(&s->fault->value), s->start, NULL);
    }
}

static void say_forbidden(const struct saying *s) {
    const struct value *value = &s->fault->value;
    const xmlNode *parent = value->is_key ? NULL : node_parent(value->node);
    bool key = value->is_key
        || (s->fault->constraint == NULL && parent != NULL && node_kind(parent) == NODE_MAPPING);
    struct finding *finding = key
        ? finding_add(s->findings, KEY_FORBIDDEN, node_key_span(value->node),
              words_shorten(s->findings->arena, node_name(value->node)), NULL)
        : finding_add(s->findings, VALUE_FORBIDDEN, words_span(value), s->start, NULL);
    advise(s, finding, words_description(s->fault->schema));
}

static void say_no_form(const struct saying *s) {
    if (say_empty(s)) {
        return;
    }
    struct finding *finding =
        finding_add(s->findings, FORM_NONE, words_span(&s->fault->value), s->start, NULL);
    advise(s, finding, words_forms(s->findings, s->fault->constraint));
}

static void say_many_forms(const struct saying *s) {
    const char *keys =
        words_alternative_keys(s->findings, s->fault->constraint, s->fault->value.node, true);
    if (keys != NULL) {
        finding_add(s->findings, KEY_ONLY_ONE, words_span(&s->fault->value), keys, NULL);
    } else {
        finding_add(s->findings, FORM_SEVERAL, words_span(&s->fault->value), s->shown, NULL);
    }
}

static say_function *const sayings[FAULT_KIND_COUNT] = {
    [FAULT_TYPE] = say_type,
    [FAULT_ENUM] = say_enum,
    [FAULT_CONST] = say_const,
    [FAULT_SHORT] = say_length,
    [FAULT_LONG] = say_length,
    [FAULT_PATTERN] = say_pattern,
    [FAULT_PATTERN_GAVE_UP] = say_pattern,
    [FAULT_MINIMUM] = say_limit,
    [FAULT_MAXIMUM] = say_limit,
    [FAULT_EXCLUSIVE_MINIMUM] = say_limit,
    [FAULT_EXCLUSIVE_MAXIMUM] = say_limit,
    [FAULT_MULTIPLE] = say_multiple,
    [FAULT_FORMAT] = say_format,
    [FAULT_ITEMS_FEW] = say_item_count,
    [FAULT_ITEMS_MANY] = say_item_count,
    [FAULT_ITEMS_EQUAL] = say_equal,
    [FAULT_CONTAINS_FEW] = say_contains,
    [FAULT_CONTAINS_MANY] = say_contains,
    [FAULT_KEYS_FEW] = say_key_count,
    [FAULT_KEYS_MANY] = say_key_count,
    [FAULT_KEY_MISSING] = say_missing,
    [FAULT_KEY_DEPENDENT] = say_dependent,
    [FAULT_KEY_UNKNOWN] = say_unknown,
    [FAULT_KEY_ONE_OF] = say_one_of,
    [FAULT_FORBIDDEN] = say_forbidden,
    [FAULT_NO_FORM] = say_no_form,
    [FAULT_MANY_FORMS] = say_many_forms,
};

void faults_report(
    struct run *run, const struct subschema *root, struct findings *findings) {
    size_t searches_left = SEARCHES_LARGEST;
    size_t mistyped_count;
    const struct mistyped *mistyped = mistyped_find(run, &mistyped_count);
    const xmlNode *said = NULL;
    for (size_t i = 0; i < run->faults.count && findings->count < FINDINGS_LARGEST; i++) {
        const struct fault *fault = &run->faults.items[i];
        bool scalar = !fault->value.is_key && node_kind(fault->value.node) == NODE_SCALAR;
        if ((scalar && fault->value.node == said)
            || mistyped_explains(fault, mistyped, mistyped_count)) {
            continue;
        }
        said = scalar ? fault->value.node : NULL;
        const char *shown = words_value(findings, &fault->value);
        struct saying saying = { .run = run,
            .findings = findings,
            .fault = fault,
            .shown = shown,
            .start = text_upper_first(findings->arena, shown),
            .root = root,
            .searches_left = &searches_left };
        size_t count = findings->count;
        sayings[fault->kind](&saying);
        if (scalar && findings->count == count + 1) {
            remedy_quotes(findings, findings->items[count], fault->value.node);
        }
    }
}
