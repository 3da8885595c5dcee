// In the place of `npm` in a build: a command that installs packages is given the caller's settings, and nothing else is.
//
// They come over descriptor 4, which the processes that npm starts do not have; so they are in no environment but that
// of the one npm, and on no disk.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const SETTINGS = 4;
const INSTALLS = ['add', 'ci', 'clean-install', 'i', 'install'];

const [wrapper, ...args] = process.argv.slice(2);
const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== wrapper);
const env = { ...process.env, PATH: folders.join(path.delimiter) };
const command = args.find((arg) => !arg.startsWith('-'));
if (INSTALLS.includes(command) && hasSettings()) Object.assign(env, readSettings());
const { status, error } = spawnSync('npm', args, { stdio: 'inherit', env });
if (error) throw error;
process.exitCode = status ?? 1;

/** Whether this is a command of the build itself; further down, the descriptor is closed, or some file. */
function hasSettings() {
  try {
    return fs.fstatSync(SETTINGS).isSocket();
  } catch (error) {
    if (error.code === 'EBADF') return false;
    throw error;
  }
}

/** Asks for them by a line, and is answered by a line. */
function readSettings() {
  fs.writeSync(SETTINGS, '\n');
  let text = '';
  const chunk = Buffer.alloc(65_536);
  while (!text.endsWith('\n')) text += chunk.toString('utf8', 0, fs.readSync(SETTINGS, chunk));
  return JSON.parse(text);
}
