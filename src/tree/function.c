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
 *     hela-månader(från, till)      whether the period is whole months
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
#include "base/deadline.h"
#include "base/text.h"
#include "tree/amount.h"
#include "tree/register.h"
#include "tree/spoken.h"
#include "tree/strings.h"
#include "tree/words.h"

enum { NUMBER_LARGEST = 4000000 }; /* days or months that may be added to a date */

const xmlChar *function_scalar_text(const xmlNode *node) {
    const xmlNode *text = node->type == XML_ELEMENT_NODE ? node->children : NULL;
    return text != NULL && text->type == XML_TEXT_NODE ? text->content : NULL;
}

const xmlChar *call_node_text(const struct call *call, size_t place) {
    const xmlXPathObject *argument = call->arguments[place];
    const xmlNodeSet *set = argument->type == XPATH_NODESET ? argument->nodesetval : NULL;
    return set != NULL && set->nodeNr == 1 ? function_scalar_text(set->nodeTab[0]) : NULL;
}

const char *call_string(const struct call *call, size_t place) {
    const xmlXPathObject *argument = call->arguments[place];
    const xmlChar *known =
        argument->type == XPATH_STRING ? argument->stringval : call_node_text(call, place);
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

bool call_is_late(const struct call *call) {
    return call->context->steps != NULL && deadline_is_over(call->context->steps);
}

bool call_date(const struct call *call, size_t place, bool last, struct date *date) {
    const char *text = call_string(call, place);
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
    return xmlXPathNewBoolean(date_parse(call_string(call, 0), &date));
}

static xmlXPathObject *run_datum_i(const struct call *call) {
    struct date date;
    double place = call->count > 1 ? number_at(call, 1) : 1;
    bool found = place >= 1 && place <= 100 && spoken_date(call_string(call, 0), (size_t)place, &date);
    return give_string(found ? date_iso(call->arena, date) : "");
}

static xmlXPathObject *run_tal_i(const struct call *call) {
    return xmlXPathNewFloat(spoken_number(call_string(call, 0)));
}

static xmlXPathObject *run_gemen(const struct call *call) {
    return give_string(text_lower_first(call->arena, call_string(call, 0)));
}

static xmlXPathObject *run_versal(const struct call *call) {
    return give_string(text_upper_first(call->arena, call_string(call, 0)));
}

static xmlXPathObject *run_i_registret(const struct call *call) {
    const char *id = call_string(call, 0);
    const char *name = call_string(call, 1);
    return xmlXPathNewBoolean(
        call->context->kommun != NULL && register_find(call->context->kommun, name, id) != NULL);
}

static xmlXPathObject *run_manader(const struct call *call) {
    struct date from;
    struct date to;
    if (!call_date(call, 0, false, &from) || !call_date(call, 1, true, &to)) {
        return xmlXPathNewFloat(xmlXPathNAN);
    }
    return xmlXPathNewFloat(date_months_between(from, to));
}

static xmlXPathObject *run_hela_manader(const struct call *call) {
    struct date from;
    struct date to;
    return xmlXPathNewBoolean(call_date(call, 0, false, &from) && call_date(call, 1, true, &to)
        && date_are_whole_months(from, to));
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

static xmlXPathObject *run_orgnr(const struct call *call) {
    return xmlXPathNewBoolean(register_is_orgnr(call_string(call, 0)));
}

static xmlXPathObject *run_slutar_med(const struct call *call) {
    return xmlXPathNewBoolean(text_ends(call_string(call, 0), call_string(call, 1)));
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
    { "concat", 2, FUNCTION_ANY, strings_run_concat },
    { "contains", 2, 2, strings_run_contains },
    { "count", 1, 1, NULL },
    { "dag", 1, 1, run_dag },
    { "dag-efter", 1, 2, run_dag_efter },
    { "dagar", 2, 2, run_dagar },
    { "datum-finns", 1, 1, run_datum_finns },
    { "datum-i", 1, 2, run_datum_i },
    { "false", 0, 0, NULL },
    { "floor", 1, 1, NULL },
    { "gemen", 1, 1, run_gemen },
    { "hela-månader", 2, 2, run_hela_manader },
    { "i-registret", 2, 2, run_i_registret },
    { "id", 1, 1, NULL },
    { "innehåller-ord", 2, 2, words_run_contains },
    { "lang", 1, 1, NULL },
    { "last", 0, 0, NULL },
    { "local-name", 0, 1, NULL },
    { "med-text", 2, 2, words_run_with_text },
    { "månader", 2, 2, run_manader },
    { "månader-efter", 2, 2, run_manader_efter },
    { "name", 0, 1, NULL },
    { "namespace-uri", 0, 1, NULL },
    { "normalize-space", 0, 1, NULL },
    { "not", 1, 1, NULL },
    { "number", 0, 1, NULL },
    { "om", 3, 3, run_om },
    { "ord", 1, 1, words_run_count },
    { "orgnr", 1, 1, run_orgnr },
    { "position", 0, 0, NULL },
    { "round", 1, 1, NULL },
    { "slutar-med", 2, 2, run_slutar_med },
    { "starts-with", 2, 2, NULL },
    { "string", 0, 1, NULL },
    { "string-length", 0, 1, NULL },
    { "substring", 2, 3, NULL },
    { "substring-after", 2, 2, strings_run_substring_after },
    { "substring-before", 2, 2, strings_run_substring_before },
    { "sum", 1, 1, NULL },
    { "tal-i", 1, 1, run_tal_i },
    { "translate", 3, 3, strings_run_translate },
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

/* As many as all but concat() take. */
enum { ARGUMENTS_FEW = 3 };

/* The one libxml2 function behind all of ours: which is meant stands in the context. */
static void run_function(xmlXPathParserContext *parser, int given) {
    const struct function *function = function_find((const char *)parser->context->function);
    size_t count = (size_t)given;
    if (function == NULL || count < function->least || count > function->most) {
        xmlXPathSetArityError(parser);
        return;
    }
    struct arena *arena = arena_new();
    xmlXPathObject *few[ARGUMENTS_FEW] = { NULL };
    xmlXPathObject **arguments =
        count <= ARGUMENTS_FEW ? few : arena_array(arena, count, sizeof *arguments);
    for (size_t i = count; i > 0; i--) {
        arguments[i - 1] = valuePop(parser);
        if (arguments[i - 1] == NULL) {
            xmlXPathSetError(parser, XPATH_STACK_ERROR);
        }
    }
    if (parser->error == XPATH_EXPRESSION_OK) {
        bool too_much = false;
        struct call call = { .arena = arena,
            .context = parser->context->funcLookupData,
            .arguments = arguments,
            .count = count,
            .too_much = &too_much };
        valuePush(parser, function->run(&call));
        if (too_much) {
            xmlXPathErr(parser, XPATH_OP_LIMIT_EXCEEDED);
        }
    }
    for (size_t i = 0; i < count; i++) {
        xmlXPathFreeObject(arguments[i]);
    }
    arena_free(arena);
}

static xmlXPathFunction look_up(void *context, const xmlChar *name, const xmlChar *uri) {
    (void)context;
    const struct function *function = uri == NULL ? function_find((const char *)name) : NULL;
    return function != NULL && function->run != NULL ? run_function : NULL;
}

void function_register(xmlXPathContext *xpath, struct function_context *context) {
    xmlXPathRegisterFuncLookup(xpath, look_up, context);
}
