import { account, connectionArn, region } from '../../../lib/config/fields/aws-fields';
import { IdentityProvider, STAGE_NAMES, StageName } from '../../../lib/config/distribution';
import { Check, distributionName, oneOf } from '../../../lib/config/fields/fields';
import { topicArn } from '../../../lib/config/fields/notification-fields';
import { repository } from '../../../lib/config/fields/github-fields';
import { Place } from './place';

type OfStages<T> = Readonly<Partial<Record<StageName, T>>>;

/** What an administrator says in place of the configuration, as the command line gives it. */
export interface Flags {
  readonly name?: string;
  readonly repository?: string;

  /** `false` is that a connection is created, whatever the configuration says. */
  readonly connectionArn?: string | false;

  /** `own` is that a topic is made, `none` that nobody is told, whatever the configuration says; else its ARN. */
  readonly notifications?: string;
  readonly pipeline?: Place;
  readonly stages: OfStages<Place>;
  readonly identityProviders: OfStages<IdentityProvider>;
}

export const parseDistributionName = (text: string) => expectValid('--name', text, distributionName);
export const parseRepository = (text: string) => expectValid('--repository', text, repository);
export const parseConnectionArn = (text: string) => expectValid('--connection-arn', text, connectionArn);
export const parseNotifications = (text: string) =>
  ['own', 'none'].includes(text) ? text : expectValid('--notifications', text, topicArn);
export const parseTrusted = (text: string) => expectValid('--trust', text, account);

/** `aws://ACCOUNT/REGION`, or the same without `aws://`. @throws Error when it is none, or no region is called so */
export function parsePlace(text: string): Place {
  const [, account, name] = /^(?:aws:\/\/)?(\d{12})\/([^/]+)$/.exec(text) ?? [];
  if (account) return { account, region: expectValid(text, name, region) };
  throw new Error(
    `'${text}' is no environment, expected aws://ACCOUNT/REGION such as aws://111111111111/eu-west-1`,
  );
}

/** Adds `Release=aws://ACCOUNT/REGION` to what was said of other stages. */
export function parseStage(text: string, before: OfStages<Place>): OfStages<Place> {
  const { stage, value } = splitStage('--stage', text, 'aws://111111111111/eu-west-1');
  return { ...before, [stage]: parsePlace(value) };
}

/** Adds `Release=existing`, or `existing` for all stages, to what was said before; the last one counts. */
export function parseIdentityProvider(
  text: string,
  before: OfStages<IdentityProvider>,
): OfStages<IdentityProvider> {
  const flag = '--identity-provider';
  const expectProvider = (value: string) =>
    expectValid(flag, value, oneOf('create', 'existing')) as IdentityProvider;
  if (text.includes('=')) {
    const { stage, value } = splitStage(flag, text, 'existing');
    return { ...before, [stage]: expectProvider(value) };
  }
  const provider = expectProvider(text);
  return { Development: provider, Master: provider, Release: provider };
}

function splitStage(flag: string, text: string, example: string): { stage: StageName; value: string } {
  const [, name, value = ''] = /^([^=]*)=?(.*)$/.exec(text) ?? [];
  const stage = STAGE_NAMES.find((one) => one === name);
  if (stage) return { stage, value };
  throw new Error(
    `${flag} '${text}' begins with no stage, expected ${STAGE_NAMES.join(', ')}; say ${flag} Release=${example} for instance`,
  );
}

/** @throws Error with what the configuration's own check says of a value */
function expectValid(what: string, value: string, check: Check): string {
  const mistake = check(value);
  if (!mistake) return value;
  throw new Error(`${what} '${value}' is invalid, expected ${mistake.expected}; ${mistake.fix}`);
}
