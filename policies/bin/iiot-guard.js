#!/usr/bin/env node
// A plain file, so that npm can link it before `prepare` has compiled the rest.
const { main } = require('../dist/cli/main.js');

// A reader that stops early (`| head`) is no fault.
process.stdout.on('error', (fault) => process.exit(fault.code === 'EPIPE' ? 0 : 3));

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
