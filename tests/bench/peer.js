// SPDX-License-Identifier: EUPL-1.2
// Fills Word files with docxtemplater, as if each were a template, and prints the milliseconds of
// processor time that one round over all of them takes, warm: the median of 31.
//
//     node peer.js FILE.docx...
const fs = require("fs");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const files = process.argv.slice(2).map((name) => fs.readFileSync(name));
const rounds = [];
for (let round = 0; round < 41; round++) {
    const start = process.cpuUsage();
    for (const bytes of files) {
        const filled = new Docxtemplater(new PizZip(bytes), { paragraphLoop: true });
        filled.render({});
        filled.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    }
    const used = process.cpuUsage(start);
    rounds.push((used.user + used.system) / 1000);
}
console.log(rounds.slice(10).sort((a, b) => a - b)[15].toFixed(3));
