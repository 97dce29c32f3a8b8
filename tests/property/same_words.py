#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The same words in every format.

same_words.py PROGRAM PAPER.md...

Each paper is rendered in all formats; their words, read here without the program's help where that is
possible, must be equal in order. Words that a format computes for itself (heading numbers and page
numbers of Word) are left out of the comparison. Prints TAP.
"""

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser

DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VOID = {"br", "hr", "img", "meta", "link", "input"}


class Words(HTMLParser):
    """The visible words of a page, without navigation and (if asked) heading numbers."""

    def __init__(self, skip_numbers):
        super().__init__(convert_charrefs=True)
        self.skip_numbers = skip_numbers
        self.hidden = []
        self.text = []

    def is_hidden(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        return (
            tag in {"head", "nav"}
            or "visually-hidden" in classes
            or (self.skip_numbers and "nummer" in classes)
        )

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.hidden.append(self.is_hidden(tag, attributes))
        if tag not in {"em", "strong", "code", "a", "span", "mark", "data"}:
            self.text.append(" ")

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.hidden.pop()
        if tag not in {"em", "strong", "code", "a", "span", "mark", "data"}:
            self.text.append(" ")

    def handle_data(self, data):
        if not any(self.hidden):
            self.text.append(data)


def html_words(html, skip_numbers=False):
    reader = Words(skip_numbers)
    reader.feed(html)
    reader.close()
    return "".join(reader.text).split()


def docx_words(data):
    body = ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    words = []
    for paragraph in body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(W + "val", "").startswith("TOC"):
            continue
        text = []
        for node in paragraph.iter():
            if node.tag == W + "t":
                text.append(node.text or "")
            elif node.tag in {W + "br", W + "tab"}:
                text.append(" ")
        words += "".join(text).split()
    return words


def bindings(data):
    """Controls that do not show what they are bound to (ECMA-376-1, 17.5.2.6): Word would show that."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    parts = {}
    for name in archive.namelist():
        if name.startswith("customXml/itemProps"):
            ident = ET.fromstring(archive.read(name)).get(f"{DATA}itemID")
            parts[ident] = ET.fromstring(archive.read(name.replace("itemProps", "item")))
    wrong = []
    for control in ET.fromstring(archive.read("word/document.xml")).iter(W + "sdt"):
        binding = control.find(f"{W}sdtPr/{W}dataBinding")
        if binding is None:
            continue
        shown = "".join(node.text or "" for node in control.find(W + "sdtContent").iter(W + "t"))
        names = dict(re.findall(r'xmlns:(\w+)="([^"]*)"', binding.get(W + "prefixMappings")))
        root, _, path = binding.get(W + "xpath").lstrip("/").partition("/")
        part = parts[binding.get(W + "storeItemID")]
        prefix, _, tag = root.removesuffix("[1]").partition(":")
        found = part.findall(path, names) if part.tag == f"{{{names[prefix]}}}{tag}" else []
        if len(found) != 1 or found[0].text != shown:
            wrong.append(f"{binding.get(W + 'xpath')} is not ”{shown}”")
    return wrong


def render(program, name, *options, text=None):
    run = subprocess.run(
        [program, "render", *options, name], input=text, capture_output=True, check=False
    )
    return run.stdout if run.returncode == 0 else None


def difference(name, ours, theirs):
    for place, (a, b) in enumerate(zip(ours + [None], theirs + [None])):
        if a != b:
            around = " ".join(ours[max(0, place - 5) : place])
            return f"{name}: after ”{around}” there is ”{b}”, not ”{a}”"
    return None


def compare(program, paper):
    html = render(program, paper, "--format", "html")
    markdown = render(program, paper, "--format", "md")
    if html is None or markdown is None:
        return f"{paper} is not rendered"
    html = html.decode()

    def read_markdown(text):
        page = render(program, "-", "--format", "html", "--fragment", text=text.encode())
        return html_words(page.decode())

    fault = difference("md", html_words(html), read_markdown(markdown.decode()))
    docx = render(program, paper, "--format", "docx")
    if docx is not None and fault is None:
        fault = difference("docx", html_words(html, skip_numbers=True), docx_words(docx))
    return fault


def main():
    program, papers = sys.argv[1], sys.argv[2:]
    print(f"1..{len(papers)}")
    status = 0
    for number, paper in enumerate(papers, 1):
        fault = compare(program, paper)
        print(f"{'not ok' if fault else 'ok'} {number} - {paper.rsplit('/', 1)[-1]}")
        if fault:
            print(f"# {fault}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
