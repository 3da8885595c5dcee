import * as path from 'node:path';
import { BuildShell } from '../../../../emulators/codepipeline/builds/build-shell';

/** Runs a build that does not end by itself, until it is killed. */
const [cwd] = process.argv.slice(2);
void new BuildShell().run('sleep 60 & echo $! > child; echo $$ > shell; wait', {
  cwd,
  env: { PATH: process.env.PATH ?? '' },
  logFile: path.join(cwd, 'log'),
  npmSettings: {},
});
