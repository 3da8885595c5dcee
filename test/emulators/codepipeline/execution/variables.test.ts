import { resolveConfiguration, Variables } from '../../../../emulators/codepipeline/execution/variables';

const VARIABLES: Variables = new Map<string, Record<string, string>>([
  ['Source', { CommitId: 'abc', CommitMessage: 'x'.repeat(1200) }],
  ['codepipeline', { PipelineExecutionId: 'e-1' }],
]);

test('a configuration has the values of variables in their places', () => {
  const configuration = { Link: 'c/#{Source.CommitId}?e=#{codepipeline.PipelineExecutionId}', Other: '#{' };
  expect(resolveConfiguration(configuration, VARIABLES)).toEqual({ Link: 'c/abc?e=e-1', Other: '#{' });
});

test('a configuration takes the value of a variable as it is, dollars too', () => {
  const variables = new Map([['Source', { CommitMessage: "costs $& and $'" }]]);
  expect(resolveConfiguration({ Text: '#{Source.CommitMessage}' }, variables)).toEqual({
    Text: "costs $& and $'",
  });
});

test('a configuration is rejected for a value of more than 1,000 characters once its variables are resolved', () => {
  expect(() => resolveConfiguration({ CustomData: '#{Source.CommitMessage}' }, VARIABLES)).toThrow(
    'CustomData has 1200 characters once its variables are resolved, at most 1000 are allowed',
  );
});

test('a configuration may have a longer value without variables', () => {
  const long = { Text: 'x'.repeat(1200) };
  expect(resolveConfiguration(long, VARIABLES)).toEqual(long);
});

test('a configuration is rejected for a variable that no action has set, by its name', () => {
  expect(() => resolveConfiguration({ Text: '#{Source.Author}' }, VARIABLES)).toThrow(
    'Text refers to the variable #{Source.Author}, which no action before it has set',
  );
});
