// The SDK's word about the next version of Node.js is not about what is done here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

import { Command, InvalidArgumentError, Option } from 'commander';
import { changeText, markdownReview, printReview, Review, shortReview } from '../../lib/review';
import { loadDistribution } from '../shared/configuration/load-distribution';
import { HELP } from '../shared/terminal/help';
import { printer } from '../shared/terminal/print';
import { reviewAssemblies, reviewTree } from './review-tree';

/** Exit code where something is widened and `--fail-on widened` was said; 1 is for what could not be done. */
const WIDENED = 2;

interface Options {
  readonly base?: string;
  readonly deployed?: boolean;
  readonly profile?: string;
  readonly before?: string;
  readonly after?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly failOn?: 'widened';
}

const program = new Command()
  .configureHelp(HELP)
  .description('Say what a change does: who gains or loses what, and everything else that becomes different')
  .option('--base <ref>', 'compare the working tree with this commit, not with the branch that pushes go to')
  .addOption(
    new Option('--deployed', 'compare it with what is deployed, under the review role').conflicts('base'),
  )
  .addOption(new Option('--before <directory>', 'compare two cloud assemblies: this one').conflicts('base'))
  .addOption(new Option('--after <directory>', 'and this one').conflicts(['base', 'deployed']))
  .option('--profile <name>', 'profile of the AWS CLI, for --deployed')
  .addOption(new Option('--json', 'print the changes as JSON').conflicts('markdown'))
  .option('--markdown', 'print them as Markdown, for a comment or a job summary')
  .addOption(new Option('--fail-on <severity>', 'exit with 2 if anything is widened').argParser(severity));

function severity(value: string): 'widened' {
  if (value === 'widened') return value;
  throw new InvalidArgumentError("Expected 'widened', the only one that a check can stop at.");
}

async function find({ base, deployed, before, after }: Options): Promise<Review> {
  if (before !== undefined || after !== undefined) {
    if (before === undefined || after === undefined) {
      throw new Error('one cloud assembly is named, expected two: say both --before and --after');
    }
    return reviewAssemblies(before, after);
  }
  if (deployed) {
    // Only here AWS is called, and its clients take long to load.
    const { reviewAgainstDeployed } = await import('./review-against-deployed.js');
    return reviewAgainstDeployed(process.cwd());
  }
  return reviewTree(process.cwd(), base, (await loadDistribution()).source.branch);
}

/** For other programs: `text` says the change, `short` all of them in the room that an approval has. */
function json(review: Review): string {
  const changes = review.changes.map(({ kind, severity: how, stage, resource, phrase }) => ({
    kind,
    severity: how,
    stage,
    resource,
    text: changeText({ phrase, resource }),
  }));
  return JSON.stringify({ changes, unread: review.unread, short: shortReview(review) }, undefined, 2);
}

async function main(): Promise<void> {
  const options = program.parse().opts<Options>();
  if (options.profile) process.env.AWS_PROFILE = options.profile;
  const review = await find(options);
  const print = options.json ? json : options.markdown ? markdownReview : printReview;
  printer()(print(review));
  const isUnread = review.unread.length > 0;
  if (isUnread) process.exitCode = 1;
  const isWidened = isUnread || review.changes.some((change) => change.severity === 'widened');
  if (options.failOn === 'widened' && isWidened) process.exitCode = WIDENED;
}

main().catch((error: Error) => {
  // It may name what an assembly's maker chose: nothing of that moves a cursor.
  console.error(error.message.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, ' '));
  process.exitCode = 1;
});
