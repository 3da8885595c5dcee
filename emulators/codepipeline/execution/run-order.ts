import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';

/** Actions in the order in which they run: those of one run order together, in parallel. */
export function byRunOrder(actions: readonly ActionDeclaration[]): ActionDeclaration[][] {
  const orders = [...new Set(actions.map(({ runOrder = 1 }) => runOrder))].sort((a, b) => a - b);
  return orders.map((order) => actions.filter(({ runOrder = 1 }) => runOrder === order));
}
