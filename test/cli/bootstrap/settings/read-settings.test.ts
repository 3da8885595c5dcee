import * as fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Flags } from '../../../../cli/bootstrap/settings/flags';
import { readSettings } from '../../../../cli/bootstrap/settings/read-settings';
import { defineDistribution, STAGE_NAMES, StageConfig } from '../../../../lib/config';
import { arbitraryDistribution } from '../../../lib/arbitrary-distribution';
import { NO_FLAGS, read, refusal, refused, written } from './written-settings';

test('what is read is what running it would give', () => {
  fc.assert(
    fc.property(arbitraryDistribution(3), (input) => {
      const { name, source, pipeline, stages, notifications } = defineDistribution(input);
      const found = read(JSON.stringify(input));
      expect(found.notifications?.topicArn).toBe(notifications?.topicArn);
      expect(found.notifications === undefined).toBe(notifications === undefined);
      expect(found).toMatchObject({
        name,
        source: { repository: source.repository, connectionArn: source.connectionArn },
        pipeline,
        stages: Object.fromEntries(STAGE_NAMES.map((stage) => [stage, settingsOf(stages[stage])])),
      });
    }),
  );
});

function settingsOf({ account, region, identityProvider }: StageConfig) {
  return { account, region, identityProvider };
}

test('the configuration of this checkout is read', () => {
  const text = fs.readFileSync(path.resolve(__dirname, '../../../../distribution.config.ts'), 'utf8');
  expect(readSettings(text, NO_FLAGS).source.repository).toBeTruthy();
});

test('literals may be written in any way', () => {
  const settings = readSettings(
    `import { type Distribution, defineDistribution as define } from "./lib/config";
     export default (define({
       'name': \`acme\` as const, // no comment
       ["source"]: <const>{ "repository": ('a/b'), branch: BRANCH },
       pipeline: { account: /* ours */ '111111111111', region: 'eu-west-1' }!,
       identityProvider: 'create', identityProvider: 'existing',
       stages: { Release: { environment: env(), lifecycle: days() } } satisfies object,
       images: await images(),
     })) satisfies Distribution;`,
    NO_FLAGS,
  );
  expect(settings).toMatchObject({
    name: 'acme',
    source: { repository: 'a/b' },
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: { Master: { identityProvider: 'existing' }, Release: { account: '111111111111' } },
  });
});

test('all settings may be said by flags', () => {
  const settings = readSettings('export default elsewhere();', {
    name: 'acme',
    repository: 'a/b',
    connectionArn: false,
    pipeline: { account: '111111111111', region: 'eu-west-1' },
    stages: {
      Development: { account: '222222222222', region: 'eu-west-1' },
      Master: { account: '333333333333', region: 'eu-west-1' },
      Release: { account: '444444444444', region: 'us-east-1' },
    },
    identityProviders: { Development: 'create', Master: 'create', Release: 'existing' },
    notifications: 'none',
  });
  expect(settings.notifications).toBeUndefined();
  expect(settings).toMatchObject({
    name: 'acme',
    source: { repository: 'a/b', connectionArn: undefined },
    stages: { Release: { account: '444444444444', region: 'us-east-1', identityProvider: 'existing' } },
  });
});

const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:theirs';
const telling = (notifications: string, flags: Partial<Flags> = {}) =>
  read(`{ source: { repository: 'a/b' }, images: [], notifications: ${notifications} }`, flags).notifications;

test('whether people are told, and by which topic, is read; who they are is not', () => {
  expect(read(`{ source: { repository: 'a/b' }, images: [] }`).notifications).toBeUndefined();
  expect(telling('{ emails: team() }')?.topicArn).toBeUndefined();
  expect(telling('{ emails: team() }')).toBeDefined();
  expect(telling(`{ topicArn: '${TOPIC}' }`)).toMatchObject({ topicArn: TOPIC });
});

test.each([
  ['own', undefined],
  [TOPIC, TOPIC],
])('--notifications %s counts before the configuration', (notifications, topicArn) => {
  for (const written of [`{ topicArn: '${TOPIC}2' }`, 'others()']) {
    expect(telling(written, { notifications })).toEqual({ topicArn });
  }
});

test('--notifications none is that nobody is told', () => {
  expect(telling('others()', { notifications: 'none' })).toBeUndefined();
});

test('a flag counts before the configuration', () => {
  const pipeline = { account: '111111111111', region: 'us-east-1' };
  const settings = read(
    `{ name: 'acme', source: { repository: 'a/b', connectionArn: '${connection('1')}' },
       pipeline: { account: '222222222222', region: 'eu-west-1' }, images: [],
       stages: { Release: { identityProvider: 'create' } } }`,
    { connectionArn: connection('2'), pipeline, identityProviders: { Release: 'create' }, name: 'other' },
  );
  expect(settings).toMatchObject({
    name: 'other',
    source: { connectionArn: connection('2') },
    pipeline,
    stages: { Release: pipeline },
  });
});

test('values are checked as a synth checks them, and keys too', () => {
  const found = refused(`{
    name: 'Acme', source: { repository: 'a/b', brnch: 'x' }, pipeline: { account: 1_23, acount: 'x' },
    stages: { Release: { account: '222222222222' } }, images: whatever() }`);
  expect(found).toMatchObject({
    name: ["'Acme'", "write 'acme'"],
    'source.brnch': ["the unknown key 'brnch'", "write 'branch', if that is what was meant"],
    'pipeline.account': ['123', "write '000000000123', with quotes"],
    'pipeline.acount': ["the unknown key 'acount'", expect.stringContaining('account') as string],
    pipeline: [expect.anything(), expect.stringContaining('add region')],
  });
});

test('what is no TypeScript is refused with what the parser says', () => {
  expect(refusal(written("{ name: 'a' source: {} }")).message).toContain("received: ',' expected.");
});

function connection(id: string): string {
  return `arn:aws:codeconnections:eu-west-1:111111111111:connection/${id}`;
}
