import * as fs from 'node:fs';
import * as readline from 'node:readline/promises';
import { Distribution, ImageConfig, STAGE_NAMES, StageName } from '../../lib/config';
import { branchProtectionChanges } from './changes/branch-protection';
import { placesOf } from '../shared/stage-stacks';
import { byHand, idsByHand } from './by-hand';
import { apply, Change, showChange } from './changes/change';
import { codeOwnerChanges } from './changes/code-owners';
import { CONFIGURATION } from './configuration/configuration-text';
import { defaultBranchFindings } from './configuration/default-branch';
import { environmentChanges } from './changes/environment-changes';
import { isReady } from './gh';
import { idChanges, repositoriesWithoutIds } from './configuration/ids';
import { findReviewers } from './reviewers';
import { wantedEnvironments } from './configuration/wanted-environments';

export interface SetUpOptions {
  /** Logins and `org/team` of who may agree to a release. */
  readonly reviewer: readonly string[];

  /** False when Release is to have none. */
  readonly reviewers: boolean;

  /** Logins and `org/team` of the code owners. */
  readonly owner: readonly string[];

  /** Stages whose environments are made. @default - all */
  readonly stage: readonly string[];
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Sets GitHub up for a distribution: ids, environments, branch protection, code owners.
 *
 * All is read and checked before anything is changed; a second run changes only what differs.
 *
 * @param load Loads the configuration, which may lack ids until they are written
 * @returns the exit code
 */
export async function setUpGitHub(
  load: () => Promise<Distribution>,
  imageNames: readonly string[],
  options: SetUpOptions,
): Promise<number> {
  const stageNames = options.stage.length > 0 ? options.stage.map(expectStage) : STAGE_NAMES;
  const text = fs.readFileSync(CONFIGURATION, 'utf8');
  if (!isReady()) {
    console.log(await allByHand(text, load, imageNames, stageNames));
    return 1;
  }
  const ids = await idChanges(text);
  if (ids.length > 0) {
    const code = await carryOut(ids, options);
    if (options.dryRun) console.log('The rest can be planned once the ids are written.');
    else if (code === 0) {
      console.log(
        `\nCommit and push ${CONFIGURATION}; once the images are released, run this again for the rest.`,
      );
    }
    return code;
  }
  const distribution = await load();
  const images = choose(distribution, imageNames);
  return carryOut(await changesOf(distribution, images, stageNames, options), options);
}

async function allByHand(
  text: string,
  load: () => Promise<Distribution>,
  imageNames: readonly string[],
  stageNames: readonly StageName[],
): Promise<string> {
  const withoutIds = repositoriesWithoutIds(text);
  if (withoutIds.length > 0) return idsByHand(withoutIds);
  const distribution = await load();
  const wanted = await wantedEnvironments(distribution, choose(distribution, imageNames), stageNames);
  sayWhatIsElsewhere(distribution, wanted.elsewhere);
  return byHand(distribution, wanted.environments);
}

/** Nobody's credentials reach two accounts, so there the command is run once for each. */
function sayWhatIsElsewhere(distribution: Distribution, elsewhere: readonly StageName[]): void {
  if (elsewhere.length === 0) return;
  const places = placesOf(distribution, elsewhere);
  console.log(`Left out: ${places}. Run this with the credentials of each, too: say --profile NAME.\n`);
}

async function changesOf(
  distribution: Distribution,
  images: readonly ImageConfig[],
  stageNames: readonly StageName[],
  { owner, reviewer, reviewers }: SetUpOptions,
): Promise<Change[]> {
  const { environments, elsewhere } = await wantedEnvironments(distribution, images, stageNames);
  sayWhatIsElsewhere(distribution, elsewhere);
  const repositories = new Set(environments.map(({ repository }) => repository));
  for (const finding of await defaultBranchFindings(repositories)) console.log(`${finding}\n`);
  const named = reviewers ? (reviewer.length > 0 ? await findReviewers(reviewer) : undefined) : [];
  const changes: Change[] = [];
  // Release first: what a plan cannot do is refused there, before anything has changed.
  for (const environment of environments.toSorted((a, b) => b.stageName.localeCompare(a.stageName))) {
    changes.push(...(await environmentChanges(environment, named)));
  }
  const { repository, branch } = distribution.source;
  return [...changes, ...(await branchProtectionChanges(repository, branch)), ...codeOwnerChanges(owner)];
}

/** Shows the plan, asks, and does it. */
async function carryOut(changes: readonly Change[], { yes, dryRun }: SetUpOptions): Promise<number> {
  if (changes.length === 0) {
    console.log('GitHub is set up as it should be; nothing to do.');
    return 0;
  }
  console.log(['To be changed:', ...changes.map(showChange)].join('\n'));
  if (dryRun) {
    console.log('\nNothing was changed: this was a dry run.');
    return 0;
  }
  if (!yes && !(await agrees())) {
    console.log('Nothing was changed.');
    return 1;
  }
  for (const change of changes) await apply(change);
  return 0;
}

async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new Error('there is no terminal to ask at, expected --yes or --dry-run: say one');
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('\nDo it? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function choose({ images }: Distribution, names: readonly string[]): readonly ImageConfig[] {
  for (const name of names) {
    if (images.some((image) => image.name === name)) continue;
    const all = images.map((image) => image.name).join(', ');
    throw new Error(`there is no image '${name}', expected one of ${all}: see ${CONFIGURATION}`);
  }
  return names.length > 0 ? images.filter(({ name }) => names.includes(name)) : images;
}

function expectStage(name: string): StageName {
  const stage = STAGE_NAMES.find((one) => one === name);
  if (stage) return stage;
  throw new Error(`--stage is '${name}', expected one of ${STAGE_NAMES.join(', ')}: say one of them`);
}
