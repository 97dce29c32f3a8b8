#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Reads the papers of partnerships of every kind as a fussy secretary would.

    tests/doc/papers.py PROGRAM

Each case is a change of guidelines/prov/minimal.yaml: one party or eight, with and without an earlier
agreement, index, extension and so on. The papers are written as Markdown drafts; every heading has to
stand in its place with text under it, no sentence may have a seam where the template was put together,
and the case's own sentences have to be there. TAP on standard output.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEAMS = [
    r" [,.;:](\s|$)", r"[,.;]{2}", r"[^|:\-*\\] {2,}\S", r"\( ?\)", r"\b[Ee]n (månader|gånger|år)\b",
    r"\b[Ee]tt (månader|gånger)\b", r"\b(\w+) \1\b", r"⟦", r"\bskall\b", r"(?i)\benligt ovan\b", r"\d kr\b", r"\{\{|\}\}",
]
MEMO = [
    "Förslag till .* beslut", "Ärende", "Beslutsunderlag", "Bakgrund", "Idéburet offentligt partnerskap",
    "Målgrupp och målsättning", "(Utfall av tidigare partnerskap|Tidigare överenskommelse)", "Innehåll",
    "Ekonomiska konsekvenser", "Kommunala mål", "Jämställdhet", "Barnets bästa", "Samråd",
    "Uppföljning och utvärdering",
    r"Information eller förhandling enligt lag \(1976:580\) om medbestämmande i arbetslivet",
    "Beslutet skickas till",
]
AGREEMENT = [
    "Bakgrund till överenskommelsen", "Övergripande syfte", "Målsättning", "Effektmål", "Målgrupp", "Värdegrund",
    "Jämställdhet", "Aktörer", "Utgångspunkter", "Aktiviteter", "Avstämning och uppföljning", "Ekonomi", "Period",
    "Bilagor", "Underskrifter",
]
ORGANISATIONS = {
    "org-ett": "stiftelsen Drivhuset", "org-två": "Kvinnor och hälsa", "org-tre": "BRIS", "org-fyra": "Ung-i-Linköping",
    "org-fem": "Föreningen Ada", "org-sex": "Matteus", "org-sju": "Ljus & Värme", "org-åtta": "Hjälp 24/7",
}
STOPPED = "Trampolin ek. för."
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()


def values(node):
    """A node of `tree` as what JSON says."""
    if node.get("typ") == "array":
        return [values(child) for child in node]
    if node.get("typ") == "object":
        return {child.get("nyckel") or child.tag: values(child) for child in node}
    text = node.text or ""
    return json.loads(text) if node.get("typ") in ("integer", "number") else text


def read_yaml(program, path):
    done = subprocess.run([program, "tree", path], check=True, capture_output=True)
    return values(ET.fromstring(done.stdout))


def case_one(d):
    d["parter"]["idéburna"][0]["organisation"] = "org-ett"
    d["ärende"]["beslut"] = d["ärende"]["beslut"][:1]
    del d["parter"]["idéburna"][0]["ersättning"], d["ekonomi"]["index"], d["överenskommelse"]["utgångspunkter"]
    d["ekonomi"]["utbetalning"]["månader"] = MONTHS
    d["period"] = {"från": "2021-01-01", "till": "2021-12-31"}
    d["överenskommelse"]["målgrupp"]["antal"] = {"från": 10, "till": 10}
    d["överenskommelse"]["uppföljning"] = {
        "gånger_per_år": 2, "vid_behov": "ja", "sammankallar": "parterna gemensamt",
        "rapport": {"gånger_per_år": 1, "lämnas_av": "de idéburna parterna", "skriftlig": "ja", "till_nämnden": "ja"}}


def case_eight(d):
    base = d["parter"]["idéburna"][0]
    d["parter"]["idéburna"] = [dict(base, organisation=name) for name in ORGANISATIONS]
    d["ärende"]["skickas_till"] = [{"organisation": name} for name in ORGANISATIONS]
    d["överenskommelse"]["aktiviteter"][0]["ansvariga"] = list(ORGANISATIONS)[:3]
    d["överenskommelse"]["aktiviteter"].append({
        "rubrik": "Samverkan", "text": "De som leder arbetet träffas.",
        "möten": {"gånger_per_år": 4, "varje": "kvartal", "sammankallar": "de idéburna parterna"}})
    d["period"]["förlängning"] = {"gånger": 1, "år": 1, "beslutas_av": "arbetsmarknadsnämnden", "senast_månader": 1}
    d["överenskommelse"]["uppsägning"] = {"månader": 1, "text": "Den görs skriftligt."}
    d["ärende"]["mbl"] = {"påkallad": "ja", "motivering": "Förhandling hölls den 1 oktober 2020."}


def case_followed(d):
    d["tidigare"] = {
        "rubrik": "Kamratstöd", "period": {"från": "2018-01-01", "till": "2020-09-30"},
        "parter": ["iogt-nto", "sionforsamlingen"], "insats": "200 000",
        "förlängning": {"från": "2020-10-01", "till": "2020-12-31"}, "utfall": "Fler har fått stöd."}
    d["ärende"]["beslut"].append({"förläng": "tidigare"})
    d["period"] = {"från": "2021-01-01", "till": "2022-06-30", "förlängning": {"gånger": 2, "år": 2}}
    d["parter"]["idéburna"][0]["minst"] = "ja"


def case_named(d):
    d["tidigare"] = {"rubrik": "Kamratstöd"}
    d["parter"]["kommunen"]["minst"] = "ja"
    d["ärende"]["datum"] = "2019-10-01"
    d["ärende"]["samråd"][0]["datum"] = "2019-09-01"
    d["överenskommelse"]["effektmål"] = {"kort_sikt": {"månader": 1, "mål": [{"text": "fler söker sig till grupperna"}]}}
    d["överenskommelse"]["uppföljning"] = {"text": "Parterna talar om hur det går."}
    d["ärende"]["beslut"] = d["ärende"]["beslut"][:2]


def case_bare(d):
    for key in ("kommunala_mål", "jämställdhet", "barnets_bästa", "samråd", "mbl", "skickas_till", "avsändare"):
        del d["ärende"][key]
    del d["period"], d["ekonomi"]
    d["överenskommelse"] = {"begränsningar": "Pengarna går inte till resor."}


def case_changing(d):
    d["parter"]["kommunen"] |= {"minst": "ja", "ändras": [{"från": "2021-07-01", "insats": 340000}, {"från": "2022-01-01", "insats": 400000}]}
    d["parter"]["idéburna"][0]["ändras"] = [{"från": "2021-07-01", "ersättning": 340000}]
    d["överenskommelse"]["målgrupp"]["antal"] = {"från": 20, "till": 40}
    d["ekonomi"]["jämförelse"] = {"avser": "ett annat stöd", "från": 10000, "till": 10000}
    d["ekonomi"]["utbetalning"] = {"månader": ["januari", "juli"], "sätt": "förskott"}
    d["period"]["förlängning"] = {"gånger": 1, "år": 1}


def case_nothing_at_first(d):
    party = d["parter"]["idéburna"][0]
    d["parter"]["idéburna"] = [dict(party, organisation="org-ett"), dict(party, organisation="org-två", **{
        "ersättning": {"belopp": 0}, "ändras": [{"från": "2021-07-01", "ersättning": 100000}, {"från": "2022-01-01", "ersättning": 200000}]})]


def case_small(d):
    d["ekonomi"]["andra_finansiärer"]["finansiärer"] = [{"namn": "Allmänna arvsfonden", "beviljat": "nej"}]
    d["parter"]["kommunen"]["insats"] = 1000
    d["parter"]["idéburna"][0]["ersättning"]["belopp"] = 1000
    d["ekonomi"]["index"]["avser"] = "medlen till de idéburna parterna"
    d["ekonomi"]["utbetalning"]["månader"] = ["januari", "april", "augusti"]
    d["tidigare"] = {"rubrik": "Kamratstöd", "tillägg": [{"om": "lokaler", "datum": "2019-05-02"}, {"om": "tider"}, {"om": "namn"}]}
    d["överenskommelse"]["uppföljning"]["följs"] = ["antal deltagare"]
    d["överenskommelse"]["effektmål"] = {
        "kort_sikt": {"månader": 18, "mål": [{"text": "fler söker sig till grupperna"}]},
        "lång_sikt": {"månader": 120, "mål": [{"text": "färre är ensamma"}]}}
    d["ärende"]["samråd"] = [{"med": "Social- och omsorgsnämnden"}, {"med": "Region Östergötland och socialnämnden"}]


def case_stopped(d):
    d["parter"]["idéburna"][0]["organisation"] = "org-punkt"
    del d["parter"]["idéburna"][0]["ersättning"]["avser"]
    d["parter"]["idéburna"][0]["föreningsbidrag"] = {"belopp": 1000}
    d["ekonomi"]["utbetalning"] = {"delar": [{"månad": "januari", "belopp": 300000, "till": "org-punkt"}]}
    d["villkor"]["initiativ"]["parter"] = ["org-punkt"]
    d["tidigare"] = {"rubrik": "Kamratstöd", "parter": ["iogt-nto", "org-punkt"]}
    d["ärende"]["samråd"] = [{"organisation": "org-punkt", "utfall": "Föreningen deltar gärna."}]
    d["ärende"]["skickas_till"] = [{"organisation": "org-punkt"}]


def case_months(d):
    d["period"]["förlängning"] = {"gånger": 2, "månader": 6, "beslutas_av": "arbetsmarknadsnämnden", "senast_månader": 3}


def case_one_month(d):
    d["period"]["förlängning"] = {"gånger": 1, "månader": 1}


def case_two_sign(d):
    d["ärende"]["beslut"].insert(2, {"teckna": "social-och-omsorgsdirektören"})
    d["parter"]["kommunen"]["undertecknare"] = [{"namn": "Robin Exempel"}, {"namn": "Sam Exempel"}]
    d["parter"]["idéburna"][0]["undertecknare"] = [{"namn": "Alva Exempel", "titel": "ordförande"}, {"namn": "Kim Exempel", "titel": "kassör"}]


def case_premises(d):
    d["parter"]["kommunen"] = {"art": ["lokaler"], "avser": "lokaler på Storgatan 1"}
    del d["parter"]["idéburna"][0]["ersättning"], d["ekonomi"]["index"], d["ekonomi"]["utbetalning"], d["ekonomi"]["återbetalning"]
    d["ekonomi"]["andra_finansiärer"] = {"får_sökas": "ja"}


def case_supplement(d):
    case_followed(d)
    d["tidigare"] |= {"förlängning": {"från": "2020-10-01", "till": "2020-12-31", "tilläggsavtal": "ja"}, "klausuler": ["index"]}
    del d["ekonomi"]["index"]


def case_parts_counted_up(d):
    d["ekonomi"]["utbetalning"] = {"delar": [{"månad": "januari", "belopp": 200000}, {"månad": "juli", "belopp": 100000}]}
    d["ekonomi"]["index"] |= {"avser": "alla parters insatser", "tabell": [{"år": 2022, "belopp": 662350}]}
    d["överenskommelse"]["bilagor"] = [{"rubrik": "Lokaler", "datum": "2020-09-01"}, {"rubrik": "Budget"}]
    d["parter"]["kommunen"]["medverkande"] = ["social-och-omsorgsförvaltningen"]
    d["ekonomi"]["statsstöd"] = {"form": "de minimis", "bedömning": "Stödet ryms."}
    d["period"] |= {"när_alla_undertecknat": "ja", "förlängning": {"gånger": 1, "år": 2}}


def case_part_counted_up(d):
    d["ekonomi"]["utbetalning"] = {"delar": [{"månad": "januari", "belopp": 300000}]}
    d["ekonomi"]["index"] |= {"avser": "medlen till de idéburna parterna", "tabell": [{"år": 2022, "belopp": 305700}, {"år": 2023, "belopp": 310000}]}
    d["överenskommelse"]["bilagor"] = [{"rubrik": "Lokaler"}]
    d["ärende"]["datum"] = "2025-10-01"
    d["ekonomi"]["statsstöd"] = {"form": "de minimis"}


def case_dated_part(d):
    d["ekonomi"]["utbetalning"] = {"delar": [{"månad": "januari", "belopp": 200000}, {"datum": "2021-07-01", "belopp": 100000}]}
    del d["period"]


# name, change, what has to be said in the memo, in the agreement
CASES = [
    ("a definition that breaks no rule", lambda d: None,
     ["mellan Linköpings kommun och IOGT-NTO godkänns. Den gäller 1 januari 2021–31 december 2022"], ["i två år."]),
    ("one party", case_one,
     ["mellan Linköpings kommun och stiftelsen Drivhuset godkänns.", "Partnerskapet väntas nå tio personer per år.",
      "Kommunens insats betalas ut varje månad, med en tolftedel av beloppet per år.", "Parterna kallar gemensamt till uppföljningen.",
      "Stiftelsen Drivhuset lämnar en skriftlig rapport till arbetsmarknadsnämnden en gång per år.",
      "följs upp två gånger per år och dessutom när det behövs"],
     ["det vill säga i ett år.", "Parterna utgår från riktlinjen", "Idéburen part"]),
    ("eight parties", case_eight,
     ["2. Direktören", "Information eller förhandling är påkallad i ärendet. Förhandling hölls", "- Stiftelsen Drivhuset",
      "- Ljus & Värme"],
     ["Stiftelsen Drivhuset, Kvinnor och hälsa och BRIS ansvarar för aktiviteten.",
      "Parterna möts fyra gånger per år, en gång varje kvartal. De idéburna parterna kallar till mötena.",
      "förlängas en gång med ett år, som längst till och med 31 december 2023. Arbetsmarknadsnämnden beslutar om "
      "förlängning, senast en månad före periodens slut.", "Uppsägningstiden är en månad."]),
    ("an earlier agreement, prolonged, with a party less", case_followed,
     ["mellan Linköpings kommun, IOGT-NTO och Sionförsamlingen i Linköping för perioden 1 januari 2018–30 september 2020 "
      "förlängs på samma villkor 1 oktober–31 december 2020. Kommunens kostnad för förlängningen är 50 000 kr.",
      "Det kostar kommunen 50 000 kr, räknat i proportion", "Sionförsamlingen i Linköping är inte part i det nya",
      "(högst 46 %)", "minst 350 000 kr (minst 54 %)", "Fler har fått stöd."],
     ["Partnerskapet följer på överenskommelsen om kamratstöd. Den tidigare överenskommelsen omfattar",
      "i 18 månader. Den kan därefter förlängas högst två gånger, med två år i taget, som längst till och med 30 juni 2026."]),
    ("an earlier agreement, known by name", case_named,
     ["Partnerskapet följer på överenskommelsen om kamratstöd.", "den 1 september 2019", "en kommunal insats på minst",
      "Hur uppföljningen går till står i överenskommelsen."],
     ["inom en månad, vill parterna se att:"]),
    ("amounts that change", case_changing,
     ["med en kommunal insats på minst 300 000 kr per år före uppräkning, som ändras till minst 340 000 kr den 1 juli 2021 och till minst "
      "400 000 kr den 1 januari 2022.",
      "Kommunens insats i partnerskapet motsvarar minst 7 500–20 000 kr per person",
      "tillkommer minst 400 000 kr, och kostnaden blir sammanlagt minst 1 120 000 kr. Båda beloppen är före uppräkning."],
     ["Pengarna betalas ut i förskott i två lika stora delar per år, i januari och juli. När beloppet per år ändras räknas "
      "varje utbetalning på det som gäller för den tid som den avser."]),
    ("an extension of some months", case_months,
     ["Om överenskommelsen förlängs två gånger tillkommer 300 000 kr, och kostnaden blir sammanlagt 900 000 kr."],
     ["Den kan därefter förlängas högst två gånger, med sex månader i taget, som längst till och med 31 december 2023."]),
    ("an extension of one month", case_one_month, ["förlängs en gång tillkommer 25 000 kr, och kostnaden blir sammanlagt 625 000 kr."],
     ["Den kan därefter förlängas en gång med en månad, som längst till och med 31 januari 2023."]),
    ("no money at first", case_nothing_at_first, [],
     ["inga medel; medlen ändras till 100 000 kr per år den 1 juli 2021 och till 200 000 kr den 1 januari 2022"]),
    ("small things", case_small,
     ["Pengar är sökta men inte beviljade från:\n- Allmänna arvsfonden\n",
      "1 000 kr (mindre än 1 %) och IOGT-NTO 350 000 kr (mer än 99 %).", "räknas medlen till IOGT-NTO varje år upp",
      "Samråd har hållits med social- och omsorgsnämnden.", "med Region Östergötland och socialnämnden."],
     ["har ändrats genom tre tilläggsavtal: ett den 2 maj 2019 om lokaler, ett om tider och ett om namn.",
      "Parterna följer löpande antal deltagare.", "inom 18 månader,", "inom tio år,", "ut i tre lika stora delar per år, i januari,"]),
    ("a name that ends in a full stop", case_stopped,
     ["betalas ut i januari varje år till Trampolin ek. för.", "Samråd har hållits med Trampolin ek. för. Föreningen deltar gärna.",
      "underteckna överenskommelsen om idéburet offentligt partnerskap om kamratstöd med Trampolin ek. för."],
     ["betalas ut i januari varje år till Trampolin ek. för."]),
    ("a supplementary agreement", case_supplement,
     ["underteckna överenskommelsen om idéburet offentligt partnerskap om kamratstöd med IOGT-NTO, och tilläggsavtalet som "
      "förlänger överenskommelsen om kamratstöd med IOGT-NTO och Sionförsamlingen i Linköping.",
      "med en kommunal insats på 300 000 kr per år. Den får därefter", "genom ett tilläggsavtal. Kommunens kostnad för förlängningen "
      "är 50 000 kr före uppräkning.", "Det kostar kommunen 50 000 kr före uppräkning, räknat i proportion"], []),
    ("parts that are counted up", case_parts_counted_up,
     ["Den gäller 1 januari 2021–31 december 2022, under förutsättning att alla parter har undertecknat den, med en kommunal insats "
      "på 300 000 kr per år före uppräkning. Den får därefter förlängas en gång med två år, som längst till och med 31 december 2024.",
      "- Bilaga 1 till överenskommelsen: Lokaler, 2020-09-01\n- Bilaga 2 till överenskommelsen: Budget",
      "Utöver integrations- och arbetsmarknadsförvaltningen medverkar social- och omsorgsförvaltningen i partnerskapet.",
      "stöd av mindre betydelse enligt kommissionens förordning (EU) nr 1407/2013. Stödet ryms."],
     ["Pengarna betalas ut i två delar varje år, med dessa belopp före uppräkning:\n- 200 000 kr i januari",
      "För 2022 är parternas insatser tillsammans 662 350 kr per år efter uppräkning.",
      "Till överenskommelsen hör två bilagor, som är en del av den:\n- Bilaga 1: Lokaler, 2020-09-01",
      "Statsstöd\nMedlen från kommunen ges som stöd av mindre betydelse enligt kommissionens förordning (EU) nr 1407/2013."]),
    ("one part that is counted up", case_part_counted_up,
     ["enligt kommissionens förordning (EU) 2023/2831."],
     ["Pengarna, 300 000 kr före uppräkning, betalas ut i januari varje år.",
      "Medlen till IOGT-NTO efter uppräkning", "Till överenskommelsen hör en bilaga, som är en del av den:"]),
    ("a part on a certain day", case_dated_part, ["Kommunens insats är 300 000 kr per år före uppräkning."],
     ["- 200 000 kr före uppräkning i januari varje år\n- 100 000 kr den 1 juli 2021"]),
    ("two who sign together", case_two_sign,
     ["bemyndigas att tillsammans med social- och omsorgsdirektören för Linköpings kommuns räkning underteckna"],
     ["Namnförtydligande: Robin Exempel\nTitel: Direktör för integrations- och arbetsmarknadsförvaltningen\nUnderskrift:\n"
      "Namnförtydligande: Sam Exempel\nTitel: Social- och omsorgsdirektör\nFör: IOGT-NTO",
      "Namnförtydligande: Alva Exempel\nTitel: Ordförande\nUnderskrift:\nNamnförtydligande: Kim Exempel\nTitel: Kassör"]),
    ("no money from the municipality", case_premises, ["Kommunens insats ryms i arbetsmarknadsnämndens budget."], []),
    ("what is not known", case_bare, ["Det är inte bestämt hur länge överenskommelsen gäller."], ["Pengarna går inte till resor."]),
]


def lines_of(path):
    """The paper without the marks of a draft, its no-break spaces kept."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\AUTKAST\n+", "", re.sub(r"^> \*\*Anmärkning.*\n\n?", "", text, flags=re.M))
    return [line for line in text.splitlines() if line.strip()]


def check_headings(lines, order):
    faults, place = [], -1
    for i, line in enumerate(lines):
        match = re.match(r"(#+) (?:[\d.]+ )?(.*)", line)
        if match is None:
            continue
        below = re.match(r"#+", lines[i + 1]) if i + 1 < len(lines) else re.match("", "")
        if below is not None and len(below[0]) <= len(match[1]):
            faults.append(f"nothing under ”{match[2]}”")
        if len(match[1]) == 2:
            found = [n for n, name in enumerate(order) if re.fullmatch(name, match[2])]
            if not found or found[0] <= place:
                faults.append(f"”{match[2]}” is out of place")
            place = found[0] if found else place
    return faults


def check_lines(lines):
    faults = [f"{seam}: {line}" for line in lines for seam in SEAMS
              if not line.startswith(("#", "- [", "___")) and re.search(seam, line)]
    faults += [f"no list after: {line}" for line, after in zip(lines, lines[1:])
               if line.endswith(":") and not re.match(r"(- |\d+\. |[A-ZÅÄÖ][\w ]+:)", after) and " " in line
               and not line.startswith("Ort och datum")]
    faults += [f"a list of one: {line}" for before, line, after in zip(lines, lines[1:], lines[2:])
               if re.match(r"- [^\[]", line) and before.endswith("så här:") and not after.startswith("- ")]
    return faults


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    minimal = read_yaml(program, ROOT / "guidelines/prov/minimal.yaml")
    register = read_yaml(program, ROOT / "kommun.yaml")
    for name, text in ORGANISATIONS.items():
        register["organisationer"][name] = {"namn": text, "kortnamn": text}
    register["organisationer"]["org-punkt"] = {"namn": STOPPED, "kortnamn": STOPPED}
    print(f"1..{3 * len(CASES)}")
    count, failed = 0, False
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        for part in ("guidelines", "schema", "templates"):
            (folder / part).symlink_to(ROOT / part)
        (folder / "kommun.yaml").write_text(json.dumps(register, ensure_ascii=False), encoding="utf-8")
        (folder / "agreements").mkdir()
        for i, (_, change, _, _) in enumerate(CASES):
            definition = copy.deepcopy(minimal)
            change(definition)
            (folder / f"agreements/fall-{i}.yaml").write_text(json.dumps(definition, ensure_ascii=False, indent=1),
                                                              encoding="utf-8")
        done = subprocess.run([program, "build", "--draft", "--format", "md", "--root", folder],
                              capture_output=True, check=False)
        for i, (name, _, *expected) in enumerate(CASES):
            out = folder / f"out/fall-{i}"
            papers = {"tjansteskrivelse": MEMO, "overenskommelse": AGREEMENT}
            reports = {"headings": [], "sentences": [], "what it has to say": []}
            for (paper, order), wanted in zip(papers.items(), expected):
                found = sorted(out.glob(f"{paper}.*md"))
                if not found:
                    reports["headings"].append(f"{paper} is not written: {done.stderr.decode()[:400]}")
                    continue
                lines = lines_of(found[0])
                text = "\n".join(lines).replace("\u00a0", " ")
                reports["headings"] += [f"{paper}: {fault}" for fault in check_headings(lines, order)]
                reports["sentences"] += [f"{paper}: {fault}" for fault in check_lines(lines)]
                reports["what it has to say"] += [f"{paper}: {said}" for said in wanted if said not in text]
            # A name in lower case that opens a sentence is not a name misspelt.
            reports["sentences"] += re.findall(r".*”Stiftelsen Drivhuset”.*\[IOP-P05\]", done.stderr.decode())
            for title, faults in reports.items():
                count += 1
                failed = failed or bool(faults)
                print(f"{'not ok' if faults else 'ok'} {count} - {name}: {title}")
                for fault in faults:
                    print("#", fault)
    return failed


if __name__ == "__main__":
    sys.exit(main())
