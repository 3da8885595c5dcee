import { Image, missingDigests, missingTags } from '../../../rehearsal/takeover/images';

const image = (digest: string, ...tags: string[]): Image => ({ digest, tags });

test('all images and tags are missing in an empty repository', () => {
  const old = [image('sha256:a', 'one', 'two'), image('sha256:b')];
  expect(missingTags(old, [])).toEqual(['one', 'two']);
  expect(missingDigests(old, [])).toEqual(['sha256:a', 'sha256:b']);
});

test('no image or tag is missing in a copy, whatever else the copy has', () => {
  const old = [image('sha256:a', 'one'), image('sha256:b')];
  const copy = [...old, image('sha256:c', 'three')];
  expect([missingTags(old, copy), missingDigests(old, copy)]).toEqual([[], []]);
});

test('a tag that names another image in the copy is not missing, but its image is', () => {
  const old = [image('sha256:a', 'latest')];
  const pushedSince = [image('sha256:b', 'latest')];
  expect([missingTags(old, pushedSince), missingDigests(old, pushedSince)]).toEqual([[], ['sha256:a']]);
});
