import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Variables by which npm is told how to reach a registry, as another setting would be none of the source's. */
const CONNECTION =
  /^npm_config_(registry|ca|cafile|cert|key|proxy|https[-_]proxy|noproxy|strict[-_]ssl|@.+:registry|\/\/.+)$/i;

/** A variable that a file of npm's refers to (npm Docs, "npmrc"). */
const REFERENCE = /\$\{([^${}?]+)\??\}/g;

/** The file of a company's CA where npm looks for it below HOME. */
const CA_AT_HOME = /^\s*cafile\s*=\s*["']?~\//m;

/** Where npm's files are, and variables for it; they may hold tokens, so that they are never printed or written. */
export type NpmSettings = Readonly<Record<string, string>>;

/**
 * How npm on this machine reaches its registry: the files of the user and of the machine, and what belongs to them.
 *
 * A build has a HOME and an environment of its own, so that npm would find neither a company's CA nor the token of
 * a private registry.
 *
 * @throws Error when npm does not say where its files are
 */
export async function readNpmSettings(caller: NodeJS.ProcessEnv = process.env): Promise<NpmSettings> {
  const settings: Record<string, string> = {};
  const { stdout } = await run('npm', ['config', 'get', 'globalconfig', 'userconfig'], { env: caller });
  for (const line of stdout.trim().split('\n')) {
    const [name] = line.split('=', 1);
    const file = line.slice(name.length + 1);
    // npm does without a file that is not there, or that it may not read.
    const text = await fs.readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    settings[`npm_config_${name}`] = file;
    const variables = Array.from(text.matchAll(REFERENCE), ([, variable]) => variable);
    if (CA_AT_HOME.test(text)) variables.push('HOME');
    for (const variable of variables) {
      if (caller[variable] !== undefined) settings[variable] = caller[variable];
    }
  }
  for (const [name, value] of Object.entries(caller)) {
    if (value && CONNECTION.test(name)) settings[name] = value;
  }
  return settings;
}

let settings: Promise<NpmSettings> | undefined;

/** The same for all builds of this process. */
export function npmSettings(): Promise<NpmSettings> {
  return (settings ??= readNpmSettings());
}

/** What is handed on, for a person: files by their paths, variables by their names. */
export function describeNpmSettings(settings: NpmSettings): string[] {
  const isFile = (name: string) => /^npm_config_(global|user)config$/.test(name);
  return Object.entries(settings).map(([name, value]) => (isFile(name) ? value : name));
}
