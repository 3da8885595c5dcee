import * as ecr from '@aws-sdk/client-ecr';

/** Every action of ECR's API. */
export const ECR_ACTIONS: readonly string[] = Object.keys(ecr)
  .filter((name) => name.endsWith('Command') && !name.startsWith('$'))
  .map((name) => `ecr:${name.slice(0, -'Command'.length)}`)
  .sort();
