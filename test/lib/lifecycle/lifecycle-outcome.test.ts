import { DistributionInput, STAGE_NAMES } from '../../../lib/config';
import { lifecyclePolicyText } from '../../../lib/constructs/image-lifecycle';
import {
  describeOutcome,
  lifecycleOutcome,
  lifecycleOutcomes,
  RepositoryProperties,
} from '../../../lib/lifecycle';
import { imageTable } from './image-table';
import { stageRepositories } from './stage-repositories';

/** The outcome of the images of a table, each with the first columns of its line. */
function outcomes(
  table: string,
  stages?: DistributionInput['stages'],
): { found: string[]; expected: string[] } {
  const lines = imageTable(table);
  const repositories = stageRepositories(stages);
  const found = STAGE_NAMES.flatMap((stage) => {
    const all = lifecycleOutcomes(
      repositories[stage],
      lines.filter((line) => line.stage === stage),
    );
    return [...all].map(([image, events]) => `${stage}, ${image}: ${describeOutcome(events)}`);
  });
  return {
    found: found.sort(),
    expected: lines.map(({ stage, image, outcome }) => `${stage}, ${image}: ${outcome}`).sort(),
  };
}

test.each([
  [
    'an image without a tag expires 14 days after its push, pulled or not',
    `
    | stage       | image            | pushed | pulled   | pushed again | outcome                                         |
    | Development | not touched      | 0      |          |              | expired day 14                                  |
    | Development | pulled           | 0      | 1, 7, 13 |              | expired day 14                                  |
    | Development | tagged on day 13 | 0      |          | 13 late      | tagged day 13, archived day 90, expired day 455 |
    | Development | tagged on day 14 | 0      |          | 14 later     | tagged day 14, archived day 90, expired day 455 |
    | Master      | not touched      | 0      |          |              | expired day 14                                  |
    | Master      | tagged on day 13 | 0      |          | 13 late      | tagged day 13, archived day 90, expired day 455 |
    | Release     | not touched      | 0      |          |              | expired day 14                                  |
    | Release     | tagged on day 13 | 0      |          | 13 late      | tagged day 13                                   |
    `,
  ],
  [
    'an image whose tag moves on expires 14 days after its own push, at once if that is longer ago',
    `
    | stage       | image                     | pushed | tag    | pushed again | outcome                                            |
    | Development | first build               | 0      | branch |              | untagged day 5, expired day 14                     |
    | Development | second build              | 5      | branch |              | untagged day 40, expired day 40                    |
    | Development | third build               | 40     | branch |              | archived day 130, expired day 495                  |
    | Development | by its first push         | 100    | a      | 110 b        | untagged day 113, expired day 114                  |
    | Development | successor of both tags    | 112    | a      | 113 b        | archived day 202, expired day 567                  |
    | Development | without it while archived | 0      | lost   |              | archived day 90, untagged day 200, expired day 455 |
    | Development | successor of an archived  | 200    | lost   |              | archived day 290, expired day 655                  |
    `,
  ],
  [
    'an image that is not pulled for 90 days is archived, and expires 365 days later',
    `
    | stage       | image            | pushed | tag | pulled | outcome                                             |
    | Development | never pulled     | 0      | a   |        | archived day 90, expired day 455                    |
    | Development | once, forgotten  | 0      | b   | 10     | archived day 100, expired day 465                   |
    | Development | pulled on day 89 | 0      | c   | 89     | archived day 179, expired day 544                   |
    | Development | pulled on day 90 | 0      | d   | 90     | archived day 180, expired day 545                   |
    | Development | pulled on day 91 | 0      | e   | 91     | archived day 90, pull fails day 91, expired day 455 |
    | Development | pulled weekly    | 0      | f   | weekly | stays in standard storage                           |
    | Master      | never pulled     | 0      | a   |        | archived day 90, expired day 455                    |
    | Master      | pulled on day 89 | 0      | b   | 89     | archived day 179, expired day 544                   |
    | Master      | pulled on day 91 | 0      | c   | 91     | archived day 90, pull fails day 91, expired day 455 |
    | Master      | pulled weekly    | 0      | d   | weekly | stays in standard storage                           |
    `,
  ],
  [
    'an image that is restored counts as pushed on that day',
    `
    | stage  | image              | pushed | tag | pulled   | restored | pushed again | outcome                                                                                  |
    | Master | restored           | 0      | a   |          | 120      |              | archived day 90, restored day 120, archived day 210, expired day 575                     |
    | Master | pulled before only | 0      | b   | 20       | 120      |              | archived day 110, restored day 120, archived day 210, expired day 575                    |
    | Master | pulled since       | 0      | c   | 119, 120 | 120      |              | archived day 90, pull fails day 119, restored day 120, archived day 210, expired day 575 |
    | Master | pulled later       | 0      | d   | 150      | 120      |              | archived day 90, restored day 120, archived day 240, expired day 605                     |
    | Master | in the last minute | 0      | e   |          | 454      |              | archived day 90, restored day 454, archived day 544                                      |
    | Master | pushed again       | 0      | f   | 121      |          | 120 g        | archived day 90, restored day 120, archived day 211, expired day 576                     |
    `,
  ],
  [
    'an image for one platform stays with the index that lists it, and expires once that is archived',
    `
    | stage   | image     | pushed | tag | pulled | listed by | outcome                           |
    | Master  | index     | 0      | 1   | 30     |           | archived day 120, expired day 485 |
    | Master  | for arm64 | 0      |     |        | index     | expired day 121                   |
    | Release | index     | 0      | 1   |        |           | stays in standard storage         |
    | Release | for arm64 | 0      |     |        | index     | stays in standard storage         |
    `,
  ],
  [
    'Release keeps every image that has a tag',
    `
    | stage   | image        | pushed | tag | pulled | outcome                   |
    | Release | never pulled | 0      | 1.0 |        | stays in standard storage |
    | Release | once         | 0      | 1.1 | 1      | stays in standard storage |
    | Release | no tag       | 0      |     | 1      | expired day 14            |
    `,
  ],
])('%s', (_, table) => {
  const { found, expected } = outcomes(table);
  expect(found).toEqual(expected);
});

test.each([
  [
    'expireUntaggedAfterDays',
    { Development: { lifecycle: { expireUntaggedAfterDays: 30 } } },
    `
    | stage       | image  | pushed | tag | outcome                          |
    | Development | no tag | 0      |     | expired day 30                   |
    | Development | tagged | 0      | a   | archived day 90, expired day 455 |
    | Master      | no tag | 0      |     | expired day 14                   |
    `,
  ],
  [
    'expireUntaggedAfterDays that is longer than archiveUnpulledAfterDays',
    { Master: { lifecycle: { expireUntaggedAfterDays: 120 } } },
    `
    | stage  | image  | pushed | tag | outcome                          |
    | Master | no tag | 0      |     | expired day 120                  |
    | Master | tagged | 0      | a   | archived day 90, expired day 455 |
    `,
  ],
  [
    'archiveUnpulledAfterDays',
    { Development: { lifecycle: { archiveUnpulledAfterDays: 7 } } },
    `
    | stage       | image  | pushed | tag | pulled | outcome                                           |
    | Development | no tag | 0      |     |        | expired day 14                                    |
    | Development | tagged | 0      | a   | 8      | archived day 7, pull fails day 8, expired day 372 |
    | Master      | tagged | 0      | a   | 8      | archived day 98, expired day 463                  |
    `,
  ],
  [
    'expireArchivedAfterDays',
    { Master: { lifecycle: { expireArchivedAfterDays: 90 } } },
    `
    | stage       | image  | pushed | tag | outcome                          |
    | Development | tagged | 0      | a   | archived day 90, expired day 455 |
    | Master      | tagged | 0      | a   | archived day 90, expired day 180 |
    `,
  ],
  [
    'archiveUnpulledAfterDays of Release, whose archive is kept',
    { Release: { lifecycle: { archiveUnpulledAfterDays: 180 } } },
    `
    | stage   | image  | pushed | tag | pulled | outcome          |
    | Release | no tag | 0      |     |        | expired day 14   |
    | Release | tagged | 0      | 1.0 | 10     | archived day 190 |
    `,
  ],
  [
    'expireArchivedAfterDays of Release',
    { Release: { lifecycle: { archiveUnpulledAfterDays: 180, expireArchivedAfterDays: 100 } } },
    `
    | stage   | image  | pushed | tag | pulled | outcome                           |
    | Release | tagged | 0      | 1.0 | 10     | archived day 190, expired day 290 |
    `,
  ],
])('%s decides', (_, stages, table) => {
  const { found, expected } = outcomes(table, stages);
  expect(found).toEqual(expected);
});

test.each(['Master', 'Release'])('%s rejects another image for a tag that is taken', (stage) => {
  const table = `
    | stage    | image  | pushed | tag | outcome |
    | ${stage} | first  | 0      | 1.0 |         |
    | ${stage} | second | 1      | 1.0 |         |
  `;
  expect(() => outcomes(table)).toThrow('the tag 1.0 exists and is immutable');
});

test('rejects a push of a tag for an image that has expired', () => {
  const table = `
    | stage  | image  | pushed | pushed again | outcome |
    | Master | no tag | 0      | 15 late      |         |
  `;
  expect(() => outcomes(table)).toThrow('the image for the tag late has expired before day 15');
});

test('rejects an image that is listed by none of the others', () => {
  const table = `
    | stage  | image | pushed | listed by | outcome |
    | Master | arm64 | 0      | index     |         |
  `;
  expect(() => outcomes(table)).toThrow('arm64 is listed by index, expected an index that stands before it');
});

test.each([
  ['a day', '| Master | x | soon | |', "'soon' is not a day"],
  ['a stage', '| Staging | x | 0 | |', "'Staging' is not known"],
])('rejects a table with something else than %s', (_, line, message) => {
  expect(() => imageTable(`| stage | image | pushed | outcome |\n${line}`)).toThrow(message);
});

const REPOSITORY: RepositoryProperties = {
  ImageTagMutability: 'MUTABLE',
  LifecyclePolicy: {
    LifecyclePolicyText: lifecyclePolicyText({ expireUntaggedAfterDays: 14, archiveUnpulledAfterDays: 90 }),
  },
};

test('one image has an outcome of its own', () => {
  expect(lifecycleOutcome(REPOSITORY, { pushed: 3 })).toEqual([{ day: 17, what: 'expired' }]);
  expect(lifecycleOutcome(REPOSITORY, { pushed: 3, tag: 'a', pulled: [5] })).toEqual([
    { day: 95, what: 'archived' },
  ]);
});

test('an outcome ends with the last day that is asked for', () => {
  expect(lifecycleOutcome(REPOSITORY, { pushed: 0 }, 13)).toEqual([]);
  expect(lifecycleOutcome(REPOSITORY, { pushed: 0 }, 14)).toEqual([{ day: 14, what: 'expired' }]);
});

test('rejects a kind of tag mutability that it does not know', () => {
  const repository = { ...REPOSITORY, ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' };
  expect(() => lifecycleOutcome(repository, { pushed: 0 })).toThrow(
    'ImageTagMutability is IMMUTABLE_WITH_EXCLUSION',
  );
});
