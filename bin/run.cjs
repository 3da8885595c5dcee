/**
 * Runs `app.ts` as `cdk synth` wants it: soon.
 *
 * One bundle of the project's own files, made in memory, loads in a third of the time that it takes to
 * load them one by one through a compiler; `npm run verify` checks the types.
 */
const { buildSync } = require('esbuild');
const Module = require('node:module');
const path = require('node:path');

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, 'app.ts')],
  bundle: true,
  packages: 'external',
  platform: 'node',
  write: false,
});

const app = new Module(path.join(__dirname, 'app.js'), module);
app.filename = app.id;
app.paths = module.paths;
app._compile(outputFiles[0].text, app.id);
