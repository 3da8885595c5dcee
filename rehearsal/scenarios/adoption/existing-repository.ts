import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';
import distribution from '../../../distribution.config';
import { addImage } from '../../source/changes';
import { pushTestImage } from '../../observe/test-image';
import { readRepositories } from '../../observe/repositories';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

const IMAGE = 'AlreadyThere';
const STACK = `${IMAGE}Development`;
const repositoryName = `${distribution.name}/already-there/development`;

/** A repository that is not ours is refused, not overwritten, and can be adopted. */
export const existingRepository: Scenario = {
  name: 'existing-repository',
  summary: 'A repository that exists already is refused and unchanged, until the operator adopts it',
  begins: 'released',

  async run(rehearsal) {
    const { account, workTree } = rehearsal;
    await new ECRClient(account.sdk()).send(new CreateRepositoryCommand({ repositoryName }));
    await pushTestImage(account, repositoryName, 'precious');
    const before = await readRepositories(account);

    await addImage(workTree, IMAGE);
    const commit = await rehearsal.push(`Add ${IMAGE}, whose repository exists already`);
    expectMatch(
      'what Development says',
      await rehearsal.releaseFails(commit),
      /^Development\S* › .*already-there\/development.*already exists/m,
    );
    expectEqual('the repositories', await readRepositories(account), before);

    await rehearsal.administrator.deleteStack(STACK);
    await rehearsal.operator.adopt(STACK);
    await rehearsal.operator.retry(commit, 'Development');
    await rehearsal.releases(commit);
    const adopted = (await readRepositories(account)).filter(({ name }) => name === repositoryName);
    const theirs = before.filter(({ name }) => name === repositoryName);
    expectEqual('the repository, adopted as it is', adopted, theirs);
    expectEqual(`the stack ${STACK}`, (await rehearsal.stacks()).get(STACK)?.status, 'UPDATE_COMPLETE');
  },
};
