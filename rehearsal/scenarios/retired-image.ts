import { ECRClient, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import distribution from '../../distribution.config';
import { STAGE_NAMES } from '../../lib/config';
import { readStackResources } from '../stacks';
import { expectEqual, Scenario } from './scenario';

/** Retiring an image takes away who could use it, and keeps what they made. */
export const retiredImage: Scenario = {
  name: 'retired-image',
  summary: 'An image that is retired loses its push role and groups, and keeps its repositories',
  begins: 'released',

  async run(rehearsal) {
    const { account } = rehearsal;
    const [image] = distribution.images;
    const before = await rehearsal.source.head();
    await rehearsal.source.replace('distribution.config.ts', entryOf(image.name), 'retired: true, ');

    const { status } = await rehearsal.release(await rehearsal.push(`Retire ${image.name}`));

    expectEqual('the status of the execution', status, 'Succeeded');
    for (const stageName of STAGE_NAMES) {
      const types = (await readStackResources(account, `${image.name}${stageName}`)).map(({ type }) => type);
      expectEqual(`what is left of ${image.name} in ${stageName}`, types, ['AWS::ECR::Repository']);
    }
    const repositoryNames = STAGE_NAMES.map(
      (stageName) => `${distribution.name}/${image.repositoryName}/${stageName.toLowerCase()}`,
    );
    const { repositories = [] } = await new ECRClient(account.sdk()).send(
      new DescribeRepositoriesCommand({ repositoryNames }),
    );
    expectEqual('its repositories', repositories.length, STAGE_NAMES.length);

    await rehearsal.source.restore(before);
    const back = await rehearsal.release(await rehearsal.push(`Take ${image.name} back`));
    expectEqual('the status of taking it back', back.status, 'Succeeded');
  },
};

/** Just before the name of an image, in whatever style it is written. */
function entryOf(name: string): RegExp {
  return new RegExp(`(?=name\\s*:\\s*['"\`]${name}['"\`])`);
}
