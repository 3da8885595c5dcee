import { table } from '../shared/terminal/table';
import { Finding, Fix } from './finding';
import { LiveStage } from './pipeline/live-commits';
import { approvalFinding } from './pipeline/waiting-approvals';
import { StatusReport } from './status';

/** The status for a person to read: the stacks, what is live in the stages, and below them what needs an action. */
export function showStatus({ stacks, stages, approvals, unseen, findings }: StatusReport): string {
  const actions = [...approvals.map(approvalFinding), ...findings];
  return [
    ...(stacks.length > 0
      ? [
          table(
            [],
            stacks.map(({ name, status, region }) => [name, status, ...(region ? [region] : [])]),
          ),
        ]
      : []),
    ...(stages.length > 0 ? [table(['Stage', 'Commit', 'Since then'], stages.map(stageRow))] : []),
    ...unseen,
    ...(actions.length > 0 ? actions.map(showFinding) : ['No action required.']),
  ].join('\n\n');
}

function stageRow({ stage, commit, latest }: LiveStage): string[] {
  return [
    stage,
    short(commit) ?? 'none',
    latest ? `${short(latest.commit) ?? 'a commit'}: ${latest.status}` : '',
  ];
}

/** As much of a commit's id as git needs, so that the table fits a terminal. */
function short(commit: string | undefined): string | undefined {
  return commit?.slice(0, 8);
}

function showFinding({ problem, reasons = [], fixes }: Finding): string {
  const [first, ...others] = fixes.map(showFix);
  return reasons.length > 0
    ? [problem, ...reasons.map((reason) => `  ${reason}`), first, ...others].join('\n')
    : [`${problem} ${first}`, ...others].join('\n');
}

function showFix({ instruction, by, command }: Fix): string {
  return `${instruction}${by ? ` (${by})` : ''}:\n  ${command}`;
}
