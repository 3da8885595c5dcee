import {
  ConfigurationError,
  Distribution,
  DistributionInput,
  Mistake,
  defineDistribution,
} from '../../../lib/config';

export const IMAGE = {
  name: 'SampleImage',
  repository: 'your-org/sample-image',
  ownerId: 1234567,
  repositoryId: 89012345,
};
export const MINIMAL = { source: { repository: 'your-org/image-distribution' }, images: [IMAGE] };
export const PLACED = { ...MINIMAL, pipeline: { account: '111111111111', region: 'eu-west-1' } };

/** With images that differ from the usual one in what is given. */
export const withImages = (...images: object[]) => ({
  ...MINIMAL,
  images: images.map((image) => ({ ...IMAGE, ...image })),
});
export const withSource = (source: object) => ({ ...MINIMAL, source: { ...MINIMAL.source, ...source } });
export const withRelease = (stage: object) => ({ ...PLACED, stages: { Release: stage } });

/** `defineDistribution` without the compiler's objections. */
export function define(configuration: unknown): Distribution {
  return defineDistribution(configuration as DistributionInput);
}

/** The error with which a configuration is refused, whatever it is; nothing if it is accepted. */
export function errorOf(configuration: unknown): Error | undefined {
  try {
    define(configuration);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
  return undefined;
}

/** The error with which a configuration is refused; anything else is passed on. */
export function refusal(configuration: unknown): ConfigurationError {
  const error = errorOf(configuration);
  if (error instanceof ConfigurationError) return error;
  throw error ?? new Error('it was accepted');
}

/** Expects one mistake and no other, of which parts of each text are given. */
export function expectMistake(configuration: unknown, mistake: Mistake): void {
  const { mistakes, message } = refusal(configuration);
  expect(mistakes).toEqual([
    {
      path: mistake.path,
      received: expect.stringContaining(mistake.received) as string,
      expected: expect.stringContaining(mistake.expected) as string,
      fix: expect.stringContaining(mistake.fix) as string,
    },
  ]);
  for (const text of Object.values(mistakes[0])) expect(message).toContain(text);
}
