import { refusal, refused, read, written } from './written-settings';

test('all that is not written out is named at once, with what stands there and the flag for it', () => {
  const { message } = refusal(
    written(`{
      name,
      source: { repository: process.env.REPOSITORY!, connectionArn: \`\${prefix}/1\` },
      pipeline: { account: ACCOUNTS.home, region: 'eu-west-1' },
      stages: { Release: { account: ACCOUNTS.release, get region() { return 'eu-west-1'; } } },
      identityProvider: provider(),
      images: [],
    }`),
  );
  expect(message).toBe(`distribution.config.ts has 7 mistakes:

- name
    received: name
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --name NAME

- source.repository
    received: process.env.REPOSITORY
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --repository OWNER/NAME

- source.connectionArn
    received: \`\${prefix}/1\`
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --connection-arn ARN (or --no-connection-arn)

- pipeline.account
    received: ACCOUNTS.home
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --pipeline aws://ACCOUNT/REGION

- identityProvider
    received: provider()
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --identity-provider create|existing

- stages.Release.account
    received: ACCOUNTS.release
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --stage Release=aws://ACCOUNT/REGION

- stages.Release.region
    received: get region() { return 'eu-west-1'; }
    expected: a value that is written out: the bootstrap reads this file and does not run it
    fix:      write it out, or say --stage Release=aws://ACCOUNT/REGION`);
});

test('a spread, a computed key or a prototype may stand for whatever is not written after it', () => {
  const rest = "source: { repository: 'a/b' }, pipeline: {}, images: []";
  const hidden = ['name', 'identityProvider', 'stages.Development', 'stages.Release', 'notifications'];
  for (const unknown of ['...common', '[key]: 1', '__proto__: common']) {
    const found = refused(`{ name: 'before', ${unknown}, ${rest}, stages: { ${unknown}, Master: {} } }`);
    expect(Object.keys(found)).toEqual(hidden);
    for (const [received, fix] of Object.values(found)) {
      expect([received, fix]).toEqual([
        unknown,
        expect.stringContaining('write it out after that, or say --'),
      ]);
    }
  }
  const written = `{ ...common, name: 'after', ${rest}, identityProvider: 'create', stages: {} }`;
  expect(read(written, { notifications: 'none' }).name).toBe('after');
});

test('one expression in place of several settings is one mistake with all their flags', () => {
  const found = refused("{ source: { repository: 'a/b' }, stages: stages(), images: [] }");
  expect(Object.keys(found)).toEqual(['stages']);
  for (const stage of ['Development', 'Master', 'Release']) {
    expect(found.stages[1]).toContain(`--stage ${stage}=aws://ACCOUNT/REGION --identity-provider ${stage}=`);
  }
});

test.each([
  ['no call', 'export default { images: [] };'],
  ['another function', 'export default define({ images: [] });'],
  [
    'one of another module',
    "import { defineDistribution } from './own';\nexport default defineDistribution({});",
  ],
  ['one that is not imported', 'export default defineDistribution({});'],
  [
    'a variable',
    "import { defineDistribution } from './lib/config';\nexport default defineDistribution(config);",
  ],
  ['nothing', ''],
])('a configuration in another form gives nothing, with %s as its value', (_title, text) => {
  const { mistakes } = refusal(text);
  expect(mistakes).toMatchObject([{ path: '', fix: expect.stringContaining('--repository') as string }]);
});

test('what is not written out is no reason for another mistake', () => {
  const found = refused(
    "{ source, pipeline, stages: { Master: { identityProvider: 'existing' }, ...rest }, images: [] }",
  );
  expect(Object.keys(found)).toEqual([
    'source',
    'pipeline',
    'stages.Development',
    'stages.Master',
    'stages.Release',
  ]);
});

test('what would deceive at a terminal is shown as what it is', () => {
  expect(refused("{ source: f('\u001b[1A\u202e'), images: [] }").source[0]).toBe("f('\\u{1b}[1A\\u{202e}')");
});
