/* SPDX-License-Identifier: EUPL-1.2
 *
 * XPath's core library (XPath 1.0, section 4) and our own functions. Names are Swedish, since those
 * who write rules are; a date is a text ÅÅÅÅ-MM-DD, or ÅÅÅÅ-MM, which stands for its first day
 * where a period begins and its last where one ends. What is no date gives NaN, "" or false, never
 * a fault: that it is none is the schema's to say.
 *
 *     avrunda(tal)                  whole number, halves away from zero
 *     belopp-den(noder, datum)      what amounts are on the day, together
 *     belopp-under(noder, från, till)  what amounts per year come to in the period, together
 *     dag(datum)                    day number, to be compared and subtracted
 *     dag-efter(datum, n)           the date n days later; without n: one
 *     dagar(från, till)             days of the period, both included
 *     datum-i(text, n)              the nth date in prose, as ÅÅÅÅ-MM-DD; without n: the first
 *     datum-finns(text)             whether it is a day of the calendar
 *     gemen(text) versal(text)      the text with its first letter in lower, upper case
 *     i-registret(id, register)     whether kommun.yaml has this id in that register
 *     innehåller-ord(text, ord)     whether the word is there, whole, in any case
 *     med-text(noder, text)         those of the nodes whose text contains the text
 *     månader(från, till)           whole months of the period, both days included
 *     månader-efter(datum, n)       the date n months later, at most the last of its month
 *     om(villkor, a, b)             a if the condition is true, else b
 *     ord(text)                     how many words
 *     orgnr(text)                   whether it is a Swedish organisation number
 *     tal-i(text)                   the first number in prose, in digits or words
 *     slutar-med(text, slut)        whether the text ends so
 *     år(datum)                     the year
 */
#include "tree/function.h"

#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "tree/amount.h"
#include "tree/register.h"
#include "tree/spoken.h"

enum { NUMBER_LARGEST = 4000000 }; /* days or months that may be added to a date */

/* The tree's own text of a scalar; NULL for what is something else. */
static const xmlChar *scalar_text(const xmlNode *node) {
    const xmlNode *text = node->type == XML_ELEMENT_NODE ? node->children : NULL;
    return text != NULL && text->type == XML_TEXT_NODE ? text->content : NULL;
}

/* The text of the one scalar that the argument is, or NULL when it is something else. */
static const xmlChar *node_text_at(const struct call *call, size_t place) {
    const xmlXPathObject *argument = call->arguments[place];
    const xmlNodeSet *set = argument->type == XPATH_NODESET ? argument->nodesetval : NULL;
    return set != NULL && set->nodeNr == 1 ? scalar_text(set->nodeTab[0]) : NULL;
}

/* The argument as text: the tree's, the argument's own, or on the call's arena. */
static const char *string_at(const struct call *call, size_t place) {
    const xmlXPathObject *argument = call->arguments[place];
    const xmlChar *known =
        argument->type == XPATH_STRING ? argument->stringval : node_text_at(call, place);
    if (known != NULL) {
        return (const char *)known;
    }
    xmlChar *text = xmlXPathCastToString(call->arguments[place]);
    const char *copy = arena_string(call->arena, (const char *)text);
    xmlFree(text);
    return copy != NULL ? copy : "";
}

static double number_at(const struct call *call, size_t place) {
    return xmlXPathCastToNumber(call->arguments[place]);
}

static xmlXPathObject *give_string(const char *text) {
    return xmlXPathNewString(BAD_CAST text);
}

bool call_date(const struct call *call, size_t place, bool last, struct date *date) {
    const char *text = string_at(call, place);
    if (date_parse(text, date)) {
        return true;
    }
    if (!date_parse_month(text, date)) {
        return false;
    }
    date->day = last ? date_month_length(date->year, date->month) : 1;
    return true;
}

static xmlXPathObject *give_date(struct arena *arena, struct date date) {
    bool exists = date.year >= 1 && date.year <= 9999;
    return give_string(exists ? date_iso(arena, date) : "");
}

static xmlXPathObject *run_avrunda(const struct call *call) {
    return xmlXPathNewFloat(round(number_at(call, 0)));
}

static xmlXPathObject *run_dag(const struct call *call) {
    struct date date;
    return xmlXPathNewFloat(
        call_date(call, 0, false, &date) ? (double)date_to_days(date) : xmlXPathNAN);
}

static xmlXPathObject *run_dag_efter(const struct call *call) {
    struct date date;
    double count = call->count > 1 ? number_at(call, 1) : 1;
    if (!call_date(call, 0, false, &date) || !(fabs(count) <= NUMBER_LARGEST)) {
        return give_string("");
    }
    return give_date(call->arena, date_from_days(date_to_days(date) + lround(count)));
}

static xmlXPathObject *run_dagar(const struct call *call) {
    struct date from;
    struct date to;
    if (!call_date(call, 0, false, &from) || !call_date(call, 1, true, &to)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    return xmlXPathNewFloat((double)(date_to_days(to) - date_to_days(from) + 1));
}

static xmlXPathObject *run_datum_finns(const struct call *call) {
    struct date date;
    return xmlXPathNewBoolean(date_parse(string_at(call, 0), &date));
}

static xmlXPathObject *run_datum_i(const struct call *call) {
    struct date date;
    double place = call->count > 1 ? number_at(call, 1) : 1;
    bool found = place >= 1 && place <= 100 && spoken_date(string_at(call, 0), (size_t)place, &date);
    return give_string(found ? date_iso(call->arena, date) : "");
}

static xmlXPathObject *run_tal_i(const struct call *call) {
    return xmlXPathNewFloat(spoken_number(string_at(call, 0)));
}

static xmlXPathObject *run_gemen(const struct call *call) {
    return give_string(text_lower_first(call->arena, string_at(call, 0)));
}

static xmlXPathObject *run_versal(const struct call *call) {
    return give_string(text_upper_first(call->arena, string_at(call, 0)));
}

static xmlXPathObject *run_i_registret(const struct call *call) {
    const char *id = string_at(call, 0);
    const char *name = string_at(call, 1);
    return xmlXPathNewBoolean(
        call->context->kommun != NULL && register_find(call->context->kommun, name, id) != NULL);
}

/* Whether a letter or digit ends right before `at`. */
static bool letter_before(const char *text, size_t at) {
    uint32_t c = ' ';
    if (at == 0) {
        return false;
    }
    text_next(text + text_character(text, at - 1), &c);
    return text_is_letter(c);
}

static bool letter_at(const char *text) {
    uint32_t c;
    return text_next(text, &c) != 0 && text_is_letter(c);
}

/* The text folded, its line ends as spaces: where the writer broke a line means nothing. */
static const char *fold(struct arena *arena, const char *text) {
    char *folded = text_fold(arena, text);
    for (char *at = strchr(folded, '\n'); at != NULL; at = strchr(at, '\n')) {
        *at = ' ';
    }
    return folded;
}

/* The argument folded. Texts of nodes are folded once, as many as there is room for. */
static const char *folded_at(const struct call *call, size_t place) {
    struct function_context *context = call->context;
    const xmlChar *text = node_text_at(call, place);
    if (text == NULL) {
        return fold(call->arena, string_at(call, place));
    }
    if (context->kept == NULL) {
        context->kept = arena_array(context->arena, FOLDED_KEPT, sizeof *context->kept);
    }
    struct folded *slot = &context->kept[((uintptr_t)text >> 4) % FOLDED_KEPT];
    if (slot->text == NULL) {
        *slot = (struct folded){ text, fold(context->arena, (const char *)text) };
    }
    return slot->text == text ? slot->folded : fold(call->arena, (const char *)text);
}

static xmlXPathObject *run_innehaller_ord(const struct call *call) {
    const char *text = folded_at(call, 0);
    const char *word = folded_at(call, 1);
    size_t size = strlen(word);
    bool found = false;
    for (const char *at = text; size != 0 && !found && (at = strstr(at, word)) != NULL; at++) {
        found = !letter_before(text, (size_t)(at - text)) && !letter_at(at + size);
    }
    return xmlXPathNewBoolean(found);
}

static bool node_contains(xmlNode *node, const char *words) {
    const xmlChar *known = scalar_text(node);
    xmlChar *text = known == NULL ? xmlXPathCastNodeToString(node) : NULL;
    bool found = strstr((const char *)(known != NULL ? known : text), words) != NULL;
    xmlFree(text);
    return found;
}

/* nodes[contains(., text)] with nothing evaluated for each node: rules ask it of all texts. */
static xmlXPathObject *run_med_text(const struct call *call) {
    xmlXPathObject *value = call->arguments[0];
    const char *words = string_at(call, 1);
    if (value->type != XPATH_NODESET || value->nodesetval == NULL) {
        return xmlXPathNewNodeSet(NULL);
    }
    xmlNodeSet *set = value->nodesetval;
    int kept = 0;
    for (int i = 0; i < set->nodeNr; i++) {
        if (node_contains(set->nodeTab[i], words)) {
            set->nodeTab[kept++] = set->nodeTab[i];
        }
    }
    set->nodeNr = kept;
    call->arguments[0] = NULL;
    return value;
}

static xmlXPathObject *run_manader(const struct call *call) {
    struct date from;
    struct date to;
    if (!call_date(call, 0, false, &from) || !call_date(call, 1, true, &to)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    return xmlXPathNewFloat(date_months_between(from, to));
}

static xmlXPathObject *run_manader_efter(const struct call *call) {
    struct date date;
    double count = number_at(call, 1);
    if (!call_date(call, 0, false, &date) || !(fabs(count) <= NUMBER_LARGEST)) {
        return give_string("");
    }
    return give_date(call->arena, date_add_months(date, (int)lround(count)));
}

static xmlXPathObject *run_om(const struct call *call) {
    bool truth = xmlXPathCastToBoolean(call->arguments[0]) != 0;
    xmlXPathObject **chosen = &call->arguments[truth ? 1 : 2];
    xmlXPathObject *value = *chosen;
    *chosen = NULL;
    return value;
}

static xmlXPathObject *run_ord(const struct call *call) {
    const char *text = string_at(call, 0);
    size_t count = 0;
    bool inside = false;
    uint32_t c;
    for (size_t length; (length = text_next(text, &c)) != 0; text += length) {
        bool space = c == ' ' || c == '\n' || c == '\t' || c == 0xA0;
        count += !inside && text_is_letter(c);
        inside = !space && (inside || text_is_letter(c));
    }
    return xmlXPathNewFloat((double)count);
}

static xmlXPathObject *run_orgnr(const struct call *call) {
    return xmlXPathNewBoolean(register_is_orgnr(string_at(call, 0)));
}

static xmlXPathObject *run_slutar_med(const struct call *call) {
    return xmlXPathNewBoolean(text_ends(string_at(call, 0), string_at(call, 1)));
}

static xmlXPathObject *run_ar(const struct call *call) {
    struct date date;
    return xmlXPathNewFloat(call_date(call, 0, false, &date) ? date.year : xmlXPathNAN);
}

static const struct function functions[] = {
    { "avrunda", 1, 1, run_avrunda },
    { "belopp-den", 2, 2, amount_run_on },
    { "belopp-under", 3, 3, amount_run_during },
    { "boolean", 1, 1, NULL },
    { "ceiling", 1, 1, NULL },
    { "concat", 2, FUNCTION_ANY, NULL },
    { "contains", 2, 2, NULL },
    { "count", 1, 1, NULL },
    { "dag", 1, 1, run_dag },
    { "dag-efter", 1, 2, run_dag_efter },
    { "dagar", 2, 2, run_dagar },
    { "datum-finns", 1, 1, run_datum_finns },
    { "datum-i", 1, 2, run_datum_i },
    { "false", 0, 0, NULL },
    { "floor", 1, 1, NULL },
    { "gemen", 1, 1, run_gemen },
    { "i-registret", 2, 2, run_i_registret },
    { "id", 1, 1, NULL },
    { "innehåller-ord", 2, 2, run_innehaller_ord },
    { "lang", 1, 1, NULL },
    { "last", 0, 0, NULL },
    { "local-name", 0, 1, NULL },
    { "med-text", 2, 2, run_med_text },
    { "månader", 2, 2, run_manader },
    { "månader-efter", 2, 2, run_manader_efter },
    { "name", 0, 1, NULL },
    { "namespace-uri", 0, 1, NULL },
    { "normalize-space", 0, 1, NULL },
    { "not", 1, 1, NULL },
    { "number", 0, 1, NULL },
    { "om", 3, 3, run_om },
    { "ord", 1, 1, run_ord },
    { "orgnr", 1, 1, run_orgnr },
    { "position", 0, 0, NULL },
    { "round", 1, 1, NULL },
    { "slutar-med", 2, 2, run_slutar_med },
    { "starts-with", 2, 2, NULL },
    { "string", 0, 1, NULL },
    { "string-length", 0, 1, NULL },
    { "substring", 2, 3, NULL },
    { "substring-after", 2, 2, NULL },
    { "substring-before", 2, 2, NULL },
    { "sum", 1, 1, NULL },
    { "tal-i", 1, 1, run_tal_i },
    { "translate", 3, 3, NULL },
    { "true", 0, 0, NULL },
    { "versal", 1, 1, run_versal },
    { "år", 1, 1, run_ar },
};

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

const struct function *function_find(const char *name) {
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (functions[i].name[0] == name[0] && strcmp(functions[i].name, name) == 0) {
            return &functions[i];
        }
    }
    return NULL;
}

const char *const *query_function_names(struct arena *arena) {
    const char **names = arena_array(arena, FUNCTION_COUNT + 1, sizeof *names);
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        names[i] = functions[i].name;
    }
    return names;
}

enum { ARGUMENTS_LARGEST = 3 };

/* The one libxml2 function behind all of ours: which is meant stands in the context. */
static void run_function(xmlXPathParserContext *parser, int given) {
    const struct function *function = function_find((const char *)parser->context->function);
    xmlXPathObject *arguments[ARGUMENTS_LARGEST] = { NULL };
    size_t count = (size_t)given;
    if (function == NULL || count < function->least || count > function->most) {
        xmlXPathSetArityError(parser);
        return;
    }
    for (size_t i = count; i > 0; i--) {
        arguments[i - 1] = valuePop(parser);
        if (arguments[i - 1] == NULL) {
            xmlXPathSetError(parser, XPATH_STACK_ERROR);
        }
    }
    if (parser->error == XPATH_EXPRESSION_OK) {
        struct arena *arena = arena_new();
        struct call call = { .arena = arena,
            .context = parser->context->funcLookupData,
            .arguments = arguments,
            .count = count };
        valuePush(parser, function->run(&call));
        arena_free(arena);
    }
    for (size_t i = 0; i < count; i++) {
        xmlXPathFreeObject(arguments[i]);
    }
}

static xmlXPathFunction look_up(void *context, const xmlChar *name, const xmlChar *uri) {
    (void)context;
    const struct function *function = uri == NULL ? function_find((const char *)name) : NULL;
    return function != NULL && function->run != NULL ? run_function : NULL;
}

void function_register(xmlXPathContext *xpath, struct function_context *context) {
    xmlXPathRegisterFuncLookup(xpath, look_up, context);
}
