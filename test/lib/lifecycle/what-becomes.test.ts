import { DistributionInput, STAGE_NAMES } from '../../../lib/config';
import { imageTable } from './image-table';
import { registries } from './registries';
import { inWords, whatBecomes } from './what-becomes';

/** What becomes of the images of a table, each with the first columns of its line. */
function judge(table: string, stages?: DistributionInput['stages']): { found: string[]; expected: string[] } {
  const lines = imageTable(table);
  const repositories = registries(stages);
  const found = STAGE_NAMES.flatMap((stage) => {
    const fates = whatBecomes(
      repositories[stage],
      lines.filter((line) => line.stage === stage),
    );
    return [...fates].map(([image, changes]) => `${stage}, ${image}: ${inWords(changes)}`);
  });
  return {
    found: found.sort(),
    expected: lines.map(({ stage, image, becomes }) => `${stage}, ${image}: ${becomes}`).sort(),
  };
}

test.each([
  [
    'an image without a tag expires 14 days after its push, pulled or not',
    `
    | stage       | image            | pushed | pulled   | pushed again | what becomes of it                              |
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
    | stage       | image                     | pushed | tag    | pushed again | what becomes of it                                      |
    | Development | first build               | 0      | branch |              | loses its tag day 5, expired day 14                     |
    | Development | second build              | 5      | branch |              | loses its tag day 40, expired day 40                    |
    | Development | third build               | 40     | branch |              | archived day 130, expired day 495                       |
    | Development | by its first push         | 100    | a      | 110 b        | loses its tag day 113, expired day 114                  |
    | Development | successor of both tags    | 112    | a      | 113 b        | archived day 202, expired day 567                       |
    | Development | without it while archived | 0      | lost   |              | archived day 90, loses its tag day 200, expired day 455 |
    | Development | successor of an archived  | 200    | lost   |              | archived day 290, expired day 655                       |
    `,
  ],
  [
    'an image that nobody pulls for 90 days is archived, and expires 365 days later',
    `
    | stage       | image            | pushed | tag | pulled | what becomes of it                                  |
    | Development | never pulled     | 0      | a   |        | archived day 90, expired day 455                    |
    | Development | once, forgotten  | 0      | b   | 10     | archived day 100, expired day 465                   |
    | Development | pulled on day 89 | 0      | c   | 89     | archived day 179, expired day 544                   |
    | Development | pulled on day 90 | 0      | d   | 90     | archived day 180, expired day 545                   |
    | Development | pulled on day 91 | 0      | e   | 91     | archived day 90, pull fails day 91, expired day 455 |
    | Development | pulled weekly    | 0      | f   | weekly | stays at hand                                       |
    | Master      | never pulled     | 0      | a   |        | archived day 90, expired day 455                    |
    | Master      | pulled on day 89 | 0      | b   | 89     | archived day 179, expired day 544                   |
    | Master      | pulled on day 91 | 0      | c   | 91     | archived day 90, pull fails day 91, expired day 455 |
    | Master      | pulled weekly    | 0      | d   | weekly | stays at hand                                       |
    `,
  ],
  [
    'an image that is restored counts as pushed on that day',
    `
    | stage  | image              | pushed | tag | pulled   | restored | pushed again | what becomes of it                                                                       |
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
    | stage   | image     | pushed | tag | pulled | listed by | what becomes of it                |
    | Master  | index     | 0      | 1   | 30     |           | archived day 120, expired day 485 |
    | Master  | for arm64 | 0      |     |        | index     | expired day 121                   |
    | Release | index     | 0      | 1   |        |           | stays at hand                     |
    | Release | for arm64 | 0      |     |        | index     | stays at hand                     |
    `,
  ],
  [
    'Release keeps every image that has a tag',
    `
    | stage   | image        | pushed | tag | pulled | what becomes of it |
    | Release | never pulled | 0      | 1.0 |        | stays at hand      |
    | Release | once         | 0      | 1.1 | 1      | stays at hand      |
    | Release | no tag       | 0      |     | 1      | expired day 14     |
    `,
  ],
])('%s', (_, table) => {
  const { found, expected } = judge(table);
  expect(found).toEqual(expected);
});

test.each([
  [
    'expireUntaggedAfterDays',
    { Development: { lifecycle: { expireUntaggedAfterDays: 30 } } },
    `
    | stage       | image  | pushed | tag | what becomes of it               |
    | Development | no tag | 0      |     | expired day 30                   |
    | Development | tagged | 0      | a   | archived day 90, expired day 455 |
    | Master      | no tag | 0      |     | expired day 14                   |
    `,
  ],
  [
    'expireUntaggedAfterDays that is longer than archiveUnpulledAfterDays',
    { Master: { lifecycle: { expireUntaggedAfterDays: 120 } } },
    `
    | stage  | image  | pushed | tag | what becomes of it               |
    | Master | no tag | 0      |     | expired day 120                  |
    | Master | tagged | 0      | a   | archived day 90, expired day 455 |
    `,
  ],
  [
    'archiveUnpulledAfterDays',
    { Development: { lifecycle: { archiveUnpulledAfterDays: 7 } } },
    `
    | stage       | image  | pushed | tag | pulled | what becomes of it                                |
    | Development | no tag | 0      |     |        | expired day 14                                    |
    | Development | tagged | 0      | a   | 8      | archived day 7, pull fails day 8, expired day 372 |
    | Master      | tagged | 0      | a   | 8      | archived day 98, expired day 463                  |
    `,
  ],
  [
    'expireArchivedAfterDays',
    { Master: { lifecycle: { expireArchivedAfterDays: 90 } } },
    `
    | stage       | image  | pushed | tag | what becomes of it               |
    | Development | tagged | 0      | a   | archived day 90, expired day 455 |
    | Master      | tagged | 0      | a   | archived day 90, expired day 180 |
    `,
  ],
  [
    'archiveUnpulledAfterDays of Release, whose archive is kept',
    { Release: { lifecycle: { archiveUnpulledAfterDays: 180 } } },
    `
    | stage   | image  | pushed | tag | pulled | what becomes of it |
    | Release | no tag | 0      |     |        | expired day 14     |
    | Release | tagged | 0      | 1.0 | 10     | archived day 190   |
    `,
  ],
  [
    'expireArchivedAfterDays of Release',
    { Release: { lifecycle: { archiveUnpulledAfterDays: 180, expireArchivedAfterDays: 100 } } },
    `
    | stage   | image  | pushed | tag | pulled | what becomes of it                |
    | Release | tagged | 0      | 1.0 | 10     | archived day 190, expired day 290 |
    `,
  ],
])('%s decides', (_, stages, table) => {
  const { found, expected } = judge(table, stages);
  expect(found).toEqual(expected);
});

test.each(['Master', 'Release'])('%s rejects another image for a tag', (stage) => {
  const table = `
    | stage | image | pushed | tag | what becomes of it |
    | ${stage} | first  | 0      | 1.0 |                    |
    | ${stage} | second | 1      | 1.0 |                    |
  `;
  expect(() => judge(table)).toThrow('the tag 1.0 exists and is immutable');
});

test('rejects a push of a tag for an image that is gone', () => {
  const table = `
    | stage  | image  | pushed | pushed again | what becomes of it |
    | Master | no tag | 0      | 15 late      |                    |
  `;
  expect(() => judge(table)).toThrow('on day 15 the image for late is gone');
});

test('rejects an image that is listed by none of the others', () => {
  const table = `
    | stage  | image | pushed | listed by | what becomes of it |
    | Master | arm64 | 0      | index     |                    |
  `;
  expect(() => judge(table)).toThrow('arm64 is listed by index, expected an index that stands above it');
});

test.each([
  ['a day', '| Master | x | soon | |', "'soon' is not a day"],
  ['a stage', '| Staging | x | 0 | |', "'Staging' is not known"],
])('rejects a table with something else than %s', (_, line, message) => {
  expect(() => imageTable(`| stage | image | pushed | what becomes of it |\n${line}`)).toThrow(message);
});
