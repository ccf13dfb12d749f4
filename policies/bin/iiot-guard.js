#!/usr/bin/env node
// A plain file, so that npm can link it before `prepare` has compiled the rest.
const { main } = require('../dist/cli/main.js');

// A reader that stops early (`| head`) is no fault, and does not change what was decided.
let unwritten = 0;
process.stdout.on('error', (fault) => {
  if (fault.code === 'EPIPE') return;
  unwritten = 2;
  process.exitCode = unwritten;
  process.stderr.write(`error: standard output: cannot be written (${fault.code}).\n`);
});
process.stderr.on('error', () => {});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = unwritten || code;
});
