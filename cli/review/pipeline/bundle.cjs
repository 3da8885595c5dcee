/**
 * Puts the review program into the assembly, for the pipeline's build to run it without installing anything.
 *
 * After the synth and not within: everyday commands synthesise too, and need no program.
 */
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { buildSync } = require('esbuild');

const [, , assembly = 'cdk.out'] = process.argv;
const folder = path.join(assembly, 'review');
buildSync({
  entryPoints: [path.join(__dirname, 'main.ts')],
  outfile: path.join(folder, 'lib', 'review.cjs'),
  bundle: true,
  minify: true,
  // An error names the functions that it went through.
  keepNames: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
});

// What CloudFormation's properties are, which the library that compares resources reads from above its own folder.
const library = createRequire(require.resolve('@aws-cdk/cloudformation-diff'));
fs.copyFileSync(library.resolve('@aws-cdk/aws-service-spec/db.json.gz'), path.join(folder, 'db.json.gz'));
