import distribution from '../../distribution.config';
import { LocalAccount } from '../../emulators/account/local-account';
import { checkDecisions } from '../permissions/decided-checks';
import { describeChecks, mismatchesOf, PermissionCheck } from '../permissions/permission-check';
import { readRegistries } from '../permissions/registries';
import { checkByTrying } from '../permissions/trial-checks';
import { Progress, StepDisplay } from './progress';
import { AccessReport, NO_CHECKS } from './report/report';

/** Shows so many of the permissions that differ from the tables. */
const MAX_SHOWN = 10;

/** Checks the permissions in an account against the tables, and counts what was asked. */
export class PermissionChecks {
  private access: AccessReport = NO_CHECKS;

  constructor(private readonly progress: Progress) {}

  /** The checks that were counted since they were last taken. */
  take(): AccessReport {
    const taken = this.access;
    this.access = NO_CHECKS;
    return taken;
  }

  /** Every permission and every trust, decided by the account, and every permission tried by who has it. */
  async check(account: LocalAccount): Promise<void> {
    const registries = await readRegistries(account);
    const images = new Set(registries.map(({ image }) => image.name)).size;
    await this.progress.step('Every permission, decided by the account', async (display) => {
      if (images < distribution.images.length) {
        display.line(`of ${images} of the ${distribution.images.length} images`);
      }
      this.count(await checkDecisions(account, registries), display);
    });
    await this.progress.step('Every action of ECR, tried by every identity', async (display) => {
      const { checks, observed } = await checkByTrying(account, registries);
      this.count(checks, display);
      this.access = { ...this.access, observed };
    });
  }

  private count(checks: readonly PermissionCheck[], display: StepDisplay): void {
    const wrong = mismatchesOf(checks);
    const { asked, ...access } = this.access;
    this.access = { ...access, asked: asked + checks.length, wrong: access.wrong + wrong.length };
    display.line(describeChecks(checks.length, wrong.length));
    if (wrong.length === 0) return;
    const list = wrong.slice(0, MAX_SHOWN).map(({ question, actual }) => `${question} is ${actual}`);
    throw new Error(`permissions in the account differ from the tables:\n${list.join('\n')}`);
  }
}
