import { ActionExecutionDetail } from '@aws-sdk/client-codepipeline';
import { early, stageOrder } from '../../../rehearsal/observe/pipeline/stage-order';

function action(stageName: string, actionName: string, began: number, ended: number): ActionExecutionDetail {
  return { stageName, actionName, startTime: new Date(began), lastUpdateTime: new Date(ended) };
}

const IN_ORDER = [
  action('Development.1', 'SampleImage', 1, 2),
  action('Development.2', 'Another', 2, 4),
  action('Master', 'Deploy', 4, 5),
  action('Release.1', 'Approve', 5, 9),
  action('Release.1', 'SampleImage', 9, 10),
];

test('stages are counted over all of the stages that the pipeline has for them', () => {
  const { development, master, approvals, release } = stageOrder(IN_ORDER);
  expect([development, master, approvals, release].map(({ count }) => count)).toEqual([2, 1, 1, 1]);
});

test('nothing is early in an execution that keeps the order', () => {
  expect(early(stageOrder(IN_ORDER))).toEqual([]);
});

test('Release is early when it begins before the approval has ended', () => {
  const hasty = [...IN_ORDER.slice(0, -1), action('Release.1', 'SampleImage', 8, 10)];
  expect(early(stageOrder(hasty))).toEqual([{ count: 1, began: 8, ended: 10 }]);
});
