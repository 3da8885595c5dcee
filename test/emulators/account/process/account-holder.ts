import { startProcess } from './start-process';

/** Starts an account, prints its endpoint, and waits to be ended; with `unref` it leaves the account running. */
void startProcess('account-holder').then((account) => {
  console.log(account.endpoint);
  if (process.argv.includes('unref')) account.unref();
  else setInterval(() => undefined, 60_000);
});
