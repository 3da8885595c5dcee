import distribution from '../../distribution.config';
import { LocalAccount } from '../../emulators/account/local-account';
import { Decision } from '../permissions/access-decisions';
import { decide } from '../permissions/decide';
import { readRegistries } from '../permissions/registries';
import { tryAccess } from '../permissions/tried-access';
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
      this.count(await decide(account, registries), display);
    });
    await this.progress.step('Every action of ECR, tried by every identity', async (display) => {
      const { decisions, observed } = await tryAccess(account, registries);
      this.count(decisions, display);
      this.access = { ...this.access, observed };
    });
  }

  private count(decisions: readonly Decision[], display: StepDisplay): void {
    const wrong = decisions.filter(({ decided, expected }) => decided !== expected);
    const { asked, ...access } = this.access;
    this.access = { ...access, asked: asked + decisions.length, wrong: access.wrong + wrong.length };
    display.line(`${decisions.length} permission checks, ${wrong.length} mismatches`);
    if (wrong.length === 0) return;
    const list = wrong.slice(0, MAX_SHOWN).map(({ question, decided }) => `${question} is ${decided}`);
    throw new Error(`permissions in the account differ from the tables:\n${list.join('\n')}`);
  }
}
