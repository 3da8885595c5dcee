import { expectMistake, IMAGE, MINIMAL, refusal, withImages } from './refusal';

type Row = readonly [
  title: string,
  configuration: unknown,
  path: string,
  received: string,
  expected: string,
  fix: string,
];

const SHAPES: readonly Row[] = [
  ['nothing at all', undefined, '', 'nothing', 'an object', 'defineDistribution('],
  ['a list', [], '', '[]', 'an object', 'defineDistribution('],
  ['images that are no list', { ...MINIMAL, images: {} }, 'images', '{}', 'a list', 'one entry for each'],
  ['no images', { source: MINIMAL.source }, 'images', 'nothing', 'a list', 'one entry for each'],
  ['an empty list of images', withImages(), 'images', 'an empty list', 'one image at least', 'SampleImage'],
  ['an image that is none', { ...MINIMAL, images: [7] }, 'images[0]', '7', 'an object', 'SampleImage'],
  ['no source', { images: [IMAGE] }, 'source', 'nothing', 'an object', 'your-org/image-distribution'],
  [
    'accounts that are no list',
    { ...MINIMAL, release: { pullAccounts: '222222222222' } },
    'release.pullAccounts',
    "'222222222222'",
    'a list',
    'one for each account',
  ],
  [
    'a release that is none',
    { ...MINIMAL, release: '*' },
    'release',
    "'*'",
    'an object',
    'pullOrganization:',
  ],
  ['a pipeline that is none', { ...MINIMAL, pipeline: 'x' }, 'pipeline', "'x'", 'an object', 'region:'],
];

test.each(SHAPES)('rejects %s', (_title, configuration, path, received, expected, fix) => {
  expectMistake(configuration, { path, received, expected, fix });
});

const KEYS: readonly (readonly [configuration: object, path: string, expected: string, fix: string])[] = [
  [{ ...MINIMAL, naem: 'x' }, 'naem', 'name, source, pipeline', "write 'name'"],
  [withImages({ ownerid: 1 }), 'images[0].ownerid', 'name, repository, ownerId', "write 'ownerId'"],
  [
    { ...MINIMAL, stages: { Relase: {} } },
    'stages.Relase',
    'Development, Master, Release',
    "write 'Release'",
  ],
  [{ ...MINIMAL, branch: 'main' }, 'branch', 'name, source, pipeline', 'move it to source'],
  [withImages({ environment: 'x' }), 'images[0].environment', 'name', 'move it to stages.Development or'],
  [
    { ...MINIMAL, stages: { Release: { pullAccounts: [] } } },
    'stages.Release.pullAccounts',
    'account, region',
    'move it to release or images[].release',
  ],
  [{ ...MINIMAL, kangaroo: 1 }, 'kangaroo', 'name, source, pipeline', 'remove it'],
];

test.each(KEYS)('rejects a key that is not known: %# %j', (configuration, path, expected, fix) => {
  const key = path.split('.').pop();
  expectMistake(configuration, { path, received: `the unknown key '${key}'`, expected, fix });
});

test('rejects an unknown key without repeating its value, which may be a secret', () => {
  expect(refusal({ ...MINIMAL, githubToken: 'ghp_s3cret' }).message).not.toContain('ghp_s3cret');
});

test('rejects a prototype in disguise', () => {
  const disguised: unknown = JSON.parse('{"__proto__": {"images": []}}');
  expect(refusal(disguised).mistakes.map(({ path }) => path)).toEqual(['source', 'images', '__proto__']);
});

test('rejects a key that every object inherits, and knows no place for it', () => {
  expect(refusal({ ...MINIMAL, constructor: 1 }).mistakes.map(({ fix }) => fix)).toEqual(['remove it']);
});

test('rejects all mistakes at once, with a line for each part of each', () => {
  const { message, mistakes } = refusal({
    ...MINIMAL,
    pipeline: { account: 1 },
    images: [{ ...IMAGE, name: 'HTTPServer', ownerId: -1 }, { ...IMAGE, name: 'HttpServer' }, 'image'],
  });
  const paths = mistakes.map(({ path }) => path);
  expect(paths).toEqual(['pipeline.account', 'images[0].ownerId', 'images[2]', 'images[1].name']);
  expect(message.split('\n').slice(0, 7)).toEqual([
    'distribution.config.ts has 4 mistakes:',
    '',
    '- pipeline.account',
    '    received: 1',
    '    expected: the 12 digits of an AWS account as a string: a number loses its leading zeros',
    "    fix:      write '000000000001', with quotes",
    '',
  ]);
});
