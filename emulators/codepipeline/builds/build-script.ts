import { Buildspec, PHASES } from './buildspec';

/**
 * Functions of the script. What they keep has names that no command is likely to use.
 *
 * `eval` keeps a command that is not valid shell from spoiling the rest of the script: it ends the shell, as `exit` does.
 */
const FUNCTIONS = String.raw`
_failed= _running=
_run() {
  _phase=$1 _command=$2 _running=yes
  shift 2
  printf '%s\n' "[Container] Running command $_command"
  eval "$_command"
  _status=$? _running=
  if [ $_status -ne 0 ]; then _fail $_status; fi
}
_fail() {
  _failed=yes
  if [ ! -s "$BUILD_FAILURE" ]; then
    printf 'Phase: %s, Code: COMMAND_EXECUTION_ERROR, Message: Error while executing command: %s. Reason: exit status %s' "$_phase" "$_command" "$1" > "$BUILD_FAILURE"
  fi
}
_left() {
  if [ -n "$_running" ]; then
    _running=
    _fail $1
    if [ $_phase = BUILD ]; then _post_build; fi
    exit 1
  fi
}
trap '_left $?' EXIT`;

/**
 * A shell script that runs the phases of a buildspec, in one shell, as version 0.2 does.
 *
 * A command that fails, or ends the shell, ends its phase and skips the ones after it, but for POST_BUILD,
 * which follows BUILD whatever that came to. The first failure is written to the file `$BUILD_FAILURE`, as
 * the build's message; the variables that the buildspec exports are written to `$BUILD_EXPORTS`, which is
 * there only if the script came to its end.
 */
export function buildScript({ env, phases }: Buildspec): string {
  const exported = env['exported-variables'];
  return [
    FUNCTIONS,
    ...PHASES.flatMap((phase) => phaseFunction(phase, phases[phase]?.commands ?? [])),
    '_install',
    'if [ -z "$_failed" ]; then _pre_build; fi',
    'if [ -z "$_failed" ]; then _build; _post_build; fi',
    ': > "$BUILD_EXPORTS"',
    ...exported.map((name) => `printf '%s\\0' ${name} "\${${name}-}" >> "$BUILD_EXPORTS"`),
    '[ ! -s "$BUILD_FAILURE" ]',
  ].join('\n');
}

function phaseFunction(phase: string, commands: readonly string[]): string[] {
  const name = phase.toUpperCase();
  return [
    `_${phase}() {`,
    // POST_BUILD runs after a failure, too: what it skips depends on its own commands only.
    '_failed=',
    ...(commands.length > 0 ? [`echo '[Container] Entering phase ${name}'`] : []),
    // No `&&` between them: a command's own `set -e` would not hold there.
    ...commands.map((command) => `if [ -z "$_failed" ]; then _run ${name} ${quote(command)}; fi`),
    '}',
  ];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
