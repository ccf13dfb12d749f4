// `npm run bench [-- --quick]`. The benchmark is written in TypeScript and shares the test suite's stand-ins, so it is
// translated on the way in; type errors are the type check's business.
require('ts-node').register({
  transpileOnly: true,
  skipProject: true,
  compilerOptions: { module: 'commonjs', target: 'es2022', esModuleInterop: true },
});
require('./bench').main(process.argv.slice(2));
