/** Takes what a command says, line by line as it happens; at the terminal `console.log`. */
export type Print = (text: string) => void;
