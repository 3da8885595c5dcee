import { placeholders } from '../../../cli/status/placeholders';
import { exampleDistribution } from '../../lib/example-distribution';

test('the placeholders of the configuration as it comes are named', () => {
  const [{ problem }] = placeholders(exampleDistribution());
  expect(problem).toBe(
    "distribution.config.ts still has placeholders: source.repository 'your-org/image-distribution', repository 'your-org/sample-image' of SampleImage, ownerId 1234567 of SampleImage, repositoryId 89012345 of SampleImage.",
  );
});

test('ids are placeholders too where only the names were changed', () => {
  const [{ problem, fixes }] = placeholders(
    exampleDistribution({
      source: { repository: 'team/distribution' },
      images: [{ name: 'Tool', repository: 'team/tool', ownerId: 7, repositoryId: 89012345 }],
    }),
  );
  expect(problem).toBe('distribution.config.ts still has placeholders: repositoryId 89012345 of Tool.');
  expect(fixes[0].command).toMatch(/^gh api repos\//);
});

test('a placeholder is one in other capitals too', () => {
  const [{ problem }] = placeholders(
    exampleDistribution({
      source: { repository: 'Your-Org/distribution' },
      images: [{ name: 'Tool', repository: 'Your-Org/tool', subject: 'classic' }],
    }),
  );
  expect(problem).toContain("source.repository 'Your-Org/distribution', repository 'Your-Org/tool' of Tool");
});

test('a configuration of its own has none', () => {
  const images = [{ name: 'Tool', repository: 'team/your-org', subject: 'classic' as const }];
  expect(
    placeholders(exampleDistribution({ source: { repository: 'your-organization/it' }, images })),
  ).toEqual([]);
});
