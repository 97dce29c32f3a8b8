/* SPDX-License-Identifier: EUPL-1.2
 *
 * A guideline's rules come family by family (the letter of their ids), each family with a table of what
 * is in it; the program's own findings stage by stage, as the catalogue has them.
 */
#include "cmd/rulepage.h"

#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "fill/escape.h"

/* Where in the catalogue a stage begins. */
static const struct {
    enum catalogue_id first;
    const char *sv;
    const char *en;
} stages[] = {
    { FILE_UNREADABLE, "Filer och mappar", "Files and folders" },
    { TEXT_UTF16, "YAML", "YAML" },
    { JSON_ENDED, "JSON", "JSON" },
    { REGISTER_ID_UNKNOWN, "Hänvisningar till kommun.yaml", "References to kommun.yaml" },
    { XPATH_SYNTAX, "XPath-uttryck", "XPath expressions" },
    { SCHEMA_KEYWORD_UNKNOWN, "Scheman", "Schemas" },
    { KEY_UNKNOWN, "Nycklar och värden", "Keys and values" },
    { TEMPLATE_TAG_OPEN, "Mallar", "Templates" },
    { HTML_IN_TEXT, "Text, tabeller och länkar", "Text, tables and links" },
    { WORD_PART_MALFORMED, "Word", "Word" },
    { GUIDELINE_MISSING, "Riktlinjer och undantag", "Guidelines and exceptions" },
};

const xmlNode *rule_example(const struct rule *rule, const char *key) {
    const xmlNode *examples = node_child(rule->node, "exempel");
    return examples != NULL ? node_child(examples, key) : NULL;
}

void put_example(struct buffer *out, const xmlNode *example, size_t indent) {
    struct span span = node_span(example);
    const struct source *source = span.source;
    size_t first = source_position(source, span.offset).line;
    size_t last = source_position(source, span.offset + span.length).line;
    size_t margin = span.offset - source->lines[first - 1];
    /* In flow style other things may follow on the line. */
    bool is_flow = strchr("{[", source->text[span.offset]) != NULL;
    for (size_t line = first; line <= last; line++) {
        size_t size;
        const char *text = source_line(source, line, &size);
        size_t skip = line == first ? margin : strspn(text, " ");
        skip = skip < margin ? skip : margin;
        if (is_flow && line == last) {
            size = span.offset + span.length - source->lines[line - 1];
        }
        if (size > skip) {
            buffer_repeat(out, ' ', indent);
            buffer_put(out, text + skip, size - skip);
            buffer_putc(out, '\n');
        }
    }
}

const char *rule_serves(struct arena *arena, const struct rule *rule) {
    const xmlNode *list = node_child(rule->node, "tjänar");
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        buffer_printf(&text, "%s%s", text.size != 0 ? ", " : "", node_text(item));
    }
    return arena_copy(arena, text.data, text.size);
}

/* Words that are not Markdown, so that it shows them as they are. */
static void put_words(struct buffer *out, const char *words) {
    size_t start = out->size;
    while (start > 0 && out->data[start - 1] != '\n') {
        start--;
    }
    struct line_state line = { .scanned = start, .start = start };
    escape_markdown(out, &line, words);
}

/* A message or advice for no finding in particular. */
static void put_message(struct buffer *out, const char *message) {
    CLEANUP_BUFFER struct buffer words = BUFFER_EMPTY;
    message_put(&words, message);
    put_words(out, words.data);
}

/* Prose is Markdown already, but its lines must stay where the page has them. */
static void put_prose(struct buffer *out, const char *text, const char *prefix) {
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        buffer_puts(out, size != 0 ? prefix : "");
        buffer_put(out, text, size);
        buffer_putc(out, '\n');
        text += size + (text[size] == '\n');
    }
}

const char *rule_weight(const struct invocation *invocation, const struct rule *rule) {
    switch (rule->kind) {
    case RULE_XPATH:
    case RULE_TEXT:
        break;
    case RULE_GUARANTEE:
        return say(invocation, "hålls av programmet", "held by the program");
    case RULE_UNDECIDED:
        return say(invocation, "avgörs av handläggaren", "decided by the writer");
    case RULE_RETIRED:
        return say(invocation, "utgått", "retired");
    }
    return level_name(rule->info.level, invocation->language);
}

static void put_says(struct buffer *out, const struct rule_text *text) {
    if (!text_is_blank(text->message)) {
        buffer_puts(out, "\n> ");
        put_message(out, text->message);
        buffer_putc(out, '\n');
    }
    if (!text_is_blank(text->message) && !text_is_blank(text->advice)) {
        buffer_puts(out, ">\n> ");
        put_message(out, text->advice);
        buffer_putc(out, '\n');
    }
    if (!text_is_blank(text->why)) {
        buffer_putc(out, '\n');
        put_prose(out, text->why, "");
    }
}

static void put_code(struct buffer *out, const char *title, const xmlNode *example) {
    if (example != NULL) {
        buffer_printf(out, "\n%s:\n\n```yaml\n", title);
        put_example(out, example, 0);
        buffer_puts(out, "```\n");
    }
}

static void put_rule(
    struct buffer *out, const struct invocation *invocation, const struct rule *rule) {
    const char *served = rule_serves(invocation->arena, rule);
    buffer_printf(out, "\n#### %s ", rule->info.id);
    put_words(out, rule->info.title);
    buffer_printf(out, "\n\n**%s** · ", rule_weight(invocation, rule));
    put_words(out, rule->info.source);
    if (served[0] != '\0') {
        buffer_printf(out, " · %s %s", say(invocation, "prövar", "serves"), served);
    }
    buffer_putc(out, '\n');
    put_says(out, rule_text(&rule->info, invocation->language));
    if (rule->reason != NULL) {
        buffer_putc(out, '\n');
        put_prose(out, rule->reason, "");
    }
    put_code(out, say(invocation, "Fel", "Wrong"), rule_example(rule, "underkänt"));
    put_code(out, say(invocation, "Rätt", "Right"), rule_example(rule, "godkänt"));
}

/* The letters of an id between its hyphen and its number. */
static size_t family_of(const char *id, const char **letters) {
    const char *hyphen = strchr(id, '-');
    *letters = hyphen != NULL ? hyphen + 1 : id;
    return strcspn(*letters, "0123456789");
}

/* The rules of a guideline, family by family. */
struct families {
    bool *first;  /* by rule: it is the first one of its family */
    size_t *next; /* by rule: the next one of its family; the number of rules behind the last */
};

static struct families find_families(struct arena *arena, const struct guideline *guideline) {
    size_t count = guideline->rule_count;
    struct families families = { .first = arena_array(arena, count + 1, sizeof *families.first),
        .next = arena_array(arena, count + 1, sizeof *families.next) };
    struct map ends = { 0 };
    for (size_t i = 0; i < count; i++) {
        const char *letters;
        size_t size = family_of(guideline->rules[i].info.id, &letters);
        const char *family = arena_copy(arena, letters, size);
        size_t *end = map_get(&ends, family);
        families.first[i] = end == NULL;
        if (end != NULL) {
            *end = i;
        }
        families.next[i] = count;
        map_put(arena, &ends, family, &families.next[i]);
    }
    return families;
}

static void put_family(struct buffer *out, const struct invocation *invocation,
    const struct guideline *guideline, const struct families *families, size_t first) {
    const char *letters;
    size_t size = family_of(guideline->rules[first].info.id, &letters);
    const char *letter = arena_copy(invocation->arena, letters, size);
    const xmlNode *names = node_child(guideline->tree->root, "familjer");
    const char *name = names != NULL ? node_child_text(names, letter) : NULL;
    buffer_printf(out, "\n### %s%s%s\n\n| %s | %s | %s |\n|---|---|---|\n", letter,
        name != NULL ? " · " : "", name != NULL ? name : "", say(invocation, "Regel", "Rule"),
        say(invocation, "Kräver", "Demands"), say(invocation, "Allvar", "Level"));
    for (size_t i = first; i < guideline->rule_count; i = families->next[i]) {
        const struct rule *rule = &guideline->rules[i];
        buffer_printf(out, "| %s | ", rule->info.id);
        put_words(out, rule->info.title);
        buffer_printf(out, " | %s |\n", rule_weight(invocation, rule));
    }
    for (size_t i = first; i < guideline->rule_count; i = families->next[i]) {
        put_rule(out, invocation, &guideline->rules[i]);
    }
}

static void put_guideline(struct buffer *out, const struct invocation *invocation,
    const struct guideline *guideline) {
    const char *about = node_child_text(guideline->tree->root, "om");
    buffer_printf(out, "\n## %s\n", guideline->title);
    if (about != NULL) {
        buffer_putc(out, '\n');
        put_prose(out, text_trim(invocation->arena, about), "");
    }
    struct families families = find_families(invocation->arena, guideline);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (families.first[i]) {
            put_family(out, invocation, guideline, &families, i);
        }
    }
}

static void put_own(struct buffer *out, const struct invocation *invocation) {
    buffer_printf(
        out, "\n## %s\n", say(invocation, "Programmets egna fynd", "The program's own findings"));
    size_t stage = 0;
    for (int i = 0; i < CATALOGUE_COUNT; i++) {
        const struct rule_info *info = catalogue_get((enum catalogue_id)i);
        if (stage < sizeof stages / sizeof *stages && (int)stages[stage].first == i) {
            buffer_printf(out, "\n### %s\n", say(invocation, stages[stage].sv, stages[stage].en));
            stage++;
        }
        buffer_printf(out, "\n#### %s\n\n**%s**\n", info->id,
            level_name(info->level, invocation->language));
        put_says(out, rule_text(info, invocation->language));
    }
}

void rule_page(struct buffer *out, const struct invocation *invocation,
    const struct guideline *const *guidelines, size_t count) {
    buffer_puts(out, say(invocation,
        "# Regler\n\n"
        "Här står allt som `underlag` kan säga om en definition: reglerna i riktlinjerna och programmets\n"
        "egna fynd. Varje post har det som skribenten får läsa, varför det är så och, för en regel, ett\n"
        "exempel åt varje håll. Exemplen är ändringar i en felfri definition (JSON Merge Patch, RFC 7396);\n"
        "`null` tar bort nyckeln.\n\n"
        "Sidan skrivs av `underlag explain --all`. Ändra i `guidelines/` eller i programmet, inte här.\n",
        "# Rules\n\n"
        "Here is all that `underlag` can say of a definition: the rules of the guidelines and the\n"
        "program's own findings. Each entry has what the writer gets to read, why it is so and, for a\n"
        "rule, an example of each side. The examples are changes of a sound definition (JSON Merge\n"
        "Patch, RFC 7396); `null` takes a key away.\n\n"
        "The page is written by `underlag explain --all`. Make changes in `guidelines/` or in the\n"
        "program, not here.\n"));
    for (size_t i = 0; i < count; i++) {
        put_guideline(out, invocation, guidelines[i]);
    }
    put_own(out, invocation);
}
