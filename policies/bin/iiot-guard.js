#!/usr/bin/env node
// A plain file, so that npm can link it before `prepare` has compiled the rest.
require('../dist/cli/main.js');
