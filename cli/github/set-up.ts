import * as fs from 'node:fs';
import { Distribution, STAGE_NAMES, StageName } from '../../lib/config';
import { refusePlaceholders } from '../../lib/config/placeholders';
import { askYesOrNo } from '../shared/terminal/ask';
import { chooseImages } from '../shared/images';
import { Print } from '../shared/terminal/print';
import { placesOf } from '../shared/stage-stacks';
import { NoAccount, readAccount, showAccount } from './acting-account';
import { byHand, idsByHand } from './by-hand';
import { applyAll } from './changes/apply';
import { CONFIGURATION, ImageEntry } from './configuration/configuration-text';
import { repositoriesWithoutIds } from './configuration/ids';
import { wantedEnvironments } from './configuration/wanted-environments';
import { GitHubPlan, PlanOptions, readPlan, Scope } from './plan';
import { reportSkippedStages, showPlan } from './show-plan';

export interface SetUpOptions extends PlanOptions {
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
 * @throws Error when a repository is still a shipped one, and the account no local one
 */
export async function setUpGitHub(
  load: () => Promise<Distribution>,
  imageNames: readonly string[],
  options: SetUpOptions,
  print: Print,
): Promise<number> {
  expectOneAnswer(options);
  const stageNames = options.stage.length > 0 ? options.stage.map(expectStage) : STAGE_NAMES;
  const text = fs.readFileSync(CONFIGURATION, 'utf8');
  // GitHub is asked about these before the configuration can be loaded.
  const written = ImageEntry.all(text).filter(({ hasRepository }) => hasRepository);
  refusePlaceholders(
    written.map(({ repository }) => repository),
    process.env.AWS_ENDPOINT_URL,
  );
  const scope = { text, load: () => loadOwn(load), imageNames, stageNames };
  const account = await readAccount();
  if ('reason' in account) {
    print(await allByHand(scope, account));
    return 1;
  }
  print(`${showAccount(account)}\n`);
  const plan = await readPlan(scope, options);
  print(showPlan(plan));
  const code = plan.changes.length > 0 ? await carryOut(plan, options, print) : 0;
  return plan.problems.length > 0 ? 1 : code;
}

async function loadOwn(load: () => Promise<Distribution>): Promise<Distribution> {
  const distribution = await load();
  const { source, images } = distribution;
  const repositories = images.map(({ github }) => `${github.owner}/${github.repository}`);
  refusePlaceholders([source.repository, ...repositories], process.env.AWS_ENDPOINT_URL);
  return distribution;
}

async function allByHand(
  { text, load, imageNames, stageNames }: Scope,
  { reason }: NoAccount,
): Promise<string> {
  const withoutIds = repositoriesWithoutIds(text);
  if (withoutIds.length > 0) return idsByHand(withoutIds, reason);
  const distribution = await load();
  const images = chooseImages(distribution, imageNames);
  const { environments, elsewhere } = await wantedEnvironments(distribution, images, stageNames);
  const skipped = elsewhere.length > 0 ? [reportSkippedStages(placesOf(distribution, elsewhere))] : [];
  return [...skipped, byHand(distribution, environments, reason)].join('\n\n');
}

/** Asks, and does what is planned. @returns the exit code */
async function carryOut(
  { changes, isOfIds }: GitHubPlan,
  { yes, dryRun }: SetUpOptions,
  print: Print,
): Promise<number> {
  if (dryRun) {
    print('\nNothing was changed: this was a dry run.');
    if (isOfIds) print('The rest can be planned once the ids are written.');
    return 0;
  }
  if (!yes && !(await confirm())) {
    print('Nothing was changed.');
    return 1;
  }
  await applyAll(changes, print);
  if (isOfIds) {
    print(`\nCommit and push ${CONFIGURATION}; once the images are released, run this again for the rest.`);
  }
  return 0;
}

async function confirm(): Promise<boolean> {
  if (process.stdin.isTTY) return (await askYesOrNo('\nDo this? (yes/no)')) ?? false;
  throw new Error('there is no terminal to ask at, expected --yes or --dry-run: say one');
}

function expectOneAnswer({ reviewer, reviewers }: SetUpOptions): void {
  if (reviewers || reviewer.length === 0) return;
  throw new Error(
    `--no-reviewers is said beside --reviewer ${reviewer.join(', ')}, expected one of the two, as Release would have nobody: leave one out`,
  );
}

function expectStage(name: string): StageName {
  const stage = STAGE_NAMES.find((one) => one === name);
  if (stage) return stage;
  throw new Error(`--stage is '${name}', expected one of ${STAGE_NAMES.join(', ')}: say one of them`);
}
