import { markdownReview, printReview, Review, review, shortReview, Unread } from '../../../lib/review';
import { edited, resource, state, statementsOf } from './states';

const base = state();
const IMAGE = {
  name: 'SampleImage',
  repository: 'your-org/sample-image',
  ownerId: 1234567,
  repositoryId: 89012345,
};
const prod = review(
  base,
  state({ stages: { Release: { environment: 'prod', lifecycle: { expireUntaggedAfterDays: 7 } } } }),
);
const unread: Unread[] = [{ stack: 'SampleImageRelease', reason: 'AccessDenied' }];

function images(count: number) {
  return [
    IMAGE,
    ...Array.from({ length: count }, (_, index) => ({
      name: `Image${index}`,
      repository: `your-org/image-${index}`,
      subject: 'classic' as const,
    })),
  ];
}

const many = review(base, state({ images: images(12) }));

test('nothing changes is said only if nothing does and everything was read', () => {
  const nothing = review(base, base);
  expect([shortReview, printReview, markdownReview].map((print) => print(nothing))).toEqual(
    Array(3).fill('Nothing changes.'),
  );
  const half = review(base, base, unread);
  for (const print of [shortReview, printReview, markdownReview]) {
    expect(print(half)).not.toContain('Nothing changes.');
    expect(print(half)).toContain('AccessDenied');
  }
});

test('the short form begins with what was not read, in sentences, and counts what it has no room for', () => {
  const [first, second] = ['One', 'Two'].map((name) => ({ stack: `${name}Release`, reason: 'no.' }));
  expect(shortReview({ ...prod, unread: [first, second] })).toMatch(
    /^Could not read OneRelease: no\. Could not read TwoRelease: no\. WIDENED: Release: /,
  );
  const denied = Array.from({ length: 100 }, (_, index) => ({
    stack: `Image${index}Release`,
    reason: `AccessDenied: ${'x'.repeat(120)}`,
  }));
  const text = shortReview({ changes: [], unread: denied }, 800);
  expect(text).toMatch(
    /^Could not read Image0Release: AccessDenied: x+\. Could not.+\. 98 more could not be read\.$/,
  );
  expect(text.length).toBeLessThanOrEqual(400);
});

test('the short form begins with the widest and counts what it leaves out', () => {
  expect(shortReview(prod, 250)).toBe(
    'WIDENED: Release: GitHub jobs with the subject repo:your-org/sample-image:environment:prod may assume the push role of SampleImage. And 8 more, 1 of them widened.',
  );
});

test.each([0, 1, 250, 400, 900, 1000])(
  'the short form of many changes has at most so many characters: %s',
  (room) => {
    expect(shortReview(many, room).length).toBeLessThanOrEqual(Math.max(room, 60));
  },
);

test('the short form is one line, whatever a template says', () => {
  const hostile = edited(base, 'SampleImageRelease', (template) => {
    template.Description = 'a\nb\u2028c\u001b[2Jd\u202ee';
  });
  expect(shortReview(review(base, hostile))).toBe(
    'OTHER: Release: the description of SampleImageRelease is a b c [2Jd e in place of SampleImage: the Release registry, and who may use it.',
  );
});

test('equal changes of many images are said once, with the number of those that are not named', () => {
  const [first] = shortReview(many).split('. ');
  expect(first).toMatch(
    /^WIDENED: Release: Developers gain Authorize, Read and Metadata on \S+, \S+, \S+ and 9 more$/,
  );
  expect(printReview(many)).toMatch(/^Changes: \d+ widened.*; equal ones are said together\.$/m);
  expect(printReview(many)).toContain('slipway/image9/release');
});

test('on a terminal each severity has its heading, and each line the sign of its severity', () => {
  expect(printReview(prod).split('\n')).toEqual(
    expect.arrayContaining([
      'Changes: 2 widened, 2 narrowed, 5 other.',
      'Widened: somebody may do more, or what cannot be evaluated',
      '  + Release: GitHub jobs with the subject repo:your-org/sample-image:environment:prod may assume the push role of SampleImage',
      '  ~ Release: in slipway/sample-image/release untagged images expire after 7 days in place of 14',
    ]),
  );
});

test('in Markdown nothing that a template says is markup', () => {
  const hostile = edited(base, 'SampleImageRelease', (template) => {
    template.Description = '<img src=x> [link](https://example.com) **bold** @octocat `code` ![i](u)';
    statementsOf(resource(template, 'GitHubRoleDefaultPolicy')).push({
      Effect: 'Allow',
      Action: '<b>*</b>',
      Resource: '*',
    });
  });
  const text = markdownReview(review(base, hostile));
  expect(text).toContain(
    '\\<img src=x\\> \\[link\\]\\(https\\://example.com\\) \\*\\*bold\\*\\* @\u200boctocat \\`code\\` \\!\\[i\\]\\(u\\)',
  );
  expect(text).not.toMatch(/(^|[^\\])[<>`[]/m);
});

test('a review of more than fits is cut inside of no saying but a very long one', () => {
  const long: Review = {
    unread: [],
    changes: [
      {
        kind: 'stack',
        severity: 'widened',
        stage: 'Release',
        resource: 'x'.repeat(5000),
        phrase: 'about \0',
        weight: 1,
        tells: [],
      },
    ],
  };
  expect(shortReview(long)).toMatch(/^WIDENED: Release: about x+….$/);
  expect(shortReview(long).length).toBeLessThan(1000);
});

test('of two long values that begin alike what is different is shown', () => {
  const [was, is] = ['the same', 'another'].map((end) =>
    edited(base, 'SampleImageRelease', (template) => {
      template.Description = `${'x'.repeat(300)} ${end}`;
    }),
  );
  expect(shortReview(review(was, is))).toBe(
    'OTHER: Release: the description of SampleImageRelease is …xxxxxxxxxxxxxxxxxxx another in place of …xxxxxxxxxxxxxxxxxxx the same.',
  );
});
