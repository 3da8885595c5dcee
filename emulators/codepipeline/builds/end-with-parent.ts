/**
 * Makes a shell script end when the process that started it does, with all that it has started.
 *
 * The process leads a group of its own (`detached`) and has a pipe as descriptor 3. The other end of that pipe is in
 * its parent, so it closes even when the parent is killed and can clear up nothing; the whole group is killed then.
 * What watches the pipe is no child of the shell, whose commands may `wait` for their own children.
 */
export function endWithParent(script: string): string {
  return `( (read -r _; kill -s KILL -- -$$) <&3 >/dev/null 2>&1 & )\nexec 3<&-\n${script}`;
}
