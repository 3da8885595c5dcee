import { startAccount } from '../support/start-account';

/** Starts an account, says where it is, and waits to be ended. */
void startAccount('account-holder').then(({ endpoint }) => {
  console.log(endpoint);
  setInterval(() => undefined, 60_000);
});
