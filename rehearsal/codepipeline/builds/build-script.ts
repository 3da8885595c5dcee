import { Buildspec, PHASES } from './buildspec';

/**
 * A shell script that runs the phases of a buildspec, in one shell, as version 0.2 does.
 *
 * A command that fails ends its phase and skips the ones after it, but for POST_BUILD, which follows BUILD
 * whatever that came to. The first failure is written to the file `$BUILD_FAILURE`, as the build's message;
 * the variables that the buildspec exports are written to `$BUILD_EXPORTS`.
 */
export function buildScript({ env, phases }: Buildspec): string {
  const lines = ['build_failed='];
  for (const phase of PHASES) {
    const commands = phases[phase]?.commands ?? [];
    if (commands.length === 0) continue;
    const name = phase.toUpperCase();
    // BUILD alone is followed by POST_BUILD when it has failed.
    const condition = phase === 'post_build' ? '[ "$build_failed" != early ]' : '[ -z "$build_failed" ]';
    lines.push(`if ${condition}; then`, `echo '[Container] Entering phase ${name}'`, 'phase_failed=');
    for (const command of commands) lines.push(...runOne(command, name));
    lines.push('fi');
  }
  lines.push(': > "$BUILD_EXPORTS"');
  for (const name of env['exported-variables']) {
    lines.push(`printf '%s\\0' ${name} "$${name}" >> "$BUILD_EXPORTS"`);
  }
  lines.push('[ -z "$build_failed" ]');
  return lines.join('\n');
}

function runOne(command: string, phase: string): string[] {
  const failure = phase === 'BUILD' || phase === 'POST_BUILD' ? 'late' : 'early';
  return [
    'if [ -z "$phase_failed" ]; then',
    `printf '%s\\n' ${quote(`[Container] Running command ${command}`)}`,
    command,
    'status=$?',
    'if [ $status -ne 0 ]; then',
    `[ -s "$BUILD_FAILURE" ] || printf '%s' ${quote(message(command, phase))}"$status" > "$BUILD_FAILURE"`,
    `phase_failed=1 build_failed=${failure}`,
    'fi',
    'fi',
  ];
}

function message(command: string, phase: string): string {
  return `Phase: ${phase}, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: ${command}. Reason: exit status `;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
