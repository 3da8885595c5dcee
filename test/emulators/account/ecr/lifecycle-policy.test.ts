import {
  CreateRepositoryCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { LocalAccount } from '../../../../emulators/account/local-account';
import { refusalOf } from '../support/refusal-of';
import { openAccount, START_TIMEOUT } from '../support/open-account';
import { TestStack } from '../support/test-stack';

let account: LocalAccount;
let ecr: ECRClient;

beforeAll(async () => {
  account = await openAccount();
  ecr = new ECRClient(account.sdk());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'images' }));
}, START_TIMEOUT);
afterAll(() => account.stop());

const put = (lifecyclePolicyText: string) =>
  ecr.send(new PutLifecyclePolicyCommand({ repositoryName: 'images', lifecyclePolicyText }));
const text = (...rules: object[]) => JSON.stringify({ rules });
const rule = (rulePriority: unknown, selection: object = {}, action: object = { type: 'expire' }) => ({
  rulePriority,
  selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 3, ...selection },
  action,
});
const days = (countType: string, countNumber: number) => ({ countType, countNumber, countUnit: 'days' });
const archive = { type: 'transition', targetStorageClass: 'archive' };
const any = { tagStatus: 'any' };

test.each([
  ['untagged images that expire', text(rule(1))],
  ['tags by prefix', text(rule(1, { tagStatus: 'tagged', tagPrefixList: ['v'] }))],
  ['tags by pattern', text(rule(1, { tagStatus: 'tagged', tagPatternList: ['*.*.*-*'] }))],
  ['any image last', text(rule(1), rule(2, any))],
  ['fifty rules', text(...Array.from({ length: 50 }, (_, index) => rule(index + 1)))],
  [
    'archiving, and an end in the archive',
    text(
      rule(1, { ...any, ...days('sinceImagePulled', 180) }, archive),
      rule(2, { ...any, storageClass: 'archive', ...days('sinceImageTransitioned', 365) }),
    ),
  ],
])('takes %s', async (_, policy) => {
  await put(policy);
  const answer = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName: 'images' }));
  expect(answer.lifecyclePolicyText).toBe(policy);
});

const REFUSED: [string, string, string][] = [
  ['what is no JSON', 'rules', 'expected a JSON document with rules'],
  ['no rules', '{}', 'expected a JSON document with rules'],
  ['rules that are no list', '{"rules":{}}', 'expected a JSON document with rules'],
  ['a rule that is no object', text([]), 'expected a JSON document with rules'],
  ['a priority of zero', text(rule(0)), 'rulePriority has to be a positive integer'],
  ['a priority in words', text(rule('1')), 'rulePriority has to be a positive integer'],
  ['a priority twice', text(rule(1), rule(1)), 'rulePriority has to be unique'],
  ['an unknown tag status', text(rule(1, { tagStatus: 'all' })), 'tagStatus has to be'],
  [
    'tagged without tags',
    text(rule(1, { tagStatus: 'tagged' })),
    'tagPrefixList or tagPatternList goes with',
  ],
  [
    'tags of untagged images',
    text(rule(1, { tagPrefixList: ['v'] })),
    'tagPrefixList or tagPatternList goes with',
  ],
  [
    'five wildcards',
    text(rule(1, { tagStatus: 'tagged', tagPatternList: ['*.*.*.*.*'] })),
    'at most 4 wildcards',
  ],
  ['an unknown count type', text(rule(1, { countType: 'sinceImageBuilt' })), 'countType has to be one of'],
  ['a count of zero', text(rule(1, { countNumber: 0 })), 'countNumber has to be a positive integer'],
  ['days without a unit', text(rule(1, { countType: 'sinceImagePushed' })), 'countUnit days goes with'],
  ['a number in days', text(rule(1, { countUnit: 'days' })), 'countUnit days goes with'],
  [
    'an unknown action',
    text(rule(1, {}, { type: 'delete' })),
    "action's type has to be expire or transition",
  ],
  ['an unknown class', text(rule(1, {}, { type: 'transition' })), 'targetStorageClass has to be archive'],
  [
    'time in the archive outside it',
    text(rule(1, days('sinceImageTransitioned', 90))),
    'sinceImageTransitioned goes with storageClass archive',
  ],
  [
    'time since the push in the archive',
    text(rule(1, { storageClass: 'archive', ...days('sinceImagePushed', 90) })),
    'every other countType with standard',
  ],
  ['an unknown storage class', text(rule(1, { storageClass: 'glacier' })), 'storageClass archive'],
  [
    'archiving of what is in the archive',
    text(rule(1, { storageClass: 'archive', ...days('sinceImageTransitioned', 90) }, archive)),
    'an archived image cannot move to the archive',
  ],
  [
    'an end with a target',
    text(rule(1, {}, { type: 'expire', targetStorageClass: 'archive' })),
    'targetStorageClass goes with transition only',
  ],
  [
    'prefixes and patterns',
    text(rule(1, { tagStatus: 'tagged', tagPrefixList: ['v'], tagPatternList: ['v*'] })),
    'do not go together',
  ],
  [
    'fifty-one rules',
    text(...Array.from({ length: 51 }, (_, index) => rule(index + 1))),
    'a policy has at most 50 rules',
  ],
  ['a null', text(rule(1, {}, { type: 'expire', targetStorageClass: null })), 'has to be a string'],
  ['a truth for a number', text(rule(1, { countNumber: true })), 'countNumber has to be an integer'],
  ['an action in words', text({ ...rule(1), action: 'expire' }), 'action has to be an object'],
  ['no selection', text({ ...rule(1), selection: undefined }), 'have to be objects'],
  [
    'patterns that are no strings',
    text(rule(1, { tagStatus: 'tagged', tagPatternList: [1] })),
    'tagPatternList has to be a list of strings',
  ],
  ['a misspelled member', text(rule(1, { countUnits: 'days' })), 'countUnits is not allowed'],
  [
    'less than 90 days in the archive',
    text(rule(1, { storageClass: 'archive', ...days('sinceImageTransitioned', 89) })),
    'archived images are kept for 90 days at least',
  ],
  ['any image before others', text(rule(1, any), rule(2)), 'has to have the highest rulePriority'],
  ['any image twice', text(rule(1, any), rule(2, any)), 'only one rule'],
];

test.each(REFUSED)('rejects %s', async (_, policy, words) => {
  const refusal = await refusalOf(put(policy));
  expect(refusal).toContain('InvalidParameterException');
  expect(refusal).toContain(words);
});

test('rejects a wrong one in CloudFormation, too, and keeps what was', async () => {
  const template = (LifecyclePolicyText: string) => ({
    Resources: {
      Repository: {
        Type: 'AWS::ECR::Repository',
        Properties: { RepositoryName: 'own', LifecyclePolicy: { LifecyclePolicyText } },
      },
    },
  });
  const stack = new TestStack(account);
  expect(await stack.create(template(text(rule(1))))).toBe('CREATE_COMPLETE');
  expect(await stack.update(template(text(rule(0))))).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stack.failures()).toContain('rulePriority has to be a positive integer');
  const answer = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName: 'own' }));
  expect(answer.lifecyclePolicyText).toBe(text(rule(1)));
});
