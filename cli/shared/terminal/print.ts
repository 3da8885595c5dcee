/** Takes what a command says, line by line as it happens; at the terminal that of `printer`. */
export type Print = (text: string) => void;

/**
 * Prints at the terminal, as long as somebody reads there.
 *
 * A reader who has seen enough, such as `head`, must not end the command: it may be half-way through its changes.
 */
export function printer(): Print {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return (text) => console.log(text);
}
