import distribution from '../../../distribution.config';
import { expectEqual, expectMatch } from '../../observe/expect';
import { Scenario } from '../scenario';

/** While the connection is pending nothing can be read; afterwards every push is noticed. */
export const pendingConnection: Scenario = {
  name: 'pending-connection',
  summary:
    'Source fails while the connection is pending, and says so; `npm run connect` waits for it and starts',
  begins: 'empty',

  async run(rehearsal) {
    await rehearsal.setUp();
    if (distribution.source.connectionArn) return; // then it was completed before
    const said = await rehearsal.operator.seeSourceFail();
    expectMatch('what Source says', said, /status is PENDING: complete the pending connection/);
    expectMatch(
      'what the status says',
      await rehearsal.operator.status(),
      /connection to GitHub is PENDING[^]*npm run connect/,
    );
    const unnoticed = await rehearsal.push('While the connection is pending');

    const connect = await rehearsal.operator.connect();
    await rehearsal.operator.completePendingConnection();
    expectMatch('what connect says', await connect.done, /Waiting for it[^]*Started the pipeline/);
    await rehearsal.sourceSucceeds(unnoticed);
    const executions = (await rehearsal.pipeline.executions()).length;
    expectEqual('the executions', executions, 2);

    await rehearsal.sourceSucceeds(await rehearsal.push('The connection is available'));
  },
};
