import { startProcess } from './start-process';

/** Starts an account, says where it is, and waits to be ended. */
void startProcess('account-holder').then(({ endpoint }) => {
  console.log(endpoint);
  setInterval(() => undefined, 60_000);
});
