import * as fc from 'fast-check';
import { ConfigurationError, STAGE_NAMES } from '../../../lib/config';
import { arbitraryDistribution } from '../arbitrary-distribution';
import { define, errorOf, MINIMAL, PLACED, refusal, withImages, withRelease, withSource } from './refusal';

describe('a minimal configuration', () => {
  test('is filled in', () => {
    const lifecycle = {
      expireUntaggedAfterDays: 14,
      archiveUnpulledAfterDays: 90,
      expireArchivedAfterDays: 365,
    };
    const stage = { account: undefined, region: undefined, identityProvider: 'create' };
    expect(define(MINIMAL)).toEqual({
      name: 'slipway',
      source: { repository: 'your-org/image-distribution', branch: 'master' },
      pipeline: {},
      stages: {
        Development: { ...stage, environment: 'Development', lifecycle },
        Master: { ...stage, environment: 'Master', lifecycle },
        Release: { ...stage, environment: 'Release', lifecycle: { expireUntaggedAfterDays: 14 } },
      },
      groups: 'per-image',
      images: [
        {
          name: 'SampleImage',
          repositoryName: 'sample-image',
          github: { owner: 'your-org', repository: 'sample-image', ownerId: 1234567, repositoryId: 89012345 },
          subject: 'both',
          release: { pullAccounts: [] },
          retired: false,
        },
      ],
    });
  });
});

describe('what a configuration says', () => {
  test('a stage is where the pipeline is, unless it says otherwise', () => {
    const { stages } = define({
      ...PLACED,
      stages: { Master: { region: 'us-east-1' }, Release: { account: '222222222222' } },
    });
    expect(stages.Development).toMatchObject({ account: '111111111111', region: 'eu-west-1' });
    expect(stages.Master).toMatchObject({ account: '111111111111', region: 'us-east-1' });
    expect(stages.Release).toMatchObject({ account: '222222222222', region: 'eu-west-1' });
  });

  test('a stage in an account of its own may have its own answer about the identity provider', () => {
    const { stages } = define({
      ...PLACED,
      identityProvider: 'existing',
      stages: { Release: { account: '222222222222', identityProvider: 'create' } },
    });
    expect(STAGE_NAMES.map((name) => stages[name].identityProvider)).toEqual([
      'existing',
      'existing',
      'create',
    ]);
  });

  test('one setting of a lifecycle leaves the others alone', () => {
    const { stages } = define({
      ...MINIMAL,
      stages: { Master: { lifecycle: { archiveUnpulledAfterDays: 30 } } },
    });
    expect(stages.Master.lifecycle).toEqual({
      expireUntaggedAfterDays: 14,
      archiveUnpulledAfterDays: 30,
      expireArchivedAfterDays: 365,
    });
  });

  test.each([
    ['both with ids', {}, 'both'],
    ['only the immutable one if so said', { subject: 'immutable' }, 'immutable'],
    ['only the classic one if so said, ids or not', { subject: 'classic' }, 'classic'],
    [
      'only the classic one without ids',
      { subject: 'classic', ownerId: undefined, repositoryId: undefined },
      'classic',
    ],
  ])('forms of the subject that are trusted: %s', (_title, image, subject) => {
    expect(define(withImages(image)).images[0].subject).toBe(subject);
  });

  test.each([
    ['SampleImage', 'sample-image'],
    ['HTTPServer', 'http-server'],
    ['Go2RTCProxy', 'go2-rtc-proxy'],
    ['X', 'x'],
  ])('the repository of %s is called %s', (name, repositoryName) => {
    expect(define(withImages({ name })).images[0].repositoryName).toBe(repositoryName);
  });

  test.each([
    'arn:aws:codeconnections:eu-west-1:111111111111:connection/0f3c5d1e-aaaa-bbbb-cccc-1234567890ab',
    'arn:aws-cn:codestar-connections:cn-north-1:111111111111:connection/0f3c5d1e-aaaa-bbbb-cccc-1234567890ab',
  ])('takes the connection %s', (connectionArn) => {
    expect(define(withSource({ connectionArn })).source.connectionArn).toBe(connectionArn);
  });

  test('an image may be pulled from outside as all are, unless it says who may pull it', () => {
    const release = { pullAccounts: ['222222222222'], pullOrganization: 'o-abc123def4' };
    const own = { pullAccounts: ['333333333333'] };
    const images = withImages({}, { name: 'Own', release: own }, { name: 'Closed', release: {} }).images;
    expect(define({ ...MINIMAL, release, images }).images.map((image) => image.release)).toEqual([
      release,
      own,
      { pullAccounts: [] },
    ]);
  });

  test.each(['Freigabe für EU', 'prod/eu-1', 'Ålesund & Cie.'])('takes the environment %s', (environment) => {
    expect(define(withRelease({ environment })).stages.Release.environment).toBe(environment);
  });

  test.each(['main', 'release/2026-11', 'feature/@x#1', '本番', 'выпуск', 'für-alle'])(
    'takes the branch %s',
    (branch) => {
      expect(define(withSource({ branch })).source.branch).toBe(branch);
    },
  );
});

describe('properties', () => {
  test('a valid configuration is accepted, and none of its repositories or stacks collide', () => {
    fc.assert(
      fc.property(arbitraryDistribution(), (input) => {
        const { name, images: all } = define(input);
        const stacks = all.flatMap((one) => STAGE_NAMES.map((at) => `${one.name}${at}`.toLowerCase()));
        const repositories = all.flatMap((one) =>
          STAGE_NAMES.map((at) => `${name}/${one.repositoryName}/${at.toLowerCase()}`),
        );
        expect(new Set(stacks).size).toBe(all.length * STAGE_NAMES.length);
        expect(new Set(repositories).size).toBe(all.length * STAGE_NAMES.length);
        for (const stack of stacks) expect(`${stack}.Prepare`.length).toBeLessThanOrEqual(100);
        for (const repository of repositories) {
          expect(repository).toMatch(/^(?=.{2,256}$)[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/);
        }
      }),
    );
  });

  test('rejects a repository or an environment with a wildcard or a variable anywhere in it', () => {
    const texts = fc
      .tuple(fc.string(), fc.constantFrom('*', '?', '${', ':'), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(refusal(withImages({ repository: `your-org/${text}` })).mistakes).toHaveLength(1);
        expect(refusal(withRelease({ environment: text })).mistakes).toHaveLength(1);
      }),
    );
  });

  test('rejects junk with nothing but its mistakes', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
        (junk) => {
          expect(refusal(junk)).toBeInstanceOf(ConfigurationError);
        },
      ),
    );
  });

  test('rejects junk in any place of a valid configuration, and names the place', () => {
    const place = fc.constantFrom(
      'name',
      'source',
      'pipeline',
      'identityProvider',
      'stages',
      'images',
      'extra',
    );
    let refused = 0;
    fc.assert(
      fc.property(place, fc.anything(), (key, junk) => {
        const error = errorOf({ ...MINIMAL, [key]: junk });
        if (error !== undefined) refused += 1;
        const names = error instanceof ConfigurationError && error.message.includes(`\n- ${key}`);
        // Junk may be right by chance: `{}` is a pipeline.
        expect(error === undefined || names).toBe(true);
      }),
    );
    expect(refused).toBeGreaterThan(20);
  });
});
