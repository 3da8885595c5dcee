import { table } from '../shared/table';
import { Finding, Fix } from './finding';
import { StatusReport } from './status';

/** The status for a person to read: the stacks, and below them what needs an action. */
export function showStatus({ stacks, findings }: StatusReport): string {
  return [
    ...(stacks.length > 0
      ? [
          table(
            [],
            stacks.map(({ name, status }) => [name, status]),
          ),
        ]
      : []),
    ...(findings.length > 0 ? findings.map(showFinding) : ['No action required.']),
  ].join('\n\n');
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
