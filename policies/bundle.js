// Puts the compiled modules together in a few small files, because loading hundreds takes longer than checking a whole
// template. `npm pack` and `npm publish` ship these; a work tree keeps one file for each module, which can be read.
//
//     node bundle.js FOLDER          writes them to FOLDER, inside this package
//     node bundle.js --if-packing    replaces what was compiled into `dist`, but only when npm packs
const { readdirSync, rmSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** What is loaded from outside; the last two in a thread of ours, and by the program under preview in its own process. */
const entries = [
  'index',
  'exempt',
  'pack',
  'testing/index',
  'testing/matchers',
  'cli/main',
  'cli/check-worker',
  'sources/preview/preload',
];

async function run(folder) {
  // Loaded here: an installation without development packages bundles nothing and has no need of it.
  const { rolldown } = require('rolldown');
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(__dirname, 'src', `${name}.ts`)])),
    platform: 'node',
    // Other packages are installed beside this one, but not what the bundler itself puts in.
    external: (id) => /^[^./]/.test(id) && !id.startsWith('@oxc-project/runtime'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({
    dir: folder,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name].js',
    minify: true,
  });
  await bundle.close();
}

const dist = join(__dirname, 'dist');
const [target] = process.argv.slice(2);
const isPacking = ['pack', 'publish'].includes(process.env.npm_command ?? '');
if (target !== '--if-packing') {
  run(resolve(target));
} else if (isPacking) {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.js')) rmSync(join(dist, name));
  run(dist);
}
